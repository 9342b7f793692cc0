import FaceEvaluation
import Testing

@Suite struct GroupRatesTests {
    private struct Golden: Decodable {
        struct Row: Decodable {
            var first, second: Int
            var distance: Double

            init(from decoder: any Decoder) throws {
                var values = try decoder.unkeyedContainer()
                first = try values.decode(Int.self)
                second = try values.decode(Int.self)
                distance = try values.decode(Double.self)
            }
        }

        struct Group: Decodable {
            var name: String
            var people: Int
            var falseMatches, falseNonMatches: [Int]
            var falseMatchesOverPeople, falseNonMatchesOverPeople: [Double]?
        }

        struct Ratio: Decodable {
            var worst, best: String
            var ratio, lower, upper: Double?
        }

        var rows: [Row]
        var group: [String]
        var threshold: Double
        var replicates: Int
        var seed: UInt64
        var groups: [Group]
        var falseMatchRatio, falseNonMatchRatio: Ratio
        var across: Int
        var xyFalseMatches: [Int]

        var pairs: [GroupRates.Pair] {
            rows.map { row in
                GroupRates.Pair(
                    distance: row.distance,
                    isSame: row.first == row.second,
                    first: .init(person: "\(row.first)", group: group[row.first]),
                    second: .init(person: "\(row.second)", group: group[row.second])
                )
            }
        }

        var bootstrap: IdentityBootstrap { IdentityBootstrap(replicates: replicates, seed: seed) }
    }

    @Test func `agrees with counting the errors of each group one by one`() throws {
        let golden = try golden("groups", as: Golden.self)
        let rates = try GroupRates(golden.pairs, threshold: golden.threshold, bootstrap: golden.bootstrap)
        #expect(rates.groups.map(\.name) == golden.groups.map(\.name))
        #expect(rates.uncounted == golden.across)
        for (group, expected) in zip(rates.groups, golden.groups) {
            #expect(group.people == expected.people)
            #expect([group.falseMatches.count, group.falseMatches.of] == expected.falseMatches)
            #expect([group.falseNonMatches.count, group.falseNonMatches.of] == expected.falseNonMatches)
            expectClose(ends(group.falseMatchesOverPeople), expected.falseMatchesOverPeople ?? [])
            expectClose(ends(group.falseNonMatchesOverPeople), expected.falseNonMatchesOverPeople ?? [])
        }
        for (ratio, expected) in [
            (rates.falseMatchRatio, golden.falseMatchRatio), (rates.falseNonMatchRatio, golden.falseNonMatchRatio),
        ] {
            let ratio = try #require(ratio)
            #expect([ratio.worst, ratio.best] == [expected.worst, expected.best])
            expectClose([ratio.ratio].compactMap(\.self), [expected.ratio].compactMap(\.self))
            expectClose([ratio.lower].compactMap(\.self), [expected.lower].compactMap(\.self))
            expectClose([ratio.upper].compactMap(\.self), [expected.upper].compactMap(\.self))
        }
    }

    @Test func `pairs across groups count only when asked, and not in the ratios`() throws {
        let golden = try golden("groups", as: Golden.self)
        let within = try GroupRates(golden.pairs, threshold: golden.threshold, bootstrap: golden.bootstrap)
        let rates = try GroupRates(
            golden.pairs,
            threshold: golden.threshold,
            countsAcross: true,
            bootstrap: golden.bootstrap
        )
        #expect(rates.uncounted == 0)
        #expect(rates.groups.map(\.name) == ["x", "y", "z", "x x y", "x x z", "y x z"])
        #expect([rates.groups[3].falseMatches.count, rates.groups[3].falseMatches.of] == golden.xyFalseMatches)
        #expect(rates.falseMatchRatio == within.falseMatchRatio)
    }

    @Test func `a best group without errors has no ratio, and equal groups no interval`() throws {
        func pair(_ group: String, _ person: Int, _ distance: Double, same: Bool) -> GroupRates.Pair {
            GroupRates.Pair(
                distance: distance,
                isSame: same,
                first: .init(person: "\(group)\(person)", group: group),
                second: .init(person: "\(group)\(same ? person : person + 1)", group: group)
            )
        }
        let pairs = (0..<5).flatMap { person in
            [
                pair("a", person, person == 2 ? 0.5 : 2, same: false), pair("b", person, 2, same: false),
                pair("a", person, person == 1 ? 2 : 0.5, same: true),
                pair("b", person, person == 1 ? 2 : 0.5, same: true),
            ]
        }
        let rates = try GroupRates(pairs, threshold: 1)
        let matches = try #require(rates.falseMatchRatio)
        #expect(matches.worst == "a" && matches.best == "b")
        #expect(matches.ratio == nil && matches.lower == nil && matches.upper == nil)
        let nonMatches = try #require(rates.falseNonMatchRatio)
        #expect(nonMatches.ratio == 1 && nonMatches.lower == nil)
    }

    @Test func `people without a group count for none, and no group at all is refused`() throws {
        let unknown = GroupRates.Member(person: "ada", group: nil)
        let known = GroupRates.Member(person: "bob", group: "x")
        let pairs = [
            GroupRates.Pair(distance: 1, isSame: true, first: known, second: known),
            GroupRates.Pair(distance: 1, isSame: false, first: known, second: .init(person: "eve", group: "x")),
            GroupRates.Pair(distance: 1, isSame: false, first: known, second: unknown),
        ]
        #expect(try GroupRates(pairs, threshold: 1).uncounted == 1)
        #expect(throws: EvaluationError.noDifferentPairs(fold: nil)) {
            try GroupRates([pairs[0], pairs[2]], threshold: 1)
        }
        #expect(throws: EvaluationError.noSamePairs(fold: nil)) { try GroupRates([pairs[1]], threshold: 1) }
        var broken = pairs
        broken[1].distance = .nan
        #expect(throws: EvaluationError.distanceNotFinite(index: 1)) { try GroupRates(broken, threshold: 1) }
    }

    private func ends(_ interval: ConfidenceInterval?) -> [Double] { interval.map { [$0.lower, $0.upper] } ?? [] }
}

@Suite struct AttributeTableTests {
    @Test func `an image has its own group, or that of its person's folder`() throws {
        let table = try AttributeTable(csv: "name,Gender,Age\nada,f,old\nada/2.jpg,,young\n\"bob\",m,\n")
        #expect(table.attributes == ["gender", "age"])
        #expect(table.group(of: "ada/1.jpg", attribute: 0) == "f")
        #expect(table.group(of: "ada/2.jpg", attribute: 0) == "f")
        #expect(table.group(of: "ada/2.jpg", attribute: 1) == "young")
        #expect(table.group(of: "bob/1.jpg", attribute: 1) == nil)
        #expect(table.group(of: "eve/1.jpg", attribute: 0) == nil)
    }

    @Test(arguments: [
        ("", "line 1: expected names of columns"),
        ("name", "line 1: expected a column of names and at least one attribute"),
        ("name,gender", "line 1: there are no rows"),
        ("name,gender\nada,f\n\n,m", "line 4: a name is empty"),
        ("name,gender\nada,f\nada,m", "line 3: `ada` is on line 2 already"),
        ("name,gender\nada", "line 2: expected 2 fields, as columns, got 1"),
        ("name,gender,gender\nada,f,f", "line 1: two columns are named `gender`"),
    ])
    func `a bad table names its line and what is wrong`(text: String, reason: String) {
        let error = #expect(throws: EvaluationError.self) { try AttributeTable(csv: text) }
        #expect(error?.description == reason)
    }
}
