#include "codes.h"

int32_t codes_squared_distance(const int8_t *a, const int8_t *b, size_t count) {
    int32_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        int32_t difference = (int32_t)a[i] - (int32_t)b[i];
        sum += difference * difference;
    }
    return sum;
}
