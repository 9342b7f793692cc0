import FaceEvaluation
import Testing

@Suite struct PairTableTests {
    @Test func `folds are in the order of first mention, lines those of the file`() throws {
        let text = """
            fold,second,first,same,remark
            b,ada/2.jpg,ada/1.jpg,1,x

            a,"bob, the ""second""/1.jpg",ada/1.jpg,different,
            b,bob/1.jpg,ada/3.jpg,FALSE,
            a,ada/3.jpg,ada/1.jpg,same,"two
            lines"
            """
        for text in [text, text.replacing("\n", with: "\r\n"), "\u{FEFF}" + text + "\n\n"] {
            let list = try PairList(csv: text)
            #expect(
                list.folds == [
                    [
                        LabelledPair(first: "ada/1.jpg", second: "ada/2.jpg", isSame: true),
                        LabelledPair(first: "ada/3.jpg", second: "bob/1.jpg", isSame: false),
                    ],
                    [
                        LabelledPair(first: "ada/1.jpg", second: "bob, the \"second\"/1.jpg", isSame: false),
                        LabelledPair(first: "ada/1.jpg", second: "ada/3.jpg", isSame: true),
                    ],
                ]
            )
            #expect(list.lines == [2, 5, 4, 6])
            #expect(list.prefix(folds: 1).lines == [2, 5])
        }
    }

    @Test func `tabs separate where the first line has them, and without a fold all pairs are one`() throws {
        let list = try PairList(csv: "first\tsecond\tsame\na,1.jpg\tb.jpg\ttrue\n c.jpg \td.jpg\t0\n")
        #expect(list.folds.count == 1)
        #expect(list.pairs[0].first == "a,1.jpg")
        #expect(list.pairs[1].first == "c.jpg")
        #expect(list.peopleByFolder == nil)
    }

    @Test func `folders are people unless a pair contradicts`() throws {
        let list = try PairList(csv: "first,second,same\nada/1.jpg,ada/2.jpg,1\nada/1.jpg,bob/x/1.jpg,0")
        let people = try #require(list.peopleByFolder)
        #expect(people.map(\.first) == ["ada", "ada"])
        #expect(people.map(\.second) == ["ada", "bob"])
        #expect(
            try PairList(csv: "first,second,same\nada/1.jpg,eve/2.jpg,1\nada/1.jpg,bob/1.jpg,0").peopleByFolder == nil
        )
    }

    @Test(arguments: [
        ("", "line 1: expected names of columns"),
        ("first,second\na,b", "line 1: expected a column `same` among `first`, `second`"),
        ("first,same\na,1", "line 1: expected a column `second` among `first`, `same`"),
        ("first,second,same", "no pairs of the same person"),
        ("first,second,same\na,b,1\na,c", "line 3: expected 3 fields, as columns, got 2"),
        ("first,second,same\na,b,1\n\na,c,no", "line 4: `no` is none of 1, true, same, 0, false, different"),
        ("first,second,same\na,b,1\nc,d,0\nb,a,1", "line 4: b and a are paired on line 2 already"),
        ("first,second,same\na,b,1\na,b,0", "line 3: a and b are paired on line 2 already"),
        ("first,second,same\na,a,1", "line 2: a is paired with itself"),
        ("first,second,same\n../a,b,1", "line 2: `../a` is not a path below the images' folder"),
        ("first,second,same\n/a,b,1", "line 2: `/a` is not a path below the images' folder"),
        ("first,second,same\n,b,1", "line 2: `` is not a path below the images' folder"),
        ("first,second,same\na,\"b,1", "line 2: a quote is not closed"),
        ("first,second,same\na,\"b\"c,1", "line 2: a field goes on after its closing quote"),
        ("first,second,same\na,b,1\na,c,1", "no pairs of different people"),
        ("first,second,same\na,b,0\na,c,0", "no pairs of the same person"),
        (
            "first,second,same,fold\na,b,1,7\na,c,0,7",
            "line 2: all pairs are in fold `7`, and a fold is decided by the others"
        ),
        ("first,second,same,fold\na,b,1,1\na,c,0,", "line 3: the fold is empty"),
        (
            "first,second,same,fold\na,b,1,1\na,c,0,1\nb,c,1,2\na,d,0,2\nb,d,0,2",
            "line 4: fold `2`, which begins here, has 3 pairs, fold `1` has 2"
        ),
        ("first,second,same,fold\na,b,1,1\na,c,0,1\nb,c,1,2\na,d,1,2", "no pairs of different people in fold 2"),
    ])
    func `a bad table names its line and what is wrong`(text: String, reason: String) {
        let error = #expect(throws: EvaluationError.self) { try PairList(csv: text) }
        #expect(error?.description == reason)
    }

    @Test func `unequal folds pass where they are allowed`() throws {
        let text = "first,second,same,fold\na,b,1,1\na,c,0,1\nb,c,1,2\na,d,0,2\nb,d,0,2"
        #expect(try PairList(csv: text, allowsUnequalFolds: true).folds.map(\.count) == [2, 3])
    }

    @Test func `YouTube Faces' splits are pairs of folders`() throws {
        let text = """
            split number, first name, second name, is same
            1, Ada_Lovelace/0, Ada_Lovelace/2, 1
            1, Ada_Lovelace/0, Alan_Turing/5, 0
            2, Grace_Hopper/1, Grace_Hopper/3, 1
            2, Grace_Hopper/1, Alan_Turing/5, 0
            """
        let list = try PairList(ytf: text)
        #expect(list.folds.map(\.count) == [2, 2])
        #expect(list.folds[1][1] == LabelledPair(first: "Grace_Hopper/1", second: "Alan_Turing/5", isSame: false))
        #expect(list.lines == [2, 3, 4, 5])
        #expect(list.peopleByFolder?.map(\.second) == ["Ada_Lovelace", "Alan_Turing", "Grace_Hopper", "Alan_Turing"])
    }

    @Test(arguments: [
        ("1, a/0, b/0", "line 1: expected `split, first, second, same`, got 3 fields"),
        ("1, a/0, a/1, 1\nx, a/0, b/0, 0", "line 2: `x` is not the number of a split"),
        ("1, a/0, a/1, 2", "line 1: `2` is none of 1, true, same, 0, false, different"),
        ("1, a/0, a/1, 1\n1, a/1, a/0, 1", "line 2: a/1 and a/0 are paired on line 1 already"),
    ])
    func `bad splits name their line and what is wrong`(text: String, reason: String) {
        let error = #expect(throws: EvaluationError.self) { try PairList(ytf: text) }
        #expect(error?.description == reason)
    }
}

