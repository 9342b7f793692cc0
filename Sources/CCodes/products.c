#include "products.h"

#include <string.h>

typedef float lanes4 __attribute__((vector_size(16), aligned(4)));
typedef float lanes8 __attribute__((vector_size(32), aligned(4)));
typedef float lanes16 __attribute__((vector_size(64), aligned(4)));

#define ROWS PRODUCTS_ROWS
#define COLUMNS PRODUCTS_COLUMNS

static inline __attribute__((always_inline)) size_t collect(const float *tile, float floor, products_hit *hits) {
    size_t count = 0;
    for (int row = 0; row < ROWS; row++) {
        const float *line = tile + row * COLUMNS;
        // A loop without branches that the compiler makes vectors of: nearly every line has nothing.
        int any = 0;
        for (int column = 0; column < COLUMNS; column++) any |= line[column] >= floor;
        if (!any) continue;
        for (int column = 0; column < COLUMNS; column++) {
            if (line[column] < floor) continue;
            hits[count].row = (uint16_t)row;
            hits[count].column = (uint16_t)column;
            hits[count].product = line[column];
            count++;
        }
    }
    return count;
}

/// A tile of `ROWS` x `COLUMNS`, computed in pieces of `HEIGHT` rows and `WIDTH` vectors that fit the registers.
#define TILE(lanes, HEIGHT, WIDTH)                                                                       \
    enum { step = sizeof(lanes) / sizeof(float) };                                                       \
    float tile[ROWS * COLUMNS] __attribute__((aligned(64)));                                             \
    for (int row = 0; row < ROWS; row += HEIGHT) {                                                       \
        for (int column = 0; column < COLUMNS; column += WIDTH * step) {                                 \
            lanes sums[HEIGHT][WIDTH];                                                                   \
            memset(sums, 0, sizeof sums);                                                                \
            const float *at = panel + column;                                                            \
            for (size_t k = 0; k < dimension; k++, at += COLUMNS) {                                      \
                _Pragma("clang loop unroll(full)") for (int i = 0; i < HEIGHT; i++) {                    \
                    float scalar = rows[(row + i) * dimension + k];                                      \
                    _Pragma("clang loop unroll(full)") for (int j = 0; j < WIDTH; j++) sums[i][j] +=     \
                        scalar * *(const lanes *)(at + j * step);                                        \
                }                                                                                        \
            }                                                                                            \
            for (int i = 0; i < HEIGHT; i++)                                                             \
                for (int j = 0; j < WIDTH; j++)                                                          \
                    memcpy(tile + (row + i) * COLUMNS + column + j * step, &sums[i][j], sizeof(lanes));  \
        }                                                                                                \
    }                                                                                                    \
    return collect(tile, floor, hits);

#define GATHER(lanes)                                                                        \
    enum { step = sizeof(lanes) / sizeof(float) };                                           \
    for (size_t i = 0; i < count; i++) {                                                     \
        const float *row = base + (size_t)ids[i] * dimension;                                \
        if (i + 4 < count) __builtin_prefetch(base + (size_t)ids[i + 4] * dimension);        \
        lanes even = {0}, odd = {0};                                                         \
        size_t k = 0;                                                                        \
        for (; k + 2 * step <= dimension; k += 2 * step) {                                   \
            even += *(const lanes *)(query + k) * *(const lanes *)(row + k);                 \
            odd += *(const lanes *)(query + k + step) * *(const lanes *)(row + k + step);    \
        }                                                                                    \
        even += odd;                                                                         \
        float sum = 0;                                                                       \
        for (int lane = 0; lane < step; lane++) sum += even[lane];                           \
        for (; k < dimension; k++) sum += query[k] * row[k];                                 \
        out[i] = sum;                                                                        \
    }

#if defined(__x86_64__)

__attribute__((target("avx512f,avx512bw,avx512vl"))) static size_t above_avx512(const float *rows, const float *panel,
                                                                                size_t dimension, float floor,
                                                                                products_hit *hits) {
    TILE(lanes16, 8, 2)
}

__attribute__((target("avx2,fma"))) static size_t above_avx2(const float *rows, const float *panel, size_t dimension,
                                                             float floor, products_hit *hits) {
    TILE(lanes8, 4, 2)
}

__attribute__((target("avx512f,avx512bw,avx512vl"))) static void gather_avx512(const float *query, const float *base,
                                                                               size_t dimension, const int32_t *ids,
                                                                               size_t count, float *out) {
    GATHER(lanes16)
}

__attribute__((target("avx2,fma"))) static void gather_avx2(const float *query, const float *base, size_t dimension,
                                                            const int32_t *ids, size_t count, float *out) {
    GATHER(lanes8)
}

#endif

static size_t above_plain(const float *rows, const float *panel, size_t dimension, float floor, products_hit *hits) {
    TILE(lanes4, 4, 2)
}

static void gather_plain(const float *query, const float *base, size_t dimension, const int32_t *ids, size_t count,
                         float *out) {
    GATHER(lanes4)
}

size_t products_above(const float *rows, const float *panel, size_t dimension, float floor, products_hit *hits) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
        return above_avx512(rows, panel, dimension, floor, hits);
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return above_avx2(rows, panel, dimension, floor, hits);
#endif
    return above_plain(rows, panel, dimension, floor, hits);
}

void products_gather(const float *query, const float *base, size_t dimension, const int32_t *ids, size_t count,
                     float *out) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
        return gather_avx512(query, base, dimension, ids, count, out);
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return gather_avx2(query, base, dimension, ids, count, out);
#endif
    gather_plain(query, base, dimension, ids, count, out);
}

size_t products_above_reference(const float *rows, const float *panel, size_t dimension, float floor,
                                products_hit *hits) {
    size_t count = 0;
    for (int row = 0; row < ROWS; row++) {
        for (int column = 0; column < COLUMNS; column++) {
            float sum = 0;
            for (size_t k = 0; k < dimension; k++) sum += rows[row * dimension + k] * panel[k * COLUMNS + column];
            if (sum < floor) continue;
            products_hit hit = {(uint16_t)row, (uint16_t)column, sum};
            hits[count++] = hit;
        }
    }
    return count;
}
