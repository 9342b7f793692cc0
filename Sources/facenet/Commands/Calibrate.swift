import ArgumentParser
import FaceEmbedding
import FaceEngine
import FaceNetworks
import FacePipeline

extension FaceNet {
    struct Calibrate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Measure how near strangers come under a model, so that thresholds mean a rate.",
            discussion: """
                Compares the faces of many people, of a folder of photos for each. Gives thresholds for false accept rates \
                of 10 % down to the least that enough pairs of people are behind, and what a gallery needs to keep the share \
                of strangers it takes for somebody. With --output, the model is written with all of that as a bundle: a folder \
                that must not exist yet, or a single file if it ends in .safetensors. The fingerprint stays the same, so \
                galleries of the model go on.

                Use people like those who will be met: of other regions, ages or cameras strangers come nearer or less near. \
                At least 100 people; with 2,000 a rate of 1 % is measured, and 0.1 % extrapolated.

                Exits with 0, or 2 if there are too few people, or something cannot be read or written.
                """
        )

        @OptionGroup var folder: LabeledFolderOptions

        @Option(
            name: .shortAndLong,
            help: ArgumentHelp("The bundle to write.", valueName: "bundle"),
            completion: .file()
        )
        var output: String?

        @Flag(help: "Print JSON.")
        var json = false

        func run() async throws {
            try await reporting {
                let (faces, reader) = try await folder.read()
                let people = faces.oneEach
                let precision = reader.embedder.options.precision.rawValue
                let origin = "\(folder.images), one photo each of \(people.count) people, \(precision)"
                guard let tail = ImpostorTail(oneFaceEach: people, source: origin) else {
                    throw Failure(
                        folder.images,
                        people.count < ImpostorTail.fewestPeople
                            ? "has \(people.count) people; a calibration needs \(ImpostorTail.fewestPeople)"
                            : "shows no two people who are alike enough to measure anything"
                    )
                }
                let points = operatingPoints(faces, tail: tail)
                if let output { try write(reader.embedder.model, tail: tail, points: points, to: output) }
                try print(CalibrationReport(tail: tail, operatingPoints: points, bundle: output))
            }
        }

        /// A factor of ten apart, down to the least rate that is measured.
        private func operatingPoints(_ faces: LabeledFaces, tail: ImpostorTail) -> [ModelCard.OperatingPoint] {
            let genuine = faces.genuineDistances
            let rates = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8]
            return rates.filter { $0 >= tail.points[0].falseAcceptRate }.map { rate in
                let threshold = tail.threshold(falseAcceptRate: rate)
                let accepted = genuine.count { $0 <= threshold }
                return ModelCard.OperatingPoint(
                    falseAcceptRate: rate,
                    threshold: threshold,
                    trueAcceptRate: genuine.isEmpty ? nil : Double(accepted) / Double(genuine.count)
                )
            }
        }

        private func write(
            _ model: Model,
            tail: ImpostorTail,
            points: [ModelCard.OperatingPoint],
            to path: String
        ) throws(Failure) {
            var model = model
            model.card.impostorTail = tail
            model.card.operatingPoints = model.card.operatingPoints.filter { $0.pairing != "bare" } + points
            do throws(ModelError) {
                if path.hasSuffix(".safetensors") {
                    try model.write(toFile: path)
                } else {
                    try model.write(toFolder: path)
                }
            } catch {
                throw Failure(path, error)
            }
        }

        private func print(_ report: CalibrationReport) throws {
            if json { try Console.printJSON(report) } else { Console.print(report.text) }
        }
    }
}
