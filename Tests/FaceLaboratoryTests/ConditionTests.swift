import FaceImaging
import Foundation
import Testing

@testable import FaceLaboratory

@Suite struct ConditionTests {
    @Test func `every built-in condition is read back from its key`() throws {
        let found = ConditionList.occlusions.conditions.map { $0.found(on: .covered) }
        for condition in ConditionList.table.conditions + ConditionList.occlusions.conditions + found {
            #expect(Condition(condition.key) == condition)
            let json = try JSONEncoder().encode([condition])
            #expect(try JSONDecoder().decode([Condition].self, from: json) == [condition])
        }
    }

    @Test(arguments: [
        "", "bar", "bare-", "block-0", "block-81", "jpeg", "jpeg-101", "jpeg-030", "pixels-3", "hand-20", "found",
        "-found", "bare-found", "jpeg-30-found", "hand-found-found",
    ])
    func `a key that is none is refused`(key: String) {
        #expect(Condition(key) == nil)
    }

    @Test func `a face may be found under what covers it, and what covers nothing stays as it is`() {
        let block = Condition.occluded(.block, share: 0.3, search: .covered)
        #expect(block.key == "block-30-found" && block.label == "block over 30 %, face found under it")
        #expect(block.findsCovered && block.found(on: .bare) == .occluded(.block, share: 0.3))
        #expect(block.family == .occlusion && block.parameter == 30)
        #expect(block.occluder(forPhotoNamed: "a.jpg") == block.found(on: .bare).occluder(forPhotoNamed: "a.jpg"))
        #expect(Condition.jpeg(quality: 30).found(on: .covered) == .jpeg(quality: 30))
        let twice = ConditionList([.bare, .occluded(.hand), .occluded(.hand, search: .covered)])
        #expect(twice.found(on: .covered).conditions == [.bare, .occluded(.hand, search: .covered)])
        #expect(!Condition.bare.findsCovered && !Condition.occluded(.hand).findsCovered)
    }

    @Test func `the built-in lists are those of the Benchmarks folder, word for word`() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Benchmarks")
        for (name, list) in [("occlusions", ConditionList.occlusions), ("table", .table)] {
            let text = try String(contentsOf: folder.appendingPathComponent("\(name).txt"), encoding: .utf8)
            #expect(try ConditionList(parsing: text) == list, "\(name)")
        }
        #expect(ConditionList.table.conditions.filter { $0.family == .occlusion }.count == 8)
    }

    @Test func `a list names the line that is wrong`() {
        #expect(throws: ConditionListError.unknown(line: 3, word: "mask")) {
            try ConditionList(parsing: "# a remark\nbare\nmask\n")
        }
        #expect(throws: ConditionListError.repeated(line: 2, word: "hand")) {
            try ConditionList(parsing: "hand # once\nhand\n")
        }
        #expect(throws: ConditionListError.empty) { try ConditionList(parsing: "\n# nothing\n") }
    }

    @Test func `the x of a curve is percent, quality or a side`() {
        #expect(Condition.occluded(.block, share: 0.3).parameter == 30)
        #expect(Condition.jpeg(quality: 70).parameter == 70)
        #expect(Condition.pixels(side: 40).parameter == 40)
        #expect(Condition.occluded(.hand).parameter == nil)
    }
}
