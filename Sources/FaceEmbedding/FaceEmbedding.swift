// FaceEmbedding: laid out, not yet built.
