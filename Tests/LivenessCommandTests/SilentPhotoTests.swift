import Foundation
import LivenessFaces
import LivenessLayers
import LivenessMedia
import LivenessSensing
import LivenessTensors
import TestSupport
import Testing

@testable import Liveness

/// The authors' networks on the photos that they publish, pixel by pixel and vote by vote.
@Suite(.enabled(if: OutsideModels.folder != nil, "LIVENESS_MODELS names no folder"))
struct SilentPhotoTests {
  static let names = ["2.7_80x80_MiniFASNetV2", "4_0_0_80x80_MiniFASNetV1SE"]
  static let photos = ["image_F1", "image_F2", "image_T1"]

  private var folder: String { OutsideModels.folder ?? "" }

  private func model(_ network: String) throws -> SilentFaceModel {
    try SilentFaceModel(SilentModelFile.minifasnet(network, in: folder).opened())
  }

  private func photo(_ name: String, _ ending: String = "_decoded.png") throws -> ImageFrame {
    let image = try ImageFile.read(at: "\(folder)/minifasnet/\(name)\(ending)")
    guard case .rgb8(let pixels) = image.samples else {
      throw CaptureError(code: .unsupportedImage, message: "no colours", file: name)
    }
    return try ImageFrame(
      width: image.width, height: image.height, channels: 3, pixels: pixels, modality: .color)
  }

