// FaceImagingTests
