import FaceEngine
import FaceNetworks
import Foundation

/// What a teacher makes of every photo that is trained on, computed once and kept in a file.
///
/// The teacher sees photos as they are; the network that learns from it sees them changed and covered. So it learns
/// to see behind what covers a face.
struct TeacherEmbeddings {
    /// The coordinates of an embedding, `T`.
    private(set) var dimension: Int
    /// `[samples, T]`.
    private var values: [Float]
    /// The directions that the embeddings were projected onto, `[count, T]`, if they were.
    private(set) var directions: [Float]?

    /// Reads the embeddings of `file` if they are of this teacher; computes those that are not there, and keeps them.
    ///
    /// - Parameters:
    ///   - path: The teacher: any model.
    ///   - set: The photos.
    ///   - file: Where the embeddings are kept.
    ///   - threads: The threads to use.
    ///   - observe: Told how far it is.
    /// - Throws: ``TrainingFailure`` if the teacher or a photo cannot be read, or the file not written.
    init(
        model path: String,
        of set: TrainingSet,
        file: String,
        threads: Int,
        observe: (TrainingEvent) -> Void
    ) throws(TrainingFailure) {
        let teacher: Model
        do throws(ModelError) { teacher = try Model.named(path) } catch {
            throw TrainingFailure(path, .model(error))
        }
        dimension = teacher.card.dimension
        var kept = KeptEmbeddings(of: teacher, file: file)
        // Whoever is left out later, or held out otherwise, costs nothing, and whoever is added only himself.
        let photos = set.trained.samples.map { $0.hash?.description ?? $0.name }
        let missing = photos.indices.filter { kept[photos[$0]] == nil }
        do {
            try kept.add(missing, photos, of: set.trained, by: teacher, threads: threads, observe: observe)
        } catch let error as EngineError {
            throw TrainingFailure(path, .engine(error))
        } catch let error as DataError {
            throw TrainingFailure("data", .data(error))
        } catch {
            throw TrainingFailure(file, .checkpoint(.unwritable(reason: "\(error)")))
        }
        values = photos.flatMap { kept[$0] ?? [] }
    }

    /// The embeddings of some photos, `[N, T]`.
    func rows(of samples: [Int]) -> Tensor {
        Tensor(
            samples.flatMap { values[$0 * dimension..<($0 + 1) * dimension] },
            shape: [samples.count, dimension]
        )
    }

    /// Moves each embedding towards the mean of its person's, and scales it to unit length again.
    ///
    /// - Parameters:
    ///   - share: 0 leaves it, 1 puts the mean in its place.
    ///   - people: The samples of each person.
    mutating func moveToPeople(by share: Float, people: [Range<Int>]) {
        guard share > 0 else { return }
        for samples in people where samples.count > 1 {
            var mean = [Float](repeating: 0, count: dimension)
            for place in samples.lowerBound * dimension..<samples.upperBound * dimension {
                mean[place % dimension] += values[place] / Float(samples.count)
            }
            for sample in samples {
                for coordinate in 0..<dimension {
                    values[sample * dimension + coordinate] *= 1 - share
                    values[sample * dimension + coordinate] += share * mean[coordinate]
                }
            }
        }
        normalize()
    }

    /// Projects the embeddings onto their principal directions, and scales them to unit length again.
    ///
    /// Directions are those about the origin, not about the mean: distances on the hypersphere are what is to be kept.
    ///
    /// - Parameters:
    ///   - count: The coordinates to keep.
    ///   - kept: The directions of the training that is gone on with, `[count, T]`. Those of other photos would be turned, and
    ///     a student that has learned half of its teacher's sphere would have to turn first.
    /// - Throws: ``LossError/engine(_:)``.
    mutating func reduce(to count: Int, along kept: [Float]? = nil) throws(LossError) {
        let rows =
            if let kept, kept.count == count * dimension { kept } else {
                try PrincipalDirections(of: values, dimension: dimension, count: count).rows
            }
        values = try PrincipalDirections.project(values, onto: rows, dimension: dimension)
        directions = rows
        dimension = count
        normalize()
    }

    /// Turns projected embeddings, and their directions, to where a student already places the photos.
    ///
    /// Principal directions span the same space whatever the photos, and lie in it as the photos have it. A student that
    /// has learned along others would spend hundreds of steps on turning.
    ///
    /// - Parameters:
    ///   - student: The student's embeddings of some photos, `[N, dimension]`.
    ///   - samples: Which photos those are.
    /// - Throws: ``LossError/engine(_:)``.
    mutating func turn(to student: [Float], of samples: [Int]) throws(LossError) {
        guard let directions else { return }
        let turn = try ProcrustesTurn(of: rows(of: samples).scalars, to: student, dimension: dimension)
        values = try turn.image(of: values)
        self.directions = try turn.turned(directions, width: directions.count / dimension)
        normalize()
    }

    private mutating func normalize() {
        values.withUnsafeMutableBufferPointer { values in
            for start in stride(from: 0, to: values.count, by: dimension) {
                let row = values[start..<start + dimension]
                let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
                guard length > 0 else { continue }
                for place in row.indices { values[place] /= length }
            }
        }
    }
}
