import COneDNN

// The makers of training's primitives; what is said at the top of Primitive+Kinds.swift holds here too.

/// The descriptors and the window of one convolution, in whichever direction.
struct ConvolutionShapes {
    var source: MemoryDescriptor
    /// The weights, or their gradient.
    var weights: MemoryDescriptor
    var bias: MemoryDescriptor?
    var destination: MemoryDescriptor
    var window: Window
}

extension Primitive {
    static func convolutionBackwardData(
        _ algorithm: dnnl_alg_kind_t,
        _ shapes: ConvolutionShapes,
        _ attributes: Attributes
    ) -> Primitive? {
        withExtendedLifetime((shapes, attributes)) {
            Primitive(
                consuming: dnnlx_convolution_backward_data(
                    OneDNN.engine,
                    algorithm,
                    shapes.source.handle,
                    shapes.weights.handle,
                    shapes.destination.handle,
                    shapes.window.strides,
                    shapes.window.gaps,
                    shapes.window.before,
                    shapes.window.after,
                    attributes.handle
                )
            )
        }
    }

    // `forwardWeights` are the weights of the forward pass, whose scalars may be of a smaller type.
    static func convolutionBackwardWeights(
        _ algorithm: dnnl_alg_kind_t,
        _ shapes: ConvolutionShapes,
        forwardWeights: MemoryDescriptor,
        _ attributes: Attributes
    ) -> Primitive? {
        withExtendedLifetime((shapes, forwardWeights, attributes)) {
            Primitive(
                consuming: dnnlx_convolution_backward_weights(
                    OneDNN.engine,
                    algorithm,
                    shapes.source.handle,
                    shapes.weights.handle,
                    forwardWeights.handle,
                    shapes.bias?.handle,
                    shapes.destination.handle,
                    shapes.window.strides,
                    shapes.window.gaps,
                    shapes.window.before,
                    shapes.window.after,
                    attributes.handle
                )
            )
        }
    }

    static func innerProductBackwardData(
        source: MemoryDescriptor,
        weights: MemoryDescriptor,
        destination: MemoryDescriptor,
        _ attributes: Attributes
    ) -> Primitive? {
        withExtendedLifetime((source, weights, destination, attributes)) {
            Primitive(
                consuming: dnnlx_inner_product_backward_data(
                    OneDNN.engine,
                    source.handle,
                    weights.handle,
                    destination.handle,
                    attributes.handle
                )
            )
        }
    }

    static func innerProductBackwardWeights(
        source: MemoryDescriptor,
        weights: MemoryDescriptor,
        forwardWeights: MemoryDescriptor,
        bias: MemoryDescriptor?,
        destination: MemoryDescriptor,
        _ attributes: Attributes
    ) -> Primitive? {
        withExtendedLifetime((source, weights, forwardWeights, bias, destination, attributes)) {
            Primitive(
                consuming: dnnlx_inner_product_backward_weights(
                    OneDNN.engine,
                    source.handle,
                    weights.handle,
                    forwardWeights.handle,
                    bias?.handle,
                    destination.handle,
                    attributes.handle
                )
            )
        }
    }

    /// Batch normalization with scale and shift, the statistics computed or, with the flag for it, given.
    static func batchNorm(
        _ data: MemoryDescriptor,
        epsilon: Float,
        flags: UInt32,
        isBackward: Bool,
        _ attributes: Attributes
    ) -> Primitive? {
        withExtendedLifetime((data, attributes)) {
            let make = isBackward ? dnnlx_batch_norm_backward : dnnlx_batch_norm
            return Primitive(consuming: make(OneDNN.engine, data.handle, epsilon, flags, attributes.handle))
        }
    }

    static func poolingTraining(
        _ algorithm: dnnl_alg_kind_t,
        source: MemoryDescriptor,
        destination: MemoryDescriptor,
        window: Window,
        isBackward: Bool,
        _ attributes: Attributes
    ) -> Primitive? {
        withExtendedLifetime((source, destination, attributes)) {
            Primitive(
                consuming: dnnlx_pooling_training(
                    OneDNN.engine,
                    isBackward ? 1 : 0,
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

    static func lrnTraining(
        _ norm: LocalResponseNorm,
        _ data: MemoryDescriptor,
        isBackward: Bool,
        _ attributes: Attributes
    ) -> Primitive? {
        withExtendedLifetime((data, attributes)) {
            Primitive(
                consuming: dnnlx_lrn_training(
                    OneDNN.engine,
                    isBackward ? 1 : 0,
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

    static func eltwiseBackward(
        _ algorithm: dnnl_alg_kind_t,
        _ alpha: Float,
        _ beta: Float,
        _ data: MemoryDescriptor,
        _ attributes: Attributes
    ) -> Primitive? {
        withExtendedLifetime((data, attributes)) {
            Primitive(
                consuming: dnnlx_eltwise_backward(
                    OneDNN.engine,
                    algorithm,
                    data.handle,
                    alpha,
                    beta,
                    attributes.handle
                )
            )
        }
    }

    static func concatenate(
        _ sources: [MemoryDescriptor],
        axis: Int,
        into destination: MemoryDescriptor,
        _ attributes: Attributes
    ) -> Primitive? {
        withExtendedLifetime((sources, destination, attributes)) {
            let handles = sources.map { Optional(dnnlx_const_md($0.handle)) }
            return Primitive(
                consuming: dnnlx_concat(
                    OneDNN.engine,
                    destination.handle,
                    CInt(sources.count),
                    CInt(axis),
                    handles,
                    attributes.handle
                )
            )
        }
    }
}
