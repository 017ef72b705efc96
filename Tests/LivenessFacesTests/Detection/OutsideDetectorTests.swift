import Foundation
import LivenessLayers
import LivenessMedia
import LivenessSensing
import LivenessTensors
import TestSupport
import Testing

@testable import LivenessFaces

/// Other people's detectors, against what their own engines recorded of them.
@Suite(.enabled(if: OutsideModels.folder != nil, "LIVENESS_MODELS names no folder"))
struct OutsideDetectorTests {
  private static let photos = ["image_F1", "image_F2", "image_T1"]

  private func photo(_ name: String) throws -> ImageFrame {
    let folder = try #require(OutsideModels.folder)
    let image = try ImageFile.read(at: "\(folder)/minifasnet/\(name)_decoded.png")
    guard case .rgb8(let pixels) = image.samples else { throw CancellationError() }
    return try ImageFrame(
      width: image.width, height: image.height, channels: 3, pixels: pixels, modality: .color)
  }

  private func retina(_ photo: String) throws -> (DetectorFile, SafetensorsFile) {
    let recorded = try DetectorFile.recording("retinaface_caffe/\(photo)_retinaface_golden")
    var file = try DetectorFile(card: "retina-ssd")
    try file.addParameters(from: DetectorFile.recording("retinaface_caffe/Widerface-RetinaFace"))
    let heads = try (48...53).map { ("conv_blob\($0)", try recorded.tensor("conv_blob\($0)")) }
    file.record(try recorded.tensor("data"), Dictionary(uniqueKeysWithValues: heads))
    return (file, recorded)
  }

  @Test(arguments: photos)
  func `Minivision's detector gives the recorded maps and boxes`(name: String) throws {
    let (file, recorded) = try retina(name)
    let detector = try file.detector()
    let photo = try photo(name)
    let plan = detector.input.size.plan(width: photo.width, height: photo.height)
    #expect(try detector.input.tensor(of: photo, plan: plan) == recorded.tensor("data"))
    let json = try JSONSerialization.jsonObject(
      with: Data(
        contentsOf: URL(
          fileURLWithPath: "\(try #require(OutsideModels.folder))/minifasnet/detect_crop.json")))
    let images = try #require((json as? [String: Any])?["images"] as? [String: Any])
    let expected = try #require((images[name] as? [String: Any])?["bbox_xywh"] as? [Double])
    let faces = try detector.faces(in: photo, threads: 2)
    let box = try #require(faces.first).box
    #expect([box.x, box.y, box.width, box.height] == expected)
    #expect(faces.count == 1)
    let row = try recorded.tensor("detection_out").scalars
    #expect(abs(faces[0].score - Double(row[2])) <= 1e-5)
  }

  /// By which nothing was trained or chosen; Minivision's detector says where the face is.
  @Test(arguments: photos)
  func `the embedded detector finds the face of a photo`(name: String) throws {
    let photo = try photo(name)
    let box = try #require(try retina(name).0.detector().faces(in: photo).first).box
    let detector = try FaceDetectorModel(
      ModelFile(at: Goldens.path("../../Weights/face-detector.safetensors")))
    let face = try #require(try detector.faces(in: photo, threads: 2).first)
    #expect(face.box.overlap(with: box) > 0.5, "\(face), \(box)")
  }

  private func input(_ recorded: SafetensorsFile, _ card: String) throws -> Tensor {
    let pixels = try recorded.values(of: "input_u8_hwc_bgr", as: UInt8.self)
    let (height, width) = (pixels.shape[0], pixels.shape[1])
    let rgb = (0..<height * width).flatMap { pixel in
      [2, 1, 0].map { pixels.elements[3 * pixel + $0] }
    }
    let image = try ImageFrame(
      width: width, height: height, channels: 3, pixels: rgb, modality: .color)
    let parsed = try ModelCard(parsing: card)
    let input = try DetectorInput(parsed, options: FaceDetectorOptions())
    return try input.tensor(of: image, plan: InputSizeRule.Plan(height: height, width: width))
  }

  @Test(arguments: photos)
  func `YuNet gives the recorded outputs`(name: String) throws {
    let recorded = try DetectorFile.recording("onnx_detectors/\(name)_yunet2023mar_golden")
    var file = try DetectorFile(card: "yunet")
    file.card.replace("\"height\": 160", with: "\"height\": 640")
    file.card.replace("\"width\": 192", with: "\"width\": 640")
    try file.addParameters(from: DetectorFile.recording("onnx_detectors/yunet2023mar"))
    let outputs = try file.recordItself(try input(recorded, file.card))
    for (output, map) in outputs {
      var actual = map.pixelsFirst()
      if output.hasPrefix("cls") || output.hasPrefix("obj") { actual = Sigmoid()(actual) }
      let expected = try recorded.tensor(output)
      #expect(actual.count == expected.shape.count)
      let difference = zip(actual.scalars, expected.scalars).reduce(0) { max($0, abs($1.0 - $1.1)) }
      #expect(difference <= 1e-4, "\(output)")
    }
    #expect(try file.detector().landmarkNames.count == 5)
  }

