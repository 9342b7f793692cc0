"""Writes Tests/FaceEngineTests/Golden: one small safetensors file for each case of each operation.

    pip install -r Scripts/requirements-golden.txt
    python Scripts/make-golden-ops.py

The outputs are PyTorch 2.2.2's, on one thread; where ONNX has the operation, ONNX Runtime 1.32.0 computes it too and
the script stops if the two disagree. Inputs are random, from seed 2015 and the case's name. On one machine every run writes
the same bytes. Read Tests/FaceEngineTests/Golden/README.md for what a file holds.
"""

import json
import pathlib
import zlib

import numpy as np
import onnx
import onnxruntime
import safetensors
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper
from safetensors.numpy import save_file

SEED = 2015
VERSIONS = {"numpy": "1.26.4", "onnx": "1.23.2", "onnxruntime": "1.32.0", "safetensors": "0.8.0", "torch": "2.2.2"}
FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Tests/FaceEngineTests/Golden"


def check_versions():
    for module in (np, onnx, onnxruntime, safetensors, torch):
        wanted, found = VERSIONS[module.__name__], module.__version__.split("+")[0]
        if wanted != found:
            raise SystemExit(f"{module.__name__} is {found}, the goldens are made with {wanted}")


# --- A case ----------------------------------------------------------------------------------------------------------


class Case:
    """One file: tensors by name, attributes as strings, the output, and ONNX Runtime's opinion of it."""

    def __init__(self, name, operation, **attributes):
        self.name = name
        self.metadata = {"op": operation} | {key: text(value) for key, value in attributes.items()}
        self.random = np.random.Generator(np.random.PCG64([SEED, zlib.crc32(name.encode())]))
        self.tensors = {}

    def normal(self, name, *shape, scale=1.0, offset=0.0):
        """Adds a tensor of normal numbers and returns it."""
        return self.add(name, (offset + scale * self.random.standard_normal(shape)).astype(np.float32))

    def uniform(self, name, *shape, low=0.5, high=1.5):
        """Adds a tensor of numbers evenly between `low` and `high` and returns it."""
        return self.add(name, self.random.uniform(low, high, shape).astype(np.float32))

    def add(self, name, values):
        self.tensors[name] = values
        return torch.from_numpy(values)

    def write(self, output, operator=None, **attributes):
        """Compares `output` to ONNX Runtime's, where an operator is named, and writes the file."""
        output = np.ascontiguousarray(output.detach().numpy())
        assert output.dtype == np.float32 and np.isfinite(output).all(), self.name
        self.metadata["generator"] = "torch 2.2.2"
        if operator:
            other = self.run_onnx(operator, attributes)
            assert other.shape == output.shape, (self.name, other.shape, output.shape)
            difference = np.abs(other - output).max()
            assert difference <= 2e-6 * max(1, np.abs(output).max()), (self.name, difference)
            self.metadata["checkedBy"] = f"onnxruntime 1.32.0 {operator}"
        path = FOLDER / f"{self.name}.safetensors"
        save_file(self.tensors | {"output": output}, path, metadata=self.metadata)
        sort_metadata(path)
        print(f"{path.stat().st_size:6} {path.name} {list(output.shape)}")

    def run_onnx(self, operator, attributes):
        tensors = self.tensors | attributes.pop("constants", {})
        inputs = attributes.pop("inputs", list(tensors))
        infos = [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, tensors[name].shape) for name in inputs if name
        ]
        node = helper.make_node(operator, inputs, ["output"], **attributes)
        output = helper.make_tensor_value_info("output", TensorProto.FLOAT, None)
        graph = helper.make_graph([node], "golden", infos, [output])
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        return session.run(["output"], {name: tensors[name] for name in inputs if name})[0]


def sort_metadata(path):
    """Rewrites the header with its keys in order, for the library writes its metadata in a random one."""
    data = path.read_bytes()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    header["__metadata__"] = dict(sorted(header["__metadata__"].items()))
    body = json.dumps(header, separators=(",", ":")).encode()
    body += b" " * (-len(body) % 8)
    path.write_bytes(len(body).to_bytes(8, "little") + body + data[8 + length :])


