"""Compare two sets of embeddings, row by row: the cosine of each pair, its least, its mean and its percentiles.

    python lfw_reference.py --data $FACENET_DATA --boxes /tmp/boxes.jsonl --save /tmp/lfw
    facenet embed --faces central --format npy --output /tmp/ours.npy --precision fp32 $(sed "s#^#$FACENET_DATA/lfw/images/#" /tmp/lfw/names.txt | head -1000)
    python cosines.py /tmp/ours.npy /tmp/lfw/emb_all.npy

Rows are compared as far as the shorter file goes. NumPy is all it needs.
"""

import sys

import numpy

ours, theirs = (numpy.load(path).astype(numpy.float64) for path in sys.argv[1:3])
count = min(len(ours), len(theirs))
ours, theirs = ours[:count], theirs[:count]
cosines = (ours * theirs).sum(1) / numpy.linalg.norm(ours, axis=1) / numpy.linalg.norm(theirs, axis=1)
print(f"{count} rows: least {cosines.min():.8f} at row {cosines.argmin()}, mean {cosines.mean():.8f}")
print("percentiles 0.1, 1, 5, 50:", " ".join(f"{numpy.percentile(cosines, p):.8f}" for p in (0.1, 1, 5, 50)))
