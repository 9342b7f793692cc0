extension Architecture {
    /// NN4: NN2 at 96x96, without the 5x5 branches from inception 4e on.
    ///
    /// The paper prints no table; it says "no 5x5 convolutions in the higher layers", 285M multiply-adds, and 6.6M to
    /// 7.5M parameters for all its Inception models. Leaving the 5x5 branches out of 4e, 5a and 5b gives 6.6M and
    /// 285M. The other readings miss: out of 5a and 5b only, 6.9M and 289M; from 4a on, 6.2M and 271M.
    public static let nn4 = Architecture(
        "nn4",
        inputSize: ImageSize(96),
        rows: [
            Row("conv1", .convolution(7, stride: 2, outputs: 64)),
            Row("pool1", .maxPool),
            Row("norm1", .norm),
            Row("inception2", .block(0, 64, 192, 0, 0, nil)),
            Row("norm2", .norm),
            Row("pool2", .maxPool),
            //                        1x1 3x3r  3x3 5x5r 5x5 pool
            Row("inception3a", .block(64, 96, 128, 16, 32, .max(32))),
            Row("inception3b", .block(64, 96, 128, 32, 64, .l2(64))),
            Row("inception3c", .block(0, 128, 256, 32, 64, .max, stride: 2)),
            Row("inception4a", .block(256, 96, 192, 32, 64, .l2(128))),
            Row("inception4b", .block(224, 112, 224, 32, 64, .l2(128))),
            Row("inception4c", .block(192, 128, 256, 32, 64, .l2(128))),
            Row("inception4d", .block(160, 144, 288, 32, 64, .l2(128))),
            Row("inception4e", .block(0, 160, 256, 0, 0, .max, stride: 2)),
            Row("inception5a", .block(384, 192, 384, 0, 0, .l2(128))),
            Row("inception5b", .block(384, 192, 384, 0, 0, .max(128))),
            Row("pool5", .averagePool),
            Row("embedding", .embedding),
            Row("normalize", .normalize),
        ],
        published: PublishedCost(parameters: "6.6M", multiplyAdds: "285M")
    )
}
