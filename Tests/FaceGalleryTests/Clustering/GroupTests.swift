import FaceEmbedding
import GRDB
import Testing

@testable import FaceGallery

@Suite struct GroupTests {
    /// A gallery of faces nobody has a name for: some people, five faces each, each in a photo of its own.
    private struct Crowd {
        let test: TestGallery
        var gallery: Gallery { test.gallery }
        var ids: [TemplateID] = []
        let faces: RandomFaces
        private let clusterer = FaceClusterer(method: .agglomerative(.average), threshold: 0.6, knownThreshold: 0.6)

        init(people: Int = 6, enrolled: Int? = nil) throws {
            test = try TestGallery(dimension: 32)
            faces = RandomFaces(people: people, faces: 5, dimension: 32, spread: 0.3, seed: 3)
            try enroll(0..<(enrolled ?? people * 5))
        }

        mutating func enroll(_ range: Range<Int>) throws {
            let new = range.map { NewTemplate(faces.embeddings[$0], sourceName: "\($0).jpg") }
            ids += try gallery.enroll(new, as: nil)
        }

        @discardableResult
        func group(onePerPhoto: Bool = true) throws -> GroupingSummary {
            try gallery.groupFaces(with: clusterer, onePerPhoto: onePerPhoto)
        }

        /// The group of each face, in order of enrollment.
        func groups() throws -> [GroupID?] {
            var groups: [TemplateID: GroupID] = [:]
            for group in try gallery.groups() { for member in group.members { groups[member.template] = group.id } }
            return ids.map { groups[$0] }
        }

        func group(of face: Int) throws -> GroupID { try #require(try groups()[face]) }
    }

