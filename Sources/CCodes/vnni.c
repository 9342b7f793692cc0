// x86 with AVX-512 and VNNI: 64 bytes at a time, and products of bytes summed into 32 bits by one instruction.
#if defined(__x86_64__)
#include <immintrin.h>

#include "paths.h"

#define VNNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))

VNNI static inline __m512i load(const int8_t *bytes) { return _mm512_loadu_si512((const void *)bytes); }

// A code as unsigned bytes, 128 more than the signed ones: the instruction multiplies unsigned by signed.
VNNI static inline __m512i biased(const int8_t *code) {
    return _mm512_xor_si512(load(code), _mm512_set1_epi8((char)0x80));
}

// The sum of the lanes of each of 16 vectors, in their order.
VNNI static inline __m512i sums(const __m512i v[16]) {
    __m512i w[8], x[4];
    for (int i = 0; i < 8; i++) {
        w[i] = _mm512_add_epi32(_mm512_unpacklo_epi32(v[2 * i], v[2 * i + 1]),
                                _mm512_unpackhi_epi32(v[2 * i], v[2 * i + 1]));
    }
    for (int i = 0; i < 4; i++) {
        x[i] = _mm512_add_epi32(_mm512_unpacklo_epi64(w[2 * i], w[2 * i + 1]),
                                _mm512_unpackhi_epi64(w[2 * i], w[2 * i + 1]));
    }
    // Each 128-bit quarter of x[i] now holds quarter sums of vectors 4i ... 4i + 3.
    __m512i y = _mm512_add_epi32(_mm512_shuffle_i32x4(x[0], x[1], 0x88), _mm512_shuffle_i32x4(x[0], x[1], 0xdd));
    __m512i z = _mm512_add_epi32(_mm512_shuffle_i32x4(x[2], x[3], 0x88), _mm512_shuffle_i32x4(x[2], x[3], 0xdd));
    return _mm512_add_epi32(_mm512_shuffle_i32x4(y, z, 0x88), _mm512_shuffle_i32x4(y, z, 0xdd));
}

// (c + 128) q is c q and 128 times the sum of q: what the distance must be corrected by, with q's own square.
VNNI static inline int32_t correction(const int8_t *query, size_t stride) {
    __m512i sum = _mm512_setzero_si512(), norm = sum;
    for (size_t i = 0; i < stride; i += 64) {
        __m512i q = load(query + i);
        sum = _mm512_dpbusd_epi32(sum, _mm512_set1_epi8(1), q);
        // The absolute value times itself.
        __m512i magnitude = _mm512_abs_epi8(q);
        norm = _mm512_dpbusd_epi32(norm, magnitude, magnitude);
    }
    return _mm512_reduce_add_epi32(_mm512_add_epi32(norm, _mm512_slli_epi32(sum, 8)));
}

VNNI int32_t codes_pair_vnni(const int8_t *a, const int8_t *b, size_t stride) {
    __m512i sum = _mm512_setzero_si512();
    for (size_t i = 0; i < stride; i += 32) {
        __m512i difference = _mm512_sub_epi16(_mm512_cvtepi8_epi16(_mm256_loadu_si256((const __m256i *)(a + i))),
                                              _mm512_cvtepi8_epi16(_mm256_loadu_si256((const __m256i *)(b + i))));
        sum = _mm512_dpwssd_epi32(sum, difference, difference);
    }
    return _mm512_reduce_add_epi32(sum);
}

VNNI int32_t codes_pair_vnni_128(const int8_t *a, const int8_t *b, size_t stride) {
    (void)stride;
    return codes_pair_vnni(a, b, 128);
}

// 16 rows and one query.
VNNI static inline void rows_16(const int8_t *codes, const int32_t *norms, size_t stride, const int8_t *query,
                                int32_t correction, int32_t *distances) {
    __m512i v[16];
    // Row by row, as the memory lies: all rows' first lines and then all rows' second ones is slower by half.
#pragma clang loop unroll(full)
    for (int r = 0; r < 16; r++) {
        v[r] = _mm512_setzero_si512();
        for (size_t i = 0; i < stride; i += 64) {
            const int8_t *code = codes + (size_t)r * stride + i;
            _mm_prefetch((const char *)code + CODES_AHEAD, _MM_HINT_T0);
            v[r] = _mm512_dpbusd_epi32(v[r], biased(code), load(query + i));
        }
    }
    __m512i dots = sums(v);
    __m512i squares = _mm512_add_epi32(_mm512_loadu_si512(norms), _mm512_set1_epi32(correction));
    _mm512_storeu_si512(distances, _mm512_sub_epi32(squares, _mm512_slli_epi32(dots, 1)));
}

