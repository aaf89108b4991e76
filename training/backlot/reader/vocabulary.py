"""The words that captions are made of: from the lexicon, WordNet and CC-CEDICT; and their fixed vectors."""
import re

import numpy as np
import torch

import resources
from labels import ATTRIBUTES
from lexicon import plain, read_lexicon, read_natural, read_words
from model import EMBEDDING
from wordpiece import is_cjk, words


def lexicon_words(writer):
    """Every word and CJK character that captions can have, but for other_words."""
    found = set()
    for language in ("en", "zh"):
        for kinds in writer.lexicon[language].values():
            for expressions in kinds.values():
                for expression in expressions:
                    found.update(words(expression.text))
        for group in writer.words[language].values():
            for text in group:
                found.update(words(text))
        for text, *_ in writer.natural[language]:
            found.update(words(text))
    return found


def more_expressions(nouns, adjectives, frequent, glosses):
    """What WordNet and CC-CEDICT add to the lexicon's expressions."""
    lexicon = read_lexicon("en")
    moods = {section: [e.text for e in kinds["a"] if " " not in e.text] for section, kinds in lexicon.items() if section.startswith("mood.")}
    english = resources.wordnet_kinds(nouns, adjectives, moods, dict(frequent))
    translated = [e for e in english + plain(lexicon) if e[0].split(".")[0] in ("setting", "time", "weather", "mood", "sound")]
    return {"en": english, "zh": resources.translations(glosses, translated)}


def other_words(nouns, verbs, more, frequent, glosses):
    """Words beyond our own lists: names of unknown things, and plain words that name nothing to be seen.

    {"en", "zh", "en-plain", "zh-plain"}: WordNet's for English, their translations in CC-CEDICT for Chinese."""
    counts = dict(frequent)
    taken = meaningful(more)
    free = lambda word: not {word, word.rstrip("s"), word + "s"} & taken
    usual = lambda word, least: re.fullmatch("[a-z]{3,14}", word) and counts.get(word, 0) >= least
    english = sorted(w for w in resources.wordnet_things(nouns) if usual(w, 10) and free(w))
    actions = {w for w in verbs.senses if usual(w, 60) and free(w)}
    acting = {w + ending for w in actions for ending in ("s", "ing") if usual(w + ending, 10) and free(w + ending) and not resources.is_thing(nouns, w)}
    abstract = {w for w in resources.wordnet_abstract(nouns) if usual(w, 30) and free(w)}
    named = set(english) | {w for w in read_words("en")["unknown"] if " " not in w}
    return {
        "en": english, "en-plain": sorted(acting | abstract),
        "zh": other_chinese(more, glosses, named, (2, 4)), "zh-plain": other_chinese(more, glosses, abstract | {f"to {w}" for w in actions}, (2, 2)),
    }


def meaningful(more):
    """English words that say something in captions, or that prompts by hand have without naming something unknown."""
    own, found = read_words("en"), set()
    texts = [e.text for kinds in read_lexicon("en").values() for es in kinds.values() for e in es] + [text for _, _, text in more["en"]]
    for group in ("scenery", "colourable", "filler", "action", "verb", "place", "wrapper", "tail"):
        texts += own[group]
    for text, _, _, unknown in read_natural("en", ATTRIBUTES):
        for name in unknown:
            text = text.replace(name, " ")
        texts.append(text)
    for text in texts:
        found.update(words(text))
    return found


def other_chinese(more, glosses, meanings, lengths):
    """Chinese words whose first gloss, without an article, is one of `meanings`; none that has an expression in it."""
    barred = {t for group in read_words("zh").values() for t in group} | {text for _, _, text in more["zh"]}
    expressions = {e.text for kinds in read_lexicon("zh").values() for es in kinds.values() for e in es}
    short = {e for e in expressions if len(e) <= 3} - set("金银粉白黄红青黑绿蓝紫春夏秋冬夜晨云雾风山湖海街鸟")
    found = set()
    for simplified, gloss in glosses:
        first = re.sub(r"\(.*?\)", "", gloss.split(";")[0]).strip().lower()
        fits = lengths[0] <= len(simplified) <= lengths[1] and all(is_cjk(c) for c in simplified)
        if fits and re.sub("^(a|an|the) ", "", first) in meanings and simplified not in barred and not any(e in simplified for e in short):
            found.add(simplified)
    return sorted(found)


def base_vectors(vocabulary, vectors, glosses):
    """[V, 80] fixed vectors: GloVe's principal components; a CJK character is the mean of its English glosses."""
    index = {piece: row for row, piece in enumerate(vocabulary)}
    names = [w for w in vocabulary if w in vectors]
    matrix = np.stack([vectors[w] for w in names])
    mean = matrix.mean(0)
    _, scales, axes = np.linalg.svd(matrix - mean, full_matrices=False)
    spread = scales[:EMBEDDING] / np.sqrt(len(names))

    def reduce(v):
        return (v - mean) @ axes[:EMBEDDING].T / spread * 0.8

    base = np.zeros((len(vocabulary), EMBEDDING), np.float32)
    for name in names:
        base[index[name]] = reduce(vectors[name])
    sums = {}
    for simplified, gloss in glosses:
        if len(simplified) > 2 or not all(is_cjk(c) for c in simplified):
            continue
        said = [w for w in re.findall("[a-z]+", re.sub(r"\(.*?\)", "", gloss.lower())) if w in vectors and len(w) > 2][:6]
        if not said:
            continue
        mean_gloss = np.mean([vectors[w] for w in said], 0)
        weight = 6.0 if len(simplified) == 1 else 1.0
        for char in set(simplified):
            if char in index:
                total = sums.setdefault(char, [np.zeros(100, np.float32), 0.0])
                total[0] += weight * mean_gloss
                total[1] += weight
    for char, (total, weight) in sums.items():
        base[index[char]] = reduce(total / weight)
    return torch.from_numpy(base)
