"""The LFW reference in Python: facenet-pytorch's MTCNN, ONNX Runtime fp32, davidsandberg's protocol.

    python lfw_reference.py --data $FACENET_DATA [--boxes boxes.jsonl] [--flip --subtract-mean --cosine]

It prints one JSON object with the keys `facenet evaluate lfw --json` prints, so that the two can be compared.
The boxes are cached in the file named by `--boxes`, because detection is most of the time.

The recipe, step by step:
1. Decode to RGB (Pillow, libjpeg).
2. MTCNN, smallest face 20 pixels, thresholds .6 .7 .7, factor .709, every face kept.
3. Of several faces take the largest `area - 2 * squared distance of the box's centre from the image's centre`.
4. Widen the box, clip it to the image, truncate to whole pixels (see `widened`).
5. Resize the cut to 160x160, bilinear (see `resized`).
6. `(x - 127.5) / 128`, planes first, through the network: 512 numbers of unit length.
7. Ten folds as given; threshold 0, .01 .. 3.99 by the first best accuracy on nine folds, `same` when `d < t`.
"""

import argparse
import json
import pathlib
import sys

import numpy as np
from PIL import Image
from scipy import interpolate
from scipy.optimize import brentq
from sklearn import metrics
from sklearn.model_selection import KFold

SIDE = 160


# --- The pairs -------------------------------------------------------------------------------------------------------


def read_pairs(path):
    """The official pairs in order: (first image, second image, same person)."""
    pairs = []
    for line in pathlib.Path(path).read_text().splitlines()[1:]:
        part = line.split("\t")
        if len(part) == 3:
            pairs.append((image(part[0], part[1]), image(part[0], part[2]), True))
        elif len(part) == 4:
            pairs.append((image(part[0], part[1]), image(part[2], part[3]), False))
    return pairs


def image(person, number):
    return f"{person}/{person}_{int(number):04d}.jpg"


# --- Faces -----------------------------------------------------------------------------------------------------------


def detect(root, names, cache):
    """Every image's faces (boxes, probabilities, landmarks), read from `cache` where it has them."""
    known = {}
    if cache and pathlib.Path(cache).exists():
        known = {row["name"]: row for row in map(json.loads, open(cache))}
    missing = [name for name in names if name not in known]
    if missing:
        from facenet_pytorch import MTCNN

        detector = MTCNN(
            image_size=160, margin=0, min_face_size=20, thresholds=[0.6, 0.7, 0.7], factor=0.709,
            post_process=False, keep_all=True, select_largest=False, device="cpu",
        )
        with open(cache, "a") if cache else open("/dev/null", "w") as file:
            for name in missing:
                photo = Image.open(root / name).convert("RGB")
                boxes, probabilities, landmarks = detector.detect(photo, landmarks=True)
                found = boxes is not None
                known[name] = {
                    "name": name, "size": photo.size,
                    "boxes": np.asarray(boxes, float).tolist() if found else [],
                    "probs": np.asarray(probabilities, float).tolist() if found else [],
                    "landmarks": np.asarray(landmarks, float).tolist() if found else [],
                }
                print(json.dumps(known[name]), file=file)
    return known


def chosen(row):
    """The face nearest the center, weighted by size, or None."""
    if not row["boxes"]:
        return None
    boxes, (width, height) = np.array(row["boxes"]), row["size"]
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    x = (boxes[:, 0] + boxes[:, 2]) / 2 - width / 2
    y = (boxes[:, 1] + boxes[:, 3]) / 2 - height / 2
    return boxes[np.argmax(area - 2 * (x**2 + y**2))]


def widened(box, size, rule):
    """The box with its margin, clipped, in whole pixels [left, top, right, bottom]."""
    width, height = size
    across, down = box[2] - box[0], box[3] - box[1]
    x, y = {
        "pixels": (32, 32),  # facenet's align_dataset_mtcnn: 32 pixels of the photo, half on each side
        "output": (32 * across / (SIDE - 32), 32 * down / (SIDE - 32)),  # facenet-pytorch's extract_face
        "fraction": (32 / SIDE * across, 32 / SIDE * down),  # a fifth of the box
    }[rule]
    edges = [max(box[0] - x / 2, 0), max(box[1] - y / 2, 0), min(box[2] + x / 2, width), min(box[3] + y / 2, height)]
    return [int(edge) for edge in edges]


def resized(cut, rule):
    """`cut` at 160x160: `pillow` averages over the area when it shrinks, `opencv` samples four neighbors."""
    if rule == "pillow":
        return np.asarray(Image.fromarray(cut).resize((SIDE, SIDE), Image.BILINEAR))
    import cv2

    return cv2.resize(cut, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)


def crop(root, row, margin, resize):
    """The image's face, uint8 [160, 160, 3], and whether one was found; without one, the box of the whole photo's center."""
    photo = np.asarray(Image.open(root / row["name"]).convert("RGB"))
    box = chosen(row)
    found = box is not None
    if found:
        left, top, right, bottom = widened(box, row["size"], margin)
    else:
        height, width = photo.shape[:2]
        left, top = (width - SIDE) // 2, (height - SIDE) // 2
        right, bottom = left + SIDE, top + SIDE
    return resized(np.ascontiguousarray(photo[top:bottom, left:right]), resize), found


# --- Embeddings ------------------------------------------------------------------------------------------------------


