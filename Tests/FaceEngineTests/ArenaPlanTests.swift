import Testing

@testable import FaceEngine

@Suite struct ArenaPlanTests {
    @Test func `buffers that live at different times share a place`() {
        let plan = ArenaPlan([
            ArenaPlan.Request(size: 100, first: 0, last: 1), ArenaPlan.Request(size: 100, first: 2, last: 3),
        ])
        #expect(plan.offsets == [0, 0])
        #expect(plan.size == 100)
    }

    @Test func `buffers that meet in one step lie apart, aligned`() {
        let plan = ArenaPlan([
            ArenaPlan.Request(size: 100, first: 0, last: 1), ArenaPlan.Request(size: 60, first: 1, last: 2),
        ])
        #expect(plan.offsets == [0, 128])
        #expect(plan.size == 188)
    }

    @Test func `a small buffer fills the gap that a short life leaves`() {
        let plan = ArenaPlan([
            ArenaPlan.Request(size: 256, first: 0, last: 0), ArenaPlan.Request(size: 128, first: 0, last: 9),
            ArenaPlan.Request(size: 64, first: 5, last: 6),
        ])
        #expect(plan.offsets == [0, 256, 0])
    }

    @Test func `nothing needs nothing`() {
        #expect(ArenaPlan([]).size == 0)
        #expect(ArenaPlan([ArenaPlan.Request(size: 0, first: 0, last: 0)]).size == 0)
    }

    @Test func `no two living buffers overlap, whatever is asked`() {
        var state: UInt64 = 1
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        for _ in 0..<50 {
            let requests = (0..<40).map { _ in
                let first = next(30)
                return ArenaPlan.Request(size: 1 + next(500), first: first, last: first + next(8))
            }
            let plan = ArenaPlan(requests)
            for a in requests.indices {
                #expect(plan.offsets[a].isMultiple(of: 64))
                #expect(plan.offsets[a] + requests[a].size <= plan.size)
                for b in requests.indices where a < b {
                    let meet = requests[a].first <= requests[b].last && requests[b].first <= requests[a].last
                    let apart =
                        plan.offsets[a] + requests[a].size <= plan.offsets[b]
                        || plan.offsets[b] + requests[b].size <= plan.offsets[a]
                    #expect(!meet || apart)
                }
            }
        }
    }
}
