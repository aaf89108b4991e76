"""Trains the reader and writes assets/backlot/reader/: `/usr/bin/python3 training/backlot/reader/train.py`.

Everything is seeded: the same command gives the same captions and, on the same machine, the same weights.
"""
import argparse
import json
import re
import time

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch.nn import functional as F

import resources
from captions import ATTRIBUTES, KNOWN, SOUNDS, TAGS, Writer
from lexicon import HERE, plain, read_lexicon, read_words
from model import EMBEDDING, MAX_TOKENS, Exported, Reader
from wordpiece import WordPiece, build_vocabulary, is_cjk, words

WORK = HERE / "work"
ASSETS = HERE.parents[2] / "assets" / "backlot" / "reader"
SEED = 20
# Readers that are trained apart and asked together: their mistakes differ.
MEMBERS = 2
# In place of a tag's index: padding, and a token of which only that it is nothing unknown is known.
PADDING, NOT_UNKNOWN = -100, -1
COMMON_WORDS = 13000


def lexicon_words(writer):
    """Every word and CJK character that captions can have, but for other_things."""
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


def more_expressions(nouns, frequent, glosses):
    """What WordNet and CC-CEDICT add to the lexicon's expressions."""
    lexicon = read_lexicon("en")
    moods = {section: [e.text for e in kinds["a"] if " " not in e.text] for section, kinds in lexicon.items() if section.startswith("mood.")}
    english = resources.wordnet_kinds(nouns, resources.WordNet(WORK, "adj"), moods, dict(frequent))
    translated = [e for e in english + plain(lexicon) if e[0].split(".")[0] in ("setting", "time", "weather", "mood", "sound")]
    return {"en": english, "zh": resources.translations(glosses, translated)}


def other_things(nouns, more, frequent, glosses):
    """Further names of unknown things: WordNet's for English, their translations in CC-CEDICT for Chinese."""
    own = read_words("en")
    taken = set()
    for kinds in read_lexicon("en").values():
        for expressions in kinds.values():
            for expression in expressions:
                taken.update(words(expression.text))
    for _, _, text in more["en"]:
        taken.update(words(text))
    for group in ("scenery", "colourable", "filler", "action", "verb", "place", "wrapper", "tail"):
        for text in own[group]:
            taken.update(words(text))
    counts = dict(frequent)
    candidates = resources.wordnet_things(nouns)
    english = sorted(w for w in candidates if re.fullmatch("[a-z]{3,14}", w) and 10 <= counts.get(w, 0) and w not in taken and w.rstrip("s") not in taken and w + "s" not in taken)
    known = set(english) | {w for w in own["unknown"] if " " not in w}
    own_chinese = read_words("zh")
    barred = {t for group in own_chinese.values() for t in group} | {text for _, _, text in more["zh"]}
    expressions = {e.text for kinds in read_lexicon("zh").values() for es in kinds.values() for e in es}
    short = {e for e in expressions if len(e) <= 3} - {"金", "银", "粉", "白", "黄", "红", "青", "黑", "绿", "蓝", "紫", "春", "夏", "秋", "冬", "夜", "晨", "云", "雾", "风", "山", "湖", "海", "街", "鸟"}
    chinese = set()
    for simplified, gloss in glosses:
        first = re.sub(r"\(.*?\)", "", gloss.split(";")[0]).strip().lower()
        first = re.sub("^(a|an|the) ", "", first)
        if first in known and 2 <= len(simplified) <= 4 and all(is_cjk(c) for c in simplified) and simplified not in barred and not any(e in simplified for e in short):
            chinese.add(simplified)
    verbs = sorted(w + ending for w in resources.WordNet(WORK, "verb").senses for ending in ("s", "ing") if w.isalpha() and counts.get(w, 0) >= 60 and counts.get(w + ending, 0) >= 10 and w not in taken and w + ending not in taken)
    return {"en": english, "zh": sorted(chinese), "verbs": verbs}


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


def encode(caption, tokenizer):
    """ids, tags of a caption; [CLS] first. None when it is too long."""
    ids, tags = [tokenizer.ids["[CLS]"]], [0]
    for text, tag in caption["pieces"]:
        piece_ids = tokenizer.encode(text)
        ids += piece_ids
        tags += [NOT_UNKNOWN if tag == KNOWN else TAGS.index(tag)] * len(piece_ids)
    if len(ids) > MAX_TOKENS:
        return None
    attributes = [1 + ws.index(caption["attributes"][a]) if a in caption["attributes"] else 0 for a, ws in ATTRIBUTES.items()]
    sounds = [float(s in caption["sounds"]) for s in SOUNDS]
    return ids, tags, attributes, sounds


