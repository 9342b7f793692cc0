import CModels
public import FaceEngine
package import Foundation

/// A file of `Models/` that is part of the program, so that a copied binary recognizes faces without any other.
public enum ShippedFile: Hashable, Sendable, CaseIterable {
    /// The card of the embedder, `model.json`.
    case embedderCard
    /// The weights of the embedder.
    case embedderWeights
    /// The card of the detector, `detector.json`.
    case detectorCard
    /// The weights of the detector.
    case detectorWeights

    /// The bytes, which are there as long as the program runs.
    public var file: MappedFile {
        switch self {
        case .embedderCard: MappedFile(facenet_embedder_card())
        case .embedderWeights: MappedFile(facenet_embedder_weights())
        case .detectorCard: MappedFile(facenet_detector_card())
        case .detectorWeights: MappedFile(facenet_detector_weights())
        }
    }

    /// A copy of the bytes.
    package var data: Data { file.withUnsafeBytes { Data($0) } }
}

extension MappedFile {
    fileprivate convenience init(_ file: facenet_shipped_file) {
        self.init(permanent: UnsafeRawBufferPointer(start: file.bytes, count: file.count))
    }
}
