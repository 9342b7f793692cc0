extension Architecture {
    /// NN2: Inception at 224x224.
    ///
    /// The paper's Table 2, row by row. 7.5M parameters, 1.6B multiply-adds.
    public static let nn2 = Architecture(
        "nn2",
        inputSize: ImageSize(224),
        rows: nn2Rows,
        published: PublishedCost(parameters: "7.5M", multiplyAdds: "1.6B")
    )

    /// NN3: NN2 at 160x160.
    ///
    /// The paper prints no table for it.
    public static let nn3 = Architecture(
        "nn3",
        inputSize: ImageSize(160),
        rows: nn2Rows.map(\.unpublished),
        published: PublishedCost(parameters: "7.5M", multiplyAdds: nil)
    )

    private static let nn2Rows = [
        Row("conv1", .convolution(7, stride: 2, outputs: 64), "9K", "119M"),
        Row("pool1", .maxPool),
        Row("norm1", .norm),
        Row("inception2", .block(0, 64, 192, 0, 0, nil), "115K", "360M"),
        Row("norm2", .norm),
        Row("pool2", .maxPool),
        //                        1x1 3x3r  3x3 5x5r 5x5 pool
        Row("inception3a", .block(64, 96, 128, 16, 32, .max(32)), "164K", "128M"),
        Row("inception3b", .block(64, 96, 128, 32, 64, .l2(64)), "228K", "179M"),
        Row("inception3c", .block(0, 128, 256, 32, 64, .max, stride: 2), "398K", "108M"),
        Row("inception4a", .block(256, 96, 192, 32, 64, .l2(128)), "545K", "107M"),
        Row("inception4b", .block(224, 112, 224, 32, 64, .l2(128)), "595K", "117M"),
        Row("inception4c", .block(192, 128, 256, 32, 64, .l2(128)), "654K", "128M"),
        Row("inception4d", .block(160, 144, 288, 32, 64, .l2(128)), "722K", "142M"),
        Row("inception4e", .block(0, 160, 256, 64, 128, .max, stride: 2), "717K", "56M"),
        Row("inception5a", .block(384, 192, 384, 48, 128, .l2(128)), "1.6M", "78M"),
        Row("inception5b", .block(384, 192, 384, 48, 128, .max(128)), "1.6M", "78M"),
        Row("pool5", .averagePool),
        Row("embedding", .embedding, "131K", "0.1M"),
        Row("normalize", .normalize),
    ]
}
