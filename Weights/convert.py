"""Turns the files in which authors publish their networks into weight files of this library.

    convert.py SRC OUT                         every known file in the folder SRC
    convert.py FILE OUT --scale 2.7 …          one MiniFASNet of your own

Known files are recognised by their SHA-256, whatever they are called. Nothing in them is executed.
"""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from conversion import catalogue, minifasnet, model_file, onnx, pickles, silent_face, sources
from conversion.bounds import LARGEST_FILE, read_file
from conversion.errors import ConversionError


def _arguments(arguments):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("source", type=Path, help="a folder of originals, or one file")
    parser.add_argument("output", type=Path, help="the folder for the weight files")
    parser.add_argument("--force", action="store_true", help="replace weight files that exist")
    own = parser.add_argument_group(
        "a MiniFASNet of your own", "for a .pth or .onnx file that is not known by its SHA-256")
    own.add_argument("--scale", type=float, help="the crop in multiples of the face box")
    own.add_argument("--name", help="the name in the card (the file's)")
    own.add_argument("--like", choices=["minifasnet-v2-2.7", "minifasnet-v2se-1.5"],
                     default="minifasnet-v2-2.7", help="whose preprocessing it has")
    own.add_argument("--size", type=int, help="pixels along each side of the input")
    own.add_argument("--classes", help="the outputs in order, such as spoof,live,spoof")
    own.add_argument("--scale-fit", choices=["clamp", "require"], help="when a frame is too small")
    own.add_argument("--licence", default="not stated")
    own.add_argument("--training-data", default="not stated")
    return parser.parse_args(arguments)


def _files(folder):
    try:
        return sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as error:
        raise ConversionError(f"{folder}: cannot be read: {error.strerror}") from None


def _known(folder):
    """The bytes of the known originals in a folder, by their files' names, and what was skipped."""
    known, skipped = {}, []
    for path in _files(folder):
        data = read_file(path) if path.stat().st_size <= LARGEST_FILE else b""
        digest = sources.sha256(data)
        if digest in sources.BY_HASH:
            known[sources.BY_HASH[digest].file] = data
        elif path.name in sources.BY_FILE:
            expected = sources.BY_FILE[path.name]
            raise ConversionError(
                f"{path} is not as its authors published it: expected {expected.size} bytes with "
                f"the SHA-256 {expected.sha256}, found {len(data)} with {digest}")
        else:
            skipped.append(path.name)
    return known, skipped


def _write(product, data, options):
    tensors, card = product.convert(*data)
    card["source"] = [
        {"file": file, "sha256": sources.BY_FILE[file].sha256, "url": sources.BY_FILE[file].url}
        for file in product.files
    ]
    path = options.output / f"{product.name}.safetensors"
    model_file.write(path, tensors, card, options.force)
    print(f"{path}: {card['kind']}, from {' and '.join(product.files)}")


def _convert_known(options):
    known, skipped = _known(options.source)
    for name in skipped:
        print(f"skipped {name}: not known by its SHA-256", file=sys.stderr)
    made = 0
    for product in catalogue.PRODUCTS:
        missing = [file for file in product.files if file not in known]
        if not missing:
            _write(product, [known[file] for file in product.files], options)
            made += 1
        elif len(missing) < len(product.files):
            print(f"skipped {product.name}: it also needs {', '.join(missing)}", file=sys.stderr)
    if not made:
        raise ConversionError(f"{options.source}: expected a file that is known, found none")


def _own_model(options, graph):
    base = {"minifasnet-v2-2.7": silent_face.V2, "minifasnet-v2se-1.5": silent_face.V2SE}
    own = {
        "size": options.size, "scale_fit": options.scale_fit,
        "classes": tuple(options.classes.split(",")) if options.classes else None,
    }
    model = replace(
        base[options.like], name=options.name or options.source.stem, scale=options.scale,
        licence=options.licence, training_data=options.training_data,
        limits=("Converted from a file that this project does not know.",),
        **{key: value for key, value in own.items() if value is not None})
    if not 0.1 <= model.scale <= 10 or not 1 <= model.size <= 4096:
        raise ConversionError(f"expected a scale of 0.1 to 10 and a size of 1 to 4096, "
                              f"found {model.scale} and {model.size}")
    if model.classes.count("live") != 1 or set(model.classes) - {"live", "spoof"}:
        raise ConversionError(
            f"expected one class live and else spoof, found {','.join(model.classes)}")
    return model


def _convert_own(options):
    data = read_file(options.source)
    digest = sources.sha256(data)
    if digest in sources.BY_HASH:
        raise ConversionError(f"{options.source} is known: convert its folder without options")
    if options.scale is None:
        raise ConversionError(
            f"{options.source} is not known by its SHA-256 {digest}; --scale says how its "
            "MiniFASNet crops a face")
    is_onnx = options.source.suffix == ".onnx"
    parameters = minifasnet.from_graph(onnx.Graph(data)) if is_onnx else pickles.tensors(data)
    model = _own_model(options, is_onnx)
    tensors, card = silent_face.converted(model, parameters)
    card["source"] = [{"file": options.source.name, "sha256": digest}]
    path = options.output / f"{model.name}.safetensors"
    model_file.write(path, tensors, card, options.force)
    print(f"{path}: {card['kind']}, from {options.source.name}")


def main(arguments=None):
    """Converts, and gives the exit status: 0, or 1 with one sentence on standard error."""
    options = _arguments(arguments)
    try:
        if not options.source.exists():
            raise ConversionError(f"{options.source}: no such file or folder")
        try:
            options.output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConversionError(f"{options.output}: {error.strerror}") from None
        (_convert_known if options.source.is_dir() else _convert_own)(options)
    except ConversionError as error:
        print(f"convert.py: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
