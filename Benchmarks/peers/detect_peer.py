"""A peer that finds faces: YuNet in ONNX Runtime. See rounds.py.

    python detect_peer.py --network $FACENET_DATA/yunet/yunet_n_dynamic.onnx --size 480x640 [--photo FILE]

The network alone, from floats to grids: turning bytes into floats before it, and grids into faces after it, cost nothing
here, which favors the peer. The figure is photos a second.
"""

import argparse
import pathlib

import rounds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", type=pathlib.Path, required=True)
    parser.add_argument("--size", default="480x640", help="rows x columns")
    parser.add_argument("--photo", type=pathlib.Path)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()

    import numpy
    import onnxruntime

    height, width = (int(part) for part in options.size.split("x"))
    if options.photo:
        from PIL import Image

        pixels = numpy.asarray(Image.open(options.photo).convert("RGB").resize((width, height)))
    else:
        pixels = numpy.random.default_rng(0).integers(0, 256, (height, width, 3), numpy.uint8)
    image = numpy.ascontiguousarray(pixels[:, :, ::-1].transpose(2, 0, 1)[None].astype(numpy.float32))
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = options.threads
    settings.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(options.network), settings, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name

    def step():
        session.run(None, {name: image})
        return 1

    rounds.serve(step, warm_up=10)


if __name__ == "__main__":
    main()
