import FaceImaging
import FacePipeline

/// A crop that waits to be embedded.
struct WaitingCrop: Sendable {
    /// Which photo it is of.
    var photo: Int
    /// Which condition it is under.
    var condition: Int
    /// Under what its embedding is kept.
    var key: CacheKey
    /// Whether it is the middle of a photo in which no face was found.
    var isMiddle: Bool
    var crop: Photo
}

/// What was found out about one photo before anything is embedded.
struct PreparedPhoto: Sendable {
    var hash: PhotoHash
    var isUndetected = false
    /// The conditions under which no face was found on the covered photo.
    var unfound: Set<Int> = []
    /// By condition, what the cache had.
    var known: [Int: [Float]] = [:]
    var crops: [WaitingCrop] = []

    /// Notes that a condition's crop is the middle of a photo: of the bare one, or of one whose covered face was looked for.
    mutating func misses(_ condition: Condition, at place: Int) {
        if condition.findsCovered { unfound.insert(place) } else { isUndetected = true }
    }
}

/// What is to be done and what is done, of one piece of a laboratory's work.
///
/// Workers ask for jobs: a full batch of crops, else the next photo, else what crops there are once no photo is being
/// prepared.
actor LaboratoryBoard {
    /// Something that a worker can do by itself.
    enum Job: Sendable {
        case prepare(Int)
        case embed([WaitingCrop])
    }

    private let photoCount: Int
    private let batchSize: Int
    private let isStrict: Bool

    private var nextPhoto = 0
    private var preparing = 0
    private var waiting: [WaitingCrop] = []
    private var values: [[[Float]?]]
    private var hashes: [PhotoHash?]
    private var undetected: [Int] = []
    private var unfound: [Set<Int>]
    private var failures: [(photo: Int, error: PipelineError)] = []
    private var fatal: PipelineError?
    private var computed = 0
    private var cached = 0
    private var sleepers: [CheckedContinuation<Void, Never>] = []

    init(photos: Int, conditions: Int, batchSize: Int, isStrict: Bool) {
        photoCount = photos
        self.batchSize = batchSize
        self.isStrict = isStrict
        values = Array(repeating: Array(repeating: nil, count: photos), count: conditions)
        hashes = Array(repeating: nil, count: photos)
        unfound = Array(repeating: [], count: conditions)
    }

    /// The next thing to do, once there is one; `nil` if nothing will be any more.
    func nextJob() async -> Job? {
        while fatal == nil, !Task.isCancelled {
            // A photo that may not be missing is: only those begun before it are finished, for the first one's name.
            let isEnding = isStrict && !failures.isEmpty
            if waiting.count >= batchSize, !isEnding { return takeCrops(batchSize) }
            if nextPhoto < photoCount, !isEnding {
                defer { nextPhoto += 1 }
                preparing += 1
                return .prepare(nextPhoto)
            }
            if preparing == 0 { return waiting.isEmpty || isEnding ? nil : takeCrops(waiting.count) }
            await withCheckedContinuation { sleepers.append($0) }
        }
        return nil
    }

    /// Takes in what a worker found out about a photo.
    func put(_ photo: Result<PreparedPhoto, PipelineError>, of index: Int) {
        preparing -= 1
        switch photo {
        case .success(let photo):
            hashes[index] = photo.hash
            if photo.isUndetected { undetected.append(index) }
            for condition in photo.unfound { unfound[condition].insert(index) }
            for (condition, known) in photo.known { values[condition][index] = known }
            cached += photo.known.count
            waiting += photo.crops
        case .failure(let error):
            failures.append((index, error))
        }
        wake()
    }

    /// Takes in embeddings, one for each crop, or why there are none.
    func put(_ embeddings: Result<[[Float]], PipelineError>, of crops: [WaitingCrop]) {
        switch embeddings {
        case .success(let embeddings):
            for (crop, embedding) in zip(crops, embeddings) { values[crop.condition][crop.photo] = embedding }
            computed += crops.count
        case .failure(let error):
            fatal = error
        }
        wake()
    }

    /// Everything, once there are no more jobs.
    func result(
        names: [String],
        in folder: String,
        conditions: [Condition]
    ) throws(LaboratoryError) -> LaboratoryFaces {
        if let fatal { throw .pipeline(fatal) }
        failures.sort { $0.photo < $1.photo }
        if isStrict, let first = failures.first {
            throw .photo(path: "\(folder)/\(names[first.photo])", first.error)
        }
        var features: [Condition: [String: [Float]]] = [:]
        var undetected: [Condition: [String]] = [:]
        let bare = Set(self.undetected)
        for (index, condition) in conditions.enumerated() {
            var named: [String: [Float]] = [:]
            for (name, value) in zip(names, values[index]) { if let value { named[name] = value } }
            features[condition] = named
            undetected[condition] = bare.union(unfound[index]).sorted().map { names[$0] }
        }
        return LaboratoryFaces(
            features: features,
            undetected: bare.sorted().map { names[$0] },
            undetectedUnder: undetected,
            failures: failures.map { LaboratoryFaces.Failure(name: names[$0.photo], reason: $0.error.description) },
            hashes: Dictionary(zip(names, hashes).compactMap { name, hash in hash.map { (name, $0) } }) { $1 },
            computed: computed,
            cached: cached
        )
    }

    private func takeCrops(_ count: Int) -> Job {
        let crops = Array(waiting.prefix(min(count, batchSize)))
        waiting.removeFirst(crops.count)
        return .embed(crops)
    }

    private func wake() {
        let awake = sleepers
        sleepers = []
        for sleeper in awake { sleeper.resume() }
    }
}
