// One vocabulary for oneDNN 2 (Debian 12, Ubuntu 22.04) and oneDNN 3 (Debian 13, Ubuntu 24.04).
//
// The two major versions differ in three ways that reach a caller: memory descriptors are values in 2 and handles
// in 3, operations are described in one step instead of two, and int8 scales are an attribute in 2 and arguments
// in 3. All of that is answered here, so that the Swift side is written once. Everything else is called directly.
//
// A `dnnlx_md` is owned by whoever made it: free it with `dnnlx_md_destroy`. Functions that make a descriptor or a
// primitive descriptor give NULL when oneDNN refuses; asking and being refused is how layouts are chosen.

#ifndef FACENET_ONEDNN_SHIM_H
#define FACENET_ONEDNN_SHIM_H

#include <oneapi/dnnl/dnnl.h>
#include <stdlib.h>

enum { dnnlx_version = DNNL_VERSION_MAJOR };

// Zero-initialized C aggregates for the Swift side, which cannot spell a fixed array.
typedef struct {
    dnnl_dims_t values;
} dnnlx_dims;

#if DNNL_VERSION_MAJOR >= 3

typedef dnnl_memory_desc_t dnnlx_md;
typedef const_dnnl_memory_desc_t dnnlx_const_md;

static inline void dnnlx_md_destroy(dnnlx_md md) { dnnl_memory_desc_destroy(md); }

static inline dnnlx_md dnnlx_md_clone(dnnlx_const_md md) {
    dnnl_memory_desc_t copy = NULL;
    return dnnl_memory_desc_clone(&copy, md) == dnnl_success ? copy : NULL;
}

static inline dnnlx_md dnnlx_md_tag(int rank, const int64_t *dims, dnnl_data_type_t type, dnnl_format_tag_t tag) {
    dnnl_memory_desc_t md = NULL;
    return dnnl_memory_desc_create_with_tag(&md, rank, dims, type, tag) == dnnl_success ? md : NULL;
}

static inline dnnlx_md dnnlx_md_strides(int rank, const int64_t *dims, dnnl_data_type_t type, const int64_t *strides) {
    dnnl_memory_desc_t md = NULL;
    return dnnl_memory_desc_create_with_strides(&md, rank, dims, type, strides) == dnnl_success ? md : NULL;
}

static inline dnnlx_md dnnlx_md_part(dnnlx_const_md parent, const int64_t *dims, const int64_t *offsets) {
    dnnl_memory_desc_t md = NULL;
    return dnnl_memory_desc_create_submemory(&md, parent, dims, offsets) == dnnl_success ? md : NULL;
}

static inline int dnnlx_md_equal(dnnlx_const_md a, dnnlx_const_md b) { return dnnl_memory_desc_equal(a, b); }
static inline size_t dnnlx_md_size(dnnlx_const_md md) { return dnnl_memory_desc_get_size(md); }

static inline dnnlx_const_md dnnlx_pd_md(const_dnnl_primitive_desc_t pd, dnnl_query_t what, int index) {
    return dnnl_primitive_desc_query_md(pd, what, index);
}

static inline dnnl_status_t dnnlx_memory(dnnl_memory_t *memory, dnnlx_const_md md, dnnl_engine_t engine, void *at) {
    return dnnl_memory_create(memory, md, engine, at);
}

static inline dnnl_primitive_desc_t dnnlx_convolution(
    dnnl_engine_t engine, dnnl_alg_kind_t algorithm, dnnlx_const_md source, dnnlx_const_md weights,
    dnnlx_const_md bias, dnnlx_const_md destination, const int64_t *strides, const int64_t *dilations,
    const int64_t *before, const int64_t *after, const_dnnl_primitive_attr_t attributes) {
    dnnl_primitive_desc_t pd = NULL;
    return dnnl_convolution_forward_primitive_desc_create(
               &pd, engine, dnnl_forward_inference, algorithm, source, weights, bias, destination, strides,
               dilations, before, after, attributes) == dnnl_success ? pd : NULL;
}

static inline dnnl_primitive_desc_t dnnlx_inner_product(
    dnnl_engine_t engine, dnnlx_const_md source, dnnlx_const_md weights, dnnlx_const_md bias,
    dnnlx_const_md destination, const_dnnl_primitive_attr_t attributes) {
    dnnl_primitive_desc_t pd = NULL;
    return dnnl_inner_product_forward_primitive_desc_create(
               &pd, engine, dnnl_forward_inference, source, weights, bias, destination, attributes)
                   == dnnl_success ? pd : NULL;
}

