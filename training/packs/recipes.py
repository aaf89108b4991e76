"""The fixture packs: between them every layout, dtype of ids and rank of timestep, and what to ask of each."""

import onnxfile
import tokens
from pack import VERSION, Pack
from sample import Case

LATENT = {"beta_end": 0.012, "beta_schedule": "scaled_linear", "beta_start": 0.00085, "num_train_timesteps": 1000}


def scheduler(name, **fields):
    """A scheduler_config.json as diffusers writes it."""
    return {"_class_name": name, "_diffusers_version": VERSION, **LATENT, **fields}


def euler(**fields):
    given = {"interpolation_type": "linear", "prediction_type": "epsilon", "steps_offset": 1}
    return scheduler("EulerDiscreteScheduler", **{"use_karras_sigmas": False, **given, **fields})


def ddim(**fields):
    given = {"clip_sample": False, "prediction_type": "epsilon", "set_alpha_to_one": False, "steps_offset": 1}
    return scheduler("DDIMScheduler", **{"timestep_spacing": "leading", **given, **fields})


TRAILING = euler(timestep_spacing="trailing")
PNDM = scheduler(
    "PNDMScheduler",
    prediction_type="epsilon",
    set_alpha_to_one=False,
    skip_prk_steps=True,
    steps_offset=1,
    timestep_spacing="leading",
)
ANCESTRAL = scheduler(
    "EulerAncestralDiscreteScheduler", prediction_type="epsilon", steps_offset=1, timestep_spacing="leading"
)
LCM = scheduler(
    "LCMScheduler",
    clip_sample=False,
    original_inference_steps=50,
    prediction_type="epsilon",
    set_alpha_to_one=True,
    steps_offset=1,
    timestep_scaling=10.0,
    timestep_spacing="leading",
)

TEXTS = [
    "",
    "a photo of a RED car in the rain",
    "  The cat's  lighthouse,\tit's 2 fast & 1984!  ",
    "café naïve Über 北京 🦊 — “quoted”",
    "waves " * 100,
]

SEA, BAD = "an old lighthouse by the sea in a storm", "blurry low quality"
CAR = "a red car in the rain at night"

SD15 = Pack("sd15", ddim(), seed=10, text=16, timestep=("i64", "one"), weights="model.onnx_data", fast=True, gain=0.1)

RECIPES = [
    (
        SD15,
        [
            Case("text", SEA, BAD, seed=42, steps=4, guidance=7.5),
            Case("landscape", CAR, None, seed=5, width=48, height=32, steps=3, guidance=7.5),
            Case("image", CAR, BAD, seed=3, width=48, height=48, steps=5, guidance=7.5, strength=0.6),
            Case("pndm", SEA, BAD, seed=42, width=32, height=32, steps=6, guidance=7.5, scheduler=PNDM),
            Case("ancestral", SEA, BAD, seed=42, width=32, height=32, steps=4, guidance=3.0, scheduler=ANCESTRAL),
        ],
    ),
    (
        Pack(
            "sd-turbo", TRAILING, seed=11, ids=("i32",), pads=("!",), timestep=("f32", "scalar"), batch=False,
            gain=0.15, unet={"side": 6},
        ),
        [
            Case("one-step", SEA, seed=0, width=48, height=48, steps=1),
            Case("four-steps", CAR, seed=1234, width=48, height=48, steps=4),
            Case("image", SEA, seed=7, width=48, height=48, steps=4, strength=0.5),
        ],
    ),
    (
        Pack("lcm", LCM, seed=12, timestep=("i64", "scalar"), condition=32, gain=0.1),
        [Case("text", SEA, seed=8, width=48, height=48, steps=4, guidance=8.5)],
    ),
    (
        Pack(
            "sdxl", euler(timestep_spacing="leading"), seed=13, text2=16, ids=("i32", "i64"), pads=(tokens.END, "!"),
            timestep=("f32", "one"), scaling=0.13025,
        ),
        [
            Case("text", SEA, BAD, seed=21, width=32, height=48, steps=4, guidance=5.0),
            Case("no-negative", CAR, None, seed=22, width=32, height=32, steps=3, guidance=5.0),
        ],
    ),
    (
        Pack(
            "sdxl-fp16", euler(timestep_spacing="trailing", prediction_type="v_prediction"), seed=14, text=16, text2=16,
            ids=("i64", "i64"), pads=(tokens.END, "!"), timestep=("f16", "one"), scaling=0.13025,
            half_precision=True, gain=0.2,
        ),
        [Case("text", CAR, seed=23, width=48, height=32, steps=2)],
    ),
    (
        Pack("motion", ddim(beta_schedule="linear"), seed=15, timestep=("i64", "one"), motion=True),
        [
            Case("window", SEA, BAD, seed=31, width=32, height=32, steps=3, guidance=7.5, frames=16),
            Case("clip", CAR, None, seed=32, width=32, height=32, steps=2, guidance=1.0, frames=34),
            Case("guided-clip", CAR, BAD, seed=33, width=32, height=16, steps=2, guidance=7.5, frames=26),
        ],
    ),
    (
        Pack(
            "legacy-vae", euler(timestep_spacing="linspace"), seed=16, ids=("i32",), timestep=("f32", "batch"),
            legacy=True, weights="weights.pb",
        ),
        [
            Case("text", CAR, BAD, seed=41, width=32, height=32, steps=5, guidance=4.0),
            Case("image", SEA, BAD, seed=42, width=32, height=32, steps=4, guidance=4.0, strength=0.75),
        ],
    ),
    (Pack("bench", TRAILING, seed=17, ids=("i32",), batch=False, heavy=True), []),
    (
        Pack(
            "fused", TRAILING, seed=18, ids=("i32",), batch=False, heavy=True, alter=onnxfile.fuse,
            unet={"width": 8, "rounds": 1, "side": 8},
        ),
        [],
    ),
    (
        Pack(
            "nonfinite", TRAILING, seed=19, ids=("i32",), batch=False, heavy=True, alter=onnxfile.spoil,
            unet={"width": 8, "rounds": 1, "side": 8},
        ),
        [],
    ),
]
