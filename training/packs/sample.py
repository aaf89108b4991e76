"""The textbook sampling loops: text to image, image to image, and clips by overlapping windows."""

from dataclasses import dataclass

import numpy as np
import torch

import schedulers
import tokens

WINDOW, OVERLAP = 16, 4


@dataclass
class Case:
    """A request, and with it everything that the expectation of it tells. Units: pixels, latents are 1/8."""

    name: str
    prompt: str
    negative: str | None = None
    seed: int = 0
    width: int = 64
    height: int = 64
    steps: int = 4
    guidance: float = 1.0
    strength: float | None = None
    frames: int | None = None
    scheduler: dict | None = None  # instead of the pack's own


@torch.no_grad()
def run(pack, case, image):
    """Samples `case` with the networks of `pack`; returns (what to tell as JSON, arrays by name)."""
    told, arrays = {}, {}
    generator = torch.Generator("cpu").manual_seed(case.seed)
    draws = []

    def noise(*shape):
        draws.append(torch.randn(shape, generator=generator, dtype=torch.float32))
        return draws[-1]

    guided = case.guidance > 1 and pack.condition == 0
    texts = [case.prompt, *([case.negative] if guided else [])]
    encoded = [_encode(pack, case, text, told) for text in texts]
    arrays["embedding"] = encoded[0][0][:, :4]
    extra = {}
    if pack.condition:
        extra["condition"] = schedulers.guidance_embedding(case.guidance, pack.condition)
        arrays["timestep_cond"] = extra["condition"]
    if pack.pooled:
        h, w = case.height, case.width
        extra["time_ids"] = torch.tensor([[h, w, 0, 0, h, w]], dtype=torch.float32)

    sampler = schedulers.make(case.scheduler or pack.scheduler, case.steps)
    h, w = case.height // 8, case.width // 8
    first = 0
    if case.strength is None:
        shape = (1, 4, case.frames, h, w) if case.frames else (1, 4, h, w)
        x = noise(*shape) * sampler.start
    else:
        first = max(case.steps - min(int(case.steps * case.strength), case.steps), 0)
        pixels = torch.tensor(image, dtype=torch.float32).permute(2, 0, 1)[None] / 127.5 - 1
        out = pack.encoder(pack.half(pixels))
        if pack.encoder.mean:
            z = out
        else:
            mean, spread = out.chunk(2, dim=1)
            z = mean + torch.exp(0.5 * spread.clamp(-30, 20)) * noise(*mean.shape)
        z = z * pack.scaling
        arrays["encoded"] = z
        x = sampler.noised(z, noise(*z.shape), first)

    def network(x, t):
        inputs = pack.half(sampler.scaled(x, i))
        outputs = [pack.predict(inputs, t, text, pooled, extra) for text, pooled in encoded]
        if not guided:
            return outputs[0]
        return outputs[1] + case.guidance * (outputs[0] - outputs[1])

    history = [x]
    for i in range(first, len(sampler.timesteps)):
        t = torch.tensor(sampler.timesteps[i]).to(pack.timestep_dtype)
        output = windows(lambda part: network(part, t), x) if case.frames else network(x, t)
        x = sampler.step(x, output, i, lambda: noise(*x.shape)).float()
        history.append(x)

    frames = [x] if not case.frames else [x[:, :, k] for k in range(case.frames)]
    kept = frames if not case.frames else [frames[0], frames[-1]]
    arrays["latents"] = torch.stack(history if not case.frames else [history[0], history[-1]])
    arrays["pixels"] = torch.cat([pack.half(pack.decoder(pack.half(f / pack.scaling))) for f in kept])
    told["timesteps"] = [float(t) for t in sampler.timesteps[first:]]
    if case.strength is None:
        told["initNoiseSigma"] = float(sampler.start)
    told["draws"] = [{"shape": list(d.shape), "first": d.flatten()[:4].tolist()} for d in draws]
    return told, {name: value.numpy().astype(np.float32) for name, value in arrays.items()}


def window_starts(frames):
    """First frames of the windows: every WINDOW - OVERLAP frames; the last ends with the clip."""
    last = frames - WINDOW
    return [*range(0, last, WINDOW - OVERLAP), last]


def windows(network, x):
    """Runs `network` on windows of frames of [1, 4, F, h, w]; frames in several windows get the mean."""
    total, count = torch.zeros_like(x), torch.zeros(x.shape[2])
    for start in window_starts(x.shape[2]):
        part = slice(start, start + WINDOW)
        total[:, :, part] += network(x[:, :, part])
        count[part] += 1
    return total / count.reshape(1, 1, -1, 1, 1)


def _encode(pack, case, text, told):
    """Text -> (hidden states [1, 77, D], pooled [1, P] or None). None is zeros, as SDXL takes "no negative"."""
    empty = text is None
    hidden, pooled = [], None
    for number, (encoder, pad) in enumerate(zip(pack.encoders, pack.pads)):
        ids = tokens.encode(pack.tokenizer, text or "", pad)
        name = "tokenizer" if number == 0 else "tokenizer_2"
        told.setdefault("ids", {}).setdefault(name, []).append(ids)
        last, pool, states = encoder(torch.tensor([ids]))
        hidden.append(pack.half(states[-2] if pack.pooled else last))
        pooled = pack.half(pool) if pack.pooled else None
    hidden = torch.cat(hidden, dim=2)
    if empty and pack.pooled:
        return torch.zeros_like(hidden), torch.zeros_like(pooled)
    return hidden, pooled
