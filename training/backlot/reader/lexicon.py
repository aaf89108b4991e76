"""Reads the lexicon: the expressions for every class, and the words that stand around them.

A section `@attribute.word` has lines of a kind (n noun phrase, p standing phrase, v clause, a adjective, c camera move
or change) with expressions between bars. `~attribute=word` or `~sound=word` after an expression (or a section) is a
further label, `~unknown=words` marks the words in it that name what the painter cannot draw.
"""
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


def plain(lexicon):
    """[(section, kind, text)] of the noun phrases and adjectives that give their section's label and no other."""
    return [
        (section, kind, e.text)
        for section, kinds in lexicon.items()
        for kind in ("n", "a")
        for e in kinds.get(kind, [])
        if len(e.labels) + (section.startswith("sound.")) == 1 and not e.unknown and (not e.sounds or section.startswith("sound.") or section == "weather.rain")
    ]


def extend(lexicon, more):
    """Adds [(section, kind, text)] as kinds "n+" and "a+" with the section's own label, where no section has the text yet."""
    taken = {e.text.lower() for kinds in lexicon.values() for es in kinds.values() for e in es}
    sections = {}
    for section, _, text in more:
        sections.setdefault(text.lower(), set()).add(section)
    for section, kind, text in more:
        if text.lower() in taken or len(sections[text.lower()]) > 1:
            continue
        attribute, word = section.split(".")
        is_sound = attribute == "sound"
        expression = parse_expression(text, {} if is_sound else {attribute: word}, {word} if is_sound else set())
        lexicon[section].setdefault(f"{kind}+", []).append(expression)


def read_natural(language, attributes):
    """Prompts by hand: [(text, {attribute: word}, [sound], [unknown name])]; `attributes` are their words."""
    attribute_of = {word: attribute for attribute, words in attributes.items() for word in words}
    split = lambda field: [item.strip() for item in field.split(",") if item.strip()]
    prompts = []
    for number, line in enumerate((HERE / f"natural-{language}.txt").read_text("utf-8").splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        try:
            text, words, sounds, unknown = (field.strip() for field in line.split("|"))
            labels = {attribute_of[word]: word for word in split(words)}
        except (ValueError, KeyError) as error:
            raise ValueError(f"natural-{language}.txt:{number}: {error}") from error
        if any(name not in text for name in split(unknown)):
            raise ValueError(f"natural-{language}.txt:{number}: an unknown name is not in the prompt")
        prompts.append((text, labels, split(sounds), split(unknown)))
    return prompts
