import FaceImaging
import Testing

@testable import FaceTraining

@Suite struct GridAssignmentTests {
    private func square(_ x: Float, _ y: Float, _ side: Float) -> Rect {
        Rect(x: x - side / 2, y: y - side / 2, width: side, height: side)
    }

    private func positives(_ assignment: GridAssignment, _ grid: Int) -> [Int] {
        assignment.roles[grid].indices.filter { if case .face = assignment.roles[grid][$0] { true } else { false } }
    }

    @Test func `a photo without faces is all background`() {
        let assignment = GridAssignment([], ignored: [], height: 128, width: 192)
        #expect(assignment.roles.map(\.count) == [16 * 24, 8 * 12, 4 * 6, 2 * 3])
        #expect(assignment.roles.joined().allSatisfy { $0 == .background })
        #expect(assignment.positives == 0)
    }

    @Test func `a small face belongs to the finest grid alone, around its middle`() {
        // The middle of cell (5, 3): row 5, column 3.
        let assignment = GridAssignment([SceneFace(box: square(28, 44, 24))], ignored: [], height: 128, width: 128)
        let cells = (4...6).flatMap { row in (2...4).map { row * 16 + $0 } }
        #expect(positives(assignment, 0) == cells)
        #expect((1...3).allSatisfy { positives(assignment, $0).isEmpty })
    }

    @Test(
        arguments: [
            (20, [0]), (40, [0, 1]), (90, [1, 2]), (120, [2]), (180, [2, 3]), (500, [3]),
        ] as [(Float, [Int])]
    )
    func `sizes near a border belong to two grids`(side: Float, grids: [Int]) {
        let assignment = GridAssignment([SceneFace(box: square(160, 160, side))], ignored: [], height: 320, width: 320)
        #expect((0...3).filter { !positives(assignment, $0).isEmpty } == grids)
    }

    @Test func `every face down to the smallest has a cell`() {
        for x in stride(from: Float(1), to: 63, by: 3.7) {
            let assignment = GridAssignment([SceneFace(box: square(x, 30, 2))], ignored: [], height: 64, width: 64)
            #expect(assignment.positives == 1)
        }
    }

    @Test func `a face whose middle is outside has no cell of its own`() {
        let assignment = GridAssignment([SceneFace(box: square(-3, 30, 4))], ignored: [], height: 64, width: 64)
        #expect(assignment.positives == 0)
    }

    @Test func `between two faces the smaller one wins`() {
        let faces = [SceneFace(box: square(28, 28, 30)), SceneFace(box: square(29, 28, 16))]
        let assignment = GridAssignment(faces, ignored: [], height: 64, width: 64)
        #expect(assignment.roles[0][3 * 8 + 3] == .face(1))
        let turned = GridAssignment(faces.reversed(), ignored: [], height: 64, width: 64)
        #expect(turned.roles[0][3 * 8 + 3] == .face(0))
    }

    @Test func `nothing is learned where something is ignored, but a face that is there`() {
        let ignored = Rect(x: 0, y: 0, width: 31, height: 64)
        let faces = [SceneFace(box: square(12, 12, 10))]
        let assignment = GridAssignment(faces, ignored: [ignored], height: 64, width: 64)
        #expect(assignment.roles[0][1 * 8 + 1] == .face(0))
        #expect(assignment.roles[0][5 * 8 + 1] == .ignored)
        #expect(assignment.roles[0][5 * 8 + 4] == .background)
        #expect(assignment.roles[3] == [.background])
    }
}
