#!/usr/bin/env python3
"""Makes Tests/FaceTrainingTests/Golden/{losses,optimizers,curves}.json: what PyTorch and pytorch-metric-learning compute.

    python3 Scripts/make-training-golden.py

Pinned: numpy 1.26.4, torch 2.2.2, pytorch-metric-learning 2.9.0; checked when it runs, and written into the files.
Seeds: numpy 1, torch 1. All in 32 bits, as the library computes.

    losses.json       for 40 unit vectors of 5 people: triplet losses on squared distances (not normalized again), by
                      reducer and form, their gradients, and how many triplets the miner calls semi-hard, hard or
                      violating; ArcFace with its gradients; cross-entropy with and without label smoothing; distillation
    optimizers.json   10 steps of each optimizer on 7 weights with given gradients, clipping by global norm, and the
                      effective rank of a matrix
    curves.json       ten steps of a tiny network: triplet loss with AdaGrad, softmax with SGD and momentum
"""

import json
from pathlib import Path

import numpy as np
import pytorch_metric_learning
import torch
from pytorch_metric_learning.distances import LpDistance
from pytorch_metric_learning.losses import ArcFaceLoss, TripletMarginLoss
from pytorch_metric_learning.miners import TripletMarginMiner
from pytorch_metric_learning.reducers import AvgNonZeroReducer, MeanReducer, SumReducer

VERSIONS = {"numpy": "1.26.4", "torch": "2.2.2", "pytorch-metric-learning": "2.9.0"}
found = {
    "numpy": np.__version__,
    "torch": torch.__version__.split("+")[0],
    "pytorch-metric-learning": pytorch_metric_learning.__version__,
}
assert found == VERSIONS, f"wanted {VERSIONS}, found {found}"

GOLDEN = Path(__file__).resolve().parent.parent / "Tests" / "FaceTrainingTests" / "Golden"
random = np.random.default_rng(1)
torch.manual_seed(1)
torch.set_num_threads(1)


def flat(tensor):
    # Nine digits are enough for 32 bits to survive.
    return [float(f"{x:.9g}") for x in tensor.detach().reshape(-1).tolist()]


def save(name, value):
    value["versions"] = VERSIONS
    (GOLDEN / name).write_text(json.dumps(value, sort_keys=True) + "\n")


# Losses --------------------------------------------------------------------------------------------------------------

