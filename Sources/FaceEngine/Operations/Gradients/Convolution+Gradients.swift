extension Convolution {
    /// Every tap hands its share to the pixel and to the weight it is the product of.
    public func referenceGradients(
        _ inputs: [Tensor],
        parameters: [Tensor],
        outputGradient dy: Tensor
    ) -> ReferenceGradients {
        let (x, weight) = (inputs[0], parameters[0])
        let (channels, height, width) = (x.shape[1], x.shape[2], x.shape[3])
        let (groupInputs, groupOutputs) = (channels / groups, outputs / groups)
        var dx = Tensor(zeros: x.shape)
        var (dWeight, dBias) = (Tensor(zeros: weight.shape), Tensor(zeros: [outputs]))
        var index = 0
        for n in 0..<x.shape[0] {
            for o in 0..<outputs {
                for row in 0..<dy.shape[2] {
                    for column in 0..<dy.shape[3] {
                        let share = dy.scalars[index]
                        index += 1
                        dBias.scalars[o] += share
                        for i in 0..<groupInputs {
                            let channel = o / groupOutputs * groupInputs + i
                            for r in 0..<window.rows {
                                let h = row * window.rowStride - window.top + r * window.rowDilation
                                guard (0..<height).contains(h) else { continue }
                                for c in 0..<window.columns {
                                    let w = column * window.columnStride - window.left + c * window.columnDilation
                                    guard (0..<width).contains(w) else { continue }
                                    let tap = ((o * groupInputs + i) * window.rows + r) * window.columns + c
                                    let pixel = ((n * channels + channel) * height + h) * width + w
                                    dx.scalars[pixel] += share * weight.scalars[tap]
                                    dWeight.scalars[tap] += share * x.scalars[pixel]
                                }
                            }
                        }
                    }
                }
            }
        }
        return ReferenceGradients(dx, parameters: hasBias ? [dWeight, dBias] : [dWeight])
    }
}

extension FullyConnected {
    /// `dx = weight^T dy`, `dweight = dy x^T`, `dbias = dy`.
    public func referenceGradients(
        _ inputs: [Tensor],
        parameters: [Tensor],
        outputGradient dy: Tensor
    ) -> ReferenceGradients {
        let (x, weight) = (inputs[0], parameters[0])
        let batch = x.shape[0]
        let features = x.shape.count / max(1, batch)
        var dx = Tensor(zeros: x.shape)
        var (dWeight, dBias) = (Tensor(zeros: weight.shape), Tensor(zeros: [outputs]))
        for n in 0..<batch {
            for o in 0..<outputs {
                let share = dy.scalars[n * outputs + o]
                dBias.scalars[o] += share
                for i in 0..<features {
                    dx.scalars[n * features + i] += share * weight.scalars[o * features + i]
                    dWeight.scalars[o * features + i] += share * x.scalars[n * features + i]
                }
            }
        }
        return ReferenceGradients(dx, parameters: hasBias ? [dWeight, dBias] : [dWeight])
    }
}
