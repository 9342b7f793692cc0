import FaceEvaluation
import Foundation
import Testing

@testable import FaceReport

@Suite struct EvaluationDocumentTests {
    @Test func `what is written is read again, and written again byte for byte`() throws {
        var document = EvaluationFixture.document([
            try EvaluationFixture.result(wrong: [1]), try EvaluationFixture.result(),
        ])
        document.tables = [
            EvaluationDocument.Table("Groups", columns: ["group", "rate"], rows: [["old", 0.25], ["10", .nothing]])
        ]
        let json = try document.json()
        let again = try EvaluationDocument(json: json)
        #expect(again == document)
        #expect(try again.json() == json)
    }

    @Test func `keys that are not the document's may stand beside it`() throws {
        let json = try EvaluationFixture.document([]).json()
        let more = String(decoding: json, as: UTF8.self).dropFirst()
        let document = try EvaluationDocument(json: Data("{\"accuracy\":{\"mean\":1},\(more)".utf8))
        #expect(document.title == "Faces")
    }

    @Test(arguments: [
        ("", "it is not JSON"), ("[]", "it is not a JSON object"), ("{\"accuracy\":1}", "there is no `format`"),
        ("{\"format\":1}", "there is no `title`"), ("{\"format\":\"one\"}", "`format` is not what it should be"),
        ("{\"format\":1,\"title\":\"t\",\"run\":7}", "`run` is not what it should be"),
    ])
    func `a file that is something else is refused with the place`(text: String, reason: String) {
        #expect(throws: ReportError.notADocument(reason: reason)) { try EvaluationDocument(json: Data(text.utf8)) }
    }

    @Test func `a later format is refused by its number`() {
        #expect(throws: ReportError.unknownFormat(2)) { try EvaluationDocument(json: Data("{\"format\":2}".utf8)) }
        #expect("\(ReportError.unknownFormat(2))" == "has format 2, and this program reads up to 1: use a later one")
    }
}