    @Test func `people who are well apart are groups`() throws {
        let crowd = try Crowd()
        let summary = try crowd.group()
        #expect(summary.faces == 30 && summary.grouped == 30 && summary.newGroups.count == 6 && summary.isExact)
        let groups = try crowd.groups()
        for face in groups.indices { #expect(groups[face] == groups[face / 5 * 5]) }
        #expect(Set(groups).count == 6)
    }

    @Test func `grouping again changes nothing`() throws {
        let crowd = try Crowd()
        try crowd.group()
        let before = try crowd.gallery.groups()
        #expect(try crowd.group().newGroups.isEmpty)
        #expect(try crowd.gallery.groups() == before)
    }

    @Test func `adding photos keeps the numbers of groups`() throws {
        var crowd = try Crowd(enrolled: 18)
        try crowd.group()
        let before = try crowd.groups()
        try crowd.enroll(18..<30)
        let summary = try crowd.group()
        let after = try crowd.groups()
        #expect(Array(after[..<18]) == before)
        #expect(after[18] == before[15] && summary.newGroups == [after[20], after[25]])
    }

    @Test func `what a person put right stays, however often photos are added`() throws {
        var crowd = try Crowd(enrolled: 20)
        try crowd.group()
        let ada = try crowd.gallery.addPerson(named: "Ada")
        // Wrong on purpose: person 1 is cut in two, one of person 2 is moved to person 3.
        try crowd.gallery.assign(crowd.group(of: 0), to: ada.id)
        let cut = try crowd.gallery.split([crowd.ids[5], crowd.ids[6]], from: crowd.group(of: 5))
        try crowd.gallery.move([crowd.ids[10]], to: crowd.group(of: 15))
        let before = try crowd.groups()
        try crowd.enroll(20..<25)
        try crowd.group()
        try crowd.enroll(25..<30)
        try crowd.group()
        #expect(try Array(crowd.groups()[..<20]) == before)
        #expect(before[5] == cut && before[6] == cut && before[7] != cut && before[10] == before[15])
        #expect(try crowd.gallery.groups(of: ada.id).map(\.id) == [before[0]])
    }

    @Test func `faces like a known person come to that person as a suggestion, and on confirmation for good`() throws {
        var crowd = try Crowd(enrolled: 3)
        let ada = try crowd.gallery.addPerson(named: "Ada")
        try crowd.gallery.reassign(crowd.ids, to: ada.id)
        try crowd.enroll(3..<10)
        #expect(try crowd.group().pulledIn == 2)
        let group = try #require(try crowd.gallery.groups().first { $0.suggestion == ada.id })
        #expect(group.members.map(\.template) == [crowd.ids[3], crowd.ids[4]] && group.person == nil)
        #expect(try crowd.gallery.templates(of: ada.id).count == 3)
        try crowd.gallery.assign(group.id, to: ada.id)
        #expect(try crowd.gallery.templates(of: ada.id).map(\.id) == Array(crowd.ids[..<5]))
    }

    @Test func `photos added to a person's group become that person's when it is confirmed`() throws {
        var crowd = try Crowd(enrolled: 3)
        try crowd.group()
        let ada = try crowd.gallery.addPerson(named: "Ada")
        let group = try crowd.group(of: 0)
        try crowd.gallery.assign(group, to: ada.id)
        try crowd.enroll(3..<5)
        try crowd.group()
        #expect(try crowd.groups() == [GroupID?](repeating: group, count: 5))
        #expect(try crowd.gallery.templates(of: ada.id).count == 3)
        try crowd.gallery.confirm(group)
        #expect(try crowd.gallery.templates(of: ada.id).count == 5)
    }

    @Test func `two people never become one, even if they look the same`() throws {
        let crowd = try Crowd(people: 1)
        for (face, name) in [(0, "Ada"), (1, "Ida")] {
            try crowd.gallery.reassign([crowd.ids[face]], to: try crowd.gallery.addPerson(named: name).id)
        }
        try crowd.group()
        #expect(Set(try crowd.gallery.groups().map(\.suggestion)).count == (try crowd.gallery.groups()).count)
    }

    @Test func `a face that was rejected for a person does not come to that person, others do`() throws {
        var crowd = try Crowd(enrolled: 2)
        let ada = try crowd.gallery.addPerson(named: "Ada").id
        try crowd.gallery.reassign(crowd.ids, to: ada)
        try crowd.enroll(2..<5)
        #expect(try crowd.group().pulledIn == 3)
        _ = try crowd.gallery.record(.notThisPerson(crowd.faces.embeddings[3], ada))
        try crowd.group()
        let groups = try crowd.gallery.groups().filter { $0.suggestion == ada }
        let pulled = groups.flatMap { $0.members.map(\.template) }
        #expect(!pulled.contains(crowd.ids[3]) && !pulled.isEmpty)
    }

    @Test func `one photo's faces are in different groups`() throws {
        let test = try TestGallery(dimension: 32)
        let faces = RandomFaces(people: 1, faces: 6, dimension: 32, spread: 0.2, seed: 3).embeddings
        let hash = [UInt8](repeating: 1, count: 32)
        try test.gallery.enroll(faces.map { NewTemplate($0, sourceHash: hash) }, as: nil)
        let clusterer = FaceClusterer(method: .agglomerative(.average), threshold: 0.6)
        #expect(try test.gallery.groupFaces(with: clusterer, minimumSize: 1).groups.count == 6)
        #expect(try test.gallery.groupFaces(with: clusterer, onePerPhoto: false).groups.count == 1)
    }

    @Test func `groups of two people are not merged, groups of one are`() throws {
        let crowd = try Crowd()
        try crowd.group()
        let (a, b, c) = (try crowd.group(of: 0), try crowd.group(of: 5), try crowd.group(of: 10))
        let ada = try crowd.gallery.addPerson(named: "Ada").id
        try crowd.gallery.assign(a, to: ada)
        try crowd.gallery.assign(b, to: try crowd.gallery.addPerson(named: "Ida").id)
        #expect(throws: GalleryError.self) { try crowd.gallery.merge(a, into: b) }
        #expect(throws: GalleryError.self) { try crowd.gallery.merge(a, into: a) }
        try crowd.gallery.merge(a, into: c)
        #expect(try crowd.gallery.groups(of: ada).map(\.id) == [c])
        #expect(try crowd.gallery.templates(of: ada).count == 10)
        #expect(throws: GalleryError.unknownGroup(a.rawValue)) { try crowd.gallery.confirm(a) }
    }

    @Test func `everything can be taken back, step by step`() throws {
        var crowd = try Crowd(enrolled: 25)
        let gallery = crowd.gallery
        let ada = try gallery.addPerson(named: "Ada").id
        func state() throws -> [String] {
            try gallery.groups().map { "\($0)" } + gallery.templates(of: ada).map { "\($0)" }
        }
        var states = [try state()]
        func step(_ body: () throws -> Void) throws {
            try body()
            states.append(try state())
        }
        try step { try crowd.group() }
        try step { try gallery.assign(crowd.group(of: 0), to: ada) }
        try step { try gallery.split([crowd.ids[0], crowd.ids[1]], from: crowd.group(of: 0)) }
        try step { try gallery.merge(crowd.group(of: 5), into: crowd.group(of: 10)) }
        try step { try gallery.move([crowd.ids[19]], to: crowd.group(of: 0)) }
        try step { try gallery.confirm(crowd.group(of: 20)) }
        try crowd.enroll(25..<30)
        try step { try crowd.group() }
        #expect(Set(states.map(\.description)).count == states.count)
        #expect(try gallery.groupEdits().count == 7)
        for expected in states.dropLast().reversed() {
            #expect(try gallery.undoGrouping() != nil)
            #expect(try state() == expected)
        }
        #expect(try gallery.undoGrouping() == nil)
    }

    @Test func `taking back brings nobody back who was removed`() throws {
        let crowd = try Crowd()
        try crowd.group()
        let ada = try crowd.gallery.addPerson(named: "Ada").id
        let group = try crowd.group(of: 0)
        try crowd.gallery.assign(group, to: ada)
        try crowd.gallery.split([crowd.ids[0]], from: group)
        try crowd.gallery.remove(ada)
        try crowd.gallery.undoGrouping()
        try crowd.gallery.undoGrouping()
        let left = try crowd.gallery.groups().flatMap { $0.members.map(\.template) }
        #expect(Set(left).isDisjoint(with: crowd.ids[1..<5]))
        #expect(try crowd.gallery.groups().allSatisfy { $0.person == nil })
    }

    @Test func `a split needs some of the group's faces`() throws {
        let crowd = try Crowd()
        try crowd.group()
        let group = try crowd.group(of: 0)
        for wrong in [[], Array(crowd.ids[..<5]), [crowd.ids[5]]] {
            #expect(throws: GalleryError.self) { try crowd.gallery.split(wrong, from: group) }
        }
        #expect(throws: GalleryError.unknownGroup(99)) {
            try crowd.gallery.split([crowd.ids[0]], from: GroupID(rawValue: 99))
        }
        #expect(try crowd.gallery.groupEdits().count == 1)
    }

