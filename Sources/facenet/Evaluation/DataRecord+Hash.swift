import Crypto
import FaceEvaluation
import FaceReport
import Foundation

extension RunRecord.DataRecord {
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
