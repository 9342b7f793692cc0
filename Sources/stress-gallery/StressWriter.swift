import FaceEmbedding
import FaceGallery

/// Does one random thing after another to a gallery, each announced before and acknowledged after.
struct StressWriter {
    private let gallery: Gallery
    private var log: StressLog
    private let writer: UInt64
    private var numbers: Numbers

    init(gallery: String, log: String, writer: UInt64, seed: UInt64) throws {
        self.log = try StressLog(path: log)
        guard self.log.open == nil else { throw Failure("verify first: the log ends with an announcement") }
        self.writer = writer
        numbers = Numbers(state: seed)
        let options = Gallery.Options(actor: "writer \(writer)", busyTimeout: 60)
        self.gallery = try Gallery(contentsOf: gallery, options: options)
    }

    mutating func step() throws {
        let operation = next()
        try log.begin(operation)
        try perform(operation)
        try log.end()
    }

    /// Something that can be done now; more enrollments than anything, but removals enough to keep the gallery small.
    private mutating func next() -> StressOperation {
        let state = log.state
        let people = state.people.keys.sorted()
        guard let person = people.randomElement(using: &numbers), people.count > 3 else {
            return .add(person: state.nextPerson)
        }
        let known = state.people[person] ?? StressState.Person()
        switch Int.random(in: 0..<100, using: &numbers) {
        case 0..<12 where people.count < 40: return .add(person: state.nextPerson)
        case 12..<30:
            if people.count > 6 { return .removePerson(person) }
        case 30..<45:
            if let face = known.faces.sorted().randomElement(using: &numbers) {
                return .removeFace(person: person, face: face)
            }
        case 45..<60: return .reject(person: person, face: state.nextFace)
        case 60..<65:
            if let face = known.rejected.sorted().randomElement(using: &numbers) {
                return .withdraw(person: person, face: face)
            }
        case 65..<73: return .compact
        case 73..<80: return .index
        default: break
        }
        return .enroll(person: person, first: state.nextFace, count: .random(in: 1...40, using: &numbers))
    }

    private func perform(_ operation: StressOperation) throws {
        switch operation {
        case .add(let person): _ = try gallery.addPerson(named: "\(writer)-\(person)")
        case .enroll(let person, let first, let count):
            let templates = try (first..<first + count).map { number in
                NewTemplate(try face(number, of: writer), sourceName: "\(number).jpg")
            }
            try gallery.enroll(templates, as: id(of: person))
        case .removePerson(let person): try gallery.remove(id(of: person))
        case .removeFace(let person, let number):
            let wanted = try face(number, of: writer)
            let template = try gallery.templates(of: id(of: person)).first { $0.embedding == wanted }
            guard let template else { throw Failure("face \(number) of \(writer)-\(person) is not there") }
            try gallery.remove(template.id)
        case .reject(let person, let number):
            try gallery.record(.notThisPerson(face(number, of: writer), id(of: person)))
        case .withdraw(let person, let number):
            let wanted = try face(number, of: writer)
            let feedback = try gallery.rejections(of: id(of: person)).first { $0.value == wanted }
            guard let feedback else { throw Failure("feedback \(number) of \(writer)-\(person) is not there") }
            try gallery.withdraw(feedback.key)
        case .compact: try gallery.compact()
        case .index: try gallery.buildSearchGraph()
        }
    }

    private func id(of person: UInt64) throws -> PersonID {
        guard let found = try gallery.person(named: "\(writer)-\(person)") else {
            throw Failure("\(writer)-\(person) is not there")
        }
        return found.id
    }
}
