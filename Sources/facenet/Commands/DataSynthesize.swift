import ArgumentParser
import FaceImaging
import Foundation

extension FaceNet {
    struct DataSynthesize: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "synthesize",
            abstract: "Draw photos of people who do not exist.",
            discussion: """
                A toy by its nature: cartoon heads of shapes and colors, under pose, light, expression and, if wished, \
                occlusion. It lets training and evaluation run for real, in minutes and without anybody's photos. What a model \
                learns from it says nothing about real faces, and neither do the figures measured on it.

                FOLDER receives a folder for each person, with the photos, and manifest.csv: path, person, x and y of left \
                eye, right eye, nose, left and right corner of the mouth in pixels from the center of the top left one, and \
                what hides the face, if anything does. Lines and files depend on --seed alone: the same seed draws the same bytes.

                Each file appears whole, the manifest last. Exits with 0, or 2 if FOLDER is not empty or not writable.
                """
        )

        @Option(help: ArgumentHelp("How many people.", valueName: "n"))
        var people = 500

        @Option(help: ArgumentHelp("How many photos of each.", valueName: "n"))
        var photos = 20

        @Option(help: ArgumentHelp("Columns and rows of a photo.", valueName: "pixels"))
        var size = 112

        @Option(help: ArgumentHelp("Other seeds draw other people.", valueName: "n"))
        var seed: UInt64 = 1

        @Option(
            help: ArgumentHelp("Which share of the photos has a mask, glasses, a hand... on it.", valueName: "share")
        )
        var occluded: Float = 0

        @Option(help: ArgumentHelp("How photos are stored: jpg or png.", valueName: "format"))
        var format: SyntheticFolder.Format = .jpg

        @Flag(help: "Write into a folder that is not empty; files of the same names are replaced, others stay.")
        var force = false

        @Argument(help: "The folder to fill; it is made if it does not exist.", completion: .directory)
        var folder: String

        func validate() throws {
            guard 1...1_000_000 ~= people else {
                throw ValidationError("There are 1 to 1000000 people, not \(people).")
            }
            guard 1...100_000 ~= photos else {
                throw ValidationError("There are 1 to 100000 photos of each, not \(photos).")
            }
            guard 16...2048 ~= size else { throw ValidationError("A photo has 16 to 2048 columns, not \(size).") }
            guard 0...1 ~= occluded else { throw ValidationError("A share is 0 to 1, not \(occluded).") }
        }

        func run() async throws {
            try await reporting {
                let set = SyntheticFaceSet(size: size, seed: seed, occluded: occluded)
                let folder = SyntheticFolder(path: folder, format: format, photos: photos)
                try folder.prepare(force: force)
                let manifest = try OutputFile(replacing: folder.manifest)
                try manifest.append(SyntheticFolder.header)
                let progress = Progress(total: people * photos, unit: "photos")
                try await OrderedWork.run(
                    Array(0..<people),
                    width: ProcessInfo.processInfo.activeProcessorCount
                ) { person in
                    Result { () throws(Failure) in try folder.write(person, of: set) }
                } sink: { lines in
                    try manifest.append(try lines.get())
                    progress.advance(by: photos)
                }
                progress.finish()
                try manifest.commit()
                Console.print("\(folder.manifest)\t\(people) people\t\(people * photos) photos")
            }
        }
    }
}