static inline dnnl_primitive_desc_t dnnlx_pooling(
    dnnl_engine_t engine, dnnl_alg_kind_t algorithm, dnnlx_const_md source, dnnlx_const_md destination,
    const int64_t *strides, const int64_t *kernel, const int64_t *dilations, const int64_t *before,
    const int64_t *after, const_dnnl_primitive_attr_t attributes) {
    dnnl_primitive_desc_t pd = NULL;
    return dnnl_pooling_forward_primitive_desc_create(
               &pd, engine, dnnl_forward_inference, algorithm, source, destination, strides, kernel, dilations,
               before, after, attributes) == dnnl_success ? pd : NULL;
}

static inline dnnl_primitive_desc_t dnnlx_eltwise(
    dnnl_engine_t engine, dnnl_alg_kind_t algorithm, dnnlx_const_md source, dnnlx_const_md destination, float alpha,
    float beta, const_dnnl_primitive_attr_t attributes) {
    dnnl_primitive_desc_t pd = NULL;
    return dnnl_eltwise_forward_primitive_desc_create(
               &pd, engine, dnnl_forward_inference, algorithm, source, destination, alpha, beta, attributes)
                   == dnnl_success ? pd : NULL;
}

static inline dnnl_primitive_desc_t dnnlx_lrn(
    dnnl_engine_t engine, dnnlx_const_md source, dnnlx_const_md destination, int64_t size, float alpha, float beta,
    float k, const_dnnl_primitive_attr_t attributes) {
    dnnl_primitive_desc_t pd = NULL;
    return dnnl_lrn_forward_primitive_desc_create(
               &pd, engine, dnnl_forward_inference, dnnl_lrn_across_channels, source, destination, size, alpha, beta,
               k, attributes) == dnnl_success ? pd : NULL;
}

static inline dnnl_primitive_desc_t dnnlx_prelu(
    dnnl_engine_t engine, dnnlx_const_md source, dnnlx_const_md weights, dnnlx_const_md destination,
    const_dnnl_primitive_attr_t attributes) {
    dnnl_primitive_desc_t pd = NULL;
    return dnnl_prelu_forward_primitive_desc_create(
               &pd, engine, dnnl_forward_inference, source, weights, destination, attributes)
                   == dnnl_success ? pd : NULL;
}

static inline dnnl_primitive_desc_t dnnlx_softmax(
    dnnl_engine_t engine, dnnlx_const_md source, dnnlx_const_md destination, int axis,
    const_dnnl_primitive_attr_t attributes) {
    dnnl_primitive_desc_t pd = NULL;
    return dnnl_softmax_forward_primitive_desc_create(
               &pd, engine, dnnl_forward_inference, dnnl_softmax_accurate, source, destination, axis, attributes)
                   == dnnl_success ? pd : NULL;
}

static inline dnnl_primitive_desc_t dnnlx_resize_nearest(
    dnnl_engine_t engine, dnnlx_const_md source, dnnlx_const_md destination, const_dnnl_primitive_attr_t attributes) {
    dnnl_primitive_desc_t pd = NULL;
    return dnnl_resampling_forward_primitive_desc_create(
               &pd, engine, dnnl_forward_inference, dnnl_resampling_nearest, NULL, source, destination, attributes)
                   == dnnl_success ? pd : NULL;
}

static inline dnnl_primitive_desc_t dnnlx_binary(
    dnnl_engine_t engine, dnnl_alg_kind_t algorithm, dnnlx_const_md a, dnnlx_const_md b, dnnlx_const_md destination,
    const_dnnl_primitive_attr_t attributes) {
    dnnl_primitive_desc_t pd = NULL;
    return dnnl_binary_primitive_desc_create(&pd, engine, algorithm, a, b, destination, attributes)
                   == dnnl_success ? pd : NULL;
}

static inline dnnl_primitive_desc_t dnnlx_reorder(
    dnnl_engine_t engine, dnnlx_const_md source, dnnlx_const_md destination, const_dnnl_primitive_attr_t attributes) {
    dnnl_primitive_desc_t pd = NULL;
    return dnnl_reorder_primitive_desc_create(&pd, source, engine, destination, engine, attributes)
                   == dnnl_success ? pd : NULL;
}

static inline dnnl_status_t dnnlx_append_sum(dnnl_post_ops_t ops, float scale, dnnl_data_type_t type) {
    return dnnl_post_ops_append_sum(ops, scale, 0, type);
}

