/// The paths `codes.c` chooses among; each set of functions has the contract of its namesake in `codes.h`.
#ifndef FACENET_CODES_PATHS_H
#define FACENET_CODES_PATHS_H

#include "codes.h"

/// How many bytes ahead of a scan memory is asked for: past the page it is in, where the processor's own guess ends.
/// Beyond the end of the codes it does nothing. On a busy machine it steadied the scan's time, on a quiet one it changed little.
#define CODES_AHEAD 4096

int32_t codes_pair_reference(const int8_t *a, const int8_t *b, size_t stride);
void codes_distances_reference(const int8_t *codes, const int32_t *norms, size_t row_count, size_t stride,
                               const int8_t *queries, size_t query_count, int32_t *distances);
float codes_point_distance_reference(const float *point, const int8_t *row, size_t stride);
size_t codes_below_reference(const int32_t *distances, size_t count, int32_t limit, uint32_t *positions);

#if defined(__x86_64__)
int32_t codes_pair_avx2(const int8_t *a, const int8_t *b, size_t stride);
void codes_distances_avx2(const int8_t *codes, const int32_t *norms, size_t row_count, size_t stride,
                          const int8_t *queries, size_t query_count, int32_t *distances);
size_t codes_below_avx2(const int32_t *distances, size_t count, int32_t limit, uint32_t *positions);

int32_t codes_pair_vnni(const int8_t *a, const int8_t *b, size_t stride);
int32_t codes_pair_vnni_128(const int8_t *a, const int8_t *b, size_t stride);
void codes_distances_vnni(const int8_t *codes, const int32_t *norms, size_t row_count, size_t stride,
                          const int8_t *queries, size_t query_count, int32_t *distances);
float codes_point_distance_vnni(const float *point, const int8_t *row, size_t stride);
size_t codes_below_vnni(const int32_t *distances, size_t count, int32_t limit, uint32_t *positions);
#elif defined(__aarch64__)
int32_t codes_pair_dotprod(const int8_t *a, const int8_t *b, size_t stride);
void codes_distances_dotprod(const int8_t *codes, const int32_t *norms, size_t row_count, size_t stride,
                             const int8_t *queries, size_t query_count, int32_t *distances);
#endif

#endif
