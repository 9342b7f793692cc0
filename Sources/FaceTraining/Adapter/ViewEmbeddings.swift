import FaceEngine
import FaceImaging
import FaceNetworks
import Foundation

/// What a frozen model makes of every view of some photos, `[photos, views, D + F]`: computed once and kept in files.
///
/// Of each view the embedding, of unit length, and behind it the features of an inner layer, of unit length too.
///
/// The files hold what was computed, a part after the other, by photo. A training that was interrupted goes on where it
/// was, and another selection of the same photos, or another share held out, computes only what is new.
struct ViewEmbeddings {
    /// The photos of a file.
    private static let part = 512
    private static let batch = 32

    /// The coordinates of an embedding, `D`.
    let dimension: Int
    /// The numbers of an inner layer, `F`; 0 if none is read.
    let features: Int
    /// The views of a photo.
    let views: Int
    private var values: [Float]

    /// The embedding of a photo's view, `[D]`.
    func row(photo: Int, view: Int) -> ArraySlice<Float> {
        let start = (photo * views + view) * (dimension + features)
        return values[start..<start + dimension]
    }

    /// The features of a photo's view, `[F]`.
    func features(photo: Int, view: Int) -> ArraySlice<Float> {
        let start = (photo * views + view) * (dimension + features) + dimension
        return values[start..<start + features]
    }

    /// Reads what is kept and computes the rest; `nil` if it was stopped.
    ///
    /// - Parameters:
    ///   - dataset: The photos, crops of the model's size with landmarks.
    ///   - views: What is drawn onto them.
    ///   - model: The model.
    ///   - layer: The inner layer that is read too, if one is.
    ///   - folder: Where embeddings are kept.
    ///   - precision: The arithmetic.
    ///   - threads: The threads that embed; as many decode and draw.
    ///   - isStopped: Asked between parts.
    ///   - observe: Told how many photos of how many are done.
    /// - Throws: ``TrainingFailure`` if a photo cannot be read, a file not be written, or the engine fails.
    /// - Complexity: O(*photos* x *views*) embeddings, those in the files apart.
    init?(
        of dataset: FaceDataset,
        views: OcclusionViews,
        by model: Model,
        reading layer: String?,
        folder: String,
        precision: Precision,
        threads: Int,
        isStopped: () -> Bool,
        observe: (Int, Int) -> Void
    ) throws(TrainingFailure) {
        let store = PartFiles(
            folder: folder,
            metadata: [
                "model": model.fingerprint.map { String($0, radix: 16) }.joined(separator: " "),
                "views": views.description,
                "precision": precision.rawValue,
                "crop": dataset.metadata["crop"] ?? "",
                "features": layer ?? "",
            ]
        )
        var network = model.network
        if let layer {
            guard let id = network.id(named: layer) else {
                let reason = "the model has no layer called \(layer); `facenet model inspect` lists them"
                throw TrainingFailure("features", .configuration(.value(place: "", reason: reason)))
            }
            network = network.with(outputs: [network.outputs[0], id])
        }
        let dimension = model.card.dimension
        let features = network.outputs.dropFirst().reduce(0) { $0 + network[$1].shape.count }
        let size = views.count * (dimension + features)
        let samples = dataset.samples
        (self.dimension, self.features, self.views) = (dimension, features, views.count)
        values = [Float](repeating: 0, count: samples.count * size)
        let keys = samples.map { "\(dataset.people[$0.label].name)/\($0.name.split(separator: "/").last ?? "")" }
        let known = store.read(width: size)
        var missing: [Int] = []
        for (photo, key) in keys.enumerated() {
            guard let place = known[key] else {
                missing.append(photo)
                continue
            }
            values.replaceSubrange(photo * size..<(photo + 1) * size, with: place.values)
        }
        observe(samples.count - missing.count, samples.count)
        guard !missing.isEmpty else { return }
        do {
            let embedder = try CropEmbedder(model, network, batch: Self.batch, precision: precision, threads: threads)
            var done = samples.count - missing.count
            for start in stride(from: 0, to: missing.count, by: Self.part) {
                guard !isStopped() else { return nil }
                let photos = missing[start..<min(start + Self.part, missing.count)]
                let crops = concurrentMap(Array(photos), threads: threads) { photo in
                    Result { () throws(DataError) in try Self.crops(of: samples[photo], views, model.card.inputSize) }
                }
                var rows: [Float] = []
                for (photo, crop) in zip(photos, crops) {
                    let views: [Photo]
                    do throws(DataError) { views = try crop.get() } catch {
                        throw TrainingFailure(samples[photo].name, .data(error))
                    }
                    rows += try embedder.embed(views)
                }
                rows += try embedder.flush()
                for (place, photo) in photos.enumerated() {
                    let row = rows[place * size..<(place + 1) * size]
                    values.replaceSubrange(photo * size..<(photo + 1) * size, with: row)
                }
                try store.write(photos.map { keys[$0] }, rows, width: size)
                done += photos.count
                observe(done, samples.count)
            }
        } catch let failure as TrainingFailure {
            throw failure
        } catch let error as EngineError {
            throw TrainingFailure("model", .engine(error))
        } catch {
            throw TrainingFailure(folder, .checkpoint(.unwritable(reason: "\(error)")))
        }
    }

