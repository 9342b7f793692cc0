import AsyncHTTPClient
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// A browser driven over WebDriver (W3C), as chromedriver speaks it.
final class WebDriver: Sendable {
    struct Failure: Error, CustomStringConvertible { var description: String }

    private let process: Process
    private let address: String
    private let session: String

    /// Whether a browser is installed that can be driven.
    static var isInstalled: Bool {
        ["/usr/bin/chromedriver", "/usr/bin/chromium"].allSatisfy(FileManager.default.isExecutableFile)
    }

    /// Starts a browser without a window; `camera` is a file of JPEG pictures, one after the other, that its camera sees.
    init(width: Int, height: Int, camera: String? = nil) async throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/chromedriver")
        process.arguments = ["--port=0"]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        var text = ""
        while !text.contains("successfully on port ") || !text.hasSuffix("\n") {
            let data = pipe.fileHandleForReading.availableData
            guard !data.isEmpty else { throw Failure(description: "chromedriver did not start: \(text)") }
            text += String(decoding: data, as: UTF8.self)
        }
        let port = text.components(separatedBy: "successfully on port ").last?.prefix { $0.isNumber } ?? ""
        address = "http://127.0.0.1:\(port)"
        let options: [String: Any] = [
            "binary": "/usr/bin/chromium",
            "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                "--window-size=\(width),\(height)", "--use-fake-ui-for-media-stream", "--lang=en-US",
                "--use-fake-device-for-media-stream",
            ] + (camera.map { ["--use-file-for-fake-video-capture=\($0)"] } ?? []),
        ]
        let capabilities = ["capabilities": ["alwaysMatch": ["goog:chromeOptions": options]]]
        let answer = try await Self.send("POST", "\(address)/session", capabilities)
        session = (answer as? [String: Any])?["sessionId"] as? String ?? ""
    }

    /// Closes the browser.
    func quit() async {
        _ = try? await send("DELETE", "")
        process.terminate()
    }

    func open(_ url: String) async throws { try await send("POST", "/url", ["url": url]) }

    /// The element of a selector, when there is one.
    func find(_ selector: String, seconds: Double = 90) async throws -> Element {
        try await waiting(for: selector, seconds: seconds) {
            guard let found = try await self.all(selector).first else { return nil }
            return found
        }
    }

    /// The elements of a selector, now.
    func all(_ selector: String) async throws -> [Element] {
        let found = try await send("POST", "/elements", ["using": "css selector", "value": selector])
        return (found as? [[String: String]] ?? []).compactMap { $0.values.first.map { Element(driver: self, id: $0) } }
    }

    /// Waits until a selector finds nothing.
    func wait(untilGone selector: String) async throws {
        _ = try await waiting(for: "no \(selector)", seconds: 90) { try await self.all(selector).isEmpty ? true : nil }
    }

    func run(_ script: String) async throws -> Any? {
        try await send("POST", "/execute/sync", ["script": script, "args": [String]()])
    }

    func resize(width: Int, height: Int) async throws {
        try await send("POST", "/window/rect", ["width": width, "height": height])
    }

    /// Drops files onto an element, as a hand would that drags them from a folder.
    func drop(_ paths: [String], onto selector: String) async throws {
        _ = try await find(selector)
        let script = """
            const target = document.querySelector("\(selector)");
            target.scrollIntoView({ block: "center" });
            const box = target.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2];
            """
        guard let place = try await run(script) as? [Double] else {
            throw Failure(description: "\(selector) is nowhere")
        }
        for type in ["dragEnter", "dragOver", "drop"] {
            let data: [String: Any] = ["items": [String](), "files": paths, "dragOperationsMask": 1]
            let event: [String: Any] = ["type": type, "x": place[0], "y": place[1], "data": data]
            try await send("POST", "/goog/cdp/execute", ["cmd": "Input.dispatchDragEvent", "params": event])
        }
    }

    /// Pastes a file, as after copying it in a folder.
    func paste(_ path: String) async throws {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path)).base64EncodedString()
        _ = try await run(
            """
            const bytes = Uint8Array.from(atob("\(bytes)"), (character) => character.charCodeAt(0));
            const clipboardData = new DataTransfer();
            clipboardData.items.add(new File([bytes], "pasted.jpg", { type: "image/jpeg" }));
            document.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
            """
        )
    }

    /// What is seen, as PNG.
    func screenshot() async throws -> Data {
        let text = try await send("GET", "/screenshot") as? String ?? ""
        return Data(base64Encoded: text) ?? Data()
    }

    /// The console's lines that are errors.
    func errors() async throws -> [String] {
        let lines = try await send("POST", "/se/log", ["type": "browser"]) as? [[String: Any]] ?? []
        return lines.filter { $0["level"] as? String == "SEVERE" }.compactMap { $0["message"] as? String }
    }

    private func waiting<T>(for what: String, seconds: Double, _ look: () async throws -> T?) async throws -> T {
        let end = ContinuousClock.now + .milliseconds(Int(seconds * 1000))
        while true {
            if let found = try await look() { return found }
            guard ContinuousClock.now < end else {
                let page = try? await run("return document.body.innerText.slice(0, 1500)") as? String
                throw Failure(description: "there is not \(what) after \(seconds) s; the page says: \(page ?? "")")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    @discardableResult
    fileprivate func send(_ method: String, _ path: String, _ body: [String: Any]? = nil) async throws -> Any? {
        try await Self.send(method, "\(address)/session/\(session)\(path)", body ?? (method == "POST" ? [:] : nil))
    }

    private static func send(_ method: String, _ url: String, _ body: [String: Any]?) async throws -> Any? {
        var request = HTTPClientRequest(url: url)
        request.method = .init(rawValue: method)
        request.headers.add(name: "Content-Type", value: "application/json")
        if let body { request.body = .bytes(ByteBuffer(data: try JSONSerialization.data(withJSONObject: body))) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(180))
        let bytes = try await response.body.collect(upTo: 64 << 20)
        let object = try JSONSerialization.jsonObject(with: Data(buffer: bytes)) as? [String: Any]
        guard response.status == .ok else {
            throw Failure(description: "\(method) \(url): \(object?["value"] ?? "")")
        }
        return object?["value"]
    }

    /// An element of the page.
    struct Element: Sendable {
        let driver: WebDriver
        let id: String

        func click() async throws { try await driver.send("POST", "/element/\(id)/click") }
        func type(_ text: String) async throws { try await driver.send("POST", "/element/\(id)/value", ["text": text]) }
        func text() async throws -> String { try await driver.send("GET", "/element/\(id)/text") as? String ?? "" }
        func attribute(_ name: String) async throws -> String? {
            try await driver.send("GET", "/element/\(id)/attribute/\(name)") as? String
        }
    }
}
