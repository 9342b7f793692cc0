import Testing

@testable import facenet

@Suite struct FigureTests {
    @Test func `a report of progress says rate and time left`() {
        #expect(
            Progress.text(done: 1200, total: 7701, unit: "photos", seconds: 14)
                == "1200 of 7701 photos, 85.7/s, 1m16s left"
        )
        #expect(Progress.text(done: 0, total: 5, unit: "photos", seconds: 1) == "0 of 5 photos, 0.0/s, ? left")
    }

    @Test(arguments: [(0, "0s"), (59, "59s"), (60, "1m00s"), (3599, "59m59s"), (3600, "1h00m"), (90_061, "25h01m")])
    func `durations read as people say them`(seconds: Int, expected: String) {
        #expect(seconds.asDuration == expected)
    }

    @Test func `the median of an even number is the mean of the middle two`() {
        #expect([3, 1, 2].median == 2)
        #expect([4.0, 1, 3, 2].median == 2.5)
        #expect([Double]().median.isNaN)
    }

    @Test func `a failure is one line whatever its reason is`() {
        #expect(Failure("a.jpg", "one\ntwo").description == "a.jpg: one two")
    }
}
