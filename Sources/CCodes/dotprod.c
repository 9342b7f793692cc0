// ARM with byte products: 16 bytes at a time.
#if defined(__aarch64__)
#include <arm_neon.h>

#include "paths.h"

#define DOTPROD __attribute__((target("dotprod")))

DOTPROD int32_t codes_pair_dotprod(const int8_t *a, const int8_t *b, size_t stride) {
    uint32x4_t even = vdupq_n_u32(0), odd = even;
    for (size_t i = 0; i < stride; i += 32) {
        // The absolute difference of two codes is at most 254: it fits an unsigned byte.
        uint8x16_t low = vreinterpretq_u8_s8(vabdq_s8(vld1q_s8(a + i), vld1q_s8(b + i)));
        uint8x16_t high = vreinterpretq_u8_s8(vabdq_s8(vld1q_s8(a + i + 16), vld1q_s8(b + i + 16)));
        even = vdotq_u32(even, low, low);
        odd = vdotq_u32(odd, high, high);
    }
    return (int32_t)vaddvq_u32(vaddq_u32(even, odd));
}

DOTPROD void codes_distances_dotprod(const int8_t *codes, const int32_t *norms, size_t row_count, size_t stride,
                                     const int8_t *queries, size_t query_count, int32_t *distances) {
    for (size_t query = 0; query < query_count; query++) {
        const int8_t *q = queries + query * stride;
        int32_t *out = distances + query * row_count;
        int32_t norm = codes_norm(q, stride);
        size_t row = 0;
        for (; row + 4 <= row_count; row += 4) {
            const int8_t *c = codes + row * stride;
            int32x4_t s0 = vdupq_n_s32(0), s1 = s0, s2 = s0, s3 = s0;
            for (size_t i = 0; i < stride; i += 16) {
                int8x16_t b = vld1q_s8(q + i);
                s0 = vdotq_s32(s0, vld1q_s8(c + i), b);
                s1 = vdotq_s32(s1, vld1q_s8(c + i + stride), b);
                s2 = vdotq_s32(s2, vld1q_s8(c + i + 2 * stride), b);
                s3 = vdotq_s32(s3, vld1q_s8(c + i + 3 * stride), b);
            }
            int32x4_t dots = vpaddq_s32(vpaddq_s32(s0, s1), vpaddq_s32(s2, s3));
            int32x4_t squares = vaddq_s32(vld1q_s32(norms + row), vdupq_n_s32(norm));
            vst1q_s32(out + row, vsubq_s32(squares, vaddq_s32(dots, dots)));
        }
        for (; row < row_count; row++) out[row] = codes_pair_dotprod(codes + row * stride, q, stride);
    }
}
#endif
