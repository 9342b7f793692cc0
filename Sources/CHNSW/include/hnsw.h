/// An approximate nearest neighbor index over one-byte codes: hnswlib behind a C interface.
///
/// Malkov and Yashunin, "Efficient and robust approximate nearest neighbor search using Hierarchical Navigable Small
/// World graphs", <https://arxiv.org/abs/1603.09320>. The algorithm is the library's; what is ours is the distance, a lock
/// (searches share it, changes hold it alone), and a form of the graph on disk that has no byte of any code.
///
/// Codes are rows of `stride` bytes as in `codes.h`. No exception leaves these functions. All but `hnsw_free` may be
/// called from many threads.
#ifndef FACENET_HNSW_H
#define FACENET_HNSW_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hnsw_index hnsw_index;

/// How a call ended.
typedef enum hnsw_status {
    HNSW_OK = 0,
    /// There is not enough memory.
    HNSW_MEMORY = 1,
    /// The bytes are not a graph that this program wrote, or not a whole one.
    HNSW_DAMAGED = 2,
    /// An identifier is in the graph already, or is not in it.
    HNSW_IDENTIFIER = 3,
    /// The library refused, for a reason that would be a mistake of ours.
    HNSW_INTERNAL = 4,
} hnsw_status;

/// An empty index for codes of `stride` bytes with room for `capacity`; null if there is no memory.
///
/// - links: How many neighbors a node has on the upper levels; twice as many on the lowest. 2 through 256.
/// - breadth: How many candidates an insertion considers (`efConstruction`).
hnsw_index *hnsw_create(size_t stride, size_t capacity, size_t links, size_t breadth);

/// Frees an index that nobody uses any more.
void hnsw_free(hnsw_index *index);

/// The number of nodes, those marked as deleted included.
size_t hnsw_count(const hnsw_index *index);

/// The number of nodes marked as deleted.
size_t hnsw_deleted_count(const hnsw_index *index);

/// The bytes of memory the index takes, about.
size_t hnsw_memory(const hnsw_index *index);

/// Inserts `count` codes, on several threads; makes room first if there is none.
///
/// - codes: `count` pointers to rows; identifiers: none of them in the graph.
hnsw_status hnsw_insert(hnsw_index *index, const int8_t *const *codes, const int64_t *identifiers, size_t count,
                        size_t threads);

/// Marks a node as deleted: it still leads searches on, and is not found. Its code is overwritten with a neighbor's.
hnsw_status hnsw_delete(hnsw_index *index, int64_t identifier);

/// Finds nodes near `code`: writes their identifiers and squared distances in steps, in no order, and how many.
///
/// - breadth: How many to find, at most, and how wide to search (`ef`); there must be room for so many.
hnsw_status hnsw_search(const hnsw_index *index, const int8_t *code, size_t breadth, int64_t *identifiers,
                        int32_t *distances, size_t *found);

/// The bytes of the graph on disk: links, levels and identifiers, nothing of any code.
size_t hnsw_saved_size(const hnsw_index *index);

/// Writes the graph; `hnsw_saved_size` bytes, if nothing was changed since.
hnsw_status hnsw_save(const hnsw_index *index, uint8_t *bytes, size_t size);

/// How many nodes a saved graph has; 0 if it is damaged. Only the header is read.
size_t hnsw_loaded_count(const uint8_t *bytes, size_t size);

/// The identifiers of a saved graph, in its order: room for `hnsw_loaded_count`.
hnsw_status hnsw_loaded_identifiers(const uint8_t *bytes, size_t size, int64_t *identifiers);

/// Makes an index of a saved graph and the codes that belong to its identifiers.
///
/// Everything is checked before it is used: no bytes lead to a wrong access.
///
/// - codes: For each identifier of the graph, in its order, its row; null if it is no more. Such a node is given a
///   neighbor's code and is marked as deleted.
/// - room: For how many more codes there shall be room.
hnsw_status hnsw_load(const uint8_t *bytes, size_t size, size_t stride, const int8_t *const *codes, size_t room,
                      hnsw_index **index);

#ifdef __cplusplus
}
#endif

#endif
