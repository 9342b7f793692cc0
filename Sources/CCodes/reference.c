// Distances by their definition: what every other path is compared with, and what runs where there is no other.
#include "paths.h"

int32_t codes_norm(const int8_t *row, size_t stride) {
    int32_t sum = 0;
    for (size_t i = 0; i < stride; i++) sum += (int32_t)row[i] * row[i];
    return sum;
}

int32_t codes_pair_reference(const int8_t *a, const int8_t *b, size_t stride) {
    int32_t sum = 0;
    for (size_t i = 0; i < stride; i++) {
        int32_t difference = (int32_t)a[i] - (int32_t)b[i];
        sum += difference * difference;
    }
    return sum;
}

void codes_distances_reference(const int8_t *codes, const int32_t *norms, size_t row_count, size_t stride,
                               const int8_t *queries, size_t query_count, int32_t *distances) {
    // The norms are for the other paths, which compute products instead of differences.
    (void)norms;
    for (size_t query = 0; query < query_count; query++) {
        for (size_t row = 0; row < row_count; row++) {
            distances[query * row_count + row] =
                codes_pair_reference(codes + row * stride, queries + query * stride, stride);
        }
    }
}

float codes_point_distance_reference(const float *point, const int8_t *row, size_t stride) {
    float sums[16] = {0};
    for (size_t i = 0; i < stride; i += 16) {
        for (size_t lane = 0; lane < 16; lane++) {
            float difference = point[i + lane] - (float)row[i + lane];
            sums[lane] += difference * difference;
        }
    }
    for (size_t width = 8; width > 0; width /= 2) {
        for (size_t lane = 0; lane < width; lane++) sums[lane] += sums[lane + width];
    }
    return sums[0];
}

size_t codes_below_reference(const int32_t *distances, size_t count, int32_t limit, uint32_t *positions) {
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        positions[found] = (uint32_t)i;
        found += distances[i] < limit;
    }
    return found;
}
