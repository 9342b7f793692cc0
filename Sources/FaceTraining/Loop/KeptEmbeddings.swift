import FaceEngine
import FaceNetworks

/// The file of a teacher's embeddings, each under the hash of its photo.
struct KeptEmbeddings {
    private static let name = "teacher:embeddings"

    private let file: String
    private let teacher: String
    private let dimension: Int
    private var rows: [String: ArraySlice<Float>] = [:]
    /// After so many new ones the whole file is written, so that an interrupted training goes on from there.
    var chunk = 4096

    /// Reads a file; one that is missing, damaged or of another teacher has none.
    ///
    /// - Parameters:
    ///   - model: The teacher.
    ///   - file: The file, of safetensors; it need not be there.
    init(of model: Model, file: String) {
        self.file = file
        teacher = model.fingerprint.map { String($0, radix: 16) }.joined(separator: " ")
        dimension = model.card.dimension
        guard let kept = try? Safetensors(contentsOf: file), kept.metadata["teacher"] == teacher,
            let photos = kept.metadata["photos"]?.split(separator: "\n"), let parameter = kept.parameters[Self.name],
            parameter.shape == [photos.count, dimension]
        else { return }
        let values = parameter.withUnsafeFloats { Array($0) }
        for (row, photo) in photos.enumerated() {
            rows[String(photo)] = values[row * dimension..<(row + 1) * dimension]
        }
    }

    /// The embedding of a photo, `[T]`, if it is there.
    subscript(photo: String) -> ArraySlice<Float>? { rows[photo] }

    /// Computes the embeddings of photos, and writes them.
    ///
    /// - Parameters:
    ///   - missing: Which samples of `dataset`.
    ///   - photos: What each sample of `dataset` is kept under: the hash of its photo.
    ///   - dataset: The photos.
    ///   - model: The teacher, the same as before.
    ///   - threads: The threads to use.
    ///   - observe: Told how far it is.
    /// - Throws: ``DataError``, ``FaceEngine/EngineError``, or what the system says if the file cannot be written.
    mutating func add(
        _ missing: [Int],
        _ photos: [String],
        of dataset: FaceDataset,
        by model: Model,
        threads: Int,
        observe: (TrainingEvent) -> Void
    ) throws {
        guard !missing.isEmpty else { return }
        let embedder = try BatchEmbedder(model.network, parameters: model.parameters, batch: 16, threads: threads)
        let options = BatchLoader.Options(
            size: model.card.inputSize,
            normalization: model.card.normalization,
            threads: 2
        )
        for start in stride(from: 0, to: missing.count, by: chunk) {
            let part = Array(missing[start..<min(start + chunk, missing.count)])
            let values = try embedder.embeddings(of: part, dataset, options: options, augmentation: nil) { _, done in
                observe(.teaching(done: start + done, total: missing.count))
            }
            for (row, photo) in part.enumerated() {
                rows[photos[photo]] = values[row * dimension..<(row + 1) * dimension]
            }
            try write()
        }
    }

    private func write() throws {
        let photos = rows.keys.sorted()
        let values = photos.flatMap { rows[$0] ?? [] }
        var parameters = Parameters()
        parameters[Self.name] = Parameter(Tensor(values, shape: [photos.count, dimension]))
        try Safetensors.write(
            parameters,
            to: file,
            metadata: ["teacher": teacher, "photos": photos.joined(separator: "\n")]
        )
    }
}
