import FaceEvaluation
import Foundation

extension PairList {
    /// Reads a list of pairs: LFW's `pairs.txt`, the splits of YouTube Faces, or a table with columns `first`, `second`,
    /// `same` and perhaps `fold`.
    ///
    /// Which it is shows in the first line.
    ///
    /// - Throws: ``Failure`` that names the line.
    init(readFrom path: String, allowsUnequalFolds: Bool = false) throws(Failure) {
        let text = try TextFile.contents(of: path)
        let first = text.prefix { !$0.isNewline }
        let words = first.split(whereSeparator: \.isWhitespace)
        let fields = first.split(separator: ",")
        do throws(EvaluationError) {
            if words.count <= 2, !words.isEmpty, words.allSatisfy({ Int($0) != nil }) {
                self = try PairList(lfw: text)
            } else if fields.first == "split number" || (fields.count == 4 && Int(fields[0]) != nil) {
                self = try PairList(ytf: text, allowsUnequalFolds: allowsUnequalFolds)
            } else {
                self = try PairList(csv: text, allowsUnequalFolds: allowsUnequalFolds)
            }
        } catch {
            throw Failure(path, error)
        }
    }

    /// Reads LFW's `pairs.txt`, and nothing else.
    ///
    /// - Throws: ``Failure`` that names the line.
    init(readLFWFrom path: String) throws(Failure) {
        let text = try TextFile.contents(of: path)
        do throws(EvaluationError) { self = try PairList(lfw: text) } catch { throw Failure(path, error) }
    }

    /// Finds out whether all files or folders that pairs name are there, before any work is done.
    ///
    /// - Parameters:
    ///   - folder: What the names are relative to.
    ///   - path: The list, which the error is about.
    /// - Throws: ``Failure`` with the line of the first that is missing, and how many there are.
    func check(in folder: String, list path: String) throws(Failure) {
        let missing = images.filter { !FileManager.default.fileExists(atPath: "\(folder)/\($0)") }
        guard let first = missing.first else { return }
        let index = pairs.firstIndex { $0.first == first || $0.second == first }
        let line = index.flatMap { lines.indices.contains($0) ? lines[$0] : nil }
        let others = missing.count > 1 ? ", nor are \(missing.count - 1) others" : ""
        throw Failure(path, "\(line.map { "line \($0): " } ?? "")\(first) is not in \(folder)\(others)")
    }
}
