extension Architecture {
    /// Inception-ResNet-v1 at 160x160, as David Sandberg's facenet and facenet-pytorch have it.
    ///
    /// Not in the FaceNet paper, but what most FaceNet models are. Szegedy et al., <https://arxiv.org/abs/1602.07261>, figure 15 left and figures 10 to 14.
    public static let inceptionResNetV1 = Architecture(
        name: "inception-resnet-v1",
        inputSize: ImageSize(160),
        embeddingDimension: 512,
        layout: .inceptionResNet(InceptionResNet(sections: v1Sections, head: .mean(dropout: 0.6)))
    )

    private static let v1Sections: [InceptionResNet.Section] = [
        .convolution("conv1a", .valid(32, stride: 2)),
        .convolution("conv2a", .valid(32)),
        .convolution("conv2b", .same(64, 3, 3)),
        .maxPool("pool3a"),
        .convolution("conv3b", .same(80, 1, 1)),
        .convolution("conv4a", .valid(192)),
        .convolution("conv4b", .valid(256, stride: 2)),
        .residual(
            "block35",
            count: 5,
            scale: 0.17,
            [
                .convolutions([.same(32, 1, 1)]),
                .convolutions([.same(32, 1, 1), .same(32, 3, 3)]),
                .convolutions([.same(32, 1, 1), .same(32, 3, 3), .same(32, 3, 3)]),
            ]
        ),
        .mixed(
            "mixed6a",
            [
                .convolutions([.valid(384, stride: 2)]),
                .convolutions([.same(192, 1, 1), .same(192, 3, 3), .valid(256, stride: 2)]),
                .maxPool,
            ]
        ),
        .residual(
            "block17",
            count: 10,
            scale: 0.1,
            [
                .convolutions([.same(128, 1, 1)]),
                .convolutions([.same(128, 1, 1), .same(128, 1, 7), .same(128, 7, 1)]),
            ]
        ),
        .mixed(
            "mixed7a",
            [
                .convolutions([.same(256, 1, 1), .valid(384, stride: 2)]),
                .convolutions([.same(256, 1, 1), .valid(256, stride: 2)]),
                .convolutions([.same(256, 1, 1), .same(256, 3, 3), .valid(256, stride: 2)]),
                .maxPool,
            ]
        ),
        .residual("block8", count: 5, scale: 0.2, v1Block8),
        .linearResidual("block8", number: 6, v1Block8),
    ]

    private static let v1Block8: [InceptionResNet.Branch] = [
        .convolutions([.same(192, 1, 1)]),
        .convolutions([.same(192, 1, 1), .same(192, 1, 3), .same(192, 3, 1)]),
    ]
}
