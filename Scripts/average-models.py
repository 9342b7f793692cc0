"""Averages two models of which one has grown out of the other, weight by weight.

    pip install -r Scripts/requirements-golden.txt
    python Scripts/average-models.py SMALL GROWN SHARE OUTPUT

SMALL and GROWN are bundles that `facenet train` wrote, the second by `network.growsInto` from the first. SHARE, 0 to 1, is how much of
GROWN there is in OUTPUT, a bundle of GROWN's network. What both have is averaged. The residual blocks that only GROWN has stay as
they are but for the layer with which they add to what they read (`up`), which is multiplied by SHARE: in SMALL they add nothing.

That the mean of two trainings on one path does better than its ends is Wortsman et al., <https://arxiv.org/abs/2109.01903>.
"""

import json
import pathlib
import shutil
import sys

from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file


def read(bundle):
    """The weights of a bundle of 32-bit floats, by their names, and the file's metadata."""
    path = bundle / "weights.safetensors"
    try:
        with safe_open(path, "np") as file:
            return {name: file.get_tensor(name) for name in file.keys()}, file.metadata()
    except (OSError, SafetensorError, TypeError) as error:
        raise SystemExit(f"average-models: {path}: {error}")


def average(small, grown, share):
    """Every weight of `grown`, brought to `share` of the way from `small`."""
    if lost := sorted(small.keys() - grown.keys()):
        raise SystemExit(f"average-models: the second model lacks {lost[0]}, so it has not grown out of the first")
    for name in small:
        if small[name].shape != grown[name].shape:
            raise SystemExit(f"average-models: {name} has another shape in the second model")
    mean = {}
    for name, weights in grown.items():
        if name in small:
            mean[name] = share * weights + (1 - share) * small[name]
        else:
            mean[name] = share * weights if ".up." in name else weights
    return mean


def main():
    if len(sys.argv) != 5:
        raise SystemExit(__doc__)
    small, grown, output = (pathlib.Path(sys.argv[place]) for place in (1, 2, 4))
    try:
        share = float(sys.argv[3])
    except ValueError:
        share = -1
    if not 0 <= share <= 1:
        raise SystemExit(f"average-models: {sys.argv[3]} is no share from 0 to 1")
    if output.exists():
        raise SystemExit(f"average-models: {output}: it is there already")
    weights, metadata = read(grown)
    mean = average(read(small)[0], weights, share)
    card = json.loads((grown / "model.json").read_text())
    # It is GROWN's; `facenet model import` gives the mean one of its own.
    card.pop("fingerprint", None)
    # The folder appears once it is whole.
    partial = output.with_name(output.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    save_file(mean, partial / "weights.safetensors", metadata=metadata)
    (partial / "model.json").write_text(json.dumps(card, indent=2, sort_keys=True) + "\n")
    partial.rename(output)


main()
