import Crypto
import FaceEvaluation
import FaceReport
import Foundation

extension RunRecord.DataRecord {
    /// Files as they are on disk.
    ///
    /// - Parameters:
    ///   - name: What the document calls them.
    ///   - files: Their names, such as a list of pairs has them; in any order.
    ///   - folder: What the names are relative to.
    /// - Throws: ``Failure`` at the first file that cannot be read.
    /// - Complexity: O(*bytes*): about a gigabyte a second.
    init(name: String, files: [String], in folder: String) throws(Failure) {
        var hashes: [String: [UInt8]] = [:]
        for file in files where hashes[file] == nil {
            let path = "\(folder)/\(file)"
            let data: Data
            do { data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) } catch {
                throw Failure(path, "could not be read")
            }
            hashes[file] = Array(SHA256.hash(data: data))
        }
        self.init(name: name, hashes: hashes)
    }

    /// One file, such as a list of pairs, under its own name.
    ///
    /// - Throws: ``Failure`` if it cannot be read.
    init(list path: String) throws(Failure) {
        let text = try TextFile.contents(of: path)
        self.init(name: TextFile.name(of: path), files: 1, hash: SHA256.hash(data: Data(text.utf8)).hexadecimalDigits)
    }

    /// Files whose hashes are known already.
    ///
    /// - Parameters:
    ///   - name: What the document calls them.
    ///   - hashes: The SHA-256 of each file, by its name.
    init(name: String, hashes: [String: [UInt8]]) {
        var hash = SHA256()
        // By bytes: strings compare by meaning, which another program may not repeat.
        for (file, digest) in hashes.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            hash.update(data: Data("\(file)\t\(digest.hexadecimalDigits)\n".utf8))
        }
        self.init(name: name, files: hashes.count, hash: hash.finalize().hexadecimalDigits)
    }
}

extension EvaluationDocument.PairsRecord {
    /// A list of pairs: two lists have one hash if and only if they have the same pairs in the same order and folds.
    ///
    /// - Parameters:
    ///   - name: What the document calls it.
    ///   - list: The pairs.
    init(name: String, _ list: PairList) {
        var hash = SHA256()
        for (fold, pairs) in list.folds.enumerated() {
            for pair in pairs {
                hash.update(data: Data("\(fold)\t\(pair.first)\t\(pair.second)\t\(pair.isSame ? 1 : 0)\n".utf8))
            }
        }
        self.init(name: name, hash: hash.finalize().hexadecimalDigits, count: list.folds.reduce(0) { $0 + $1.count })
    }
}