  @Test(arguments: photos, ["rfb320", "slim320"])
  func `the ultra-light networks give the recorded scores and boxes`(
    name: String, network: String
  ) throws {
    let recorded = try DetectorFile.recording("onnx_detectors/\(name)_\(network)_golden")
    var file = try DetectorFile(
      card: network == "rfb320" ? "ultra-light-rfb-320" : "ultra-light-slim-320")
    try file.addParameters(from: DetectorFile.recording("onnx_detectors/\(network)"))
    let outputs = try file.recordItself(try input(recorded, file.card))
    let candidates = try file.detector().decoder.candidates(
      in: outputs, input: (240, 320), above: 0)
    let scores = try recorded.tensor("scores").scalars
    let boxes = try recorded.tensor("boxes").scalars
    #expect(candidates.count == 4420)
    for (index, candidate) in candidates.enumerated() {
      let box = candidate.box / SIMD4(320, 240, 320, 240)
      let differences =
        [abs(candidate.score - Double(scores[2 * index + 1]))]
        + (0..<4).map { abs(box[$0] - Double(boxes[4 * index + $0])) }
      #expect(differences.allSatisfy { $0 <= 1e-4 }, "candidate \(index)")
      if !differences.allSatisfy({ $0 <= 1e-4 }) { break }
    }
  }

  @Test(arguments: photos)
  func `BlazeFace gives the recorded outputs`(name: String) throws {
    let recorded = try DetectorFile.recording("mediapipe_face/\(name)_golden")
    var file = try DetectorFile(card: "blazeface-short")
    try file.addParameters(from: DetectorFile.recording("mediapipe_face/face_detector"))
    let outputs = try file.recordItself(try recorded.tensor("det.input").channelsFirst())
    for (kind, count, name) in [("boxes", 16, "det.out0"), ("scores", 1, "det.out1")] {
      let maps = try [8, 16].map { try #require(outputs["\(kind)_\($0)"]) }
      let actual = maps.flatMap { $0.pixelsFirst().scalars }
      let expected = try recorded.tensor(name)
      #expect(expected.shape == [1, 896, count])
      #expect(
        Closeness.mismatch(actual, expected.scalars, absolute: 1e-3, relative: 1e-3) == nil)
    }
    _ = try file.detector()
  }

  /// MediaPipe's landmark network, which is checked with what its own engine recorded on a photo.
  private func landmarks(_ photo: String) throws -> FaceLandmarkModel {
    let recorded = try DetectorFile.recording("mediapipe_face/\(photo)_golden")
    var file = try DetectorFile(card: "face-landmarks-478")
    try file.addParameters(from: DetectorFile.recording("mediapipe_face/face_landmarks_detector"))
    let points = try recorded.tensor("lmk.points").scalars
    let presence = try recorded.tensor("lmk.out1").scalars
    file.record(
      try recorded.tensor("lmk.input").channelsFirst(),
      [
        "points": Tensor(shape: [1, 1434, 1, 1], scalars: points),
        "presence": Tensor(shape: [1, 1, 1, 1], scalars: presence),
      ])
    // The golden vector is checked within 1e-4 of the largest output, in pixels of the crop.
    return try file.opened { try FaceLandmarkModel(ModelFile($0)) }
  }

