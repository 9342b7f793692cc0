public import FaceNetworks

/// How a face is brought before a network: which part of the photo, turned how.
///
/// A network works only on faces cut as those it was trained on, so the template is the model's, in its ``ModelCard``.
public typealias CropTemplate = ModelCard.Crop
