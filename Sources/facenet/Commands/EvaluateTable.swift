import ArgumentParser
import FaceLaboratory
import FaceReport

extension FaceNet {
    struct EvaluateTable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "table",
            abstract: "Make the whole table: bare and hidden faces, JPEG, pixels, for one model or several.",
            discussion: """
                Bare faces, eight occlusions on the probe and on both photos, and the paper's table 4, JPEG and pixels on \
                both: Benchmarks/table.txt. As `facenet evaluate occlusion` in everything else.

                Embeddings are kept: a run that was stopped, or killed, goes on where it was.

                Exits with 0, or 2 if a photo or a list cannot be read, or a model, the detector or the cache not be used.
                """
        )

        @OptionGroup var study: StudyOptions

        @OptionGroup var side: SideOptions

        @Option(
            help: ArgumentHelp("What to do: a condition a line, as in Benchmarks/table.txt.", valueName: "file"),
            completion: .file(extensions: ["txt"])
        )
        var conditions: String?

        func run() async throws {
            try await reporting {
                let rows = try ConditionList.read(conditions, else: .table).conditions
                let sides = side.sides.isEmpty ? [.probe, .both] : side.sides
                // Of a pair with one hidden face, the other is bare.
                let isNeeded = rows.contains { $0.family == .occlusion } && sides != [.both]
                let needed = isNeeded && !rows.contains(.bare) ? [.bare] + rows : rows
                var work = try Study(study)
                for path in study.models() {
                    let subject = try await work.subject(path)
                    let faces = try await work.faces(of: subject, under: needed)
                    try work.measure(faces, of: subject, rows, sides: sides)
                }
                try await work.finish("The whole table", settings: [RunRecord.Setting("conditions", rows.keys)])
            }
        }
    }
}
