import FaceEngine
import FaceTestSupport
import Foundation
import Testing

@testable import FaceNetworks

/// The model that is part of the program.
@Suite struct ShippedModelTests {
    @Test func `the model that comes with the package reads no file, and is what its card says`() throws {
        let model = try Model.shipped()
        #expect(model.architecture == "face-inception-d")
        #expect(model.card.dimension == 128)
        #expect(model.card.crop == .similarity112)
        #expect(model.card.calibration != nil)
        #expect(model.card.impostorTail != nil)
        #expect(!model.card.operatingPoints.isEmpty)
        #expect(!model.card.provenance.isEmpty && !model.card.license.isEmpty)
        #expect(model.fingerprint == model.computedFingerprint())
    }

    @Test func `it is called default where a path could stand`() throws {
        #expect(try Model.named("default").fingerprint == Model.shipped().fingerprint)
        #expect(throws: ModelError.unreadable(.unreadable(reason: "no such file or folder"))) {
            try Model.named("./default")
        }
    }

    @Test func `what is shipped is small enough to be part of a program`() {
        #expect(ShippedFile.embedderWeights.file.count <= 8 << 20)
        #expect(ShippedFile.detectorWeights.file.count <= 1 << 20)
        #expect(ShippedFile.allCases.reduce(0) { $0 + $1.file.count } <= 12 << 20)
    }

    @Test func `its weights lie where a mapped file's would`() {
        for file in ShippedFile.allCases {
            let place = file.file.withUnsafeBytes { Int(bitPattern: $0.baseAddress) }
            #expect(place % 64 == 0)
        }
    }

    @Test func `weights of 16 bits are the nearest, and half as large`() throws {
        var generator = SystemRandomNumberGenerator()
        let numbers: [Float] =
            [0, -0.0, 1, -1, 1.00390625, 1.01171875, .infinity, .nan, 3e38]
            + (0..<200).map { _ in Float.random(in: -4...4, using: &generator) }
        let parameter = Parameter(roundingToBFloat16: Tensor(numbers, shape: [numbers.count]))
        #expect(parameter.scalarType == .bfloat16)
        #expect(parameter.withUnsafeBytes { $0.count } == 2 * numbers.count)
        for (given, kept) in zip(numbers, parameter.tensor.scalars) {
            if given.isNaN {
                #expect(kept.isNaN)
            } else if given.isFinite, abs(given) < 1e38 {
                #expect(abs(kept - given) <= abs(given) / 256)
            }
        }
        // Halfway between two, the even one.
        #expect(parameter.tensor.scalars[4] == 1)
        #expect(parameter.tensor.scalars[5] == 1.015625)
    }
}
