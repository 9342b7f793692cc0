/// Distances between one-byte codes, in the widest instructions the processor has.
///
/// A code is a row of `stride` signed bytes, each from -127 through 127, padded with zeros to a multiple of
/// `CODES_ALIGNMENT`. All distances are squared and exact: integers, equal on every path. Nothing here keeps state,
/// allocates or fails; all functions may be called from many threads.
#ifndef FACENET_CODES_H
#define FACENET_CODES_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a row's length must be a multiple of, in bytes: one line of the cache.
#define CODES_ALIGNMENT 64

/// The instructions a distance is computed with.
typedef enum codes_path {
    /// C, by the definition: the twin the others are tested against.
    CODES_REFERENCE = 0,
    /// x86 with AVX2.
    CODES_AVX2 = 1,
    /// x86 with AVX-512 and its byte products (VNNI).
    CODES_VNNI = 2,
    /// ARM with byte products (`dotprod`).
    CODES_DOTPROD = 3,
} codes_path;

/// Whether this build and this processor have a path.
int codes_path_is_available(codes_path path);

/// The fastest path this processor has.
codes_path codes_best_path(void);

/// The sum of squares of one row.
int32_t codes_norm(const int8_t *row, size_t stride);

/// The squared distance between two rows.
int32_t codes_distance(codes_path path, const int8_t *a, const int8_t *b, size_t stride);

/// A function that computes what `codes_distance` does, on the fastest path for rows of this length.
typedef int32_t (*codes_pair_function)(const int8_t *a, const int8_t *b, size_t stride);
codes_pair_function codes_pair(codes_path path, size_t stride);

/// The squared distances of `query_count` queries to `row_count` rows.
///
/// - codes: `row_count` rows, one after the other; norms: their sums of squares.
/// - queries: `query_count` rows.
/// - distances: Receives `[query_count][row_count]`.
void codes_distances(codes_path path, const int8_t *codes, const int32_t *norms, size_t row_count, size_t stride,
                     const int8_t *queries, size_t query_count, int32_t *distances);

/// The squared distance from a point, in steps and not rounded, to a row's; `point` is padded with zeros.
///
/// No sum is longer than a sixteenth of the stride: so far its rounding goes. The paths differ by that.
float codes_point_distance(codes_path path, const float *point, const int8_t *row, size_t stride);

/// Finds the distances below a limit: writes their positions in ascending order, and returns how many there are.
///
/// - positions: Room for `count` of them.
size_t codes_below(codes_path path, const int32_t *distances, size_t count, int32_t limit, uint32_t *positions);

#ifdef __cplusplus
}
#endif

#endif