// Four rows and four queries: each load serves four products.
VNNI static inline void tile_4x4(const int8_t *codes, const int32_t *norms, size_t stride, const int8_t *queries,
                                 const int32_t corrections[4], int32_t *distances, size_t row_count) {
    __m512i v[16];
    for (int i = 0; i < 16; i++) v[i] = _mm512_setzero_si512();
    for (size_t i = 0; i < stride; i += 64) {
        __m512i c[4];
        for (int r = 0; r < 4; r++) c[r] = biased(codes + (size_t)r * stride + i);
#pragma clang loop unroll(full)
        for (int q = 0; q < 4; q++) {
            __m512i query = load(queries + (size_t)q * stride + i);
            for (int r = 0; r < 4; r++) v[4 * q + r] = _mm512_dpbusd_epi32(v[4 * q + r], c[r], query);
        }
    }
    __m512i dots = sums(v);
    __m512i squares = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)norms));
    __m512i found = _mm512_sub_epi32(squares, _mm512_slli_epi32(dots, 1));
    __m128i *out = (__m128i *)distances;
    _mm_storeu_si128(out, _mm_add_epi32(_mm512_extracti32x4_epi32(found, 0), _mm_set1_epi32(corrections[0])));
    out = (__m128i *)(distances + row_count);
    _mm_storeu_si128(out, _mm_add_epi32(_mm512_extracti32x4_epi32(found, 1), _mm_set1_epi32(corrections[1])));
    out = (__m128i *)(distances + 2 * row_count);
    _mm_storeu_si128(out, _mm_add_epi32(_mm512_extracti32x4_epi32(found, 2), _mm_set1_epi32(corrections[2])));
    out = (__m128i *)(distances + 3 * row_count);
    _mm_storeu_si128(out, _mm_add_epi32(_mm512_extracti32x4_epi32(found, 3), _mm_set1_epi32(corrections[3])));
}

VNNI void codes_distances_vnni(const int8_t *codes, const int32_t *norms, size_t row_count, size_t stride,
                               const int8_t *queries, size_t query_count, int32_t *distances) {
    size_t query = 0;
    for (; query + 4 <= query_count; query += 4) {
        const int8_t *q = queries + query * stride;
        int32_t *out = distances + query * row_count, corrections[4];
        for (size_t i = 0; i < 4; i++) corrections[i] = correction(q + i * stride, stride);
        size_t row = 0;
        for (; row + 4 <= row_count; row += 4) {
            tile_4x4(codes + row * stride, norms + row, stride, q, corrections, out + row, row_count);
        }
        for (; row < row_count; row++) {
            for (size_t i = 0; i < 4; i++) {
                out[i * row_count + row] = codes_pair_vnni(codes + row * stride, q + i * stride, stride);
            }
        }
    }
    for (; query < query_count; query++) {
        const int8_t *q = queries + query * stride;
        int32_t *out = distances + query * row_count, correct = correction(q, stride);
        size_t row = 0;
        for (; row + 16 <= row_count; row += 16) {
            rows_16(codes + row * stride, norms + row, stride, q, correct, out + row);
        }
        for (; row < row_count; row++) out[row] = codes_pair_vnni(codes + row * stride, q, stride);
    }
}

VNNI float codes_point_distance_vnni(const float *point, const int8_t *row, size_t stride) {
    __m512 sum = _mm512_setzero_ps();
    for (size_t i = 0; i < stride; i += 16) {
        __m512i bytes = _mm512_cvtepi8_epi32(_mm_loadu_si128((const __m128i *)(row + i)));
        __m512 difference = _mm512_sub_ps(_mm512_loadu_ps(point + i), _mm512_cvtepi32_ps(bytes));
        sum = _mm512_fmadd_ps(difference, difference, sum);
    }
    return _mm512_reduce_add_ps(sum);
}

VNNI size_t codes_below_vnni(const int32_t *distances, size_t count, int32_t limit, uint32_t *positions) {
    size_t found = 0, i = 0;
    __m512i bound = _mm512_set1_epi32(limit);
    for (; i + 16 <= count; i += 16) {
        unsigned mask = _mm512_cmplt_epi32_mask(_mm512_loadu_si512(distances + i), bound);
        for (; mask; mask &= mask - 1) positions[found++] = (uint32_t)(i + (size_t)__builtin_ctz(mask));
    }
    for (; i < count; i++) {
        if (distances[i] < limit) positions[found++] = (uint32_t)i;
    }
    return found;
}
#endif