def text(value):
    """`3`, `0.75`, `true` or `1,2,3`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ",".join(text(item) for item in value)
    return str(value)


# --- Convolution and fully connected ---------------------------------------------------------------------------------


def convolution(
    name, channels, outputs, kernel, size=(7, 9), stride=(1, 1), pads=(0, 0, 0, 0), dilation=(1, 1), groups=1, bias=True
):
    """`pads` are top, left, bottom, right, in pixels."""
    case = Case(
        f"convolution-{name}", "convolution",
        kernel=kernel, stride=stride, pads=pads, dilation=dilation, groups=groups, outputs=outputs, bias=bias,
    )
    x = case.normal("input", 2, channels, *size)
    weight = case.normal("weight", outputs, channels // groups, *kernel, scale=0.5)
    addend = case.normal("bias", outputs) if bias else None
    top, left, bottom, right = pads
    y = F.conv2d(F.pad(x, (left, right, top, bottom)), weight, addend, stride, 0, dilation, groups)
    case.write(y, "Conv", strides=stride, pads=pads, dilations=dilation, group=groups, kernel_shape=kernel)


def convolutions():
    convolution("plain", 3, 4, (3, 3))
    convolution("padded", 3, 4, (3, 3), pads=(1, 1, 1, 1))
    convolution("stride", 3, 4, (3, 3), stride=(2, 2), pads=(1, 1, 1, 1))
    convolution("strides-differ", 3, 4, (3, 3), size=(9, 8), stride=(2, 3))
    convolution("asymmetric", 3, 4, (3, 3), size=(8, 8), stride=(2, 2), pads=(0, 1, 2, 0))
    convolution("dilated", 2, 3, (3, 3), size=(9, 9), pads=(2, 2, 2, 2), dilation=(2, 2))
    convolution("groups", 4, 6, (3, 3), pads=(1, 1, 1, 1), groups=2)
    convolution("depthwise", 6, 6, (3, 3), stride=(2, 2), pads=(1, 1, 1, 1), groups=6)
    convolution("depthwise-twofold", 3, 6, (3, 3), pads=(1, 1, 1, 1), groups=3)
    convolution("1x1", 8, 5, (1, 1))
    convolution("1x1-stride", 8, 5, (1, 1), stride=(2, 2), bias=False)
    convolution("1x7", 4, 4, (1, 7), size=(5, 9), pads=(0, 3, 0, 3))
    convolution("7x1", 4, 4, (7, 1), size=(9, 5), pads=(3, 0, 3, 0))
    convolution("7x7-stride", 3, 4, (7, 7), size=(12, 11), stride=(2, 2), pads=(3, 3, 3, 3))
    convolution("no-bias", 3, 4, (3, 3), bias=False)


def fully_connected():
    for name, bias in (("bias", True), ("no-bias", False)):
        case = Case(f"fully-connected-{name}", "fullyConnected", outputs=5, bias=bias)
        x, weight = case.normal("input", 2, 12), case.normal("weight", 5, 12, scale=0.3)
        addend = case.normal("bias", 5) if bias else None
        case.write(F.linear(x, weight, addend), "Gemm", transB=1)
    case = Case("fully-connected-planes", "fullyConnected", outputs=4, bias=True)
    x, weight, bias = case.normal("input", 2, 3, 2, 4), case.normal("weight", 4, 24, scale=0.3), case.normal("bias", 4)
    case.write(F.linear(x.flatten(1), weight, bias))


# --- Normalization ---------------------------------------------------------------------------------------------------


def normalizations():
    for name, channels, plane in (("batch-norm", 5, (3, 4)), ("batch-norm-features", 6, ())):
        case = Case(name, "batchNorm", epsilon=0.001)
        x = case.normal("input", 2, channels, *plane, scale=2, offset=1)
        gamma, beta = case.uniform("gamma", channels), case.normal("beta", channels)
        mean, variance = case.normal("mean", channels), case.uniform("variance", channels, low=0.05, high=3)
        case.write(F.batch_norm(x, mean, variance, gamma, beta, eps=1e-3), "BatchNormalization", epsilon=1e-3)

    # `alpha` is divided by the size before it multiplies the sum, as torch, ONNX and Caffe do it.
    for name, alpha, k, scale in (("lrn", 1e-4, 1.0, 60.0), ("lrn-strong", 0.3, 2.0, 2.0)):
        case = Case(name, "localResponseNorm", size=5, alpha=alpha, beta=0.75, k=k, alphaDividedBySize=True)
        x = case.normal("input", 2, 9, 3, 3, scale=scale)
        case.write(F.local_response_norm(x, 5, alpha, 0.75, k), "LRN", size=5, alpha=alpha, beta=0.75, bias=k)
    # AlexNet's own: `alpha` times the bare sum. Torch is given alpha * size for it, as any such engine must be.
    case = Case("lrn-alexnet", "localResponseNorm", size=5, alpha=1e-4, beta=0.75, k=1.0, alphaDividedBySize=False)
    x = case.normal("input", 2, 9, 3, 3, scale=60)
    case.write(F.local_response_norm(x, 5, 5e-4, 0.75, 1.0), "LRN", size=5, alpha=5e-4, beta=0.75, bias=1.0)

    for name, shape in (("l2-normalize", (2, 16)), ("l2-normalize-channels", (2, 6, 3, 2))):
        case = Case(name, "l2Normalize", axis=1, epsilon=1e-12)
        case.write(F.normalize(case.normal("input", *shape, scale=3), dim=1), "LpNormalization", axis=1, p=2)
    for name, shape, axis in (("features", (2, 7), 1), ("channels", (2, 4, 3, 2), 1), ("columns", (2, 3, 4, 5), 3)):
        case = Case(f"softmax-{name}", "softmax", axis=axis)
        case.write(F.softmax(case.normal("input", *shape, scale=4), dim=axis), "Softmax", axis=axis)


# --- Functions of one scalar, and maxout -----------------------------------------------------------------------------


def activations():
    shape = (2, 4, 3, 5)
    case = Case("relu", "relu")
    case.write(F.relu(case.normal("input", *shape)), "Relu")
    case = Case("leaky-relu", "leakyReLU", slope=0.2)
    case.write(F.leaky_relu(case.normal("input", *shape), 0.2), "LeakyRelu", alpha=0.2)
    case = Case("prelu", "prelu")
    x, slope = case.normal("input", *shape), case.uniform("slope", 4, low=-0.2, high=0.5)
    planes = {"planes": slope.numpy().reshape(4, 1, 1)}
    case.write(F.prelu(x, slope), "PRelu", inputs=["input", "planes"], constants=planes)
    case = Case("prelu-features", "prelu")
    x, slope = case.normal("input", 2, 8), case.uniform("slope", 8, low=-0.2, high=0.5)
    case.write(F.prelu(x, slope), "PRelu")
    case = Case("clip", "clip", minimum=-0.5, maximum=0.75)
    bounds = {"low": np.array(-0.5, np.float32), "high": np.array(0.75, np.float32)}
    case.write(case.normal("input", *shape).clamp(-0.5, 0.75), "Clip", constants=bounds)
    case = Case("sigmoid", "sigmoid")
    case.write(torch.sigmoid(case.normal("input", *shape, scale=4)), "Sigmoid")


def maxouts():
    for name, shape, pieces in (("planes", (2, 6, 3, 2), 2), ("features", (2, 12), 2), ("three", (2, 12), 3)):
        case = Case(f"maxout-{name}", "maxout", pieces=pieces)
        x = case.normal("input", *shape)
        case.write(x.reshape(2, shape[1] // pieces, pieces, *shape[2:]).amax(2))


# --- Pooling ---------------------------------------------------------------------------------------------------------


def pool(name, kind, kernel, stride, pad=0, image=(7, 8), ceil=False, counts=False):
    pads, strides = (pad,) * 4, (stride, stride)
    attributes = {"kernel": kernel, "stride": strides, "pads": pads, "ceil": ceil}
    if kind == "average":
        attributes["countsBorder"] = counts
    case = Case(f"{kind}-pool-{name}", f"{kind}Pool", **attributes)
    x = case.normal("input", 2, 3, *image)
    common = {"kernel_shape": kernel, "strides": strides, "pads": pads, "ceil_mode": int(ceil)}
    if kind == "max":
        case.write(F.max_pool2d(x, kernel, stride, pad, ceil_mode=ceil), "MaxPool", **common)
    elif kind == "average":
        y = F.avg_pool2d(x, kernel, stride, pad, ceil_mode=ceil, count_include_pad=counts)
        case.write(y, "AveragePool", count_include_pad=int(counts), **common)
    else:
        # The square root of the *sum* of squares; a border counts as zeros.
        case.write(F.lp_pool2d(F.pad(x, pads), 2.0, kernel, stride), "LpPool", p=2, **common)


def pools():
    pool("2x2", "max", (2, 2), 2)
    pool("3x3", "max", (3, 3), 2)
    pool("3x3-ceil", "max", (3, 3), 2, image=(8, 6), ceil=True)
    pool("2x2-ceil", "max", (2, 2), 2, image=(7, 5), ceil=True)
    pool("3x3-padded", "max", (3, 3), 2, 1)
    pool("3x3-padded-ceil", "max", (3, 3), 2, 1, image=(8, 8), ceil=True)
    pool("3x3-same", "max", (3, 3), 1, 1)
    pool("2x3", "max", (2, 3), 1)
    pool("3x3", "average", (3, 3), 2)
    pool("3x3-border-counted", "average", (3, 3), 2, 1, counts=True)
    pool("3x3-border-not-counted", "average", (3, 3), 2, 1)
    pool("3x3-ceil", "average", (3, 3), 2, image=(8, 6), ceil=True)
    pool("3x3", "l2", (3, 3), 2)
    pool("3x3-same", "l2", (3, 3), 1, 1)
    pool("2x2", "l2", (2, 2), 2)
    case = Case("global-average-pool", "globalAveragePool")
    case.write(F.adaptive_avg_pool2d(case.normal("input", 2, 5, 3, 7), 1), "GlobalAveragePool")


# --- Two tensors and more --------------------------------------------------------------------------------------------


def combinations():
    for name, axis, shapes in (
        ("channels", 1, [(2, 3, 3, 4), (2, 1, 3, 4), (2, 5, 3, 4)]),
        ("rows", 2, [(2, 3, 2, 4), (2, 3, 3, 4)]),
    ):
        case = Case(f"concatenate-{name}", "concatenate", axis=axis)
        parts = [case.normal(f"input{index}", *shape) for index, shape in enumerate(shapes)]
        case.write(torch.cat(parts, axis), "Concat", axis=axis)

    case = Case("residual", "residual", scale=0.17)
    first, second = case.normal("input0", 2, 4, 3, 3), case.normal("input1", 2, 4, 3, 3)
    case.write(first + 0.17 * second)

    shapes = {
        "same": ((2, 3, 4, 2), (2, 3, 4, 2)),
        "channels": ((2, 3, 4, 2), (2, 3, 1, 1)),
        "planes": ((2, 1, 4, 2), (2, 3, 1, 2)),
    }
    kinds = {
        "add": (torch.add, "Add"),
        "subtract": (torch.sub, "Sub"),
        "multiply": (torch.mul, "Mul"),
        "divide": (torch.div, "Div"),
    }
    for kind, (function, operator) in kinds.items():
        for name, (one, other) in shapes.items():
            case = Case(f"{kind}-{name}", kind)
            first, second = case.normal("input0", *one), case.uniform("input1", *other)
            case.write(function(first, second), operator)

    for name, planes in (("matmul", ()), ("matmul-planes", (3,))):
        case = Case(name, "matmul")
        first, second = case.normal("input0", 2, *planes, 3, 4), case.normal("input1", 2, *planes, 4, 5)
        case.write(torch.matmul(first, second), "MatMul")


def rearrangements():
    case = Case("flatten", "flatten")
    case.write(case.normal("input", 2, 3, 2, 4).flatten(1), "Flatten", axis=1)
    for name, order in (("channels-last", (0, 2, 3, 1)), ("channels-first", (0, 3, 1, 2)), ("turned", (0, 1, 3, 2))):
        case = Case(f"transpose-{name}", "transpose", permutation=order)
        case.write(case.normal("input", 2, 3, 4, 5).permute(order), "Transpose", perm=order)
    for name, rows, columns in (("2x", 2, 2), ("2x3", 2, 3)):
        case = Case(f"resize-nearest-{name}", "resizeNearest", rows=rows, columns=columns)
        x = case.normal("input", 2, 3, 3, 4)
        case.write(
            F.interpolate(x, scale_factor=(rows, columns), mode="nearest"),
            "Resize", inputs=["input", "", "scales"], constants={"scales": np.array([1, 1, rows, columns], np.float32)},
            mode="nearest", coordinate_transformation_mode="asymmetric", nearest_mode="floor",
        )


def main():
    check_versions()
    torch.set_num_threads(1)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.safetensors"):
        old.unlink()
    for make in (convolutions, fully_connected, normalizations, activations, maxouts, pools, combinations, rearrangements):
        make()


if __name__ == "__main__":
    main()
