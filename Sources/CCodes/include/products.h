/// Scalar products of many rows with many others, in the instructions the processor has.
///
/// For the graph of near neighbors that clustering starts from: every face with every other, in 32-bit floats.
#ifndef FACENET_PRODUCTS_H
#define FACENET_PRODUCTS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Rows a call of `products_above` takes.
#define PRODUCTS_ROWS 8
/// Columns of a panel.
#define PRODUCTS_COLUMNS 32

/// A product that was large enough.
typedef struct {
    uint16_t row;     // 0 ..< PRODUCTS_ROWS
    uint16_t column;  // 0 ..< PRODUCTS_COLUMNS
    float product;
} products_hit;

/// Lists the products of 8 rows with the 32 columns of a panel that are at least `floor`, row by row.
///
/// - `rows`: [8, dimension].
/// - `panel`: [dimension, 32]: 32 vectors, the coordinates of one place beside each other.
/// - `hits`: room for 8 * 32.
///
/// Returns how many there are. Every product is summed in the order of the dimensions, whatever row or column it is in.
size_t products_above(const float *rows, const float *panel, size_t dimension, float floor, products_hit *hits);

/// `out[i] = query . base[ids[i]]`, rows of `dimension`.
void products_gather(const float *query, const float *base, size_t dimension, const int32_t *ids, size_t count,
                     float *out);

/// The twin of `products_above` in plain loops: the oracle of its tests.
size_t products_above_reference(const float *rows, const float *panel, size_t dimension, float floor,
                                products_hit *hits);

#ifdef __cplusplus
}
#endif

#endif
