"""Ours and the peers in turns, in one run: medians, extremes, ratios and peak memory as Markdown tables.

    python compare.py embed --facenet ../../.build/release/facenet --model $FACENET_DATA/facenet-vggface2.onnx --crops crops.npy
    python compare.py train --facenet ../../.build/release/facenet --batches 30 --threads 2
    python compare.py search --facenet ../../.build/release/facenet --data /tmp/crowd
    python compare.py pipeline --facenet ../../.build/release/facenet --model $FACENET_DATA/facenet-vggface2.onnx --photos $FACENET_DATA/lfw/images
    python compare.py detect --facenet ../../.build/release/facenet --detectors $FACENET_DATA --own ../../Models/detector --photo group.jpg

Each contestant is a process of its own that speaks the protocol of rounds.py. All of one table are started, then every
round lets each work alone for `--seconds`, so that a slow spell of the machine meets all of them. A contestant that
cannot run is named under its table with its last words; the others go on.
"""

import argparse
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent


# --- A contestant ----------------------------------------------------------------------------------------------------


class Contestant:
    """A process that is told when to run."""

    def __init__(self, name, command):
        self.name, self.figures, self.peak, self.failure = name, [], 0, None
        self.errors = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, text=True
        )

    def wait_until_ready(self):
        # A library may talk before: NNCF draws how far its quantization is.
        for line in iter(self.process.stdout.readline, ""):
            if line.strip() == "ready":
                return
        self.fail()

    def run(self, seconds):
        if self.failure is not None:
            return
        try:
            self.process.stdin.write(f"run {seconds}\n")
            self.process.stdin.flush()
            self.figures.append(float(self.process.stdout.readline()))
        except (OSError, ValueError):
            self.fail()

    def finish(self):
        """Notes the peak of its resident memory and ends it."""
        if self.failure is not None:
            return
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                self.peak = int(line.split()[1]) / 1024
        self.process.stdin.close()
        self.process.wait(timeout=60)

    def fail(self):
        self.process.kill()
        self.process.wait()
        self.errors.seek(0)
        words = self.errors.read().strip().splitlines()
        self.failure = words[-1] if words else f"exit status {self.process.returncode}"


def compete(title, contestants, unit, options):
    """Runs one table and prints it; ratios are against the first contestant that ran."""
    for contestant in contestants:
        contestant.wait_until_ready()
    for number in range(options.rounds):
        print(f"{title}: round {number + 1} of {options.rounds}", file=sys.stderr)
        for contestant in contestants:
            contestant.run(options.seconds)
            time.sleep(0.2)
    for contestant in contestants:
        contestant.finish()
    ran = [contestant for contestant in contestants if contestant.failure is None]
    print(f"\n### {title}\n\n| | {unit}, median | least | most | ratio | peak MB |\n|---|---|---|---|---|---|")
    for contestant in ran:
        median = statistics.median(contestant.figures)
        ratio = median / statistics.median(ran[0].figures)
        least, most = min(contestant.figures), max(contestant.figures)
        print(f"| {contestant.name} | {median:.1f} | {least:.1f} | {most:.1f} | {ratio:.2f} | {contestant.peak:.0f} |")
    for contestant in contestants:
        if contestant.failure is not None:
            print(f"\n{contestant.name} did not run: {contestant.failure}")
    sys.stdout.flush()


# --- The tables ------------------------------------------------------------------------------------------------------


def embed(options):
    for batch in options.batches:
        for threads in options.threads:
            for precision in options.precisions:
                title = f"embed, batch {batch}, {threads} thread{'s' if threads > 1 else ''}, {precision}"
                compete(title, embedders(batch, threads, precision, options), "images/s", options)


def embedders(batch, threads, precision, options):
    size = ["--batch", batch, "--threads", threads]
    contestants = []
    if options.facenet:
        own = [options.facenet, "benchmark", "embed", *size, "--model", options.model, "--precision", precision, *options.ours, "--rounds-from-stdin"]
        contestants.append(Contestant("facenet (this project)", own))
    peers = {
        "fp32": [("openvino", "fp32"), ("onnxruntime", "fp32"), ("facenet-pytorch", "fp32")],
        "bf16": [("openvino", "bf16"), ("facenet-pytorch", "bf16"), ("facenet-pytorch", "fp32")],
        "int8": [("openvino", "int8"), ("onnxruntime", "int8"), ("facenet-pytorch", "fp32")],
    }[precision]
    for engine, kind in peers:
        if engine == "facenet-pytorch" and options.exported:
            continue
        command = [sys.executable, HERE / "embed_peer.py", "--engine", engine, "--precision", kind, *size]
        command += ["--model", options.exported or options.model]
        if options.crops:
            command += ["--crops", options.crops]
        contestants.append(Contestant(f"{engine} {kind}", command))
    return contestants


def train(options):
    for batch in options.batches:
        for threads in options.threads:
            for precision in [kind for kind in options.precisions if kind != "int8"]:
                title = f"train, batch {batch}, {threads} thread{'s' if threads > 1 else ''}, {precision}"
                compete(title, trainers(batch, threads, precision, options), "images/s", options)


def trainers(batch, threads, precision, options):
    size = ["--batch", batch, "--threads", threads, "--precision", precision]
    contestants = []
    if options.facenet:
        own = [options.facenet, "benchmark", "train", *size, *options.ours, "--rounds-from-stdin"]
        contestants.append(Contestant("facenet (this project)", own))
    peer = [sys.executable, HERE / "train_peer.py", *size]
    contestants.append(Contestant(f"PyTorch {precision} channels-last", peer))
    contestants.append(Contestant(f"PyTorch {precision}", [*peer, "--contiguous"]))
    return contestants


