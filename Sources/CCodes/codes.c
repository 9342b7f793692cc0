// Which path runs: asked of the processor, not of the compiler, so that one build is fast everywhere.
#include "codes.h"
#include "paths.h"

#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#ifndef HWCAP_ASIMDDP
#define HWCAP_ASIMDDP (1 << 20)
#endif
#endif

int codes_path_is_available(codes_path path) {
    switch (path) {
    case CODES_REFERENCE:
        return 1;
#if defined(__x86_64__)
    case CODES_AVX2:
        return __builtin_cpu_supports("avx2") != 0;
    case CODES_VNNI:
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vnni");
#elif defined(__aarch64__) && defined(__linux__)
    case CODES_DOTPROD:
        return (getauxval(AT_HWCAP) & HWCAP_ASIMDDP) != 0;
#elif defined(__aarch64__) && defined(__APPLE__)
    case CODES_DOTPROD:
        return 1;
#endif
    default:
        return 0;
    }
}

codes_path codes_best_path(void) {
    if (codes_path_is_available(CODES_VNNI)) return CODES_VNNI;
    if (codes_path_is_available(CODES_AVX2)) return CODES_AVX2;
    if (codes_path_is_available(CODES_DOTPROD)) return CODES_DOTPROD;
    return CODES_REFERENCE;
}

codes_pair_function codes_pair(codes_path path, size_t stride) {
    switch (path) {
#if defined(__x86_64__)
    case CODES_AVX2:
        return codes_pair_avx2;
    case CODES_VNNI:
        return stride == 128 ? codes_pair_vnni_128 : codes_pair_vnni;
#elif defined(__aarch64__)
    case CODES_DOTPROD:
        return codes_pair_dotprod;
#endif
    default:
        (void)stride;
        return codes_pair_reference;
    }
}

int32_t codes_distance(codes_path path, const int8_t *a, const int8_t *b, size_t stride) {
    return codes_pair(path, stride)(a, b, stride);
}

void codes_distances(codes_path path, const int8_t *codes, const int32_t *norms, size_t row_count, size_t stride,
                     const int8_t *queries, size_t query_count, int32_t *distances) {
    switch (path) {
#if defined(__x86_64__)
    case CODES_AVX2:
        codes_distances_avx2(codes, norms, row_count, stride, queries, query_count, distances);
        return;
    case CODES_VNNI:
        codes_distances_vnni(codes, norms, row_count, stride, queries, query_count, distances);
        return;
#elif defined(__aarch64__)
    case CODES_DOTPROD:
        codes_distances_dotprod(codes, norms, row_count, stride, queries, query_count, distances);
        return;
#endif
    default:
        codes_distances_reference(codes, norms, row_count, stride, queries, query_count, distances);
    }
}

float codes_point_distance(codes_path path, const float *point, const int8_t *row, size_t stride) {
#if defined(__x86_64__)
    if (path == CODES_VNNI) return codes_point_distance_vnni(point, row, stride);
#endif
    (void)path;
    return codes_point_distance_reference(point, row, stride);
}

size_t codes_below(codes_path path, const int32_t *distances, size_t count, int32_t limit, uint32_t *positions) {
    switch (path) {
#if defined(__x86_64__)
    case CODES_AVX2:
        return codes_below_avx2(distances, count, limit, positions);
    case CODES_VNNI:
        return codes_below_vnni(distances, count, limit, positions);
#endif
    default:
        return codes_below_reference(distances, count, limit, positions);
    }
}
