// libarchive, of which the service reads zip archives.
#ifndef FACENET_ARCHIVE_SHIM_H
#define FACENET_ARCHIVE_SHIM_H

#include <archive.h>
#include <archive_entry.h>

#endif
