import FaceEngine
import FaceNetworks
import Foundation

/// What a teacher makes of every photo that is trained on, computed once and kept in a file.
///
/// The teacher sees photos as they are; the network that learns from it sees them changed and covered. So it learns
/// to see behind what covers a face.
struct TeacherEmbeddings {
    /// The coordinates of an embedding, `T`.
    let dimension: Int
    /// `[samples, T]`.
    private let values: [Float]

    /// Reads the embeddings of `file` if they are of this teacher and these photos; else computes and keeps them.
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
        do throws(ModelError) { teacher = try Model(contentsOf: path) } catch {
            throw TrainingFailure(path, .model(error))
        }
        let dimension = teacher.card.dimension
        self.dimension = dimension
        let name = "teacher:embeddings"
        let fingerprint = teacher.fingerprint.map { String($0, radix: 16) }.joined(separator: " ")
        let metadata = ["teacher": fingerprint, "dataset": set.digest]
        let count = set.trained.samples.count
        if let kept = try? Safetensors(contentsOf: file), kept.metadata == metadata,
            let parameter = kept.parameters[name], parameter.shape == [count, dimension]
        {
            values = parameter.withUnsafeFloats { Array($0) }
            return
        }
        do {
            values = try Embedding.all(of: set.trained, by: teacher, threads: threads, observe: observe)
            var parameters = Parameters()
            parameters[name] = Parameter(Tensor(values, shape: [count, dimension]))
            try Safetensors.write(parameters, to: file, metadata: metadata)
        } catch let error as EngineError {
            throw TrainingFailure(path, .engine(error))
        } catch let error as DataError {
            throw TrainingFailure("data", .data(error))
        } catch {
            throw TrainingFailure(file, .checkpoint(.unwritable(reason: "\(error)")))
        }
    }

    /// The embeddings of some photos, `[N, T]`.
    func rows(of samples: [Int]) -> Tensor {
        Tensor(
            samples.flatMap { values[$0 * dimension..<($0 + 1) * dimension] },
            shape: [samples.count, dimension]
        )
    }

    private enum Embedding {
        static func all(
            of dataset: FaceDataset,
            by teacher: Model,
            threads: Int,
            observe: (TrainingEvent) -> Void
        ) throws -> [Float] {
            let sampler = SequentialSampler(dataset, batchSize: 16)
            let loader = BatchLoader(
                dataset,
                sampler: sampler,
                steps: 0..<sampler.stepsPerEpoch,
                seed: 0,
                options: .init(size: teacher.card.inputSize, normalization: teacher.card.normalization, threads: 2)
            )
            let embedder = try BatchEmbedder(
                teacher.network,
                parameters: teacher.parameters,
                batch: sampler.batchSize,
                threads: threads
            )
            var values: [Float] = []
            while let batch = try loader.next() {
                values += try embedder.embed(batch)
                observe(.teaching(done: values.count / teacher.card.dimension, total: dataset.samples.count))
            }
            return values
        }
    }
}
