#!/usr/bin/env python3
"""Makes the small ONNX models that test the import, and what ONNX Runtime computes with them.

    pip install -r Scripts/requirements-golden.txt
    Scripts/make-golden-onnx.py Tests/FaceNetworksTests/Golden/ONNX

Each model NAME.onnx gets a NAME.safetensors with its inputs (`input.VALUE`) and outputs (`output.VALUE`), batch of 2.
All numbers follow from the seed of the model's name, so the files come out the same each time.
"""
import sys
import zlib
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import save_file

FOLDER = Path(sys.argv[1])
MODELS = []


class Graph:
    """A graph under construction: inputs of [n, ...], operators named after their outputs."""

    def __init__(self, name, opset=17):
        self.name, self.opset = name, opset
        self.random = np.random.default_rng(zlib.crc32(name.encode()))
        self.nodes, self.inputs, self.outputs, self.weights = [], {}, [], []
        MODELS.append(self)

    def input(self, *shape, name="image"):
        self.inputs[name] = shape
        return name

    def weight(self, *shape, low=-1.0, high=1.0, raw=True, type=np.float32):
        array = self.random.uniform(low, high, shape).astype(type)
        return self.constant(array, raw)

    def constant(self, array, raw=True):
        array = np.asarray(array)
        name = f"w{len(self.weights)}"
        if raw:
            self.weights.append(numpy_helper.from_array(array, name))
        else:
            kind = helper.np_dtype_to_tensor_dtype(array.dtype)
            self.weights.append(helper.make_tensor(name, kind, array.shape, array.flatten().tolist()))
        return name

    def __call__(self, op, *inputs, name=None, **attributes):
        output = name or f"/{op.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, list(inputs), [output], name=output, **attributes))
        return output

    def output(self, value):
        self.outputs.append(value)

    def model(self):
        graph = helper.make_graph(
            self.nodes,
            self.name,
            [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["n", *s]) for n, s in self.inputs.items()],
            [helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in self.outputs],
            self.weights,
        )
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", self.opset)], ir_version=8)


def convolutions():
    g = Graph("convolutions")
    x = g.input(4, 9, 11)
    g.output(g("Conv", x, g.weight(6, 4, 3, 3), g.weight(6), strides=[2, 1], pads=[0, 1, 2, 1]))
    g.output(g("Conv", x, g.weight(8, 2, 3, 3), group=2, dilations=[2, 2]))
    g.output(g("Conv", x, g.weight(4, 1, 3, 5), g.weight(4), group=4, auto_pad="SAME_UPPER", strides=[2, 2]))
    g.output(g("Conv", x, g.weight(2, 4, 2, 2), auto_pad="SAME_LOWER"))
    g.output(g("Conv", x, g.weight(40, 4, 3, 3), g.weight(40), auto_pad="VALID"))


def poolings():
    g = Graph("poolings")
    x = g.input(3, 10, 13)
    g.output(g("MaxPool", x, kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1))
    g.output(g("MaxPool", x, kernel_shape=[2, 2], strides=[2, 2], pads=[1, 1, 1, 1], ceil_mode=1))
    g.output(g("MaxPool", x, kernel_shape=[2, 3], dilations=[2, 2]))
    g.output(g("AveragePool", x, kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1]))
    g.output(g("AveragePool", x, kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1], count_include_pad=1))
    g.output(g("AveragePool", x, kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1))
    g.output(g("LpPool", x, kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1], p=2))
    g.output(g("GlobalAveragePool", x))
    g.output(g("GlobalMaxPool", x))
    g.output(g("ReduceMean", x, axes=[2, 3], keepdims=0))
    g.output(g("ReduceMean", x, axes=[-1, -2]))


def activations():
    g = Graph("activations")
    x = g.input(4, 3, 5)
    for op in ("Relu", "LeakyRelu", "Sigmoid", "Identity"):
        g.output(g(op, x))
    g.output(g("LeakyRelu", x, alpha=0.3))
    g.output(g("PRelu", x, g.weight(4, 1, 1, low=0)))
    g.output(g("PRelu", x, g.weight(1, low=0)))
    g.output(g("Clip", x, g.constant(np.float32(-0.5)), g.constant(np.float32(0.25))))
    g.output(g("Clip", x, "", g.constant(np.float32(0.25))))
    g.output(g("Softmax", x, axis=1))
    g.output(g("Softmax", x))
    g.output(g("Softmax", x, axis=-2))