  private func decoded<Value: Decodable>(_ type: Value.Type, _ path: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: path)))
  }

  private struct Detections: Decodable {
    struct Photo: Decodable {
      let box: [Double]
      let crops: [String: Crop]

      private enum CodingKeys: String, CodingKey {
        case box = "bbox_xywh"
        case crops
      }
    }
    struct Crop: Decodable {
      let scale: Double
      let effectiveScale: Double
      let corners: [Int]

      private enum CodingKeys: String, CodingKey {
        case scale
        case effectiveScale = "effective_scale"
        case corners = "box_inclusive_x0y0x1y1"
      }
    }
    let images: [String: Photo]
  }

  private struct Results: Decodable {
    struct Network: Decodable {
      let logits: [Double]
      let softmax: [Double]
    }
    let networks: [String: Network]
    let label: Int
    let value: Double
    let verdict: String

    private struct Key: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: Key.self)
      networks = try Dictionary(
        uniqueKeysWithValues: SilentPhotoTests.names.map {
          ($0, try values.decode(Network.self, forKey: Key(stringValue: $0)))
        })
      label = try values.decode(Int.self, forKey: Key(stringValue: "label"))
      value = try values.decode(Double.self, forKey: Key(stringValue: "value"))
      verdict = try values.decode(String.self, forKey: Key(stringValue: "verdict"))
    }
  }

  private struct ResultFile: Decodable {
    let images: [String: Results]
  }

  private func face(_ photo: String) throws -> (box: FaceBox, crops: [String: Detections.Crop]) {
    let found = try decoded(Detections.self, "\(folder)/minifasnet/detect_crop.json")
    let one = try #require(found.images[photo])
    let box = one.box
    return (FaceBox(x: box[0], y: box[1], width: box[2], height: box[3]), one.crops)
  }

  @Test(arguments: photos)
  func `a photo is decoded to the pixels that OpenCV gives`(photo: String) throws {
    #expect(try self.photo(photo, ".jpg").pixels == self.photo(photo).pixels)
  }

  @Test(arguments: photos)
  func `Row 5.10: scales 1.0, 1.5, 2.7 and 4.0 cut the recorded crops`(photo: String) throws {
    let face = try face(photo)
    #expect(face.crops.count == 4)
    for (name, crop) in face.crops {
      let rule = SilentFaceCrop(scale: crop.scale)
      let found = rule.rectangle(around: face.box, width: 480, height: 640)
      #expect(
        [found.x, found.y, found.x + found.width - 1, found.y + found.height - 1]
          == crop.corners, "\(name)")
      let scale = rule.effectiveScale(around: face.box, width: 480, height: 640)
      #expect(scale == crop.effectiveScale, "\(name)")
    }
  }

  private struct RecordedCrop: Decodable {
    let key: String
    let bbox: [Double]
    let scale: Double
    let box: [Int]
  }

  @Test func `Row 3.11: the 32 recorded crops are the same to the pixel`() throws {
    let crops = try decoded([RecordedCrop].self, "\(folder)/minifasnet/image_T1_crops.json")
    let pixels = try SafetensorsFile(
      at: "\(folder)/minifasnet/image_T1_crops_u8_hwc_bgr.safetensors")
    let image = try photo("image_T1")
    #expect(crops.count == 32)
    for crop in crops {
      let rule = SilentFaceCrop(scale: crop.scale)
      let box = FaceBox(x: crop.bbox[0], y: crop.bbox[1], width: crop.bbox[2], height: crop.bbox[3])
      let rectangle = rule.rectangle(around: box, width: image.width, height: image.height)
      #expect(
        [
          rectangle.x, rectangle.y, rectangle.x + rectangle.width - 1,
          rectangle.y + rectangle.height - 1,
        ] == crop.box, "\(crop.key)")
      let patch = try #require(rule.patch(of: image, in: rectangle))
      let found = rule.resize(patch, width: 80, height: 80)
      let expected = try pixels.values(of: crop.key, as: UInt8.self).elements
      let swapped = found.indices.map { found[$0 + 2 - 2 * ($0 % 3)] }
      #expect(swapped == expected, "\(crop.key)")
    }
  }

  @Test(arguments: photos)
  func `the authors' logits, votes, labels and verdicts come out`(photo: String) throws {
    let models = try Self.names.map(model)
    let recorded = try #require(
      try decoded(ResultFile.self, "\(folder)/minifasnet/minifasnet_results.json").images[photo])
    let detector = try SilentFaceDetector(models: models)
    let result = try detector.detect(self.photo(photo, ".jpg"), face: face(photo).box)
    for (opinion, network) in zip(result.opinions, Self.names) {
      let finding = try #require(opinion.finding)
      let expected = try #require(recorded.networks[network])
      for (a, b) in zip(finding.logits, expected.logits) { #expect(abs(Double(a) - b) <= 1e-4) }
      for (a, b) in zip(finding.probabilities, expected.softmax) {
        #expect(abs(Double(a) - b) <= 1e-5)
      }
    }
    let sums = (0..<3).map { index in
      result.opinions.reduce(0) { $0 + Double($1.finding?.probabilities[index] ?? .nan) }
    }
    #expect(SilentFaceOpinion.label(of: sums, classes: models[0].classes) == recorded.label)
    #expect(abs(sums[recorded.label] / 2 - recorded.value) <= 1e-5)
    #expect((result.decision == .live) == (recorded.verdict == "RealFace"))
    #expect((result.decision == .spoof) == (recorded.verdict == "FakeFace"))
    let live = try #require(result.liveProbability)
    #expect(abs(live - sums[1] / 2) <= 1e-9)
  }

  /// Minivision's own face detector, with the weights that its authors publish.
  private func minivisionDetector() throws -> FaceDetectorModel {
    let card = try String(
      contentsOfFile: Goldens.path("../../Weights/conversion/cards/retina-ssd.json"),
      encoding: .utf8)
    let weights = try SafetensorsFile(
      at: "\(folder)/retinaface_caffe/Widerface-RetinaFace.safetensors")
    let recorded = try SafetensorsFile(
      at: "\(folder)/retinaface_caffe/image_T1_retinaface_golden.safetensors")
    var file = WeightFile()
    file.metadata = [("liveness-model", card)]
    var taken: Set<String> = []
    for step in try ModelCard(parsing: card).fields.object("architecture").objects("steps") {
      let norm = step.contains("normalization") ? try step.object("normalization") : nil
      let members = ["weight", "bias", "slopes"].map { (step, $0) }
      let norms = ["mean", "variance", "scale", "offset"].compactMap { name in
        norm.map { ($0, name) }
      }
      for (fields, member) in members + norms where fields.contains(member) {
        let name = try fields.string(member)
        if taken.insert(name).inserted { file.add(name, try weights.tensor(name)) }
      }
    }
    file.add("golden.input.image", try recorded.tensor("data"))
    for index in 48...53 {
      let name = "conv_blob\(index)"
      file.add("golden.output.\(name)", try recorded.tensor(name))
    }
    return try FaceDetectorModel(ModelFile(SafetensorsFile(bytes: file.bytes)))
  }

  @Test func `the published verdicts come out of the photos alone`() throws {
    let detector = try SilentFaceDetector(
      models: Self.names.map(model), faceDetector: minivisionDetector())
    let recorded = try decoded(ResultFile.self, "\(folder)/minifasnet/minifasnet_results.json")
    for photo in Self.photos {
      let expected = try #require(recorded.images[photo])
      let result = try detector.detect(self.photo(photo, ".jpg"))
      #expect(try result.face == face(photo).box, "\(photo)")
      #expect(
        result.decision == (expected.verdict == "RealFace" ? .live : .spoof), "\(photo)")
      let live = try #require(result.liveProbability)
      let sum = Self.names.reduce(0) { $0 + (expected.networks[$1]?.softmax[1] ?? .nan) }
      #expect(abs(live - sum / 2) <= 1e-5, "\(photo)")
    }
  }

  private struct Square: Decodable {
    struct Case: Decodable {
      let image: String
      let box: [Double]
      let cropBox: [Int]
      let checksum: String
      let logits: [Double]

      private enum CodingKeys: String, CodingKey {
        case image, box, checksum, logits
        case cropBox = "crop_box"
      }
    }
    let pictureLogits: [Float]
    let cases: [Case]

    private enum CodingKeys: String, CodingKey {
      case cases
      case pictureLogits = "picture_logits"
    }
  }

  @Test func `MiniFASNetV2SE for 128 pixels sees and says what onnxruntime recorded`() throws {
    let recorded = try decoded(Square.self, Goldens.path("silent/minifasnetv2se_128.json"))
    let onnx = try Data(
      contentsOf: URL(fileURLWithPath: "\(folder)/minifasnetv2se_128/best_model.onnx"))
    let file = SilentModelFile.minifasnetV2SE(
      ONNXWeights(Array(onnx)), picture: Self.picture, logits: recorded.pictureLogits)
    let model = try SilentFaceModel(file.opened())
    #expect(recorded.cases.count == 7)
    for one in recorded.cases {
      let image = try photo(one.image)
      let box = FaceBox(x: one.box[0], y: one.box[1], width: one.box[2], height: one.box[3])
      let rectangle = model.crop.rectangle(around: box, width: image.width, height: image.height)
      #expect(
        [rectangle.x, rectangle.y, rectangle.width, rectangle.height] == one.cropBox,
        "\(one.image) \(one.box)")
      let samples = try #require(model.samples(rectangle, of: image))
      #expect(checksum(samples) == one.checksum, "\(one.image) \(one.box)")
      let opinion = model.judge(box, on: image, threads: 1)
      for (a, b) in zip(opinion.finding?.logits ?? [], one.logits) {
        #expect(abs(Double(a) - b) <= 1e-4, "\(one.image) \(one.box)")
      }
      #expect(opinion.isLive == (one.logits[0] > one.logits[1]))
    }
  }

  /// The planes of the picture that the recording script makes up.
  private static var picture: [Float] {
    (0..<3 * 128 * 128).map { index in
      let (c, y, x) = (index / (128 * 128), index / 128 % 128, index % 128)
      return Float((x * 7 + y * 13 + c * 29 + x * y % 31 * c) % 256) / 255
    }
  }
}
