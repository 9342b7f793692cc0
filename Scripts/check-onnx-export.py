#!/usr/bin/env python3
"""Checks with ONNX Runtime that exported models compute what their originals do.

    pip install -r Scripts/requirements-golden.txt
    FACENET_KEEP_EXPORTS=/tmp/exports swift test -c release -Xswiftc -enable-testing --filter ONNX
    Scripts/check-onnx-export.py /tmp/exports Tests/FaceNetworksTests/Golden/ONNX [ORIGINAL.onnx ...]

Each NAME.onnx of the first folder is run on the inputs of NAME.safetensors in the second; where there is none, the
original of that name is run beside it on random inputs.
"""
import sys
import zlib
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from safetensors.numpy import load_file

exports, goldens = Path(sys.argv[1]), Path(sys.argv[2])
originals = {Path(path).stem: path for path in sys.argv[3:]}
worst, count = 0.0, 0
for path in sorted(exports.glob("*.onnx")):
    onnx.checker.check_model(str(path))
    session = onnxruntime.InferenceSession(path)
    golden = goldens / f"{path.stem}.safetensors"
    if golden.exists():
        tensors = load_file(golden)
        model = onnx.load(goldens / f"{path.stem}.onnx")
        inputs = [tensors[f"input.{i.name}"] for i in model.graph.input]
        expected = [tensors[f"output.{o.name}"] for o in model.graph.output]
    elif path.stem in originals:
        original = onnxruntime.InferenceSession(originals[path.stem])
        random = np.random.default_rng(zlib.crc32(path.stem.encode()))
        inputs = [
            random.standard_normal([2, *i.shape[1:]]).astype(np.float32) for i in session.get_inputs()
        ]
        expected = original.run(None, {i.name: v for i, v in zip(original.get_inputs(), inputs)})
    else:
        print(f"{path.stem}: nothing to compare with")
        continue
    actual = session.run(None, {i.name: v for i, v in zip(session.get_inputs(), inputs)})
    assert len(actual) == len(expected)
    for a, e in zip(actual, expected):
        assert a.shape == e.shape, (path.stem, a.shape, e.shape)
    error = max(np.max(np.abs(a - e) / np.maximum(1, np.abs(e))) for a, e in zip(actual, expected))
    print(f"{path.stem}: {len(actual)} outputs, largest difference {error:.2e}")
    worst, count = max(worst, error), count + 1
print(f"{count} models, largest difference {worst:.2e}")
sys.exit(0 if count and worst < 1e-4 else 1)
