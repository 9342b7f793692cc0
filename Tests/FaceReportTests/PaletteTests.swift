import Foundation
import Testing

@testable import FaceReport

/// Colors are told apart by those who see them otherwise, and seen on both grounds.
@Suite struct PaletteTests {
    /// How two kinds of cones see, by Machado, Oliveira and Fernandes, severity 1, on linear light.
    private static let visions: [(name: String, matrix: [[Double]])] = [
        ("all cones", [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
        (
            "no long",
            [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
        ),
        (
            "no middle",
            [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
        ),
        (
            "no short",
            [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
        ),
    ]

    private func light(_ color: String) -> [Double] {
        let value = Int(color.dropFirst(), radix: 16) ?? 0
        return [value >> 16, value >> 8 & 255, value & 255].map {
            let share = Double($0) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
    }

    private func product(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
        matrix.map { zip($0, vector).reduce(0) { $0 + $1.0 * $1.1 } }
    }

    private func luminance(_ color: String) -> Double {
        zip([0.2126, 0.7152, 0.0722], light(color)).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// CIE L*a*b* under D65.
    private func lab(_ light: [Double]) -> [Double] {
        let toXYZ = [
            [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041],
        ]
        let xyz = zip(product(toXYZ, light.map { min(max($0, 0), 1) }), [0.95047, 1, 1.08883]).map { $0 / $1 }
            .map { $0 > 0.008856 ? cbrt($0) : 7.787 * $0 + 16.0 / 116 }
        return [116 * xyz[1] - 16, 500 * (xyz[0] - xyz[1]), 200 * (xyz[1] - xyz[2])]
    }

    @Test(arguments: [(Palette.light, "#ffffff"), (Palette.dark, "#0d1117")])
    func `every color stands out from its ground`(colors: [String], ground: String) {
        for color in colors {
            let (a, b) = (luminance(color), luminance(ground))
            #expect((max(a, b) + 0.05) / (min(a, b) + 0.05) >= 3, "\(color) on \(ground)")
        }
    }

    @Test(arguments: [Palette.light, Palette.dark])
    func `any two colors differ for everybody`(colors: [String]) {
        for (name, matrix) in Self.visions {
            let seen = colors.map { lab(product(matrix, light($0))) }
            for (index, color) in seen.enumerated() {
                for (other, another) in seen.enumerated() where other > index {
                    let distance = zip(color, another).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
                    #expect(distance >= 10, "\(colors[index]) and \(colors[other]), \(name): \(distance)")
                }
            }
        }
    }
}
