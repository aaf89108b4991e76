"""Phrases of a caption: the grammar's templates filled with the lexicon's expressions, as far as they agree."""
import random
import re

from grammar import (
    ADJECTIVE_KINDS, CHINESE_CORES, CHINESE_FRAGMENTS, CHINESE_NEGATIONS, CHINESE_SECOND, CHINESE_WEATHER_NEGATIONS,
    ENGLISH_CORES, ENGLISH_DETERMINERS, ENGLISH_FRAGMENTS, ENGLISH_IN, ENGLISH_NEGATIONS, ENGLISH_SECOND,
    ENGLISH_WEATHER_NEGATIONS, LYING_SNOW, MEASURES, MOON, STOPWORDS,
)
from labels import ATTRIBUTES, SOUNDS
from lexicon import extend, read_lexicon, read_words

SAYABLE_SOUNDS = [s for s in SOUNDS if s != "rain"]  # rain is said by the weather


class Clash(Exception):
    """The expression would contradict what the caption already says."""


class Phrases:
    """Writes phrases for the caption under way: its `plan` is what it is to say, its `labels` what it has said."""

    def __init__(self, seed, things, more):
        """`things`: {"en": [...], "zh": [...]} further names of unknown things, and {"en-plain": [...], "zh-plain": [...]}
        words that name nothing to be seen. `more`: {"en": [(section, kind, text)], "zh": [...]} further expressions."""
        self.rng = random.Random(seed)
        self.lexicon = {language: read_lexicon(language) for language in ("en", "zh")}
        for language, expressions in more.items():
            extend(self.lexicon[language], expressions)
        self.words = {language: read_words(language) for language in ("en", "zh")}
        self.things = things

    def begin(self, language, labels=(), sounds=()):
        """Starts a caption that already says `labels` and `sounds`."""
        self.language = language
        self.labels, self.sounds, self.banned = dict(labels), set(sounds), set()

    def choose(self, section, kinds, strict=True):
        """An expression of one of the kinds that agrees with the plan; its labels are taken over."""
        by_kind = self.lexicon[self.language][section]
        candidates = [e for kind in kinds for e in by_kind.get(kind, [])]
        further = [e for kind in kinds for e in by_kind.get(f"{kind}+", [])]
        if not candidates:
            raise Clash
        setting = self.plan.get("setting")
        for _ in range(12):
            expression = self.rng.choice(further if further and self.rng.random() < 0.15 else candidates)
            if any(self.labels.get(a, self.plan.get(a)) not in (None, w) for a, w in expression.labels.items()):
                continue
            if "colour" in expression.labels and self.plan.get("look") == "noir":
                continue
            if section == "season.winter" and setting in ("snowfield", "mountain-lake") and LYING_SNOW.search(expression.text):
                continue
            if section.startswith("time.") and setting in ("space", "planet") and MOON.search(expression.text):
                continue
            # A second attribute comes along only rarely unless it was planned, so that none is over-represented.
            extra = [a for a in expression.labels if a not in self.plan and a not in self.labels]
            if strict and extra and self.rng.random() < 0.35:
                continue
            self.labels.update(expression.labels)
            self.sounds |= expression.sounds
            self.planned_sounds = [s for s in self.planned_sounds if s not in expression.sounds]
            return expression
        raise Clash

    def tagged(self, expression, tag):
        """The expression's text as pieces: stop words say nothing, unknown words are tagged so."""
        text, pieces = expression.text, []
        for thing in expression.unknown:
            before, text = text.split(thing, 1)
            pieces += self.words_tagged(before, tag)
            pieces.append((thing, "unknown"))
        return pieces + self.words_tagged(text, tag)

    def words_tagged(self, text, tag):
        if self.language == "zh":
            return [(text, tag)] if text else []
        return [(part, "filler" if part.lower() in STOPWORDS or not part.strip() else tag) for part in re.split(r"(\s+|[,.;])", text) if part]

    def can(self, template):
        """Whether the plan has what the template's slots need."""
        for slot in re.findall(r"{(\w+)\.\w}", template):
            if slot == "sound":
                if not self.planned_sounds:
                    return False
            elif slot not in self.plan or slot in self.labels:
                return False
        return True

    def core(self):
        cores = ENGLISH_CORES if self.language == "en" else CHINESE_CORES
        fitting = [(w, t) for w, t in cores if self.can(t)]
        if not fitting:
            return self.fragment("filler")
        # Scenes without anything unknown are the usual ones.
        weights = [w * (0.25 if "{subject}" in t else 1) for w, t in fitting]
        template = self.rng.choices([t for _, t in fitting], weights)[0]
        pieces = self.expand(template)
        room_view = self.labels.get("setting") in ("room", "street", "beach", "station", "stage")
        if "setting" in self.labels and self.rng.random() < (0.14 if room_view else 0.07):
            pieces += self.second_setting()
        if self.language == "en" and self.rng.random() < 0.16:
            pieces = [(self.rng.choice(self.words["en"]["wrapper"]) + " ", "filler"), *pieces]
        elif self.language == "zh" and self.rng.random() < 0.14:
            pieces = [(self.rng.choice(self.words["zh"]["wrapper"]), "filler"), *pieces]
        if self.language == "en" and "look" in self.plan and "look" not in self.labels and self.rng.random() < 0.3:
            pieces = self.expand(self.rng.choice(["{look.a} {typo} of ", "{look.n} of ", "an {look.n} of ", "a {look.a} ", "{look.n}: ", "{look.n}, "])) + pieces
        return pieces

    def second_setting(self):
        """Another setting behind the main one: the main one wins."""
        first = self.labels["setting"]
        other = self.rng.choice([s for s in ATTRIBUTES["setting"] if s not in (first, "autumn-wood", "space", "underwater", "planet")])
        candidates = [e for e in self.lexicon[self.language][f"setting.{other}"]["n"] if set(e.labels) == {"setting"} and not e.sounds and not e.unknown]
        template = self.rng.choice(ENGLISH_SECOND if self.language == "en" else CHINESE_SECOND)
        before, after = template.replace("{det}", self.rng.choice(["a ", "the ", ""])).split("{second}")
        expression = self.rng.choice(candidates)
        return [(before, "filler"), *self.words_tagged(expression.text, "setting"), (after, "filler")]

    def fragment(self, attribute):
        fragments = (ENGLISH_FRAGMENTS if self.language == "en" else CHINESE_FRAGMENTS)[attribute]
        for _ in range(6):
            template = self.rng.choice(fragments)
            kinds = re.findall(r"{(\w+)\.(\w)}", template)
            if all(self.lexicon[self.language][f"{a}.{self.planned_sounds[0] if a == 'sound' else self.plan[a]}"].get(k) for a, k in kinds):
                return self.expand(template)
        raise Clash

    def negation(self):
        """Something that is said not to be there: no evidence for it."""
        english = self.language == "en"
        if self.rng.random() < 0.4:
            text = self.rng.choice(ENGLISH_WEATHER_NEGATIONS if english else CHINESE_WEATHER_NEGATIONS)
            self.banned |= {"rain", "storm"} if re.search("rain|storm|雨", text) else {"wind"} if re.search("wind|风", text) else set()
            return [(text, "filler")]
        pieces = []
        for part in re.split(r"({neg})", self.rng.choice(ENGLISH_NEGATIONS if english else CHINESE_NEGATIONS)):
            if part != "{neg}":
                pieces += self.expand(part)
            elif self.rng.random() < 0.45:
                pieces.append((self.rng.choice(self.words[self.language]["unknown"]), "filler"))
            else:
                attribute, words = self.rng.choice([("weather", ["rain", "snow", "fog", "storm"]), ("sound", SAYABLE_SOUNDS), ("weather", ["rain", "snow", "fog"]), ("season", ATTRIBUTES["season"]), ("mood", ["melancholy", "dramatic", "joyful"]), ("time", ["night", "dusk", "dawn"])])
                word = self.rng.choice(words)
                self.banned.add(word)
                plain = [e for e in self.lexicon[self.language][f"{attribute}.{word}"]["n"] if not e.unknown and len(e.labels) < 2]
                pieces.append((self.rng.choice(plain).text, "filler"))
        return pieces

    def expand(self, template):
        pieces = []
        for part in re.split(r"({[^}]+})", template):
            if not part.startswith("{"):
                if part:
                    pieces.append((part, "filler"))
                continue
            pieces += self.slot(part[1:-1])
        return pieces

    def slot(self, slot):
        rng, words = self.rng, self.words[self.language]
        if "." in slot:
            attribute, kind = slot.split(".")
            if attribute == "sound" and not self.planned_sounds:
                raise Clash
            word = self.planned_sounds[0] if attribute == "sound" else self.plan[attribute]
            pieces = self.tagged(self.choose(f"{attribute}.{word}", [kind]), attribute)
            if attribute in self.labels and self.labels[attribute] != word:
                raise Clash
            return pieces
        if slot == "det":
            return [(rng.choice(["a ", "a ", "the ", "the ", "", "", ""]), "filler")] if self.language == "en" else []
        if slot == "adj":
            return self.adjectives()
        if slot == "subject":
            return self.subject()
        if slot == "mood2":
            word = self.plan["mood"]
            return self.tagged(self.choose(f"mood.{word}", ["a"]), "mood")
        if slot == "in":
            return [(rng.choice(ENGLISH_IN), "filler")]
        if slot == "zai":
            return [(rng.choice(["在", "在", "站在", "坐在", "出现在", "躺在", "飞过", "漂在"]), "filler")]
        if slot == "zli":
            return [(rng.choice(["里", "上", "中", "", "边", "前", "旁"]), "filler")]
        if slot == "typo":
            return [(rng.choice(["painting", "picture", "rendering", "drawing", "scene", "version", "clip", "take"]), "filler")]
        if slot in ("action", "verb", "filler") and rng.random() < 0.3:
            # Any word may stand where nothing is named: what was never seen is not unknown for that.
            return [(rng.choice(self.things[f"{self.language}-plain"]), "filler")]
        return [(rng.choice(words[slot]), "filler")]

    def adjectives(self):
        chosen = []
        waiting = [a for a in ADJECTIVE_KINDS if a in self.plan and a not in self.labels]
        self.rng.shuffle(waiting)
        for attribute in waiting[: self.rng.choice([0, 1, 1, 1, 2, 2, 3])]:
            if not self.lexicon[self.language][f"{attribute}.{self.plan[attribute]}"].get("a"):
                continue
            if attribute == "weather" and self.plan["weather"] == "snow":
                continue
            pieces = self.tagged(self.choose(f"{attribute}.{self.plan[attribute]}", ["a"]), attribute)
            if self.language == "en":
                chosen += [*pieces, (self.rng.choice([" ", " ", " ", ", "]), "filler")]
            else:
                chosen += [*pieces, (self.rng.choice(["的", "的", "", "、"]), "filler")]
        if self.rng.random() < 0.1:
            chosen += [(self.rng.choice(self.words[self.language]["filler"]) + (" " if self.language == "en" else "的"), "filler")]
        return chosen

    def subject(self):
        rng, english = self.rng, self.language == "en"
        pool = self.things[self.language] if rng.random() < 0.6 else self.words[self.language]["unknown"]
        thing = rng.choice(pool)
        if english:
            pieces = [(rng.choice(ENGLISH_DETERMINERS), "filler")]
        else:
            pieces = [(rng.choice(MEASURES), "filler")] if rng.random() < 0.6 else []
        if rng.random() < 0.2:
            # The colour of an unknown thing says nothing about the scene.
            colour = rng.choice(self.lexicon[self.language][f"colour.{rng.choice(ATTRIBUTES['colour'])}"]["a"]).text
            pieces.append((colour + (" " if english else rng.choice(["的", ""])), "filler"))
        if english and rng.random() < 0.12 and not thing.endswith("s") and "of" not in thing.split():
            plural = thing[:-1] + "ies" if re.search("[^aeiou]y$", thing) else thing + ("es" if re.search("(s|x|z|ch|sh)$", thing) else "s")
            return [*pieces, (plural, "unknown")]
        return [*pieces, (thing, "unknown")]
