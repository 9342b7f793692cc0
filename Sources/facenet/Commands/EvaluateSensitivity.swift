import ArgumentParser
import FaceLaboratory
import FaceReport

extension FaceNet {
    struct EvaluateSensitivity: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sensitivity",
            abstract: "Make the paper's tables again: JPEG, pixels, dimension, bytes, training images, networks.",
            discussion: """
                jpeg and pixels are table 4: the crop is written as a JPEG, or shrunk, and brought back. dimension is table \
                5: each model by its own dimension, and the first numbers of its embedding, which is not the paper's experiment. \
                quantization measures the engine's fp32, bf16 and int8, and one byte a number. training-images is table 6, of \
                the models in a CSV. network is figure 4: each model by its multiply-adds. The paper gives VAL at a false \
                accept rate of 0.001. Prints and keeps what `facenet evaluate occlusion` does.

                Exits with 0, or 2 if a photo or a list cannot be read, or a model, the detector or the cache not be used.
                """
        )

        @Argument(help: "Which. (default: all, training-images if there is a CSV)")
        var tables: [Sensitivity] = []

        @OptionGroup var study: StudyOptions

        @Option(
            help: ArgumentHelp("A CSV of `model,images`: models by how many photos they saw.", valueName: "file"),
            completion: .file(extensions: ["csv"])
        )
        var trainingImages: String?

        func validate() throws {
            if tables.contains(.trainingImages), trainingImages == nil {
                throw ValidationError("Table 6 needs --training-images FILE: which model saw how many.")
            }
        }

        func run() async throws {
            try await reporting {
                let sizes = try trainingImages.map { try TrainingSizes(at: $0).rows } ?? []
                let chosen = tables.isEmpty ? Sensitivity.allCases : Sensitivity.allCases.filter(tables.contains)
                let conditions = [.bare] + chosen.flatMap(\.conditions)
                var work = try Study(study)
                if chosen != [.trainingImages] {
                    for path in study.models() {
                        let subject = try await work.subject(path)
                        let faces = try await work.faces(of: subject, under: conditions)
                        try work.measure(faces, of: subject, under: .bare)
                        for table in chosen { try await work.measure(table, faces, of: subject) }
                    }
                }
                if chosen.contains(.trainingImages) {
                    for row in sizes {
                        let subject = try await work.subject(row.model)
                        let faces = try await work.faces(of: subject, under: [.bare])
                        try work.measure(trainingImages: row.images, faces, of: subject)
                    }
                }
                try await work.finish(
                    "The paper's tables",
                    settings: [RunRecord.Setting("tables", chosen.map(\.rawValue).joined(separator: " "))]
                )
            }
        }
    }
}
