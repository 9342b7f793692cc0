public import FaceEngine

/// A network of the paper, or one of its kind, as data: a table of layers and the defaults it was drawn for.
///
///     let nn2 = try Architecture.nn2.network()
///     let small = try Architecture.nn2.network(embeddingDimension: 64, inputSize: ImageSize(160))
///
/// `Docs/Networks.md` lists them all, with the names and shapes of their parameters.
public struct Architecture: Hashable, Sendable {
    /// The name in files and on the command line, such as `nn2`.
    public let name: String
    /// The rows and columns the architecture was drawn for.
    public let inputSize: ImageSize
    /// The numbers in an embedding, unless the caller says otherwise.
    public let embeddingDimension: Int
    /// The layers between image and embedding.
    let layout: Layout
    /// What the paper says the whole network costs, where it does.
    public let published: PublishedCost?

    /// The two kinds of tables.
    enum Layout: Hashable, Sendable {
        case rows([Row], normalization: Normalization)
        case inceptionResNet(InceptionResNet)
    }

    /// What keeps activations in range.
    public enum Normalization: Hashable, Sendable {
        /// Local response normalization at the rows that say `norm`, and a bias in each convolution: as in the paper.
        case localResponse
        /// Batch normalization after each convolution in place of its bias; rows that say `norm` do nothing.
        case batch
    }

    /// Creates an architecture from a table of layers.
    init(_ name: String, inputSize: ImageSize, rows: [Row], published: PublishedCost? = nil) {
        self.init(
            name: name,
            inputSize: inputSize,
            embeddingDimension: 128,
            layout: .rows(rows, normalization: .localResponse),
            published: published
        )
    }

    /// Creates an architecture from all its parts.
    init(
        name: String,
        inputSize: ImageSize,
        embeddingDimension: Int,
        layout: Layout,
        published: PublishedCost? = nil
    ) {
        self.name = name
        self.inputSize = inputSize
        self.embeddingDimension = embeddingDimension
        self.layout = layout
        self.published = published
    }

    /// How this architecture keeps activations in range.
    public var normalization: Normalization {
        switch layout {
        case .rows(_, let normalization): normalization
        case .inceptionResNet: .batch
        }
    }

    /// This architecture with a batch normalization after each convolution; itself, if it has them.
    ///
    /// The paper's networks predate batch normalization. It is what makes them trainable from scratch in hours
    /// (OpenFace's `nn2` has it too), and it costs nothing in inference, where it is folded into the convolutions.
    public var batchNormalized: Architecture {
        guard case .rows(let rows, .localResponse) = layout else { return self }
        return Architecture(
            name: "\(name)-bn",
            inputSize: inputSize,
            embeddingDimension: embeddingDimension,
            layout: .rows(rows, normalization: .batch),
            published: published
        )
    }

    /// What the paper says each layer costs, by the layer's name.
    var publishedLayers: [String: PublishedCost] {
        guard case .rows(let rows, _) = layout else { return [:] }
        return rows.reduce(into: [:]) { $0[$1.name] = $1.published }
    }

    /// Builds the network: an input called `image`, the layers, and an embedding of unit length.
    ///
    /// - Parameters:
    ///   - embeddingDimension: The numbers in an embedding, `D`; the architecture's own if `nil`.
    ///   - inputSize: The rows and columns of the input; the architecture's own if `nil`.
    /// - Returns: A network that takes `[N, 3, H, W]` and gives `[N, D]`.
    /// - Throws: ``NetworkError`` if the input is too small for the layers, or a number is out of all reason.
    public func network(
        embeddingDimension: Int? = nil,
        inputSize: ImageSize? = nil
    ) throws(NetworkError) -> Network {
        let (dimension, size) = (embeddingDimension ?? self.embeddingDimension, inputSize ?? self.inputSize)
        let bounds = 1...8192
        guard bounds.contains(dimension), bounds.contains(size.rows), bounds.contains(size.columns) else {
            throw .unsuitable(
                operation: name,
                inputs: [],
                reason: "\(size) pixels and \(dimension) numbers do not both lie within 1 and \(bounds.upperBound)"
            )
        }
        var builder = NetworkBuilder(name: name)
        let image = try builder.input([3, size.rows, size.columns])
        switch layout {
        case .rows(let rows, let normalization):
            let network = try builder.add(rows, to: image, normalization: normalization, dimension: dimension)
            return builder.network(outputs: [network])
        case .inceptionResNet(let table):
            return try table.network(of: image, embeddingDimension: dimension, in: &builder)
        }
    }
}

extension Architecture {
    /// Every architecture, in the order of the paper.
    public static let all: [Architecture] =
        paper + [inceptionResNetV1, inceptionResNetV2] + paper.map(\.batchNormalized)
        + [faceInceptionS, faceInceptionM, faceInceptionD]

    private static let paper: [Architecture] = [nn1, nn2, nn3, nn4, nns1, nns2]

    /// Returns the architecture called `name`, if there is one.
    public static func named(_ name: String) -> Architecture? { all.first { $0.name == name } }
}

extension Architecture: CustomStringConvertible {
    /// The name.
    public var description: String { name }
}
