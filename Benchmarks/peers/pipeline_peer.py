"""A peer that goes from photo files to embeddings: facenet-pytorch's MTCNN and InceptionResnetV1. See rounds.py.

    python pipeline_peer.py --photos DIR --limit 1000 --threads 2 [--only-detection] [--precision bf16]

One photo at a time, as facenet-pytorch's own examples call it: decode (Pillow), detect every face, cut the one nearest the
center, embed. Photos are taken in the order of their names, over and over. The figure is photos a second. The
embedding network has random weights, for its own cannot be had here: the arithmetic is the same.
"""

import argparse
import contextlib
import itertools
import pathlib

import rounds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=pathlib.Path, required=True)
    parser.add_argument("--limit", type=int, default=1000, help="how many photos of the folder")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32", help="of the embedding network")
    parser.add_argument("--only-detection", action="store_true")
    options = parser.parse_args()

    import torch
    from facenet_pytorch import MTCNN, InceptionResnetV1
    from PIL import Image

    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    detector = MTCNN(
        image_size=160, margin=32, min_face_size=20, thresholds=[0.6, 0.7, 0.7], factor=0.709,
        keep_all=False, selection_method="center_weighted_size", device="cpu",
    )
    network = InceptionResnetV1(classify=False, num_classes=2).eval()
    paths = sorted(options.photos.rglob("*.jpg"))[: options.limit]
    if not paths:
        raise SystemExit(f"{options.photos}: holds no .jpg")
    turn = itertools.cycle(paths)

    def step():
        photo = Image.open(next(turn)).convert("RGB")
        if options.only_detection:
            detector.detect(photo, landmarks=True)
            return 1
        face = detector(photo)
        if face is not None:
            cast = torch.autocast("cpu", torch.bfloat16) if options.precision == "bf16" else contextlib.nullcontext()
            with torch.inference_mode(), cast:
                network(face.unsqueeze(0))
        return 1

    rounds.serve(step, warm_up=10)


if __name__ == "__main__":
    main()
