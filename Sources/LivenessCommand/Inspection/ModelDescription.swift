import Liveness
import LivenessLayers
import LivenessTensors

/// What a model file holds, as text for people.
struct ModelDescription {
  /// One tensor of the file.
  struct Entry: Sendable, Hashable {
    let name: String
    let elementType: String
    let shape: [Int]

    /// The tensor belongs to the recorded example that the model is checked against.
    var isGolden: Bool { name.hasPrefix("golden.") }

    /// The scalars that the tensor holds.
    var count: Int { shape.reduce(1, *) }
  }

  let card: JSONObject
  /// The card as it stands in the file.
  var cardText = ""
  let entries: [Entry]
  /// What the network takes, or why its description is wrong; `nil` where the kind of model has none.
  var cost: Result<NetworkCost, CheckpointError>?

  /// The description, its lines at most so long as the columns given.
  func text(columns: Int, style: TerminalStyle) -> String {
    let layout = CardText(columns: columns, style: style)
    let sections = layout.sections(card, besides: ["format", "name", "version", "kind"])
    return ([title(style)] + sections + [layout.heading("tensors") + "\n" + tensors])
      .joined(separator: "\n\n") + "\n"
  }

  private func title(_ style: TerminalStyle) -> String {
    let parameters = entries.filter { !$0.isGolden }
    let scalars = parameters.reduce(0) { $0 + $1.count }
    let name = [text(of: "name"), text(of: "version")].compactMap(\.self).joined(separator: " ")
    let facts = [
      text(of: "kind"), NumberText.grouped(scalars) + " parameters",
      NumberText.count(parameters.count, "tensor"), multiplyAdds, text(of: "format"),
    ]
    let lines = [style(name, .bold), facts.compactMap(\.self).joined(separator: " · ")]
    return (lines + [problem].compactMap(\.self)).joined(separator: "\n")
  }

  private var multiplyAdds: String? {
    guard case .success(let cost) = cost else { return nil }
    return NumberText.grouped(cost.multiplyAdds) + " multiply-adds"
  }

  private var problem: String? {
    guard case .failure(let error) = cost else { return nil }
    return PlainText.visible("the network cannot be built: \(error)")
  }

  private func text(of name: String) -> String? {
    guard case .string(let text) = card[name] else { return nil }
    return PlainText.visible(text)
  }

  private var tensors: String {
    let width = entries.map { PlainText.columns(PlainText.visible($0.name)) }.max() ?? 0
    let ordered = entries.filter { !$0.isGolden } + entries.filter(\.isGolden)
    return ordered.map { entry in
      let name = PlainText.padded(PlainText.visible(entry.name), to: width)
      let type = PlainText.padded(entry.elementType, to: 4)
      let shape = entry.shape.map(String.init).joined(separator: " × ")
      return "  \(name)  \(type)  \(shape.isEmpty ? "scalar" : shape)"
    }.joined(separator: "\n")
  }
}

extension ModelDescription {
  /// What a model file holds.
  init(of model: ModelFile) {
    card = model.card.fields.members
    cardText = model.file.metadata[ModelCard.metadataKey] ?? ""
    let architecture = try? model.card.fields.object("architecture")
    if model.card.kind == "depth-fusion" || architecture?.contains("branches") == true {
      cost = Result { () throws(CheckpointError) in try NetworkDescription(model.card).cost }
    }
    entries = model.file.entries.map { entry in
      Entry(
        name: entry.name, elementType: entry.elementType.rawValue, shape: entry.shape.dimensions)
    }
  }
}
