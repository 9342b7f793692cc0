// The files of the service's page, which lie in the program itself: a copied binary needs no other file.
#ifndef FACENET_PAGE_H
#define FACENET_PAGE_H

#include <stddef.h>

/// A file of the page, as it is in Files/.
struct facenet_page_file {
    const char *name;
    const char *type;
    const unsigned char *bytes;
    size_t count;
};

/// The files; the last has no name.
const struct facenet_page_file *facenet_page_files(void);

#endif
