"""LFW with masks that no training here ever saw: the pictures of MaskTheFace, on the second photo of each pair.

    find $FACENET_DATA/lfw/images -name "*.jpg" | xargs facenet detect --detector mtcnn > faces.tsv
    python mask_the_face.py --lfw $FACENET_DATA/lfw --faces faces.tsv --masks MaskTheFace/masks --output masked
    facenet evaluate pairs --images masked --pairs masked/pairs.csv

Our own occluders are drawn by the program that draws them in training, so that a network could have learned the drawing and not
the face. These are photographs of masks (https://github.com/aqeelanwar/MaskTheFace, MIT license, fetched apart), with six
points marked on each; they are brought onto the face by the homography that takes those six points nearest to where a face
has them. Which mask a photo wears follows from its file name. MaskTheFace itself finds the six points with dlib's 68 landmarks; here they
follow from the five that a detector finds, by a mean face.

The face nearest the middle counts, weighted by size, as in `facenet evaluate lfw`. Measured with numpy 2.4.6 and Pillow 12.
"""

import argparse
import configparser
import csv
import os
import pathlib

import numpy as np
from PIL import Image

# In the picture of 112x112 to which five landmarks are aligned: both eyes, nose, corners of the mouth.
ALIGNED = np.array([[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]])
# Where a mask's six points lie there: left, bridge of the nose, right; left, chin, right.
MASK = np.array([[20, 63], [56, 57], [92, 63], [29, 99], [56, 118], [83, 99]], float)
KINDS = ["surgical", "surgical_green", "surgical_blue", "N95", "KN95", "cloth"]


def similarity(source, target):
    """The least-squares similarity as a 2x3 matrix."""
    p, q = source - source.mean(0), target - target.mean(0)
    a = (p * q).sum() / (p**2).sum()
    c = (p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0]).sum() / (p**2).sum()
    turn = np.array([[a, -c], [c, a]])
    return np.hstack([turn, (target.mean(0) - turn @ source.mean(0))[:, None]])


def homography(source, target):
    """The least-squares homography that takes `source` to `target`, as eight numbers for PIL."""
    rows = []
    for (x, y), (u, v) in zip(source, target):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    return np.linalg.lstsq(np.array(rows), target.reshape(-1), rcond=None)[0]


def fnv(name):
    """FNV-1a of the name, 64 bits: what `facenet evaluate occlusion` draws by."""
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def masked(photo, landmarks, mask, points):
    back = similarity(ALIGNED, landmarks)
    places = MASK @ back[:, :2].T + back[:, 2]
    coefficients = homography(places, points)
    layer = mask.transform(photo.size, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC)
    result = photo.convert("RGBA")
    result.alpha_composite(layer)
    return result.convert("RGB")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ["lfw", "faces", "masks", "output"]:
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    options = parser.parse_args()
    config = configparser.ConfigParser()
    config.read(options.masks / "masks.cfg")
    pictures = {}
    for kind in KINDS:
        points = [[float(n) for n in config[kind][f"mask_{letter}"].split(",")] for letter in "abcdef"]
        picture = Image.open(options.masks.parent / config[kind]["template"]).convert("RGBA")
        pictures[kind] = (picture, np.array(points))
    faces = {}
    for line in open(options.faces):
        fields = line.rstrip("\n").split("\t")
        if len(fields) < 17 or not fields[1].isdigit():
            continue
        x, y, width, height = map(float, fields[3:7])
        name = "/".join(fields[0].split("/")[-2:])
        # 250x250: nearest the middle, by size.
        offset = (x + width / 2 - 125) ** 2 + (y + height / 2 - 125) ** 2
        faces.setdefault(name, []).append((width * height - 2 * offset, np.array(list(map(float, fields[7:17]))).reshape(5, 2)))
    lines = open(options.lfw / "pairs.txt").read().split("\n")
    folds, each = map(int, lines[0].split())
    (options.output / "masked").mkdir(parents=True, exist_ok=True)
    os.symlink((options.lfw / "images").resolve(), options.output / "bare")
    rows, done, without = [], set(), 0
    for number, line in enumerate(lines[1 : 1 + 2 * folds * each]):
        parts = line.split("\t")
        first, second = ((parts[0], parts[1]), (parts[0], parts[2])) if len(parts) == 3 else (parts[:2], parts[2:])
        first, second = (f"{name}/{name}_{int(index):04}.jpg" for name, index in (first, second))
        rows.append([f"bare/{first}", f"masked/{second}", int(len(parts) == 3), number // (2 * each)])
        if second in done:
            continue
        done.add(second)
        photo = Image.open(options.lfw / "images" / second).convert("RGB")
        if second in faces:
            kind = KINDS[fnv(second.split("/")[-1]) % len(KINDS)]
            photo = masked(photo, max(faces[second], key=lambda face: face[0])[1], *pictures[kind])
        else:
            without += 1
        path = options.output / "masked" / second
        path.parent.mkdir(exist_ok=True)
        photo.save(path, quality=95)
    with open(options.output / "pairs.csv", "w", newline="") as file:
        csv.writer(file).writerows([["first", "second", "same", "fold"], *rows])
    print(f"{len(rows)} pairs, {len(done)} photos masked, {without} of them without a face and so bare")


if __name__ == "__main__":
    main()
