#!/usr/bin/env python3
"""Fits the weights of OcclusionJudge and says how good they are.

    swift run -c release --package-path Scripts/fit-occlusion occlusion-features --draw DATA faces < FACES
    swift run -c release --package-path Scripts/fit-occlusion occlusion-features DATA bare < BARE       (optional)
    Scripts/fit-occlusion/fit.py faces IDENTITIES [bare ...] --output \
        Sources/FaceRecognition/Quality/OcclusionWeights.swift

Pinned: Python 3.11, numpy 1.26.4, scikit-learn 1.9.1. IDENTITIES has lines of a photo's name and a number of a person, as
identity_CelebA.txt. People whose number is divisible by 3 are held out; everything printed is of them, or of the other
sets, which nothing is fitted on. Logistic regression with C = 0.005; mirrored faces count as well.
"""

import argparse
import os
import textwrap

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

SHAPE = (5, 11, 10)
HEADS = [("leftEye", "rightEye"), ("nose", "nose"), ("mouth", "mouth")]


def load(name):
    rows = [line.rstrip("\n").split("\t") for line in open(name + ".tsv")]
    return rows, np.fromfile(name + ".f32", np.float32).reshape(-1, *SHAPE)


def flat(values):
    return values.reshape(len(values), -1)


parser = argparse.ArgumentParser()
parser.add_argument("faces")
parser.add_argument("identities")
parser.add_argument("others", nargs="*")
parser.add_argument("--output", required=True)
arguments = parser.parse_args()

people = dict(line.split() for line in open(arguments.identities))
rows, values = load(arguments.faces)
person = np.array([int(people[os.path.basename(row[0])]) for row in rows])
kind = np.array([row[1] for row in rows])
hidden = [set(row[2].split(",")) for row in rows]
is_plain = np.array([row[3] == "plain" for row in rows])
training = person % 3 != 0
testing = ~training & is_plain
others = {name: load(name)[1] for name in arguments.others}
print(f"{training.sum()} rows of {len(set(person[training]))} people to fit, {testing.sum()} of "
      f"{len(set(person[testing]))} held out")

swift = "// Made by Scripts/fit-occlusion; not to be edited.\n\nextension OcclusionWeights {\n"
for index, (part, opposite) in enumerate(HEADS):
    truth = np.array([part in parts for parts in hidden])
    mirrored = np.array([opposite in parts for parts in hidden])
    x = np.concatenate([flat(values[training]), flat(values[training][..., ::-1])])
    fit = LogisticRegression(C=0.005, max_iter=1000).fit(x, np.concatenate([truth[training], mirrored[training]]))
    numbers = np.round(1000 * np.concatenate([fit.intercept_, fit.coef_[0]])).astype(int)

    # Judged with the weights as they are written. An eye is covered if either is.
    def score(features):
        one = flat(features) @ numbers[1:] / 1000 + numbers[0] / 1000
        other = flat(features[..., ::-1]) @ numbers[1:] / 1000 + numbers[0] / 1000
        return 1 / (1 + np.exp(-(np.maximum(one, other) if part != opposite else one)))

    judged, is_hidden, is_bare = score(values[testing]), (truth | mirrored)[testing], (kind == "none")[testing]
    limit = np.quantile(judged[is_bare], 0.98)
    either = is_hidden | is_bare
    print(f"{part}: AUC {roc_auc_score(is_hidden[either], judged[either]):.4f} against bare faces, "
          f"{roc_auc_score(is_hidden, judged):.4f} against all; "
          f"true positives at 2 % of bare faces {np.mean(judged[is_hidden] > limit):.3f} (probability {limit:.3f})")
    for at in (0.3, 0.5):
        kinds = " ".join(f"{k} {np.mean(judged[kind[testing] == k] > at):.3f}" for k in sorted(set(kind)))
        sets = " ".join(f"{k} {np.mean(score(v) > at):.3f}" for k, v in others.items())
        print(f"  above {at}: hidden {np.mean(judged[is_hidden] > at):.3f} | {kinds} | {sets}")
    table = "\n".join("        " + line for line in textwrap.wrap(" ".join(map(str, numbers)), 108))
    swift += "\n" if index else ""
    swift += f'    static let {part} = OcclusionWeights(\n        """\n{table}\n        """\n    )\n'
open(arguments.output, "w").write(swift + "}\n")
