import FaceEmbedding

/// SplitMix64, so that every run of a test sees the same faces.
struct FaceDice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }

    /// A point anywhere in the cube around zero.
    mutating func vector(dimension: Int) -> [Float] {
        (0..<dimension).map { _ in Float.random(in: -1...1, using: &self) }
    }
}

/// Faces of people: each person a direction, each face near it.
struct RandomFaces {
    var embeddings: [Embedding] = []
    var people: [Int] = []

    /// A `spread` of 0.3 is well apart, one of 0.7 overlaps.
    init(people: Int, faces: Int, dimension: Int = 16, spread: Float, seed: UInt64) {
        var dice = FaceDice(state: seed)
        for person in 0..<people {
            let center = dice.vector(dimension: dimension)
            for _ in 0..<faces {
                let vector = zip(center, dice.vector(dimension: dimension)).map { $0 + spread * $1 }
                guard let embedding = Embedding(normalizing: vector) else { continue }
                embeddings.append(embedding)
                self.people.append(person)
            }
        }
    }
}

/// Groups as sets, for comparing whatever their numbers are.
func sets(_ groups: [[Int]]) -> Set<Set<Int>> { Set(groups.map(Set.init)) }