  @Test(arguments: photos)
  func `the 478 points of MediaPipe's network are reproduced`(name: String) throws {
    let detector = try retina(name).0.detector()
    let photo = try photo(name)
    let face = try #require(try detector.faces(in: photo).first)
    let found = try #require(
      try landmarks(name).landmarks(on: photo, around: face.box, threads: 2))
    #expect(found.points.count == 478)
    #expect(found.presence > 0.99)
    // The tip of the nose lies in the face, and the chin below it.
    let (nose, chin) = (found.points[4], found.points[152])
    #expect(abs(nose.x - (face.box.x + face.box.width / 2)) < face.box.width / 2)
    #expect(chin.y > nose.y + face.box.height / 5)
  }

  /// Those of MediaPipe's points that lie nearest to what the 68 points name.
  private static let named68 = [
    127, 234, 93, 132, 58, 136, 150, 176, 152, 400, 379, 365, 288, 361, 323, 454, 356,
    70, 63, 105, 66, 107, 336, 296, 334, 293, 300, 168, 197, 5, 4, 75, 97, 2, 326, 305,
    33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380,
    61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181, 78, 82, 13, 312, 308, 317, 14, 87,
  ]

  /// Two networks that learned from different faces, one of them from simulated ones only: neither is the
  /// truth, and they mean other places by some points, most of all along the jaw.
  @Test(arguments: photos)
  func `the default network's points lie near those of MediaPipe's`(name: String) throws {
    let photo = try photo(name)
    let box = try #require(try retina(name).0.detector().faces(in: photo).first).box
    let theirs = try #require(try landmarks(name).landmarks(on: photo, around: box)).points
    let model = try KeyPointModel(
      ModelFile(at: Goldens.path("../../Weights/key-points-74.safetensors")))
    let crop = model.crop(around: box)
    let ours = try #require(model.find(on: crop.grey(of: photo))).mapped(crop.framePoint)

    func apart(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> Double {
      ((a - b) * (a - b)).sum().squareRoot()
    }
    let expected = Self.named68.map { SIMD2(theirs[$0].x, theirs[$0].y) }
    let eyes = apart(expected[36], expected[45])
    let errors = zip(ours.points, expected).map { apart($0, $1) / eyes }
    let (all, atEyes) = (errors.reduce(0, +) / 68, errors[36..<48].reduce(0, +) / 12)
    #expect(all < 0.09 && atEyes < 0.05, "\(all) of all points, \(atEyes) at the eyes")
  }

  /// The cascade's file, with what PyTorch recorded of its networks as the golden vector.
  private func cascade(_ photo: String) throws -> DetectorFile {
    var file = try DetectorFile(card: "mtcnn")
    let weights = try DetectorFile.recording("mtcnn_5pt/mtcnn")
    let networks = try ModelCard(parsing: file.card).fields.object("architecture")
    for network in ["pnet", "rnet", "onet"] {
      for step in try networks.object(network).objects("steps") {
        for member in ["bias", "slopes"] where step.contains(member) {
          let name = try step.string(member)
          file.tensors[name] = try weights.tensor(name)
        }
        guard step.contains("weight") else { continue }
        let name = try step.string("weight")
        file.tensors[name] = try weights.tensor(name).filters(
          side: try step.integers("kernel", in: 1...3)[0])
      }
    }
    let recorded = try DetectorFile.recording("mtcnn_5pt/\(photo)_nets_golden")
    for (network, outputs) in [
      ("pnet", ["boxes"]), ("rnet", ["boxes"]), ("onet", ["boxes", "points"]),
    ] {
      let input = try recorded.tensor("\(network).input")
      file.tensors["golden.input.\(network)"] = input
      file.card = file.card.replacingInput(network, height: input.shape[2], width: input.shape[3])
      for (index, name) in outputs.enumerated() {
        let output = try recorded.tensor("\(network).out\(index)")
        file.tensors["golden.output.\(network).\(name)"] =
          output.shape.rank == 4
          ? output
          : Tensor(shape: [output.shape[0], output.shape[1], 1, 1], scalars: output.scalars)
      }
    }
    return file
  }

  @Test(arguments: photos)
  func `MTCNN gives the recorded outputs, boxes and points`(name: String) throws {
    // The golden vector is checked as the file is read.
    let detector = try cascade(name).opened { try FaceCascadeModel(ModelFile($0)) }
    let folder = try #require(OutsideModels.folder)
    let json = try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(fileURLWithPath: "\(folder)/mtcnn_5pt/mtcnn_results.json")))
    let result = try #require((json as? [String: Any])?[name] as? [String: Any])
    let box = try #require((result["boxes"] as? [[Double]])?.first)
    let points = try #require((result["landmarks"] as? [[[Double]]])?.first)
    let score = try #require((result["prob"] as? [Double])?.first)
    let faces = try detector.faces(in: photo(name), threads: 2)
    let face = try #require(faces.first)
    #expect(faces.count == 1)
    let found = [face.box.x, face.box.y, face.box.x + face.box.width, face.box.y + face.box.height]
    #expect(zip(found, box).allSatisfy { abs($0 - $1) < 0.01 }, "\(found), \(box)")
    #expect(abs(face.score - score) < 1e-4)
    for (a, b) in zip(face.landmarks, points) {
      #expect(abs(a.x - b[0]) < 0.01 && abs(a.y - b[1]) < 0.01, "\(a), \(b)")
    }
    #expect(face.landmarks.count == points.count && detector.landmarkNames.count == points.count)
  }
}

extension Tensor {
  /// One image's map as a list of pixels, the channels of each together.
  fileprivate func pixelsFirst() -> Tensor {
    let pixels = shape[2] * shape[3]
    return Tensor(
      shape: [pixels * shape[1]],
      scalars: (0..<pixels).flatMap { pixel in
        (0..<shape[1]).map { scalars[$0 * pixels + pixel] }
      })
  }

  fileprivate var count: Int { shape.count }
}

extension Tensor {
  /// The weight of a dense layer, trained on columns, rows, channels, as a filter of a side.
  fileprivate func filters(side: Int) -> Tensor {
    guard shape.rank == 2 else { return self }
    let (outputs, inputs) = (shape[0], shape[1] / (side * side))
    var turned: [Float] = []
    for output in 0..<outputs {
      for input in 0..<inputs {
        for y in 0..<side {
          for x in 0..<side {
            turned.append(scalars[((output * side + x) * side + y) * inputs + input])
          }
        }
      }
    }
    return Tensor(shape: [outputs, inputs, side, side], scalars: turned)
  }
}

extension String {
  /// A card whose input of a name has other sides.
  fileprivate func replacingInput(_ name: String, height: Int, width: Int) -> String {
    guard let start = firstRange(of: "\"name\": \"\(name)\"")?.lowerBound,
      let end = self[start...].firstRange(of: "\"content\"")?.lowerBound
    else { return self }
    let sides = "\"name\": \"\(name)\", \"channels\": 3, \"height\": \(height), "
    return self[..<start] + sides + "\"width\": \(width), " + self[end...]
  }
}
