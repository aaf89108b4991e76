"""Trains the reader and writes assets/backlot/reader/: `/usr/bin/python3 training/backlot/reader/train.py`.

Everything is seeded: the same command gives the same captions and, on the same machine, the same weights.
"""
import argparse
import json
import multiprocessing
import re
import time

import numpy as np
import torch
from torch.nn import functional as F

import resources
from captions import Writer
from export import export
from labels import ATTRIBUTES, KNOWN, SOUNDS, TAGS
from lexicon import HERE
from model import MAX_TOKENS, Reader
from vocabulary import base_vectors, lexicon_words, more_expressions, other_words
from wordpiece import WordPiece, build_vocabulary, is_cjk

WORK = HERE / "work"
ASSETS = HERE.parents[2] / "assets" / "backlot" / "reader"
SEED = 20
# Readers that are trained apart and asked together: their mistakes differ.
MEMBERS = 3
# Each member is measured on another one of so many parts of the prompts by hand, which it does not see.
PARTS = 12
# In place of a tag's index: padding, and a token of which only that it is nothing unknown is known.
PADDING, NOT_UNKNOWN = -100, -1
COMMON_WORDS = 13000
# Captions are written in so many parts with seeds of their own, so that processes can share the work.
CHUNKS = 4
# From so many tokens on a caption is long.
LONG = 30


def encode(caption, tokenizer):
    """ids, tags, attributes and sounds of a caption, [CLS] first; the number of its prompt by hand. None when it is too long."""
    ids, tags = [tokenizer.ids["[CLS]"]], [0]
    for text, tag in caption["pieces"]:
        piece_ids = tokenizer.encode(text)
        ids += piece_ids
        tags += [NOT_UNKNOWN if tag == KNOWN else TAGS.index(tag)] * len(piece_ids)
    if len(ids) > MAX_TOKENS:
        return None
    attributes = [1 + ws.index(caption["attributes"][a]) if a in caption["attributes"] else 0 for a, ws in ATTRIBUTES.items()]
    sounds = [float(s in caption["sounds"]) for s in SOUNDS]
    return ids, tags, attributes, sounds, caption["natural"]


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


def write_samples(seed, count, tokenizer, things, more):
    """`count` encoded captions. Prompts are short: a long caption is kept one time in four."""
    writer, samples = Writer(seed, things, more), []
    while len(samples) < count:
        sample = encode(writer.caption(), tokenizer)
        if sample and (len(sample[0]) <= LONG or writer.rng.random() < 0.25):
            samples.append(sample)
    return samples


def train_member(member, samples, tokenizer, base, natural, steps, keep):
    """Trains one reader, whose weights go to work/; returns its accuracy on its own part of the prompts by hand."""
    torch.set_num_threads(1)
    torch.manual_seed(SEED + member)
    reader, path = Reader(base), WORK / f"member-{member}.pt"
    if keep and path.exists():
        reader.load_state_dict(torch.load(path))
        reader.eval()
    else:
        train(reader, [s for s in samples if s[4] is None or s[4] % PARTS != member], steps, SEED + member)
        torch.save(reader.state_dict(), path)
    return validation(reader, tokenizer, [prompt for prompts in natural.values() for prompt in prompts[member::PARTS]])


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
            if step % 100 == 0:
                print(f"seed {seed}: step {step}/{total} loss {loss.item():.3f} {time.time() - started:.0f} s", flush=True)
            if step >= total:
                break
    for mean, value in zip(average, dense):
        value.data.copy_(mean)
    model.eval()


@torch.no_grad()
def validation(reader, tokenizer, prompts):
    """Accuracy of every attribute on prompts by hand."""
    right = dict.fromkeys(ATTRIBUTES, 0)
    for text, labels, _, _ in prompts:
        logits, _, _ = reader(torch.tensor([[tokenizer.ids["[CLS]"], *tokenizer.encode(text)]]))
        for (attribute, words), column in zip(ATTRIBUTES.items(), logits[0].argmax(-1).tolist()):
            right[attribute] += ["none", *words][column] == labels.get(attribute, "none")
    return {"prompts": len(prompts), **{attribute: round(hits / len(prompts), 3) for attribute, hits in right.items()}}


