"""Writes the fixture packs: `python3 training/packs/build.py [PACK ...]` -> tests/fixtures/packs/.

Needs PyTorch, onnx and numpy (Debian: python3-torch python3-onnx). Deterministic: the same sources
give the same bytes.
"""

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import torch

import depth
import onnxfile
import sample
import tokens
from recipes import RECIPES, TEXTS

OUT = Path(__file__).resolve().parents[2] / "tests" / "fixtures" / "packs"


def picture(width, height):
    """The picture that image to image starts from: uint8 [height, width, 3], a gradient with a disc."""
    y, x = np.mgrid[0:height, 0:width]
    disc = (x - width * 0.6) ** 2 + (y - height * 0.4) ** 2 < (width * 0.25) ** 2
    across, down = 255 * x // (width - 1), 255 * y // (height - 1)
    return np.stack([across, down, np.where(disc, 220, 40)], axis=2).astype(np.uint8)


def expect(pack, cases, folder):
    """Runs the cases and writes expected.json and expected.f32 (all arrays, little-endian)."""
    data, told = b"", []
    for case in cases:
        image = picture(case.width, case.height) if case.strength is not None else None
        if image is not None:
            onnxfile.write(folder / "init.rgb", image.tobytes())
        facts, arrays = sample.run(pack, case, image)
        index = {}
        for name, array in arrays.items():
            index[name] = {"shape": list(array.shape), "offset": len(data)}
            data += array.astype("<f4").tobytes()
            spread = float(np.abs(array).max())
            print(f"  {case.name:12} {name:14} {str(list(array.shape)):24} |max| {spread:7.3f} std {array.std():.3f}")
            assert np.isfinite(array).all()
        asked = {key: value for key, value in vars(case).items() if value is not None or key == "negative"}
        if image is not None:
            asked["init"] = "init.rgb"
        told.append({**asked, **facts, "arrays": index})
    texts = [{"text": text, "ids": [tokens.encode(pack.tokenizer, text, pad) for pad in pack.pads]} for text in TEXTS]
    document = {"pack": pack.name, "file": "expected.f32", "texts": texts, "cases": told}
    onnxfile.write(folder / "expected.json", _json(document))
    onnxfile.write(folder / "expected.f32", data)


def _json(document):
    """JSON with a line for each list of numbers."""
    lines = json.dumps(document, indent=1, ensure_ascii=False).split("\n")
    out, at = [], 0
    while at < len(lines):
        end = at
        if lines[at].endswith("["):
            end = next((k for k in range(at + 1, len(lines)) if not _number(lines[k])), at)
        if end > at + 1 and lines[end].strip().rstrip(",") == "]":
            out.append(lines[at] + " ".join(line.strip() for line in lines[at + 1 : end]) + lines[end].strip())
            at = end + 1
        else:
            out.append(lines[at])
            at += 1
    return ("\n".join(out) + "\n").encode()


def _number(line):
    return line.strip().rstrip(",").lstrip("-")[:1].isdigit()


def main(names):
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    if not names or "depth" in names:
        depth.build(OUT / "depth", picture(depth.WIDTH, depth.HEIGHT))
    tokenizer = tokens.learn(60)
    for recipe, cases in RECIPES:
        if names and recipe.name not in names:
            continue
        folder = OUT / recipe.name
        shutil.rmtree(folder, ignore_errors=True)
        pack = recipe.build(tokenizer)
        pack.write(folder)
        if cases:
            expect(pack, cases, folder)
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        print(f"{recipe.name}: {size / 1000:.0f} kB, the UNet's own part {pack.network.gain}")


if __name__ == "__main__":
    main(sys.argv[1:])
