"""The fixture packs: between them every layout, dtype of ids and rank of timestep, and what to ask of each."""

import tokens
from pack import VERSION, Pack
from sample import Case

LATENT = {"beta_end": 0.012, "beta_schedule": "scaled_linear", "beta_start": 0.00085, "num_train_timesteps": 1000}


def scheduler(name, **fields):
    """A scheduler_config.json as diffusers writes it."""
    return {"_class_name": name, "_diffusers_version": VERSION, **LATENT, **fields}


def euler(**fields):
    given = {"interpolation_type": "linear", "prediction_type": "epsilon", "steps_offset": 1, "use_karras_sigmas": False}
    return scheduler("EulerDiscreteScheduler", **{**given, **fields})


TRAILING = euler(timestep_spacing="trailing")

TEXTS = [
    "",
    "a photo of a RED car in the rain",
    "  The cat's  lighthouse,\tit's 2 fast & 1984!  ",
    "café naïve Über 北京 🦊 — “quoted”",
    "waves " * 100,
]

PROMPT, NEGATIVE = "an old lighthouse by the sea in a storm", "blurry low quality"

RECIPES = [
    (
        Pack("sd-turbo", TRAILING, seed=11, ids=("i32",), pads=("!",), timestep=("f32", "scalar"), batch=False, gain=0.15),
        [
            Case("one-step", PROMPT, steps=1, seed=0),
            Case("four-steps", "a red car in the rain at night", steps=4, seed=1234),
            Case("image", PROMPT, steps=4, seed=7, strength=0.5),
        ],
    ),
]