def batches(samples, size, rng):
    """Shuffled batches of like lengths, padded: ids, mask, tags, attributes, sounds."""
    order = rng.permutation(len(samples))
    chunk = size * 50
    for at in range(0, len(order), chunk):
        part = sorted(order[at : at + chunk], key=lambda i: len(samples[i][0]))
        groups = [part[i : i + size] for i in range(0, len(part), size)]
        rng.shuffle(groups)
        for group in groups:
            length = max(len(samples[i][0]) for i in group)
            ids, tags = np.zeros((len(group), length), np.int64), np.full((len(group), length), PADDING, np.int64)
            for row, i in enumerate(group):
                ids[row, : len(samples[i][0])] = samples[i][0]
                tags[row, : len(samples[i][0])] = samples[i][1]
            yield (
                torch.from_numpy(ids), torch.from_numpy(ids == 0), torch.from_numpy(tags),
                torch.tensor([samples[i][2] for i in group]), torch.tensor([samples[i][3] for i in group]),
            )


def loss_of(model, batch):
    ids, mask, tags, attributes, sounds = batch
    a, s, t = model(ids, mask)
    told = F.log_softmax(t, -1)
    unknown = told[..., TAGS.index("unknown")].exp().clamp(max=1 - 1e-6)
    partial = tags == NOT_UNKNOWN
    tagging = F.nll_loss(told.transpose(1, 2), tags.masked_fill(partial, PADDING), ignore_index=PADDING, reduction="sum")
    tagging = (tagging - torch.log1p(-unknown[partial]).sum()) / (tags != PADDING).sum()
    loss = sum(F.cross_entropy(a[:, i, : len(ws) + 1], attributes[:, i], label_smoothing=0.03) for i, ws in enumerate(ATTRIBUTES.values()))
    return loss + 6 * F.binary_cross_entropy_with_logits(s, sounds) + 5 * tagging


def train_member(member, samples, base, total):
    """A trained reader; its weights are kept in work/ too."""
    torch.manual_seed(SEED + member)
    reader = Reader(base)
    train(reader, samples, total, SEED + member)
    torch.save(reader.state_dict(), WORK / f"member-{member}.pt")
    return reader


def train(model, samples, total, seed, size=80, peak=3e-3, word_factor=6):
    """AdamW with warm-up and a cosine to zero over `total` steps; the weights are a running average."""
    rng = np.random.default_rng(seed)
    dense = [p for name, p in model.named_parameters() if not name.startswith("delta")]
    optimizers = [torch.optim.AdamW(dense, lr=peak, betas=(0.9, 0.98), weight_decay=0.02), torch.optim.SparseAdam(list(model.delta.parameters()), lr=peak)]
    average = [p.detach().clone() for p in dense]
    model.train()
    step, started = 0, time.time()
    while step < total:
        for batch in batches(samples, size, rng):
            progress = step / total
            rate = peak * min(1, step / 200) * 0.5 * (1 + np.cos(np.pi * min(1, progress)))
            loss = loss_of(model, batch)
            # A word is seen seldom: its vector must learn in larger steps than what every caption trains.
            for optimizer, factor in zip(optimizers, (1, word_factor)):
                optimizer.param_groups[0]["lr"] = factor * rate
                optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(dense, 1.0)
            for optimizer in optimizers:
                optimizer.step()
            step += 1
            if step % 5 == 0:
                for mean, value in zip(average, dense):
                    mean.lerp_(value.detach(), 0.05)
            if step % 200 == 0:
                print(f"seed {seed}: step {step}/{total} loss {loss.item():.3f} {time.time() - started:.0f} s", flush=True)
            if step >= total:
                break
    for mean, value in zip(average, dense):
        value.data.copy_(mean)
    model.eval()


def halve(path):
    """Stores large weights as float16 and casts them to float32 when the graph is loaded: half the size."""
    graph = onnx.load(path)
    initializers, casts = [], []
    for tensor in graph.graph.initializer:
        array = numpy_helper.to_array(tensor)
        if tensor.data_type != TensorProto.FLOAT or array.size < 512:
            initializers.append(tensor)
            continue
        initializers.append(numpy_helper.from_array(array.astype(np.float16), tensor.name + ".half"))
        casts.append(helper.make_node("Cast", [tensor.name + ".half"], [tensor.name], to=TensorProto.FLOAT))
    del graph.graph.initializer[:]
    graph.graph.initializer.extend(initializers)
    nodes = [*casts, *graph.graph.node]
    del graph.graph.node[:]
    graph.graph.node.extend(nodes)
    onnx.checker.check_model(graph)
    onnx.save(graph, path)


