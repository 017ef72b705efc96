import LivenessLayers
import LivenessTensors
import TestSupport
import Testing

struct NetworkPlanConcurrencyTests {
  @Test(arguments: [1, 2, 3]) func `eight tasks at once each get their own results`(
    threads: Int
  ) async {
    var generator = SeededGenerator(seed: 0xC0C0)
    let network = SmallNetwork(size: 12, using: &generator)
    let plan = network.plan()
    let inputs = (0..<8).map { network.inputs(images: 1 + $0 % 3, using: &generator) }
    let expected = inputs.map { plan($0, threads: 1) }
    await withTaskGroup(of: Void.self) { group in
      for (input, expected) in zip(inputs, expected) {
        group.addTask {
          for _ in 0..<10 { #expect(plan(input, threads: threads) == expected) }
        }
      }
    }
  }
}