def activations_of_old():
    g = Graph("activations-opset-10", opset=10)
    x = g.input(4, 3, 5)
    g.output(g("Clip", x, min=-0.5, max=0.25))
    g.output(g("Clip", x, min=0.0))
    g.output(g("Softmax", x, axis=1))
    g.output(g("Softmax", x, axis=2))
    g.output(g("Dropout", x, ratio=0.5))


def arithmetic():
    g = Graph("arithmetic")
    x, y = g.input(4, 3, 5), g.input(4, 3, 5, name="other")
    for op in ("Add", "Sub", "Mul", "Div"):
        g.output(g(op, x, g.weight(4, 1, 1, low=0.5)))
        g.output(g(op, g.weight(1, 4, 1, 1), g("Add", x, g.constant(np.float32(3)))))
    g.output(g("Add", x, y))
    g.output(g("Sub", x, y))
    g.output(g("Mul", x, y))
    g.output(g("Add", x, g("Mul", y, g.constant(np.float32(0.17)))))
    g.output(g("Add", g("Mul", g.constant(np.float32(0.3)), y), x))
    g.output(g("Mul", x, g.constant(np.float32(0.17))))
    g.output(g("Div", x, g.constant(np.float32(4))))
    g.output(g("Sub", g("Mul", x, g.constant(np.float32(2))), y))
    g.output(g("Sum", x, y))
    g.output(g("Mul", x, g("GlobalAveragePool", y)))


def matrices():
    g = Graph("matrices")
    x = g.input(40)
    g.output(g("Gemm", x, g.weight(12, 40), g.weight(12), transB=1))
    g.output(g("Gemm", x, g.weight(40, 12), g.weight(1, 12), alpha=0.5, beta=2.0))
    g.output(g("Gemm", x, g.weight(12, 40), g.constant(np.float32(0.5)), transB=1, alpha=3.0))
    g.output(g("MatMul", x, g.weight(40, 12)))


def normalizations():
    g = Graph("normalizations")
    x = g.input(8, 3, 5)
    statistics = [g.weight(8), g.weight(8), g.weight(8), g.weight(8, low=0.1)]
    g.output(g("BatchNormalization", x, *statistics, epsilon=1e-3))
    g.output(g("LRN", x, size=5, alpha=0.3, beta=0.75, bias=2.0))
    g.output(g("LpNormalization", x, axis=1, p=2))
    flat = g("Flatten", x)
    norm = g("ReduceL2", flat, axes=[1])
    g.output(g("Div", flat, g("Expand", g("Clip", norm, g.constant(np.float32(1e-12))), g("Shape", flat))))
    g.output(g("Div", flat, g("Max", norm, g.constant(np.float32(100)))))
    g.output(g("Div", flat, g("Add", norm, g.constant(np.float32(1e-12)))))
    g.output(g("Div", x, g("ReduceL2", x, axes=[1])))
    g.output(g("ReduceMax", g("Reshape", x, g.constant([0, 4, 2, 3, 5])), axes=[2], keepdims=0))


def shapes():
    g = Graph("shapes")
    x = g.input(6, 4, 5)
    integers = lambda *v: g.constant(np.array(v, np.int64))
    batch = g("Gather", g("Shape", x), g.constant(np.int64(0)), axis=0)
    flat = g("Concat", g("Unsqueeze", batch, integers(0)), integers(-1), axis=0)
    turned = g("Transpose", x, perm=[0, 3, 2, 1])
    g.output(g("Reshape", turned, flat))
    g.output(g("Gemm", g("Reshape", turned, flat), g.weight(3, 120), g.weight(3), transB=1))
    g.output(g("Reshape", g("Transpose", x, perm=[0, 2, 3, 1]), integers(0, -1, 6)))
    g.output(g("Reshape", x, g("Concat", g("Slice", g("Shape", x), integers(0), integers(2)), integers(-1), axis=0)))
    g.output(g("Squeeze", g("GlobalAveragePool", x), integers(2, 3)))
    g.output(g("Unsqueeze", g("Flatten", x), integers(2, -1)))
    g.output(g("Transpose", g("GlobalAveragePool", x), perm=[0, 3, 2, 1]))
    g.output(g("Flatten", g("Concat", x, g("Relu", x), axis=-3)))
    g.output(g("Concat", x, x, axis=3))


