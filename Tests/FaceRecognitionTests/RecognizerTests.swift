import FaceRecognition
import Testing
