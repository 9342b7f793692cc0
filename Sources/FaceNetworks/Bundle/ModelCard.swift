public import FaceEmbedding
public import FaceEngine

/// What has to be known of a model beside its weights: `model.json` of a bundle.
///
/// What a face must look like before a network sees it belongs to the network. With another crop, or channels in
/// another order, every embedding is still a unit vector and only the accuracy is gone; so callers ask the card.
public struct ModelCard: Hashable, Sendable {
    /// The version of the format that this code writes, and the last it reads.
    public static let formatVersion = 1

    /// What people call the model.
    public var name: String
    /// The rows and columns of the input, which has three channels.
    public var inputSize: ImageSize
    /// How a face is cut out of a photo.
    public var crop: Crop
    /// How bytes become the numbers the network reads.
    public var normalization: PixelNormalization
    /// The numbers in an embedding.
    public var dimension: Int
    /// What a squared distance is multiplied by before a threshold is applied; 1 unless the model was calibrated.
    public var distanceScale: Float
    /// Thresholds that were measured, with what they are worth.
    public var operatingPoints: [OperatingPoint]
    /// How near strangers come, if it was measured: what thresholds for a gallery of any size come from.
    ///
    /// Of squared distances as they are, before ``distanceScale``.
    public var impostorTail: ImpostorTail?
    /// The same for faces of which not everything can be seen, by what is compared with what; `bare` is ``impostorTail``.
    public var coveredTails: [FacePairing: ImpostorTail]
    /// How the operating points and the tails were measured, if that is known.
    public var thresholdRecord: ThresholdRecord?
    /// The ranges of activations that int8 needs, if they were measured.
    public var calibration: Calibration?
    /// The adapter at the network's end, if there is one.
    public var adapter: AdapterCard?
    /// Where the weights come from, and what data they were trained on.
    public var provenance: String
    /// The licenses of the weights and of that data.
    public var license: String

    /// Creates a card, by default of a classic FaceNet model: 160x160, the box with a margin of 32, RGB about 0.
    public init(
        name: String,
        inputSize: ImageSize = ImageSize(160),
        crop: Crop = .margin160(32),
        normalization: PixelNormalization = .facenet,
        dimension: Int,
        distanceScale: Float = 1,
        operatingPoints: [OperatingPoint] = [],
        impostorTail: ImpostorTail? = nil,
        coveredTails: [FacePairing: ImpostorTail] = [:],
        thresholdRecord: ThresholdRecord? = nil,
        calibration: Calibration? = nil,
        adapter: AdapterCard? = nil,
        provenance: String = "",
        license: String = ""
    ) {
        self.name = name
        self.inputSize = inputSize
        self.crop = crop
        self.normalization = normalization
        self.dimension = dimension
        self.distanceScale = distanceScale
        self.operatingPoints = operatingPoints
        self.impostorTail = impostorTail
        self.coveredTails = coveredTails
        self.thresholdRecord = thresholdRecord
        self.calibration = calibration
        self.adapter = adapter
        self.provenance = provenance
        self.license = license
    }

    /// Leaves behind what was measured of the weights: thresholds, tails and the ranges of int8 do not hold of others.
    mutating func forgetMeasurements() {
        (operatingPoints, impostorTail, coveredTails) = ([], nil, [:])
        (distanceScale, thresholdRecord, calibration) = (1, nil, nil)
    }
}

extension ModelCard {
    /// How a face is cut out of a photo.
    public enum Crop: Hashable, Sendable {
        /// The similarity transform that brings five landmarks nearest to their places in 112x112.
        case similarity112
        /// The box and a margin of so many pixels in all, as it was for 160x160: 32 for the classic models.
        case margin160(Int)
        /// The box made square, only scaled and moved: the paper's.
        case tight
    }
}

/// How bytes become the numbers a network reads: `(byte - mean) * scale`, channel by channel.
public struct PixelNormalization: Hashable, Sendable, Codable {
    /// Which channel comes first.
    public enum ChannelOrder: String, Hashable, Sendable, Codable { case rgb, bgr }

    /// What is subtracted, one for each channel in the network's order.
    public var mean: [Float]
    /// What the difference is multiplied by, one for each channel in the network's order.
    public var scale: [Float]
    /// The order of the channels.
    public var order: ChannelOrder

    /// Creates a normalization.
    ///
    /// - Precondition: There are three means and three scales.
    public init(mean: [Float], scale: [Float], order: ChannelOrder = .rgb) {
        precondition(mean.count == 3 && scale.count == 3, "a normalization has three channels")
        self.mean = mean
        self.scale = scale
        self.order = order
    }

    /// That of the classic FaceNet models: `(byte - 127.5) / 128`, red first.
    public static let facenet = PixelNormalization(
        mean: [127.5, 127.5, 127.5],
        scale: [1 / 128, 1 / 128, 1 / 128]
    )
}
