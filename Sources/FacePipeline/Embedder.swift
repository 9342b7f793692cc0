public import FaceDetection
public import FaceEmbedding
public import FaceEngine
public import FaceImaging
public import FaceNetworks

/// A model that turns crops of faces into embeddings, on any number of threads at once.
///
/// Programs are compiled when first needed: one for a single crop, one for a full batch. A rest is embedded crop by
/// crop, since a program computes its whole batch however little there is in it.
public final class Embedder: Sendable {
    /// What embeddings are made with.
    public struct Options: Sendable {
        /// The arithmetic; `int8` needs a calibration, the model's or ``calibration``.
        public var precision: Precision
        /// The crops of a full batch, at least 1; 32 by default.
        public var batchSize: Int
        /// The threads that one call computes on; 1 by default, since callers are many.
        public var threads: Int
        /// Whether each crop is also embedded mirrored left to right.
        public var mirroring: Mirroring
        /// The ranges that int8 needs, instead of the model's own; see ``Embedder/calibration(of:on:threads:)``.
        public var calibration: Calibration?

        /// Creates options.
        public init(
            precision: Precision = .fp32,
            batchSize: Int = 32,
            threads: Int = 1,
            mirroring: Mirroring = .none,
            calibration: Calibration? = nil
        ) {
            precondition(batchSize >= 1 && threads >= 1, "a batch and a number of threads are at least 1")
            self.precision = precision
            self.batchSize = batchSize
            self.threads = threads
            self.mirroring = mirroring
            self.calibration = calibration
        }
    }

    /// What is made of a crop and its mirror image.
    public enum Mirroring: String, Hashable, Sendable, CaseIterable {
        /// Only the crop is embedded.
        case none
        /// The two vectors one after the other, scaled to unit length: twice the dimension, how the published figures
        /// of the classic FaceNet models on LFW were made.
        case concatenated
        /// The sum of the two, scaled to unit length: the same dimension.
        case averaged
    }

    /// The model.
    public let model: Model
    /// What embeddings are made with.
    public let options: Options
    private let programs: ProgramCache<Int, InferenceProgram, EngineError>

    /// Creates an embedder; nothing is compiled before it is needed.
    ///
    /// - Parameters:
    ///   - model: The network and what it expects of a face.
    ///   - options: What embeddings are made with.
    public init(_ model: Model, options: Options = Options()) {
        self.model = model
        self.options = options
        programs = ProgramCache(capacity: 2) { (batch) throws(EngineError) in
            try InferenceProgram(
                model.network,
                parameters: model.parameters,
                options: InferenceOptions(
                    batchSize: batch,
                    precision: options.precision,
                    threads: options.threads,
                    calibration: options.calibration ?? model.card.calibration
                )
            )
        }
    }

    /// The rows and columns that a crop must have.
    public var cropSize: ImageSize { model.card.inputSize }

    /// The crop of a face that the model wants.
    ///
    /// - Parameters:
    ///   - face: A face found in the photo.
    ///   - photo: The photo.
    /// - Returns: A crop of ``cropSize``, or `nil` if the face has no pixel in the photo.
    public func crop(_ face: DetectedFace, from photo: Photo) -> Photo? {
        face.crop(from: photo, template: model.card.crop, width: cropSize.columns, height: cropSize.rows)
    }

    /// Embeds crops.
    ///
    /// - Parameter crops: Any number of pictures of ``cropSize``.
    /// - Returns: As many embeddings, in the same order.
    /// - Throws: ``PipelineError/engine(_:)`` or ``PipelineError/noEmbedding``.
    /// - Complexity: O(*crops*).
    public func embeddings(of crops: [Photo]) throws(PipelineError) -> [Embedding] {
        let straight = try vectors(of: crops, mirrored: false)
        var vectors = straight
        if options.mirroring != .none {
            let mirrored = try self.vectors(of: crops, mirrored: true)
            vectors = zip(straight, mirrored).map { one, other in
                options.mirroring == .concatenated ? one + other : zip(one, other).map(+)
            }
        }
        var embeddings: [Embedding] = []
        for vector in vectors {
            // A network that ends in a normalization has its bits kept.
            guard let embedding = Embedding(unit: vector) ?? Embedding(normalizing: vector) else { throw .noEmbedding }
            embeddings.append(embedding)
        }
        return embeddings
    }

    /// Measures the ranges of the model's activations on crops, which int8 needs.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - crops: Some dozens of pictures of the model's input size, such as it will see.
    ///   - threads: The threads to compute on.
    /// - Returns: The ranges, for ``Options/calibration``.
    /// - Throws: ``PipelineError/engine(_:)``.
    public static func calibration(
        of model: Model,
        on crops: [Photo],
        threads: Int = 1
    ) throws(PipelineError) -> Calibration {
        let input = CropInput(model.card)
        let pixels = Tensor(zeros: Shape([crops.count, 3, input.size.rows, input.size.columns]))
        var scalars = pixels.scalars
        scalars.withUnsafeMutableBufferPointer { buffer in
            for (index, crop) in crops.enumerated() { input.write(crop, mirrored: false, to: buffer, at: index) }
        }
        do throws(EngineError) {
            return try Calibration(
                measuring: model.network,
                parameters: model.parameters,
                on: Tensor(scalars, shape: pixels.shape),
                batchSize: min(4, crops.count),
                threads: threads
            )
        } catch {
            throw .engine(error)
        }
    }

    private func vectors(of crops: [Photo], mirrored: Bool) throws(PipelineError) -> [[Float]] {
        let input = CropInput(model.card)
        let dimension = model.card.dimension
        let capacity = crops.count >= options.batchSize ? options.batchSize : 1
        let pixels = UnsafeMutableBufferPointer<Float>.allocate(capacity: capacity * input.count)
        let results = UnsafeMutableBufferPointer<Float>.allocate(capacity: capacity * dimension)
        defer {
            pixels.deallocate()
            results.deallocate()
        }
        var vectors: [[Float]] = []
        while vectors.count < crops.count {
            let batch = crops.count - vectors.count >= options.batchSize ? options.batchSize : 1
            for index in 0..<batch {
                input.write(crops[vectors.count + index], mirrored: mirrored, to: pixels, at: index)
            }
            do throws(EngineError) {
                try programs.program(for: batch).run(
                    inputs: [UnsafeBufferPointer(rebasing: pixels[..<(batch * input.count)])],
                    outputs: [UnsafeMutableBufferPointer(rebasing: results[..<(batch * dimension)])]
                )
            } catch {
                throw .engine(error)
            }
            for index in 0..<batch { vectors.append(Array(results[index * dimension..<(index + 1) * dimension])) }
        }
        return vectors
    }
}
