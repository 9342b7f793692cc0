"""Grouping of faces beside scikit-learn's, on the same embeddings in one run: quality, and seconds.

    pip install numpy==1.26.4 scikit-learn==1.9.1 scipy==1.17.1
    python cluster_peer.py --facenet ../../.build/release/facenet \
        --tune celeba.npy celeba.people --test lfw.npy lfw.people --speed celeba.npy celeba.people

A set is a matrix of embeddings of unit length, as `facenet embed --format npy` writes it, and a text file with a person a
line. `--tune` and `--test` must be different people; thresholds are those with the best B-cubed F on the first, and what is
reported was measured on the second, with the best threshold on that beside it. People of the first whose mean face is
within 0.6 of one of the second are left out, as the same celebrities are in many sets.

scikit-learn gets the distance it would use by itself (Euclidean), a sweep as fine as ours, and `n_jobs=2`. Faces that DBSCAN
calls noise are each alone, as ours are. Our figures come from `facenet benchmark cluster`, one process a set, which prints the
grouping's labels and the seconds of the grouping alone; scikit-learn's seconds are those of `fit_predict` alone.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np
import scipy.sparse
from sklearn.cluster import DBSCAN, AgglomerativeClustering
from sklearn.metrics import pair_confusion_matrix


def read(matrix, people):
    names = pathlib.Path(people).read_text().splitlines()
    return np.load(matrix), np.unique(names, return_inverse=True)[1]


def people_of(faces, people, count, generator):
    """All faces of some people, drawn at random."""
    chosen = generator.permutation(people.max() + 1)[:count]
    keep = np.isin(people, chosen)
    return faces[keep], np.unique(people[keep], return_inverse=True)[1]


def means(faces, people):
    sums = np.zeros((people.max() + 1, faces.shape[1]))
    np.add.at(sums, people, faces)
    return sums / np.linalg.norm(sums, axis=1, keepdims=True)


def without(faces, people, others):
    """Leaves people out who look like one of `others`."""
    nearest = (2 - 2 * means(faces, people) @ others.T).min(axis=1)
    keep = np.isin(people, np.flatnonzero(nearest > 0.6))
    return faces[keep], np.unique(people[keep], return_inverse=True)[1]


def scores(groups, people):
    confusion = pair_confusion_matrix(people, groups)
    pairs = [confusion[1, 1] / max(1, confusion[1, 1] + confusion[0, 1]), confusion[1, 1] / (confusion[1, 1] + confusion[1, 0])]
    table = scipy.sparse.coo_matrix((np.ones(len(groups)), (groups, people))).tocsr()
    group_sizes, person_sizes = np.asarray(table.sum(axis=1)).ravel(), np.asarray(table.sum(axis=0)).ravel()
    table = table.tocoo()
    squares = table.data**2
    cubed = [(squares / group_sizes[table.row]).sum() / len(groups), (squares / person_sizes[table.col]).sum() / len(groups)]
    return {"pair": pairs, "cubed": cubed}


def f(pair):
    return 2 * pair[0] * pair[1] / max(1e-12, sum(pair))


def alone(labels):
    labels = labels.copy()
    noise = labels < 0
    labels[noise] = labels.max() + 1 + np.arange(noise.sum())
    return labels


class Theirs:
    def __init__(self, name):
        self.name = name

    def __call__(self, faces, threshold):
        kind, _, count = self.name.partition(" ")
        start = time.perf_counter()
        if kind == "DBSCAN":
            labels = alone(DBSCAN(eps=threshold**0.5, min_samples=int(count), n_jobs=2).fit_predict(faces))
        else:
            model = AgglomerativeClustering(None, metric="euclidean", linkage=count, distance_threshold=threshold**0.5)
            labels = model.fit_predict(faces)
        return labels, time.perf_counter() - start


class Ours:
    def __init__(self, name, facenet):
        self.name, self.facenet = name, facenet
        self.folder = tempfile.TemporaryDirectory()

    def __call__(self, faces, threshold):
        path = pathlib.Path(self.folder.name) / "faces.npy"
        np.save(path, faces.astype(np.float32))
        kind, _, detail = self.name.partition(" ")
        options = {"agglomerative": ["--linkage", detail], "density": ["--core-faces", detail], "whispers": []}[kind]
        command = [self.facenet, "benchmark", "cluster", path, "--method", kind, "--threshold", str(threshold), "--json", *options]
        result = json.loads(subprocess.run([str(part) for part in command], check=True, capture_output=True).stdout)
        return np.array(result["labels"]), result["seconds"]


def best(method, faces, people, thresholds):
    results = [(f(scores(method(faces, threshold)[0], people)["cubed"]), threshold) for threshold in thresholds]
    return max(results)[1]


def row(side, method, threshold, result, seconds, limit):
    pair, cubed = result["pair"], result["cubed"]
    figures = [f"{value:.4f}" for value in (*pair, f(pair), *cubed, f(cubed))]
    print(f"| {side} | {method.name} | {threshold:g} | {' | '.join(figures)} | {limit} | {seconds:.3f} |", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--facenet", required=True)
    parser.add_argument("--tune", nargs=2, required=True, metavar=("NPY", "PEOPLE"))
    parser.add_argument("--test", nargs=2, required=True, metavar=("NPY", "PEOPLE"))
    parser.add_argument("--speed", nargs=2, metavar=("NPY", "PEOPLE"))
    parser.add_argument("--people", type=int, default=260, help="people to tune on")
    parser.add_argument("--minimum", type=int, default=5, help="photos of a person of the test, at least")
    options = parser.parse_args()
    generator = np.random.default_rng(1)
    faces, people = read(*options.test)
    keep = np.bincount(people)[people] >= options.minimum
    faces, people = faces[keep], np.unique(people[keep], return_inverse=True)[1]
    tuning = without(*read(*options.tune), means(faces, people))
    tuning = people_of(*tuning, options.people, generator)
    print(f"tuned on {len(tuning[0])} faces of {tuning[1].max() + 1} people, measured on {len(faces)} of {people.max() + 1}\n")

    near, far = np.arange(0.3, 0.81, 0.05), np.arange(0.7, 1.46, 0.05)
    ours = [Ours(name, options.facenet) for name in ("whispers", "agglomerative average", "agglomerative complete", "agglomerative single", "density 3", "density 5")]
    theirs = [Theirs(name) for name in ("agglomerative average", "agglomerative complete", "agglomerative single", "DBSCAN 3", "DBSCAN 5")]
    print("| | method | threshold | pair P | R | F | B³ P | R | F | best B³ F (at) | s |\n|---|---|---|---|---|---|---|---|---|---|---|")
    tuned = {}
    for side, methods in (("ours", ours), ("scikit-learn", theirs)):
        for method in methods:
            sweep = near if method.name.split()[-1] in ("single", "3", "5") else far
            threshold = round(float(best(method, *tuning, sweep)), 3)
            tuned[method] = threshold
            limit = round(float(best(method, faces, people, sweep)), 3)
            top = f(scores(method(faces, limit)[0], people)["cubed"])
            labels, seconds = method(faces, threshold)
            row(side, method, threshold, scores(labels, people), seconds, f"{top:.4f} ({limit:g})")
    if options.speed:
        faces, people = read(*options.speed)
        chosen = np.sort(generator.permutation(len(faces))[:10000])
        faces, people = faces[chosen], people[chosen]
        print(f"\n{len(faces)} faces, {faces.shape[1]} dimensions\n")
        for side, methods in (("ours", ours), ("scikit-learn", theirs)):
            for method in methods:
                labels, seconds = method(faces, tuned[method])
                row(side, method, tuned[method], scores(labels, people), seconds, "")


if __name__ == "__main__":
    sys.exit(main())
