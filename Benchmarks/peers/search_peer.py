"""A peer that searches: faiss (flat, SQ8, HNSW) or usearch (HNSW, bytes or floats). See rounds.py.

    facenet benchmark search --write DIR
    python search_peer.py --engine faiss-hnsw --data DIR --links 16 --recall 0.99

DIR holds faces.npy, queries.npy and nearest.npy, the true answers. A graph's breadth (efSearch, expansion) is the least of
the ladder that ours climbs too whose recall is as asked. SQ8 answers from its codes alone, without ranking by the floats.
A graph is kept in DIR, and read again the next time. Recall and the time to build go to stderr.
"""

import argparse
import os
import pathlib
import sys
import time

import rounds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    engines = ["faiss-flat", "faiss-sq8", "faiss-hnsw", "usearch-i8", "usearch-f32"]
    parser.add_argument("--engine", choices=engines, required=True)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--top", type=int, default=10)
    parser.add_argument("--links", type=int, default=16)
    parser.add_argument("--construction", type=int, default=200)
    parser.add_argument("--recall", type=float, default=0.99)
    options = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = str(options.threads)

    import numpy as np

    queries = np.load(options.data / "queries.npy")
    truth = np.load(options.data / "nearest.npy")[:, : options.top].astype(np.int64)
    load = load_faiss if options.engine.startswith("faiss") else load_usearch
    search, widen = load(np, options)

    def recall(count=500):
        found = np.concatenate([search(queries[i : i + 1]) for i in range(min(count, len(queries)))])
        return np.mean([len(set(a) & set(b)) / options.top for a, b in zip(found.tolist(), truth.tolist())])

    breadth = max(16, options.top)
    while widen:
        widen(breadth)
        share = recall()
        print(f"breadth {breadth}: recall {share:.4f}", file=sys.stderr)
        # A graph over bytes whose answers are not ranked by floats never gets there.
        if share >= options.recall or breadth >= 2000:
            break
        breadth = breadth * 5 // 4
    if not widen:
        print(f"recall {recall(100):.4f}", file=sys.stderr)

    start = 0

    def step():
        nonlocal start
        search(queries.take(range(start, start + options.batch), axis=0, mode="wrap"))
        start += options.batch
        return options.batch

    rounds.serve(step)


def load_faiss(np, options):
    """The search, and what sets its breadth if it is a graph."""
    import faiss

    faiss.omp_set_num_threads(options.threads)
    faces = np.load(options.data / "faces.npy", mmap_mode="r")
    dimension = faces.shape[1]
    path = options.data / f"faiss-{options.links}-{options.construction}.index"
    began = time.perf_counter()
    if options.engine == "faiss-hnsw" and path.exists():
        index = faiss.read_index(str(path))
    elif options.engine == "faiss-hnsw":
        faiss.omp_set_num_threads(os.cpu_count())
        index = faiss.IndexHNSWFlat(dimension, options.links)
        index.hnsw.efConstruction = options.construction
        index.add(np.ascontiguousarray(faces))
        faiss.write_index(index, str(path))
        faiss.omp_set_num_threads(options.threads)
    elif options.engine == "faiss-sq8":
        index = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_8bit)
        index.train(np.ascontiguousarray(faces[:100_000]))
        index.add(np.ascontiguousarray(faces))
    else:
        index = faiss.IndexFlatL2(dimension)
        index.add(np.ascontiguousarray(faces))
    print(f"ready after {time.perf_counter() - began:.1f} s", file=sys.stderr)

    def widen(breadth):
        index.hnsw.efSearch = breadth

    return lambda asked: index.search(asked, options.top)[1], widen if options.engine == "faiss-hnsw" else None


def load_usearch(np, options):
    from usearch.index import Index

    kind = options.engine.removeprefix("usearch-")
    faces = np.load(options.data / "faces.npy", mmap_mode="r")
    path = options.data / f"{options.engine}-{options.links}-{options.construction}.index"
    index = Index(
        ndim=faces.shape[1],
        metric="cos",
        dtype=kind,
        # usearch counts the links of the upper levels, as hnswlib does.
        connectivity=options.links,
        expansion_add=options.construction,
    )
    began = time.perf_counter()
    if path.exists():
        index.load(str(path))
    else:
        index.add(np.arange(len(faces)), np.ascontiguousarray(faces), threads=os.cpu_count())
        index.save(str(path))
    print(f"ready after {time.perf_counter() - began:.1f} s", file=sys.stderr)

    def widen(breadth):
        index.expansion_search = breadth

    def search(asked):
        found = index.search(asked, options.top, threads=options.threads)
        return found.keys.reshape(len(asked), -1)

    return search, widen


if __name__ == "__main__":
    main()
