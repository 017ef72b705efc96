import Liveness
import TestSupport
import Testing

@testable import LivenessEvaluation

/// Files with bytes changed, added and left out at random are read or refused; nothing traps.
struct MalformedDatasetTests {
  private static let manifest = """
    capture,score,reason,label,species,subject,split,matched,model
    "a ""1"", b",0.25,,attack,print,p1,dev,true,m 1
    b,,noFace,bona-fide,,p2,test,,m 1

    """
  private static let lines = """
    {"capture": "a\\u00e9", "score": 1e-3, "label": "attack", "species": "print", "matched": false}
    {"reason": "noFace", "label": "bona-fide", "split": null}

    """
  private static let results = """
    {"format":"liveness-results/1","dataset":"\(String(repeating: "ab", count: 32))","rows":2,\
    "shard":1,"shards":1,"model":"m 1","classes":["spoof","live"],"threshold":0.5}
    {"row":1,"capture":"c","label":"attack","score":0.5}
    {"row":0,"capture":"a","label":"bona-fide","unreadable":"missingFile"}

    """
  private static let alphabet = Array("\",\n\r{}[]:0123456789.eE-+\\abc \u{0}\u{FE}".utf8)

  @Test(arguments: [
    (manifest, "m.csv"), (lines, "m.jsonl"), (results, "r.jsonl"),
  ])
  func `a damaged file is read or refused with its name`(text: String, path: String) throws {
    var generator = SeededGenerator(seed: 5)
    var (read, refused) = (0, 0)
    for _ in 0..<1500 {
      var bytes = Array(text.utf8)
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        let byte = Self.alphabet.randomElement(using: &generator) ?? 0
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[place] = byte
        case 1: bytes.insert(byte, at: place)
        case 2 where bytes.count > 1: bytes.remove(at: place)
        default: bytes.removeSubrange(place..<min(bytes.count, place + 9))
        }
        if bytes.isEmpty { bytes = [0x0A] }
      }
      do throws(DatasetError) {
        let dataset = try Dataset(manifest: bytes, path: path)
        #expect(dataset.presentations.count == dataset.captures.count)
        #expect(dataset.presentations.allSatisfy { $0.score?.isFinite ?? true })
        _ = Evaluation(dataset.presentations, rule: .liveAbove(0.5), replicates: 1)
        read += 1
      } catch {
        #expect(error.file == path)
        refused += 1
      }
    }
    #expect(read > 0 && refused > 0, "\(read) read, \(refused) refused")
  }
}
