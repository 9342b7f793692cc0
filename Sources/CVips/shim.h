// libvips for FaceImaging: the variadic functions, which Swift cannot call, with the options FaceImaging uses.
// Everything else (regions, metadata, errors) is imported from libvips as it is.
// All return 0 for success, and then *out is a reference the caller owns (g_object_unref).

#ifndef FACENET_CVIPS_SHIM_H
#define FACENET_CVIPS_SHIM_H

#include <vips/vips.h>

// Loaders: from memory, first page, top to bottom only, refusing cut and damaged files.
// `data` must outlive *out. The header is read here; pixels are decoded when a region asks for them.

#define CVIPS_LOADER(format)                                                                                      \
    static inline int cvips_##format##load(const void *data, size_t length, VipsImage **out) {                    \
        return vips_##format##load_buffer((void *)data, length, out, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", \
                                          VIPS_FAIL_ON_ERROR, NULL);                                              \
    }

CVIPS_LOADER(jpeg)
CVIPS_LOADER(png)
CVIPS_LOADER(webp)
CVIPS_LOADER(gif)
CVIPS_LOADER(heif)

#undef CVIPS_LOADER

// Blends the alpha channel with a grey of `background` in the image's own range, and drops it.
static inline int cvips_flatten(VipsImage *in, VipsImage **out, double background, double max_alpha) {
    VipsArrayDouble *color = vips_array_double_newv(1, background);
    int status = vips_flatten(in, out, "background", color, "max_alpha", max_alpha, NULL);
    vips_area_unref(VIPS_AREA(color));
    return status;
}

// Converts from the embedded profile to 8-bit sRGB.
static inline int cvips_icc_to_srgb(VipsImage *in, VipsImage **out) {
    return vips_icc_transform(in, out, "srgb", "embedded", TRUE, "intent", VIPS_INTENT_RELATIVE,
                              "black_point_compensation", TRUE, "depth", 8, NULL);
}

// Converts to 8-bit sRGB by what the image says it is.
static inline int cvips_to_srgb(VipsImage *in, VipsImage **out) {
    return vips_colourspace(in, out, VIPS_INTERPRETATION_sRGB, NULL);
}

// Converts the sample format to 8 bits, clipping.
static inline int cvips_cast_uchar(VipsImage *in, VipsImage **out) {
    return vips_cast_uchar(in, out, NULL);
}

// The bytes of a prepared region from column `left` of row `top` on.
static inline const unsigned char *cvips_region_address(VipsRegion *region, int left, int top) {
    return VIPS_REGION_ADDR(region, left, top);
}

// Wraps interleaved 8-bit sRGB that stays the caller's and must outlive *out.
static inline int cvips_from_rgb(const void *pixels, size_t length, int width, int height, VipsImage **out) {
    VipsImage *memory = vips_image_new_from_memory(pixels, length, width, height, 3, VIPS_FORMAT_UCHAR);
    if (memory == NULL) return -1;
    int status = vips_copy(memory, out, "interpretation", VIPS_INTERPRETATION_sRGB, NULL);
    g_object_unref(memory);
    return status;
}

// Savers: into memory that the caller frees with g_free.

static inline int cvips_jpegsave(VipsImage *in, void **data, size_t *length, int quality) {
    return vips_jpegsave_buffer(in, data, length, "Q", quality, "optimize_coding", TRUE, NULL);
}

static inline int cvips_pngsave(VipsImage *in, void **data, size_t *length) {
    return vips_pngsave_buffer(in, data, length, NULL);
}

static inline int cvips_webpsave(VipsImage *in, void **data, size_t *length, int quality) {
    return vips_webpsave_buffer(in, data, length, "Q", quality, NULL);
}

#endif
