"""A pack: its networks, how its graphs are typed, and the folder that it is written to."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

import torch

import networks
import onnxfile
import tokens

VERSION = "0.30.0"  # of diffusers, as the configs say


@dataclass
class Pack:
    """What tells one pack from another. Dtypes are "f32", "f16", "i32" or "i64"."""

    name: str
    scheduler: dict
    seed: int
    text: int = 8  # width of the text encoder
    text2: int = 0  # width of SDXL's second encoder; its projection has this width too
    ids: tuple = ("i64",)  # one an encoder
    pads: tuple = (tokens.END,)
    timestep: tuple = ("i64", "scalar")  # and "one" for [1], "batch" for [batch]
    batch: bool = True  # the batch dimension is free
    condition: int = 0  # width of LCM's timestep_cond
    motion: bool = False
    half_precision: bool = False
    scaling: float = 0.18215
    legacy: bool = False  # as diffusers' old conversion script wrote it
    fast: bool = False  # tokenizer.json too
    weights: str | None = None  # name of the UNet's external data
    gain: float = 0.1
    unet: dict = field(default_factory=dict)
    heavy: bool = False
    alter: Callable | None = None  # changes the UNet's ModelProto

    @property
    def pooled(self):
        return self.text2

    @property
    def timestep_dtype(self):
        return onnxfile.DTYPES[self.timestep[0]]

    def half(self, tensor):
        """Rounds to float16 and back in a float16 pack: what passing its border does to values."""
        return tensor.half().float() if self.half_precision else tensor

    def build(self, tokenizer):
        """Makes the networks, the same ones every time."""
        torch.manual_seed(self.seed)
        self.tokenizer = tokenizer
        size = len(tokenizer[0])
        self.encoders = [networks.TextEncoder(size, self.text)]
        if self.text2:
            self.encoders.append(networks.TextEncoder(size, self.text2, projection=self.text2))
        width = self.text + self.text2
        keep = 0.0 if self.scheduler["prediction_type"] == "v_prediction" else 0.95
        if self.heavy:
            self.network = networks.HeavyUNet(width, keep=keep, **self.unet)
        else:
            self.network = networks.UNet(
                width, keep=keep, condition=self.condition, pooled=self.pooled, motion=self.motion, **self.unet
            )
        self.encoder, self.decoder = networks.Encoder(mean=self.legacy), networks.Decoder()
        for module in (*self.encoders, self.network, self.encoder, self.decoder):
            module.eval().requires_grad_(False)
            if self.half_precision:
                module.half().float()
        networks.settle(self.network, self.gain, self.examples())
        return self

    def examples(self):
        """Inputs of the UNet by their ONNX names, in the order of its arguments."""
        frames, side = 16 if self.motion else 1, self.network.side
        t = {"scalar": torch.tensor(499), "one": torch.tensor([499]), "batch": torch.tensor([499])}[self.timestep[1]]
        inputs = {
            "sample": torch.randn(1, 4, *((16,) if self.motion else ()), side, side),
            "timestep": t.to(self.timestep_dtype),
            "encoder_hidden_states": torch.randn(frames, 77, self.text + self.text2),
        }
        if self.condition:
            inputs["timestep_cond"] = torch.randn(1, self.condition)
        if self.pooled:
            inputs["text_embeds"] = torch.randn(1, self.pooled)
            inputs["time_ids"] = torch.tensor([[64.0, 64, 0, 0, 64, 64]])
        return inputs

    def predict(self, sample, t, text, pooled, extra):
        """One run of the UNet on float32 tensors."""
        if self.motion:
            text = text.expand(16, -1, -1)
        if self.pooled:
            extra = {"text_embeds": pooled, "time_ids": self.half(extra["time_ids"])}
        return self.half(self.network(sample, t, text, **extra))

    # Writing

    def write(self, folder):
        """Writes the whole pack into `folder`."""
        self.folder = folder
        self._tokenizers()
        self._text_encoders()
        self._unet()
        self._vae()
        self._json("scheduler/scheduler_config.json", self.scheduler)
        self._json("model_index.json", self._index())

    def _json(self, path, value):
        text = value if isinstance(value, str) else json.dumps(value, indent=2, sort_keys=True) + "\n"
        onnxfile.write(self.folder / path, text.encode())

    def _model(self, path, module, inputs, outputs, axes, weights=None, alter=None):
        model = onnxfile.export(module, inputs, outputs, axes if self.batch else {})
        if self.half_precision:
            onnxfile.halve(model)
        if alter:
            alter(model)
        onnxfile.save(self.folder / path / "model.onnx", model, weights)

    def _tokenizers(self):
        for number, pad in enumerate(self.pads):
            folder = "tokenizer" if number == 0 else "tokenizer_2"
            for name, content in tokens.files(self.tokenizer, pad, self.fast).items():
                if isinstance(content, dict):
                    content = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
                self._json(f"{folder}/{name}", content)

    def _text_encoders(self):
        for number, (encoder, ids) in enumerate(zip(self.encoders, self.ids)):
            last = "text_embeds" if encoder.project is not None else "pooler_output"
            states = [f"hidden_states.{k}" for k in range(len(encoder.layers) + 1)] if self.pooled else []
            names = [last, "last_hidden_state"] if encoder.project is not None else ["last_hidden_state", last]
            axes = {name: {0: "batch_size"} for name in ("input_ids", *names, *states)}
            folder = "text_encoder" if number == 0 else "text_encoder_2"
            inputs = {"input_ids": torch.zeros(1, 77, dtype=onnxfile.DTYPES[ids])}
            self._model(folder, _Outputs(encoder, bool(states)), inputs, [*names, *states], axes)
            if not self.legacy:
                self._json(f"{folder}/config.json", {
                    "architectures": ["CLIPTextModelWithProjection" if number else "CLIPTextModel"],
                    "eos_token_id": 2,
                    "hidden_act": "quick_gelu",
                    "hidden_size": encoder.position.shape[1],
                    "max_position_embeddings": 77,
                    "model_type": "clip_text_model",
                    "num_hidden_layers": len(encoder.layers),
                    "projection_dim": encoder.position.shape[1],
                    "vocab_size": len(self.tokenizer[0]),
                })

    def _unet(self):
        inputs = self.examples()
        axes = {name: {0: "batch_size"} for name in (*inputs, "out_sample")}
        del axes["timestep"]
        if self.timestep[1] == "batch":
            axes["timestep"] = {0: "batch_size"}
        for name in ("sample", "out_sample"):
            axes[name] = {0: "batch_size", 2: "height", 3: "width"}
            if self.motion:
                axes[name] = {3: "height", 4: "width"}
        if self.motion:
            del axes["encoder_hidden_states"]
        graph = networks.Graph(self.network, list(inputs))
        self._model("unet", graph, inputs, ["out_sample"], axes, self.weights, self.alter)
        if self.legacy:
            return
        self._json("unet/config.json", {
            "_class_name": "UNetMotionModel" if self.motion else "UNet2DConditionModel",
            "_diffusers_version": VERSION,
            "addition_embed_type": "text_time" if self.pooled else None,
            "block_out_channels": [self.network.width, 2 * self.network.width],
            "cross_attention_dim": self.text + self.text2,
            "in_channels": 4,
            "out_channels": 4,
            "sample_size": self.network.side,
            "time_cond_proj_dim": self.condition or None,
        })

    def _vae(self):
        free = {0: "batch_size", 2: "height", 3: "width"}
        config = {
            "_class_name": "AutoencoderKL",
            "_diffusers_version": VERSION,
            "block_out_channels": [4, 4, 4, 4],
            "in_channels": 3,
            "latent_channels": 4,
            "out_channels": 3,
            "sample_size": 8 * self.network.side,
            "scaling_factor": self.scaling,
        }
        if self.legacy:
            del config["scaling_factor"]
        size = self.network.side
        out = "latent_sample" if self.legacy else "latent_parameters"
        self._model(
            "vae_encoder", self.encoder, {"sample": torch.randn(1, 3, 8 * size, 8 * size)}, [out],
            {"sample": free, out: {0: "batch_size", 2: "latent_height", 3: "latent_width"}},
        )
        self._model(
            "vae_decoder", self.decoder, {"latent_sample": torch.randn(1, 4, size, size)}, ["sample"],
            {"latent_sample": free, "sample": {0: "batch_size", 2: "pixel_height", 3: "pixel_width"}},
        )
        for part in ("vae_encoder", "vae_decoder"):
            if not self.legacy or part == "vae_decoder":
                self._json(f"{part}/config.json", config)

    def _index(self):
        family = "StableDiffusionXL" if self.pooled else "StableDiffusion"
        if self.condition:
            family = "LatentConsistencyModel"
        part = ["diffusers", "OnnxRuntimeModel"]
        index = {
            "_class_name": "OnnxStableDiffusionPipeline" if self.legacy else f"ORT{family}Pipeline",
            "_diffusers_version": VERSION,
            "force_zeros_for_empty_prompt": True,
            "scheduler": ["diffusers", self.scheduler["_class_name"]],
            "text_encoder": part,
            "text_encoder_2": part,
            "tokenizer": ["transformers", "CLIPTokenizer"],
            "tokenizer_2": ["transformers", "CLIPTokenizer"],
            "unet": part,
            "vae_decoder": part,
            "vae_encoder": part,
        }
        if not self.pooled:
            for name in ("force_zeros_for_empty_prompt", "text_encoder_2", "tokenizer_2"):
                del index[name]
        return index


class _Outputs(torch.nn.Module):
    """A text encoder with its outputs in the order of its ONNX names."""

    def __init__(self, encoder, states):
        super().__init__()
        self.encoder, self.states = encoder, states

    def forward(self, input_ids):
        last, pooled, states = self.encoder(input_ids)
        both = (pooled, last) if self.encoder.project is not None else (last, pooled)
        return (*both, *(states if self.states else ()))