COUNT, DIMENSION, CLASSES, TEACHER, MARGIN = 40, 8, 5, 5, 0.2
labels = torch.tensor(random.permutation(np.repeat(np.arange(CLASSES), COUNT // CLASSES)))
centers = random.normal(size=(CLASSES, DIMENSION))
rows = centers[labels] + 0.8 * random.normal(size=(COUNT, DIMENSION))
embeddings = torch.tensor(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=torch.float32)
squared = LpDistance(normalize_embeddings=False, p=2, power=2)


def with_gradient(loss_of, *leaves):
    leaves = [leaf.clone().requires_grad_() for leaf in leaves]
    loss = loss_of(*leaves)
    loss.backward()
    return {"loss": float(loss), "gradients": [flat(leaf.grad) for leaf in leaves]}


triplets = []
for reduction, reducer in (("sum", SumReducer()), ("mean", MeanReducer()), ("meanOverActive", AvgNonZeroReducer())):
    for form in ("hinge", "softMargin"):
        # Their soft margin adds the margin; ours, as Hermans, Beyer and Leibe's, has none.
        margin = 0 if form == "softMargin" else MARGIN
        loss = TripletMarginLoss(margin=margin, smooth_loss=form == "softMargin", distance=squared, reducer=reducer)
        result = with_gradient(lambda x: loss(x, labels), embeddings)
        triplets.append({"reduction": reduction, "form": form, **result})

counts = {}
mined = {}
for kind in ("all", "semihard", "hard"):
    miner = TripletMarginMiner(margin=MARGIN, type_of_triplets=kind, distance=squared)
    indices = torch.stack(miner(embeddings, labels), dim=1)
    counts[kind] = len(indices)
    mined[kind] = indices.tolist()

arc = []
weight = torch.tensor(random.normal(size=(CLASSES, DIMENSION)), dtype=torch.float32)
# One class opposite to a face of it: beyond pi - m, where the logit goes on falling.
weight[labels[3]] = -1.5 * embeddings[3] + 0.05
for scale, margin in ((64, 0.5), (8, 1.2)):

    def arc_face(x, w):
        loss = ArcFaceLoss(CLASSES, DIMENSION, margin=float(np.degrees(margin)), scale=scale)
        del loss.W
        loss.W = w.t()
        # Ours takes unit vectors as they are; normalizing again would only take the outward part of the gradient.
        loss.distance.normalize_embeddings = False
        unit = torch.nn.functional.normalize(loss.W, dim=0)
        loss.get_cosine = lambda e: e @ unit
        return loss(x, labels)

    arc.append({"scale": scale, "margin": margin, **with_gradient(arc_face, embeddings, weight)})

softmax = []
bias = torch.tensor(random.normal(size=CLASSES), dtype=torch.float32)
for smoothing in (0, 0.1):
    cross_entropy = torch.nn.CrossEntropyLoss(label_smoothing=smoothing)
    result = with_gradient(lambda x, w, b: cross_entropy(x @ w.t() + b, labels), embeddings, weight, bias)
    softmax.append({"smoothing": smoothing, **result})

teacher = torch.nn.functional.normalize(torch.tensor(random.normal(size=(COUNT, TEACHER)), dtype=torch.float32))
projection = torch.tensor(random.normal(size=(TEACHER, DIMENSION)), dtype=torch.float32)
distillation = [
    {
        "measure": "cosine",
        **with_gradient(
            lambda x, p: (1 - torch.nn.functional.cosine_similarity(x @ p.t(), teacher)).mean(), embeddings, projection
        ),
    },
    {
        "measure": "squaredDistance",
        **with_gradient(lambda x, p: (x @ p.t() - teacher).square().sum(dim=1).mean(), embeddings, projection),
    },
]

save(
    "losses.json",
    {
        "dimension": DIMENSION,
        "embeddings": flat(embeddings),
        "labels": labels.tolist(),
        "margin": MARGIN,
        "triplets": triplets,
        "counts": counts,
        "mined": {"semihard": mined["semihard"]},
        "weight": flat(weight),
        "bias": flat(bias),
        "arcFace": arc,
        "softmax": softmax,
        "teacher": flat(teacher),
        "projection": flat(projection),
        "distillation": distillation,
    },
)

# Optimizers ----------------------------------------------------------------------------------------------------------

STEPS, WEIGHTS = 10, 7
start = torch.tensor(random.normal(size=WEIGHTS), dtype=torch.float32)
gradients = torch.tensor(random.normal(size=(STEPS, WEIGHTS)), dtype=torch.float32)
rates = [0.1 * 0.9**step for step in range(STEPS)]
cases = {
    "adaGrad": lambda p: torch.optim.Adagrad(p, lr=1, initial_accumulator_value=0.1, eps=1e-10, weight_decay=0.01),
    "sgd": lambda p: torch.optim.SGD(p, lr=1),
    "momentum": lambda p: torch.optim.SGD(p, lr=1, momentum=0.9, weight_decay=0.01),
    "nesterov": lambda p: torch.optim.SGD(p, lr=1, momentum=0.9, nesterov=True, weight_decay=0.01),
    "adamW": lambda p: torch.optim.AdamW(p, lr=1, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.05),
}
curves = {}
for name, make in cases.items():
    weights = start.clone().requires_grad_()
    # The last two weights do not decay.
    decayed, kept = torch.nn.Parameter(start[:5].clone()), torch.nn.Parameter(start[5:].clone())
    optimizer = make([{"params": [decayed]}, {"params": [kept], "weight_decay": 0}])
    curves[name] = []
    for step in range(STEPS):
        for group in optimizer.param_groups:
            group["lr"] = rates[step]
        decayed.grad, kept.grad = gradients[step, :5].clone(), gradients[step, 5:].clone()
        optimizer.step()
        curves[name].append(flat(torch.cat([decayed, kept])))

clipped = []
for limit in (1, 100):
    parts = [torch.nn.Parameter(torch.zeros(5)), torch.nn.Parameter(torch.zeros(2))]
    parts[0].grad, parts[1].grad = gradients[0, :5].clone(), gradients[0, 5:].clone()
    norm = torch.nn.utils.clip_grad_norm_(parts, limit)
    clipped.append({"limit": limit, "norm": float(norm), "gradients": flat(torch.cat([p.grad for p in parts]))})

matrix = torch.tensor(random.normal(size=(30, 12)) * np.geomspace(1, 0.01, 12), dtype=torch.float32)
singular = torch.linalg.svdvals(matrix.double())
share = singular / singular.sum()
rank = {
    "rows": 30,
    "matrix": flat(matrix),
    "singularValues": flat(singular),
    # Roy and Vetterli, "The effective rank", 2007.
    "effectiveRank": float(torch.exp(-(share * share.log()).sum())),
}

save(
    "optimizers.json",
    {
        "start": flat(start),
        "gradients": [flat(g) for g in gradients],
        "rates": rates,
        "undecayed": 5,
        "curves": curves,
        "clipped": clipped,
        "rank": rank,
    },
)

# Ten steps -----------------------------------------------------------------------------------------------------------

# The network of Tests/FaceTrainingTests/Diagnosis/TinyNetwork.swift; its weights lie in this order in one flat array.
PEOPLE, FACES, INPUT, HIDDEN, OUTPUT = 6, 5, 16, 32, 8
people = torch.tensor(np.repeat(np.arange(PEOPLE), FACES))
persons = random.uniform(-1, 1, size=(PEOPLE, INPUT))
pixels = torch.tensor(persons[people] + random.uniform(-0.7, 0.7, size=(len(people), INPUT)), dtype=torch.float32)
shapes = [(HIDDEN, INPUT), (HIDDEN,), (OUTPUT, HIDDEN), (OUTPUT,)]
tiny = [torch.tensor(random.uniform(-0.3, 0.3, size=shape), dtype=torch.float32) for shape in shapes]
head = [torch.tensor(random.uniform(-0.3, 0.3, size=shape), dtype=torch.float32) for shape in ((PEOPLE, OUTPUT), (PEOPLE,))]


def train(loss_of, make, extra):
    leaves = [w.clone().requires_grad_() for w in tiny + extra]
    optimizer, losses = make(leaves), []
    for _ in range(STEPS):
        w1, b1, w2, b2, *own = leaves
        x = torch.nn.functional.normalize((pixels @ w1.t() + b1).relu() @ w2.t() + b2)
        loss = loss_of(x, *own)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss))
    return {"losses": losses, "weights": flat(torch.cat([leaf.reshape(-1) for leaf in leaves]))}


mean_triplet = TripletMarginLoss(margin=MARGIN, distance=squared, reducer=MeanReducer())
save(
    "curves.json",
    {
        "pixels": flat(pixels),
        "labels": people.tolist(),
        "weights": flat(torch.cat([w.reshape(-1) for w in tiny])),
        "head": flat(torch.cat([w.reshape(-1) for w in head])),
        "triplet": train(
            lambda x: mean_triplet(x, people),
            lambda p: torch.optim.Adagrad(p, lr=0.05, initial_accumulator_value=0.1),
            [],
        ),
        "softmax": train(
            lambda x, w, b: torch.nn.functional.cross_entropy(x @ w.t() + b, people),
            lambda p: torch.optim.SGD(p, lr=0.2, momentum=0.9, nesterov=True),
            head,
        ),
    },
)
