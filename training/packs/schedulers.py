"""Samplers as their papers give them, configured by the fields of a scheduler_config.json.

Every sampler has: `timesteps` (what the network is told), `start` (the first latent is unit noise
times this), `scaled(x, i)`, `step(x, output, i, noise)` and `noised(x0, noise, i)`. Tables are f64,
samples f32.
"""

import numpy as np
import torch


def make(config, steps):
    """The sampler that `config["_class_name"]` names, for `steps` steps."""
    return {
        "DDIMScheduler": Ddim,
        "EulerAncestralDiscreteScheduler": EulerAncestral,
        "EulerDiscreteScheduler": Euler,
        "LCMScheduler": Lcm,
        "PNDMScheduler": Pndm,
    }[config["_class_name"]](config, steps)


def _alpha_bar(config):
    count = config["num_train_timesteps"]
    first, last = config["beta_start"], config["beta_end"]
    if config["beta_schedule"] == "linear":
        betas = np.linspace(first, last, count)
    else:  # scaled_linear, the schedule of latent diffusion
        betas = np.linspace(first**0.5, last**0.5, count) ** 2
    return np.cumprod(1 - betas)


def _spaced(config, steps):
    """Table 2 of "Common Diffusion Noise Schedules and Sample Steps are Flawed" (arXiv 2305.08891)."""
    count = config["num_train_timesteps"]
    spacing = config["timestep_spacing"]
    if spacing == "leading":
        return (np.arange(steps) * (count // steps))[::-1] + config["steps_offset"]
    if spacing == "trailing":
        return np.round(np.arange(count, 0, -count / steps)) - 1
    return np.linspace(0, count - 1, steps)[::-1]


class _Sampler:
    def __init__(self, config, steps):
        self.config, self.steps = config, steps
        self.alpha_bar = _alpha_bar(config)


class Euler(_Sampler):
    """Algorithm 2 of "Elucidating the Design Space" (arXiv 2206.00364) without churn, on sigma = sqrt(1/abar - 1)."""

    def __init__(self, config, steps):
        super().__init__(config, steps)
        self.timesteps = [float(t) for t in _spaced(config, steps)]
        table = np.sqrt((1 - self.alpha_bar) / self.alpha_bar)
        sigmas = np.interp(self.timesteps, np.arange(len(table)), table)
        self.sigmas = [*(float(sigma) for sigma in sigmas), 0.0]
        top = self.sigmas[0]
        self.start = (top**2 + 1) ** 0.5 if config["timestep_spacing"] == "leading" else top

    def scaled(self, x, i):
        return x / (self.sigmas[i] ** 2 + 1) ** 0.5

    def _clean(self, x, output, i):
        sigma = self.sigmas[i]
        if self.config["prediction_type"] == "v_prediction":
            return x / (sigma**2 + 1) - output * (sigma / (sigma**2 + 1) ** 0.5)
        return x - sigma * output

    def step(self, x, output, i, noise):
        slope = (x - self._clean(x, output, i)) / self.sigmas[i]
        return x + slope * (self.sigmas[i + 1] - self.sigmas[i])

    def noised(self, x0, noise, i):
        return x0 + noise * self.sigmas[i]


class EulerAncestral(Euler):
    """Euler down to sigma_down, then fresh noise up to the next sigma (k-diffusion's ancestral step)."""

    def step(self, x, output, i, noise):
        sigma, to = self.sigmas[i], self.sigmas[i + 1]
        up = (to**2 * (sigma**2 - to**2) / sigma**2) ** 0.5
        down = (to**2 - up**2) ** 0.5
        slope = (x - self._clean(x, output, i)) / sigma
        return x + slope * (down - sigma) + noise() * up  # noise is drawn on the last step too, and weighs 0


class _Preserving(_Sampler):
    """Samplers on x = sqrt(abar) x0 + sqrt(1 - abar) eps."""

    start = 1.0

    def scaled(self, x, i):
        return x

    def noised(self, x0, noise, i):
        a = self.alpha_bar[self.timesteps[i]]
        return a**0.5 * x0 + (1 - a) ** 0.5 * noise

    def _before(self, t):
        if t >= 0:
            return self.alpha_bar[t]
        return 1.0 if self.config["set_alpha_to_one"] else self.alpha_bar[0]

    def _split(self, x, output, a):
        """The network's output -> (x0, eps)."""
        root, rest = a**0.5, (1 - a) ** 0.5
        if self.config["prediction_type"] == "v_prediction":
            return root * x - rest * output, root * output + rest * x
        return (x - rest * output) / root, output


class Ddim(_Preserving):
    """DDIM (arXiv 2010.02502), formula 12, with eta 0."""

    def __init__(self, config, steps):
        super().__init__(config, steps)
        self.timesteps = [int(t) for t in _spaced(config, steps)]

    def step(self, x, output, i, noise):
        t = self.timesteps[i]
        x0, eps = self._split(x, output, self.alpha_bar[t])
        a = self._before(t - self.config["num_train_timesteps"] // self.steps)
        return a**0.5 * x0 + (1 - a) ** 0.5 * eps


class Pndm(_Preserving):
    """PNDM (arXiv 2202.09778), linear multistep only (`skip_prk_steps`), the second timestep visited twice."""

    def __init__(self, config, steps):
        super().__init__(config, steps)
        assert config["skip_prk_steps"]
        up = [int(t) for t in _spaced(config, steps)[::-1]]
        self.timesteps = [*up[:-1], up[-2], up[-1]][::-1]
        self.outputs, self.first = [], None

    def step(self, x, output, i, noise):
        stride = self.config["num_train_timesteps"] // self.steps
        t = self.timesteps[i]
        to = t - stride
        if i == 1:  # the first step is taken again, from where it began, with the mean of both slopes
            t, to = t + stride, t
            slope, x = (output + self.outputs[-1]) / 2, self.first
        else:
            self.outputs = [*self.outputs[-3:], output]
            e = self.outputs[::-1]
            slope = (
                e[0],
                (3 * e[0] - e[1]) / 2 if len(e) > 1 else None,
                (23 * e[0] - 16 * e[1] + 5 * e[2]) / 12 if len(e) > 2 else None,
                (55 * e[0] - 59 * e[1] + 37 * e[2] - 9 * e[3]) / 24 if len(e) > 3 else None,
            )[len(e) - 1]
            if i == 0:
                self.first = x
        x0, eps = self._split(x, slope, self.alpha_bar[t])
        a = self._before(to)
        return a**0.5 * x0 + (1 - a) ** 0.5 * eps


class Lcm(_Preserving):
    """Latent consistency sampling (arXiv 2310.04378): jump to x0, add noise for the next timestep."""

    def __init__(self, config, steps):
        super().__init__(config, steps)
        origin = config["original_inference_steps"]
        stride = config["num_train_timesteps"] // origin
        taught = [(k + 1) * stride - 1 for k in range(origin)][::-1]
        self.timesteps = [taught[k * origin // steps] for k in range(steps)]

    def step(self, x, output, i, noise):
        t = self.timesteps[i]
        x0, _ = self._split(x, output, self.alpha_bar[t])
        s, data = t * self.config["timestep_scaling"], 0.5
        clean = x * (data**2 / (s**2 + data**2)) + x0 * (s / (s**2 + data**2) ** 0.5)
        if i == len(self.timesteps) - 1:
            return clean
        a = self.alpha_bar[self.timesteps[i + 1]]
        return a**0.5 * clean + (1 - a) ** 0.5 * noise()


def guidance_embedding(guidance, width):
    """LCM's `timestep_cond` [1, width]: sines and cosines of 1000 (guidance - 1)."""
    half = width // 2
    angle = (guidance - 1) * 1000 * np.exp(np.arange(half) * -np.log(10000.0) / (half - 1))
    return torch.tensor(np.concatenate([np.sin(angle), np.cos(angle)]), dtype=torch.float32)[None]