def pipeline(options):
    for threads in options.threads:
        for only_detection in (False, True):
            title = f"{'detection' if only_detection else 'photo to embedding'}, {threads} thread{'s' if threads > 1 else ''}"
            compete(title, pipelines(threads, only_detection, options), "photos/s", options)


def pipelines(threads, only_detection, options):
    work = ["--photos", options.photos, "--limit", options.limit, "--threads", threads]
    work += ["--only-detection"] if only_detection else []
    contestants = []
    if options.facenet:
        for precision in options.precisions[:1] if only_detection else options.precisions:
            own = [options.facenet, "benchmark", "pipeline", "--model", options.model, "--precision", precision]
            own += [*work, *options.ours, "--rounds-from-stdin"]
            contestants.append(Contestant(f"facenet (this project) {precision}", own))
    for precision in ["fp32"] if only_detection else ["fp32", "bf16"]:
        command = [sys.executable, HERE / "pipeline_peer.py", "--precision", precision, *work]
        contestants.append(Contestant(f"facenet-pytorch {precision}", command))
    return contestants


def detect(options):
    for threads in options.threads:
        title = f"faces in {options.size}, {threads} thread{'s' if threads > 1 else ''}"
        compete(title, detectors(threads, options), "photos/s", options)


def detectors(threads, options):
    work = ["--size", options.size, "--threads", threads] + (["--photo", options.photo] if options.photo else [])
    contestants = []
    if options.facenet:
        for name, path in [("default", options.own), ("mtcnn", options.detectors), ("yunet", options.detectors)]:
            own = [options.facenet, "benchmark", "detect", "--detector", name, "--detector-path", path, *work]
            contestants.append(Contestant(f"facenet (this project) {name}", [*own, *options.ours, "--rounds-from-stdin"]))
    peer = [sys.executable, HERE / "detect_peer.py", "--network", options.detectors / "yunet" / "yunet_n_dynamic.onnx"]
    contestants.append(Contestant("YuNet in ONNX Runtime, network alone", [*peer, *work]))
    return contestants


def search(options):
    for batch in [1, 64]:
        compete(f"search by scan, {batch} at once, 1 thread", scanners(batch, options), "queries/s", options)
    compete(f"search by graph, recall {options.recall}, 1 thread", graphs(options), "queries/s", options)


def scanners(batch, options):
    own = [options.facenet, "benchmark", "search", "--batch", batch, *options.ours, "--rounds-from-stdin"]
    contestants = [Contestant("facenet (this project), exact", own)] if options.facenet else []
    for engine in ["faiss-flat", "faiss-sq8"]:
        command = [sys.executable, HERE / "search_peer.py", "--engine", engine, "--data", options.data, "--batch", batch]
        contestants.append(Contestant(engine, command))
    return contestants


def graphs(options):
    own = [options.facenet, "benchmark", "search", "--method", "graph", "--recall", options.recall]
    own += ["--graph", options.data / "facenet.graph", *options.ours, "--rounds-from-stdin"]
    contestants = [Contestant("facenet (this project), graph", own)] if options.facenet else []
    for engine, links in [("faiss-hnsw", 16), ("faiss-hnsw", 32), ("usearch-i8", 16), ("usearch-f32", 16)]:
        command = [sys.executable, HERE / "search_peer.py", "--engine", engine, "--links", links]
        command += ["--data", options.data, "--recall", options.recall]
        contestants.append(Contestant(f"{engine}, {links} links", command))
    return contestants


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["detect", "embed", "pipeline", "search", "train"])
    parser.add_argument("--facenet", type=pathlib.Path, help="our binary; without it only the peers run")
    parser.add_argument("--ours", nargs="*", default=[], help="more arguments for our binary")
    parser.add_argument("--model", type=pathlib.Path, help="a bundle or an ONNX file, or `default`; the peers want an ONNX file")
    parser.add_argument("--exported", type=pathlib.Path, help="what `facenet model export` made of --model, for the peers of embed")
    parser.add_argument("--crops", type=pathlib.Path, help="uint8 [n, s, s, 3] .npy, for the calibration of the peers' int8")
    parser.add_argument("--photos", type=pathlib.Path)
    parser.add_argument("--photo", type=pathlib.Path, help="the photo that detectors look at")
    parser.add_argument("--size", default="480x640", help="what it is brought to, rows x columns")
    parser.add_argument("--detectors", type=pathlib.Path, help="the folder with mtcnn and yunet")
    parser.add_argument("--own", type=pathlib.Path, default=HERE.parent.parent / "Models" / "detector")
    parser.add_argument("--data", type=pathlib.Path, help="what `facenet benchmark search --write` wrote, for search")
    parser.add_argument("--recall", type=float, default=0.99, help="of the ten nearest, by the graphs of search")
    parser.add_argument("--limit", type=int, default=1000)
    parser.add_argument("--batches", type=int, nargs="+", default=[32, 1])
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--precisions", nargs="+", choices=["fp32", "bf16", "int8"], default=["fp32", "bf16", "int8"])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=3)
    options = parser.parse_args()
    if options.what == "pipeline" and not options.photos:
        parser.error("pipeline needs --photos")
    if options.what == "search" and not options.data:
        parser.error("search needs --data")
    if options.what == "detect" and not options.detectors:
        parser.error("detect needs --detectors")
    if options.what not in ["detect", "search", "train"] and not options.model:
        parser.error(f"{options.what} needs --model")
    tables = {"detect": detect, "embed": embed, "pipeline": pipeline, "search": search, "train": train}
    tables[options.what](options)


if __name__ == "__main__":
    main()
