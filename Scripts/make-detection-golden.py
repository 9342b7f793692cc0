#!/usr/bin/env python3
"""Writes Tests/FaceDetectionTests/Golden/*.json: boxes and landmarks that other libraries find on LFW photos.

Numbers only; the photos stay in the data folder, and the tests that read these run where it is.

    python3 Scripts/make-detection-golden.py $FACENET_DATA

Made with facenet-pytorch 2.6.0 (torch 2.2.2), MTCNN(min_face_size=20, thresholds=[.6, .7, .7], factor=.709), and
opencv-python-headless 4.10, FaceDetectorYN(score_threshold=.6, nms_threshold=.3) on the file of the data folder.
"""

import json
import pathlib
import sys
import tempfile

import cv2
import numpy as np
import onnx
import torch
from facenet_pytorch import MTCNN
from PIL import Image

# Alone, in company, at the border, turned away.
PHOTOS = 24


def names(data):
    seen = []
    for line in (data / "lfw/pairs.txt").read_text().splitlines()[1:]:
        parts = line.split("\t")
        pairs = [(parts[0], parts[1]), (parts[0], parts[2])] if len(parts) == 3 else [parts[:2], parts[2:]]
        for person, number in pairs:
            name = f"{person}/{person}_{int(number):04d}.jpg"
            if name not in seen:
                seen.append(name)
    return seen[:: len(seen) // PHOTOS][:PHOTOS]


def opencv_detector(path):
    """OpenCV cannot read open sizes, so they are written in: LFW's 250 padded to 256."""
    model = onnx.load(path)
    for dim, size in zip(model.graph.input[0].type.tensor_type.shape.dim, (1, 3, 256, 256)):
        dim.dim_value = size
    with tempfile.NamedTemporaryFile(suffix=".onnx") as file:
        onnx.save(model, file.name)
        return cv2.FaceDetectorYN.create(file.name, "", (250, 250), 0.6, 0.3, 5000)


def rounded(values):
    return np.asarray(values, np.float64).round(4).tolist()


def main():
    data = pathlib.Path(sys.argv[1])
    folder = pathlib.Path(__file__).parent.parent / "Tests/FaceDetectionTests/Golden"
    folder.mkdir(exist_ok=True)
    torch.set_num_threads(1)
    mtcnn = MTCNN(
        min_face_size=20, thresholds=[0.6, 0.7, 0.7], factor=0.709, keep_all=True, select_largest=False, device="cpu"
    ).eval()
    yunet = opencv_detector(str(data / "yunet/yunet_n_dynamic.onnx"))
    found = {"mtcnn": [], "yunet": []}
    for name in names(data):
        photo = Image.open(data / "lfw/images" / name).convert("RGB")
        boxes, scores, points = mtcnn.detect(photo, landmarks=True)
        faces = [] if boxes is None else zip(boxes, scores, points)
        found["mtcnn"].append(
            {"photo": name, "faces": [{"box": rounded(b), "score": float(s), "points": rounded(p)} for b, s, p in faces]}
        )
        yunet.setInputSize(photo.size)
        _, rows = yunet.detect(np.ascontiguousarray(np.asarray(photo)[:, :, ::-1]))
        faces = [] if rows is None else rows
        found["yunet"].append(
            {
                "photo": name,
                "faces": [
                    {
                        "box": rounded([r[0], r[1], r[0] + r[2], r[1] + r[3]]),
                        "score": float(r[14]),
                        "points": rounded(r[4:14].reshape(5, 2)),
                    }
                    for r in faces
                ],
            }
        )
    for detector, photos in found.items():
        (folder / f"{detector}.json").write_text(json.dumps(photos, separators=(",", ":")) + "\n")
        print(detector, len(photos), "photos,", sum(len(p["faces"]) for p in photos), "faces")


if __name__ == "__main__":
    main()
