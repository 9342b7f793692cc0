extension Augmentation {
    private enum Setting: String, CodingKey, CaseIterable {
        case mirror, placement, occlusion, downscale, blur, color, gray, noise, jpeg
    }

    /// Decodes settings, and validates them; those left out are as in ``init()``.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.settings(Setting.self)
        mirror = try values.setting(.mirror) ?? mirror
        placement = try values.setting(.placement) ?? placement
        occlusion = try values.setting(.occlusion) ?? occlusion
        downscale = try values.setting(.downscale) ?? downscale
        blur = try values.setting(.blur) ?? blur
        color = try values.setting(.color) ?? color
        gray = try values.setting(.gray) ?? gray
        noise = try values.setting(.noise) ?? noise
        jpeg = try values.setting(.jpeg) ?? jpeg
        do {
            try validate()
        } catch {
            let context = DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "\(error)")
            throw DecodingError.dataCorrupted(context)
        }
    }
}

extension Augmentation.Placement {
    private enum Setting: String, CodingKey, CaseIterable { case probability, rotation, shift, zoom }

    /// Decodes settings; those left out are as in ``init()``.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.settings(Setting.self)
        probability = try values.setting(.probability) ?? probability
        rotation = try values.setting(.rotation) ?? rotation
        shift = try values.setting(.shift) ?? shift
        zoom = try values.setting(.zoom) ?? zoom
    }
}

extension Augmentation.Occlusion {
    private enum Setting: String, CodingKey, CaseIterable { case probability, kinds, blockShare, maskRise, placement }

    /// Decodes settings; those left out are as in ``init()``.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.settings(Setting.self)
        probability = try values.setting(.probability) ?? probability
        kinds = try values.setting(.kinds) ?? kinds
        blockShare = try values.setting(.blockShare) ?? blockShare
        maskRise = try values.setting(.maskRise) ?? maskRise
        placement = try values.setting(.placement)
    }
}

extension Augmentation.Downscale {
    private enum Setting: String, CodingKey, CaseIterable { case probability, factor }

    /// Decodes settings; those left out are as in ``init()``.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.settings(Setting.self)
        probability = try values.setting(.probability) ?? probability
        factor = try values.setting(.factor) ?? factor
    }
}

extension Augmentation.Blur {
    private enum Setting: String, CodingKey, CaseIterable { case probability, motion, deviation, length }

    /// Decodes settings; those left out are as in ``init()``.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.settings(Setting.self)
        probability = try values.setting(.probability) ?? probability
        motion = try values.setting(.motion) ?? motion
        deviation = try values.setting(.deviation) ?? deviation
        length = try values.setting(.length) ?? length
    }
}

extension Augmentation.ColorChange {
    private enum Setting: String, CodingKey, CaseIterable { case probability, brightness, contrast, saturation, hue }

    /// Decodes settings; those left out are as in ``init()``.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.settings(Setting.self)
        probability = try values.setting(.probability) ?? probability
        brightness = try values.setting(.brightness) ?? brightness
        contrast = try values.setting(.contrast) ?? contrast
        saturation = try values.setting(.saturation) ?? saturation
        hue = try values.setting(.hue) ?? hue
    }
}

extension Augmentation.Noise {
    private enum Setting: String, CodingKey, CaseIterable { case probability, deviation }

    /// Decodes settings; those left out are as in ``init()``.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.settings(Setting.self)
        probability = try values.setting(.probability) ?? probability
        deviation = try values.setting(.deviation) ?? deviation
    }
}

extension Augmentation.JPEG {
    private enum Setting: String, CodingKey, CaseIterable { case probability, quality }

    /// Decodes settings; those left out are as in ``init()``.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.settings(Setting.self)
        probability = try values.setting(.probability) ?? probability
        quality = try values.setting(.quality) ?? quality
    }
}
