import ArgumentParser
import FaceImaging
import FaceTraining
import Foundation

extension FaceNet {
    struct DataPreview: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "preview",
            abstract: "Put photos of a data set on one sheet, to look at them.",
            discussion: """
                A row shows photos of one person, so that wrong labels stand out. SOURCE is a folder of folders, a manifest \
                (CSV), or a folder of packed shards. With --augment, photos are shown as training changes them; with \
                --occluders, each in turn with every kind of occluder, where landmarks are known.

                Exits with 0, or 2 if the set cannot be read or the sheet not be written; photos that cannot be read are \
                named and left out.
                """
        )

        @Option(
            help: ArgumentHelp("Where the sheet goes: .png, .jpg or .webp.", valueName: "file"),
            completion: .file(extensions: ["png", "jpg", "webp"])
        )
        var output: String

        @Option(
            help: ArgumentHelp("Change photos as this file says: JSON; `default` for the defaults.", valueName: "file"),
            completion: .file(extensions: ["json"])
        )
        var augment: String?

        @Flag(help: "Draw occluders, one kind after the other, and name them.")
        var occluders = false

        @Option(help: ArgumentHelp("How many photos.", valueName: "n"))
        var count = 48

        @Option(help: ArgumentHelp("Photos in a row.", valueName: "n"))
        var columns = 8

        @Option(help: ArgumentHelp("Columns and rows of a photo on the sheet.", valueName: "pixels"))
        var cell = 112

        @Option(help: ArgumentHelp("Other seeds choose other people, and draw other changes.", valueName: "n"))
        var seed: UInt64 = 1

        @Argument(help: "The photos: a folder, a manifest, or a folder of shards.", completion: .file())
        var source: String

        func validate() throws {
            guard 1...10_000 ~= count else { throw ValidationError("A sheet has 1 to 10000 photos, not \(count).") }
            guard 1...100 ~= columns else { throw ValidationError("A row has 1 to 100 photos, not \(columns).") }
            guard 16...1024 ~= cell else { throw ValidationError("A cell has 16 to 1024 pixels, not \(cell).") }
            guard ImageEncoding(forPath: output) != nil else {
                throw ValidationError("The sheet is a .png, .jpg or .webp file, not \(output).")
            }
        }

        func run() async throws {
            try await reporting {
                let augmentation = try augment.map(AugmentationFile.contents)
                let set: FaceDataset
                do throws(DataFailure) {
                    set = try FaceDataset(reading: [DatasetSource(at: source)], options: .init(examination: .names))
                } catch {
                    throw Failure(error.path, error.error)
                }
                let choice = PreviewChoice(set: set, columns: columns, count: count, seed: seed)
                let painter = PreviewPainter(augmentation: augmentation, occluders: occluders, seed: seed)
                let entries = choice.samples.enumerated().compactMap { place, sample in
                    do throws(DataError) {
                        return try painter.entry(of: sample, person: set.people[sample.label].name, place: place)
                    } catch {
                        Console.note("\(sample.name): \(error)")
                        return nil
                    }
                }
                guard !entries.isEmpty else { throw Failure(source, "no photo could be read") }
                let sheet = ContactSheet(columns: columns, cell: cell).photo(of: entries)
                do throws(ImageError) { try sheet.write(to: output) } catch { throw Failure(output, error) }
                Console.print("\(output)\t\(entries.count) photos\t\(sheet.width)x\(sheet.height)")
            }
        }
    }
}