def resizes():
    g = Graph("resizes")
    x = g.input(2, 3, 4)
    scales = g.constant(np.array([1, 1, 2, 3], np.float32))
    g.output(g("Resize", x, "", scales, mode="nearest", coordinate_transformation_mode="asymmetric", nearest_mode="floor"))
    g.output(g("Resize", x, "", scales, mode="nearest"))
    integers = lambda *v: g.constant(np.array(v, np.int64))
    size = g("Slice", g("Shape", x), integers(2), integers(4))
    scaled = g("Cast", g("Floor", g("Mul", g("Cast", size, to=TensorProto.FLOAT), g.constant(np.float32(2)))), to=TensorProto.INT64)
    sizes = g("Concat", g("Slice", g("Shape", x), integers(0), integers(2)), scaled, axis=0)
    g.output(g("Resize", x, "", "", sizes, mode="nearest", coordinate_transformation_mode="asymmetric", nearest_mode="floor"))
    for opset, op in ((9, "Upsample"), (10, "Resize")):
        old = Graph(f"resizes-opset-{opset}", opset=opset)
        x = old.input(2, 3, 4)
        old.output(old(op, x, old.constant(np.array([1, 1, 2, 2], np.float32)), mode="nearest"))


def storage():
    g = Graph("storage")
    x = g.input(20, 4, 4)
    listed = g("Conv", x, g.weight(20, 20, 1, 1, raw=False), g.weight(20, raw=False))
    half = g("Cast", g.weight(20, 20, 1, 1, type=np.float16), to=TensorProto.FLOAT)
    g.output(g("Conv", listed, half))
    g.output(g("Conv", x, g("Constant", value=numpy_helper.from_array(g.random.uniform(-1, 1, (4, 20, 1, 1)).astype(np.float32)))))


for make in (convolutions, poolings, activations, activations_of_old, arithmetic, matrices, normalizations, shapes, resizes, storage):
    make()
FOLDER.mkdir(parents=True, exist_ok=True)
for graph in MODELS:
    model = graph.model()
    session = onnxruntime.InferenceSession(model.SerializeToString())
    inputs = {n: graph.random.standard_normal((2, *s)).astype(np.float32) for n, s in graph.inputs.items()}
    outputs = session.run(None, inputs)
    for info, output in zip(model.graph.output, outputs):
        info.CopyFrom(helper.make_tensor_value_info(info.name, TensorProto.FLOAT, ["n", *output.shape[1:]]))
    onnx.checker.check_model(model)
    onnx.save(model, FOLDER / f"{graph.name}.onnx")
    tensors = {f"input.{n}": v for n, v in inputs.items()}
    tensors |= {f"output.{n}": np.ascontiguousarray(v) for n, v in zip(graph.outputs, outputs)}
    save_file(tensors, FOLDER / f"{graph.name}.safetensors")
    print(graph.name, len(graph.nodes), "operators", len(outputs), "outputs")

# With a second folder, that of FACENET_DATA, also what the real detectors compute; their weights stay where they are.
REAL = {
    "mtcnn-pnet": ("mtcnn/mtcnn-pnet.onnx", (3, 24, 24)),
    "mtcnn-rnet": ("mtcnn/mtcnn-rnet.onnx", (3, 24, 24)),
    "mtcnn-onet": ("mtcnn/mtcnn-onet.onnx", (3, 48, 48)),
    "yunet": ("yunet/yunet_n_dynamic.onnx", (3, 32, 64)),
}
for name, (path, shape) in REAL.items() if len(sys.argv) > 2 else ():
    session = onnxruntime.InferenceSession(Path(sys.argv[2]) / path)
    random = np.random.default_rng(zlib.crc32(name.encode()))
    value = session.get_inputs()[0].name
    image = random.standard_normal((2, *shape)).astype(np.float32)
    outputs = session.run(None, {value: image})
    tensors = {f"input.{value}": image}
    tensors |= {f"output.{o.name}": np.ascontiguousarray(v) for o, v in zip(session.get_outputs(), outputs)}
    save_file(tensors, FOLDER / f"{name}.safetensors")
    print(name, len(outputs), "outputs")
