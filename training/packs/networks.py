"""The parts of a diffusion pack as very small PyTorch networks with random weights.

They have the inputs, outputs and blocks of the real ones (residual blocks, self and cross attention,
a skip, a VAE of factor 8), so that every input matters, and they are smooth, so that rounding does not grow.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F


class Waves(nn.Module):
    """Values [n] -> their cosines and sines at `width` / 2 frequencies, [n, width], as diffusers times them."""

    def __init__(self, width):
        super().__init__()
        half = width // 2
        exponent = torch.arange(half, dtype=torch.float64) / half
        self.register_buffer("frequencies", (10000.0**-exponent).float())

    def forward(self, values):
        angle = values.reshape(-1, 1) * self.frequencies
        return torch.cat([torch.cos(angle), torch.sin(angle)], dim=1)


class Attention(nn.Module):
    """Attention of [B, n, width] to [B, m, context], with one head: fewer nodes in the graph."""

    def __init__(self, width, context=None):
        super().__init__()
        self.q = nn.Linear(width, width, bias=False)
        self.k = nn.Linear(context or width, width, bias=False)
        self.v = nn.Linear(context or width, width, bias=False)
        self.out = nn.Linear(width, width)
        self.scale = 1 / math.sqrt(width)
        for layer in (self.q, self.k, self.v, self.out):  # strong enough for a prompt to show
            layer.weight.data *= 2.5

    def forward(self, x, context=None, mask=None):
        context = x if context is None else context
        score = self.q(x) @ self.k(context).transpose(1, 2) * self.scale
        if mask is not None:
            score = score + mask
        return self.out(torch.softmax(score, dim=2) @ self.v(context))


class TextEncoder(nn.Module):
    """CLIP's text model: ids [B, 77] -> last_hidden_state, pooled, hidden states (before the last norm)."""

    def __init__(self, vocabulary, width, layers=2, projection=None):
        super().__init__()
        self.token = nn.Embedding(vocabulary, width)
        self.position = nn.Parameter(torch.randn(77, width) * 0.3)
        self.layers = nn.ModuleList(self._layer(width) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.project = nn.Linear(width, projection, bias=False) if projection else None
        self.register_buffer("order", torch.arange(77.0))

    @staticmethod
    def _layer(width):
        wide = 2 * width
        return nn.ModuleList(
            [nn.LayerNorm(width), Attention(width), nn.LayerNorm(width), nn.Linear(width, wide), nn.Linear(wide, width)]
        )

    def forward(self, input_ids):
        x = self.token(input_ids) + self.position
        later = (self.order[None] - self.order[:, None]).clamp(0, 1)
        states = [x]
        for norm, attend, norm2, widen, narrow in self.layers:
            x = x + attend(norm(x), mask=later * -1e4)
            wide = widen(norm2(x))
            x = x + narrow(wide * torch.sigmoid(1.702 * wide))
            states.append(x)
        last = self.norm(x)
        end = input_ids.to(torch.int32).argmax(dim=1)  # the end token has the highest id
        pooled = (last * F.one_hot(end.long(), 77).to(last.dtype)[:, :, None]).sum(dim=1)
        if self.project is not None:
            pooled = self.project(pooled)
        return last, pooled, states


class Residual(nn.Module):
    def __init__(self, inside, outside, time):
        super().__init__()
        self.norm, self.conv = nn.GroupNorm(2, inside), nn.Conv2d(inside, outside, 3, padding=1)
        self.norm2, self.conv2 = nn.GroupNorm(2, outside), nn.Conv2d(outside, outside, 3, padding=1)
        self.time = nn.Linear(time, outside) if time else None
        if time:
            self.time.weight.data *= 6  # strong enough for every timestep and size to show
        self.skip = nn.Conv2d(inside, outside, 1) if inside != outside else nn.Identity()

    def forward(self, x, time=None):
        y = self.conv(F.silu(self.norm(x)))
        if time is not None:
            y = y + self.time(F.silu(time))[:, :, None, None]
        return self.skip(x) + self.conv2(F.silu(self.norm2(y)))


class Transformer(nn.Module):
    """Self attention, attention to the text and a feed-forward layer over the pixels of [B, C, h, w]."""

    def __init__(self, width, text):
        super().__init__()
        self.norm, self.here = nn.LayerNorm(width), Attention(width)
        self.norm2, self.there = nn.LayerNorm(width), Attention(width, text)
        self.norm3, self.wide = nn.LayerNorm(width), nn.Linear(width, 2 * width)
        self.narrow = nn.Linear(2 * width, width)

    def forward(self, x, text):
        y = x.flatten(2).transpose(1, 2)
        y = y + self.here(self.norm(y))
        y = y + self.there(self.norm2(y), text)
        y = y + self.narrow(F.gelu(self.wide(self.norm3(y))))
        return y.transpose(1, 2).reshape_as(x)


class Motion(nn.Module):
    """AnimateDiff's temporal block: every pixel of [16, C, h, w] attends to the other frames."""

    def __init__(self, width):
        super().__init__()
        self.norm, self.attend = nn.LayerNorm(width), Attention(width)
        self.register_buffer("position", Waves(width)(torch.arange(16.0)))

    def forward(self, x):
        y = x.flatten(2).permute(2, 0, 1)
        y = y + self.attend(self.norm(y) + self.position)
        return y.permute(1, 2, 0).reshape_as(x)


class UNet(nn.Module):
    """Two levels. `keep` * sample is added to the output, which makes epsilon plausible: see `settle`."""

    def __init__(self, text, width=8, keep=0.95, condition=0, pooled=0, motion=False, side=8):
        super().__init__()
        time = 2 * width
        self.side, self.width, self.keep, self.gain = side, width, keep, 1.0
        self.waves, self.sizes = Waves(width), Waves(8)
        self.time = nn.Sequential(nn.Linear(width, time), nn.SiLU(), nn.Linear(time, time))
        self.condition = nn.Linear(condition, width, bias=False) if condition else None
        self.added = nn.Linear(pooled + 6 * 8, time) if pooled else None
        if pooled:
            self.added.weight.data *= 2
        self.first = nn.Conv2d(4, width, 3, padding=1)
        self.down, self.look = Residual(width, width, time), Transformer(width, text)
        self.shrink = nn.Conv2d(width, 2 * width, 3, stride=2, padding=1)
        self.middle, self.look2 = Residual(2 * width, 2 * width, time), Transformer(2 * width, text)
        self.motion = Motion(2 * width) if motion else None
        self.grow = nn.Conv2d(2 * width, width, 3, padding=1)
        self.up, self.look3 = Residual(2 * width, width, time), Transformer(width, text)
        self.norm, self.last = nn.GroupNorm(2, width), nn.Conv2d(width, 4, 3, padding=1)

    def forward(self, sample, timestep, text, condition=None, text_embeds=None, time_ids=None):
        if self.motion is not None:  # [1, 4, 16, h, w] -> frames as the batch
            sample = sample[0].transpose(0, 1)
        time = self.waves(timestep.float())
        if condition is not None:
            time = time + self.condition(condition)
        time = self.time(time)
        if text_embeds is not None:
            sizes = self.sizes(time_ids.float()).reshape(-1, 48)
            time = time + self.added(torch.cat([text_embeds, sizes], dim=1))
        x = self.first(sample)
        x = skip = self.look(self.down(x, time), text)
        x = self.look2(self.middle(self.shrink(x), time), text)
        if self.motion is not None:
            x = self.motion(x)
        x = self.grow(F.interpolate(x, scale_factor=2.0, mode="nearest"))
        x = self.look3(self.up(torch.cat([x, skip], dim=1), time), text)
        y = self.last(F.silu(self.norm(x))) * self.gain + sample * self.keep
        return y.transpose(0, 1)[None] if self.motion is not None else y


class HeavyUNet(nn.Module):
    """A UNet's inputs and output, and `rounds` convolutions that share their weights: much work, small file."""

    def __init__(self, text, width=48, rounds=128, side=64, keep=0.95):
        super().__init__()
        self.rounds, self.side, self.width, self.keep, self.gain = rounds, side, width, keep, 1.0
        self.waves = Waves(32)
        self.time, self.text = nn.Linear(32, width), nn.Linear(text, width)
        self.first, self.last = nn.Conv2d(4, width, 3, padding=1), nn.Conv2d(width, 4, 3, padding=1)
        self.work = nn.Conv2d(width, width, 3, padding=1)

    def forward(self, sample, timestep, text):
        told = self.time(self.waves(timestep.float())) + self.text(text.mean(dim=1))
        x = self.first(sample) + told[:, :, None, None]
        for _ in range(self.rounds):
            x = x + 0.3 * torch.tanh(self.work(x))
        return self.last(torch.tanh(x)) * self.gain + sample * self.keep


class Encoder(nn.Module):
    """Pixels [B, 3, 8h, 8w] in -1..1 -> mean and log variance [B, 8, h, w], or the mean alone."""

    def __init__(self, width=4, mean=False):
        super().__init__()
        self.mean = mean
        self.first = nn.Conv2d(3, width, 3, padding=1)
        self.down = nn.ModuleList(nn.Conv2d(width, width, 3, stride=2, padding=1) for _ in range(3))
        self.last = nn.Conv2d(width, 8, 3, padding=1)
        self.last.weight.data *= 6

    def forward(self, sample):
        x = self.first(sample)
        for shrink in self.down:
            x = shrink(F.silu(x)) * 1.5
        mean, spread = self.last(x).chunk(2, dim=1)
        return mean * 15 if self.mean else torch.cat([mean * 15, spread - 3], dim=1)


class Decoder(nn.Module):
    """Latents [B, 4, h, w] -> pixels [B, 3, 8h, 8w], mostly in -1..1."""

    def __init__(self, width=4):
        super().__init__()
        self.first = nn.Conv2d(4, width, 3, padding=1)
        self.middle = Residual(width, width, 0)
        self.up = nn.ModuleList(nn.Conv2d(width, width, 3, padding=1) for _ in range(3))
        self.norm, self.last = nn.GroupNorm(2, width), nn.Conv2d(width, 3, 3, padding=1)

    def forward(self, latent_sample):
        x = self.middle(self.first(latent_sample * 0.2))
        for grow in self.up:
            x = F.silu(grow(F.interpolate(x, scale_factor=2.0, mode="nearest"))) * 1.5
        return self.last(self.norm(x))


class Graph(nn.Module):
    """A UNet that takes its inputs by position, under their ONNX names."""

    def __init__(self, unet, names):
        super().__init__()
        self.unet, self.names = unet, names

    def forward(self, *values):
        return self.unet(**{_ARGUMENTS.get(name, name): value for name, value in zip(self.names, values)})


_ARGUMENTS = {"encoder_hidden_states": "text", "timestep_cond": "condition"}


def settle(unet, amount, inputs):
    """Scales what the network adds to `keep` * sample so that its standard deviation is `amount`."""
    with torch.no_grad():
        own = Graph(unet, list(inputs))(*inputs.values()) - unet.keep * inputs["sample"]
        unet.gain = round(amount / float(own.std()), 4)
