/// A format that people have and that is not read here, with the program that converts it.
struct ForeignFormat {
  /// With its article: `a ROS bag`.
  let name: String
  /// What to do, as half a sentence.
  let advice: String

  private struct Signature {
    let offset: Int
    let bytes: [UInt8]
    let format: ForeignFormat

    init(_ bytes: [UInt8], at offset: Int = 0, _ name: String, _ advice: String) {
      self.offset = offset
      self.bytes = bytes
      format = ForeignFormat(name: name, advice: advice)
    }

    init(_ text: String, at offset: Int = 0, _ name: String, _ advice: String) {
      self.init(Array(text.utf8), at: offset, name, advice)
    }
  }

  private init(name: String, advice: String) {
    self.name = name
    self.advice = advice
  }

  /// Recognises a format by its first bytes.
  init?(of bytes: [UInt8]) {
    let known = Self.signatures.first {
      bytes.count >= $0.offset + $0.bytes.count && bytes.dropFirst($0.offset).starts(with: $0.bytes)
    }
    guard let known else { return nil }
    self = known.format
  }

  private static let picture = "convert it with ImageMagick: magick IN OUT.png"
  private static let film = "take a frame out of it with FFmpeg: ffmpeg -i IN -frames:v 1 OUT.png"
  private static let heif = "convert it with libheif: heif-convert --with-aux IN.heic OUT.png"
  private static let points = "convert it with PDAL: pdal translate IN OUT.ply"
  private static let arrays = "write its array with NumPy: numpy.save(\"OUT.npy\", array)"

  private static let signatures: [Signature] = [
    Signature(
      "#ROSBAG", "a ROS bag",
      "take its frames out with librealsense: rs-convert -i IN.bag -r OUT, and describe them in "
        + "OUT.raw.json"),
    Signature(
      [0x1A, 0x45, 0xDF, 0xA3], "a Matroska film (.mkv)",
      "take its depth track out with FFmpeg: ffmpeg -i IN.mkv -map 0:1 OUT-%04d.png"),
    Signature("ftypheic", at: 4, "a HEIC image", heif),
    Signature("ftypheix", at: 4, "a HEIC image", heif),
    Signature("ftypmif1", at: 4, "a HEIF image", heif),
    Signature("ftypmsf1", at: 4, "a HEIF image", heif),
    Signature("ftypavif", at: 4, "an AVIF image", heif),
    Signature("ftyp", at: 4, "a film", film),
    Signature("AVI ", at: 8, "a film", film),
    Signature("WEBP", at: 8, "a WebP image", picture),
    Signature("BM", "a BMP image", picture),
    Signature("GIF8", "a GIF image", picture),
    Signature([0, 0, 0, 0x0C, 0x6A, 0x50], "a JPEG 2000 image", picture),
    Signature(
      [0x76, 0x2F, 0x31, 0x01], "an OpenEXR image",
      "convert it with OpenImageIO: oiiotool IN.exr -d float -o OUT.tif"),
    Signature("PF\n", "a PFM image", "convert it with OpenImageIO: oiiotool IN.pfm -o OUT.tif"),
    Signature("Pf\n", "a PFM image", "convert it with OpenImageIO: oiiotool IN.pfm -o OUT.tif"),
    Signature("LASF", "a LAS point cloud", points),
    Signature("ASTM-E57", "an E57 point cloud", points),
    Signature([0x89] + Array("HDF\r\n".utf8), "an HDF5 file", arrays),
    Signature("MATLAB 5.0", "a MATLAB file", arrays),
    Signature([0x80, 2], "a Python pickle, which is never loaded", arrays),
    Signature([0x80, 3], "a Python pickle, which is never loaded", arrays),
    Signature([0x80, 4, 0x95], "a Python pickle, which is never loaded", arrays),
    Signature([0x80, 5, 0x95], "a Python pickle, which is never loaded", arrays),
    Signature("NI10", "an OpenNI recording", "take its frames out with OpenNI's NiViewer"),
    Signature(
      "SQLite format 3", "an SQLite file, perhaps a ROS 2 bag",
      "take its frames out with the tools of ROS 2"),
    Signature(
      [0x89] + Array("MCAP0".utf8), "an MCAP recording", "take its frames out with the mcap tool"),
    Signature([0x1F, 0x8B], "a gzip file", "unpack it: gunzip IN.gz"),
    Signature([0xFD] + Array("7zXZ".utf8), "an xz file", "unpack it: unxz IN.xz"),
    Signature([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard file", "unpack it: unzstd IN.zst"),
  ]
}
