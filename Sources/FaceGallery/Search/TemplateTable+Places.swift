extension TemplateTable {
    /// A row's code, there as long as the table is.
    func pointer(to place: Place) -> UnsafePointer<Int8>? {
        UnsafePointer(parts[place.part].segment.codes + place.row * stride)
    }

    func id(at place: Place) -> Int64 { parts[place.part].segment.ids[place.row] }

    /// The places of all rows with ids greater than `id`, ascending.
    func places(after id: Int64) -> [Place] {
        var places: [Place] = []
        for (index, part) in parts.enumerated().reversed() {
            let ids = part.segment.ids
            guard ids[part.count - 1] > id else { break }
            for row in (0..<part.count).reversed() {
                guard ids[row] > id else { break }
                places.append(Place(part: index, row: row))
            }
        }
        return places.reversed()
    }
}
