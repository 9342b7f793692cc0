import FaceEvaluation
import FaceImaging
import Foundation

/// The images of a packed verification set as files in a folder of their own, which goes with this value.
struct UnpackedPairs: ~Copyable {
    /// Where the images are.
    let folder: String
    /// The pairs, of files in ``folder``.
    let pairs: PairList

    private init(folder: String, pairs: PairList) {
        self.folder = folder
        self.pairs = pairs
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
        Interruption.keeps(folder)
    }

    /// Writes the images of an insightface `.bin` to a folder among the temporary files.
    ///
    /// - Parameters:
    ///   - path: The set.
    ///   - folds: How many folds of consecutive pairs are made.
    /// - Returns: The pairs; the folder is there as long as they are.
    /// - Throws: ``Failure`` if the set cannot be read, is none, or the images cannot be written.
    static func unpack(_ path: String, folds: Int) throws(Failure) -> UnpackedPairs {
        let packed = try packedPairs(path, folds: folds)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("facenet-\(UUID().uuidString)").path
        Interruption.removes(folder)
        // Goes with its folder if anything fails from here on.
        let unpacked = UnpackedPairs(
            folder: folder,
            pairs: PairList(
                folds: packed.pairs.folds.map { fold in
                    fold.map { LabelledPair(first: "\($0.first).jpg", second: "\($0.second).jpg", isSame: $0.isSame) }
                }
            )
        )
        try Folder.create(folder)
        for (name, image) in packed.images {
            let file = "\(folder)/\(name).jpg"
            do { try Data(image).write(to: URL(fileURLWithPath: file)) } catch {
                throw Failure(file, "could not be written: \((error as NSError).localizedDescription)")
            }
        }
        return unpacked
    }

    private static func packedPairs(_ path: String, folds: Int) throws(Failure) -> PackedPairs {
        let bytes: [UInt8]
        do throws(ImageError) { bytes = try FileBytes.contents(of: path, limit: .max) } catch {
            throw Failure(path, error)
        }
        do throws(EvaluationError) { return try PackedPairs(insightface: bytes, folds: folds) } catch {
            throw Failure(path, error)
        }
    }
}
