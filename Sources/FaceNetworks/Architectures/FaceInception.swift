extension Architecture {
    /// Face-Inception M: residual Inception blocks at 112x112, drawn for aligned faces and for weights of 8 MB.
    ///
    /// Ours. Inception-ResNet-v1's blocks, narrower, behind a stem that halves twice instead of three times, so that eyes are
    /// still apart on a grid of 28x28. An aligned face has its parts in known places, so the embedding reads every place of
    /// the last grid, as ArcFace's networks do, and not their mean.
    public static let faceInceptionM = Architecture(
        name: "face-inception-m",
        inputSize: ImageSize(112),
        embeddingDimension: 128,
        layout: .inceptionResNet(
            InceptionResNet(
                sections: [
                    .convolution("conv1a", .half(32)),
                    .convolution("conv1b", .same(32, 3, 3)),
                    .convolution("conv2a", .half(64)),
                    .convolution("conv2b", .same(96, 3, 3)),
                    .residual(
                        "block28",
                        count: 2,
                        scale: 0.3,
                        [.convolutions([.same(32, 1, 1)]), .convolutions([.same(32, 1, 1), .same(32, 3, 3)])]
                    ),
                    .mixed("mixed14", [.convolutions([.half(160)]), .halvingMaxPool]),
                    .residual(
                        "block14",
                        count: 5,
                        scale: 0.3,
                        [
                            .convolutions([.same(48, 1, 1)]),
                            .convolutions([.same(48, 1, 1), .same(64, 3, 3)]),
                            .convolutions([.same(48, 1, 1), .same(48, 3, 3), .same(64, 3, 3)]),
                        ]
                    ),
                    .mixed(
                        "mixed7",
                        [
                            .convolutions([.half(192)]),
                            .convolutions([.same(96, 1, 1), .half(128)]),
                            .halvingMaxPool,
                        ]
                    ),
                    .residual(
                        "block7",
                        count: 4,
                        scale: 0.3,
                        [
                            .convolutions([.same(96, 1, 1)]),
                            .convolutions([.same(96, 1, 1), .same(96, 1, 7), .same(128, 7, 1)]),
                        ]
                    ),
                ],
                head: .places(channels: 64)
            )
        )
    )

    /// Face-Inception S: the same with about two thirds of the widths.
    public static let faceInceptionS = narrow("face-inception-s", blocks14: 4, blocks7: 4)

    /// Face-Inception D: S with more blocks, and so what a trained S can grow into.
    public static let faceInceptionD = narrow("face-inception-d", blocks14: 6, blocks7: 8)

    /// The narrow networks, with so many blocks on the grids of 14x14 and 7x7.
    private static func narrow(_ name: String, blocks14: Int, blocks7: Int) -> Architecture {
        Architecture(
            name: name,
            inputSize: ImageSize(112),
            embeddingDimension: 128,
            layout: .inceptionResNet(
                InceptionResNet(
                    sections: [
                        .convolution("conv1a", .half(16)),
                        .convolution("conv1b", .same(32, 3, 3)),
                        .convolution("conv2a", .half(48)),
                        .convolution("conv2b", .same(64, 3, 3)),
                        .residual(
                            "block28",
                            count: 1,
                            scale: 0.3,
                            [.convolutions([.same(32, 1, 1)]), .convolutions([.same(32, 1, 1), .same(32, 3, 3)])]
                        ),
                        .mixed("mixed14", [.convolutions([.half(96)]), .halvingMaxPool]),
                        .residual(
                            "block14",
                            count: blocks14,
                            scale: 0.3,
                            [
                                .convolutions([.same(32, 1, 1)]),
                                .convolutions([.same(32, 1, 1), .same(48, 3, 3)]),
                                .convolutions([.same(32, 1, 1), .same(32, 3, 3), .same(48, 3, 3)]),
                            ]
                        ),
                        .mixed(
                            "mixed7",
                            [
                                .convolutions([.half(128)]),
                                .convolutions([.same(64, 1, 1), .half(96)]),
                                .halvingMaxPool,
                            ]
                        ),
                        .residual(
                            "block7",
                            count: blocks7,
                            scale: 0.3,
                            [
                                .convolutions([.same(64, 1, 1)]),
                                .convolutions([.same(64, 1, 1), .same(64, 1, 7), .same(96, 7, 1)]),
                            ]
                        ),
                    ],
                    head: .places(channels: 48)
                )
            )
        )
    }
}
