"""Writes Tests/FaceTrainingTests/Golden/network-curves.json: ten steps of training in PyTorch.

    pip install -r Scripts/requirements-golden.txt
    python Scripts/make-curve-golden.py

A small network with an Inception block and batch normalization, 4 people with 3 faces each. Two runs: the triplet loss
over all triplets (margin 0.2, the mean over all of them) with AdaGrad, and softmax with SGD, momentum and Nesterov. All
numbers follow from names, as in `make-golden-networks.py`. The losses are those before each step. Made with PyTorch
2.2.2 in fp32 on one thread.
"""

import importlib.util
import json
import pathlib

import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).resolve().parent
SPEC = importlib.util.spec_from_file_location("gradients", HERE / "make-gradient-golden.py")
gradients = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(gradients)
networks = gradients.networks
STEPS, PEOPLE, FACES, SIZE, DIMENSION, MARGIN = 10, 4, 3, 16, 8, 0.2


class Net(gradients.TrainingNet):
    """A network whose parameters live from one step to the next."""

    def __init__(self):
        super().__init__(True, torch.float32)

    def parameter(self, name, shape):
        return self.values[name] if name in self.values else super().parameter(name, shape)

    def __call__(self, x):
        x = self.conv(x, "stem", 16, 3, 2)
        x = networks.inception(self, x, "a", 8, 8, 16, 4, 8, "max", 8, 1)
        return F.normalize(self.linear(x.mean((2, 3)), "embedding", DIMENSION, bias=False))


def faces(step):
    """What is a person's own and what is a photo's, half and half."""
    shape, count = (3, SIZE, SIZE), 3 * SIZE * SIZE
    own = [torch.from_numpy(networks.scalars(f"person{person}", count).reshape(shape)) for person in range(PEOPLE)]
    photo = torch.from_numpy(networks.scalars(f"photo{step}", PEOPLE * FACES * count).reshape(-1, *shape))
    labels = torch.arange(PEOPLE * FACES) // FACES
    return 0.5 * torch.stack([own[label] for label in labels]) + 0.5 * photo, labels


def triplet_loss(embeddings, labels):
    distances = (embeddings[:, None] - embeddings[None]).square().sum(2)
    losses = [
        F.relu(distances[a, p] - distances[a, n] + MARGIN)
        for a in range(len(labels))
        for p in range(len(labels))
        for n in range(len(labels))
        if a != p and labels[a] == labels[p] and labels[a] != labels[n]
    ]
    return torch.stack(losses).mean()


def run(kind):
    net = Net()
    head = None
    if kind == "softmax":
        head = torch.from_numpy(networks.scalars("head", PEOPLE * DIMENSION).reshape(PEOPLE, DIMENSION))
        head.requires_grad_(True)
    curve, optimizer = [], None
    for step in range(STEPS):
        x, labels = faces(step)
        y = net(x)
        loss = triplet_loss(y, labels) if head is None else F.cross_entropy(y @ head.T, labels)
        if optimizer is None:
            trained = [value for value in net.values.values() if value.requires_grad] + ([] if head is None else [head])
            optimizer = (
                torch.optim.Adagrad(trained, lr=0.02, initial_accumulator_value=0.1, eps=1e-10)
                if head is None
                else torch.optim.SGD(trained, lr=0.1, momentum=0.9, nesterov=True)
            )
        curve.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    names = ["stem.weight", "inceptiona.b3.weight", "embedding.weight", "stem.bn.mean", "stem.bn.variance"]
    return {"losses": curve, "norms": {name: net.values[name].norm().item() for name in names}}


if __name__ == "__main__":
    networks.check_versions()
    torch.set_num_threads(1)
    result = {kind: run(kind) for kind in ("triplet", "softmax")}
    result["torch"] = networks.VERSIONS["torch"]
    path = HERE.parent / "Tests/FaceTrainingTests/Golden/network-curves.json"
    path.write_text(json.dumps(result, indent=1) + "\n")
    print(path.read_text())
