"""A depth network as small as can be, in the layout of Depth Anything's exports, and what PyTorch makes of a picture."""

import json

import torch
from torch import nn
from torch.nn import functional as F

import onnxfile

PATCH = 14
WIDTH, HEIGHT = 42, 28
MEAN, STD = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]


class DepthNet(nn.Module):
    """
    pixel_values [B, 3, H, W] -> predicted_depth [B, H, W], a disparity: the lower in the picture, the
    nearer, and what random patches say. As in a vision transformer H and W must be multiples of the patch.
    """

    def __init__(self):
        super().__init__()
        self.patches = nn.Conv2d(3, 4, PATCH, stride=PATCH)
        self.head = nn.Conv2d(4, 1, 1)

    def forward(self, pixel_values):
        seen = self.head(torch.tanh(self.patches(pixel_values)))
        lower = torch.cumsum(torch.ones_like(seen), 2) / seen.shape[2]
        coarse = F.interpolate(3 * lower + 0.3 * seen, scale_factor=PATCH, mode="bilinear", align_corners=False)
        return (coarse + 0.02 * pixel_values.mean(1, keepdim=True)).squeeze(1)


def build(folder, image):
    """Writes the pack, the picture (uint8 [H, W, 3]) and the network's own map of it."""
    torch.manual_seed(21)
    network = DepthNet().eval().requires_grad_(False)
    pixels = torch.tensor(image.astype("float32") / 255)
    given = ((pixels - torch.tensor(MEAN)) / torch.tensor(STD)).permute(2, 0, 1)[None]
    axes = {name: {0: "batch_size", 1 + more: "height", 2 + more: "width"}
            for name, more in (("pixel_values", 1), ("predicted_depth", 0))}
    model = onnxfile.export(network, {"pixel_values": given}, ["predicted_depth"], axes)
    onnxfile.save(folder / "model.onnx", model)
    onnxfile.write(folder / "picture.rgb", image.tobytes())
    onnxfile.write(folder / "map.f32", network(given).numpy().astype("<f4").tobytes())
    configs = {
        "config.json": {
            "architectures": ["DepthAnythingForDepthEstimation"],
            "depth_estimation_type": "relative",
            "model_type": "depth_anything",
        },
        "preprocessor_config.json": {
            "do_normalize": True,
            "do_rescale": True,
            "do_resize": True,
            "ensure_multiple_of": PATCH,
            "image_mean": MEAN,
            "image_processor_type": "DPTImageProcessor",
            "image_std": STD,
            "keep_aspect_ratio": True,
            "rescale_factor": 1 / 255,
            "size": {"height": HEIGHT, "width": HEIGHT},
        },
    }
    for name, config in configs.items():
        onnxfile.write(folder / name, (json.dumps(config, indent=2) + "\n").encode())
