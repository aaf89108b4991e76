"""Writes captions with their labels: grammars in English and Chinese over the lexicon.

A caption is a list of pieces (text, tag); its labels are gathered from the expressions that it uses. The rules
for what counts as evidence are those of heldout.md.
"""
import random
import re
import string

from lexicon import extend, read_lexicon, read_natural, read_words

ATTRIBUTES = {
    "setting": "sea beach mountain-lake forest autumn-wood desert skyline street snowfield underwater space planet meadow room stage station".split(),
    "time": "dawn day dusk night".split(),
    "weather": "clear cloudy rain snow fog storm".split(),
    "season": "spring summer autumn winter".split(),
    "look": "realistic watercolour anime oil ink noir".split(),
    "mood": "calm joyful mysterious dramatic melancholy romantic".split(),
    "camera": "static pan-left pan-right tilt-up tilt-down push pull orbit".split(),
    "colour": "red orange gold green teal blue purple pink white black".split(),
    "change": "sun-sinks sun-rises".split(),
}
SOUNDS = "waves wind rain thunder traffic birds gulls crickets fire crowd bells stream train underwater hum leaves".split()
SAYABLE_SOUNDS = [s for s in SOUNDS if s != "rain"]  # rain is said by the weather
# A piece of a prompt by hand: something or other, but nothing unknown.
KNOWN = "known"
TAGS = ["filler", "unknown", *ATTRIBUTES, "sound"]
# How many of the captions are prompts by hand, changed a little.
NATURAL = 0.15
# How often each attribute is said at all.
SAID = {"setting": 0.93, "time": 0.36, "weather": 0.32, "season": 0.2, "look": 0.28, "mood": 0.33, "camera": 0.32, "colour": 0.36, "change": 0.05}

STOPWORDS = set(
    "a an the of in on at by to with and or as is are it its it's be being was were from into over under for that this there "
    "through while when where up down out off all very so no not".split()
)
LYING_SNOW = re.compile("snow|ice|icy|icicle|frozen|雪|冰|霜")
MOON = re.compile("moon|star|Milky|lunar|月|星|银河|aurora|northern lights|极光")
OUTDOOR_ONLY = {"space", "underwater", "planet"}

