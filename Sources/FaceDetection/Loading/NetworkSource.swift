import FaceEngine
import FaceNetworks

/// A network in an ONNX file, from which programs for any size are compiled.
struct NetworkSource: Sendable {
    private let path: String
    private let model: ONNXModel
    /// Where each output that is wanted stands among the model's.
    private let places: [Int]

    /// Reads the file and checks what it calls its inputs and outputs.
    ///
    /// - Parameters:
    ///   - path: An ONNX file with one input.
    ///   - outputs: The names of the outputs wanted, in the order in which they are wanted.
    /// - Throws: `unreadableModel` or `unsuitableModel`.
    init(path: String, outputs: [String]) throws(DetectionError) {
        self.path = path
        do throws(ONNXError) {
            model = try ONNXModel(path: path)
        } catch {
            throw .unreadableModel(path: path, reason: error.description)
        }
        let names = model.outputNames
        guard model.inputNames.count == 1 else {
            throw .unsuitableModel(network: path, reason: "it has \(model.inputNames.count) inputs, not 1")
        }
        var places: [Int] = []
        for name in outputs {
            guard let place = names.firstIndex(of: name) else {
                throw .unsuitableModel(network: path, reason: "it has no output \(name)")
            }
            places.append(place)
        }
        self.places = places
    }

    /// Compiles the network for a size.
    ///
    /// Where the network ends in a softmax, the program ends before it: of two classes, the reader wants one
    /// probability, and that only where it may pass; see ``probability(_:_:)``.
    ///
    /// - Parameters:
    ///   - input: The shape of one example, `[C, H, W]`.
    ///   - counts: The numbers each output wanted must have for one example.
    ///   - batchSize: The examples of a run.
    /// - Returns: The program; it uses the thread that runs it.
    /// - Throws: `unreadableModel` if the network cannot take that size, `unsuitableModel` if outputs are of another
    ///   size, `engine` if it cannot be compiled.
    func program(input: Shape, counts: [Int], batchSize: Int = 1) throws(DetectionError) -> DetectorProgram {
        var network: Network
        let parameters: Parameters
        do throws(ONNXError) {
            (network, parameters) = try model.network(inputShapes: [model.inputNames[0]: input])
        } catch {
            throw .unreadableModel(path: path, reason: error.description)
        }
        do throws(NetworkError) {
            network = try network.withoutFinalSoftmax()
        } catch {
            throw .engine(.network(error))
        }
        let program: InferenceProgram
        do throws(EngineError) {
            program = try InferenceProgram(
                network,
                parameters: parameters,
                options: InferenceOptions(batchSize: batchSize, allowsWinograd: false)
            )
        } catch {
            throw .engine(error)
        }
        let actual = places.map { program.outputShapes[$0].count / batchSize }
        guard actual == counts else {
            throw .unsuitableModel(
                network: path,
                reason: "for \(input) its outputs hold \(actual) numbers, not \(counts)"
            )
        }
        return DetectorProgram(program: program, places: places)
    }
}

/// A compiled network of a detector, its outputs in the order in which the detector wants them.
struct DetectorProgram: Sendable {
    let program: InferenceProgram
    /// Where each output that is wanted stands among the program's.
    let places: [Int]

    /// Runs the network.
    ///
    /// - Parameters:
    ///   - input: Dense `[N, C, H, W]`.
    ///   - outputs: Memory for every output, in the order in which they were asked for.
    /// - Throws: `engine`.
    func run(
        on input: UnsafeBufferPointer<Float>,
        into outputs: [UnsafeMutableBufferPointer<Float>]
    ) throws(DetectionError) {
        // Every output was asked for once, so each place is filled.
        var ordered = outputs
        for (output, place) in zip(outputs, places) { ordered[place] = output }
        do throws(EngineError) {
            try program.run(inputs: [input], outputs: ordered)
        } catch {
            throw .engine(error)
        }
    }
}

extension Network {
    /// The network with each output that is a softmax replaced by what the softmax reads.
    fileprivate func withoutFinalSoftmax() throws(NetworkError) -> Network {
        var builder = NetworkBuilder(name: name)
        var places: [NodeID: NodeID] = [:]
        for id in ids {
            let inputs = self[id].inputs.compactMap { places[$0] }
            if case .softmax = self[id].operation, outputs.contains(id) {
                places[id] = inputs.first
            } else {
                places[id] = try builder.add(self[id].operation, to: inputs, name: self[id].name)
            }
        }
        return builder.network(outputs: outputs.compactMap { places[$0] })
    }
}
