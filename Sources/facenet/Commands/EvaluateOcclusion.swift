import ArgumentParser
import FaceEvaluation
import FaceLaboratory
import FaceReport

extension FaceNet {
    struct EvaluateOcclusion: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "occlusion",
            abstract: "Measure verification of faces that masks, glasses, scarves, hands and blocks hide.",
            discussion: """
                Draws each occlusion onto the photos of all pairs: only on the probe, the second of a pair; only on the \
                gallery's, the first; and on both. Faces are found on the bare photos: what is measured is what the network \
                makes of a covered face that was cut out well. With --find-covered they are found on the covered ones, as in \
                life. What is drawn follows from the kind and the photo's file name alone, so that everybody measures the \
                same; the list is Benchmarks/occlusions.txt. Prints a heading and a result a line, tabs between; with --json \
                everything, as `facenet report` reads it.

                Embeddings are kept: a run that was stopped goes on where it was, and another model searches no bare photo again.

                Exits with 0, or 2 if a photo or a list cannot be read, or a model, the detector or the cache not be used.
                """
        )

        @OptionGroup var study: StudyOptions

        @OptionGroup var side: SideOptions

        @Option(
            help: ArgumentHelp("What to draw: a kind a line, as in Benchmarks/occlusions.txt.", valueName: "file"),
            completion: .file(extensions: ["txt"])
        )
        var occlusions: String?

        @Flag(help: "Find faces on the covered photos; where none is found, the photo's middle counts.")
        var findCovered = false

        func run() async throws {
            try await reporting {
                var list = try ConditionList.read(occlusions, else: .occlusions)
                if let other = list.conditions.first(where: { $0.family != .occlusion && $0 != .bare }) {
                    throw Failure(occlusions ?? "--occlusions", "\(other) hides nothing; see `facenet evaluate table`")
                }
                let sides = side.sides.isEmpty ? [.probe, .gallery, .both] : side.sides
                if findCovered { list = list.found(on: .covered) }
                let conditions = [.bare] + list.conditions.filter { $0 != .bare }
                var work = try Study(study)
                for path in study.models() {
                    let subject = try await work.subject(path)
                    let faces = try await work.faces(of: subject, under: conditions)
                    try work.measure(faces, of: subject, conditions, sides: sides)
                }
                try await work.finish("Occluded faces", settings: [RunRecord.Setting("conditions", conditions.keys)])
            }
        }
    }
}

extension Study {
    /// Measures conditions in their order, occlusions on each of some sides.
    mutating func measure(
        _ faces: LaboratoryFaces,
        of subject: Subject,
        _ conditions: [Condition],
        sides: [Side]
    ) throws(Failure) {
        for condition in conditions {
            for side in condition.family == .occlusion ? sides : [.both] {
                try measure(faces, of: subject, under: condition, side: side)
            }
        }
    }
}

extension [Condition] {
    /// The keys, spaces between.
    var keys: String { map(\.key).joined(separator: " ") }
}

extension ConditionList {
    /// Reads a list, if there is a path to one.
    static func read(_ path: String?, else list: Self) throws(Failure) -> Self {
        guard let path else { return list }
        let text = try TextFile.contents(of: path)
        do throws(ConditionListError) { return try Self(parsing: text) } catch { throw Failure(path, error) }
    }
}
