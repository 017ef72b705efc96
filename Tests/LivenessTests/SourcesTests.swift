import Liveness
import LivenessFaces
import LivenessSensing
import Testing

struct SourcesTests {
  private func detector(largestTimeSkew: Duration = .milliseconds(33)) throws -> LivenessDetector {
    var policy = LivenessPolicy(plausibleInterOcularDistance: 0...1000)
    policy.largestTimeSkew = largestTimeSkew
    return try FusionFile().detector(policy: policy, keyPoints: OvalFinder())
  }

  /// The corners of the box, so that no network is needed.
  private struct OvalFinder: KeyPointFinder {
    func keyPoints(in image: ImageFrame, box: FaceBox, threads: Int) -> FaceKeyPoints? {
      let middle = SIMD2(box.x + box.width / 2, box.y + box.height / 2) - 0.5
      let (w, h) = (0.4 * box.width, 0.4 * box.height)
      let rim = [SIMD2(-w, 0), SIMD2(0, -h), SIMD2(w, 0), SIMD2(0, h)].map { middle + $0 }
      return FaceKeyPoints(groups: [.faceContour: rim], outline: rim)
    }
  }

  private func box(_ cameras: SimulatedCameras, _ number: Int) -> FaceBox {
    let (middle, half) = cameras.face(inFrame: number)
    return FaceBox(
      x: middle.x - half.x + 0.5, y: middle.y - half.y + 0.5, width: 2 * half.x,
      height: 2 * half.y)
  }

  @Test(arguments: SimulatedSensor.allCases, SimulatedSubject.allCases)
  func `Row 1.53: captures of two sources go through every stage`(
    sensor: SimulatedSensor, subject: SimulatedSubject
  ) async throws {
    let cameras = try SimulatedCameras(subject, sensor: sensor, seed: 3)
    var pair = PairedSources(depth: cameras, image: cameras, registration: cameras.registration)
    let capture = try #require(try await pair.next(faceBox: box(cameras, 0)))
    #expect(capture.timeSkew == .zero)
    let result = try detector().detect(capture)
    #expect(result.reasons == [] && result.liveProbability != nil)
    #expect((result.faceDepth?.coverage ?? 0) > 0.85)
    #expect(try await pair.next() == nil)
  }

  @Test func `a pair taken too far apart is refused`() async throws {
    let cameras = try SimulatedCameras(.face, imageDelay: .milliseconds(-40))
    var pair = PairedSources(depth: cameras, image: cameras, registration: .aligned)
    let capture = try #require(try await pair.next(faceBox: box(cameras, 0)))
    #expect(capture.timeSkew == .milliseconds(40))
    #expect(try detector().detect(capture).reasons == [.framesNotSimultaneous])
    let patient = try detector(largestTimeSkew: .milliseconds(40))
    #expect(try patient.detect(capture).reasons == [])
  }

  /// Fails once, in place of its second image, and goes on.
  private struct Stuttering: ImageSource {
    struct Torn: Error {}
    var source: SimulatedCameras
    var calls = 0

    mutating func nextImage() async throws -> TimedFrame<ImageFrame>? {
      calls += 1
      if calls == 2 { throw Torn() }
      return try await source.nextImage()
    }
  }

  @Test func `where an image fails, the depth map waits for the next one`() async throws {
    let cameras = try SimulatedCameras(.face, frames: 3)
    var pair = PairedSources(
      depth: cameras, image: Stuttering(source: cameras), registration: .aligned)
    var times: [Duration?] = []
    var failures = 0
    while times.count < 3, failures < 2 {
      do {
        let capture = try #require(try await pair.next())
        #expect(capture.timeSkew == .zero)
        times.append(capture.imageTime)
      } catch is Stuttering.Torn {
        failures += 1
      }
    }
    let expected: [Duration?] = [.zero, .milliseconds(33), .milliseconds(66)]
    #expect(times == expected && failures == 1)
    #expect(try await pair.next() == nil)
  }

  @Test func `a source that ends first ends the pair`() async throws {
    let (one, two) = (try SimulatedCameras(.face), try SimulatedCameras(.face, frames: 2))
    var pair = PairedSources(depth: two, image: one, registration: .aligned)
    #expect(try await pair.next() != nil)
    #expect(try await pair.next() == nil)
  }
}
