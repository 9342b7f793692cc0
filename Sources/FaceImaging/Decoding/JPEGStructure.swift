/// The little of JPEG's structure that libjpeg does not check for us.
enum JPEGStructure {
    /// Whether an end-of-image marker follows the first scan.
    ///
    /// libjpeg is content once the last row is decoded, so a file cut in its last bytes would pass. Inside a scan
    /// 0xFF is always followed by 0x00 or a restart marker, so 0xFF 0xD9 after the first scan is the real end (one in
    /// a thumbnail lies before it).
    static func hasEnd(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let scan = firstScan(bytes) else { return false }
        // Backward: the marker is nearly always in the last two bytes.
        var index = bytes.count - 2
        while index >= scan {
            if bytes[index] == 0xFF && bytes[index + 1] == 0xD9 { return true }
            index -= 1
        }
        return false
    }

    /// The offset of the first scan's data, found by walking the header's segments.
    private static func firstScan(_ bytes: UnsafeRawBufferPointer) -> Int? {
        var index = 2
        while index + 4 <= bytes.count {
            // libjpeg skips garbage between segments, and any number of 0xFF before a marker.
            guard bytes[index] == 0xFF, bytes[index + 1] != 0xFF, bytes[index + 1] != 0 else {
                index += 1
                continue
            }
            let marker = bytes[index + 1]
            let isStandalone = marker == 0x01 || 0xD0...0xD8 ~= marker
            if isStandalone {
                index += 2
                continue
            }
            let length = Int(bytes[index + 2]) << 8 | Int(bytes[index + 3])
            if marker == 0xDA { return index + 2 + length }
            index += 2 + max(length, 2)
        }
        return nil
    }
}