    /// A photo's views at the model's size.
    private static func crops(
        of sample: FaceSample,
        _ views: OcclusionViews,
        _ size: ImageSize
    ) throws(DataError) -> [Photo] {
        let crop = Crop(try sample.photo(), landmarks: sample.landmarks, size: size)
        guard let landmarks = crop.landmarks else { throw .option(reason: "nobody knows where its face is") }
        return views.photos(of: crop.photo, landmarks: landmarks, name: sample.name)
    }
}

/// Embeds crops in full batches, as they come.
private final class CropEmbedder {
    private let program: InferenceProgram
    private let normalization: PixelNormalization
    private let pixels: Floats
    /// One for each output.
    private let results: [Floats]
    private let batch: Int
    private let count: Int
    private var waiting = 0

    init(_ model: Model, _ network: Network, batch: Int, precision: Precision, threads: Int) throws(EngineError) {
        program = try InferenceProgram(
            network,
            parameters: model.parameters,
            options: InferenceOptions(batchSize: batch, precision: precision, threads: threads)
        )
        normalization = model.card.normalization
        self.batch = batch
        count = 3 * model.card.inputSize.rows * model.card.inputSize.columns
        pixels = Floats(batch * count)
        results = program.outputShapes.map { Floats($0.count) }
    }

    /// Takes crops, and gives the embeddings of all that make full batches.
    func embed(_ crops: [Photo]) throws(EngineError) -> [Float] {
        var rows: [Float] = []
        for crop in crops {
            normalization.write(crop, into: pixels[waiting * count..<(waiting + 1) * count])
            waiting += 1
            if waiting == batch { rows += try flush() }
        }
        return rows
    }

    /// The embedding of each that waits, and behind it the features, each scaled to unit length.
    func flush() throws(EngineError) -> [Float] {
        guard waiting > 0 else { return [] }
        try program.run(inputs: [pixels.reading], outputs: results.map(\.buffer))
        let parts = results.map { result in
            var rows = Array(result.buffer)
            rows.scaleRowsToUnitLength(dimension: rows.count / batch)
            return rows
        }
        let rows = (0..<waiting).flatMap { row in
            parts.flatMap { $0[row * $0.count / batch..<(row + 1) * $0.count / batch] }
        }
        waiting = 0
        return rows
    }
}

extension Network {
    /// The same nodes, of which others are the outputs.
    fileprivate func with(outputs: [NodeID]) -> Network {
        var builder = NetworkBuilder(name: name)
        // What was built once is built again.
        for node in nodes { _ = try? builder.add(node.operation, to: node.inputs, name: node.name) }
        return builder.network(outputs: outputs)
    }
}

extension [Float] {
    /// Divides each row by its length; rows of zeros stay.
    mutating func scaleRowsToUnitLength(dimension: Int) {
        for start in stride(from: 0, to: count, by: dimension) {
            let square = self[start..<start + dimension].reduce(0.0) { $0 + Double($1) * Double($1) }
            guard square > 0 else { continue }
            let factor = Float(1 / square.squareRoot())
            for place in start..<start + dimension { self[place] *= factor }
        }
    }
}

/// The files of a cache of embeddings: safetensors with the photos' names in the header.
private struct PartFiles {
    let folder: String
    let metadata: [String: String]

    private static let rows = "embeddings"
    private static let photos = "photos"

    /// One photo's views, in a file that was read.
    struct Place {
        var file: [Float]
        var range: Range<Int>
        var values: ArraySlice<Float> { file[range] }
    }

    /// All that is kept under the same header, by photo; files that cannot be read or are of others are passed over.
    func read(width: Int) -> [String: Place] {
        var places: [String: Place] = [:]
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names.sorted() where name.hasSuffix(".safetensors") {
            guard let file = try? Safetensors(contentsOf: "\(folder)/\(name)"),
                metadata.allSatisfy({ file.metadata[$0.key] == $0.value }),
                let photos = file.metadata[Self.photos]?.split(separator: "\n").map(String.init),
                let parameter = file.parameters[Self.rows], parameter.shape == [photos.count, width]
            else { continue }
            let values = parameter.withUnsafeFloats { Array($0) }
            guard values.allSatisfy(\.isFinite) else { continue }
            for (index, photo) in photos.enumerated() {
                places[photo] = Place(file: values, range: index * width..<(index + 1) * width)
            }
        }
        return places
    }

    /// Keeps some photos' views in a file of its own.
    func write(_ photos: [String], _ values: [Float], width: Int) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var header = metadata
        header[Self.photos] = photos.joined(separator: "\n")
        let text = header.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: "\n")
        var parameters = Parameters()
        parameters[Self.rows] = Parameter(Tensor(values, shape: [photos.count, width]))
        let name = ContentHash(of: text).description.prefix(16)
        try Safetensors.write(parameters, to: "\(folder)/\(name).safetensors", metadata: header)
    }
}