@Suite struct ScoredPairsTests {
    @Test func `distances follow their pairs into the folds`() throws {
        let text = """
            first,second,same,fold,distance
            a,b,1,1,0.5
            a,c,1,2,0.705
            a,d,0,2,1.7
            b,d,0,1,1.5
            """
        let scored = try ScoredPairs(csv: text)
        #expect(scored.pairs.pairs.map(\.second) == ["b", "d", "c", "d"])
        #expect(scored.distances == [0.5, 1.5, 0.705, 1.7])
        let report = try LFWProtocol().evaluate(scored.pairs, distances: scored.distances)
        // The second fold's pair of one person is beyond what the first fold's allows.
        #expect(report.accuracy.folds == [1, 0.5])
        expectClose(report.thresholds, [0.71, 0.51])
    }

    @Test func `a similarity is the cosine of unit vectors`() throws {
        let scored = try ScoredPairs(csv: "first,second,same,similarity\na,b,1,0.75\na,c,0,-1\n")
        #expect(scored.distances == [0.5, 4])
    }

    @Test(arguments: [
        ("first,second,same\na,b,1", "line 1: expected a column `distance` among `first`, `second`, `same`"),
        ("first,second,same,distance\na,b,1,0.5\n\na,c,0,nan", "line 4: `nan` is not a finite number"),
        ("first,second,same,distance\na,b,1,inf", "line 2: `inf` is not a finite number"),
        ("first,second,same,distance\na,b,1,", "line 2: `` is not a finite number"),
        ("first,second,same,similarity\na,b,1,1.5", "line 2: `1.5` is no cosine, from -1 through 1"),
        ("first,second,same,distance\na,b,1,0.5\nb,a,1,0.5", "line 3: b and a are paired on line 2 already"),
        ("first,second,same,distance\na,b,1,0.5", "no pairs of different people"),
    ])
    func `a bad score names its line and what is wrong`(text: String, reason: String) {
        let error = #expect(throws: EvaluationError.self) { try ScoredPairs(csv: text) }
        #expect(error?.description == reason)
    }

    @Test func `the protocol over distances is that over the embeddings they are of`() throws {
        let vectors: [String: [Float]] = ["a": [1, 0], "b": [0.8, 0.6], "c": [0, 1], "d": [-0.6, 0.8]]
        let list = try PairList(csv: "first,second,same,fold\na,b,1,1\na,c,0,1\nc,d,1,2\nb,d,0,2")
        let whole = try LFWProtocol().evaluate(list, features: vectors)
        let distances = try LFWProtocol().distances(of: list, features: vectors).map(\.distance)
        #expect(try LFWProtocol().evaluate(list, distances: distances) == whole)
        #expect(throws: EvaluationError.distanceNotFinite(index: 2)) {
            try LFWProtocol().evaluate(list, distances: [1, 1, .nan, 1])
        }
        #expect(throws: EvaluationError.tooFewFolds(1)) {
            try LFWProtocol().evaluate(list.prefix(folds: 1), distances: [1, 2])
        }
    }
}