def export(readers, path):
    torch.onnx.export(
        Exported(readers), (torch.tensor([[2, 5, 6, 7]]),), str(path), opset_version=14, input_names=["ids"],
        output_names=["attributes", "sounds", "tags"], dynamic_axes={"ids": {1: "tokens"}, "tags": {0: "tokens"}},
    )
    halve(str(path))


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--steps", type=int, default=5000)
    options.add_argument("--captions", type=int, default=300000)
    options = options.parse_args()
    torch.set_num_threads(2)
    resources.fetch(WORK)
    frequent = resources.frequent_words(WORK)
    glosses = resources.cedict(WORK)
    nouns = resources.WordNet(WORK, "noun")
    more = more_expressions(nouns, frequent, glosses)
    things = other_things(nouns, more, frequent, glosses)
    writer = Writer(SEED, things, more)
    print(", ".join(f"{len(words)} {kind}" for kind, words in things.items()))
    own = lexicon_words(writer)
    print(", ".join(f"{sum(len(es) for kinds in writer.lexicon[language].values() for es in kinds.values())} expressions in {language}" for language in more))
    common = [w for w, _ in frequent if re.fullmatch("[a-z]{2,}", w)][:COMMON_WORDS]
    latin = {w for w in own if not is_cjk(w[0])} | set(things["en"]) | set(things["verbs"])
    vectors = resources.glove(WORK, latin | set(common))
    characters = {c for w in own for c in w if is_cjk(c)} | {c for t in things["zh"] for c in t}
    for code in range(0xB0A1, 0xD7FA):  # GB 2312, level 1: the 3755 most used characters
        if code & 0xFF >= 0xA1 and code & 0xFF != 0xFF:
            try:
                characters.add(code.to_bytes(2, "big").decode("gb2312"))
            except UnicodeDecodeError:
                pass
    vocabulary = build_vocabulary(latin | (set(common) & set(vectors)), frequent, characters)
    tokenizer = WordPiece(vocabulary)
    print(f"{len(vocabulary)} tokens")
    started, samples = time.time(), []
    while len(samples) < options.captions:
        sample = encode(writer.caption(), tokenizer)
        if sample:
            samples.append(sample)
    print(f"{len(samples)} captions in {time.time() - started:.0f} s, {np.mean([len(s[0]) for s in samples]):.1f} tokens each", flush=True)
    base = base_vectors(vocabulary, vectors, glosses)
    started = time.time()
    readers = [train_member(member, samples, base, options.steps) for member in range(MEMBERS)]
    seconds = time.time() - started
    ASSETS.mkdir(parents=True, exist_ok=True)
    tokenizer.save(ASSETS / "tokenizer.json")
    weights = sum(p.numel() for reader in readers for p in reader.parameters())
    export(readers, ASSETS / "reader.onnx")
    card = {
        "attributes": {a: ["none", *ws] for a, ws in ATTRIBUTES.items()}, "sounds": SOUNDS, "tags": TAGS, "maxTokens": MAX_TOKENS,
        "training": {"seed": SEED, "members": MEMBERS, "captions": options.captions, "steps": options.steps, "seconds": round(seconds), "weights": weights, "vocabulary": len(vocabulary)},
    }
    (ASSETS / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", "utf-8")
    fixture = [[text, tokenizer.encode(text)] for text in fixture_texts(writer)]
    (HERE / "fixture.json").write_text(json.dumps(fixture, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


def fixture_texts(writer):
    """A few hundred strings for the test that Node's tokenizer agrees with this one."""
    odd = [
        "Ünïcödé café naïve", "ＡＢＣ　１２３", "①②③ ﬁne ﬂow", "hello\tworld\nnew line", "don't—stop… “quoted”", "360° 16:9 --ar 4k!!!", "日落ひらがなカタカナ", "emoji 🌅 sunset 🎬",
        "a" * 60, "ﾊﾝｶｸ", "ß straße ŁÓDŹ", "½ cup 5′ 6″", "한국어 바다", "зимний лес", "\u200bzero\u200bwidth", "雨夜street夜雨", "🏳️‍🌈", "e\u0301clair", "İstanbul", "ΣΑΣ",
    ]
    return odd + ["".join(t for t, _ in writer.caption()["pieces"]) for _ in range(300)]


if __name__ == "__main__":
    main()
