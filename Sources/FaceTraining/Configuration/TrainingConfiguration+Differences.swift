import Foundation

extension TrainingConfiguration {
    /// The places where another configuration differs so that the same training would take another course.
    ///
    /// How long is trained, how often it is saved and tried, and where it is written may change between a training and
    /// its resumption; all else makes another curve.
    ///
    /// - Parameter other: The other one.
    /// - Returns: Places and values, such as `schedule.rate: 0.05, was 0.1`, in alphabetical order.
    public func differences(from other: TrainingConfiguration) -> [String] {
        Leaves.differences(curve, other.curve)
    }

    /// This configuration, with defaults in all that the course of the training does not follow from.
    private var curve: TrainingConfiguration {
        let base = TrainingConfiguration()
        var curve = self
        (curve.run.steps, curve.run.epochs, curve.run.seconds) = (nil, nil, nil)
        (curve.validation, curve.checkpoint, curve.output) = (base.validation, base.checkpoint, base.output)
        (curve.diagnosis.alarm, curve.data.threads) = (base.diagnosis.alarm, base.data.threads)
        (curve.data.ahead, curve.data.megabytes) = (base.data.ahead, base.data.megabytes)
        (curve.data.provenance, curve.data.license, curve.data.crop) = ("", "", base.data.crop)
        return curve
    }
}

/// The values of a configuration that are no mappings, by their places.
enum Leaves {
    /// The places where two configurations differ, with both values, in alphabetical order.
    static func differences(_ now: some Encodable, _ before: some Encodable) -> [String] {
        let (mine, theirs) = (leaves(of: now), leaves(of: before))
        return Set(mine.keys).union(theirs.keys).sorted().compactMap { place in
            let (now, before) = (mine[place] ?? "nothing", theirs[place] ?? "nothing")
            return now == before ? nil : "\(place): \(now), was \(before)"
        }
    }

    /// Every value that is no mapping, by its place.
    private static func leaves(of configuration: some Encodable) -> [String: String] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(configuration),
            let object = try? JSONSerialization.jsonObject(with: data)
        else { return [:] }
        var leaves: [String: String] = [:]
        func walk(_ value: Any, _ place: String) {
            if let mapping = value as? [String: Any] {
                for (key, value) in mapping { walk(value, place.isEmpty ? key : "\(place).\(key)") }
            } else if let list = value as? [Any] {
                leaves[place] = list.map { "\($0)" }.joined(separator: " ")
            } else {
                leaves[place] = "\(value)"
            }
        }
        walk(object, "")
        return leaves
    }
}
