public import FaceEngine
import FaceNetworks
public import Foundation
import Testing

/// What another library computed: a safetensors file from the `Golden` folder of a test target.
///
///     let golden = try Golden("max-pool-2x2", in: .module)
///     expectClose(pooled, try golden.tensor("output"), .exact)
///
/// The scripts that make the files are in `Scripts/make-golden-*.py`.
public struct Golden: Sendable {
    /// The file's name without its extension.
    public let name: String
    private let file: Safetensors

    /// Opens `Golden/NAME.safetensors` among the resources of a test target.
    ///
    /// - Throws: ``SafetensorsError`` if the file is not there, or is not what it should be.
    public init(_ name: String, in bundle: Bundle) throws {
        self.name = name
        file = try Safetensors(contentsOf: Self.folder(of: bundle).appending(path: "\(name).safetensors").path)
    }

    /// The names of all golden files of a test target, sorted.
    public static func names(in bundle: Bundle) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder(of: bundle).path)
            .filter { $0.hasSuffix(".safetensors") }
            .map { String($0.dropLast(".safetensors".count)) }
            .sorted()
    }

    /// The names of the tensors in the file.
    public var tensorNames: [String] { file.parameters.names }

    /// The free text of the file's header, such as the operation's attributes.
    public var attributes: [String: String] { file.metadata }

    /// The tensor called `name`; a test that asks for one that is missing fails.
    public func tensor(_ name: String) throws -> Tensor { try #require(file.parameters[name]).tensor }

    /// The attribute called `name` as integers, such as `3,3`.
    public func integers(_ name: String) throws -> [Int] {
        try #require(attributes[name]).split(separator: ",").map { try #require(Int($0)) }
    }

    /// The attribute called `name` as an integer.
    public func integer(_ name: String) throws -> Int { try #require(attributes[name].flatMap(Int.init)) }

    /// The attribute called `name` as a float.
    public func float(_ name: String) throws -> Float { try #require(attributes[name].flatMap(Float.init)) }

    /// Whether the attribute called `name` is there and `true`.
    public func isTrue(_ name: String) -> Bool { attributes[name] == "true" }

    private static func folder(of bundle: Bundle) -> URL { bundle.bundleURL.appending(path: "Golden") }
}
