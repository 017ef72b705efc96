public import LivenessTensors

/// What of a patch is brighter than its surroundings and small: the reflex of a near-infrared lamp
/// on the cornea, which a living eye shows and paper does not.
///
/// The white top-hat of the patch: the patch less its opening, which is the largest of the smallest
/// below a sliding square (Serra, *Image Analysis and Mathematical Morphology*, 1982).
/// US 2019/0347823 A1, paragraphs 0139 and 0151, fuses features of the pupils.
public struct PupilGlint: Sendable, Hashable {
  /// The side of the square in pixels of the patch: what is narrower counts as a glint; odd.
  public let size: Int

  /// Chooses the size of the square.
  ///
  /// - Precondition: The size is odd and at least 3.
  public init(size: Int) {
    precondition(size >= 3 && size % 2 == 1, "a glint's square has an odd side, found \(size)")
    self.size = size
  }

  /// The glints of each plane.
  ///
  /// **Shape** `[planes, height, width]`, kept. **Units** those of the patch; never below 0.
  public func callAsFunction(_ patches: Tensor) -> Tensor {
    let count = patches.shape[1] * patches.shape[2]
    let scalars = (0..<patches.shape[0]).flatMap { plane -> [Float] in
      let patch = Array(patches.scalars[plane * count..<(plane + 1) * count])
      let opening = slide(slide(patch, patches.shape, min), patches.shape, max)
      return zip(patch, opening).map { $0 - $1 }
    }
    return Tensor(shape: patches.shape, scalars: scalars)
  }

  /// The extreme below the square around each pixel, as far as it lies on the patch.
  private func slide(
    _ patch: [Float], _ shape: Shape, _ extreme: (Float, Float) -> Float
  ) -> [Float] {
    let (height, width) = (shape[1], shape[2])
    let rows = (0..<height).flatMap { y in
      (0..<width).map { x in
        neighbours(of: x, below: width).reduce(patch[y * width + x]) {
          extreme($0, patch[y * width + $1])
        }
      }
    }
    return (0..<height).flatMap { y in
      (0..<width).map { x in
        neighbours(of: y, below: height).reduce(rows[y * width + x]) {
          extreme($0, rows[$1 * width + x])
        }
      }
    }
  }

  private func neighbours(of position: Int, below count: Int) -> ClosedRange<Int> {
    max(0, position - size / 2)...min(count - 1, position + size / 2)
  }
}
