// FaceEmbeddingTests