static inline dnnl_status_t dnnlx_append_eltwise(dnnl_post_ops_t ops, dnnl_alg_kind_t kind, float alpha, float beta) {
    return dnnl_post_ops_append_eltwise(ops, kind, alpha, beta);
}

// Scales are run-time arguments in oneDNN 3: this only declares them. `mask` is that of the output channels.
static inline dnnl_status_t dnnlx_declare_scales(
    dnnl_primitive_attr_t attributes, int count, int mask, const float *combined) {
    (void)count;
    (void)combined;
    dnnl_status_t status = dnnl_primitive_attr_set_scales_mask(attributes, DNNL_ARG_SRC, 0);
    if (status == dnnl_success) status = dnnl_primitive_attr_set_scales_mask(attributes, DNNL_ARG_WEIGHTS, mask);
    if (status == dnnl_success) status = dnnl_primitive_attr_set_scales_mask(attributes, DNNL_ARG_DST, 0);
    return status;
}

// A reorder that multiplies by one factor: in oneDNN 3 the factor is the source's scale, given at run time.
static inline dnnl_status_t dnnlx_declare_reorder_scale(dnnl_primitive_attr_t attributes, float factor) {
    (void)factor;
    return dnnl_primitive_attr_set_scales_mask(attributes, DNNL_ARG_SRC, 0);
}

// Training. Every backward primitive is made with the hint of the forward one it belongs to, which is made here from the
// same description and dropped again.

static inline dnnl_primitive_desc_t dnnlx_with_hint_(dnnl_primitive_desc_t hint, dnnl_status_t status,
                                                     dnnl_primitive_desc_t pd) {
    if (hint) dnnl_primitive_desc_destroy(hint);
    return status == dnnl_success ? pd : NULL;
}

static inline dnnl_primitive_desc_t dnnlx_convolution_backward_data(
    dnnl_engine_t engine, dnnl_alg_kind_t algorithm, dnnlx_const_md source, dnnlx_const_md weights,
    dnnlx_const_md destination, const int64_t *strides, const int64_t *dilations, const int64_t *before,
    const int64_t *after, const_dnnl_primitive_attr_t attributes) {
    dnnl_primitive_desc_t hint = NULL, pd = NULL;
    if (dnnl_convolution_forward_primitive_desc_create(
            &hint, engine, dnnl_forward_training, dnnl_convolution_direct, source, weights, NULL, destination, strides,
            dilations, before, after, NULL) != dnnl_success) return NULL;
    return dnnlx_with_hint_(hint, dnnl_convolution_backward_data_primitive_desc_create(
        &pd, engine, algorithm, source, weights, destination, strides, dilations, before, after, hint, attributes), pd);
}

static inline dnnl_primitive_desc_t dnnlx_convolution_backward_weights(
    dnnl_engine_t engine, dnnl_alg_kind_t algorithm, dnnlx_const_md source, dnnlx_const_md weights,
    dnnlx_const_md forward_weights, dnnlx_const_md bias, dnnlx_const_md destination, const int64_t *strides,
    const int64_t *dilations, const int64_t *before, const int64_t *after, const_dnnl_primitive_attr_t attributes) {
    dnnl_primitive_desc_t hint = NULL, pd = NULL;
    if (dnnl_convolution_forward_primitive_desc_create(
            &hint, engine, dnnl_forward_training, dnnl_convolution_direct, source, forward_weights, bias, destination,
            strides, dilations, before, after, NULL) != dnnl_success) return NULL;
    return dnnlx_with_hint_(hint, dnnl_convolution_backward_weights_primitive_desc_create(
        &pd, engine, algorithm, source, weights, bias, destination, strides, dilations, before, after, hint,
        attributes), pd);
}

static inline dnnl_primitive_desc_t dnnlx_inner_product_backward_data(
    dnnl_engine_t engine, dnnlx_const_md source, dnnlx_const_md weights, dnnlx_const_md destination,
    const_dnnl_primitive_attr_t attributes) {
    dnnl_primitive_desc_t hint = NULL, pd = NULL;
    if (dnnl_inner_product_forward_primitive_desc_create(
            &hint, engine, dnnl_forward_training, source, weights, NULL, destination, NULL) != dnnl_success)
        return NULL;
    return dnnlx_with_hint_(hint, dnnl_inner_product_backward_data_primitive_desc_create(
        &pd, engine, source, weights, destination, hint, attributes), pd);
}

