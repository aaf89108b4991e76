"""CLIP's byte-level BPE, as its paper and vocabulary files define it, with a tiny vocabulary learned here.

A tokenizer is a pair: `vocab` (symbol -> id) and `merges` (pairs of symbols, best first). Symbols are
bytes written as printable characters; the last symbol of a word ends in `</w>`.
"""

import json
import re
import unicodedata
from collections import Counter

START, END = "<|startoftext|>", "<|endoftext|>"
LENGTH = 77

_CONTRACTIONS = ("'s", "'t", "'re", "'ve", "'m", "'ll", "'d")

_CORPUS = """
a photo of a red car in the rain at night on a street in the city
a picture of an old lighthouse on a rock by the sea in a storm with waves
the cat and the dog are running through a field of flowers under the morning sun
a painting of mountains with snow and a lake and trees in autumn light
blurry low quality bad people walking into the station while it is raining
a fox in the forest and a boat near the harbour with lights and smoke
"""


def byte_symbols():
    """Byte -> printable character, in the order of CLIP's vocabulary (as GPT-2 has it)."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    symbols = {byte: chr(byte) for byte in plain}
    for byte in range(256):
        if byte not in symbols:
            symbols[byte] = chr(256 + len(symbols) - len(plain))
    return symbols


_BYTES = byte_symbols()


def words(text):
    """Splits lower-cased text: contractions, runs of letters, single numerals, runs of anything else."""
    text = " ".join(unicodedata.normalize("NFC", text).split()).lower()
    at = 0
    while at < len(text):
        contraction = next((c for c in _CONTRACTIONS if text.startswith(c, at)), None)
        if contraction:
            yield contraction
            at += len(contraction)
            continue
        kind = _kind(text[at])
        end = at + 1
        if kind in ("letter", "other"):
            while end < len(text) and _kind(text[end]) == kind:
                end += 1
        if kind != "space":
            yield text[at:end]
        at = end


def _kind(character):
    if character.isspace():
        return "space"
    return {"L": "letter", "N": "number"}.get(unicodedata.category(character)[0], "other")


def _symbols(word):
    symbols = [_BYTES[byte] for byte in word.encode("utf-8")]
    return [*symbols[:-1], symbols[-1] + "</w>"]


def _join(symbols, pair):
    joined, at = [], 0
    while at < len(symbols):
        if tuple(symbols[at : at + 2]) == pair:
            joined.append(symbols[at] + symbols[at + 1])
            at += 2
        else:
            joined.append(symbols[at])
            at += 1
    return joined


def learn(count):
    """Learns `count` merges from the little corpus above; returns (vocab, merges)."""
    corpus = [_symbols(word) for word in words(_CORPUS)]
    merges = []
    for _ in range(count):
        pairs = Counter(pair for symbols in corpus for pair in zip(symbols, symbols[1:]))
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merges.append(best)
        corpus = [_join(symbols, best) for symbols in corpus]
    plain = list(_BYTES.values())
    names = [*plain, *(s + "</w>" for s in plain), *(a + b for a, b in merges), START, END]
    return {name: index for index, name in enumerate(names)}, merges


def encode(tokenizer, text, pad):
    """Text -> 77 ids: start, symbols (cut to 75), end, padding. `pad` is the padding token's text.

    A padding token is cut out of the text before anything else, as transformers does with special tokens:
    where "!" is the padding, each "!" of a prompt has its id.
    """
    vocab, merges = tokenizer
    rank = {pair: index for index, pair in enumerate(merges)}
    ids = []
    for part in re.split(f"({re.escape(pad)})", text):
        ids += [vocab[pad]] if part == pad else _ids(part, vocab, rank)
    ids = [vocab[START], *ids[: LENGTH - 2], vocab[END]]
    return ids + [vocab[pad]] * (LENGTH - len(ids))


def _ids(text, vocab, rank):
    ids = []
    for word in words(text):
        symbols = _symbols(word)
        while len(symbols) > 1:
            best = min(zip(symbols, symbols[1:]), key=lambda pair: rank.get(pair, len(rank)))
            if best not in rank:
                break
            symbols = _join(symbols, best)
        ids += [vocab[symbol] for symbol in symbols]
    return ids


def _added(content):
    return {
        "__type": "AddedToken",
        "content": content,
        "lstrip": False,
        "normalized": True,
        "rstrip": False,
        "single_word": False,
    }


def files(tokenizer, pad, fast=False):
    """The files of a `tokenizer/` folder as transformers saves them: name -> text. `fast` adds tokenizer.json."""
    vocab, merges = tokenizer
    plain = {key: value for key, value in _added(END).items() if key != "__type"}
    out = {
        "vocab.json": json.dumps(vocab, ensure_ascii=False, separators=(",", ":")),
        "merges.txt": "\n".join(["#version: 0.2", *(f"{a} {b}" for a, b in merges), ""]),
        "tokenizer_config.json": {
            "add_prefix_space": False,
            "bos_token": _added(START),
            "do_lower_case": True,
            "eos_token": _added(END),
            "errors": "replace",
            "model_max_length": LENGTH,
            "pad_token": pad,
            "tokenizer_class": "CLIPTokenizer",
            "unk_token": _added(END),
        },
        "special_tokens_map.json": {
            "bos_token": {**plain, "content": START},
            "eos_token": plain,
            "pad_token": pad,
            "unk_token": plain,
        },
    }
    if fast:
        out["tokenizer.json"] = _fast(vocab, merges)
    return out


def _fast(vocab, merges):
    pattern = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
    special = [{"id": vocab[token], "special": True, **_added(token)} for token in (START, END)]
    for token in special:
        del token["__type"]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": special,
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "NFC"},
                {"type": "Replace", "pattern": {"Regex": r"\s+"}, "content": " "},
                {"type": "Lowercase"},
            ],
        },
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [
                {"type": "Split", "pattern": {"Regex": pattern}, "behavior": "Removed", "invert": True},
                {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True},
            ],
        },
        "post_processor": {
            "type": "RobertaProcessing",
            "sep": [END, vocab[END]],
            "cls": [START, vocab[START]],
            "trim_offsets": False,
            "add_prefix_space": False,
        },
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True},
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": END,
            "continuing_subword_prefix": "",
            "end_of_word_suffix": "</w>",
            "fuse_unk": False,
            "vocab": vocab,
            "merges": [f"{a} {b}" for a, b in merges],
        },
    }
