#!/usr/bin/env python3
"""Writes the goldens of Tests/FaceEvaluationTests/Golden.

    python3 -m venv .venv && .venv/bin/pip install numpy==1.26.4 scipy==1.17.1 scikit-learn==1.9.1
    .venv/bin/python Scripts/make-evaluation-golden.py

folds.json    features of 5 folds x 24 pairs (seed 1503), and what the LFW protocol makes of them, written
              from its definition over NumPy arrays: every threshold compared with every pair, KFold without
              shuffling, the FAR interpolated by SciPy, the standard deviation by np.std. Twice: squared L2 at
              FAR 0.05, and the angle over pi after subtracting the training folds' mean at FAR 0.1.
curves.json   distances with and without ties, and scikit-learn's area under the curve, equal error rate
              (SciPy's root of 1 - far - tpr(far)) and validation rate at a false accept rate.
intervals.json  SciPy's exact binomial intervals and beta distribution.

SciPy's `slinear` refuses repeated rates, which a real curve has; `linear` is the same straight line and takes
them.
"""

import json
import math
import os

import numpy as np
from scipy import interpolate, optimize, stats
from sklearn.metrics import auc, roc_curve
from sklearn.model_selection import KFold

GOLDEN = os.path.join(os.path.dirname(__file__), "..", "Tests", "FaceEvaluationTests", "Golden")


def write(name, value):
    with open(os.path.join(GOLDEN, name), "w") as file:
        json.dump(value, file, separators=(",", ":"), sort_keys=True)
        file.write("\n")


def distances(first, second, metric):
    if metric == "squaredL2":
        return np.sum(np.square(first - second), axis=1)
    dot = np.sum(first * second, axis=1)
    norms = np.linalg.norm(first, axis=1) * np.linalg.norm(second, axis=1)
    return np.arccos(np.clip(dot / norms, -1, 1)) / math.pi


def verification(first, second, same, folds, metric, subtract_mean, far_target):
    coarse, fine = np.arange(0, 4, 0.01), np.arange(0, 4, 0.001)
    result = {k: [] for k in ("accuracy", "threshold", "val", "far", "valThreshold")}
    pooled, wrong, accepted = [], [], 0
    for train, test in KFold(n_splits=folds, shuffle=False).split(np.arange(len(same))):
        mean = np.mean(np.concatenate([first[train], second[train]]), axis=0) if subtract_mean else 0.0
        d = distances(first - mean, second - mean, metric)
        threshold = coarse[np.argmax([np.mean((d[train] < t) == same[train]) for t in coarse])]
        right = (d[test] < threshold) == same[test]
        far_train = np.array([np.mean(d[train][~same[train]] < t) for t in fine])
        at = 0.0
        if far_train.max() >= far_target:
            at = float(interpolate.interp1d(far_train, fine, kind="linear")(far_target))
        result["accuracy"].append(float(np.mean(right)))
        result["threshold"].append(float(threshold))
        result["val"].append(float(np.mean(d[test][same[test]] < at)))
        result["far"].append(float(np.mean(d[test][~same[test]] < at)))
        result["valThreshold"].append(at)
        accepted += int(np.sum(d[test][same[test]] < at))
        pooled += d[test].tolist()
        wrong += [int(i) for i in test[~right]]
    false, true, _ = roc_curve(same, -np.array(pooled), drop_intermediate=False)
    interval = stats.binomtest(accepted, int(same.sum())).proportion_ci(0.95, method="exact")
    return {
        "metric": metric, "subtractsMean": subtract_mean, "farTarget": far_target,
        "accuracy": result["accuracy"], "mean": float(np.mean(result["accuracy"])),
        "std": float(np.std(result["accuracy"])), "thresholds": result["threshold"],
        "val": float(np.mean(result["val"])), "valStd": float(np.std(result["val"])),
        "far": float(np.mean(result["far"])), "valThresholds": result["valThreshold"],
        "interval": [float(interval.low), float(interval.high)],
        "auc": float(auc(false, true)), "eer": eer(false, true), "wrong": wrong,
    }


def eer(false, true):
    curve = interpolate.interp1d(false, true)
    return float(optimize.brentq(lambda x: 1.0 - x - curve(x), 0.0, 1.0))


def folds():
    random = np.random.default_rng(1503)
    folds, half, dimension = 5, 12, 9
    same = np.tile(np.array([True] * half + [False] * half), folds)
    offset = random.normal(size=dimension) * 0.5
    first = random.normal(size=(len(same), dimension))
    other = random.normal(size=(len(same), dimension))
    second = np.where(same[:, None], first + 0.75 * other, other)
    first, second = first + offset, second + offset
    # Rounded to 32 bits first, so that both sides read the same numbers.
    rows = [(v / np.linalg.norm(v, axis=1, keepdims=True)).astype(np.float32) for v in (first, second)]
    a, b = (r.astype(np.float64) for r in rows)
    write("folds.json", {
        "folds": folds, "same": same.tolist(),
        "first": [[float(x) for x in r] for r in rows[0]], "second": [[float(x) for x in r] for r in rows[1]],
        "expected": [
            verification(a, b, same, folds, "squaredL2", False, 0.05),
            verification(a, b, same, folds, "cosine", True, 0.1),
        ],
    })


def curves():
    random = np.random.default_rng(832)
    cases = []
    for name, digits, shift in (("distinct", 12, 0.8), ("tied", 1, 0.8), ("near chance", 2, 0.05)):
        same = random.random(150) < 0.4
        values = np.round(np.abs(random.normal(size=150) * 0.5 + 1.5 - shift * same), digits)
        false, true, _ = roc_curve(same, -values, drop_intermediate=False)
        cases.append({
            "name": name, "same": same.tolist(), "distances": values.tolist(),
            "auc": float(auc(false, true)), "eer": eer(false, true),
            "val": [[f, float(true[false <= f].max())] for f in (0.0, 0.01, 0.1, 0.5, 1.0)],
        })
    write("curves.json", cases)


def intervals():
    binomial = []
    for k, n, level in ((0, 10, 0.95), (10, 10, 0.95), (1, 2, 0.95), (7, 30, 0.9), (2955, 3000, 0.95),
                        (1, 3000, 0.99), (50_000, 100_000, 0.95), (999_999, 1_000_000, 0.95)):
        ends = stats.binomtest(k, n).proportion_ci(level, method="exact")
        binomial.append([k, n, level, float(ends.low), float(ends.high)])
    beta = [[x, a, b, float(stats.beta.cdf(x, a, b))]
            for x, a, b in ((0.5, 2, 3), (0.01, 0.5, 0.5), (0.99, 5, 1), (0.3, 100, 200), (0.985, 2955, 46),
                            (0.001, 1, 3000), (0.667, 1e5, 5e4), (0.25, 40, 7))]
    write("intervals.json", {"binomial": binomial, "beta": beta})


if __name__ == "__main__":
    os.makedirs(GOLDEN, exist_ok=True)
    folds()
    curves()
    intervals()