static inline dnnl_primitive_desc_t dnnlx_inner_product_backward_weights(
    dnnl_engine_t engine, dnnlx_const_md source, dnnlx_const_md weights, dnnlx_const_md forward_weights,
    dnnlx_const_md bias, dnnlx_const_md destination, const_dnnl_primitive_attr_t attributes) {
    dnnl_primitive_desc_t hint = NULL, pd = NULL;
    if (dnnl_inner_product_forward_primitive_desc_create(
            &hint, engine, dnnl_forward_training, source, forward_weights, bias, destination, NULL) != dnnl_success)
        return NULL;
    return dnnlx_with_hint_(hint, dnnl_inner_product_backward_weights_primitive_desc_create(
        &pd, engine, source, weights, bias, destination, hint, attributes), pd);
}

static inline dnnl_primitive_desc_t dnnlx_batch_norm(
    dnnl_engine_t engine, dnnlx_const_md data, float epsilon, unsigned flags, const_dnnl_primitive_attr_t attributes) {
    dnnl_primitive_desc_t pd = NULL;
    return dnnl_batch_normalization_forward_primitive_desc_create(
               &pd, engine, dnnl_forward_training, data, data, epsilon, flags, attributes) == dnnl_success ? pd : NULL;
}

static inline dnnl_primitive_desc_t dnnlx_batch_norm_backward(
    dnnl_engine_t engine, dnnlx_const_md data, float epsilon, unsigned flags, const_dnnl_primitive_attr_t attributes) {
    dnnl_primitive_desc_t hint = dnnlx_batch_norm(engine, data, epsilon, flags, NULL), pd = NULL;
    if (!hint) return NULL;
    return dnnlx_with_hint_(hint, dnnl_batch_normalization_backward_primitive_desc_create(
        &pd, engine, dnnl_backward, data, data, data, epsilon, flags, hint, attributes), pd);
}

static inline dnnl_primitive_desc_t dnnlx_pooling_training(
    dnnl_engine_t engine, int backward, dnnl_alg_kind_t algorithm, dnnlx_const_md source, dnnlx_const_md destination,
    const int64_t *strides, const int64_t *kernel, const int64_t *dilations, const int64_t *before,
    const int64_t *after, const_dnnl_primitive_attr_t attributes) {
    dnnl_primitive_desc_t hint = NULL, pd = NULL;
    if (dnnl_pooling_forward_primitive_desc_create(
            &hint, engine, dnnl_forward_training, algorithm, source, destination, strides, kernel, dilations, before,
            after, backward ? NULL : attributes) != dnnl_success) return NULL;
    if (!backward) return hint;
    return dnnlx_with_hint_(hint, dnnl_pooling_backward_primitive_desc_create(
        &pd, engine, algorithm, source, destination, strides, kernel, dilations, before, after, hint, attributes), pd);
}

static inline dnnl_primitive_desc_t dnnlx_lrn_training(
    dnnl_engine_t engine, int backward, dnnlx_const_md data, int64_t size, float alpha, float beta, float k,
    const_dnnl_primitive_attr_t attributes) {
    dnnl_primitive_desc_t hint = NULL, pd = NULL;
    if (dnnl_lrn_forward_primitive_desc_create(
            &hint, engine, dnnl_forward_training, dnnl_lrn_across_channels, data, data, size, alpha, beta, k,
            backward ? NULL : attributes) != dnnl_success) return NULL;
    if (!backward) return hint;
    return dnnlx_with_hint_(hint, dnnl_lrn_backward_primitive_desc_create(
        &pd, engine, dnnl_lrn_across_channels, data, data, data, size, alpha, beta, k, hint, attributes), pd);
}

// `data` is the input or, for algorithms that say so, the output of the forward pass.
static inline dnnl_primitive_desc_t dnnlx_eltwise_backward(
    dnnl_engine_t engine, dnnl_alg_kind_t algorithm, dnnlx_const_md data, float alpha, float beta,
    const_dnnl_primitive_attr_t attributes) {
    dnnl_primitive_desc_t hint = NULL, pd = NULL;
    if (dnnl_eltwise_forward_primitive_desc_create(
            &hint, engine, dnnl_forward_training, algorithm, data, data, alpha, beta, NULL) != dnnl_success)
        return NULL;
    return dnnlx_with_hint_(hint, dnnl_eltwise_backward_primitive_desc_create(
        &pd, engine, algorithm, data, data, data, alpha, beta, hint, attributes), pd);
}

static inline dnnl_primitive_desc_t dnnlx_concat(
    dnnl_engine_t engine, dnnlx_const_md destination, int count, int axis, const dnnlx_const_md *sources,
    const_dnnl_primitive_attr_t attributes) {
    dnnl_primitive_desc_t pd = NULL;
    return dnnl_concat_primitive_desc_create(&pd, engine, destination, count, axis, sources, attributes)
                   == dnnl_success ? pd : NULL;
}

