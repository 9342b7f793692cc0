import ArgumentParser
import FaceDetection
import FaceEngine
import FaceImaging
import FaceLaboratory
import FaceNetworks
import Foundation

/// The options of commands that keep embeddings from one run to the next.
struct CacheOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Where embeddings are kept, to be found again by the photo's content. (default: facenet in XDG_CACHE_HOME or \
            ~/.cache)
            """,
            valueName: "folder"
        ),
        completion: .directory
    )
    var cache: String?

    @Flag(help: "Compute all embeddings, and keep none.")
    var noCache = false

    func validate() throws {
        if noCache, cache != nil { throw ValidationError("Either --cache or --no-cache.") }
    }

    /// Opens the cache.
    ///
    /// - Parameters:
    ///   - detector: Finds the faces; its files are part of what an embedding depends on.
    ///   - model: The path of the model, beside which the detector's files may lie.
    /// - Returns: The cache, or `nil` if there shall be none.
    /// - Throws: ``Failure`` if the folder cannot be made, or a file of the detector not be read.
    func open(detector: DetectorOptions, model: String) throws(Failure) -> EmbeddingCache? {
        guard !noCache else { return nil }
        let folder = cache ?? EmbeddingCache.defaultFolder()
        let identity = try detector.identity(model: model)
        do throws(LaboratoryError) {
            return try EmbeddingCache(at: folder, detector: identity)
        } catch {
            throw Failure(error)
        }
    }
}

extension DetectorOptions {
    /// What tells the detector from any other: its kind, the hashes of its files, and its settings.
    fileprivate func identity(model: String) throws(Failure) -> String {
        // What `auto` stands for follows from the processor and from the card, which is hashed below.
        let precision = detectorPrecision == .auto ? "auto \(Precision.fastest.rawValue)" : detectorPrecision.rawValue
        var words = [detector.rawValue, precision]
        for path in detector.files(in: folders(model: model)) ?? [] {
            do throws(ImageError) {
                words.append(PhotoHash(of: try FileBytes.contents(of: path, limit: .max)).text)
            } catch {
                throw Failure(path, error)
            }
        }
        if detector == .default, detectorPath == nil {
            for file in [ShippedFile.detectorCard, .detectorWeights] {
                words.append(PhotoHash(of: [UInt8](file.data)).text)
            }
        }
        if let minimumFace { words.append("\(minimumFace)") }
        return words.joined(separator: " ")
    }
}

extension Failure {
    /// What a laboratory could not do.
    init(_ error: LaboratoryError) {
        switch error {
        case .photo(let path, let error): self.init(path, error)
        case .cache(let path, let reason): self.init(path, reason)
        case .pipeline(let error): self.init("--model", error)
        case .cancelled: self.init("facenet", error)
        }
    }
}
