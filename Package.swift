// swift-tools-version: 6.2

import PackageDescription

/// The language features every Swift target is built with.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// `make check` treats warnings as errors; a newer compiler's new warnings should not stop anyone else.
let warnings: [SwiftSetting] =
    Context.environment["FACENET_WARNINGS_AS_ERRORS"] == nil ? [] : [.treatAllWarnings(as: .error)]

let package = Package(
    name: "FaceNet",
    products: [
        .library(name: "FaceNet", targets: ["FaceNet"]),
        // Apart from FaceNet: who recognizes faces has no use for optimizers.
        .library(name: "FaceTraining", targets: ["FaceEngine", "FaceTraining"]),
        .executable(name: "facenet", targets: ["facenet"]),
    ],
    // Off by default: who trains on one machine installs nothing for it. With it, `mpirun -n 4 facenet train` works.
    traits: [.trait(name: "MPI", description: "Train on several machines, over MPI (libopenmpi-dev).")],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-configuration.git", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-protobuf.git", from: "1.39.0"),
        .package(url: "https://github.com/apple/swift-system.git", from: "1.6.0"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.0"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.0.0"),
        // For tests: Hummingbird's own brings it.
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.30.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.11.0"),
    ],
    targets: [
        // C libraries
        .systemLibrary(name: "COneDNN", providers: [.apt(["libdnnl-dev"])]),
        // glib through pkg-config, not vips: vips.pc asks for -pthread, which the package manager refuses with a warning.
        // libvips itself lies on the default paths; the module map links it.
        .systemLibrary(name: "CVips", pkgConfig: "gobject-2.0", providers: [.apt(["libvips-dev"])]),
        .systemLibrary(name: "CMPI", pkgConfig: "ompi-c", providers: [.apt(["libopenmpi-dev"])]),

        // hnswlib is a library of C++ templates: the shim compiles the one it needs.
        .target(name: "CHNSW", dependencies: ["CCodes"]),
        // Distances between one-byte codes, in the instructions the processor has.
        .target(name: "CCodes"),

        // zip archives of photos, for the service.
        .systemLibrary(name: "CArchive", providers: [.apt(["libarchive-dev"])]),

        // The page of the service, linked in byte by byte from its folder.
        .target(name: "CPage", exclude: ["Files"], cSettings: [.headerSearchPath("Files")]),

        // The models we ship, linked in byte by byte from Models/.
        .target(name: "CModels", cSettings: [.headerSearchPath("../../Models")]),

        // The commit that is built, for reports
        .plugin(name: "RecordCommit", capability: .buildTool()),
        .target(name: "BuildCommit", plugins: ["RecordCommit"]),

        // Libraries, leaves first
        .target(name: "FaceEmbedding"),
        .target(name: "FaceEngine", dependencies: ["COneDNN"]),
        .target(
            name: "FaceNetworks",
            dependencies: [
                "CModels", "FaceEmbedding", "FaceEngine",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ]
        ),
        .target(name: "FaceImaging", dependencies: ["CVips"]),
        .target(name: "FaceDetection", dependencies: ["FaceEngine", "FaceNetworks", "FaceImaging"]),
        .target(
            name: "FacePipeline",
            dependencies: ["FaceDetection", "FaceEmbedding", "FaceEngine", "FaceImaging", "FaceNetworks"]
        ),
        .target(name: "FaceEvaluation", dependencies: ["FaceEmbedding"]),
        .target(name: "FaceReport", dependencies: ["FaceEvaluation"]),
        .target(
            name: "FaceGallery",
            dependencies: [
                "CCodes", "CHNSW", "FaceEmbedding",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                // SQLite itself, of GRDB: enrolling a million templates calls its functions without an object a value.
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]
        ),
        .target(
            name: "FaceRecognition",
            dependencies: [
                "FaceDetection", "FaceEmbedding", "FaceGallery", "FaceImaging", "FaceNetworks", "FacePipeline",
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        .target(
            name: "FaceLaboratory",
            dependencies: [
                "FaceDetection", "FaceEmbedding", "FaceEngine", "FaceEvaluation", "FaceImaging", "FaceNetworks",
                "FacePipeline",
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        .target(
            name: "FaceTraining",
            dependencies: [
                .target(name: "CMPI", condition: .when(traits: ["MPI"])),
                "FaceEmbedding", "FaceEngine", "FaceEvaluation", "FaceImaging", "FaceNetworks",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Yams", package: "Yams"),
            ]
        ),
        .target(
            name: "FaceNet",
            dependencies: [
                "FaceDetection", "FaceEmbedding", "FaceGallery", "FaceImaging", "FaceNetworks", "FacePipeline",
                "FaceRecognition",
            ]
        ),
        .target(
            name: "FaceService",
            dependencies: [
                "CArchive", "CPage", "FaceDetection", "FaceEmbedding", "FaceGallery", "FaceImaging", "FaceNetworks",
                "FacePipeline", "FaceRecognition",
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        ),

        // Executables
        .executableTarget(
            name: "facenet",
            dependencies: [
                "BuildCommit", "FaceDetection", "FaceEmbedding", "FaceEngine", "FaceEvaluation", "FaceGallery",
                "FaceImaging", "FaceLaboratory", "FaceNetworks", "FacePipeline", "FaceRecognition", "FaceReport",
                "FaceService", "FaceTraining",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),

        .executableTarget(name: "fuzz-readers", dependencies: ["FaceEngine", "FaceImaging", "FaceNetworks"]),
        // Scripts/kill-gallery and Scripts/fill-gallery
        .executableTarget(name: "stress-gallery", dependencies: ["FaceEmbedding", "FaceGallery"]),

        // Tests
        .target(name: "FaceTestSupport", dependencies: ["FaceEngine", "FaceNetworks"]),
        .testTarget(name: "FaceEmbeddingTests", dependencies: ["FaceEmbedding"]),
        .testTarget(
            name: "FaceEngineTests",
            dependencies: ["FaceEngine", "FaceNetworks", "FaceTestSupport"],
            resources: [.copy("Golden")]
        ),
        .testTarget(
            name: "FaceNetworksTests",
            dependencies: ["FaceEmbedding", "FaceEngine", "FaceNetworks", "FaceTestSupport"],
            resources: [.copy("Golden")]
        ),
        .testTarget(name: "FaceImagingTests", dependencies: ["FaceImaging"], resources: [.copy("Golden")]),
        .testTarget(
            name: "FaceDetectionTests",
            dependencies: ["FaceDetection", "FaceEngine", "FaceImaging", "FaceNetworks", "FaceTestSupport"],
            resources: [.copy("Golden")]
        ),
        .testTarget(
            name: "FacePipelineTests",
            dependencies: [
                "FaceDetection", "FaceEmbedding", "FaceEngine", "FaceImaging", "FaceNetworks", "FacePipeline",
                "FaceTestSupport",
            ]
        ),
        .testTarget(
            name: "FaceEvaluationTests",
            dependencies: ["FaceEmbedding", "FaceEvaluation"],
            resources: [.copy("Golden")]
        ),
        .testTarget(name: "FaceReportTests", dependencies: ["FaceEvaluation", "FaceReport"]),
        .testTarget(
            name: "FaceGalleryTests",
            dependencies: [
                "CCodes", "FaceEmbedding", "FaceEvaluation", "FaceGallery",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .testTarget(
            name: "FaceRecognitionTests",
            dependencies: [
                "FaceDetection", "FaceEmbedding", "FaceGallery", "FaceImaging", "FaceNetworks", "FacePipeline",
                "FaceRecognition", "FaceTestSupport",
            ]
        ),
        .testTarget(
            name: "FaceServiceTests",
            dependencies: [
                "CArchive", "FaceDetection", "FaceEmbedding", "FaceGallery", "FaceImaging", "FaceNetworks",
                "FacePipeline",
                "FaceRecognition", "FaceService", "FaceTestSupport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]
        ),
        .testTarget(
            name: "FaceLaboratoryTests",
            dependencies: [
                "FaceDetection", "FaceEmbedding", "FaceEngine", "FaceEvaluation", "FaceImaging", "FaceLaboratory",
                "FaceNetworks", "FacePipeline", "FaceTestSupport",
            ]
        ),
        .testTarget(
            name: "FaceTrainingTests",
            dependencies: [
                "FaceEmbedding", "FaceEngine", "FaceEvaluation", "FaceImaging", "FaceNetworks", "FaceTestSupport",
                "FaceTraining",
            ],
            resources: [.copy("Golden")]
        ),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "FaceDetection", "FaceEmbedding", "FaceEngine", "FaceEvaluation", "FaceGallery", "FaceImaging",
                "FaceNetworks", "FaceReport", "FaceTraining", "facenet",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            resources: [.copy("Help")]
        ),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)

for target in package.targets
where ![.system, .plugin].contains(target.type) && !["CHNSW", "CCodes"].contains(target.name) {
    target.swiftSettings = (target.swiftSettings ?? []) + strict + warnings
}
