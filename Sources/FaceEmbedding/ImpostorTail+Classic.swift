extension ImpostorTail {
    /// How near strangers come under the classic published 512-D FaceNet model (trained on VGGFace2), on LFW.
    ///
    /// For models that nobody calibrated: a guess, as another model spreads faces otherwise. Measured on one photo each
    /// of the 4,275 people of LFW's first 7,701 photos, six people who are there under two names taken as one.
    public static let classic = ImpostorTail(
        points: [
            (0.38999206, 5.473e-7), (0.41386268, 1.3135e-6), (0.4660766, 2.846e-6), (0.5145862, 6.458e-6),
            (0.5570047, 1.3464e-5), (0.6149782, 3.1963e-5), (0.6789856, 7.5309e-5), (0.74965495, 1.7262e-4),
            (0.8276797, 4.0873e-4), (0.9138252, 9.6753e-4), (1.0089369, 2.2967e-3), (1.0921057, 4.5964e-3),
            (1.1821303, 9.2426e-3), (1.279576, 1.8661e-2), (1.3850541, 3.7468e-2), (1.5292116, 8.7564e-2),
            (1.6883733, 0.19298), (1.9013826, 0.42672),
        ].map { Point(squaredDistance: $0, falseAcceptRate: $1) },
        level: -5.6877,
        exponent: 8.0189,
        growth: 0.84587,
        people: 4275,
        source: "LFW, one photo each of 4,275 people, the classic 512-D model",
        unchecked: ()
    )

    /// Without the checks of the public initializer, which a test runs on ``classic``.
    private init(
        points: [Point],
        level: Double,
        exponent: Double,
        growth: Double,
        people: Int,
        source: String,
        unchecked: Void
    ) {
        (self.points, self.level, self.exponent, self.growth) = (points, level, exponent, growth)
        (self.people, self.source) = (people, source)
    }
}
