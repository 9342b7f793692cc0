public import FaceEngine
public import FaceImaging
import FaceNetworks

extension CompactDetector {
    /// The longer side that photos are brought to before ranges are measured, in pixels.
    private static let calibrationSide = 640

    /// Measures the ranges of the network's activations on photos, which int8 needs.
    ///
    /// The first and the last layers compute in floats, so what they read is left out: the first because on a processor without
    /// VNNI the signed pixels cost it a bit of its weights (without them points were a third farther from fp32's, and no photo took
    /// longer), the last because they say where a face and its points are.
    ///
    /// - Parameters:
    ///   - photos: Such as the detector will see: near faces, crowds, and none at all. Each takes 5 MB while this runs; of many,
    ///     the ranges of some at a time can be joined (`Calibration.formUnion(_:)`).
    ///   - threads: The threads to compute on.
    /// - Returns: The ranges, for ``FaceNetworks/DetectorCard/calibration``.
    /// - Throws: ``DetectionError/engine(_:)``.
    /// - Precondition: There is a photo.
    /// - Complexity: O(*n*) for *n* photos.
    public func calibration(on photos: [Photo], threads: Int = 1) throws(DetectionError) -> Calibration {
        precondition(!photos.isEmpty, "ranges are measured on photos")
        let side = Self.calibrationSide
        let network = try Self.network(of: model, width: side, height: side)
        let count = 3 * side * side
        var pixels = [Float](repeating: 0, count: photos.count * count)
        pixels.withUnsafeMutableBufferPointer { buffer in
            for (place, photo) in photos.enumerated() {
                let part = UnsafeMutableBufferPointer(rebasing: buffer[place * count..<(place + 1) * count])
                write(Self.view(of: photo, longest: side), width: side, height: side, into: part)
            }
        }
        do throws(EngineError) {
            var calibration = try Calibration(
                measuring: network,
                parameters: model.parameters,
                on: Tensor(pixels, shape: [photos.count, 3, side, side]),
                batchSize: 1,
                threads: threads
            )
            let image = network[network.inputs[0]].name
            calibration.ranges = calibration.ranges.filter { name, _ in
                name != image && !name.hasPrefix("head") && !name.hasPrefix("grid")
            }
            return calibration
        } catch {
            throw .engine(error)
        }
    }
}