def characters_of(texts):
    """Their CJK characters, and the 3755 most used ones (GB 2312, level 1)."""
    found = {c for text in texts for c in text if is_cjk(c)}
    for code in range(0xB0A1, 0xD7FA):
        if code & 0xFF >= 0xA1 and code & 0xFF != 0xFF:
            try:
                found.add(code.to_bytes(2, "big").decode("gb2312"))
            except UnicodeDecodeError:
                pass
    return found


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--steps", type=int, default=3500)
    options.add_argument("--captions", type=int, default=160000)
    options.add_argument("--members", type=int, default=MEMBERS)
    options.add_argument("--keep", action="store_true", help="use the members that an interrupted run has finished")
    options.add_argument("--processes", type=int, default=2, help="members trained at the same time, with a core each")
    options = options.parse_args()
    resources.fetch(WORK)
    frequent, glosses = resources.frequent_words(WORK), resources.cedict(WORK)
    nouns, adjectives, verbs = (resources.WordNet(WORK, part) for part in ("noun", "adj", "verb"))
    more = more_expressions(nouns, adjectives, frequent, glosses)
    things = other_words(nouns, verbs, more, frequent, glosses)
    writer = Writer(SEED, things, more)
    print(", ".join(f"{len(words)} {kind}" for kind, words in things.items()))
    own = lexicon_words(writer)
    print(", ".join(f"{sum(len(es) for kinds in writer.lexicon[language].values() for es in kinds.values())} expressions in {language}" for language in more))
    common = [w for w, _ in frequent if re.fullmatch("[a-z]{2,}", w)][:COMMON_WORDS]
    latin = {w for w in own if not is_cjk(w[0])} | set(things["en"]) | set(things["en-plain"])
    vectors = resources.glove(WORK, latin | set(common))
    vocabulary = build_vocabulary(latin | (set(common) & set(vectors)), frequent, characters_of([*own, *things["zh"], *things["zh-plain"]]))
    tokenizer = WordPiece(vocabulary)
    print(f"{len(vocabulary)} tokens", flush=True)
    base = base_vectors(vocabulary, vectors, glosses)
    started = time.time()
    with multiprocessing.get_context("fork").Pool(options.processes) as pool:
        chunks = pool.starmap(write_samples, [(SEED + 100 + n, options.captions // CHUNKS, tokenizer, things, more) for n in range(CHUNKS)], chunksize=1)
        samples = [sample for chunk in chunks for sample in chunk]
        print(f"{len(samples)} captions in {time.time() - started:.0f} s, {np.mean([len(s[0]) for s in samples]):.1f} tokens each", flush=True)
        measured = pool.starmap(train_member, [(member, samples, tokenizer, base, writer.natural, options.steps, options.keep) for member in range(options.members)], chunksize=1)
    seconds = time.time() - started
    readers = [Reader(base) for _ in range(options.members)]
    for member, reader in enumerate(readers):
        reader.load_state_dict(torch.load(WORK / f"member-{member}.pt"))
        reader.eval()
    ASSETS.mkdir(parents=True, exist_ok=True)
    tokenizer.save(ASSETS / "tokenizer.json")
    weights = sum(p.numel() for reader in readers for p in reader.parameters())
    export(readers, ASSETS / "reader.onnx")
    card = {
        "attributes": {a: ["none", *ws] for a, ws in ATTRIBUTES.items()}, "sounds": SOUNDS, "tags": TAGS, "maxTokens": MAX_TOKENS,
        "training": {"seed": SEED, "members": options.members, "captions": options.captions, "steps": options.steps, "seconds": round(seconds), "weights": weights, "vocabulary": len(vocabulary)},
        "validation": measured,
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
