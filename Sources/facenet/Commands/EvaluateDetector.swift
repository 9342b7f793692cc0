import ArgumentParser
import FaceDetection
import FaceImaging
import FaceTraining
import Foundation

extension FaceNet {
    struct EvaluateDetector: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "detector",
            abstract: "Measure how well a detector finds faces, beside the published ones.",
            discussion: """
                --portraits is a folder of LFW's photos, each with a face in its middle, which a square of 250/2.2 pixels holds: \
                a detector has found it if one of its boxes and the square have an intersection over union of 0.4. Points \
                are compared with MTCNN's where both have found it: the mean distance of the five, over the distance of \
                MTCNN's eyes. With --occlude, something is drawn onto each face that was found, and it is searched again: how many \
                are found still, how far their points are from where they were, and which way they have moved on average: to the right \
                along the line of the eyes, and down, for each of the five. For that MTCNN is not needed.

                --crowds is a manifest of photos with boxes, as `data label --hold-out` writes it: what share of the boxes is \
                found (an intersection over union of --overlap), and how many other boxes there are in a photo, at thresholds \
                that allow so many. Boxes under 10 pixels count neither way. --blank is a folder of photos without faces.

                Prints a line for each figure, tabs between: what, detector, figure, value. Exits with 0, or 2 if nothing could \
                be measured.
                """
        )

        @OptionGroup var detector: DetectorOptions

        @Option(
            help: ArgumentHelp("A detector to measure as well; may be given again.", valueName: "detector")
        )
        var beside: [DetectorKind] = []

        @Option(help: ArgumentHelp("A folder of LFW's photos.", valueName: "folder"), completion: .directory)
        var portraits: String?

        @Option(help: ArgumentHelp("At most this many of them.", valueName: "n"))
        var limit: Int?

        @Option(
            help: ArgumentHelp(
                "What `detect --detector mtcnn --json` printed of them; else MTCNN looks at them again.",
                valueName: "file"
            ),
            completion: .file()
        )
        var reference: String?

        @Option(help: ArgumentHelp("Draw this onto the portraits; may be given again.", valueName: "kind"))
        var occlude: [Occluder.Kind] = []

        @Option(
            help: ArgumentHelp(
                "How far drawn masks are pulled up, from where they are (0) to the lower lids (1).",
                valueName: "share"
            )
        )
        var maskRise: Float?

        @Option(help: ArgumentHelp("A manifest of photos with boxes.", valueName: "file"), completion: .file())
        var crowds: String?

        @Option(help: ArgumentHelp("From which overlap on a box is found.", valueName: "share"))
        var overlap: Float = 0.5

        @Option(help: ArgumentHelp("A folder of photos without faces.", valueName: "folder"), completion: .directory)
        var blank: String?

        @Option(help: ArgumentHelp("How many photos are worked on at once. (default: one a core)", valueName: "n"))
        var threads: Int?

        func validate() throws {
            try ComputeOptions.validate(threads: threads)
            if portraits == nil, crowds == nil, blank == nil {
                throw ValidationError("Give at least one of --portraits, --crowds and --blank.")
            }
            if !occlude.isEmpty, portraits == nil { throw ValidationError("Only --portraits are hidden by --occlude.") }
            if let maskRise {
                let isMasked = occlude.contains { $0.hides.isSuperset(of: [.nose, .mouth]) }
                guard isMasked, (0...1).contains(maskRise) else {
                    throw ValidationError("Only masks over the nose of --occlude rise, by a share from 0 to 1.")
                }
            }
            guard overlap > 0, overlap < 1 else {
                throw ValidationError("An overlap is between 0 and 1, not \(overlap).")
            }
            if let limit, limit < 1 { throw ValidationError("There is at least 1 photo, not \(limit).") }
        }

        func run() async throws {
            try await reporting {
                let width = threads ?? ProcessInfo.processInfo.activeProcessorCount
                let own = DetectorTrial(kind: detector.detector, options: detector)
                let others = beside.filter { $0 != detector.detector }.map {
                    DetectorTrial(kind: $0, options: detector)
                }
                if let portraits {
                    let paths = Array(try PhotoList.some(at: [portraits]).prefix(limit ?? .max))
                    let expected = try await self.expected(of: paths, width: width)
                    for trial in [own] + others {
                        let isReference = trial.kind == .mtcnn && !expected.isEmpty
                        let found = isReference ? expected : try await trial.portraits(paths, width: width)
                        Self.print("portraits", trial.kind, PortraitFigures(found, reference: expected).lines)
                        for kind in occlude {
                            let again = try await trial.portraits(
                                hidden: { Occluder(kind: kind, seed: $0, rise: maskRise) },
                                paths,
                                bare: found,
                                width: width
                            )
                            Self.print(kind.rawValue, trial.kind, HiddenPointFigures(again, bare: found).lines)
                        }
                    }
                }
                if let crowds {
                    let scenes: [Scene]
                    do throws(DataError) { scenes = try SceneManifest.scenes(in: crowds) } catch {
                        throw Failure(crowds, error)
                    }
                    for trial in [own] + others {
                        let curve = try await trial.crowds(scenes, overlap: overlap, width: width)
                        Self.print("crowds", trial.kind, curve.lines)
                    }
                }
                if let blank {
                    let paths = try PhotoList.some(at: [blank])
                    for trial in [own] + others {
                        let counts = try await trial.counts(paths, width: width)
                        let lines = [
                            ("photos", "\(counts.count)"), ("false faces", "\(counts.reduce(0, +))"),
                            ("photos with one", "\(counts.count { $0 > 0 })"),
                        ]
                        Self.print("blank", trial.kind, lines)
                    }
                }
            }
        }

        /// The faces that points are compared with.
        ///
        /// - Returns: None where only hidden points are asked for, and MTCNN is not there.
        private func expected(of paths: [String], width: Int) async throws -> [DetectedFace?] {
            if let reference { return try DetectorTrial.portraits(paths, printedIn: reference) }
            let mtcnn = DetectorTrial(kind: .mtcnn, options: detector)
            if !occlude.isEmpty, !mtcnn.isThere { return [] }
            return try await mtcnn.portraits(paths, width: width)
        }

        private static func print(_ what: String, _ kind: DetectorKind, _ lines: [(String, String)]) {
            for (figure, value) in lines {
                Console.print([what, kind.rawValue, figure, value].joined(separator: "\t"))
            }
        }
    }
}
