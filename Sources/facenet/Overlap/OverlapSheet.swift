import FaceEvaluation
import FaceImaging

/// Suspects side by side, to be looked at: three pairs a row, the training set's face first.
struct OverlapSheet {
    /// Columns and rows of a face.
    private static let cell = 128

    let training: OverlapSet
    let test: OverlapSet

    /// Draws the suspects that have two faces.
    ///
    /// - Returns: The sheet, or `nil` if there are none.
    func photo(of suspects: [OverlapSuspect], count: Int) -> Photo? {
        let entries = suspects.lazy.compactMap { suspect -> [ContactSheet.Entry]? in
            guard let distance = suspect.squaredDistance,
                let one = face(suspect.training, in: training), let other = face(suspect.test, in: test)
            else { return nil }
            return [
                ContactSheet.Entry(
                    photo: one,
                    caption: "\(distance.formatted(decimals: 2)) \(suspect.training.person)"
                ),
                ContactSheet.Entry(photo: other, caption: suspect.test.person),
            ]
        }
        let shown = Array(entries.prefix(count)).flatMap(\.self)
        return shown.isEmpty ? nil : ContactSheet(columns: 6, cell: Self.cell).photo(of: shown)
    }

    private func face(_ wanted: OverlapSuspect.Photo, in set: OverlapSet) -> Photo? {
        let place = set.photos.firstIndex { $0.name == wanted.name && $0.person == wanted.person }
        guard let place, let box = set.boxes[place], let photo = set.photo(place) else { return nil }
        return FaceThumbnails.picture(of: box, in: photo, side: Self.cell)
    }
}
