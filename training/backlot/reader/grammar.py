"""The grammars of captions in English and Chinese: templates around the lexicon's expressions."""
import re

STOPWORDS = set(
    "a an the of in on at by to with and or as is are it its it's be being was were from into over under for that this there "
    "through while when where up down out off all very so no not".split()
)
LYING_SNOW = re.compile("snow|ice|icy|icicle|frozen|雪|冰|霜")
MOON = re.compile("moon|star|Milky|lunar|月|星|银河|aurora|northern lights|极光")

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
    (2, "{colour.a} {weather.n} over {det}{setting.n}"), (2, "{det}{setting.n}, {colour.a} {weather.n}"), (2, "{mood.a} {sound.n}, {setting.n}"), (1, "{det}{setting.n}, {mood.a} {sound.n}"), (1, "{setting.n}, {weather.n}, {mood.a}"),
    (1, "{camera.c}, {setting.p}, {weather.p}"), (1, "{colour.a} {time.n}, {setting.n}, {weather.n}"),
]
ENGLISH_FRAGMENTS = {
    "setting": ["{det}{setting.n}", "{setting.p}", "{setting.v}", "{det}{adj}{setting.n}"],
    "time": ["{time.p}", "{time.n}", "{time.v}", "{time.p}", "{det}{time.n}", "{time.n} light", "it's {time.n}", "the {time.n} glow", "with {det}{time.n}", "{time.a} scene", "{time.a} mood"],
    "weather": ["{weather.p}", "{weather.n}", "{weather.v}", "with {weather.n}", "{weather.a}", "{weather.a} weather", "{weather.a} air", "and {weather.n}", "{det}{weather.a} day"],
    "season": ["{season.p}", "{season.n}", "{season.v}", "{season.a} mood", "{season.a} feeling", "it's {season.n}", "{season.n} light", "{season.a} scene"],
    "look": ["{look.n}", "{look.n}", "{look.n} style", "in the style of {look.n}", "in {look.n} style", "{look.a} style", "{look.a} look", "as {look.n}", "like {look.n}", "{look.a}", "rendered as {look.n}", "{look.n} aesthetic", "make it {look.a}", "{look.a} art", "style: {look.n}", "looks like {look.n}", "({look.n})"],
    "mood": ["{mood.n}", "{mood.a} mood", "{mood.a} atmosphere", "{mood.a}", "{mood.v}", "{mood.a} and {mood2}", "{mood.a} feeling", "very {mood.a}", "full of {mood.n}", "feels {mood.a}", "{mood.a} vibe", "mood: {mood.a}", "a sense of {mood.n}", "so {mood.a}", "{mood.a}, {mood2}", "{mood.a} music", "{mood.a} light", "a {mood.a} place"],
    "camera": ["{camera.c}", "{camera.c}", "{camera.c}", "slow {camera.c}", "slowly {camera.c}", "{camera.c} towards {scenery}", "{camera.c} past {scenery}", "camera: {camera.c}", "with {det}{camera.c}", "gentle {camera.c}", "{camera.c} over {det}{scenery}", "{camera.c} from {scenery}", "smooth {camera.c}", "{camera.c} toward {subject}", "{camera.c} along {det}{scenery}", "{camera.c} through it", "{camera.c}: {det}{scenery}", "{camera.c} {scenery}"],
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
    (2, "{setting.n}，{colour.a}的{weather.n}"), (2, "{colour.a}的{weather.n}，{setting.n}"), (1, "{setting.n}，{mood.a}的{sound.n}"), (1, "{setting.n}，{weather.n}，{mood.a}"), (1, "{colour.a}的{time.n}，{setting.n}，{weather.n}"),
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
