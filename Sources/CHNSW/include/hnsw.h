/// An approximate nearest neighbor index over one-byte codes: hnswlib behind a C interface.
#ifndef FACENET_HNSW_H
#define FACENET_HNSW_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hnsw_index hnsw_index;

/// An empty index for codes of `dimension` bytes and room for `capacity` of them; null if there is no memory.
hnsw_index *hnsw_create(size_t dimension, size_t capacity, size_t links, size_t ef_construction);

/// Frees an index.
void hnsw_free(hnsw_index *index);

#ifdef __cplusplus
}
#endif

#endif
