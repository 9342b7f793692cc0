// FaceEngineTests
