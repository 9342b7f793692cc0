import FaceEvaluation
import Testing

@Suite struct FrameSetTests {
    private struct Golden: Decodable {
        var videos: [[[Float]]]
        var means: [[Double]]
        var media: [Int]
        var template: [Double]
    }

    @Test func `the mean of all pairs agrees with SciPy, and with the definition`() throws {
        let golden = try golden("sets", as: Golden.self)
        let sets = golden.videos.map { FrameSet($0) }
        #expect(sets.map(\.count) == [1, 3, 100, 7])
        for (first, row) in golden.means.enumerated() {
            for (second, expected) in row.enumerated() {
                let naive = FrameSet.meanSquaredDistanceReference(golden.videos[first], golden.videos[second])
                expectClose([sets[first].meanSquaredDistance(to: sets[second]), naive], [expected, expected])
            }
        }
    }

    @Test func `only the first frames count`() throws {
        let golden = try golden("sets", as: Golden.self)
        let short = FrameSet(golden.videos[2], limit: 3)
        #expect(short == FrameSet(Array(golden.videos[2].prefix(3))))
        #expect(short != FrameSet(golden.videos[2]))
    }

    @Test func `a template is the mean of its media, each the mean of its images`() throws {
        let golden = try golden("sets", as: Golden.self)
        let rows = golden.media.enumerated().map { "7,ada,\($0.element),\($0.offset).jpg" }
        let list = try TemplateList(csv: "template,subject,media,image\n" + rows.joined(separator: "\n"))
        #expect(list.templates.count == 1)
        #expect(list.templates[0].media.map(\.count) == [4, 2, 1])
        let features = Dictionary(
            uniqueKeysWithValues: golden.videos[3].enumerated().map { ("\($0.offset).jpg", $0.element) }
        )
        let feature = try #require(list.templates[0].feature(features))
        // In 32 bits at the end.
        #expect(zip(feature, golden.template).allSatisfy { abs(Double($0) - $1) < 1e-6 })
    }
}

@Suite struct TemplateListTests {
    private let text = """
        TEMPLATE_ID,SUBJECT_ID,FILENAME,MEDIA_ID
        1,ada,img/1.jpg,10
        2,bob,img/2.jpg,11
        1,ada,img/3.jpg,12
        1,ada,frames/4.jpg,10
        3,ada,img/5.jpg,
        3,ada,img/6.jpg,
        """

    @Test func `images are collected by template and medium`() throws {
        let list = try TemplateList(csv: text)
        #expect(list.templates.map(\.id) == ["1", "2", "3"])
        #expect(list.templates[0].media == [["img/1.jpg", "frames/4.jpg"], ["img/3.jpg"]])
        #expect(list.templates[2].media == [["img/5.jpg"], ["img/6.jpg"]])
        #expect(list.templates.map(\.line) == [2, 3, 6])
        #expect(list.images.count == 6)
    }

    @Test func `images without features are left out, and a template without any has none`() throws {
        let list = try TemplateList(csv: text)
        let features: [String: [Float]] = ["img/1.jpg": [1, 0], "img/3.jpg": [0, 1]]
        let first = try #require(list.templates[0].feature(features))
        #expect(abs(first[0] - first[1]) < 1e-6)
        #expect(list.templates[1].feature(features) == nil)
        #expect(list.templates[0].feature(["img/1.jpg": [1, 0], "img/3.jpg": [-1, 0]]) == nil)
    }

    @Test func `whether a pair is of one person follows from the subjects`() throws {
        let list = try TemplateList(csv: text)
        let pairs = try list.pairs(csv: "first,second\n1,3\n1,2\n")
        #expect(pairs.pairs.map(\.isSame) == [true, false])
        #expect(pairs.lines == [2, 3])
    }

    @Test(arguments: [
        ("template,subject,media\n1,ada,2", "line 1: expected a column `image` among `template`, `subject`, `media`"),
        ("template,subject,media,image", "line 1: there are no templates"),
        ("template,subject,media,image\n1,ada,2,a.jpg\n1,bob,2,b.jpg", "line 3: template 1 shows ada on line 2"),
        ("template,subject,media,image\n1,ada,2,a.jpg\n1,ada,3,a.jpg", "line 3: template 1 has a.jpg already"),
        ("template,subject,media,image\n1,ada,2,../a.jpg", "line 2: `../a.jpg` is not a path below the images' folder"),
        ("template,subject,media,image\n,ada,2,a.jpg", "line 2: a template or a subject has no name"),
    ])
    func `bad templates name their line and what is wrong`(text: String, reason: String) {
        let error = #expect(throws: EvaluationError.self) { try TemplateList(csv: text) }
        #expect(error?.description == reason)
    }

    @Test(arguments: [
        ("first,second\n1,9", "line 2: there is no template `9`"),
        ("first,second\n1,3\n3,1", "line 3: 3 and 1 are paired on line 2 already"),
        ("first,second,same\n1,3,0", "line 2: `0` is not what the subjects of the templates say"),
        ("first,second\n1,3", "no pairs of different people"),
        ("first\n1", "line 1: expected a column `second` among `first`"),
    ])
    func `bad pairs of templates name their line and what is wrong`(pairs: String, reason: String) throws {
        let list = try TemplateList(csv: text)
        let error = #expect(throws: EvaluationError.self) { try list.pairs(csv: pairs) }
        #expect(error?.description == reason)
    }
}
