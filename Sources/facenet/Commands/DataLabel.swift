import ArgumentParser
import FaceDetection
import FaceImaging
import FaceTraining
import Foundation

extension FaceNet {
    struct DataLabel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "label",
            abstract: "Label the faces of photos, for a detector to learn from.",
            discussion: """
                What MTCNN and YuNet both find is a face, with MTCNN's box and, where they agree, its landmarks. What only \
                one of them finds is marked as not to be learned from. A photo with a PASCAL VOC file of the same name \
                beside it has the boxes of that file, and the landmarks of detectors that agree with them; the names \
                with_mask, mask_weared_incorrect and without_mask say what covers a face.

                The manifest has a line of JSON for each photo. With --hold-out, a third of the photos with VOC files, chosen \
                by a hash of their names, goes there instead, for measuring: `evaluate detector` reads it.

                Exits with 0 if every photo was read, 1 if not, 2 if nothing was labelled.
                """
        )

        @Option(
            help: ArgumentHelp(
                "The folder with mtcnn and yunet. (default: FACENET_DATA, or this folder)",
                valueName: "path"
            ),
            completion: .directory
        )
        var detectorPath: String?

        @Option(help: ArgumentHelp("How many photos are worked on at once. (default: one a core)", valueName: "n"))
        var threads: Int?

        @Option(help: ArgumentHelp("The manifest to write.", valueName: "file"), completion: .file())
        var output: String

        @Option(help: ArgumentHelp("The manifest of photos held out.", valueName: "file"), completion: .file())
        var holdOut: String?

        @Option(help: ArgumentHelp("Photos to label as well, a path a line.", valueName: "file"), completion: .file())
        var list: String?

        @Argument(help: "Photos, and folders of photos.", completion: .file())
        var photos: [String] = []

        func validate() throws {
            try ComputeOptions.validate(threads: threads)
            if photos.isEmpty, list == nil { throw ValidationError("Name photos, or a --list of them.") }
        }

        func run() async throws {
            var isComplete = true
            try await reporting {
                let labeler = try PhotoLabeler(detectorPath: detectorPath)
                var paths = PhotoList.photos(at: photos)
                if let list {
                    paths += try TextFile.contents(of: list).split(whereSeparator: \.isNewline).map(String.init)
                }
                var (lines, held, faces): ([String], [String], Int) = ([], [], 0)
                let progress = Progress(total: paths.count, unit: "photos")
                try await OrderedWork.run(
                    paths,
                    width: threads ?? ProcessInfo.processInfo.activeProcessorCount
                ) { path in
                    Result { () throws(Failure) in try labeler.label(path) }
                } sink: { result in
                    progress.advance()
                    switch result {
                    case .failure(let failure):
                        isComplete = false
                        progress.note("\(failure)")
                    case .success(let labelled):
                        faces += labelled.faces
                        if labelled.isHeldOut, holdOut != nil {
                            held.append(labelled.line)
                        } else {
                            lines.append(labelled.line)
                        }
                    }
                }
                progress.finish()
                guard !lines.isEmpty || !held.isEmpty else { throw Failure(output, "no photo could be labelled") }
                if let holdOut { try Self.write(held, to: holdOut) }
                try Self.write(lines, to: output)
                let counts = ["\(lines.count + held.count) photos", "\(faces) faces", "\(held.count) held out"]
                Console.print(counts.joined(separator: "\t"))
            }
            if !isComplete { throw ExitCode.partly }
        }

        private static func write(_ lines: [String], to path: String) throws(Failure) {
            let file = try OutputFile(replacing: path)
            try file.append(lines.joined())
            try file.commit()
        }
    }
}
