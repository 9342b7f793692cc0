// x86 with AVX2: 32 bytes at a time.
#if defined(__x86_64__)
#include <immintrin.h>

#include "paths.h"

#define AVX2 __attribute__((target("avx2")))

// The sums of the lanes of four vectors.
AVX2 static inline __m128i sums(__m256i a, __m256i b, __m256i c, __m256i d) {
    __m256i pairs = _mm256_hadd_epi32(_mm256_hadd_epi32(a, b), _mm256_hadd_epi32(c, d));
    return _mm_add_epi32(_mm256_castsi256_si128(pairs), _mm256_extracti128_si256(pairs, 1));
}

AVX2 int32_t codes_pair_avx2(const int8_t *a, const int8_t *b, size_t stride) {
    __m256i even = _mm256_setzero_si256(), odd = even;
    for (size_t i = 0; i < stride; i += 32) {
        __m256i low = _mm256_sub_epi16(_mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(a + i))),
                                       _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(b + i))));
        __m256i high = _mm256_sub_epi16(_mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(a + i + 16))),
                                        _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(b + i + 16))));
        even = _mm256_add_epi32(even, _mm256_madd_epi16(low, low));
        odd = _mm256_add_epi32(odd, _mm256_madd_epi16(high, high));
    }
    return _mm_cvtsi128_si32(sums(_mm256_add_epi32(even, odd), _mm256_setzero_si256(), _mm256_setzero_si256(),
                                  _mm256_setzero_si256()));
}

// |q| times c with the sign of q: a product of an unsigned and a signed byte, as the instruction wants. Two of them are
// at most 2 x 127 x 127, which its 16 bits hold: so long as no byte is -128, and none is.
AVX2 static inline __m256i product(__m256i magnitude, __m256i query, const int8_t *code) {
    __m256i c = _mm256_sign_epi8(_mm256_loadu_si256((const __m256i *)code), query);
    return _mm256_madd_epi16(_mm256_maddubs_epi16(magnitude, c), _mm256_set1_epi16(1));
}

AVX2 void codes_distances_avx2(const int8_t *codes, const int32_t *norms, size_t row_count, size_t stride,
                               const int8_t *queries, size_t query_count, int32_t *distances) {
    for (size_t query = 0; query < query_count; query++) {
        const int8_t *q = queries + query * stride;
        int32_t *out = distances + query * row_count;
        int32_t norm = codes_norm(q, stride);
        size_t row = 0;
        for (; row + 4 <= row_count; row += 4) {
            const int8_t *c = codes + row * stride;
            __m256i s0 = _mm256_setzero_si256(), s1 = s0, s2 = s0, s3 = s0;
            for (size_t i = 0; i < stride; i += 32) {
                for (size_t r = 0; i % 64 == 0 && r < 4; r++) {
                    _mm_prefetch((const char *)(c + i + r * stride + CODES_AHEAD), _MM_HINT_T0);
                }
                __m256i b = _mm256_loadu_si256((const __m256i *)(q + i)), magnitude = _mm256_abs_epi8(b);
                s0 = _mm256_add_epi32(s0, product(magnitude, b, c + i));
                s1 = _mm256_add_epi32(s1, product(magnitude, b, c + i + stride));
                s2 = _mm256_add_epi32(s2, product(magnitude, b, c + i + 2 * stride));
                s3 = _mm256_add_epi32(s3, product(magnitude, b, c + i + 3 * stride));
            }
            __m128i squares = _mm_add_epi32(_mm_loadu_si128((const __m128i *)(norms + row)), _mm_set1_epi32(norm));
            __m128i dots = sums(s0, s1, s2, s3);
            _mm_storeu_si128((__m128i *)(out + row), _mm_sub_epi32(squares, _mm_add_epi32(dots, dots)));
        }
        for (; row < row_count; row++) out[row] = codes_pair_avx2(codes + row * stride, q, stride);
    }
}

AVX2 size_t codes_below_avx2(const int32_t *distances, size_t count, int32_t limit, uint32_t *positions) {
    size_t found = 0, i = 0;
    __m256i bound = _mm256_set1_epi32(limit);
    for (; i + 8 <= count; i += 8) {
        __m256i below = _mm256_cmpgt_epi32(bound, _mm256_loadu_si256((const __m256i *)(distances + i)));
        unsigned mask = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(below));
        for (; mask; mask &= mask - 1) positions[found++] = (uint32_t)(i + (size_t)__builtin_ctz(mask));
    }
    for (; i < count; i++) {
        if (distances[i] < limit) positions[found++] = (uint32_t)i;
    }
    return found;
}
#endif
