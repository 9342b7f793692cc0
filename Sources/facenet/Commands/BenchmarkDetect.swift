import ArgumentParser
import FaceDetection
import FaceEngine
import FaceImaging
import FaceNetworks
import Foundation

extension FaceNet {
    struct BenchmarkDetect: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "detect",
            abstract: "Measure in how many photos a second faces are found.",
            discussion: """
                From pixels in memory to faces, over and over the same photo, brought to --size. Without a photo it is a \
                pattern without faces, which flatters detectors that look again at what might be one. Prints, tabs between: \
                benchmark, precision, threads, batch, median, unit, least, most, rounds, peak memory.

                Exits with 0, or 2 if the photo cannot be read or the detector cannot be used.
                """
        )

        @OptionGroup var detector: DetectorOptions

        @Option(help: ArgumentHelp("The photo.", valueName: "file"), completion: .file())
        var photo: String?

        @Option(help: ArgumentHelp("What the photo is brought to: rows x columns.", valueName: "size"))
        var size = ImageSize(rows: 480, columns: 640)

        @Option(help: ArgumentHelp("How many photos are looked at at once.", valueName: "n"))
        var threads = 1

        @OptionGroup var rounds: RoundOptions

        func validate() throws {
            try ComputeOptions.validate(threads: threads)
            guard size.rows <= 8192, size.columns <= 8192 else {
                throw ValidationError("A photo has at most 8192 rows and columns, not \(size).")
            }
        }

        func run() async throws {
            try await reporting {
                let finder = try detector.load(model: nil)
                let photo = try picture()
                let count = threads
                let rates = try await rounds.measure {
                    try await OrderedWork.run(Array(0..<count), width: count) { _ in
                        Result { () throws(DetectionError) in try finder.faces(in: photo) }
                    } sink: { faces in
                        do throws(DetectionError) { _ = try faces.get() } catch { throw Failure("--detector", error) }
                    }
                    return count
                }
                guard let rates else { return }
                try rounds.print(
                    RateReport(
                        benchmark: "detect",
                        model: detector.detector.rawValue,
                        precision: ((finder as? CompactDetector)?.precision ?? .fp32).rawValue,
                        threads: threads,
                        batch: 1,
                        unit: "photos/s",
                        rounds: rates
                    )
                )
            }
        }

        private func picture() throws(Failure) -> Photo {
            guard let path = photo else {
                var pixels = [UInt8](repeating: 0, count: 3 * size.rows * size.columns)
                for index in pixels.indices { pixels[index] = UInt8(truncatingIfNeeded: index / 5 ^ index / 1200) }
                return Photo(width: size.columns, height: size.rows, pixels: pixels)
            }
            do throws(ImageError) {
                return try Photo(contentsOf: path).resized(width: size.columns, height: size.rows)
            } catch {
                throw Failure(path, error)
            }
        }
    }
}
