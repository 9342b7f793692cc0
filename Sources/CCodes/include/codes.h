/// Distances between one-byte codes.
#ifndef FACENET_CODES_H
#define FACENET_CODES_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The sum of squared differences of two codes of `count` bytes.
int32_t codes_squared_distance(const int8_t *a, const int8_t *b, size_t count);

#ifdef __cplusplus
}
#endif

#endif