# Slots: {attribute.kind}; {adj} adjectives of what is planned; {core} the scene; {subject} something unknown.
ENGLISH_CORES = [
    (10, "{det}{adj}{setting.n}"), (6, "{setting.p}"), (4, "{setting.v}"), (5, "{det}{adj}{setting.n} {time.p}"),
    (3, "{time.n} over {det}{setting.n}"), (2, "{time.n} in {det}{setting.n}"), (2, "{time.n} {setting.p}"), (2, "{setting.n} {time.n}"),
    (3, "{det}{adj}{setting.n} {weather.p}"), (2, "{weather.n} over {det}{setting.n}"), (2, "{weather.n} {setting.p}"),
    (2, "{weather.v} over {det}{setting.n}"), (2, "{setting.n} and {weather.n}"), (2, "{det}{adj}{setting.n} with {weather.n}"),
    (2, "{det}{setting.n} {season.p}"), (2, "{season.n} {setting.p}"), (1, "{season.n} in {det}{setting.n}"),
    (3, "{setting.v} {time.p}"), (2, "{setting.p} {time.p}"), (2, "{time.p}, {setting.p}"), (2, "{time.v} over {det}{setting.n}"),
    (2, "{time.v} {setting.p}"), (2, "{det}{time.n} {weather.n} over {det}{setting.n}"),
    (2, "{weather.v} {setting.p}"), (2, "{det}{setting.n} under {det}{colour.a} {colourable}"), (2, "{det}{setting.n} with {colour.a} {colourable}"),
    (2, "{colour.a} {colourable} over {det}{setting.n}"), (2, "{colour.a} {colourable} {setting.p}"), (1, "{scenery} and {scenery} {setting.p}"),
    (3, "{scenery} in {det}{adj}{setting.n}"), (2, "{scenery} {setting.p}"), (2, "{det}{adj}{setting.n} {place}"), (1, "{place}, {setting.p}"),
    (2, "the {mood.n} of {det}{setting.n}"), (1, "{mood.n} {setting.p}"), (2, "{det}{setting.n}, {mood.a} and {mood2}"), (1, "how {mood.a} {det}{setting.n} looks"),
    (3, "{sound.n} {setting.p}"), (2, "{sound.v} {setting.p}"), (2, "{sound.n} in {det}{adj}{setting.n}"), (2, "{sound.v} over {det}{setting.n}"), (2, "{det}{setting.n} with {sound.n}"),
    (4, "{subject} {in} {det}{adj}{setting.n}"), (4, "{subject} {setting.p}"), (5, "{subject} {action} {in} {det}{adj}{setting.n}"),
    (5, "{subject} {action} {setting.p}"), (3, "{subject} {verb} {subject} {setting.p}"), (3, "{subject} {verb} {subject} {in} {det}{adj}{setting.n}"),
    (3, "{det}{adj}{setting.n} with {subject}"), (2, "{det}{adj}{setting.n} seen from {subject}"), (2, "{subject} {action} as {time.v}"),
    (2, "{subject} {action} while {weather.v}"), (2, "{subject} {weather.p}"), (2, "{subject} {time.p} {setting.p}"), (1, "{setting.p} stands {subject}"),
    (2, "{det}{setting.n}, {subject}"), (2, "{subject}: {setting.n}"), (1, "{det}{subject} and {det}{adj}{setting.n}"), (1, "{look.a} {setting.n}"), (2, "{look.a} {adj}{setting.n} {time.p}"),
    (3, "{time.v} into {det}{adj}{setting.n}"), (2, "{time.v} behind {det}{setting.n}"), (2, "{time.v} above {det}{adj}{setting.n}"), (3, "{change.c} over {det}{adj}{setting.n}"), (3, "{change.c} into {det}{adj}{setting.n}"), (3, "{change.c} {setting.p}"),
    (1, "{colour.a} {time.n} over {det}{adj}{setting.n}"), (2, "{det}{adj}{setting.n}, {time.n}, {weather.n}"), (2, "{det}{adj}{setting.n}, {sound.n}"), (2, "{time.v} {setting.p}, {sound.n}"),
]
ENGLISH_FRAGMENTS = {
    "setting": ["{det}{setting.n}", "{setting.p}", "{setting.v}", "{det}{adj}{setting.n}"],
    "time": ["{time.p}", "{time.n}", "{time.v}", "{time.p}", "{det}{time.n}", "{time.n} light", "it's {time.n}", "the {time.n} glow", "with {det}{time.n}", "{time.a} scene", "{time.a} mood"],
    "weather": ["{weather.p}", "{weather.n}", "{weather.v}", "with {weather.n}", "{weather.a}", "{weather.a} weather", "{weather.a} air", "and {weather.n}", "{det}{weather.a} day"],
    "season": ["{season.p}", "{season.n}", "{season.v}", "{season.a} mood", "{season.a} feeling", "it's {season.n}", "{season.n} light", "{season.a} scene"],
    "look": ["{look.n}", "{look.n}", "{look.n} style", "in the style of {look.n}", "in {look.n} style", "{look.a} style", "{look.a} look", "as {look.n}", "like {look.n}", "{look.a}", "rendered as {look.n}", "{look.n} aesthetic", "make it {look.a}", "{look.a} art", "style: {look.n}", "looks like {look.n}", "({look.n})"],
    "mood": ["{mood.n}", "{mood.a} mood", "{mood.a} atmosphere", "{mood.a}", "{mood.v}", "{mood.a} and {mood2}", "{mood.a} feeling", "very {mood.a}", "full of {mood.n}", "feels {mood.a}", "{mood.a} vibe", "mood: {mood.a}", "a sense of {mood.n}", "so {mood.a}", "{mood.a}, {mood2}", "{mood.a} music", "{mood.a} light", "a {mood.a} place"],
    "camera": ["{camera.c}", "{camera.c}", "{camera.c}", "slow {camera.c}", "slowly {camera.c}", "{camera.c} towards {scenery}", "{camera.c} past {scenery}", "camera: {camera.c}", "with {det}{camera.c}", "gentle {camera.c}", "{camera.c} over {det}{scenery}", "{camera.c} from {scenery}", "smooth {camera.c}", "{camera.c} toward {subject}", "{camera.c} along {det}{scenery}", "{camera.c} through it"],
    "colour": ["{colour.a} {colourable}", "{colour.a} {colourable}", "{det}{colour.a} {colourable}", "bathed in {colour.a} light", "{colour.a} light everywhere", "under {det}{colour.a} {colourable}", "everything {colour.a}", "{colourable} turning {colour.a}", "glowing {colour.a}", "{colour.a} tones", "the {colourable} is {colour.a}", "in shades of {colour.a}", "tinted {colour.a}", "mostly {colour.a}", "{colour.a} neon", "{colour.a} glow on the {colourable}", "{colour.a}", "{colour.a} colour palette", "{colour.a} {colourable} and {scenery}"],
    "change": ["{change.c}", "as {change.c}", "while {change.c}", "{change.c} slowly", "and {change.c}"],
    "sound": ["{sound.n}", "{sound.n}", "{sound.v}", "{sound.v}", "with {sound.n}", "sound of {sound.n}", "and {sound.n}", "{sound.n} in the distance", "distant {sound.n}", "{sound.n} in the background", "we hear {sound.n}", "{sound.n} outside", "only {sound.n}", "faint {sound.n}", "{sound.n} everywhere", "soft {sound.n}", "audio: {sound.n}", "{sound.v} somewhere", "{sound.n} and {scenery}"],
    "unknown": ["{subject}", "{subject} {action}", "{subject} {verb} {subject}", "with {subject}", "and {subject}", "{subject} in the distance", "{subject} in the foreground", "{subject} and {subject}", "{subject} on {det}{scenery}", "{subject} {action} past {scenery}", "only {subject}", "somewhere {subject}", "{subject} behind {subject}", "{subject}", "{subject}", "{subject}, {subject}", "{subject} {verb} {subject}", "{subject}'s neck", "{subject}'s hat", "{subject} {verb} {scenery}", "{subject}, {action}"],
    "filler": ["{filler}", "{filler}", "{filler}, {filler}", "{scenery}", "{filler} {scenery}", "{scenery} and {scenery}", "{place}", "{action}", "{tail}"],
}
ENGLISH_NEGATIONS = [
    "no {neg}", "without {neg}", "without any {neg}", "not a single {neg}", "no {neg} at all", "there is no {neg}", "there are no {neg}", "no more {neg}",
    "{neg} is gone", "never {neg}", "no {neg} or {neg}", "no {neg}, no {neg}", "free of {neg}", "devoid of {neg}", "nothing but {scenery}, no {neg}", "it isn't {neg}", "not {neg}",
]
ENGLISH_WEATHER_NEGATIONS = ["it is not raining", "the rain has stopped", "it isn't snowing", "no wind", "the wind has died", "not raining", "without a soul", "not a soul", "nobody around", "no people", "no one in sight", "without people", "windless", "rainless", "no sound", "without sound", "no music", "the storm has passed", "before the rain", "after the rain", "dry"]
ENGLISH_SECOND = [" with {det}{second} in the background", " with {det}{second} in the distance", ", {det}{second} far behind", " and far away {det}{second}", ", {det}{second} on the horizon", " near {det}{second}", " beyond which lies {det}{second}"]
CHINESE_CORES = [
    (10, "{adj}{setting.n}"), (7, "{setting.p}"), (5, "{setting.v}"), (6, "{time.n}的{setting.n}"), (4, "{time.p}的{setting.n}"), (4, "{time.p}，{setting.p}"),
    (4, "{time.n}，{setting.n}"), (3, "{weather.a}的{setting.n}"), (3, "{weather.n}中的{setting.n}"), (3, "{weather.p}的{setting.n}"), (2, "{weather.v}，{setting.n}"),
    (3, "{season.n}的{setting.n}"), (3, "{season.p}的{setting.n}"), (2, "{season.a}{setting.n}"), (2, "{season.n}{time.n}，{setting.p}"), (3, "{colour.a}的{setting.n}"), (2, "{colour.a}{colourable}下的{setting.n}"),
    (2, "{setting.n}上空{colour.a}的{colourable}"), (2, "{time.n}{setting.n}"), (2, "{setting.p}{time.v}"), (2, "{setting.p}，{weather.v}"), (2, "{setting.v}，{time.v}"), (2, "{time.v}，{setting.v}"),
    (4, "{subject}{zai}{setting.n}{zli}{action}"), (4, "{subject}{setting.p}{action}"), (4, "{setting.p}，{subject}"), (3, "{setting.n}{zli}的{subject}"), (3, "{subject}{zai}{setting.n}{zli}{verb}{subject}"),
    (3, "{subject}{verb}{subject}，{setting.n}"), (2, "{setting.n}，{subject}{action}"), (2, "{adj}{setting.n}{zli}有{subject}"), (2, "{subject}走过{setting.n}"), (2, "{time.p}，{subject}{zai}{setting.n}{zli}"),
    (2, "{look.n}风格的{setting.n}"), (2, "{look.a}{setting.n}"), (2, "{look.n}，{adj}{setting.n}"), (2, "{look.n}里的{setting.n}"), (3, "{mood.a}的{setting.n}"), (2, "{mood.a}的{time.n}，{setting.n}"),
    (2, "{setting.n}，{mood.v}"), (3, "{setting.p}，{sound.v}"), (2, "{sound.n}和{setting.n}"), (2, "{setting.n}{zli}传来{sound.n}"), (2, "{setting.p}{scenery}"), (2, "{scenery}，{setting.n}"), (2, "{place}{setting.n}"),
    (2, "{setting.n}与{weather.n}"), (2, "{setting.n}的{time.n}"), (2, "{setting.n}深处"), (2, "{setting.n}尽头{scenery}"), (2, "{place}，{adj}{setting.n}"), (2, "{subject}旁的{setting.n}"),
    (3, "{change.c}，{setting.p}"), (3, "{setting.p}，{change.c}"), (2, "{setting.n}上{change.c}"), (3, "{time.v}，{setting.p}"), (2, "{setting.n}，{time.v}，{sound.n}"), (2, "{setting.n}，{sound.n}"),
]
CHINESE_FRAGMENTS = {
    "setting": ["{setting.n}", "{setting.p}", "{setting.v}", "{adj}{setting.n}"],
    "time": ["{time.n}", "{time.p}", "{time.v}", "{time.n}时分", "{time.n}的光线", "在{time.n}", "{time.n}时", "正值{time.n}"],
    "weather": ["{weather.n}", "{weather.p}", "{weather.v}", "{weather.v}", "{weather.a}", "{weather.n}天气", "{weather.a}的天气"],
    "season": ["{season.n}", "{season.p}", "{season.v}", "{season.a}的气息", "{season.n}时节", "{season.n}的感觉", "正是{season.n}"],
    "look": ["{look.n}", "{look.n}", "{look.n}风格", "{look.a}风格", "{look.n}画风", "像{look.n}一样", "{look.a}质感", "{look.n}的感觉", "风格：{look.n}", "用{look.n}表现", "{look.n}色调", "{look.n}滤镜", "{look.a}"],
    "mood": ["{mood.n}", "{mood.a}", "{mood.a}的氛围", "{mood.v}", "{mood.a}的气氛", "氛围{mood.a}", "{mood.a}而{mood2}", "{mood.a}、{mood2}", "很{mood.a}", "{mood.a}的感觉", "充满{mood.n}", "情绪{mood.a}", "有点{mood.a}", "{mood.a}的画面", "{mood.n}满满", "{mood.a}的音乐"],
    "camera": ["{camera.c}", "{camera.c}", "{camera.c}", "缓慢{camera.c}", "慢慢{camera.c}", "{camera.c}，经过{scenery}", "运镜：{camera.c}", "{camera.c}，{filler}", "用{camera.c}", "镜头{camera.c}", "{camera.c}到{scenery}", "{camera.c}拍摄", "平稳{camera.c}", "{camera.c}掠过{scenery}"],
    "colour": ["{colour.a}的{colourable}", "{colour.a}的{colourable}", "{colour.a}{colourable}", "{colourable}是{colour.a}的", "{colourable}染成{colour.a}", "整体{colour.a}", "{colour.a}调", "笼罩在{colour.a}的光里", "{colour.a}的主色调", "泛着{colour.a}的光", "{colourable}一片{colour.a}", "{colour.a}光影", "{colour.a}光", "一束{colour.a}光", "一抹{colour.a}的{colourable}", "{colour.a}，{scenery}"],
    "change": ["{change.c}", "{change.c}", "随着{change.c}", "{change.c}的过程"],
    "sound": ["{sound.n}", "{sound.v}", "{sound.v}", "{sound.n}", "伴着{sound.n}", "听见{sound.n}", "传来{sound.n}", "远处{sound.n}", "背景音是{sound.n}", "只有{sound.n}", "{sound.n}不断", "{sound.n}阵阵", "有{sound.n}", "隐约的{sound.n}", "窗外{sound.n}"],
    "unknown": ["{subject}", "{subject}{action}", "{subject}{verb}{subject}", "远处有{subject}", "还有{subject}", "{subject}和{subject}", "前景是{subject}", "{subject}从{scenery}旁经过", "画面中有{subject}", "旁边是{subject}", "{subject}静静地{action}", "{subject}", "{subject}", "{subject}，{subject}", "{subject}在{action}", "{subject}{verb}{subject}", "会{action}的{subject}"],
    "filler": ["{filler}", "{filler}", "{filler}，{filler}", "{scenery}", "{filler}的{scenery}", "{place}", "{action}", "{tail}"],
}
CHINESE_NEGATIONS = ["没有{neg}", "无{neg}", "不要{neg}", "没有任何{neg}", "看不到{neg}", "不是{neg}", "没有{neg}也没有{neg}", "不见{neg}", "并无{neg}", "没有一丝{neg}", "别出现{neg}", "{neg}？不", "不是{neg}，不", "除了{neg}"]
CHINESE_WEATHER_NEGATIONS = ["没有下雨", "雨停了", "没有风", "无风", "没有人", "空无一人", "一个人也没有", "没有声音", "雨后", "不下雪", "没有行人", "不见人影", "风停了", "没有一个人", "四下无人", "没有音乐", "暴风雨过后"]
CHINESE_SECOND = ["，远处是{second}", "，背景是{second}", "，后面是{second}", "，远方的{second}", "，{second}在天边", "，尽头是{second}"]
ADJECTIVE_KINDS = ("time", "weather", "season", "mood", "colour", "look")
MEASURES = ["一只", "一个", "一位", "一艘", "一辆", "一座", "几只", "一群", "两只", "一条", "一匹", "三个", "许多", "一把", "一架", "一头", "一台", "两个", "一本", "一张", "小", "老", "大", "一名", "一对", "那只", "几个"]
ENGLISH_DETERMINERS = ["a ", "a ", "the ", "the ", "one ", "two ", "three ", "some ", "an old ", "a lonely-looking ", "a small ", "a big ", "my ", "a tiny ", "a giant ", "several ", "a group of ", "a single ", "a young ", "an ", "this ", "her ", "his ", "many ", "a pair of ", *[""] * 14]
ENGLISH_IN = ["in", "on", "at", "by", "near", "above", "across", "inside", "through", "crossing", "beside", "walks through", "over", "against", "in front of", "before", "amid"]
NEIGHBOURS = "qwertyuiop asdfghjkl zxcvbnm"


