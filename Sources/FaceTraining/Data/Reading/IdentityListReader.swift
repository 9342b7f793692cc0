/// Reads a flat folder of photos with a list of who is in them: lines of a file's name, blanks and a person, as in
/// `identity_CelebA.txt`.
///
/// Only the photos that are there count: the list may be of a larger set. A photo that the list does not have is
/// reported and left out.
struct IdentityListReader {
    let list: String
    let folder: String

    func listing() throws(DataFailure) -> DatasetListing {
        var listing = DatasetListing()
        let people = try people(into: &listing)
        let photos: [String]
        do throws(DataError) { photos = try FileTree.photos(in: folder) } catch { throw DataFailure(folder, error) }
        for photo in photos {
            let file = "\(folder)/\(photo)"
            let name = photo.lastIndex(of: "/").map { String(photo[$0...].dropFirst()) } ?? photo
            guard let person = people[photo] ?? people[name] else {
                listing.problems.append(DatasetProblem(.unlabeled, file, "is not in \(list)"))
                continue
            }
            listing.entries.append(
                DatasetListing.Entry(
                    person: person,
                    sample: FaceSample(name: file, label: 0, source: .file(path: file))
                )
            )
        }
        return listing
    }

    private func people(into listing: inout DatasetListing) throws(DataFailure) -> [String: String] {
        let bytes: [UInt8]
        do throws(DataError) { bytes = try FileTree.text(of: list) } catch { throw DataFailure(list, error) }
        var people: [String: String] = [:]
        for (number, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
        {
            let fields = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
            guard !fields.isEmpty else { continue }
            let path = "\(list):\(number + 1)"
            if fields.count != 2 {
                listing.problems.append(DatasetProblem(.malformedLine, path, "is not a file's name and a person"))
            } else if let known = people.updateValue(fields[1], forKey: fields[0]), known != fields[1] {
                people[fields[0]] = known
                listing.problems.append(
                    DatasetProblem(.malformedLine, path, "\(fields[0]) is another person in an earlier line")
                )
            }
        }
        return people
    }
}
