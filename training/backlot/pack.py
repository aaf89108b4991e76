"""Writes the built-in pack's card, assets/backlot/pack.json: what it is, and every file's SHA-256.

`python3 training/backlot/pack.py`, after the painter or the reader was built.
"""

import hashlib
import json
from pathlib import Path

PACK = Path(__file__).resolve().parents[2] / "assets" / "backlot"
MOST_BYTES = 15_000_000

CARD = {
    "id": "backlot",
    "name": "Backlot",
    "version": "1.0.0",
    "kind": "painter",
    "description": "A procedural painter with a learned reader, not a learned generator: a small "
    "transformer reads the prompt, and scenery written as ONNX graphs paints it in layers.",
    "licence": "GPL-3.0-or-later",
    "languages": ["en", "zh"],
    "source": "training/backlot",
}


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main():
    card = PACK / "pack.json"
    files = sorted(
        p for p in PACK.rglob("*") if p.is_file() and p != card and p.suffix in (".onnx", ".json")
    )
    total = sum(p.stat().st_size for p in files)
    if total > MOST_BYTES:
        raise SystemExit(f"The pack has {total} bytes, more than {MOST_BYTES}.")
    content = {**CARD, "bytes": total, "files": {p.relative_to(PACK).as_posix(): digest(p) for p in files}}
    temporary = card.with_suffix(".json.tmp")
    temporary.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    temporary.replace(card)
    print(f"{len(files)} files, {total} bytes")


if __name__ == "__main__":
    main()
