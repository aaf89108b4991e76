"""Writes the painter's graphs: `python3 training/backlot/painter/build.py [SETTING or LOOK ...]`.

Output: assets/backlot/painter/<setting>.onnx, looks/<look>.onnx and <setting>.json (its layers);
the pack's card is brought up to date. Deterministic: the same sources give the same bytes.
"""

import importlib
import json
import sys
from pathlib import Path


HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import pack  # noqa: E402
from look import LOOKS, LookScene  # noqa: E402
from scene import Scene  # noqa: E402
from settings import SETTINGS  # noqa: E402

OUT = HERE.parents[2] / "assets" / "backlot" / "painter"


def write(path, data: bytes):
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(path.suffix + ".tmp")
    temporary.write_bytes(data)
    temporary.replace(path)


def build_setting(name):
    scene = Scene(name)
    importlib.import_module(f"settings.{name.replace('-', '_')}").paint(scene)
    layers = scene.finish()
    model = scene.graph.model()
    write(OUT / f"{name}.onnx", model.SerializeToString(deterministic=True))
    card = {"layers": layers}
    write(OUT / f"{name}.json", (json.dumps(card, indent=1) + "\n").encode())
    print(f"{name}: {len(model.graph.node)} nodes, {len(layers)} layers, {(OUT / f'{name}.onnx').stat().st_size} bytes")


def build_look(name):
    module = importlib.import_module(f"looks.{name}")
    for suffix, restyle in (("", module.style), ("-light", module.light)):
        look = LookScene(name + suffix)
        look.finish(*restyle(look))
        model = look.graph.model()
        write(OUT / "looks" / f"{name}{suffix}.onnx", model.SerializeToString(deterministic=True))
        print(f"look {name}{suffix}: {len(model.graph.node)} nodes")


def available(folder, names):
    return [n for n in names if (HERE / folder / f"{n.replace('-', '_')}.py").exists()]


def main(names):
    for name in names or available("settings", SETTINGS) + available("looks", LOOKS):
        (build_look if name in LOOKS else build_setting)(name)
    pack.main()


if __name__ == "__main__":
    main(sys.argv[1:])
