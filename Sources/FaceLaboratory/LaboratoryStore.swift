import FaceDetection
import FaceNetworks
import FacePipeline
import Synchronization

/// The files of a cache that one piece of work reads and writes; without a cache nothing is found and nothing kept.
final class LaboratoryStore: Sendable {
    /// The flag of an embedding that is of a photo's middle, as no face was found.
    private static let middle: UInt32 = 1

    private let detections: RecordFile?
    private let embeddings: [RecordFile]
    private let isLost = Mutex(false)

    /// Opens the files.
    init(_ cache: EmbeddingCache?, reader: FaceReader, conditions: [Condition]) throws(LaboratoryError) {
        guard let cache else {
            (detections, embeddings) = (nil, [])
            return
        }
        detections = try cache.detections(of: reader)
        var files: [RecordFile] = []
        let fingerprint = reader.embedder.model.fingerprint
        for condition in conditions {
            files.append(try cache.embeddings(of: reader, fingerprint: fingerprint, under: condition))
        }
        embeddings = files
    }

    /// What is known of the face in a photo: nothing, that there is none, or where it is.
    func detection(of photo: PhotoHash) -> DetectedFace?? {
        guard let record = detections?.record(for: CacheKey(photo: photo, seed: 0)) else { return nil }
        return .some(DetectionRecord.face(of: record))
    }

    /// The embedding of a photo under the condition at a place in the list, and whether it is of the photo's middle.
    func embedding(_ key: CacheKey, under condition: Int) -> (values: [Float], isMiddle: Bool)? {
        guard let record = embeddings.isEmpty ? nil : embeddings[condition].record(for: key) else { return nil }
        return (record.values, record.flags & Self.middle != 0)
    }

    /// Keeps what was found in a photo.
    ///
    /// - Returns: Why nothing can be kept any more, once.
    func keep(_ face: DetectedFace?, of photo: PhotoHash) -> LaboratoryError? {
        write { () throws(LaboratoryError) in
            let key = CacheKey(photo: photo, seed: 0)
            try detections?.append([(key: key, record: DetectionRecord.record(of: face))])
        }
    }

    /// Keeps embeddings, as many as crops.
    ///
    /// - Returns: Why nothing can be kept any more, once.
    func keep(_ values: [[Float]], of crops: [WaitingCrop]) -> LaboratoryError? {
        guard !embeddings.isEmpty else { return nil }
        let places = Dictionary(grouping: crops.indices) { crops[$0].condition }
        return write { () throws(LaboratoryError) in
            for (condition, indices) in places {
                try embeddings[condition].append(
                    indices.map { index in
                        let flags = crops[index].isMiddle ? Self.middle : 0
                        return (crops[index].key, RecordFile.Record(flags: flags, values: values[index]))
                    }
                )
            }
        }
    }

    private func write(_ work: () throws(LaboratoryError) -> Void) -> LaboratoryError? {
        guard !isLost.withLock({ $0 }) else { return nil }
        do throws(LaboratoryError) {
            try work()
            return nil
        } catch {
            let isFirst = isLost.withLock { lost in
                defer { lost = true }
                return !lost
            }
            return isFirst ? error : nil
        }
    }
}
