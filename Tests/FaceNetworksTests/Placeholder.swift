// FaceNetworksTests
