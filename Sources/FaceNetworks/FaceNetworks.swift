// FaceNetworks: laid out, not yet built.
