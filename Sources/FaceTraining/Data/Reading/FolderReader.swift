/// Reads a folder of folders, one a person: `DIR/PERSON/*.jpg`.
///
/// Folders in a person's folder are the person's too. Files and folders that begin with a dot, and files that are not
/// called like photos, are passed over.
struct FolderReader {
    let path: String

    func listing() throws(DataFailure) -> DatasetListing {
        var listing = DatasetListing()
        for name in try names() {
            let folder = "\(path)/\(name)"
            guard FileTree.isFolder(folder) else {
                if FileTree.isPhoto(name) {
                    listing.problems.append(DatasetProblem(.unlabeled, folder, "lies in no person's folder"))
                }
                continue
            }
            do throws(DataError) {
                let photos = try FileTree.photos(in: folder)
                if photos.isEmpty {
                    listing.problems.append(DatasetProblem(.emptyPerson, folder, "holds no photos"))
                }
                listing.entries += photos.map { photo in
                    let file = "\(folder)/\(photo)"
                    return DatasetListing.Entry(
                        person: name,
                        sample: FaceSample(name: file, label: 0, source: .file(path: file))
                    )
                }
            } catch {
                listing.problems.append(DatasetProblem(.unreadable, folder, error))
            }
        }
        return listing
    }

    private func names() throws(DataFailure) -> [String] {
        do throws(DataError) { return try FileTree.names(in: path) } catch { throw DataFailure(path, error) }
    }
}