def embed(model, crops, threads, batch=32):
    """ONNX Runtime's fp32 embeddings of uint8 [n, 160, 160, 3]."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    parts = []
    for start in range(0, len(crops), batch):
        pixels = (crops[start : start + batch].astype(np.float32) - 127.5) / 128
        parts.append(session.run(None, {name: np.ascontiguousarray(pixels.transpose(0, 3, 1, 2))})[0])
    return np.concatenate(parts)


# --- The protocol ----------------------------------------------------------------------------------------------------


def distances(first, second, cosine):
    if not cosine:
        return np.sum(np.square(first - second), 1)
    similarity = np.sum(first * second, 1) / (np.linalg.norm(first, axis=1) * np.linalg.norm(second, axis=1))
    return np.arccos(np.clip(similarity, -1, 1)) / np.pi


def evaluate(first, second, same, cosine=False, subtract_mean=False, target=1e-3):
    """Accuracy, VAL at `target`, AUC and EER by davidsandberg's definitions."""
    coarse, fine = np.arange(0, 4, 0.01), np.arange(0, 4, 0.001)
    accuracies, chosen_thresholds, vals, fars, curves = [], [], [], [], []
    for train, test in KFold(n_splits=10, shuffle=False).split(np.arange(len(same))):
        mean = np.mean(np.concatenate([first[train], second[train]]), axis=0) if subtract_mean else 0.0
        distance = distances(first - mean, second - mean, cosine)
        hits = [np.mean((distance[train] < threshold) == same[train]) for threshold in coarse]
        best = coarse[np.argmax(hits)]
        chosen_thresholds.append(float(best))
        accuracies.append(np.mean((distance[test] < best) == same[test]))
        curves.append([rates(distance[test], same[test], threshold) for threshold in coarse])
        false_accepts = np.array([rates(distance[train], same[train], threshold)[1] for threshold in fine])
        # Between the last threshold under the target and the first over it ("slinear" refuses repeated rates today).
        enough = max(false_accepts) >= target
        threshold = interpolate.interp1d(false_accepts, fine, kind="linear")(target) if enough else 0.0
        val, far = rates(distance[test], same[test], threshold)
        vals.append(val)
        fars.append(far)
    true_rate, false_rate = np.mean(curves, axis=0).T
    return {
        "accuracy": {"mean": np.mean(accuracies), "std": np.std(accuracies), "standardError": np.std(accuracies) / np.sqrt(10)},
        "val": {"far": np.mean(fars), "mean": np.mean(vals), "std": np.std(vals)},
        "auc": metrics.auc(false_rate, true_rate),
        "eer": brentq(lambda x: 1 - x - interpolate.interp1d(false_rate, true_rate)(x), 0, 1),
        "pairs": len(same),
        "thresholds": chosen_thresholds,
    }


def rates(distance, same, threshold):
    """(true accepts of the same pairs, false accepts of the different pairs)."""
    accepted = distance < threshold
    return np.mean(accepted[same]), np.mean(accepted[~same])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True, help="folder with lfw/ and facenet-vggface2.onnx")
    parser.add_argument("--boxes", help="cache of the detections, one JSON object a line")
    parser.add_argument("--margin", choices=["pixels", "output", "fraction"], default="pixels")
    parser.add_argument("--resize", choices=["pillow", "opencv"], default="pillow")
    parser.add_argument("--drop-undetected", action="store_true", help="leave out pairs without a face")
    parser.add_argument("--flip", action="store_true")
    parser.add_argument("--subtract-mean", action="store_true")
    parser.add_argument("--cosine", action="store_true")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--save", type=pathlib.Path, help="folder for names.txt, emb_all.npy and crops_all.npy")
    options = parser.parse_args()

    import torch

    torch.set_num_threads(options.threads)
    pairs = read_pairs(options.data / "lfw/pairs.txt")
    names = list(dict.fromkeys(name for first, second, _ in pairs for name in (first, second)))
    root = options.data / "lfw/images"
    faces = detect(root, names, options.boxes)
    cut = [crop(root, faces[name], options.margin, options.resize) for name in names]
    crops, found = np.stack([face for face, _ in cut]), np.array([found for _, found in cut])
    model = options.data / "facenet-vggface2.onnx"
    embeddings = embed(model, crops, options.threads)
    if options.save:
        options.save.mkdir(parents=True, exist_ok=True)
        np.save(options.save / "crops_all.npy", crops)
        np.save(options.save / "emb_all.npy", embeddings)
        (options.save / "names.txt").write_text("\n".join(names) + "\n")
    if options.flip:
        embeddings = np.concatenate([embeddings, embed(model, crops[:, :, ::-1], options.threads)], axis=1)
    place = {name: index for index, name in enumerate(names)}
    if options.drop_undetected:
        pairs = [pair for pair in pairs if found[place[pair[0]]] and found[place[pair[1]]]]
    first = embeddings[[place[name] for name, _, _ in pairs]]
    second = embeddings[[place[name] for _, name, _ in pairs]]
    same = np.array([same for _, _, same in pairs])
    figures = evaluate(first, second, same, options.cosine, options.subtract_mean)
    figures["undetected"] = int(np.sum(~found))
    figures["precision"] = "fp32"
    json.dump(figures, sys.stdout, indent=2, default=float)
    print()


if __name__ == "__main__":
    main()
