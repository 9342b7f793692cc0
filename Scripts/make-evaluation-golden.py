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
analysis.json distances of people, with and without ties, perfect, reversed and all alike: scikit-learn's area, equal
              error rate and rates at thresholds, d', histograms and standard deviations by NumPy, and the percentiles
              over people drawn again, from the definition, over SplitMix64 in Python's whole numbers.
mcnemar.json  SciPy's exact binomial test of discordant pairs, and Agresti and Min's interval from its formula.
ranks.json    embeddings looked up in a gallery: ranks by sorting all people, and FNIR at every FPIR by comparing every
              probe with every threshold.
groups.json   errors of groups at a threshold, counted one by one, and the ratio's percentiles.
sets.json     frames of videos, and the mean of all pairs by SciPy's cdist; templates by insightface's rule.
pickles.json  a set of two pairs as Python 3 writes it in protocols 0 through 5, and as Python 2 did in 0 through 2.

SciPy's `slinear` refuses repeated rates, which a real curve has; `linear` is the same straight line and takes
them.
"""

import base64
import io
import json
import math
import os
import pickle

import numpy as np
from scipy import interpolate, optimize, stats
from scipy.spatial.distance import cdist
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


def split_mix(state):
    while True:
        state = (state + 0x9E3779B97F4A7C15) % 2**64
        value = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) % 2**64
        value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) % 2**64
        yield value ^ (value >> 31)


def draw(seed, replicate, count):
    """How often each of `count` people is drawn."""
    stream = split_mix((next(split_mix(seed)) + replicate) % 2**64)
    drawn = np.zeros(count, dtype=np.int64)
    for _ in range(count):
        drawn[(next(stream) * count) >> 64] += 1
    return drawn


def percentiles(rates):
    rates = sorted(rates)
    outside = int(0.025 * len(rates))
    return [rates[outside], rates[len(rates) - 1 - outside]]


def over_people(pairs, hits, people, replicates, seed):
    if all(hits) or not any(hits):
        return None
    rates = []
    for replicate in range(replicates):
        drawn = draw(seed, replicate, people)
        weights = [drawn[a] if a == b else drawn[a] * drawn[b] for a, b in pairs]
        if sum(weights) > 0:
            rates.append(float(sum(w for w, hit in zip(weights, hits) if hit) / sum(weights)))
    return percentiles(rates)


def analysis():
    random = np.random.default_rng(411)
    cases, replicates, seed = [], 60, 9
    for name, digits in (("distinct", 12), ("tied", 1), ("perfect", 12), ("reversed", 12), ("alike", 12)):
        people = 25
        pairs = [(p, p) for p in range(people) for _ in range(4)]
        pairs += [(a, b) for a in range(people) for b in range(a) if (a + b) % 2 == 0] * 3
        pairs = [pairs[i] for i in random.permutation(len(pairs))]
        # By first mention, as they are numbered when drawn.
        numbers = {person: n for n, person in enumerate(dict.fromkeys(p for pair in pairs for p in pair))}
        pairs = [(numbers[a], numbers[b]) for a, b in pairs]
        same = np.array([a == b for a, b in pairs])
        values = {
            "perfect": np.where(same, random.uniform(0.1, 0.8, len(same)), random.uniform(0.9, 2, len(same))),
            "reversed": np.where(same, random.uniform(1, 2, len(same)), random.uniform(0.1, 0.9, len(same))),
            "alike": np.full(len(same), 1.25),
        }.get(name, np.abs(random.normal(size=len(same)) * 0.4 + 1.5 - 0.8 * same))
        values = np.round(values, digits)
        false, true, _ = roc_curve(same, -values, drop_intermediate=False)
        near, far = values[same], values[~same]
        spread = math.sqrt((np.var(near) + np.var(far)) / 2)
        points = []
        for rate in (0.5, 0.2, 0.1):
            needed = 30 / rate
            if len(far) < needed:
                continue
            # Every distance as a threshold that accepts it, compared with every pair; none at first.
            best, threshold = 0, -1.0
            for limit in sorted(set(values)):
                accepted = int(np.sum(near <= limit))
                if np.sum(far <= limit) / len(far) <= rate and accepted > best:
                    best, threshold = accepted, float(limit)
            assert abs(best / len(near) - true[false <= rate].max()) < 1e-12
            points.append({
                "target": rate, "accepts": threshold,
                "val": int(np.sum(near <= threshold)), "far": int(np.sum(far <= threshold)),
                "valOverPeople": over_people([p for p in pairs if p[0] == p[1]], (near <= threshold).tolist(), people,
                                             replicates, seed),
                "farOverPeople": over_people([p for p in pairs if p[0] != p[1]], (far <= threshold).tolist(), people,
                                             replicates, seed),
            })
        cases.append({
            "name": name, "distances": values.tolist(), "same": same.tolist(), "pairs": pairs, "people": people,
            "replicates": replicates, "seed": seed, "auc": float(auc(false, true)), "eer": eer(false, true),
            "dPrime": float((far.mean() - near.mean()) / spread) if spread > 0 else None,
            "sameMean": float(near.mean()), "sameStd": float(near.std()),
            "differentMean": float(far.mean()), "differentStd": float(far.std()),
            "sameCounts": np.bincount(np.floor(near * 20).astype(int), minlength=80).tolist(),
            "differentCounts": np.bincount(np.floor(far * 20).astype(int), minlength=80).tolist(),
            "points": points,
        })
    # All pairs of people by one photo each: only the false accepts are listed.
    people, hits = 40, [[0, 1], [0, 2], [0, 3], [5, 9], [11, 30], [30, 31]]
    rates = []
    for replicate in range(replicates):
        drawn = draw(seed, replicate, people)
        total = (int(drawn.sum()) ** 2 - int((drawn * drawn).sum())) // 2
        rates.append(float(sum(drawn[a] * drawn[b] for a, b in hits) / total))
    write("analysis.json", {
        "cases": cases,
        "allPairs": {"people": people, "hits": hits, "replicates": replicates, "seed": seed,
                     "interval": percentiles(rates)},
    })


def mcnemar():
    cases = []
    for b, c, both, pairs in ((0, 0, 3, 50), (5, 5, 0, 100), (1, 0, 0, 10), (0, 12, 4, 600), (30, 12, 7, 6000),
                              (3, 17, 0, 20), (400, 330, 90, 6000)):
        p = stats.binomtest(b, b + c, 0.5).pvalue if b + c else 1.0
        total = pairs + 2
        middle = (b - c) / total
        reach = stats.norm.ppf(0.975) * math.sqrt(((b + c + 1) / total - middle**2) / total)
        cases.append({"b": b, "c": c, "both": both, "pairs": pairs, "p": float(p), "difference": (b - c) / pairs,
                      "interval": [max(-1, middle - reach), min(1, middle + reach)]})
    write("mcnemar.json", cases)


def ranks():
    random = np.random.default_rng(2021)

    def unit(shape):
        rows = random.normal(size=shape)
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)

    centers = unit((12, 6))
    gallery_people = [p for p in range(12) for _ in range(1 + p % 3)]
    probe_people = [p for p in range(12) for _ in range(2)]
    gallery = centers[gallery_people] + 0.35 * random.normal(size=(len(gallery_people), 6))
    probes = centers[probe_people] + 0.35 * random.normal(size=(len(probe_people), 6))
    gallery, probes = (
        (r / np.linalg.norm(r, axis=1, keepdims=True)).astype(np.float32) for r in (gallery, probes))
    squared = cdist(probes.astype(np.float64), gallery.astype(np.float64), "sqeuclidean")
    found = []
    for row, person in zip(squared, probe_people):
        nearest = [min(d for d, p in zip(row, gallery_people) if p == q) for q in range(12)]
        found.append(int(np.argsort(nearest, kind="stable").tolist().index(person)) + 1)
    curve = [float(np.mean(np.array(found) <= r)) for r in range(1, 13)]

    # Open set: rounded, so that probes and strangers tie.
    mated = [{"person": int(random.integers(0, 9)), "right": bool(random.random() < 0.9),
              "distance": float(np.float32(np.round(abs(random.normal(0.6, 0.3)), 2)))} for _ in range(60)]
    strangers = [float(np.float32(np.round(abs(random.normal(1.2, 0.3)), 2))) for _ in range(40)]
    number = {p: sum(m["person"] == p for m in mated) for p in {m["person"] for m in mated}}
    points = []
    for passed in sorted({sum(s <= t for s in strangers) for t in strangers + [-1.0]}):
        # All thresholds that let so many strangers pass; the greatest finds most.
        allowed = [t for t in sorted(strangers + [m["distance"] for m in mated] + [-1.0])
                   if sum(s <= t for s in strangers) == passed]
        lost = [sum(1 / number[m["person"]] / len(number) for m in mated if not (m["right"] and m["distance"] <= t))
                for t in allowed]
        points.append([passed / len(strangers), float(min(lost))])
    write("ranks.json", {
        "gallery": gallery.astype(float).tolist(), "galleryPeople": gallery_people,
        "probes": probes.astype(float).tolist(), "probePeople": probe_people, "ranks": found, "curve": curve,
        "mated": mated, "strangers": strangers, "points": points,
    })


def groups():
    random = np.random.default_rng(8280)
    replicates, seed, threshold = 60, 4, 1.0
    group = [["x", "y", "z"][p % 3] for p in range(24)]
    shift = {"x": 0.0, "y": 0.15, "z": 0.3}
    rows = []
    for a in range(24):
        for _ in range(3):
            rows.append((a, a, float(np.round(abs(random.normal(0.6 + shift[group[a]], 0.3)), 3))))
        for b in range(a):
            rows.append((a, b, float(np.round(abs(random.normal(1.5 - shift[group[a]], 0.3)), 3))))
    expected, trials = [], {}
    for name in "xyz":
        numbers, same, different = {}, [], []
        for a, b, d in rows:
            if group[a] == group[b] == name:
                numbers.setdefault(a, len(numbers))
                numbers.setdefault(b, len(numbers))
                trial = (numbers[a], numbers[b], (d < threshold) != (a == b))
                (same if a == b else different).append(trial)
        for kind, found in (("same", same), ("different", different)):
            trials[name, kind] = (found, len(numbers))
        expected.append({
            "name": name, "people": len(numbers),
            "falseMatches": [sum(t[2] for t in different), len(different)],
            "falseNonMatches": [sum(t[2] for t in same), len(same)],
            "falseMatchesOverPeople": over_people([t[:2] for t in different], [t[2] for t in different],
                                                  len(numbers), replicates, seed),
            "falseNonMatchesOverPeople": over_people([t[:2] for t in same], [t[2] for t in same], len(numbers),
                                                     replicates, seed),
        })

    def ratio(kind):
        rates = {n: sum(t[2] for t in trials[n, kind][0]) / len(trials[n, kind][0]) for n in "xyz"}
        worst, best = max("xyz", key=rates.get), min("xyz", key=rates.get)
        values = []
        for replicate in range(replicates):
            drawn = []
            for name, number in ((worst, 2 * replicate), (best, 2 * replicate + 1)):
                found, people = trials[name, kind]
                m = draw(seed, number, people)
                weights = [m[a] if a == b else m[a] * m[b] for a, b, _ in found]
                drawn.append(sum(w for w, t in zip(weights, found) if t[2]) / sum(weights) if sum(weights) else None)
            if None not in drawn and max(drawn) > 0:
                values.append(float(drawn[0] / drawn[1]) if drawn[1] > 0 else math.inf)
        ends = percentiles(values)
        return {"worst": worst, "best": best, "ratio": rates[worst] / rates[best] if rates[best] else None,
                "lower": ends[0], "upper": ends[1] if math.isfinite(ends[1]) else None}

    write("groups.json", {
        "rows": rows, "group": group, "threshold": threshold, "replicates": replicates, "seed": seed,
        "groups": expected, "falseMatchRatio": ratio("different"), "falseNonMatchRatio": ratio("same"),
        "across": sum(group[a] != group[b] for a, b, _ in rows),
        "xyFalseMatches": [sum(d < threshold for a, b, d in rows if {group[a], group[b]} == {"x", "y"}),
                           sum({group[a], group[b]} == {"x", "y"} for a, b, d in rows)],
    })


def sets():
    random = np.random.default_rng(100)
    videos = []
    for frames in (1, 3, 130, 7):
        rows = random.normal(size=(frames, 5)) + random.normal(size=5)
        videos.append((rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32).astype(np.float64))
    means = [[float(cdist(a[:100], b[:100], "sqeuclidean").mean()) for b in videos] for a in videos]
    features, media = videos[3], [4, 4, 9, 4, 9, 2, 4]
    # insightface, image2template_feature: the mean of each medium, their sum, normalized.
    template = np.sum([features[[i for i, m in enumerate(media) if m == u]].mean(0) for u in sorted(set(media))], 0)
    write("sets.json", {
        "videos": [v.tolist() for v in videos], "means": means, "media": media,
        "template": (template / np.linalg.norm(template)).tolist(),
    })


class Python2Pickler(pickle._Pickler):
    """Writes bytes as Python 2 wrote its strings."""

    dispatch = dict(pickle._Pickler.dispatch)

    def save_string(self, value):
        if self.bin:
            short = len(value) < 256
            self.write(b"U" + bytes([len(value)]) if short else b"T" + len(value).to_bytes(4, "little"))
            self.write(value)
        else:
            self.write(b"S" + repr(value)[1:].encode("ascii") + b"\n")
        self.memoize(value)

    dispatch[bytes] = save_string


def pickles():
    random = np.random.default_rng(7)
    # All bytes there are, quotes and line ends among them, and one long enough for the longer operations.
    images = [bytes(range(256)), b"\xff\xd8'\"\\\n\r\t", bytes(random.integers(0, 256, 700, dtype=np.uint8)), b"x"]
    value = (images, [True, False])
    files = {}
    for protocol in range(6):
        files[f"python3-{protocol}"] = pickle.dumps(value, protocol)
    for protocol in range(3):
        stream = io.BytesIO()
        Python2Pickler(stream, protocol).dump(value)
        files[f"python2-{protocol}"] = stream.getvalue()
        assert pickle.loads(stream.getvalue(), encoding="bytes") == value
    write("pickles.json", {
        "images": [base64.b64encode(i).decode() for i in images], "same": value[1],
        "files": {name: base64.b64encode(data).decode() for name, data in files.items()},
    })


if __name__ == "__main__":
    os.makedirs(GOLDEN, exist_ok=True)
    folds()
    curves()
    intervals()
    analysis()
    mcnemar()
    ranks()
    groups()
    sets()
    pickles()
