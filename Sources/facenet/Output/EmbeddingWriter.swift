import ArgumentParser
import FaceEmbedding
import FaceEngine
import FaceNetworks
import FacePipeline

/// How embeddings are written.
enum EmbeddingFormat: String, ExpressibleByArgument, CaseIterable {
    case json, csv, npy
}

/// Writes embeddings photo by photo, to a file that appears when it is whole, or to standard output.
struct EmbeddingWriter: ~Copyable {
    private let format: EmbeddingFormat
    private let dimension: Int
    private let precision: Precision
    private let hasFile: Bool
    private let file: OutputFile
    private var rows = 0
    /// The matrix, where it must be whole before its header can be written: to a stream.
    private var matrix: [Float] = []

    /// Begins a file at `path`, or takes standard output if that is `nil`.
    init(_ format: EmbeddingFormat, embedder: Embedder, path: String?) throws(Failure) {
        (self.format, hasFile, precision) = (format, path != nil, embedder.options.precision)
        dimension = embedder.model.card.dimension
        let file = try OutputFile(replacing: path)
        switch format {
        case .csv:
            let columns = ["photo", "face", "score", "x", "y", "width", "height"] + (0..<dimension).map { "e\($0)" }
            try file.append(columns.joined(separator: ",") + "\n")
        case .npy where path != nil: try file.append(NumPyHeader(rows: 0, columns: dimension).bytes)
        case .npy, .json: break
        }
        self.file = file
    }

    /// Writes the faces of a photo; of one that failed nothing, except in JSON its reason.
    mutating func write(_ photo: PhotoFaces) throws {
        let faces = (try? photo.faces) ?? []
        switch format {
        case .json: try file.append(Console.json(PhotoRecord(photo, precision: precision)) + "\n")
        case .csv:
            for (number, face) in faces.enumerated() { try file.append(line(face, number, of: photo.name)) }
        case .npy:
            for (number, face) in faces.enumerated() {
                if hasFile {
                    try file.append(face.embedding.coordinates)
                    Console.print("\(rows)\t\(photo.name)\t\(number)")
                } else {
                    matrix += face.embedding.coordinates
                }
                rows += 1
            }
        }
    }

    /// Ends the file and gives it its name.
    consuming func finish() throws(Failure) {
        if format == .npy {
            if hasFile {
                try file.overwriteStart(NumPyHeader(rows: rows, columns: dimension).bytes)
            } else {
                try file.append(NumPyHeader(rows: rows, columns: dimension).bytes)
                try file.append(matrix)
            }
        }
        try file.commit()
    }

    private func line(_ face: Face, _ number: Int, of name: String) -> String {
        let place = FaceRecord(face.detection).fields.prefix(5)
        // As short as reads back to the same float.
        let fields = [Self.quoted(name), "\(number)"] + place + face.embedding.coordinates.map { "\($0)" }
        return fields.joined(separator: ",") + "\n"
    }

    /// A field of a CSV file, in quotes where RFC 4180 asks for them.
    static func quoted(_ field: String) -> String {
        guard field.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return field }
        return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

/// A photo and its embeddings as JSON.
private struct PhotoRecord: Encodable {
    struct Face: Encodable {
        var box: [Float]
        var score: Float
        var landmarks: [FaceRecord.Place]
        var embedding: [Float]
    }

    var photo: String
    var error: String?
    var precision: String
    var faces: [Face]

    init(_ photo: PhotoFaces, precision: Precision) {
        self.photo = photo.name
        error = photo.problem?.reason
        self.precision = precision.rawValue
        faces = ((try? photo.faces) ?? []).map { face in
            let record = FaceRecord(face.detection)
            return Face(
                box: record.box,
                score: record.score,
                landmarks: record.landmarks,
                embedding: face.embedding.coordinates
            )
        }
    }
}

extension PhotoFaces {
    /// What is to be said about the photo: that it failed, or shows no face.
    var problem: Failure? {
        do throws(PipelineError) {
            return try faces.isEmpty ? Failure(name, "no face was found") : nil
        } catch {
            return Failure(name, error)
        }
    }
}
