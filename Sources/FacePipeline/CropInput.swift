import FaceImaging
import FaceNetworks

/// How the bytes of a crop become the numbers a model reads.
struct CropInput {
    let size: ImageSize
    private let normalization: PixelNormalization

    init(_ card: ModelCard) {
        size = card.inputSize
        normalization = card.normalization
    }

    /// The numbers of one crop.
    var count: Int { 3 * size.rows * size.columns }

    /// Writes a crop, `[3, H, W]`, as example `place` of a batch.
    func write(_ crop: Photo, mirrored: Bool, to batch: UnsafeMutableBufferPointer<Float>, at place: Int) {
        precondition(
            crop.width == size.columns && crop.height == size.rows,
            "the model takes crops of \(size.columns)x\(size.rows), not \(crop.width)x\(crop.height)"
        )
        let plane = size.rows * size.columns
        crop.withUnsafePixels { pixels in
            for channel in 0..<3 {
                let source = normalization.order == .rgb ? channel : 2 - channel
                let (mean, scale) = (normalization.mean[channel], normalization.scale[channel])
                let output = UnsafeMutableBufferPointer(
                    rebasing: batch[(3 * place + channel) * plane..<(3 * place + channel + 1) * plane]
                )
                for row in 0..<size.rows {
                    let start = row * size.columns
                    for column in 0..<size.columns {
                        let from = start + (mirrored ? size.columns - 1 - column : column)
                        output[start + column] = (Float(pixels[3 * from + source]) - mean) * scale
                    }
                }
            }
        }
    }
}
