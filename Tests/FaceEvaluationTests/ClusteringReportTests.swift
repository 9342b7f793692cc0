import FaceEvaluation
import Testing

@Suite struct ClusteringReportTests {
    private struct Grouping: Decodable {
        var name: String
        var groups, people: [Int]
        var pairwise, bCubed: [Double]
        var homogeneity, completeness, vMeasure, nmi: Double
    }

    @Test func `agrees with scikit-learn, and with the definition of B-cubed`() throws {
        let groupings = try golden("clusterings", as: [Grouping].self)
        #expect(groupings.count == 9)
        for grouping in groupings {
            let report = ClusteringReport(groups: grouping.groups, people: grouping.people)
            expectClose([report.pairwise.precision, report.pairwise.recall], grouping.pairwise)
            expectClose([report.bCubed.precision, report.bCubed.recall], grouping.bCubed)
            expectClose(
                [report.homogeneity, report.completeness, report.vMeasure, report.vMeasure],
                [grouping.homogeneity, grouping.completeness, grouping.vMeasure, grouping.nmi]
            )
        }
    }

    @Test func `agrees with counting by hand`() {
        // A group of two As, a B and a C; the other two Bs; the other two Cs.
        let report = ClusteringReport(groups: [0, 0, 0, 1, 1, 2, 2, 0], people: Array("AABBBCCC").map(String.init))
        #expect([report.faces, report.groups, report.people] == [8, 3, 3])
        // 6 + 1 + 1 pairs are together, 1 + 3 + 3 should be; A's, B's and C's pairs of two are both.
        expectClose([report.pairwise.precision, report.pairwise.recall], [3.0 / 8, 3.0 / 7])
        let precision: Double = [0.5, 0.5, 0.25, 0.25, 1, 1, 1, 1].reduce(0, +) / 8
        let third = 1.0 / 3
        let recall: Double = [1, 1, third, 2 * third, 2 * third, 2 * third, 2 * third, third].reduce(0, +) / 8
        expectClose([report.bCubed.precision, report.bCubed.recall], [precision, recall])
        let f: Double = 2 * precision * recall / (precision + recall)
        expectClose([report.bCubed.f], [f])
    }

    @Test func `no faces are grouped perfectly`() {
        let report = ClusteringReport(groups: [Int](), people: [Int]())
        #expect(report.pairwise.f == 1 && report.bCubed.f == 1 && report.vMeasure == 1 && report.clicks.total == 0)
    }

    @Test func `what is perfect takes no clicks`() {
        #expect(ClusteringReport(groups: [3, 3, 1, 1, 2], people: [0, 0, 1, 1, 2]).clicks.total == 0)
    }

    @Test func `joining a person's groups takes one merge each`() {
        let clicks = ClusteringReport(groups: [0, 0, 1, 2, 3], people: [7, 7, 7, 7, 8]).clicks
        #expect([clicks.merges, clicks.splits, clicks.moves] == [2, 0, 0])
    }

    @Test func `a stranger among others is moved, to their own or out`() {
        let home = ClusteringReport(groups: [0, 0, 0, 1, 1], people: [1, 1, 2, 2, 2]).clicks
        #expect([home.merges, home.splits, home.moves] == [0, 0, 1])
        let out = ClusteringReport(groups: [0, 0, 0], people: [1, 1, 2]).clicks
        #expect([out.merges, out.splits, out.moves] == [0, 0, 1])
    }

    @Test func `several strangers of one person are split off, and merged with their own`() {
        let apart = ClusteringReport(groups: [0, 0, 0, 0, 0], people: [1, 1, 1, 2, 2]).clicks
        #expect([apart.merges, apart.splits, apart.moves] == [0, 1, 0])
        let home = ClusteringReport(groups: [0, 0, 0, 0, 0, 1], people: [1, 1, 1, 2, 2, 2]).clicks
        #expect([home.merges, home.splits, home.moves] == [1, 1, 0])
    }

    @Test func `all faces alone take one merge less than each person's faces`() {
        let clicks = ClusteringReport(groups: Array(0..<10), people: (0..<10).map { $0 % 3 }).clicks
        #expect([clicks.merges, clicks.splits, clicks.moves] == [7, 0, 0])
    }
}
