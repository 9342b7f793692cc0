import FaceDetection
import FaceEmbedding
import FaceImaging
import FaceNetworks
import FacePipeline

/// The features of every photo of a verification protocol.
struct LFWFaces {
    /// The share of a photo's shorter side that stands for a face nobody found: about what LFW's faces and their margin
    /// take up.
    static let centerShare = 0.63

    /// By the photo's name, `[D]`, or `[2 D]` of length sqrt(2) with the mirror image.
    private(set) var features: [String: [Float]] = [:]
    /// The photos without a detected face.
    private(set) var undetected: [String] = []

    /// Embeds photos; where no face is found, the middle of the photo.
    ///
    /// - Parameters:
    ///   - names: The photos.
    ///   - folder: Where they are.
    ///   - reader: Chooses one face a photo.
    /// - Throws: ``Failure`` at the first photo that cannot be read: a protocol has no place for that.
    init(of names: [String], in folder: String, by reader: FaceReader) async throws {
        let progress = Progress(total: names.count, unit: "photos")
        defer { progress.finish() }
        for await photo in reader.faces(in: names.map { .file("\(folder)/\($0)") }) {
            progress.advance()
            let name = names[photo.index]
            do throws(PipelineError) {
                if let face = try photo.faces.first {
                    features[name] = face.embedding.coordinates
                } else {
                    undetected.append(name)
                    features[name] = try Self.center(of: photo.name, by: reader)
                }
            } catch {
                throw Failure(photo.name, error)
            }
        }
        // As the published figures were made: two unit vectors one after the other are longer than one. Only plain
        // distances notice.
        if reader.embedder.options.mirroring == .concatenated {
            features = features.mapValues { $0.map { $0 * Float(2).squareRoot() } }
        }
    }

    private static func center(of path: String, by reader: FaceReader) throws(PipelineError) -> [Float] {
        let photo: Photo
        do throws(ImageError) { photo = try Photo(contentsOf: path) } catch { throw .image(error) }
        let side = max(1, Int(Self.centerShare * Double(min(photo.width, photo.height))))
        let region = PixelRegion(
            x: (photo.width - side) / 2,
            y: (photo.height - side) / 2,
            width: side,
            height: side
        )
        let size = reader.embedder.cropSize
        let crop = photo.resized(region, width: size.columns, height: size.rows, filter: .antialiasedBilinear)
        return try reader.embedder.embeddings(of: [crop])[0].coordinates
    }
}
