#include "models.h"

// Defined in files.S; `end` is the byte behind the last.
#define SHIPPED(name)                                                                        \
    extern const unsigned char name##_bytes[], name##_end[];                                 \
    struct facenet_shipped_file name(void) {                                                 \
        return (struct facenet_shipped_file){name##_bytes, (size_t)(name##_end - name##_bytes)}; \
    }

SHIPPED(facenet_embedder_card)
SHIPPED(facenet_embedder_weights)
SHIPPED(facenet_detector_card)
SHIPPED(facenet_detector_weights)
