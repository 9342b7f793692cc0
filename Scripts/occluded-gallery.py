#!/usr/bin/env python3
"""What a mask or dark glasses on the probe cost an identification: the table of Docs/Guides/Recognition.md.

People with two photos or more are enrolled by their first, bare; their other photos are probes, and everybody with one photo is a
stranger. The threshold is where 1 % of the bare strangers find somebody. Reads what `facenet embed` wrote, the bare run first:

    photos=$(find $FACENET_DATA/lfw/images -name '*.jpg' | sort)
    facenet embed --precision fp32 --faces central --format npy -o bare.npy $photos > bare.rows
    facenet embed --precision fp32 --faces central --occlude surgicalMask --format npy -o mask.npy $photos > mask.rows
    Scripts/occluded-gallery.py bare mask

Measured with numpy 1.26.4.
"""
import collections
import sys

import numpy as np


def load(name):
    rows = {}
    for line in open(f"{name}.rows"):
        row, photo, _ = line.rstrip("\n").split("\t")
        if row.isdigit():
            rows[photo] = int(row)
    return np.load(f"{name}.npy"), rows


def main(names):
    bare, rows = load(names[0])
    people = collections.defaultdict(list)
    for photo in sorted(rows):
        people[photo.split("/")[-2]].append(photo)
    enrolled = [photos for photos in people.values() if len(photos) > 1]
    strangers = [photos[0] for photos in people.values() if len(photos) == 1]
    gallery = bare[[rows[photos[0]] for photos in enrolled]]
    threshold = None
    for name in names:
        faces, where = load(name)
        probes = [(owner, photo) for owner, photos in enumerate(enrolled) for photo in photos[1:] if photo in where]
        owners = np.array([owner for owner, _ in probes])
        distances = 2 - 2 * faces[[where[photo] for _, photo in probes]] @ gallery.T
        others = (2 - 2 * faces[[where[photo] for photo in strangers if photo in where]] @ gallery.T).min(1)
        if threshold is None:
            threshold = np.quantile(others, 0.01)
            print(f"{len(enrolled)} people, {len(strangers)} strangers, threshold {threshold:.4f}")
        isRight = distances.argmin(1) == owners
        isFound = isRight & (distances[np.arange(len(owners)), owners] <= threshold)
        print(f"{name}\tprobes {len(owners)}\trank 1 {isRight.mean():.4f}\tFNIR {1 - isFound.mean():.4f}"
              f"\tFPIR {(others <= threshold).mean():.4f}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) if len(sys.argv) > 1 else __doc__)
