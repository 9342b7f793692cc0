import FaceEmbedding
public import FaceGallery
public import FaceImaging
import FaceNetworks
public import FacePipeline

/// Photos against a gallery: the one path that the command line, the library and the service share.
///
///     import FaceNet
///
///     let recognizer = try Recognizer(gallery: "people.facegallery")
///     try await recognizer.enroll("ada.jpg", as: "Ada")
///     print(try await recognizer.identify("who.jpg"))
///
/// A photo is read once: its bytes are hashed, decoded, searched for faces, and each face is measured and embedded.
/// What enters the gallery passes the coach first. A recognizer is immutable; any number of tasks may use one at once,
/// and any number of processes one gallery.
public struct Recognizer: Sendable {
    /// From photos to embeddings.
    public let reader: FaceReader
    /// Who is known.
    public let gallery: Gallery
    /// Who judges photos before they enter.
    public var coach: EnrollmentCoach
    /// Who says which parts of a face are hidden.
    public var occlusionJudge: any OcclusionJudging
    /// How people are told apart in answers.
    public var decisionOptions: DecisionOptions
    /// What is drawn onto a bare face that is enrolled, each drawing a further template; nothing by default.
    ///
    /// From one bare photo so comes what the person may look like covered. `Docs/Guides/Recognition.md` has what it buys
    /// and costs, which is why it has to be asked for.
    public var variants: [Occluder.Kind] = []
    let thresholdCache = ThresholdCache()

    /// Creates a recognizer from its parts.
    ///
    /// - Parameters:
    ///   - reader: From photos to embeddings.
    ///   - gallery: Who is known; it must hold embeddings of the reader's model.
    ///   - coach: Who judges photos before they enter.
    ///   - occlusionJudge: Who says which parts of a face are hidden.
    ///   - decisionOptions: How people are told apart in answers.
    /// - Throws: ``RecognitionError/gallery(_:)`` if the gallery is of another model.
    public init(
        reader: FaceReader,
        gallery: Gallery,
        coach: EnrollmentCoach = EnrollmentCoach(),
        occlusionJudge: any OcclusionJudging = OcclusionJudge(),
        decisionOptions: DecisionOptions = DecisionOptions()
    ) throws(RecognitionError) {
        let model = GalleryModel(reader.embedder)
        do throws(GalleryError) {
            try gallery.requireModel(model.fingerprint)
            guard gallery.model.dimension == model.dimension else {
                throw .dimension(expected: gallery.model.dimension, given: model.dimension)
            }
        } catch {
            throw .gallery(error)
        }
        self.reader = reader
        self.gallery = gallery
        self.coach = coach
        self.occlusionJudge = occlusionJudge
        self.decisionOptions = decisionOptions
    }

    /// Creates a recognizer from files; a gallery that is not there is created.
    ///
    /// - Parameters:
    ///   - model: The model: a bundle or an ONNX file; the one that comes with the package if `nil`. The detector is looked for beside it and in `FACENET_DATA`.
    ///   - gallery: The gallery's file.
    ///   - review: How strictly photos are judged before they enter.
    ///   - options: How the gallery is used.
    /// - Throws: ``RecognitionError``.
    public init(
        model: String? = nil,
        gallery: String,
        review: EnrollmentReview = .standard,
        options: Gallery.Options = Gallery.Options()
    ) throws(RecognitionError) {
        let reader: FaceReader
        do { reader = try FaceReader(model: model) } catch { throw .pipeline(error) }
        let opened: Gallery
        do throws(GalleryError) {
            opened = try Gallery.openOrCreate(gallery, model: GalleryModel(reader.embedder), options: options)
        } catch {
            throw .gallery(error)
        }
        try self.init(reader: reader, gallery: opened, coach: EnrollmentCoach(review: review))
    }

    /// How near strangers come under the model, if it is calibrated.
    var tail: ImpostorTail? { reader.embedder.model.card.impostorTail }
}

extension GalleryModel {
    /// What a gallery has to know of an embedder: two embeddings can be compared if this is the same of both.
    ///
    /// - Parameter embedder: The embedder.
    /// - Complexity: The fingerprint of a model whose file states none is computed: O(*bytes of its weights*).
    public init(_ embedder: Embedder) {
        let card = embedder.model.card
        guard let fingerprint = ModelFingerprint(bytes: embedder.model.fingerprint) else {
            preconditionFailure("a model's fingerprint is a SHA-256")
        }
        self.init(
            fingerprint: fingerprint,
            name: card.name,
            dimension: embedder.options.mirroring == .concatenated ? 2 * card.dimension : card.dimension,
            distanceScale: card.distanceScale,
            precision: "\(embedder.options.precision)"
        )
    }
}

extension Gallery {
    /// Opens a gallery, or creates it if there is no file of that name.
    ///
    /// - Parameters:
    ///   - path: Where it is, or shall be.
    ///   - model: The model of the embeddings of a new one.
    ///   - options: How it is used.
    /// - Returns: The gallery, open.
    /// - Throws: ``GalleryError``, as creating and opening do.
    public static func openOrCreate(
        _ path: String,
        model: GalleryModel,
        options: Options
    ) throws(GalleryError) -> Gallery {
        do throws(GalleryError) {
            return try create(at: path, model: model, options: options)
        } catch .exists {
            return try Gallery(contentsOf: path, options: options)
        }
    }
}
