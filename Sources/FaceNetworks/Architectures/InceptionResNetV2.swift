extension Architecture {
    /// Inception-ResNet-v2 at 299x299, in the layout of tf-slim and timm, with Inception-ResNet-v1's embedding head.
    ///
    /// Szegedy et al., <https://arxiv.org/abs/1602.07261>, figure 15 right and figures 16 to 19, with the stem that the
    /// authors' own code has (one mixed block, `mixed5b`) in place of figure 3. Works from 75x75 up.
    public static let inceptionResNetV2 = Architecture(
        name: "inception-resnet-v2",
        inputSize: ImageSize(299),
        embeddingDimension: 512,
        layout: .inceptionResNet(InceptionResNet(sections: v2Sections, head: .mean(dropout: 0.6)))
    )

    private static let v2Sections: [InceptionResNet.Section] = [
        .convolution("conv1a", .valid(32, stride: 2)),
        .convolution("conv2a", .valid(32)),
        .convolution("conv2b", .same(64, 3, 3)),
        .maxPool("pool3a"),
        .convolution("conv3b", .same(80, 1, 1)),
        .convolution("conv4a", .valid(192)),
        .maxPool("pool5a"),
        .mixed(
            "mixed5b",
            [
                .convolutions([.same(96, 1, 1)]),
                .convolutions([.same(48, 1, 1), .same(64, 5, 5)]),
                .convolutions([.same(64, 1, 1), .same(96, 3, 3), .same(96, 3, 3)]),
                .averagePool(projection: 64),
            ]
        ),
        .residual(
            "block35",
            count: 10,
            scale: 0.17,
            [
                .convolutions([.same(32, 1, 1)]),
                .convolutions([.same(32, 1, 1), .same(32, 3, 3)]),
                .convolutions([.same(32, 1, 1), .same(48, 3, 3), .same(64, 3, 3)]),
            ]
        ),
        .mixed(
            "mixed6a",
            [
                .convolutions([.valid(384, stride: 2)]),
                .convolutions([.same(256, 1, 1), .same(256, 3, 3), .valid(384, stride: 2)]),
                .maxPool,
            ]
        ),
        .residual(
            "block17",
            count: 20,
            scale: 0.1,
            [
                .convolutions([.same(192, 1, 1)]),
                .convolutions([.same(128, 1, 1), .same(160, 1, 7), .same(192, 7, 1)]),
            ]
        ),
        .mixed(
            "mixed7a",
            [
                .convolutions([.same(256, 1, 1), .valid(384, stride: 2)]),
                .convolutions([.same(256, 1, 1), .valid(288, stride: 2)]),
                .convolutions([.same(256, 1, 1), .same(288, 3, 3), .valid(320, stride: 2)]),
                .maxPool,
            ]
        ),
        .residual("block8", count: 9, scale: 0.2, v2Block8),
        .linearResidual("block8", number: 10, v2Block8),
        .convolution("conv7b", .same(1536, 1, 1)),
    ]

    private static let v2Block8: [InceptionResNet.Branch] = [
        .convolutions([.same(192, 1, 1)]),
        .convolutions([.same(192, 1, 1), .same(224, 1, 3), .same(256, 3, 1)]),
    ]
}
