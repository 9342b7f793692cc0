import FaceEmbedding
import FaceEvaluation
import FaceLaboratory

/// The pairs of a list, for thresholds from those pairs and no others.
struct CalibrationPairs {
    /// The list's path.
    let path: String
    private let list: PairList

    /// Reads LFW's list, or a table with the columns `first`, `second` and `same`.
    ///
    /// - Throws: ``Failure`` with the line that is wrong.
    init(contentsOf path: String) throws(Failure) {
        self.path = path
        list = try PairList(readFrom: path, allowsUnequalFolds: true)
        guard list.pairs.contains(where: { !$0.isSame }) else {
            throw Failure(path, "has no pairs of different people")
        }
    }

    /// The pairs of different people.
    var impostors: Int { list.pairs.count { !$0.isSame } }

    /// Every photo that a pair names, once.
    var names: [String] { list.images }

    /// Measures the pairs whose photos both show a face.
    ///
    /// Of a pairing of two states, each pair gives two distances: either photo may be the bare one.
    ///
    /// - Parameters:
    ///   - pairing: Which faces are compared.
    ///   - faces: By photo.
    ///   - rates: The false accept rates.
    /// - Returns: What they gave.
    /// - Throws: ``Failure`` if there are no pairs of a kind left.
    func calibration(
        _ pairing: FacePairing,
        faces: [String: [FaceVisibility: Embedding]],
        rates: [Double]
    ) throws(Failure) -> PairingCalibration {
        let (enrolled, probe) = pairing.sides
        var (distances, isSame, people): ([Float], [Bool], [(first: String, second: String)]) = ([], [], [])
        for pair in list.pairs {
            guard let one = faces[pair.first], let other = faces[pair.second] else { continue }
            for (a, b) in pairing.isSymmetric ? [(one, other)] : [(one, other), (other, one)] {
                guard let a = a[enrolled], let b = b[probe] else { continue }
                distances.append(a.squaredDistance(to: b))
                isSame.append(pair.isSame)
                people.append(pair.people)
            }
        }
        // Two distances of a pair are not two pairs.
        let impostors = isSame.count { !$0 } / (pairing.isSymmetric ? 1 : 2)
        guard impostors > 0 else { throw Failure(path, "has no pairs of different people whose faces were found") }
        return PairingCalibration(
            pairing,
            distances: distances,
            isSame: isSame,
            people: people,
            rates: rates,
            impostors: impostors
        )
    }
}
