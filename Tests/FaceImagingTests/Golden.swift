import FaceImaging
import Foundation

/// What other libraries computed; made by Scripts/make-imaging-golden.py.
enum Golden {
    /// A picture in Golden/photos, and the pixels another library decodes.
    struct ExpectedPhoto: Decodable {
        var width: Int
        var height: Int
        /// `[H, W, 3]`.
        var pixels: Data
    }

    /// One size of resize.json.
    struct Resize: Decodable {
        struct Case: Decodable {
            var width: Int
            var height: Int
            /// `[H, W, 3]`, little-endian Float.
            var area: Data
            /// `[H, W, 3]`.
            var bilinear: Data
            /// `[H, W, 3]`.
            var antialiasedBilinear: Data
        }

        struct Warp: Decodable {
            var width: Int
            var height: Int
            var matrix: [Float]
            var source: Data
            /// `[H, W, 3]`, little-endian Float.
            var black: Data
            /// `[H, W, 3]`, little-endian Float.
            var edge: Data
        }

        var width: Int
        var height: Int
        var source: Data
        var cases: [Case]
        var half: Data
        var warp: Warp
    }

    /// One fit of similarity.json.
    struct Similarity: Decodable {
        var source: [Float]
        var target: [Float]
        var weights: [Float]
        var matrix: [Float]
    }

    static func load<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: name)))
    }

    static func path(ofPhoto name: String) -> String {
        folder.appending(path: "photos").appending(path: name).path
    }

    static func bytes(ofPhoto name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(filePath: path(ofPhoto: name))))
    }

    private static var folder: URL {
        Bundle.module.bundleURL.appending(path: "Golden")
    }
}

extension Data {
    /// The bytes as little-endian floats.
    var floats: [Float] {
        withUnsafeBytes { buffer in
            (0..<buffer.count / 4).map { index in
                let bits = buffer.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)
                return Float(bitPattern: UInt32(littleEndian: bits))
            }
        }
    }
}
