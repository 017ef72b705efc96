extension NetworkDescription {
  /// Convolutions, each with its normalization and activation, and a down-sampling behind the last.
  package struct Stage: Sendable, Hashable {
    /// What stands between a convolution and its activation.
    package enum Normalization: String, Sendable, Hashable, CaseIterable {
      /// The statistics of training, folded into the convolution.
      case batch
      /// Each channel of each image by itself.
      case instance
      /// All channels of each image together.
      case layer
      /// Nothing; the convolution has a bias.
      case none
    }

    /// What is done to each number behind the normalization.
    package enum Rectifier: String, Sendable, Hashable, CaseIterable {
      /// `max(0, x)`.
      case relu
      /// `x` above 0, below it times a slope that each channel has learnt.
      case prelu
      /// Nothing.
      case none
    }

    /// How the map is halved, each extent rounded down.
    package enum Downsampling: String, Sendable, Hashable, CaseIterable {
      /// The largest of each 2×2 pixels.
      case max
      /// The mean of each 2×2 pixels.
      case average
      /// A convolution with a 2×2 kernel at stride 2 and a bias, as many channels out as in.
      case strided
      /// Not at all.
      case none
    }

    /// The convolutions in order.
    package let convolutions: [Convolution]
    /// What follows each convolution.
    package let normalization: Normalization
    /// What follows each normalization.
    package let rectifier: Rectifier
    /// What follows the last activation.
    package let downsampling: Downsampling

    /// Describes a stage.
    package init(
      convolutions: [Convolution], normalization: Normalization = .batch,
      rectifier: Rectifier = .relu, downsampling: Downsampling = .max
    ) {
      self.convolutions = convolutions
      self.normalization = normalization
      self.rectifier = rectifier
      self.downsampling = downsampling
    }

    /// The channels of its result.
    var channels: Int { convolutions.last?.channels ?? 0 }

    /// The extent that comes of an extent.
    func extent(of extent: Int) -> Int {
      let convolved = convolutions.reduce(extent) { $1.extent(of: $0) }
      return downsampling == .none ? convolved : convolved / 2
    }
  }

  /// A convolution with a square kernel, padded so that it keeps the extent at stride 1.
  package struct Convolution: Sendable, Hashable {
    /// Channels out.
    package let channels: Int
    /// The side of the kernel, which is odd.
    package let kernel: Int
    /// Steps between two windows.
    package let stride: Int

    /// Describes a convolution.
    package init(channels: Int, kernel: Int = 3, stride: Int = 1) {
      self.channels = channels
      self.kernel = kernel
      self.stride = stride
    }

    /// The extent that comes of an extent.
    func extent(of extent: Int) -> Int { (extent - 1) / stride + 1 }
  }
}
