import ArgumentParser
import Foundation

extension FaceNet {
    struct Detect: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Find the faces in photos.",
            discussion: """
                Prints a line for each face, the surest of a photo first, tabs between: photo, number of the face from 0, score, \
                x, y, width and height of the box in pixels, then x and y of left eye, right eye, nose, left and right corner \
                of the mouth. With --json, one object a photo and line. A folder stands for the photos in it, in the order of \
                their names.

                Exits with 0 if every photo was read and shows a face, 1 if not, or its drawing could not be written, 2 if \
                the detector cannot be used.
                """
        )

        @OptionGroup var detector: DetectorOptions

        @Option(help: ArgumentHelp("How many photos are worked on at once. (default: one a core)", valueName: "n"))
        var threads: Int?

        @Option(
            help: ArgumentHelp("Write each photo there with its faces drawn into it, as PNG.", valueName: "folder"),
            completion: .directory
        )
        var draw: String?

        @Flag(help: "Print JSON, one object a photo and line.")
        var json = false

        @Argument(help: "The photos, or folders of photos.", completion: .file())
        var photos: [String]

        func validate() throws { try ComputeOptions.validate(threads: threads) }

        func run() async throws {
            var isComplete = true
            try await reporting {
                let paths = try PhotoList.some(at: photos)
                let finder = try detector.load(model: nil)
                if let draw { try Folder.create(draw) }
                let drawings = draw.map { DrawingNames(folder: $0, photos: paths) }
                let progress = Progress(total: paths.count, unit: "photos", isQuiet: paths.count < 2)
                try await OrderedWork.run(
                    Array(paths.enumerated()),
                    width: threads ?? ProcessInfo.processInfo.activeProcessorCount
                ) { item in
                    DetectedPhoto(path: item.element, detector: finder, drawing: drawings?[item.offset])
                } sink: { result in
                    progress.advance()
                    if let failure = result.failure { progress.note("\(failure)") }
                    if result.failure != nil { isComplete = false }
                    try print(result)
                }
                progress.finish()
            }
            if !isComplete { throw ExitCode.partly }
        }

        private func print(_ result: DetectedPhoto) throws {
            guard let photo = result.photo else { return }
            if json { return try Console.printJSON(photo) }
            for (number, face) in photo.faces.enumerated() {
                Console.print(([photo.photo, "\(number)"] + face.fields).joined(separator: "\t"))
            }
        }
    }
}