class Clash(Exception):
    """The expression would contradict what the caption already says."""


class Writer:
    """Writes one caption after another from a seeded source of numbers."""

    def __init__(self, seed, things, more):
        """`things`: {"en": [...], "zh": [...], "verbs": [...]} further names of unknown things, and what they do.
        `more`: {"en": [(section, kind, text)], "zh": [...]} further expressions."""
        self.rng = random.Random(seed)
        self.lexicon = {language: read_lexicon(language) for language in ("en", "zh")}
        for language, expressions in more.items():
            extend(self.lexicon[language], expressions)
        self.words = {language: read_words(language) for language in ("en", "zh")}
        self.things = things
        self.natural = {language: read_natural(language, ATTRIBUTES) for language in ("en", "zh")}

    def caption(self):
        """{"pieces": [(text, tag)], "attributes": {...}, "sounds": [...], "unknown": [...]}"""
        while True:
            try:
                return self.natural_caption() if self.rng.random() < NATURAL else self.attempt()
            except Clash:
                continue

    def attempt(self):
        rng = self.rng
        self.language = "en" if rng.random() < 0.56 else "zh"
        mixed = rng.random() < 0.04
        self.labels, self.sounds, self.unknown, self.banned = {}, set(), [], set()
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
        for _ in range(rng.choice([0, 0, 0, 0, 1, 1, 1, 2] if fragments else [1, 2])):
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
        self.language = "en" if rng.random() < 0.56 else "zh"
        text, labels, sounds, unknown = rng.choice(self.natural[self.language])
        self.labels, self.sounds, self.unknown, self.banned = dict(labels), set(sounds), [], set()
        pieces = []
        for name in sorted(unknown, key=text.index):
            before, text = text.split(name, 1)
            if rng.random() < 0.12:
                name = rng.choice(self.things[self.language] if rng.random() < 0.5 else self.words[self.language]["unknown"])
            self.unknown.append(name)
            pieces += [(before, KNOWN), (name, "unknown")]
        pieces.append((text, KNOWN))
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
        return self.finished(fragments)

    def finished(self, fragments):
        pieces = self.join(fragments)
        self.rules()
        if self.language == "en":
            pieces = self.noise(pieces)
        return {"language": self.language, "pieces": pieces, "attributes": dict(self.labels), "sounds": sorted(self.sounds), "unknown": list(dict.fromkeys(self.unknown))}

    def rules(self):
        """What heldout.md says about combinations."""
        if self.labels.get("setting") == "forest" and self.labels.get("season") == "autumn":
            self.labels["setting"] = "autumn-wood"
        if self.labels.get("weather") == "rain":
            self.sounds.add("rain")
        if self.banned & (set(self.labels.values()) | self.sounds):
            raise Clash

    # -- expressions ---------------------------------------------------------------------------------------------

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
            self.unknown.extend(expression.unknown)
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

    # -- grammar -------------------------------------------------------------------------------------------------

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
        weights = [w * (0.45 if "{subject}" in t else 1) for w, t in fitting]
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
        if slot in ("action", "verb") and self.language == "en" and rng.random() < 0.3:
            return [(rng.choice(self.things["verbs"]), "filler")]
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
        self.unknown.append(thing)
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
            self.unknown[-1] = plural
            return [*pieces, (plural, "unknown")]
        return [*pieces, (thing, "unknown")]

    # -- surface -------------------------------------------------------------------------------------------------

    def join(self, fragments):
        english = self.language == "en"
        usual = [", ", ", ", ", ", ", ", ". ", "; ", " - ", " / ", " ", " and ", ": ", " | ", ","] if english else ["，", "，", "，", "，", "。", "、", " ", "；", ",", "", "｜"]
        style = self.rng.choice([usual, usual, [", "] if english else ["，"]])
        pieces = []
        for index, fragment in enumerate(fragments):
            if index:
                pieces.append((self.rng.choice(style), "filler"))
            pieces += fragment
        if self.rng.random() < 0.25:
            pieces.append((self.rng.choice([".", "!", "...", "。" if not english else "."]), "filler"))
        if english:
            tidy = []
            for text, tag in pieces:
                if tidy and text and tidy[-1][0] and not tidy[-1][0][-1].isspace() and not text[0].isspace() and text[0] not in ",.;:!?|)/'-" and tidy[-1][0][-1] not in "(,/-":
                    tidy.append((" ", "filler"))
                tidy.append((text, tag))
            pieces = tidy
        return [(t, g) for t, g in pieces if t]

    def noise(self, pieces):
        rng = self.rng
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
                pieces[index] = (self.misspell(pieces[index][0]), pieces[index][1])
        if rng.random() < 0.05:
            pieces = [(t.replace("'", ""), g) for t, g in pieces]
        return pieces

    def misspell(self, word):
        at = self.rng.randrange(1, len(word) - 1)
        kind = self.rng.randrange(4)
        if kind == 0:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        if kind == 1:
            return word[:at] + word[at + 1 :]
        if kind == 2:
            return word[:at] + word[at] + word[at:]
        return word[:at] + self.rng.choice(string.ascii_lowercase) + word[at + 1 :]
