import FaceImaging
import Foundation

@testable import FaceTraining

/// A folder of photos drawn for a test, removed with it.
final class PhotoFolder {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("photos-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A photo that no other number has.
    static func photo(_ number: Int, width: Int = 24, height: Int = 24) -> Photo {
        var generator = SeededGenerator(seed: UInt64(number), 99)
        return Photo(
            width: width,
            height: height,
            pixels: (0..<width * height * 3).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
        )
    }

    @discardableResult
    func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file = "\(path)/\(name)"
        let folder = (file as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }

    @discardableResult
    func write(_ photo: Photo, to name: String) throws -> String { try write(photo.encoded(as: .png), to: name) }

    /// Writes people with so many photos each: `p00/0.png` and on.
    func people(_ counts: [Int], width: Int = 24, height: Int = 24) throws -> FaceDataset {
        for (person, count) in counts.enumerated() {
            for number in 0..<count {
                try write(
                    Self.photo(1000 * person + number, width: width, height: height),
                    to: "\(Self.name(person))/\(number).png"
                )
            }
        }
        return try FaceDataset(reading: [.folder(path)])
    }

    static func name(_ person: Int) -> String { (person < 10 ? "p0" : "p") + "\(person)" }

    /// A set of people with so many photos each that are nowhere.
    static func imaginary(_ counts: [Int]) -> FaceDataset {
        FaceDataset(
            counts.enumerated().map { person, count in
                (
                    name: name(person),
                    samples: (0..<count).map {
                        FaceSample(name: "\(person)-\($0)", label: 0, source: .file(path: "/none"))
                    }
                )
            }
        )
    }
}
