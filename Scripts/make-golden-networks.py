"""Writes Tests/FaceNetworksTests/Golden: what PyTorch says each architecture answers.

    pip install -r Scripts/requirements-golden.txt
    python Scripts/make-golden-networks.py [NAME...]

Every network is written here a second time, from the tables of its paper and not from our Swift: FaceNet (NN1 to NN4,
<https://arxiv.org/abs/1503.03832>, tables 1 and 2) and Inception-ResNet (<https://arxiv.org/abs/1602.07261>, figures 3
to 19). NNS1 and NNS2 have no table in the paper and follow ours. No weight is stored: a parameter's scalars follow from
its name (see `scalars`), and both sides compute them. Read Tests/FaceNetworksTests/Golden/README.md for the contract.
Made with PyTorch 2.2.2 in fp32 on one thread.
"""

import json
import pathlib
import sys

import numpy as np
import safetensors
import torch
import torch.nn.functional as F
from safetensors.numpy import save_file

VERSIONS = {"numpy": "1.26.4", "safetensors": "0.8.0", "torch": "2.2.2"}
FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Tests/FaceNetworksTests/Golden"


def check_versions():
    for module in (np, safetensors, torch):
        wanted, found = VERSIONS[module.__name__], module.__version__.split("+")[0]
        if wanted != found:
            raise SystemExit(f"{module.__name__} is {found}, the goldens are made with {wanted}")


# --- Numbers from names ----------------------------------------------------------------------------------------------


def scalars(name, count):
    """`count` numbers in [-1, 1), float32: splitmix64 of the name's FNV-1a hash plus the index, its upper 24 bits."""
    seed = 0xCBF29CE484222325
    for byte in name.encode():
        seed = (seed ^ byte) * 0x100000001B3 % 2**64
    values = np.empty(count, np.float32)
    for start in range(0, count, 1 << 22):
        end = min(count, start + (1 << 22))
        z = np.arange(start, end, dtype=np.uint64) + np.uint64(seed) + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
        values[start:end] = (z >> np.uint64(40)).astype(np.float32) * np.float32(2**-23) - np.float32(1)
    return values


def parameter(name, shape):
    """The parameter called `name`; its role is what follows the last dot."""
    value = scalars(name, int(np.prod(shape)))
    role = name.rpartition(".")[2]
    if role == "weight":
        value *= np.float32(np.sqrt(6 / np.prod(shape[1:])))
    elif role in ("bias", "beta", "mean"):
        value *= np.float32(0.1)
    elif role == "gamma":
        value = np.float32(1) + np.float32(0.1) * value
    elif role == "variance":
        value = np.float32(1.25) + np.float32(0.25) * value
    else:
        raise ValueError(name)
    return torch.from_numpy(value.reshape(shape))


# --- A network as it runs --------------------------------------------------------------------------------------------


