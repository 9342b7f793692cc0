import FaceEvaluation

/// What `evaluate overlap` prints.
struct OverlapReport: Encodable {
    /// A data set.
    struct Side: Encodable {
        var path: String
        var people: Int
        var photos: Int
        var withoutFace: Int

        init(_ set: OverlapSet) {
            (path, people, photos, withoutFace) = (set.path, set.people.count, set.count, set.withoutFace)
        }
    }

    var model: String
    var training: Side
    var test: Side
    /// Faces up to here are suspects.
    var squaredDistance: Float
    /// How many pairs of strangers are as near, going by one photo each.
    var strangersExpected: Double
    var suspects: [OverlapSuspect]

    /// The people of the training set who are suspects, in alphabetical order.
    var trainingPeople: [String] { Set(suspects.map(\.training.person)).sorted() }

    /// Counts, then a line a suspect, tabs between.
    var text: String {
        var lines = [("training", training), ("test", test)].map { name, side in
            [name, side.path, "\(side.people) people", "\(side.photos) photos", "\(side.withoutFace) without a face"]
        }
        lines.append(["distance", "\(squaredDistance)"])
        lines.append(["expected", strangersExpected.formatted(decimals: 1), "pairs of strangers as near"])
        for reason in OverlapSuspect.Reason.allCases {
            lines.append([reason.rawValue, "\(suspects.count { $0.reasons.contains(reason) })"])
        }
        lines.append(["people", "\(trainingPeople.count)", "of the training set"])
        lines += suspects.map { suspect in
            [
                "suspect", suspect.squaredDistance.map { $0.formatted(decimals: 4) } ?? "-",
                suspect.reasons.map(\.rawValue).joined(separator: "+"),
                suspect.training.person, suspect.training.name, suspect.test.person, suspect.test.name,
            ]
        }
        return lines.map { $0.joined(separator: "\t") }.joined(separator: "\n")
    }
}