#else  // oneDNN 2

typedef dnnl_memory_desc_t *dnnlx_md;
typedef const dnnl_memory_desc_t *dnnlx_const_md;

static inline void dnnlx_md_destroy(dnnlx_md md) { free(md); }

static inline dnnlx_md dnnlx_md_clone(dnnlx_const_md md) {
    dnnlx_md copy = (dnnlx_md)malloc(sizeof *copy);
    if (copy && md) *copy = *md;
    return copy;
}

static inline dnnlx_md dnnlx_keep_(dnnl_status_t status, const dnnl_memory_desc_t *md) {
    return status == dnnl_success ? dnnlx_md_clone(md) : NULL;
}

static inline dnnlx_md dnnlx_md_tag(int rank, const int64_t *dims, dnnl_data_type_t type, dnnl_format_tag_t tag) {
    dnnl_memory_desc_t md;
    return dnnlx_keep_(dnnl_memory_desc_init_by_tag(&md, rank, dims, type, tag), &md);
}

static inline dnnlx_md dnnlx_md_strides(int rank, const int64_t *dims, dnnl_data_type_t type, const int64_t *strides) {
    dnnl_memory_desc_t md;
    return dnnlx_keep_(dnnl_memory_desc_init_by_strides(&md, rank, dims, type, strides), &md);
}

static inline dnnlx_md dnnlx_md_part(dnnlx_const_md parent, const int64_t *dims, const int64_t *offsets) {
    dnnl_memory_desc_t md;
    return dnnlx_keep_(dnnl_memory_desc_init_submemory(&md, parent, dims, offsets), &md);
}

static inline int dnnlx_md_equal(dnnlx_const_md a, dnnlx_const_md b) { return dnnl_memory_desc_equal(a, b); }
static inline size_t dnnlx_md_size(dnnlx_const_md md) { return dnnl_memory_desc_get_size(md); }

static inline dnnlx_const_md dnnlx_pd_md(const_dnnl_primitive_desc_t pd, dnnl_query_t what, int index) {
    return dnnl_primitive_desc_query_md(pd, what, index);
}

static inline dnnl_status_t dnnlx_memory(dnnl_memory_t *memory, dnnlx_const_md md, dnnl_engine_t engine, void *at) {
    return dnnl_memory_create(memory, md, engine, at);
}

static inline dnnl_primitive_desc_t dnnlx_pd_(
    dnnl_status_t status, const_dnnl_op_desc_t description, const_dnnl_primitive_attr_t attributes,
    dnnl_engine_t engine) {
    dnnl_primitive_desc_t pd = NULL;
    if (status != dnnl_success) return NULL;
    return dnnl_primitive_desc_create(&pd, description, attributes, engine, NULL) == dnnl_success ? pd : NULL;
}

static inline dnnl_primitive_desc_t dnnlx_convolution(
    dnnl_engine_t engine, dnnl_alg_kind_t algorithm, dnnlx_const_md source, dnnlx_const_md weights,
    dnnlx_const_md bias, dnnlx_const_md destination, const int64_t *strides, const int64_t *dilations,
    const int64_t *before, const int64_t *after, const_dnnl_primitive_attr_t attributes) {
    dnnl_convolution_desc_t op;
    dnnl_status_t status = dnnl_dilated_convolution_forward_desc_init(
        &op, dnnl_forward_inference, algorithm, source, weights, bias, destination, strides, dilations, before, after);
    return dnnlx_pd_(status, &op, attributes, engine);
}

static inline dnnl_primitive_desc_t dnnlx_inner_product(
    dnnl_engine_t engine, dnnlx_const_md source, dnnlx_const_md weights, dnnlx_const_md bias,
    dnnlx_const_md destination, const_dnnl_primitive_attr_t attributes) {
    dnnl_inner_product_desc_t op;
    dnnl_status_t status = dnnl_inner_product_forward_desc_init(
        &op, dnnl_forward_inference, source, weights, bias, destination);
    return dnnlx_pd_(status, &op, attributes, engine);
}