class Net:
    """Runs operation by operation, makes each parameter when it is needed, and remembers some activations."""

    def __init__(self, keep, batch_norm):
        self.keep, self.batch_norm = keep, batch_norm
        self.kept, self.count, self.names = {}, 0, set()

    def parameter(self, name, shape):
        assert name not in self.names, name
        self.names.add(name)
        if name.rpartition(".")[2] not in ("mean", "variance"):
            self.count += int(np.prod(shape))
        return parameter(name, shape)

    def note(self, x, name):
        if name in self.keep:
            flat = x[0].detach().reshape(-1)
            self.kept[name] = flat[:: len(flat) // 64][:64].numpy().copy()
        return x

    def conv(self, x, name, outputs, kernel, stride=1, padding=None):
        """A convolution, then batch norm or a bias, then a rectifier. Unless told, the border keeps the size."""
        rows, columns = (kernel, kernel) if isinstance(kernel, int) else kernel
        border = (rows // 2, columns // 2) if padding is None else padding
        weight = self.parameter(f"{name}.weight", (outputs, x.shape[1], rows, columns))
        bias = None if self.batch_norm else self.parameter(f"{name}.bias", (outputs,))
        x = F.conv2d(x, weight, bias, stride, border)
        x = self.norm(x, f"{name}.bn") if self.batch_norm else x
        return self.note(F.relu(x), f"{name}.relu")

    def up(self, x, name, outputs):
        """The 1x1 convolution that ends a residual branch: a bias, no batch norm, no rectifier."""
        weight = self.parameter(f"{name}.weight", (outputs, x.shape[1], 1, 1))
        return F.conv2d(x, weight, self.parameter(f"{name}.bias", (outputs,)))

    def norm(self, x, name):
        roles = ("gamma", "beta", "mean", "variance")
        gamma, beta, mean, variance = (self.parameter(f"{name}.{role}", (x.shape[1],)) for role in roles)
        return F.batch_norm(x, mean, variance, gamma, beta, eps=1e-3)

    def local_response_norm(self, x):
        """The paper's `rnorm` and `norm`; a network with batch norm has none."""
        return x if self.batch_norm else F.local_response_norm(x, 5, 1e-4, 0.75, 1.0)

    def linear(self, x, name, outputs, bias=True):
        x = x.flatten(1)
        weight = self.parameter(f"{name}.weight", (outputs, x.shape[1]))
        return F.linear(x, weight, self.parameter(f"{name}.bias", (outputs,)) if bias else None)

    def maxout(self, x, name, outputs, pieces=2):
        """A fully connected layer of `pieces` numbers a unit, neighbors, of which the greatest counts."""
        x = self.linear(x, name, outputs * pieces)
        return self.note(x.reshape(len(x), outputs, pieces).amax(2), f"{name}.maxout")


def max_pool(x, stride=2):
    return F.max_pool2d(x, 3, stride, 1)


def l2_pool(x, stride=1):
    """The square root of the sum of squares."""
    return F.lp_pool2d(F.pad(x, (1, 1, 1, 1)), 2.0, 3, stride)


# --- FaceNet, table 1 ------------------------------------------------------------------------------------------------


def nn1(net, x):
    """Zeiler and Fergus with 1x1 convolutions, 220x220."""
    x = max_pool(net.conv(x, "conv1", 64, 7, 2))
    x = net.local_response_norm(x)
    x = net.conv(net.conv(x, "conv2a", 64, 1), "conv2", 192, 3)
    x = max_pool(net.local_response_norm(x))
    x = net.conv(net.conv(x, "conv3a", 192, 1), "conv3", 384, 3)
    x = max_pool(x)
    x = net.conv(net.conv(x, "conv4a", 384, 1), "conv4", 256, 3)
    x = net.conv(net.conv(x, "conv5a", 256, 1), "conv5", 256, 3)
    x = net.conv(net.conv(x, "conv6a", 256, 1), "conv6", 256, 3)
    x = max_pool(x)
    x = net.maxout(x, "fc1", 32 * 128)
    x = net.maxout(x, "fc2", 32 * 128)
    return F.normalize(net.linear(x, "embedding", 128))


# --- FaceNet, table 2 ------------------------------------------------------------------------------------------------

# name, 1x1, 3x3 reduce, 3x3, 5x5 reduce, 5x5, pool, projection, stride
NN2 = [
    ("3a", 64, 96, 128, 16, 32, "max", 32, 1),
    ("3b", 64, 96, 128, 32, 64, "l2", 64, 1),
    ("3c", 0, 128, 256, 32, 64, "max", 0, 2),
    ("4a", 256, 96, 192, 32, 64, "l2", 128, 1),
    ("4b", 224, 112, 224, 32, 64, "l2", 128, 1),
    ("4c", 192, 128, 256, 32, 64, "l2", 128, 1),
    ("4d", 160, 144, 288, 32, 64, "l2", 128, 1),
    ("4e", 0, 160, 256, 64, 128, "max", 0, 2),
    ("5a", 384, 192, 384, 48, 128, "l2", 128, 1),
    ("5b", 384, 192, 384, 48, 128, "max", 128, 1),
]


# Where the paper says "no 5x5 convolutions in the higher layers": with none from 4e on it comes to its 285M.
NN4 = [(name, *row[:3], 0, 0, *row[5:]) if name in ("4e", "5a", "5b") else (name, *row) for name, *row in NN2]


# Ours: the paper gives only what they cost.
NNS1 = [
    ("3a", 32, 48, 64, 8, 16, "max", 16, 1),
    ("3b", 32, 48, 64, 16, 32, "l2", 32, 1),
    ("3c", 0, 64, 128, 16, 32, "max", 0, 2),
    ("4a", 128, 48, 96, 16, 32, "l2", 64, 1),
    ("4b", 96, 64, 128, 16, 32, "l2", 64, 1),
    ("4e", 0, 80, 160, 0, 0, "max", 0, 2),
    ("5a", 144, 96, 128, 0, 0, "max", 64, 1),
]
NNS2 = [
    ("3a", 16, 16, 32, 4, 8, "max", 8, 1),
    ("3c", 0, 20, 48, 4, 8, "max", 0, 2),
    ("4a", 48, 24, 48, 0, 0, "l2", 24, 1),
    ("4e", 0, 32, 64, 0, 0, "max", 0, 2),
    ("5a", 64, 48, 104, 0, 0, "max", 32, 1),
]


def trunk(net, x, blocks, first=64, reduced=64, second=192):
    """All of table 2 up to the mean."""
    x = net.local_response_norm(max_pool(net.conv(x, "conv1", first, 7, 2)))
    x = net.conv(net.conv(x, "inception2.b3.reduce", reduced, 1), "inception2.b3", second, 3)
    x = max_pool(net.local_response_norm(x))
    for block in blocks:
        x = inception(net, x, *block)
    return x


def nn2(net, x, blocks=NN2):
    """Inception, 224x224; NN3 is the same on 160x160."""
    return F.normalize(net.linear(trunk(net, x, blocks).mean((2, 3)), "embedding", 128))


def nn4(net, x):
    """NN2 on 96x96 without the upper 5x5 convolutions."""
    return nn2(net, x, NN4)


def nns1(net, x):
    """Mini Inception, 165x165: one of NN1's maxout layers in place of the mean."""
    return F.normalize(net.linear(net.maxout(trunk(net, x, NNS1, 32, 32, 96), "fc1", 1024), "embedding", 128))


def nns2(net, x):
    """Tiny Inception, 140 rows and 116 columns."""
    return F.normalize(net.linear(net.maxout(trunk(net, x, NNS2, 8, 16, 32), "fc1", 512), "embedding", 128))


def inception(net, x, name, one, three_reduce, three, five_reduce, five, pool, projection, stride):
    path = f"inception{name}"
    branches = [net.conv(x, f"{path}.b1", one, 1)] if one else []
    reduced = net.conv(x, f"{path}.b3.reduce", three_reduce, 1)
    branches.append(net.conv(reduced, f"{path}.b3", three, 3, stride))
    if five:
        reduced = net.conv(x, f"{path}.b5.reduce", five_reduce, 1)
        branches.append(net.conv(reduced, f"{path}.b5", five, 5, stride))
    pooled = max_pool(x, stride) if pool == "max" else l2_pool(x, stride)
    branches.append(net.conv(pooled, f"{path}.project", projection, 1) if projection else pooled)
    return net.note(torch.cat(branches, 1), path)


# --- Inception-ResNet ------------------------------------------------------------------------------------------------


# A branch is a list of convolutions (outputs, rows, columns, stride, whether a border keeps the size), each with batch norm.


def same(outputs, rows, columns):
    return outputs, rows, columns, 1, True


def valid(outputs, stride=1):
    return outputs, 3, 3, stride, False


def branch(net, x, path, steps):
    """One convolution is called `path`, several `patha`, `pathb`, ..."""
    for letter, (outputs, rows, columns, stride, padded) in zip("abc", steps):
        name = path if len(steps) == 1 else path + letter
        x = net.conv(x, name, outputs, (rows, columns), stride, None if padded else (0, 0))
    return x


def stem(net, x):
    x = branch(net, x, "conv1a", [valid(32, 2)])
    x = branch(net, x, "conv2a", [valid(32)])
    x = branch(net, x, "conv2b", [same(64, 3, 3)])
    x = branch(net, F.max_pool2d(x, 3, 2), "conv3b", [same(80, 1, 1)])
    return branch(net, x, "conv4a", [valid(192)])


def reduction(net, x, path, *branches):
    """Branches and a max pooling, all without a border, side by side."""
    views = [branch(net, x, f"{path}.b{index}", steps) for index, steps in enumerate(branches)]
    return net.note(torch.cat([*views, F.max_pool2d(x, 3, 2)], 1), path)


def residual(net, x, path, scale, *branches, relu=True):
    """`x + scale * up(branches side by side)`, then a rectifier."""
    views = [branch(net, x, f"{path}.b{index}", steps) for index, steps in enumerate(branches)]
    x = net.note(x + scale * net.up(torch.cat(views, 1), f"{path}.up", x.shape[1]), path)
    return F.relu(x) if relu else x


def head(net, x, dimension):
    x = net.linear(x.mean((2, 3)), "embedding", dimension, bias=False)
    return F.normalize(net.norm(x, "embedding.bn"))


def inception_resnet_v1(net, x):
    """As facenet has it, 160x160. With the same numbers facenet-pytorch 2.6.0's answers are equal to the last bit."""
    x = branch(net, stem(net, x), "conv4b", [valid(256, 2)])
    one, three = same(32, 1, 1), same(32, 3, 3)
    for number in range(1, 6):
        x = residual(net, x, f"block35.{number}", 0.17, [one], [one, three], [one, three, three])
    x = reduction(net, x, "mixed6a", [valid(384, 2)], [same(192, 1, 1), same(192, 3, 3), valid(256, 2)])
    one = same(128, 1, 1)
    for number in range(1, 11):
        x = residual(net, x, f"block17.{number}", 0.1, [one], [one, same(128, 1, 7), same(128, 7, 1)])
    one = same(256, 1, 1)
    x = reduction(net, x, "mixed7a", [one, valid(384, 2)], [one, valid(256, 2)], [one, same(256, 3, 3), valid(256, 2)])
    one = same(192, 1, 1)
    branches = [one], [one, same(192, 1, 3), same(192, 3, 1)]
    for number in range(1, 6):
        x = residual(net, x, f"block8.{number}", 0.2, *branches)
    x = residual(net, x, "block8.6", 1.0, *branches, relu=False)
    return head(net, x, 512)


def inception_resnet_v2(net, x):
    """With the authors' stem (`mixed5b` in place of figure 3) and the head of facenet's v1."""
    x = F.max_pool2d(stem(net, x), 3, 2)
    views = [
        branch(net, x, "mixed5b.b0", [same(96, 1, 1)]),
        branch(net, x, "mixed5b.b1", [same(48, 1, 1), same(64, 5, 5)]),
        branch(net, x, "mixed5b.b2", [same(64, 1, 1), same(96, 3, 3), same(96, 3, 3)]),
        branch(net, F.avg_pool2d(x, 3, 1, 1, count_include_pad=False), "mixed5b.project", [same(64, 1, 1)]),
    ]
    x = net.note(torch.cat(views, 1), "mixed5b")
    one = same(32, 1, 1)
    for number in range(1, 11):
        branches = [one], [one, same(32, 3, 3)], [one, same(48, 3, 3), same(64, 3, 3)]
        x = residual(net, x, f"block35.{number}", 0.17, *branches)
    x = reduction(net, x, "mixed6a", [valid(384, 2)], [same(256, 1, 1), same(256, 3, 3), valid(384, 2)])
    for number in range(1, 21):
        branches = [same(192, 1, 1)], [same(128, 1, 1), same(160, 1, 7), same(192, 7, 1)]
        x = residual(net, x, f"block17.{number}", 0.1, *branches)
    one = same(256, 1, 1)
    x = reduction(net, x, "mixed7a", [one, valid(384, 2)], [one, valid(288, 2)], [one, same(288, 3, 3), valid(320, 2)])
    branches = [same(192, 1, 1)], [same(192, 1, 1), same(224, 1, 3), same(256, 3, 1)]
    for number in range(1, 10):
        x = residual(net, x, f"block8.{number}", 0.2, *branches)
    x = residual(net, x, "block8.10", 1.0, *branches, relu=False)
    x = branch(net, x, "conv7b", [same(1536, 1, 1)])
    return head(net, x, 512)


# --- What is written -------------------------------------------------------------------------------------------------

KEPT_NN1 = ["conv1.relu", "conv3.relu", "conv6.relu", "fc1.maxout"]
KEPT_NN2 = ["conv1.relu", "inception3a", "inception3c", "inception5b"]
def half(outputs):
    return outputs, 3, 3, 2, True


def mixed(net, x, path, *branches):
    """Branches and a max pooling, all with a border, side by side."""
    views = [branch(net, x, f"{path}.b{index}", steps) for index, steps in enumerate(branches)]
    return net.note(torch.cat([*views, F.max_pool2d(x, 3, 2, 1)], 1), path)


def face_inception(stem, counts, grid28, grid14, half14, half7, grid7, places):
    """Ours, at 112x112: widths of the stem, blocks a grid, widths of the blocks and of what lies between them."""

    def network(net, x):
        one, two, three, four = stem
        for name, step in [("conv1a", half(one)), ("conv1b", same(two, 3, 3)), ("conv2a", half(three)), ("conv2b", same(four, 3, 3))]:
            x = branch(net, x, name, [step])
        point = same(grid28, 1, 1)
        for number in range(1, counts[0] + 1):
            x = residual(net, x, f"block28.{number}", 0.3, [point], [point, same(grid28, 3, 3)])
        x = mixed(net, x, "mixed14", [half(half14)])
        narrow, wide = grid14
        point = same(narrow, 1, 1)
        for number in range(1, counts[1] + 1):
            branches = [point], [point, same(wide, 3, 3)], [point, same(narrow, 3, 3), same(wide, 3, 3)]
            x = residual(net, x, f"block14.{number}", 0.3, *branches)
        x = mixed(net, x, "mixed7", [half(half7[0])], [same(half7[1], 1, 1), half(half7[2])])
        narrow, wide = grid7
        point = same(narrow, 1, 1)
        for number in range(1, counts[2] + 1):
            x = residual(net, x, f"block7.{number}", 0.3, [point], [point, same(narrow, 1, 7), same(wide, 7, 1)])
        x = branch(net, x, "places", [same(places, 1, 1)])
        x = net.linear(x.flatten(1), "embedding", 128, bias=False)
        return F.normalize(net.norm(x, "embedding.bn"))

    return network


face_inception_s = face_inception((16, 32, 48, 64), (1, 4, 4), 32, (32, 48), 96, (128, 64, 96), (64, 96), 48)
face_inception_d = face_inception((16, 32, 48, 64), (1, 6, 8), 32, (32, 48), 96, (128, 64, 96), (64, 96), 48)
face_inception_m = face_inception((32, 32, 64, 96), (2, 5, 4), 32, (48, 64), 160, (192, 96, 128), (96, 128), 64)

KEPT_NN4 = ["conv1.relu", "inception3a", "inception4e", "inception5b"]
KEPT_NNS = ["conv1.relu", "inception3c", "inception5a", "fc1.maxout"]

# name: (network, rows, columns, activations kept)
PAPER = {
    "nn1": (nn1, 220, 220, KEPT_NN1),
    "nn2": (nn2, 224, 224, KEPT_NN2),
    "nn3": (nn2, 160, 160, KEPT_NN2),
    "nn4": (nn4, 96, 96, KEPT_NN4),
    "nns1": (nns1, 165, 165, KEPT_NNS),
    "nns2": (nns2, 140, 116, KEPT_NNS),
}
# name: (network, batch norm, rows, columns, activations kept)
NETWORKS = {
    **{name: (network, False, *rest) for name, (network, *rest) in PAPER.items()},
    **{f"{name}-bn": (network, True, *rest) for name, (network, *rest) in PAPER.items()},
    "inception-resnet-v1": (inception_resnet_v1, True, 160, 160, ["conv4b.relu", "block35.5", "mixed6a", "mixed7a"]),
    "face-inception-s": (face_inception_s, True, 112, 112, ["conv2b.relu", "mixed14", "mixed7", "block7.4"]),
    "face-inception-m": (face_inception_m, True, 112, 112, ["conv2b.relu", "mixed14", "mixed7", "block7.4"]),
    "face-inception-d": (face_inception_d, True, 112, 112, ["conv2b.relu", "mixed14", "mixed7", "block7.8"]),
    "inception-resnet-v2": (inception_resnet_v2, True, 160, 160, ["mixed5b", "block35.10", "mixed6a", "mixed7a"]),
}


def make(name):
    network, batch_norm, rows, columns, keep = NETWORKS[name]
    net = Net(keep, batch_norm)
    image = torch.from_numpy(scalars("input", 2 * 3 * rows * columns).reshape(2, 3, rows, columns))
    with torch.inference_mode():
        embedding = network(net, image)
    assert set(net.kept) == set(keep), name
    tensors = {f"activation.{key}": value for key, value in net.kept.items()} | {"embedding": embedding.numpy()}
    for key, value in tensors.items():
        assert np.isfinite(value).all(), (name, key)
    path = FOLDER / f"{name}.safetensors"
    metadata = {"network": name, "input": f"2,3,{rows},{columns}", "parameters": str(net.count), "generator": "torch 2.2.2"}
    save_file(tensors, path, metadata=metadata)
    sort_metadata(path)
    apart = float(((embedding[0] - embedding[1]) ** 2).sum())
    levels = {key: f"{np.abs(value).mean():.3g}" for key, value in net.kept.items()}
    print(f"{name}: {net.count} parameters, {path.stat().st_size} bytes, images {apart:.2e} apart, mean activation {levels}")


def sort_metadata(path):
    """Rewrites the header with its keys in order, for the library writes its metadata in a random one."""
    data = path.read_bytes()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    header["__metadata__"] = dict(sorted(header["__metadata__"].items()))
    body = json.dumps(header, separators=(",", ":")).encode()
    body += b" " * (-len(body) % 8)
    path.write_bytes(len(body).to_bytes(8, "little") + body + data[8 + length :])


def main():
    check_versions()
    torch.set_num_threads(1)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[1:] or NETWORKS:
        make(name)


if __name__ == "__main__":
    main()
