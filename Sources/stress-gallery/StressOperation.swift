/// One thing a writer does, as its log words it.
enum StressOperation: Equatable {
    case add(person: UInt64)
    /// Faces `first ..< first + count`, in one transaction.
    case enroll(person: UInt64, first: UInt64, count: UInt64)
    case removePerson(UInt64)
    case removeFace(person: UInt64, face: UInt64)
    case reject(person: UInt64, face: UInt64)
    case withdraw(person: UInt64, face: UInt64)
    case compact
    case index

    init?(_ words: [Substring]) {
        let numbers = words.dropFirst().compactMap { UInt64($0) }
        switch (words.first, numbers.count) {
        case ("add", 1): self = .add(person: numbers[0])
        case ("enroll", 3): self = .enroll(person: numbers[0], first: numbers[1], count: numbers[2])
        case ("remove-person", 1): self = .removePerson(numbers[0])
        case ("remove-face", 2): self = .removeFace(person: numbers[0], face: numbers[1])
        case ("reject", 2): self = .reject(person: numbers[0], face: numbers[1])
        case ("withdraw", 2): self = .withdraw(person: numbers[0], face: numbers[1])
        case ("compact", 0): self = .compact
        case ("index", 0): self = .index
        default: return nil
        }
    }

    var words: String {
        switch self {
        case .add(let person): "add \(person)"
        case .enroll(let person, let first, let count): "enroll \(person) \(first) \(count)"
        case .removePerson(let person): "remove-person \(person)"
        case .removeFace(let person, let face): "remove-face \(person) \(face)"
        case .reject(let person, let face): "reject \(person) \(face)"
        case .withdraw(let person, let face): "withdraw \(person) \(face)"
        case .compact: "compact"
        case .index: "index"
        }
    }
}

/// What a gallery must hold of one writer, after what the log says was done.
struct StressState {
    struct Person: Equatable {
        var faces: Set<UInt64> = []
        var rejected: Set<UInt64> = []
    }

    /// Who is there.
    var people: [UInt64: Person] = [:]
    /// Who was there.
    var goneNames: Set<UInt64> = []
    /// Faces that were removed or withdrawn: nothing of them may be left.
    var gone: Set<UInt64> = []
    var nextPerson: UInt64 = 0
    var nextFace: UInt64 = 0

    /// Numbers that were given out are not used again, whether it happened or not.
    mutating func announce(_ operation: StressOperation) {
        switch operation {
        case .add(let person): nextPerson = max(nextPerson, person + 1)
        case .enroll(_, let first, let count): nextFace = max(nextFace, first + count)
        case .reject(_, let face): nextFace = max(nextFace, face + 1)
        default: break
        }
    }

    mutating func apply(_ operation: StressOperation) {
        switch operation {
        case .add(let person): people[person] = Person()
        case .enroll(let person, let first, let count): people[person]?.faces.formUnion(first..<first + count)
        case .removePerson(let person):
            let removed = people.removeValue(forKey: person) ?? Person()
            gone.formUnion(removed.faces.union(removed.rejected))
            goneNames.insert(person)
        case .removeFace(let person, let face):
            people[person]?.faces.remove(face)
            gone.insert(face)
        case .reject(let person, let face): people[person]?.rejected.insert(face)
        case .withdraw(let person, let face):
            people[person]?.rejected.remove(face)
            gone.insert(face)
        case .compact, .index: break
        }
    }
}
