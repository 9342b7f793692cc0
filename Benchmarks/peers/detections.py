"""Compare our faces with those of facenet-pytorch's MTCNN, face by face.

    python lfw_reference.py --data $FACENET_DATA --boxes /tmp/boxes.jsonl
    find $FACENET_DATA/lfw/images -name '*.jpg' | sort | xargs -n 8000 facenet detect --json > /tmp/ours.jsonl
    python detections.py /tmp/ours.jsonl /tmp/boxes.jsonl

Photos are matched by their last two path components. Each face of theirs is paired with the one of ours that overlaps it
most; it agrees if the intersection over union is at least 0.95 and no landmark is further away than 1.5 pixels.
"""

import json
import math
import sys


def name(path):
    return "/".join(path.split("/")[-2:])


def overlap(a, b):
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    area = lambda box: (box[2] - box[0]) * (box[3] - box[1])
    return width * height / (area(a) + area(b) - width * height)


ours = {}
for line in open(sys.argv[1]):
    photo = json.loads(line)
    ours[name(photo["photo"])] = [
        ([x, y, x + width, y + height], face["landmarks"])
        for face in photo["faces"]
        for x, y, width, height in [face["box"]]
    ]

faces = boxes = marks = both = found = counts = photos = 0
for line in open(sys.argv[2]):
    photo = json.loads(line)
    mine = ours.get(name(photo["name"]), [])
    photos += 1
    counts += len(mine) == len(photo["boxes"])
    found += len(mine)
    for box, landmarks in zip(photo["boxes"], photo["landmarks"]):
        faces += 1
        best = max(mine, key=lambda face: overlap(face[0], box), default=([0, 0, 0, 0], [[math.inf] * 2] * 5))
        isBox = overlap(best[0], box) >= 0.95
        isMarked = all(math.dist(p, q) <= 1.5 for p, q in zip(best[1], landmarks))
        boxes, marks, both = boxes + isBox, marks + isMarked, both + (isBox and isMarked)

print(f"{photos} photos, {counts} with as many faces; {found} faces of ours, {faces} of theirs")
print(f"box {boxes / faces:.5f}, landmarks {marks / faces:.5f}, both {both / faces:.5f}")
