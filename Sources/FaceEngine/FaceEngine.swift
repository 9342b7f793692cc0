// FaceEngine
