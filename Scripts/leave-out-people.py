#!/usr/bin/env python3
"""Writes who of a training set is near somebody of LFW: the people whom no training may see.

    facenet data pack photos.csv --crop 'margin160(32)' --size 160 --output all
    facenet train Recipes/face-inception.yaml --set data.sources=all --set run.steps=1 ...    # keeps teacher.safetensors
    facenet embed --faces central --detector mtcnn --model facenet-vggface2.onnx --format npy -o lfw.npy LFW > lfw.rows
    Scripts/leave-out-people.py --teacher teacher.safetensors --manifest photos.csv --lfw lfw.npy > left-out.txt

The same rule as `facenet evaluate overlap --leave-out`: a person is left out if one photo is within 0.6, squared, of a face of LFW
under the published model. Here nothing is embedded again: the teacher's embeddings of the packed crops are there already. Most of
those named are no people of LFW (above 0.4 few are), which costs some photos and no honesty. Measured with numpy 2.4.6.
"""

import argparse
import collections
import csv
import hashlib
import json
import pathlib
import struct
import sys

import numpy as np


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ["teacher", "manifest", "lfw"]:
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    parser.add_argument("--distance", type=float, default=0.6)
    options = parser.parse_args()
    with open(options.teacher, "rb") as file:
        length = struct.unpack("<Q", file.read(8))[0]
        header = json.loads(file.read(length))
        entry = header["teacher:embeddings"]
        file.seek(8 + length + entry["data_offsets"][0])
        faces = np.fromfile(file, "<f4", int(np.prod(entry["shape"]))).reshape(entry["shape"])
    photos = header["__metadata__"]["photos"].split("\n")
    people = {}
    for row in csv.DictReader(open(options.manifest)):
        path = options.manifest.parent / row["path"]
        people[hashlib.sha256(path.read_bytes()).hexdigest()] = row["person"]
    lfw = np.load(options.lfw).astype(np.float32)
    nearest = collections.defaultdict(lambda: 4.0)
    for start in range(0, len(faces), 4096):
        distances = (2 - 2 * faces[start : start + 4096] @ lfw.T).min(1)
        for photo, distance in zip(photos[start:], distances):
            nearest[people[photo]] = min(nearest[people[photo]], float(distance))
    found = sorted(person for person, distance in nearest.items() if distance < options.distance)
    print("\n".join(found))
    print(f"{len(found)} of {len(nearest)} people are left out", file=sys.stderr)


if __name__ == "__main__":
    main()
