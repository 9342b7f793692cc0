#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

public import FaceEmbedding

/// What a calibrated threshold does to people it never saw.
///
/// Two questions, two intervals, both of 95 %, both by drawing people again and not pairs. ``interval`` is about *this*
/// threshold: how often strangers pass it. It holds the asked rate in less than 95 of 100 calibrations, as the threshold
/// itself comes from people who are there by chance; with half of the people held out, in 83. ``wholeInterval`` is about
/// the *procedure*: calibrating on some people and asking others; it counts both draws, put together in logarithms by the
/// method of variance estimates recovery (Zou and Donner, *Construction of confidence limits about effect measures*,
/// Statistics in Medicine 27, 2008). An asked rate outside of that one is a fault and no chance.
public struct HeldOutRate: Hashable, Sendable, Codable {
    /// Which faces were compared.
    public let pairing: FacePairing
    /// The templates of the gallery that strangers were searched in; `nil` for pairs, where the rate is FAR.
    public let gallerySize: Int?
    /// The rate that was asked.
    public let asked: Double
    /// The squared distance that the calibration gives for it.
    public let threshold: Float
    /// The people it was measured on.
    public let people: Int
    /// The pairs within the threshold, or the strangers to whom anybody is near.
    public let hits: Int
    /// The rate that was measured.
    public let measured: Double
    /// Where it may lie at this threshold.
    public let interval: ConfidenceInterval
    /// Where it may lie for a threshold calibrated on other people.
    public let wholeInterval: ConfidenceInterval

    /// Whether strangers pass the threshold as often as was asked, as far as they can tell.
    public var holds: Bool { interval.contains(asked) }
    /// The same, mindful that the calibration's people are a draw as well.
    public var procedureHolds: Bool { wholeInterval.contains(asked) }

    /// Checks thresholds for pairs.
    ///
    /// Only rates that the people held out support are asked: on fewer, any answer would do.
    ///
    /// - Parameters:
    ///   - calibration: The thresholds.
    ///   - faces: People it never saw, at least two.
    ///   - bootstrap: How people are drawn again.
    /// - Returns: One a rate, greatest rate first.
    /// - Complexity: As ``PairingCalibration/init(_:of:rates:source:bootstrap:)``.
    public static func falseAccepts(
        of calibration: PairingCalibration,
        on faces: CalibrationFaces,
        by bootstrap: IdentityBootstrap = IdentityBootstrap()
    ) -> [HeldOutRate] {
        let support = faces.people.count * (faces.people.count - 1) / 2
        let points = calibration.thresholds.filter { FalseAcceptSupport.isSupported($0.rate, byPairs: support) }
            .sorted { $0.threshold < $1.threshold }
        guard !points.isEmpty else { return [] }
        let distances = ImpostorDistances(faces, calibration.pairing)
        let intervals = distances.intervals(at: points.map(\.threshold), by: bootstrap)
        return zip(points, intervals).reversed().map { point, interval in
            let hits = distances.count(within: point.threshold)
            return HeldOutRate(
                calibration.pairing,
                gallerySize: nil,
                asked: point.rate,
                threshold: point.threshold,
                people: faces.people.count,
                hits: hits,
                measured: Double(hits) / Double(distances.pairs),
                interval: interval,
                calibrated: (point.falseAccepts.rate, point.overPeople)
            )
        }
    }

    /// Checks what a tail says of galleries.
    ///
    /// - Parameters:
    ///   - calibration: With a tail; without, there is nothing to check.
    ///   - calibrated: The people it was measured on.
    ///   - faces: People it never saw.
    ///   - rate: The share of strangers who may find somebody.
    ///   - gallerySizes: In templates; those of both groups' people or more are left out.
    ///   - bootstrap: How people are drawn again.
    /// - Returns: One a size.
    /// - Complexity: For each size O(*P*² x *D* + *r* x (*P* + *h*)), for *P* people, *r* replicates and *h* near ones.
    public static func falsePositives(
        of calibration: PairingCalibration,
        measuredOn calibrated: CalibrationFaces,
        on faces: CalibrationFaces,
        rate: Double,
        gallerySizes: [Int],
        by bootstrap: IdentityBootstrap = IdentityBootstrap()
    ) -> [HeldOutRate] {
        guard let tail = calibration.tail else { return [] }
        let most = min(calibrated.people.count, faces.people.count)
        return gallerySizes.filter { 2 * $0 <= most }.map { size in
            let threshold = tail.threshold(falsePositiveRate: rate, gallerySize: size)
            let own = StrangerSearch(calibrated, calibration.pairing, within: threshold)
            let strangers = StrangerSearch(faces, calibration.pairing, within: threshold)
            return HeldOutRate(
                calibration.pairing,
                gallerySize: size,
                asked: rate,
                threshold: threshold,
                people: faces.people.count,
                hits: strangers.strangersWithHits,
                measured: strangers.falsePositiveRate(gallerySize: size),
                interval: strangers.interval(gallerySize: size, by: bootstrap),
                calibrated: (
                    own.falsePositiveRate(gallerySize: size), own.interval(gallerySize: size, by: bootstrap)
                )
            )
        }
    }

    private init(
        _ pairing: FacePairing,
        gallerySize: Int?,
        asked: Double,
        threshold: Float,
        people: Int,
        hits: Int,
        measured: Double,
        interval: ConfidenceInterval,
        calibrated: (rate: Double, interval: ConfidenceInterval?)
    ) {
        self.pairing = pairing
        self.gallerySize = gallerySize
        self.asked = asked
        self.threshold = threshold
        self.people = people
        self.hits = hits
        self.measured = measured
        self.interval = interval
        wholeInterval =
            calibrated.interval.map { Self.combined(measured, interval, calibrated: calibrated.rate, $0) } ?? interval
    }

    /// The interval of a rate at a threshold whose own rate, on the people it comes from, is uncertain too.
    static func combined(
        _ rate: Double,
        _ interval: ConfidenceInterval,
        calibrated: Double,
        _ other: ConfidenceInterval
    ) -> ConfidenceInterval {
        guard rate > 0, calibrated > 0, interval.lower > 0, other.lower > 0 else { return interval }
        func length(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
        let down = length(log(rate / interval.lower), log(other.upper / calibrated))
        let up = length(log(interval.upper / rate), log(calibrated / other.lower))
        return ConfidenceInterval(
            lower: min(interval.lower, rate * exp(-down)),
            upper: min(1, max(interval.upper, rate * exp(up))),
            confidence: interval.confidence
        )
    }
}
