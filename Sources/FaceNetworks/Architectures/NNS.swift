extension Architecture {
    /// NNS1, "mini Inception" at 165x165, in a layout of ours.
    ///
    /// The paper has no table for it, only its cost: 26M parameters and 220M multiply-adds.
    ///
    /// So many parameters at so few multiply-adds cannot lie in convolutions, which use each weight at every place.
    /// So this is a narrow NN2 without a mean at the end, in front of one of NN1's maxout layers, which holds 95 % of
    /// the parameters. The 5x5 branches end where NN4's do.
    public static let nns1 = Architecture(
        "nns1",
        inputSize: ImageSize(165),
        rows: [
            Row("conv1", .convolution(7, stride: 2, outputs: 32)),
            Row("pool1", .maxPool),
            Row("norm1", .norm),
            Row("inception2", .block(0, 32, 96, 0, 0, nil)),
            Row("norm2", .norm),
            Row("pool2", .maxPool),
            //                        1x1 3x3r  3x3 5x5r 5x5 pool
            Row("inception3a", .block(32, 48, 64, 8, 16, .max(16))),
            Row("inception3b", .block(32, 48, 64, 16, 32, .l2(32))),
            Row("inception3c", .block(0, 64, 128, 16, 32, .max, stride: 2)),
            Row("inception4a", .block(128, 48, 96, 16, 32, .l2(64))),
            Row("inception4b", .block(96, 64, 128, 16, 32, .l2(64))),
            Row("inception4e", .block(0, 80, 160, 0, 0, .max, stride: 2)),
            Row("inception5a", .block(144, 96, 128, 0, 0, .max(64))),
            Row("fc1", .maxout(units: 1024, pieces: 2)),
            Row("embedding", .embedding),
            Row("normalize", .normalize),
        ],
        published: PublishedCost(parameters: "26M", multiplyAdds: "220M")
    )

    /// NNS2, "tiny Inception" at 140x116, in a layout of ours.
    ///
    /// The paper has no table for it, only its cost: 4.3M parameters and 20M multiply-adds. Nor does it say which of the
    /// two sizes is which; faces are tall, so the greater is read as the rows.
    public static let nns2 = Architecture(
        "nns2",
        inputSize: ImageSize(rows: 140, columns: 116),
        rows: [
            Row("conv1", .convolution(7, stride: 2, outputs: 8)),
            Row("pool1", .maxPool),
            Row("norm1", .norm),
            Row("inception2", .block(0, 16, 32, 0, 0, nil)),
            Row("norm2", .norm),
            Row("pool2", .maxPool),
            //                        1x1 3x3r  3x3 5x5r 5x5 pool
            Row("inception3a", .block(16, 16, 32, 4, 8, .max(8))),
            Row("inception3c", .block(0, 20, 48, 4, 8, .max, stride: 2)),
            Row("inception4a", .block(48, 24, 48, 0, 0, .l2(24))),
            Row("inception4e", .block(0, 32, 64, 0, 0, .max, stride: 2)),
            Row("inception5a", .block(64, 48, 104, 0, 0, .max(32))),
            Row("fc1", .maxout(units: 512, pieces: 2)),
            Row("embedding", .embedding),
            Row("normalize", .normalize),
        ],
        published: PublishedCost(parameters: "4.3M", multiplyAdds: "20M")
    )
}
