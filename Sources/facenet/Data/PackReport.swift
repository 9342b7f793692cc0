import FaceNetworks
import FaceTraining

/// What `facenet data pack` did: printed in a line, and written as JSON beside the shards.
struct PackReport: Encodable {
    /// The photos the sources have.
    var photosRead: Int
    /// The faces in the shards.
    var packed = 0
    /// The people in the shards.
    var people = 0
    /// Who of them has a single face.
    var peopleWithOnePhoto: [String] = []
    /// The bytes of the images.
    var bytes = 0
    /// How the faces were cut out.
    var crop: String
    /// The size of the crops; none if photos kept theirs.
    var size: String?
    /// What found the faces; none if nothing did.
    var detector: String?
    /// The JPEG quality of the crops.
    var quality: Int
    /// The shards, without their folder.
    var shards: [String] = []
    /// How long it took, without the first look at the photos' bytes.
    var seconds = 0.0
    /// The people left out as asked.
    var without: [String]
    /// The photos and people left out, by kind.
    var leftOut: [String: Int] = [:]
    /// Each of them.
    var problems: [DatasetProblem]

    init(_ report: DatasetReport, packer: FacePacker, detector: String, without people: [String]) {
        // Those that are no photos are not among those read.
        photosRead = report.photosRead
        problems = report.problems
        crop = packer.crop.description
        size = packer.size?.description
        self.detector = packer.detector == nil ? nil : detector
        quality = packer.quality
        without = people
    }

    /// What the shards say about all their crops.
    var metadata: [String: String] {
        var metadata = ["crop": crop]
        metadata["size"] = size
        metadata["detector"] = detector
        return metadata
    }

    /// Such as `1190 faces of 60 people in 1 shards; of 1200 photos left out: duplicate 3, noFace 7`.
    var summary: String {
        let kinds = counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        let packed = "\(packed) faces of \(people) people, \(peopleWithOnePhoto.count) with one"
        let rate = seconds > 0 ? ", \((Double(photosRead) / seconds).formatted(decimals: 1)) photos/s" : ""
        let asked = without.isEmpty ? "" : "; without \(without.count) people, as asked"
        return "\(packed); \(photosRead) photos read\(rate)\(asked)" + (kinds.isEmpty ? "" : "; left out: \(kinds)")
    }

    private var counts: [String: Int] {
        Dictionary(grouping: problems, by: \.kind.rawValue).mapValues(\.count)
    }

    mutating func finish(shards: [String], seconds: Double) {
        self.shards = shards.map { path in path.split(separator: "/").last.map(String.init) ?? path }
        self.seconds = seconds
        leftOut = counts
    }
}
