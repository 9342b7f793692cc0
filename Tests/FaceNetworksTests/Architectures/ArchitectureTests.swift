import FaceEngine
import FaceNetworks
import FaceTestSupport
import Testing

/// The architectures against the figures that the paper prints.
@Suite struct ArchitectureTests {
    @Test(
        arguments: [
            ("nn1", 140_025_664, 1_605_944_064),
            ("nn2", 7_456_304, 1_596_530_688),
            ("nn3", 7_456_304, 814_620_672),
            ("nn4", 6_607_888, 284_741_632),
            ("nns1", 25_835_320, 219_792_608),
            ("nns2", 4_302_684, 20_327_392),
            ("inception-resnet-v1", 23_482_624, 1_417_662_304),
            ("inception-resnet-v2", 55_093_920, 13_155_044_448),
            ("nn1-bn", 140_028_224, 1_605_944_064),
            ("nn2-bn", 7_464_224, 1_596_530_688),
            ("nn3-bn", 7_464_224, 814_620_672),
            ("nn4-bn", 6_615_264, 284_741_632),
            ("nns1-bn", 25_837_584, 219_792_608),
            ("nns2-bn", 4_303_392, 20_327_392),
            ("face-inception-s", 1_716_432, 180_483_072),
            ("face-inception-m", 3_643_872, 415_607_808),
            ("face-inception-d", 2_595_984, 244_708_352),
        ]
    )
    func `costs what Docs/Networks.md says`(name: String, parameters: Int, multiplyAdds: Int) throws {
        let network = try #require(Architecture.named(name)).network()
        #expect(network.name == name)
        #expect(network.trainedScalarCount == parameters)
        #expect(network.multiplyAdds == multiplyAdds)
    }

    @Test func `all architectures are found by their names`() {
        #expect(Architecture.all.count == 17)
        #expect(Set(Architecture.all.map(\.name)).count == 17)
        #expect(Architecture.all.allSatisfy { Architecture.named($0.name) == $0 })
        #expect(Architecture.named("NN2") == nil)
    }

    // 1 % of parameters for NN1 to NN4; NNS1 and NNS2, which are ours, within 3 % of both.
    @Test(
        arguments: [
            (Architecture.nn1, 140e6, 1.6e9, 0.01), (.nn2, 7.5e6, 1.6e9, 0.01), (.nn3, 7.5e6, nil, 0.01),
            (.nn4, 6.6e6, 285e6, 0.01), (.nns1, 26e6, 220e6, 0.03), (.nns2, 4.3e6, 20e6, 0.03),
        ] as [(Architecture, Double, Double?, Double)]
    )
    func `is as large as the paper's`(
        architecture: Architecture,
        parameters: Double,
        multiplyAdds: Double?,
        tolerance: Double
    ) throws {
        let network = try architecture.network()
        #expect(abs(Double(network.trainedScalarCount) / parameters - 1) < tolerance)
        if let multiplyAdds { #expect(abs(Double(network.multiplyAdds) / multiplyAdds - 1) < tolerance) }
    }

    @Test(arguments: [Architecture.nn1, .nn2])
    func `each row costs what the paper prints beside it`(_ architecture: Architecture) throws {
        let network = try architecture.network()
        let rows = try NetworkTable(architecture).rows.filter { $0.published != nil }
        #expect(rows.count == (architecture == .nn1 ? 21 : 13))
        for row in rows {
            let published = try #require(row.published)
            // One unit of the last digit: the paper prints 545K for the 545,536 of 4a, where it rounds up elsewhere.
            #expect(isPrinted(row.parameters, as: published.parameters, units: 1), "\(row.name): \(row.parameters)")
            // The paper counts the addition of a bias too; with it, all of its figures come out to the last digit.
            let additions = network.biasAdditions(of: row.name)
            guard let figure = published.multiplyAdds else { continue }
            let cost = row.multiplyAdds + additions
            #expect(isPrinted(cost, as: figure, units: 0.5), "\(row.name): \(cost) multiply-adds")
        }
    }

    /// Whether a count is within some units of the last digit of a printed figure, such as `0.5M`.
    private func isPrinted(_ count: Int, as figure: String, units: Double) -> Bool {
        let magnitudes: [Character: Double] = ["K": 1e3, "M": 1e6, "B": 1e9]
        let magnitude = figure.last.flatMap { magnitudes[$0] } ?? 1
        let digits = figure.filter { $0.isNumber || $0 == "." }
        let step = (digits.contains(".") ? 0.1 : 1) * magnitude
        return abs(Double(count) - (Double(digits) ?? .nan) * magnitude) <= units * step
    }

    @Test func `the sizes are those of the paper's tables`() throws {
        func sizes(_ architecture: Architecture) throws -> [String: [Int]] {
            try NetworkTable(architecture).rows.reduce(into: [:]) { $0[$1.name] = $1.output }
        }
        let nn1 = try sizes(.nn1)
        #expect(nn1["conv1"] == [64, 110, 110])
        #expect(nn1["pool1"] == [64, 55, 55])
        #expect(nn1["pool2"] == [192, 28, 28])
        #expect(nn1["pool3"] == [384, 14, 14])
        #expect(nn1["pool4"] == [256, 7, 7])
        #expect(nn1["fc1"] == [4096])
        let nn2 = try sizes(.nn2)
        #expect(nn2["conv1"] == [64, 112, 112])
        #expect(nn2["inception2"] == [192, 56, 56])
        #expect(nn2["inception3a"] == [256, 28, 28])
        #expect(nn2["inception3c"] == [640, 14, 14])
        #expect(nn2["inception4e"] == [1024, 7, 7])
        #expect(nn2["normalize"] == [128])
    }

    @Test func `other dimensions and sizes are taken`() throws {
        let network = try Architecture.nn2.network(embeddingDimension: 64, inputSize: ImageSize(rows: 112, columns: 96))
        #expect(network.inputs.map { network[$0].shape } == [[3, 112, 96]])
        #expect(network.outputs.map { network[$0].shape } == [[64]])
        let large = try Architecture.inceptionResNetV2.network(inputSize: ImageSize(160))
        #expect(large.outputs.map { large[$0].shape } == [[512]])
    }

    @Test(
        arguments: [
            (ImageSize(0), 128), (ImageSize(rows: -1, columns: 9), 128), (ImageSize(1 << 40), 128), (ImageSize(96), 0),
        ]
    )
    func `sizes out of all reason are refused`(size: ImageSize, dimension: Int) {
        #expect(throws: NetworkError.self) {
            try Architecture.nn4.network(embeddingDimension: dimension, inputSize: size)
        }
    }

    @Test func `an input that is too small is refused by the layer that cannot take it`() {
        #expect {
            try Architecture.inceptionResNetV1.network(inputSize: ImageSize(40))
        } throws: { error in
            "\(error)"
                == "node mixed6a.b0: convolution 3x3/2 cannot take [256, 2, 2]: the input is smaller than the window"
        }
    }
}

extension Network {
    /// The additions of biases in a layer, for one example.
    fileprivate func biasAdditions(of layer: String) -> Int {
        let nodes = ids.filter { self[$0].name == layer || self[$0].name.hasPrefix("\(layer).") }
        return nodes.reduce(0) { sum, id in
            sum + (parameters(of: id).contains { $0.name.hasSuffix(".bias") } ? self[id].shape.count : 0)
        }
    }
}
