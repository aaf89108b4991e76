"""The surface of a caption: how its fragments are joined, written in capitals and misspelt."""
import re
import string

ENGLISH_JOINTS = [", ", ", ", ", ", ", ", ". ", "; ", " - ", " / ", " ", " and ", ": ", " | ", ","]
CHINESE_JOINTS = ["，", "，", "，", "，", "。", "、", " ", "；", ",", "", "｜"]


def join(rng, fragments, english):
    """The pieces of a caption from those of its fragments; neighbouring English words are kept apart."""
    usual = ENGLISH_JOINTS if english else CHINESE_JOINTS
    style = rng.choice([usual, usual, usual[:1]])
    pieces = []
    for index, fragment in enumerate(fragments):
        if index:
            pieces.append((rng.choice(style), "filler"))
        pieces += fragment
    if rng.random() < 0.25:
        pieces.append((rng.choice([".", "!", "...", "." if english else "。"]), "filler"))
    return [(text, tag) for text, tag in (spaced(pieces) if english else pieces) if text]


def spaced(pieces):
    result = []
    for text, tag in pieces:
        before = result[-1][0] if result else ""
        if before and text and not before[-1].isspace() and not text[0].isspace() and text[0] not in ",.;:!?|)/'-" and before[-1] not in "(,/-":
            result.append((" ", "filler"))
        result.append((text, tag))
    return result


def shuffled_parts(rng, pieces, comma):
    """The pieces with the parts between commas in another order, the first one staying first."""
    parts = [[]]
    for text, tag in pieces:
        for index, part in enumerate(text.split(comma)):
            if index:
                parts.append([])
            if part:
                parts[-1].append((part, tag))
    rest = parts[1:]
    rng.shuffle(rest)
    result = list(parts[0])
    for part in rest:
        result += [(comma, "filler"), *part]
    return result


def noise(rng, pieces):
    """English as people type it: capitals, misspellings, no apostrophes."""
    style = rng.random()
    if style < 0.12:
        pieces = [(t.title(), g) for t, g in pieces]
    elif style < 0.15:
        pieces = [(t.upper(), g) for t, g in pieces]
    elif style < 0.5:
        pieces = [(t[:1].upper() + t[1:] if i == 0 else t, g) for i, (t, g) in enumerate(pieces)]
    if rng.random() < 0.16:
        long = [i for i, (t, _) in enumerate(pieces) if re.fullmatch(r"[A-Za-z]{5,}", t)]
        for index in rng.sample(long, min(len(long), rng.choice([1, 1, 2]))):
            pieces[index] = (misspell(rng, pieces[index][0]), pieces[index][1])
    if rng.random() < 0.05:
        pieces = [(t.replace("'", ""), g) for t, g in pieces]
    return pieces


def misspell(rng, word):
    at = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[:at] + word[at] + word[at:]
    return word[:at] + rng.choice(string.ascii_lowercase) + word[at + 1 :]
