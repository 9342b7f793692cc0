import COneDNN

// Every maker below keeps its descriptors and attributes alive until the library has read them: Swift may release an
// object after its last use, which is when its handle is taken, not when the handle is used.

extension Primitive {
    static func convolution(
        _ algorithm: dnnl_alg_kind_t,
        source: MemoryDescriptor,
        weights: MemoryDescriptor,
        bias: MemoryDescriptor?,
        destination: MemoryDescriptor,
        window: Window,
        attributes: Attributes?
    ) -> Primitive? {
        withExtendedLifetime((source, weights, bias, destination, attributes)) {
            Primitive(
                consuming: dnnlx_convolution(
                    OneDNN.engine,
                    algorithm,
                    source.handle,
                    weights.handle,
                    bias?.handle,
                    destination.handle,
                    window.strides,
                    window.gaps,
                    window.before,
                    window.after,
                    attributes?.handle
                )
            )
        }
    }

    static func innerProduct(
        source: MemoryDescriptor,
        weights: MemoryDescriptor,
        bias: MemoryDescriptor?,
        destination: MemoryDescriptor,
        attributes: Attributes
    ) -> Primitive? {
        withExtendedLifetime((source, weights, bias, destination, attributes)) {
            Primitive(
                consuming: dnnlx_inner_product(
                    OneDNN.engine,
                    source.handle,
                    weights.handle,
                    bias?.handle,
                    destination.handle,
                    attributes.handle
                )
            )
        }
    }

    static func pooling(
        _ algorithm: dnnl_alg_kind_t,
        source: MemoryDescriptor,
        destination: MemoryDescriptor,
        window: Window,
        attributes: Attributes
    ) -> Primitive? {
        withExtendedLifetime((source, destination, attributes)) {
            Primitive(
                consuming: dnnlx_pooling(
                    OneDNN.engine,
                    algorithm,
                    source.handle,
                    destination.handle,
                    window.strides,
                    [Int64(window.rows), Int64(window.columns)],
                    window.gaps,
                    window.before,
                    window.after,
                    attributes.handle
                )
            )
        }
    }

    static func eltwise(
        _ algorithm: dnnl_alg_kind_t,
        _ alpha: Float,
        _ beta: Float,
        _ data: MemoryDescriptor,
        _ attributes: Attributes
    ) -> Primitive? {
        withExtendedLifetime((data, attributes)) {
            Primitive(
                consuming: dnnlx_eltwise(
                    OneDNN.engine,
                    algorithm,
                    data.handle,
                    data.handle,
                    alpha,
                    beta,
                    attributes.handle
                )
            )
        }
    }

    static func lrn(_ norm: LocalResponseNorm, _ data: MemoryDescriptor, _ attributes: Attributes) -> Primitive? {
        withExtendedLifetime((data, attributes)) {
            Primitive(
                consuming: dnnlx_lrn(
                    OneDNN.engine,
                    data.handle,
                    data.handle,
                    Int64(norm.size),
                    norm.alpha,
                    norm.beta,
                    norm.k,
                    attributes.handle
                )
            )
        }
    }

    static func prelu(_ data: MemoryDescriptor, slopes: MemoryDescriptor, _ attributes: Attributes) -> Primitive? {
        withExtendedLifetime((data, slopes, attributes)) {
            Primitive(
                consuming: dnnlx_prelu(OneDNN.engine, data.handle, slopes.handle, data.handle, attributes.handle)
            )
        }
    }

    static func softmax(_ data: MemoryDescriptor, axis: Int, _ attributes: Attributes) -> Primitive? {
        withExtendedLifetime((data, attributes)) {
            Primitive(
                consuming: dnnlx_softmax(OneDNN.engine, data.handle, data.handle, CInt(axis), attributes.handle)
            )
        }
    }

    static func resizeNearest(
        source: MemoryDescriptor,
        destination: MemoryDescriptor,
        _ attributes: Attributes
    ) -> Primitive? {
        withExtendedLifetime((source, destination, attributes)) {
            Primitive(
                consuming: dnnlx_resize_nearest(
                    OneDNN.engine,
                    source.handle,
                    destination.handle,
                    attributes.handle
                )
            )
        }
    }

    static func binary(
        _ algorithm: dnnl_alg_kind_t,
        _ a: MemoryDescriptor,
        _ b: MemoryDescriptor,
        _ attributes: Attributes
    ) -> Primitive? {
        withExtendedLifetime((a, b, attributes)) {
            Primitive(
                consuming: dnnlx_binary(OneDNN.engine, algorithm, a.handle, b.handle, a.handle, attributes.handle)
            )
        }
    }

    static func reorder(
        from source: MemoryDescriptor,
        to destination: MemoryDescriptor,
        attributes: Attributes? = nil
    ) -> Primitive? {
        withExtendedLifetime((source, destination, attributes)) {
            Primitive(
                consuming: dnnlx_reorder(OneDNN.engine, source.handle, destination.handle, attributes?.handle)
            )
        }
    }
}

extension Window {
    var strides: [Int64] { [Int64(rowStride), Int64(columnStride)] }
    /// oneDNN counts the gaps between taps, not the steps.
    var gaps: [Int64] { [Int64(rowDilation - 1), Int64(columnDilation - 1)] }
    var before: [Int64] { [Int64(top), Int64(left)] }
    var after: [Int64] { [Int64(bottom), Int64(right)] }
}
