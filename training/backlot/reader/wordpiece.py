"""The reader's tokenizer: a WordPiece model in Hugging Face's tokenizer.json format.

The same steps as BertNormalizer + BertPreTokenizer + WordPiece of Hugging Face's tokenizers library, in plain
Python: NFKC, lower case, accents stripped, CJK characters and punctuation marks stand alone, longest match
first. `fixture.json` (written by train.py, read by a test) proves that Node gives the same ids.
"""
import json
import re
import unicodedata

SPECIAL = ["[PAD]", "[UNK]", "[CLS]"]
MAX_WORD = 40


def is_cjk(char):
    code = ord(char)
    return 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0xF900 <= code <= 0xFAFF


def is_punctuation(char):
    code = ord(char)
    if 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126:
        return True
    return unicodedata.category(char).startswith("P")


def normalize(text):
    text = unicodedata.normalize("NFKC", text)
    text = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    text = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in text if unicodedata.category(c) != "Mn")


def words(text):
    """Splits text into words, single CJK characters and single punctuation marks."""
    spaced = "".join(f" {c} " if is_cjk(c) or is_punctuation(c) else c for c in normalize(text))
    return spaced.split()


class WordPiece:
    def __init__(self, vocabulary):
        self.vocabulary = vocabulary
        self.ids = {piece: i for i, piece in enumerate(vocabulary)}
        self.cache = {}
        self.texts = {}

    def word_ids(self, word):
        """The ids of one word: the longest known piece first; [UNK] where a character is not known."""
        if word in self.cache:
            return self.cache[word]
        ids, start = [], 0
        unknown = [self.ids["[UNK]"]]
        if len(word) > MAX_WORD:
            return unknown
        while start < len(word):
            end = len(word)
            while end > start:
                piece = word[start:end] if start == 0 else "##" + word[start:end]
                if piece in self.ids:
                    break
                end -= 1
            if end == start:
                ids = unknown
                break
            ids.append(self.ids[piece])
            start = end
        self.cache[word] = ids
        return ids

    def encode(self, text):
        """The ids of a text, without [CLS]. Short texts are remembered: captions repeat them."""
        ids = self.texts.get(text)
        if ids is None:
            ids = [i for word in words(text) for i in self.word_ids(word)]
            if len(text) < 40:
                self.texts[text] = ids
        return ids

    def save(self, path):
        specials = [
            {"id": i, "content": t, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
            for i, t in enumerate(SPECIAL)
        ]
        document = {
            "version": "1.0",
            "truncation": None,
            "padding": None,
            "added_tokens": specials,
            "normalizer": {
                "type": "Sequence",
                "normalizers": [
                    {"type": "NFKC"},
                    {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": True, "lowercase": True},
                ],
            },
            "pre_tokenizer": {"type": "BertPreTokenizer"},
            "post_processor": {
                "type": "TemplateProcessing",
                "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
                "pair": [],
                "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]}},
            },
            "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
            "model": {
                "type": "WordPiece",
                "unk_token": "[UNK]",
                "continuing_subword_prefix": "##",
                "max_input_chars_per_word": MAX_WORD,
                "vocab": self.ids,
            },
        }
        with open(path, "w", encoding="utf-8") as file:
            json.dump(document, file, ensure_ascii=False, separators=(",", ":"))


def build_vocabulary(lexicon_words, common_words, characters, pieces=2600):
    """Special tokens, every character as a start and as a continuation, frequent word parts, then whole words.

    `common_words` is a list of (word, count), most frequent first; `pieces` is how many word parts are kept."""
    ascii_characters = [chr(c) for c in range(33, 127) if not chr(c).isupper()]
    marks = list("，。、！？；：“”‘’（）《》【】…—–·～•¥£€°×−′″®©™«»¡¿№§²³½¼÷±→←↑↓★☆♥♪")
    latin = list("æøœßðþłđıαβγδεζηθικλμνξοπρστυφχψωабвгдежзийклмнопрстуфхцчшщъыьэюя")
    kana = [chr(c) for c in range(0x3041, 0x3097)] + [chr(c) for c in range(0x30A1, 0x30FB)]
    alphabet = [c for c in dict.fromkeys(normalize("".join(ascii_characters + latin + kana))) if not c.isspace()]
    counts = {}
    for word, count in common_words[:20000]:
        if not re.fullmatch("[a-z]+", word):
            continue
        for size in (2, 3, 4, 5):
            for at in range(1, len(word) - size + 1):
                part = "##" + word[at : at + size]
                counts[part] = counts.get(part, 0) + size
            if len(word) > size:
                counts[word[:size]] = counts.get(word[:size], 0) + size
    parts = sorted(counts, key=lambda part: (-counts[part], part))[:pieces]
    seen = dict.fromkeys(SPECIAL)
    for group in (marks, alphabet, ["##" + c for c in alphabet if not is_punctuation(c)], sorted(characters), parts, sorted(lexicon_words)):
        seen.update(dict.fromkeys(group))
    return list(seen)
