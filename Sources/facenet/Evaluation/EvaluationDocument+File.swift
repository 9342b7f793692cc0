import FaceReport
import Foundation

extension EvaluationDocument {
    /// Reads what an evaluation printed with `--json`.
    ///
    /// - Parameter path: The file.
    /// - Throws: ``Failure``, if it cannot be read or is something else.
    init(readFrom path: String) throws(Failure) {
        let text = try TextFile.contents(of: path)
        do throws(ReportError) { self = try Self(json: Data(text.utf8)) } catch { throw Failure(path, error) }
    }
}