    @Test func `a gallery without faces has no groups`() throws {
        let test = try TestGallery()
        #expect(try test.gallery.groupFaces().groups.isEmpty)
        #expect(try test.gallery.groups().isEmpty)
    }

    @Test func `what is done to groups is in the audit trail, without a measure`() throws {
        let crowd = try Crowd()
        try crowd.group()
        try crowd.gallery.confirm(crowd.group(of: 0))
        let actions = try crowd.gallery.store.read { database in
            try database.all("SELECT action, subjects FROM audit ORDER BY sequence DESC LIMIT 2") { row in
                (try row.text(0), try row.text(1))
            }
        }
        #expect(actions.map(\.0) == ["confirm group", "group faces"])
        #expect(actions[0].1 == #"["1","2","3","4","5"]"#)
    }

    @Test func `a gallery of the first version is brought forward`() throws {
        let crowd = try Crowd()
        try crowd.gallery.store.pool.writeWithoutTransaction { database in
            try database.execute(sql: "DROP TABLE members; DROP TABLE groups; DROP TABLE group_edits")
            try database.execute(sql: "DROP TABLE encryption")
            try database.execute(sql: "DROP INDEX details_origin")
            try database.execute(sql: "ALTER TABLE details DROP COLUMN origin; ALTER TABLE details DROP COLUMN drawn")
            try database.execute(sql: "PRAGMA user_version = 1")
        }
        let again = try crowd.test.again()
        #expect(try again.groupFaces(with: FaceClusterer(threshold: 0.6)).groups.count == 6)
    }
}
