import FaceDetection
import FaceEmbedding
import FaceEvaluation
import FaceImaging
import FaceNetworks
import FacePipeline
import FaceTraining

/// A data set that is compared with another, its faces embedded.
struct OverlapSet {
    /// Photos that are in memory at once.
    private static let portion = 256

    /// Where it is, as the command line has it.
    let path: String
    /// The photos, in the order of the data set.
    private(set) var photos: [OverlapCheck.Photo] = []
    /// Where the face of each photo is; the whole of it for a packed crop without a detected face.
    private(set) var boxes: [Rect?] = []
    /// Photos that could not be read, or show no face.
    private(set) var withoutFace = 0

    private let dataset: FaceDataset

    /// Reads a data set.
    ///
    /// - Parameters:
    ///   - path: A folder of folders, a manifest, a folder of shards; a folder of photos with `identities`.
    ///   - identities: Who is who, for a folder of photos.
    ///   - threads: How many files are looked at together.
    /// - Throws: ``Failure`` if it cannot be read, or is empty.
    init(_ path: String, identities: String?, threads: Int) throws(Failure) {
        self.path = path
        let source = identities.map { DatasetSource.identities(list: $0, folder: path) } ?? DatasetSource(at: path)
        do throws(DataFailure) {
            dataset = try FaceDataset(reading: [source], options: .init(examination: .names, threads: threads))
        } catch {
            throw Failure(error.path, error.error)
        }
    }

    /// The people, in the order of the data set.
    var people: [String] { dataset.people.map(\.name) }

    /// The number of photos, read or not.
    var count: Int { dataset.samples.count }

    /// The names of photos that int8 can be calibrated on.
    var files: [String] {
        dataset.samples.compactMap { if case .file(let path) = $0.source { path } else { nil } }
    }

    /// Embeds the face nearest the middle of every photo.
    ///
    /// A packed crop is a face: where none is found in it, it is taken as a whole.
    mutating func embed(by reader: FaceReader, progress: Progress) async throws(Failure) {
        for start in stride(from: 0, to: count, by: Self.portion) {
            let samples = dataset.samples[start..<min(count, start + Self.portion)]
            let files = samples.map { sample in Result { () throws(DataError) in try sample.fileBytes() } }
            let found = await faces(in: zip(samples, files).map { ($0.name, (try? $1.get()) ?? []) }, by: reader)
            for ((sample, file), photo) in zip(zip(samples, files), found) {
                var face = (try? photo.result.get())?.first.map { (embedding: $0.embedding, box: $0.detection.box) }
                if face == nil, case .record = sample.source, case .success(let bytes) = file {
                    face = try Self.whole(bytes, by: reader)
                }
                if face == nil {
                    withoutFace += 1
                    progress.note(photo.failure ?? "\(sample.name): no face")
                }
                photos.append(
                    OverlapCheck.Photo(
                        person: dataset.people[sample.label].name,
                        name: sample.name,
                        digest: (try? file.get()).map { Self.digest(of: sample, $0) },
                        embedding: face?.embedding
                    )
                )
                boxes.append(face?.box)
                progress.advance()
            }
        }
    }

    /// A photo once more, to be looked at.
    func photo(_ index: Int) -> Photo? { try? dataset.samples[index].photo() }

    private func faces(in photos: [(name: String, bytes: [UInt8])], by reader: FaceReader) async -> [PhotoFaces] {
        var found: [PhotoFaces] = []
        for await photo in reader.faces(in: photos.map { .bytes($0.bytes, name: $0.name) }) { found.append(photo) }
        return found.sorted { $0.index < $1.index }
    }

    private static func whole(_ bytes: [UInt8], by reader: FaceReader) throws(Failure) -> (Embedding, Rect)? {
        guard let photo = try? Photo(decoding: bytes) else { return nil }
        let size = reader.embedder.cropSize
        let crop = photo.resized(width: size.columns, height: size.rows)
        do throws(PipelineError) {
            return (try reader.embedder.embeddings(of: [crop])[0], Rect(photo.bounds))
        } catch {
            throw Failure("--model", error)
        }
    }

    /// Of the photo a crop was cut from, where that is known: crops of two sizes are of one photo.
    private static func digest(of sample: FaceSample, _ bytes: [UInt8]) -> String {
        (sample.hash ?? bytes.withUnsafeBytes { ContentHash(of: $0) }).description
    }
}
