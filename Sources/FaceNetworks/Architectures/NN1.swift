extension Architecture {
    /// NN1: Zeiler and Fergus' network with 1x1 convolutions between.
    ///
    /// The paper's Table 1, row by row. The two hidden fully connected layers are maxout layers of two pieces (`p=2`), 4096 units each, which the
    /// paper writes 1x32x128. Its `concat` row changes nothing and is left out. 140M parameters, 1.6B multiply-adds.
    public static let nn1 = Architecture(
        "nn1",
        inputSize: ImageSize(220),
        rows: [
            Row("conv1", .convolution(7, stride: 2, outputs: 64), "9K", "115M"),
            Row("pool1", .maxPool, "0"),
            Row("norm1", .norm, "0"),
            Row("conv2a", .convolution(1, outputs: 64), "4K", "13M"),
            Row("conv2", .convolution(3, outputs: 192), "111K", "335M"),
            Row("norm2", .norm, "0"),
            Row("pool2", .maxPool, "0"),
            Row("conv3a", .convolution(1, outputs: 192), "37K", "29M"),
            Row("conv3", .convolution(3, outputs: 384), "664K", "521M"),
            Row("pool3", .maxPool, "0"),
            Row("conv4a", .convolution(1, outputs: 384), "148K", "29M"),
            Row("conv4", .convolution(3, outputs: 256), "885K", "173M"),
            Row("conv5a", .convolution(1, outputs: 256), "66K", "13M"),
            Row("conv5", .convolution(3, outputs: 256), "590K", "116M"),
            Row("conv6a", .convolution(1, outputs: 256), "66K", "13M"),
            Row("conv6", .convolution(3, outputs: 256), "590K", "116M"),
            Row("pool4", .maxPool, "0"),
            Row("fc1", .maxout(units: 4096, pieces: 2), "103M", "103M"),
            Row("fc2", .maxout(units: 4096, pieces: 2), "34M", "34M"),
            Row("embedding", .embedding, "524K", "0.5M"),
            Row("normalize", .normalize, "0"),
        ],
        published: PublishedCost(parameters: "140M", multiplyAdds: "1.6B")
    )
}
