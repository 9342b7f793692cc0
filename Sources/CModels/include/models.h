// The shipped models, which lie in the program itself: a copied binary needs no other file.
#ifndef FACENET_MODELS_H
#define FACENET_MODELS_H

#include <stddef.h>

/// A file of Models/, as it is there.
struct facenet_shipped_file {
    /// A multiple of 64, as a mapped file's beginning would be.
    const void *bytes;
    size_t count;
};

struct facenet_shipped_file facenet_embedder_card(void);
struct facenet_shipped_file facenet_embedder_weights(void);
struct facenet_shipped_file facenet_detector_card(void);
struct facenet_shipped_file facenet_detector_weights(void);

#endif
