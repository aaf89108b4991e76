"""Reads the lexicon: the expressions for every class, and the words that stand around them."""
import re
from pathlib import Path

HERE = Path(__file__).parent


class Expression:
    """A piece of language, the labels it gives and the words in it that are unknown content."""

    def __init__(self, text, labels, sounds, unknown):
        self.text, self.labels, self.sounds, self.unknown = text, labels, sounds, unknown


def parse_expression(source, base_labels, base_sounds):
    text, *marks = source.split("~")
    labels, sounds, unknown = dict(base_labels), set(base_sounds), []
    for mark in marks:
        name, value = mark.split("=")
        if name == "sound":
            sounds.add(value)
        elif name == "unknown":
            if value not in text:
                raise ValueError(f"{source}: '{value}' is not in the expression")
            unknown.append(value)
        else:
            labels[name] = value
    if labels.get("weather") == "rain":
        sounds.add("rain")
    return Expression(text.strip(), labels, sounds, unknown)


def read_lexicon(language):
    """{"setting.sea": {"n": [Expression]}} for one language ("en" or "zh")."""
    sections, labels, sounds = {}, {}, set()
    for name in ("settings", "attributes", "sounds"):
        for number, line in enumerate((HERE / "lexicon" / f"{language}-{name}.txt").read_text("utf-8").splitlines(), 1):
            if line.startswith("#") or not line.strip():
                continue
            if line.startswith("@"):
                head, *extra = line[1:].split("~")
                attribute, word = head.split(".")
                labels = {} if attribute == "sound" else {attribute: word}
                sounds = {word} if attribute == "sound" else set()
                for mark in extra:
                    key, value = mark.split("=")
                    labels[key] = value
                section = sections.setdefault(head, {})
                continue
            kind, _, rest = line.partition(": ")
            if kind not in ("n", "p", "v", "a", "c"):
                raise ValueError(f"{language}-{name}.txt:{number}: kind '{kind}' is not one of n, p, v, a, c")
            section.setdefault(kind, []).extend(parse_expression(s.strip(), labels, sounds) for s in rest.split("|") if s.strip())
    return sections


def read_words(language):
    """{"unknown": [...], "filler": [...], ...}: the words around the expressions."""
    groups = {}
    for line in (HERE / "lexicon" / f"{language}-words.txt").read_text("utf-8").splitlines():
        if line.startswith("@"):
            group = groups.setdefault(line[1:], [])
        elif line.strip() and not line.startswith("#"):
            group.extend(w.strip() for w in re.split(r" \| ", line) if w.strip())
    return groups
