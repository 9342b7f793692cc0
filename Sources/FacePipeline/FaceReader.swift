public import FaceDetection
public import FaceImaging
import FaceNetworks
public import Foundation

/// From photos to embeddings: decodes, finds the faces, cuts them out as the model wants them, and embeds them.
///
///     let reader = try FaceReader()
///     let ada = try await reader.faces(in: "ada.jpg")[0]
///     for await photo in reader.faces(in: ["1.jpg", "2.jpg"].map(PhotoSource.file)) {
///         print(photo.name, (try? photo.faces.map { $0.embedding.squaredDistance(to: ada.embedding) }) ?? [])
///     }
///
/// The one path that everything takes, so that no two parts of a system can disagree on how a face is cut or a pixel is
/// scaled. A reader is immutable; any number of tasks may use one at once.
public struct FaceReader: Sendable {
    /// How photos are read.
    public struct Options: Sendable {
        /// Which faces of a photo are embedded; all by default.
        public var choice: FaceChoice
        /// The photos worked on at once, each on a thread; the number of cores by default.
        public var threads: Int
        /// What to refuse before decoding.
        public var limits: ImageLimits
        /// Called from any thread when a step is done; must be quick.
        public var observe: (@Sendable (PipelineEvent) -> Void)?
        /// Changes a photo's pixels for one face, after it was found and before it is cut out: how occlusion is measured.
        ///
        /// Called from any thread with a copy of the photo, the face, and the photo's name.
        public var retouch: (@Sendable (inout Photo, DetectedFace, String) -> Void)?

        /// Creates options.
        public init(
            choice: FaceChoice = .all,
            threads: Int = ProcessInfo.processInfo.activeProcessorCount,
            limits: ImageLimits = ImageLimits(),
            observe: (@Sendable (PipelineEvent) -> Void)? = nil,
            retouch: (@Sendable (inout Photo, DetectedFace, String) -> Void)? = nil
        ) {
            precondition(threads >= 1, "photos are read on at least one thread, not \(threads)")
            self.choice = choice
            self.threads = threads
            self.limits = limits
            self.observe = observe
            self.retouch = retouch
        }
    }

    /// What finds the faces.
    public var detector: any FaceDetector
    /// What embeds them.
    public var embedder: Embedder
    /// How photos are read.
    public var options: Options

    /// Creates a reader from its parts.
    public init(detector: any FaceDetector, embedder: Embedder, options: Options = Options()) {
        self.detector = detector
        self.embedder = embedder
        self.options = options
    }

    /// Creates a reader from files.
    ///
    /// - Parameters:
    ///   - path: The model: a bundle or an ONNX file; the one that comes with the package if `nil`.
    ///   - detector: Which detector.
    ///   - detectorFolders: Where the detector's files may be; by default the model's folder and `FACENET_DATA`, and for
    ///     the detector that comes with the package nowhere.
    ///   - embedding: What embeddings are made with.
    ///   - options: How photos are read.
    /// - Throws: ``PipelineError/model(_:)`` or ``PipelineError/detection(_:)`` if a file is missing or unsound.
    public init(
        model path: String? = nil,
        detector: DetectorKind = .default,
        detectorFolders: [String]? = nil,
        embedding: Embedder.Options = Embedder.Options(),
        options: Options = Options()
    ) throws(PipelineError) {
        let model: Model
        do { model = try Model.named(path ?? Model.shippedName) } catch { throw .model(error) }
        let folders = detectorFolders ?? (detector == .default ? [] : Self.detectorFolders(besideModel: path))
        let loaded: any FaceDetector
        do { loaded = try detector.load(from: folders) } catch { throw .detection(error) }
        self.init(detector: loaded, embedder: Embedder(model, options: embedding), options: options)
    }

    /// Reads one photo.
    ///
    /// - Parameter path: The photo's file.
    /// - Returns: Its faces, the surest first; empty if there is none.
    /// - Throws: ``PipelineError``.
    @concurrent
    public func faces(in path: String) async throws(PipelineError) -> [Face] {
        try faces(in: .file(path))
    }

    /// Reads one photo on the calling thread.
    ///
    /// - Parameters:
    ///   - source: The photo.
    ///   - index: What events call it.
    /// - Returns: Its faces, the surest first; empty if there is none.
    /// - Throws: ``PipelineError``.
    public func faces(in source: PhotoSource, index: Int = 0) throws(PipelineError) -> [Face] {
        let found = try detect(source, index: index)
        let embeddings = try embed(found.map(\.crop))
        options.observe?(.finished(index: index))
        return zip(found, embeddings).map { Face(detection: $0.detection, embedding: $1) }
    }

    /// Reads many photos, as fast as the cores allow.
    ///
    /// While some photos are decoded and searched, the faces of others are embedded, in batches across photos. A photo
    /// that fails does not stop the others. Memory is bounded: reading goes on only a few batches ahead of whoever
    /// takes the results, and stops when nobody does.
    ///
    /// - Parameter sources: The photos.
    /// - Returns: The results, in the order of the photos; reading begins with the iteration.
    public func faces(in sources: [PhotoSource]) -> FaceSequence {
        FaceSequence(reader: self, sources: sources)
    }

    /// Where a detector is looked for if nobody says: beside the model, then in the folder `FACENET_DATA` names.
    private static func detectorFolders(besideModel path: String?) -> [String] {
        let beside = path.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
        return [beside, ProcessInfo.processInfo.environment["FACENET_DATA"]].compactMap(\.self)
    }
}
