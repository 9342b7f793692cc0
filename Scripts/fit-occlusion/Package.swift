// swift-tools-version: 6.2

import PackageDescription

/// Draws occluders onto photos and writes what ``OcclusionJudge`` would see; `fit.py` beside it makes the weights.
let package = Package(
    name: "fit-occlusion",
    dependencies: [.package(name: "FaceNet", path: "../..")],
    targets: [
        .executableTarget(name: "occlusion-features", dependencies: [.product(name: "FaceNet", package: "FaceNet")])
    ],
    swiftLanguageModes: [.v6]
)