static inline dnnl_primitive_desc_t dnnlx_pooling(
    dnnl_engine_t engine, dnnl_alg_kind_t algorithm, dnnlx_const_md source, dnnlx_const_md destination,
    const int64_t *strides, const int64_t *kernel, const int64_t *dilations, const int64_t *before,
    const int64_t *after, const_dnnl_primitive_attr_t attributes) {
    dnnl_pooling_v2_desc_t op;
    dnnl_status_t status = dnnl_pooling_v2_forward_desc_init(
        &op, dnnl_forward_inference, algorithm, source, destination, strides, kernel, dilations, before, after);
    return dnnlx_pd_(status, &op, attributes, engine);
}

static inline dnnl_primitive_desc_t dnnlx_eltwise(
    dnnl_engine_t engine, dnnl_alg_kind_t algorithm, dnnlx_const_md source, dnnlx_const_md destination, float alpha,
    float beta, const_dnnl_primitive_attr_t attributes) {
    dnnl_eltwise_desc_t op;
    (void)destination;
    dnnl_status_t status = dnnl_eltwise_forward_desc_init(
        &op, dnnl_forward_inference, algorithm, source, alpha, beta);
    return dnnlx_pd_(status, &op, attributes, engine);
}

static inline dnnl_primitive_desc_t dnnlx_lrn(
    dnnl_engine_t engine, dnnlx_const_md source, dnnlx_const_md destination, int64_t size, float alpha, float beta,
    float k, const_dnnl_primitive_attr_t attributes) {
    dnnl_lrn_desc_t op;
    (void)destination;
    dnnl_status_t status = dnnl_lrn_forward_desc_init(
        &op, dnnl_forward_inference, dnnl_lrn_across_channels, source, size, alpha, beta, k);
    return dnnlx_pd_(status, &op, attributes, engine);
}

static inline dnnl_primitive_desc_t dnnlx_prelu(
    dnnl_engine_t engine, dnnlx_const_md source, dnnlx_const_md weights, dnnlx_const_md destination,
    const_dnnl_primitive_attr_t attributes) {
    dnnl_prelu_desc_t op;
    (void)destination;
    dnnl_status_t status = dnnl_prelu_forward_desc_init(&op, dnnl_forward_inference, source, weights);
    return dnnlx_pd_(status, &op, attributes, engine);
}

static inline dnnl_primitive_desc_t dnnlx_softmax(
    dnnl_engine_t engine, dnnlx_const_md source, dnnlx_const_md destination, int axis,
    const_dnnl_primitive_attr_t attributes) {
    dnnl_softmax_desc_t op;
    (void)destination;
    dnnl_status_t status = dnnl_softmax_forward_desc_init(&op, dnnl_forward_inference, source, axis);
    return dnnlx_pd_(status, &op, attributes, engine);
}

static inline dnnl_primitive_desc_t dnnlx_resize_nearest(
    dnnl_engine_t engine, dnnlx_const_md source, dnnlx_const_md destination, const_dnnl_primitive_attr_t attributes) {
    dnnl_resampling_desc_t op;
    dnnl_status_t status = dnnl_resampling_forward_desc_init(
        &op, dnnl_forward_inference, dnnl_resampling_nearest, NULL, source, destination);
    return dnnlx_pd_(status, &op, attributes, engine);
}

static inline dnnl_primitive_desc_t dnnlx_binary(
    dnnl_engine_t engine, dnnl_alg_kind_t algorithm, dnnlx_const_md a, dnnlx_const_md b, dnnlx_const_md destination,
    const_dnnl_primitive_attr_t attributes) {
    dnnl_binary_desc_t op;
    dnnl_status_t status = dnnl_binary_desc_init(&op, algorithm, a, b, destination);
    return dnnlx_pd_(status, &op, attributes, engine);
}

static inline dnnl_primitive_desc_t dnnlx_reorder(
    dnnl_engine_t engine, dnnlx_const_md source, dnnlx_const_md destination, const_dnnl_primitive_attr_t attributes) {
    dnnl_primitive_desc_t pd = NULL;
    return dnnl_reorder_primitive_desc_create(&pd, source, engine, destination, engine, attributes)
                   == dnnl_success ? pd : NULL;
}

static inline dnnl_status_t dnnlx_append_sum(dnnl_post_ops_t ops, float scale, dnnl_data_type_t type) {
    return dnnl_post_ops_append_sum_v2(ops, scale, type);
}

static inline dnnl_status_t dnnlx_append_eltwise(dnnl_post_ops_t ops, dnnl_alg_kind_t kind, float alpha, float beta) {
    return dnnl_post_ops_append_eltwise(ops, 1.0f, kind, alpha, beta);
}

