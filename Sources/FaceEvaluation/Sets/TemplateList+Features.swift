extension TemplateList.Template {
    /// Returns the template's own feature: the mean over media of the means over their images, made a unit vector.
    ///
    /// - Parameter features: Of images, by their paths, `[D]`. An image that has none is left out, as is a medium of which
    ///   no image has one.
    /// - Returns: `[D]`, or `nil` if no image has features, or their mean has no direction.
    /// - Complexity: O(*n* x *d*) for *n* images of *d* dimensions.
    public func feature(_ features: [String: [Float]]) -> [Float]? {
        let means = media.compactMap { Self.mean($0.compactMap { features[$0]?.map(Double.init) }) }
        guard let mean = Self.mean(means) else { return nil }
        let norm = mean.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard norm > 0, norm.isFinite else { return nil }
        return mean.map { Float($0 / norm) }
    }

    private static func mean(_ rows: [[Double]]) -> [Double]? {
        guard var sum = rows.first else { return nil }
        for row in rows.dropFirst() {
            precondition(row.count == sum.count, "\(row.count) features, others have \(sum.count)")
            for column in sum.indices { sum[column] += row[column] }
        }
        return sum.map { $0 / Double(rows.count) }
    }
}
