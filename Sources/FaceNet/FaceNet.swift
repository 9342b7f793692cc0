/// Photos in, people out: what a program that recognizes faces needs.
///
///     import FaceNet
///
///     let recognizer = try Recognizer(gallery: "people.facegallery")
///     try await recognizer.enroll("ada.jpg", as: "Ada")
///     print(try await recognizer.identify("who.jpg"))
///
/// Or without a gallery, faces as points on a sphere:
///
///     let reader = try FaceReader()
///     let (ada, grace) = (try await reader.faces(in: "ada.jpg"), try await reader.faces(in: "grace.jpg"))
///     print(ada[0].embedding.squaredDistance(to: grace[0].embedding))
@_exported public import FaceDetection
@_exported public import FaceEmbedding
@_exported public import FaceGallery
@_exported public import FaceImaging
@_exported public import FaceNetworks
@_exported public import FacePipeline
@_exported public import FaceRecognition
