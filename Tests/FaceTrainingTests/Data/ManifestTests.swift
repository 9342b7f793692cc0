import FaceImaging
import Foundation
import Testing

@testable import FaceTraining

@Suite struct ManifestTests {
    private let folder: PhotoFolder

    init() throws { folder = try PhotoFolder() }

    private func listing(_ text: String) throws -> DatasetListing {
        try ManifestReader(path: try folder.write(Array(text.utf8), to: "list.csv")).listing()
    }

    private static func fields(_ text: String) -> [[String]] {
        CSVRecords(Array(text.utf8)).map { (try? $0.fields.get()) ?? ["ERROR line \($0.line)"] }
    }

    @Test(
        arguments: [
            ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
            ("\u{FEFF}a,b\r\n\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
            ("\"a,1\",\"say \"\"hi\"\"\"\n", [["a,1", "say \"hi\""]]),
            ("\"two\nlines\",x\ny,z", [["two\nlines", "x"], ["y", "z"]]),
            ("a,,\n,\n\"\",b", [["a", "", ""], ["", ""], ["", "b"]]),
            ("a\"b,c\nd,e", [["ERROR line 1"], ["d", "e"]]),
            ("\"a\"b,c\nd,e", [["ERROR line 1"], ["d", "e"]]),
            ("d,e\n\"never closed,\nx", [["d", "e"], ["ERROR line 2"]]),
            ("a\rb,c", [["a\rb", "c"]]),
            ("", []), ("\n\n", []),
        ] as [(String, [[String]])]
    )
    func `fields are split as RFC 4180 says`(text: String, expected: [[String]]) {
        #expect(Self.fields(text) == expected)
    }

    @Test func `text that is not UTF-8 is a bad line`() {
        let records = CSVRecords([0x61, 0xff, 0x0a, 0x62]).map { $0.fields }
        #expect(records == [.failure(.malformed(line: 1, reason: "is not UTF-8")), .success(["b"])])
    }

    @Test func `columns go by their names, paths by the file's folder`() throws {
        let listing = try listing(
            """
            occlusion, Person ,extra,path,left_eye_x,left_eye_y,right_eye_x,right_eye_y,nose_x,nose_y,\
            left_mouth_x,left_mouth_y,right_mouth_x,right_mouth_y
            mask,ada,?,ada/1.jpg,1,2,3,4,5,6,7,8,9,10.5
            ,"Bob, jr",,/abs/2.jpg,,,,,,,,,,
            """
        )
        #expect(listing.problems.isEmpty)
        #expect(listing.entries.map(\.person) == ["ada", "Bob, jr"])
        #expect(listing.entries.map(\.sample.name) == ["\(folder.path)/ada/1.jpg", "/abs/2.jpg"])
        #expect(listing.entries.map(\.sample.occlusion) == ["mask", nil])
        #expect(listing.entries[0].sample.landmarks?.coordinates == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10.5])
        #expect(listing.entries[1].sample.landmarks == nil)
    }

    @Test func `bad lines are reported with their place, and the others kept`() throws {
        let columns = ManifestReader.landmarkColumns.joined(separator: ",")
        let listing = try listing(
            """
            path,person,\(columns)
            1.jpg,ada,1,2,3,4,5,6,7,8,9,10
            2.jpg,ada,1,2
            3.jpg,,1,2,3,4,5,6,7,8,9,10

            4.jpg,ada,1,2,3,4,5,6,7,8,9,
            5.jpg,ada,1,2,3,4,5,6,7,8,9,nan
            6.jpg,ada,1,2,3,4,5,6,7,8,9,1e30
            7"jpg,ada,1,2,3,4,5,6,7,8,9,10
            ,ada,1,2,3,4,5,6,7,8,9,10
            8.jpg,ada,1,2,3,4,5,6,7,8,9,10
            """
        )
        #expect(listing.entries.map(\.sample.name) == ["\(folder.path)/1.jpg", "\(folder.path)/8.jpg"])
        #expect(
            listing.problems.map { $0.description.dropFirst(folder.path.count + 1) } == [
                "list.csv:3: has 4 fields, where the first line has 12",
                "list.csv:4: the person is empty",
                "list.csv:6: \"\" is not a coordinate",
                "list.csv:7: \"nan\" is not a coordinate",
                "list.csv:8: \"1e30\" is not a coordinate",
                "list.csv:9: a quote stands inside a field that is not quoted",
                "list.csv:10: the path is empty",
            ]
        )
    }

    @Test(
        arguments: [
            ("", "holds no photos of people"),
            ("file,name\n", "line 1: the first line must name the columns path and person"),
            ("path,person,PATH\n", "line 1: two columns are called path"),
            ("path,person,nose_x\n", "line 1: there are 1 of the 10 columns of landmarks"),
        ]
    )
    func `a first line that is none stops the reading`(text: String, reason: String) throws {
        let error = try #require(throws: DataFailure.self) { try listing(text) }
        #expect(error.description == "\(folder.path)/list.csv: \(reason)")
    }

    @Test func `a folder with a manifest is read by it, missing photos are reported`() throws {
        try folder.write(PhotoFolder.photo(1), to: "x.png")
        try folder.write(Array("path,person\nx.png,ada\ny.png,bob\n".utf8), to: "manifest.csv")
        let set = try FaceDataset(reading: [DatasetSource(at: folder.path + "/")])
        #expect(set.people.map(\.name) == ["ada"])
        #expect(
            set.report.problems.map(\.description)
                == ["\(folder.path)/y.png: could not be read: No such file or directory"]
        )
    }
}
