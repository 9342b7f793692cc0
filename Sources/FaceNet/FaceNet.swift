/// Photos in, embeddings out: what a program that compares faces needs.
///
///     import FaceNet
///
///     let reader = try FaceReader(model: "facenet-vggface2.onnx")
///     let (ada, grace) = (try await reader.faces(in: "ada.jpg"), try await reader.faces(in: "grace.jpg"))
///     print(ada[0].embedding.squaredDistance(to: grace[0].embedding))
@_exported public import FaceDetection
@_exported public import FaceEmbedding
@_exported public import FaceImaging
@_exported public import FaceNetworks
@_exported public import FacePipeline
