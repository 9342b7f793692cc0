import Testing

@testable import FaceReport
