import LivenessLayers
import Testing

struct WindowGeometryTests {
  @Test func `a padded window of 3 keeps the extent`() {
    #expect(WindowGeometry(kernel: 3, padding: 1).outputCount(forInput: 7) == 7)
  }

  @Test func `a dilated window reaches further`() {
    let window = WindowGeometry(kernel: 3, dilation: 4)
    #expect(window.reach == 9)
    #expect(window.outputCount(forInput: 8) == 0)
    #expect(window.outputCount(forInput: 9) == 1)
  }

  @Test func `an empty axis has no windows, whatever the padding`() {
    #expect(WindowGeometry(kernel: 1, padding: 2).outputCount(forInput: 0) == 0)
    #expect(WindowGeometry(kernel: 2).transposedCount(forInput: 0) == 0)
  }

  @Test func `rounding up adds a window that begins before the trailing padding`() {
    let window = WindowGeometry(kernel: 2, stride: 2)
    #expect(window.outputCount(forInput: 5) == 2)
    #expect(window.outputCount(forInput: 5, roundingUp: true) == 3)
    #expect(window.outputCount(forInput: 4, roundingUp: true) == 2)
    let wide = WindowGeometry(kernel: 1, stride: 5)
    #expect(wide.outputCount(forInput: 4, roundingUp: true) == 1)
  }

  @Test func `a transposed window undoes the rule`() {
    for kernel in 1...4 {
      for stride in 1...4 {
        for padding in 0...kernel / 2 {
          for extra in 0..<stride {
            let window = WindowGeometry(kernel: kernel, stride: stride, padding: padding)
            let input = window.transposedCount(forInput: 6, extra: extra)
            #expect(window.outputCount(forInput: input) == 6, "\(window), extra \(extra)")
          }
        }
      }
    }
  }

  @Test func `a window without taps is a programmer's mistake`() async {
    await #expect(processExitsWith: .failure) { _ = WindowGeometry(kernel: 0) }
    await #expect(processExitsWith: .failure) { _ = WindowGeometry(kernel: 1, stride: 0) }
  }
}