// The scales of source, weights and destination in one factor a channel, applied before the post-ops.
static inline dnnl_status_t dnnlx_declare_scales(
    dnnl_primitive_attr_t attributes, int count, int mask, const float *combined) {
    // Here the mask is that of the destination's axes, `[N, C, ...]`, whatever it was for the weights.
    return dnnl_primitive_attr_set_output_scales(attributes, count, mask ? 1 << 1 : 0, combined);
}

static inline dnnl_status_t dnnlx_declare_reorder_scale(dnnl_primitive_attr_t attributes, float factor) {
    return dnnl_primitive_attr_set_output_scales(attributes, 1, 0, &factor);
}

// Training. Every backward primitive is made with the hint of the forward one it belongs to, which is made here from the
// same description and dropped again.

static inline dnnl_primitive_desc_t dnnlx_backward_(
    dnnl_status_t forward_status, const_dnnl_op_desc_t forward, dnnl_status_t status, const_dnnl_op_desc_t backward,
    const_dnnl_primitive_attr_t attributes, dnnl_engine_t engine) {
    dnnl_primitive_desc_t hint = NULL, pd = NULL;
    if (forward_status != dnnl_success || status != dnnl_success) return NULL;
    if (dnnl_primitive_desc_create(&hint, forward, NULL, engine, NULL) != dnnl_success) return NULL;
    status = dnnl_primitive_desc_create(&pd, backward, attributes, engine, hint);
    dnnl_primitive_desc_destroy(hint);
    return status == dnnl_success ? pd : NULL;
}

static inline dnnl_primitive_desc_t dnnlx_convolution_backward_data(
    dnnl_engine_t engine, dnnl_alg_kind_t algorithm, dnnlx_const_md source, dnnlx_const_md weights,
    dnnlx_const_md destination, const int64_t *strides, const int64_t *dilations, const int64_t *before,
    const int64_t *after, const_dnnl_primitive_attr_t attributes) {
    dnnl_convolution_desc_t forward, backward;
    return dnnlx_backward_(
        dnnl_dilated_convolution_forward_desc_init(
            &forward, dnnl_forward_training, dnnl_convolution_direct, source, weights, NULL, destination, strides,
            dilations, before, after), &forward,
        dnnl_dilated_convolution_backward_data_desc_init(
            &backward, algorithm, source, weights, destination, strides, dilations, before, after), &backward,
        attributes, engine);
}

static inline dnnl_primitive_desc_t dnnlx_convolution_backward_weights(
    dnnl_engine_t engine, dnnl_alg_kind_t algorithm, dnnlx_const_md source, dnnlx_const_md weights,
    dnnlx_const_md forward_weights, dnnlx_const_md bias, dnnlx_const_md destination, const int64_t *strides,
    const int64_t *dilations, const int64_t *before, const int64_t *after, const_dnnl_primitive_attr_t attributes) {
    dnnl_convolution_desc_t forward, backward;
    return dnnlx_backward_(
        dnnl_dilated_convolution_forward_desc_init(
            &forward, dnnl_forward_training, dnnl_convolution_direct, source, forward_weights, bias, destination,
            strides, dilations, before, after), &forward,
        dnnl_dilated_convolution_backward_weights_desc_init(
            &backward, algorithm, source, weights, bias, destination, strides, dilations, before, after), &backward,
        attributes, engine);
}

static inline dnnl_primitive_desc_t dnnlx_inner_product_backward_data(
    dnnl_engine_t engine, dnnlx_const_md source, dnnlx_const_md weights, dnnlx_const_md destination,
    const_dnnl_primitive_attr_t attributes) {
    dnnl_inner_product_desc_t forward, backward;
    return dnnlx_backward_(
        dnnl_inner_product_forward_desc_init(&forward, dnnl_forward_training, source, weights, NULL, destination),
        &forward, dnnl_inner_product_backward_data_desc_init(&backward, source, weights, destination), &backward,
        attributes, engine);
}

static inline dnnl_primitive_desc_t dnnlx_inner_product_backward_weights(
    dnnl_engine_t engine, dnnlx_const_md source, dnnlx_const_md weights, dnnlx_const_md forward_weights,
    dnnlx_const_md bias, dnnlx_const_md destination, const_dnnl_primitive_attr_t attributes) {
    dnnl_inner_product_desc_t forward, backward;
    return dnnlx_backward_(
        dnnl_inner_product_forward_desc_init(
            &forward, dnnl_forward_training, source, forward_weights, bias, destination), &forward,
        dnnl_inner_product_backward_weights_desc_init(&backward, source, weights, bias, destination), &backward,
        attributes, engine);
}

