"""Writes captions with their labels, from the grammars and from the prompts by hand.

A caption is a list of pieces (text, tag); its labels are gathered from the expressions that it uses. The rules
for what counts as evidence are those of heldout.md.
"""
from labels import ATTRIBUTES, KNOWN
from lexicon import read_natural
from phrases import SAYABLE_SOUNDS, Clash, Phrases
from surface import join, noise, shuffled_parts

# How many of the captions are prompts by hand, changed a little.
NATURAL = 0.3
# How often each attribute is said at all.
SAID = {"setting": 0.95, "time": 0.36, "weather": 0.4, "season": 0.2, "look": 0.3, "mood": 0.36, "camera": 0.4, "colour": 0.46, "change": 0.05}


class Writer(Phrases):
    """Writes one caption after another from a seeded source of numbers."""

    def __init__(self, seed, things, more):
        super().__init__(seed, things, more)
        self.natural = {language: read_natural(language, ATTRIBUTES) for language in ("en", "zh")}

    def caption(self):
        """{"pieces": [(text, tag)], "attributes": {...}, "sounds": [...], "natural": the number of the prompt by hand, or None}"""
        while True:
            try:
                return self.natural_caption() if self.rng.random() < NATURAL else self.attempt()
            except Clash:
                continue

    def some_language(self):
        return "en" if self.rng.random() < 0.56 else "zh"

    def attempt(self):
        rng = self.rng
        self.begin(self.some_language())
        mixed = rng.random() < 0.04
        bare = rng.random() < 0.06  # only something unknown, and at most a camera move and a mood
        sparse = rng.random() < 0.6
        self.plan = {a: rng.choice(words) for a, words in ATTRIBUTES.items() if rng.random() < SAID[a] * (0.55 if sparse and a != "setting" else 1)}
        if bare:
            self.plan = {a: w for a, w in self.plan.items() if a in ("camera", "mood", "look") and rng.random() < 0.5}
        if self.plan.get("look") == "noir":
            self.plan.pop("colour", None)
        if self.plan.get("setting") == "space":
            self.plan.pop("time", None)
        if "change" in self.plan:
            self.plan.pop("time", None)
        if self.plan.get("setting") == "forest" and self.plan.get("season") == "autumn":
            self.plan["setting"] = "autumn-wood"
        self.planned_sounds = [] if bare else rng.sample(SAYABLE_SOUNDS, rng.choice([0, 0, 0, 0, 1, 1, 1, 2]))
        fragments = []
        if bare:
            fragments.append(self.fragment("unknown"))
        elif "setting" in self.plan or rng.random() < 0.3:
            fragments.append(self.core())
        for attribute in [a for a in list(self.plan) if a not in self.labels]:
            if attribute not in self.labels:
                fragments.append(self.fragment(attribute))
        while self.planned_sounds:
            fragments.append(self.fragment("sound"))
        for attribute, chance in (("setting", 0.25), ("mood", 0.06), ("weather", 0.04), ("time", 0.04)):
            if attribute in self.plan and self.labels.get(attribute) == self.plan[attribute] and rng.random() < chance:
                fragments.append(self.fragment(attribute))  # said twice, in other words
        for _ in range(rng.choice([0, 0, 0, 0, 0, 0, 1, 1, 2] if fragments else [1, 2])):
            fragments.append(self.fragment("unknown"))
        for _ in range(rng.choice([0, 0, 0, 0, 0, 1, 1, 2])):
            fragments.append(self.fragment("filler"))
        if rng.random() < 0.14:
            fragments.append(self.negation())
        if mixed:
            self.language = "zh" if self.language == "en" else "en"
            fragments.append(self.fragment(rng.choice(["filler", "unknown", "filler"])))
            self.language = "zh" if self.language == "en" else "en"
        if rng.random() < 0.55:
            rng.shuffle(fragments)
        elif rng.random() < 0.3 and len(fragments) > 1:
            fragments.insert(0, fragments.pop())
        return self.finished(fragments)

    def natural_caption(self):
        """A prompt by hand, often with other unknown names, and with one or two things more."""
        rng = self.rng
        language = self.some_language()
        number = rng.randrange(len(self.natural[language]))
        text, labels, sounds, unknown = self.natural[language][number]
        self.begin(language, labels, sounds)
        pieces = []
        for name in sorted(unknown, key=text.index):
            before, text = text.split(name, 1)
            if rng.random() < 0.12:
                name = rng.choice(self.things[self.language] if rng.random() < 0.5 else self.words[self.language]["unknown"])
            pieces += [(before, KNOWN), (name, "unknown")]
        pieces.append((text, KNOWN))
        if rng.random() < 0.2:
            pieces = shuffled_parts(rng, pieces, ", " if self.language == "en" else "，")
        more = rng.choice([0, 0, 0, 1, 1, 2])
        # More might change what a prompt says of these.
        free = [a for a in ("time", "weather", "season", "look", "mood", "camera", "colour") if a not in labels]
        if labels.get("look") == "noir":
            free = [a for a in free if a != "colour"]
        if labels.get("setting") in ("space", "forest"):
            free = [a for a in free if a not in ("time", "season")]
        self.plan = {**labels, **{a: rng.choice(ATTRIBUTES[a]) for a in rng.sample(free, min(more, len(free)))}}
        self.planned_sounds = []
        fragments = [[(t, tag) for t, tag in pieces if t]]
        fragments += [self.fragment(a) for a in self.plan if a not in self.labels]
        if rng.random() < 0.1:
            fragments.append(self.fragment("filler"))
        if rng.random() < 0.2:
            rng.shuffle(fragments)
        return self.finished(fragments, number)

    def finished(self, fragments, number=None):
        pieces = join(self.rng, fragments, self.language == "en")
        self.rules()
        if self.language == "en":
            pieces = noise(self.rng, pieces)
        return {"pieces": pieces, "attributes": dict(self.labels), "sounds": sorted(self.sounds), "natural": number}

    def rules(self):
        """What heldout.md says about combinations."""
        if self.labels.get("setting") == "forest" and self.labels.get("season") == "autumn":
            self.labels["setting"] = "autumn-wood"
        if self.labels.get("weather") == "rain":
            self.sounds.add("rain")
        if self.banned & (set(self.labels.values()) | self.sounds):
            raise Clash
