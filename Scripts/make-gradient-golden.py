"""Writes Tests/FaceNetworksTests/Golden/Gradients: what PyTorch's autograd says of whole blocks and networks in training.

    pip install -r Scripts/requirements-golden.txt
    python Scripts/make-gradient-golden.py [NAME...]

The networks are those of `make-golden-networks.py`, with batch normalization in training mode. No weight is stored: a
parameter's scalars follow from its name, and so do the images and the gradient of the output. Of every gradient 64
scalars, evenly spaced, and its L2 norm are kept; of the running statistics after one pass, 64 scalars. All is computed
in 64 bits; beside each gradient stands how far PyTorch's own 32-bit gradient is from it, as a share of the norm: a deep
network with batch normalization over few images multiplies rounding errors, and a test can ask for no more. Made with
PyTorch 2.2.2 on one thread.
"""

import importlib.util
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.numpy import save_file

HERE = pathlib.Path(__file__).resolve().parent
SPEC = importlib.util.spec_from_file_location("networks", HERE / "make-golden-networks.py")
networks = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(networks)
FOLDER = HERE.parent / "Tests/FaceNetworksTests/Golden/Gradients"
MOMENTUM = 0.1


def sample(values):
    flat = values.detach().reshape(-1)
    return flat[:: max(1, len(flat) // 64)][:64].float().numpy().copy()


def slope(shape):
    """The gradient of the output: the numbers -1, -0.8, ..., 1 in a fixed jumble."""
    count = int(np.prod(shape))
    index = np.arange(count)
    return torch.from_numpy((((index * 7 + 3) % 11).astype(np.float32) / np.float32(5) - 1).reshape(shape))


class TrainingNet(networks.Net):
    """A network whose parameters collect gradients, and whose normalizations use the batch's statistics."""

    def __init__(self, batch_norm, dtype):
        super().__init__(set(), batch_norm)
        self.values, self.dtype = {}, dtype

    def parameter(self, name, shape):
        value = super().parameter(name, shape).to(self.dtype)
        if name.rpartition(".")[2] not in ("mean", "variance"):
            value.requires_grad_(True)
        self.values[name] = value
        return value

    def norm(self, x, name):
        roles = ("gamma", "beta", "mean", "variance")
        gamma, beta, mean, variance = (self.parameter(f"{name}.{role}", (x.shape[1],)) for role in roles)
        return F.batch_norm(x, mean, variance, gamma, beta, training=True, momentum=MOMENTUM, eps=1e-3)


def block(*row):
    return lambda net, x: networks.inception(net, x, *row)


CASES = {
    # name: network, whether it has batch norm, the input's shape
    "block-3a": (block("3a", 64, 96, 128, 16, 32, "max", 32, 1), False, (2, 192, 7, 7)),
    "block-3a-bn": (block("3a", 64, 96, 128, 16, 32, "max", 32, 1), True, (4, 192, 7, 7)),
    "block-3b": (block("3b", 64, 96, 128, 32, 64, "l2", 64, 1), False, (2, 256, 7, 7)),
    "block-3c-bn": (block("3c", 0, 128, 256, 32, 64, "max", 0, 2), True, (4, 320, 7, 7)),
    "nn4": (networks.nn4, False, (2, 3, 96, 96)),
    "nn4-bn": (networks.nn4, True, (6, 3, 96, 96)),
}


def run(name, dtype):
    network, batch_norm, shape = CASES[name]
    net = TrainingNet(batch_norm, dtype)
    x = torch.from_numpy(networks.scalars("input", int(np.prod(shape))).reshape(shape)).to(dtype).requires_grad_(True)
    y = network(net, x)
    y.backward(slope(y.shape).to(dtype))
    gradients = {"input": x.grad}
    gradients |= {key: value.grad for key, value in net.values.items() if value.requires_grad}
    running = {key: value for key, value in net.values.items() if not value.requires_grad}
    return y, gradients, running


def make(name):
    y, gradients, running = run(name, torch.float64)
    _, rounded, _ = run(name, torch.float32)
    kept = {"output": sample(y)}
    for key, value in gradients.items():
        norm = value.norm()
        error = (rounded[key].double() - value).norm() / norm
        kept[f"{key}.gradient"] = sample(value)
        kept[f"{key}.norm"] = np.array([norm, error], np.float32)
    kept |= {f"{key}.running": sample(value) for key, value in running.items()}
    FOLDER.mkdir(parents=True, exist_ok=True)
    shape = CASES[name][2]
    metadata = {"shape": ",".join(map(str, shape)), "momentum": str(MOMENTUM), "torch": networks.VERSIONS["torch"]}
    save_file(kept, FOLDER / f"{name}.safetensors", metadata)
    print(name, len(kept), "tensors, worst rounding", max(kept[f"{key}.norm"][1] for key in gradients))


if __name__ == "__main__":
    networks.check_versions()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    for name in sys.argv[1:] or CASES:
        make(name)