static inline dnnl_primitive_desc_t dnnlx_batch_norm(
    dnnl_engine_t engine, dnnlx_const_md data, float epsilon, unsigned flags, const_dnnl_primitive_attr_t attributes) {
    dnnl_batch_normalization_desc_t op;
    dnnl_status_t status = dnnl_batch_normalization_forward_desc_init(
        &op, dnnl_forward_training, data, epsilon, flags);
    return dnnlx_pd_(status, &op, attributes, engine);
}

static inline dnnl_primitive_desc_t dnnlx_batch_norm_backward(
    dnnl_engine_t engine, dnnlx_const_md data, float epsilon, unsigned flags, const_dnnl_primitive_attr_t attributes) {
    dnnl_batch_normalization_desc_t forward, backward;
    return dnnlx_backward_(
        dnnl_batch_normalization_forward_desc_init(&forward, dnnl_forward_training, data, epsilon, flags), &forward,
        dnnl_batch_normalization_backward_desc_init(&backward, dnnl_backward, data, data, epsilon, flags), &backward,
        attributes, engine);
}

static inline dnnl_primitive_desc_t dnnlx_pooling_training(
    dnnl_engine_t engine, int backward, dnnl_alg_kind_t algorithm, dnnlx_const_md source, dnnlx_const_md destination,
    const int64_t *strides, const int64_t *kernel, const int64_t *dilations, const int64_t *before,
    const int64_t *after, const_dnnl_primitive_attr_t attributes) {
    dnnl_pooling_v2_desc_t op, back;
    dnnl_status_t status = dnnl_pooling_v2_forward_desc_init(
        &op, dnnl_forward_training, algorithm, source, destination, strides, kernel, dilations, before, after);
    if (!backward) return dnnlx_pd_(status, &op, attributes, engine);
    return dnnlx_backward_(
        status, &op,
        dnnl_pooling_v2_backward_desc_init(
            &back, algorithm, source, destination, strides, kernel, dilations, before, after), &back,
        attributes, engine);
}

static inline dnnl_primitive_desc_t dnnlx_lrn_training(
    dnnl_engine_t engine, int backward, dnnlx_const_md data, int64_t size, float alpha, float beta, float k,
    const_dnnl_primitive_attr_t attributes) {
    dnnl_lrn_desc_t op, back;
    dnnl_status_t status = dnnl_lrn_forward_desc_init(
        &op, dnnl_forward_training, dnnl_lrn_across_channels, data, size, alpha, beta, k);
    if (!backward) return dnnlx_pd_(status, &op, attributes, engine);
    return dnnlx_backward_(
        status, &op,
        dnnl_lrn_backward_desc_init(&back, dnnl_lrn_across_channels, data, data, size, alpha, beta, k), &back,
        attributes, engine);
}

// `data` is the input or, for algorithms that say so, the output of the forward pass.
static inline dnnl_primitive_desc_t dnnlx_eltwise_backward(
    dnnl_engine_t engine, dnnl_alg_kind_t algorithm, dnnlx_const_md data, float alpha, float beta,
    const_dnnl_primitive_attr_t attributes) {
    dnnl_eltwise_desc_t op, back;
    return dnnlx_backward_(
        dnnl_eltwise_forward_desc_init(&op, dnnl_forward_training, algorithm, data, alpha, beta), &op,
        dnnl_eltwise_backward_desc_init(&back, algorithm, data, data, alpha, beta), &back, attributes, engine);
}

static inline dnnl_primitive_desc_t dnnlx_concat(
    dnnl_engine_t engine, dnnlx_const_md destination, int count, int axis, const dnnlx_const_md *sources,
    const_dnnl_primitive_attr_t attributes) {
    dnnl_primitive_desc_t pd = NULL;
    dnnl_memory_desc_t *values = (dnnl_memory_desc_t *)malloc((size_t)count * sizeof *values);
    if (!values) return NULL;
    for (int i = 0; i < count; i++) values[i] = *sources[i];
    dnnl_status_t status = dnnl_concat_primitive_desc_create(
        &pd, destination, count, axis, values, attributes, engine);
    free(values);
    return status == dnnl_success ? pd : NULL;
}

#endif

// The name of the kernel oneDNN chose, such as `jit:avx512_core`, or NULL.
static inline const char *dnnlx_pd_name(const_dnnl_primitive_desc_t pd) {
    const char *name = NULL;
    return dnnl_primitive_desc_query(pd, dnnl_query_impl_info_str, 0, &name) == dnnl_success ? name : NULL;
}

#endif
