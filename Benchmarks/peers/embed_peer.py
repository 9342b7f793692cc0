"""A peer that embeds: an ONNX file on ONNX Runtime or OpenVINO, or facenet-pytorch's Inception-ResNet-v1. See rounds.py.

    python embed_peer.py --engine onnxruntime --precision int8 --batch 32 --threads 2 --model facenet-vggface2.onnx --crops crops.npy

The input is a ready fp32 array of the file's own size, so only the network is timed. facenet-pytorch runs with random
weights, for its own cannot be had here: the arithmetic is the same. int8 models are made by each engine's own tool (static,
weights a channel, calibrated on `--crops`), once, and kept in `--cache` by what the file holds.
"""

import argparse
import hashlib
import os
import pathlib
import sys

import numpy as np

import rounds


def facenet_pytorch(options, batch):
    """Eager PyTorch; bf16 by autocast."""
    import contextlib

    import torch
    from facenet_pytorch import InceptionResnetV1

    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    network = InceptionResnetV1(classify=False, num_classes=2).eval()
    x = torch.from_numpy(batch)
    if options.precision == "int8":
        raise SystemExit("facenet-pytorch has no int8")

    def run():
        cast = torch.autocast("cpu", torch.bfloat16) if options.precision == "bf16" else contextlib.nullcontext()
        with torch.inference_mode(), cast:
            return network(x).float().numpy()

    return run


def onnx_runtime(options, batch):
    """The CPU provider; int8 by `quantize_static`, QDQ. It has no bf16 on the CPU."""
    import onnxruntime

    model = str(options.model)
    if options.precision == "bf16":
        raise SystemExit("ONNX Runtime has no bf16 convolution on the CPU")
    if options.precision == "int8":
        model = kept(options, "onnxruntime-int8.onnx", lambda path: quantize_onnx(options, path))
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = options.threads
    settings.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, settings, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return lambda: session.run(None, {name: batch})[0]


def quantize_onnx(options, path):
    from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process

    class Reader(CalibrationDataReader):
        def __init__(self):
            self.batches = iter(calibration(options))

        def get_next(self):
            batch = next(self.batches, None)
            return None if batch is None else {options.input: batch}

    prepared = path.with_suffix(".prepared.onnx")
    quant_pre_process(str(options.model), str(prepared))
    quantize_static(
        str(prepared), str(path), Reader(), quant_format=QuantFormat.QDQ, per_channel=True,
        activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
    )
    prepared.unlink()


def open_vino(options, batch):
    """A compiled model with its batch fixed; int8 by NNCF's post-training quantization."""
    import openvino
    import openvino.properties as properties
    import openvino.properties.hint as hint

    core = openvino.Core()
    if options.precision == "int8":
        model = core.read_model(kept(options, "openvino-int8.xml", lambda path: quantize_openvino(options, path)))
    else:
        model = core.read_model(options.model)
    model.reshape(list(batch.shape))
    config = {properties.inference_num_threads: options.threads, properties.num_streams: 1}
    if options.precision != "int8":  # There it may compute what is not quantized as it likes best.
        config[hint.inference_precision] = openvino.Type.bf16 if options.precision == "bf16" else openvino.Type.f32
    compiled = core.compile_model(model, "CPU", config)
    print("inference precision", compiled.get_property(hint.inference_precision), file=sys.stderr)
    request = compiled.create_infer_request()
    tensor = openvino.Tensor(batch, shared_memory=True)

    def run():
        request.infer([tensor])
        return request.get_output_tensor().data

    return run


def quantize_openvino(options, path):
    # NNCF wants a newer torch than facenet-pytorch allows, and needs none for this: hide it.
    sys.modules["torch"] = None
    import nncf
    import openvino

    model = openvino.Core().read_model(options.model)
    model.reshape([8, 3, options.side, options.side])
    data = nncf.Dataset(calibration(options))
    quantized = nncf.quantize(model, data, subset_size=len(calibration(options)), preset=nncf.QuantizationPreset.MIXED)
    quantized.reshape([-1, 3, options.side, options.side])
    openvino.save_model(quantized, path, compress_to_fp16=False)


def calibration(options, count=200, size=8):
    """The first crops in batches, normalized."""
    if options.crops is None:
        raise SystemExit("int8 needs --crops to calibrate on")
    crops = np.load(options.crops, mmap_mode="r")[:count]
    if crops.shape[1] != options.side:
        from PIL import Image

        crops = np.stack([np.asarray(Image.fromarray(crop).resize((options.side, options.side))) for crop in crops])
    return [normalized(crops[start : start + size]) for start in range(0, min(count, len(crops)) // size * size, size)]


def normalized(crops):
    """uint8 [n, s, s, 3] to fp32 [n, 3, s, s], (x - 127.5) / 128."""
    return np.ascontiguousarray(((crops.astype(np.float32) - 127.5) / 128).transpose(0, 3, 1, 2))


def kept(options, name, make):
    """The path of a model made once of this file."""
    options.cache.mkdir(parents=True, exist_ok=True)
    path = options.cache / f"{hashlib.sha256(options.model.read_bytes()).hexdigest()[:12]}-{name}"
    if not path.exists():
        make(path)
    return str(path)


def input_of(path):
    """The name of a model's input, and the side of its square images."""
    import onnx

    entry = onnx.load(str(path), load_external_data=False).graph.input[0]
    return entry.name, entry.type.tensor_type.shape.dim[2].dim_value


ENGINES = {"facenet-pytorch": facenet_pytorch, "onnxruntime": onnx_runtime, "openvino": open_vino}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=ENGINES, required=True)
    parser.add_argument("--precision", choices=["fp32", "bf16", "int8"], default="fp32")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--model", type=pathlib.Path, help="an ONNX file, [n, 3, s, s]")
    parser.add_argument("--crops", type=pathlib.Path, help="uint8 [n, s, s, 3] .npy, of any side: what int8 is calibrated on")
    parser.add_argument("--cache", type=pathlib.Path, default=pathlib.Path("/tmp/facenet-peers"))
    parser.add_argument("--check", type=pathlib.Path, help="embed all of --crops into this .npy instead of serving rounds")
    options = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = str(options.threads)
    options.input, options.side = ("image", 160) if options.engine == "facenet-pytorch" else input_of(options.model)
    random = np.random.Generator(np.random.PCG64(0))
    batch = random.uniform(-1, 1, (options.batch, 3, options.side, options.side)).astype(np.float32)
    run = ENGINES[options.engine](options, batch)
    if options.check:
        return check(options, run, batch)

    def step():
        run()
        return options.batch

    rounds.serve(step)


def check(options, run, batch):
    """Writes the embeddings of the crops, a whole number of batches of them."""
    crops = np.load(options.crops, mmap_mode="r")
    parts = []
    for start in range(0, len(crops) // options.batch * options.batch, options.batch):
        batch[:] = normalized(crops[start : start + options.batch])
        parts.append(np.array(run()))
    np.save(options.check, np.concatenate(parts))


if __name__ == "__main__":
    main()
