extension Architecture {
    /// Face-Inception M: residual Inception blocks at 112x112, drawn for aligned faces and for weights of 8 MB.
    ///
    /// Ours. Inception-ResNet-v1's blocks, narrower, behind a stem that halves twice instead of three times, so that eyes are
    /// still apart on a grid of 28x28. An aligned face has its parts in known places, so the embedding reads every place of
    /// the last grid, as ArcFace's networks do, and not their mean.
    public static let faceInceptionM = FaceInceptionWidths(
        stem: [32, 32, 64, 96],
        blocks: [2, 5, 4],
        grid28: 32,
        grid14: (narrow: 48, wide: 64),
        grid7: (narrow: 96, wide: 128),
        halving14: 160,
        halving7: (alone: 192, before: 96, after: 128),
        places: 64
    ).architecture("face-inception-m")

    /// Face-Inception S: the same with about two thirds of the widths.
    public static let faceInceptionS = FaceInceptionWidths.narrow(blocks: [1, 4, 4]).architecture("face-inception-s")

    /// Face-Inception D: S with more blocks, and so what a trained S can grow into.
    public static let faceInceptionD = FaceInceptionWidths.narrow(blocks: [1, 6, 8]).architecture("face-inception-d")
}

/// In what the Face-Inception networks differ: channels, and how many blocks there are.
private struct FaceInceptionWidths {
    /// The channels of the four convolutions of the stem.
    var stem: [Int]
    /// The residual blocks on the grids of 28x28, 14x14 and 7x7.
    var blocks: [Int]
    /// The channels in the branches of the blocks, of the 1x1 convolutions and of those that look around.
    var grid28: Int
    var grid14: (narrow: Int, wide: Int)
    var grid7: (narrow: Int, wide: Int)
    /// The channels of the convolutions that halve the grid to 14x14, and to 7x7: one of the latter has another before it.
    var halving14: Int
    var halving7: (alone: Int, before: Int, after: Int)
    /// The channels of each place that the embedding reads.
    var places: Int

    /// S's, with so many blocks.
    static func narrow(blocks: [Int]) -> FaceInceptionWidths {
        FaceInceptionWidths(
            stem: [16, 32, 48, 64],
            blocks: blocks,
            grid28: 32,
            grid14: (narrow: 32, wide: 48),
            grid7: (narrow: 64, wide: 96),
            halving14: 96,
            halving7: (alone: 128, before: 64, after: 96),
            places: 48
        )
    }

    func architecture(_ name: String) -> Architecture {
        Architecture(
            name: name,
            inputSize: ImageSize(112),
            embeddingDimension: 128,
            layout: .inceptionResNet(InceptionResNet(sections: sections, head: .places(channels: places)))
        )
    }

    private var sections: [InceptionResNet.Section] {
        [
            .convolution("conv1a", .half(stem[0])),
            .convolution("conv1b", .same(stem[1], 3, 3)),
            .convolution("conv2a", .half(stem[2])),
            .convolution("conv2b", .same(stem[3], 3, 3)),
            .residual(
                "block28",
                count: blocks[0],
                scale: 0.3,
                [.convolutions([.same(grid28, 1, 1)]), .convolutions([.same(grid28, 1, 1), .same(grid28, 3, 3)])]
            ),
            .mixed("mixed14", [.convolutions([.half(halving14)]), .halvingMaxPool]),
            .residual(
                "block14",
                count: blocks[1],
                scale: 0.3,
                [
                    .convolutions([.same(grid14.narrow, 1, 1)]),
                    .convolutions([.same(grid14.narrow, 1, 1), .same(grid14.wide, 3, 3)]),
                    .convolutions([
                        .same(grid14.narrow, 1, 1), .same(grid14.narrow, 3, 3), .same(grid14.wide, 3, 3),
                    ]),
                ]
            ),
            .mixed(
                "mixed7",
                [
                    .convolutions([.half(halving7.alone)]),
                    .convolutions([.same(halving7.before, 1, 1), .half(halving7.after)]),
                    .halvingMaxPool,
                ]
            ),
            .residual(
                "block7",
                count: blocks[2],
                scale: 0.3,
                [
                    .convolutions([.same(grid7.narrow, 1, 1)]),
                    .convolutions([
                        .same(grid7.narrow, 1, 1), .same(grid7.narrow, 1, 7), .same(grid7.wide, 7, 1),
                    ]),
                ]
            ),
        ]
    }
}
