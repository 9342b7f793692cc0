"""Writes Tests/FaceEvaluationTests/Golden/clusterings.json: scores of groupings, by scikit-learn and by definition.

    pip install numpy==1.26.4 scikit-learn==1.9.1
    python Scripts/make-clustering-golden.py

Groupings of several kinds against people of unequal sizes: perfect, all alone, all together, random, and people's groups
with faces exchanged and groups cut. Pairs, V-measure, its parts and normalized mutual information are scikit-learn's;
B-cubed is the definition, face by face (Bagga and Baldwin, 1998), which scikit-learn lacks.
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn import metrics

assert sklearn.__version__ == "1.9.1", sklearn.__version__
assert np.__version__ == "1.26.4", np.__version__


def b_cubed(groups, people):
    precision = recall = 0.0
    for group, person in zip(groups, people):
        both = np.sum((groups == group) & (people == person))
        precision += both / np.sum(groups == group)
        recall += both / np.sum(people == person)
    return precision / len(groups), recall / len(groups)


def scores(name, groups, people):
    groups, people = np.asarray(groups), np.asarray(people)
    confusion = metrics.pair_confusion_matrix(people, groups)
    together, same = confusion[1, 1] + confusion[0, 1], confusion[1, 1] + confusion[1, 0]
    homogeneity, completeness, v_measure = metrics.homogeneity_completeness_v_measure(people, groups)
    return {
        "name": name,
        "groups": groups.tolist(),
        "people": people.tolist(),
        "pairwise": [confusion[1, 1] / together if together else 1, confusion[1, 1] / same if same else 1],
        "bCubed": list(b_cubed(groups, people)),
        "homogeneity": homogeneity,
        "completeness": completeness,
        "vMeasure": v_measure,
        "nmi": metrics.normalized_mutual_info_score(people, groups, average_method="arithmetic"),
    }


def main():
    generator = np.random.default_rng(4)
    people = np.repeat(np.arange(12), generator.integers(1, 12, 12))
    generator.shuffle(people)
    count = len(people)
    cut = people * 2 + (generator.random(count) < 0.2)
    exchanged = np.where(generator.random(count) < 0.15, generator.integers(0, 12, count), people)
    cases = [
        scores("perfect", people, people),
        scores("alone", np.arange(count), people),
        scores("together", np.zeros(count, int), people),
        scores("random", generator.integers(0, 9, count), people),
        scores("cut", cut, people),
        scores("exchanged", exchanged, people),
        scores("cut and exchanged", exchanged * 2 + (generator.random(count) < 0.2), people),
        scores("joined", people // 2, people),
        scores("one person", [0, 0, 1, 2], [5, 5, 5, 5]),
    ]
    root = pathlib.Path(__file__).resolve().parent.parent
    path = root / "Tests/FaceEvaluationTests/Golden/clusterings.json"
    path.write_text(json.dumps(cases, indent=1) + "\n")


if __name__ == "__main__":
    main()
