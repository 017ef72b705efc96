"""A network as a list of operations, and what they compute, in 64-bit NumPy.

Slow and plain: it makes golden vectors, against which the library checks its own network whenever
it loads a file. Operations have the names and attributes of ONNX, where it has them.
"""

from dataclasses import dataclass, field

import numpy as np

from .errors import ConversionError

# The most elements of one map, and of all maps of a run together: 512 MiB and 1 GiB.
MOST_OF_A_MAP, MOST_OF_A_RUN = 1 << 26, 1 << 27


@dataclass
class Node:
    """One operation: what it takes, what it gives, and how."""

    operation: str
    inputs: list
    outputs: list
    attributes: dict = field(default_factory=dict)
    name: str = ""


def _require(count, most=MOST_OF_A_MAP):
    if count > most:
        raise ConversionError(f"the network makes maps of {count} elements, more than {most}")


def _padded(x, pads, value=0.0):
    top, left, bottom, right = pads
    edges = [(0, 0), (0, 0), (top, bottom), (left, right)]
    return np.pad(x, edges, constant_values=value)


def _window(size, kernel, stride, dilation):
    return (size - dilation * (kernel - 1) - 1) // stride + 1


def _taps(x, kernel, strides, dilations):
    """What each tap of a kernel sees, with its row and column."""
    rows = _window(x.shape[2], kernel[0], strides[0], dilations[0])
    columns = _window(x.shape[3], kernel[1], strides[1], dilations[1])
    if rows < 1 or columns < 1:
        raise ConversionError(
            f"expected maps that a window of {kernel[0]}×{kernel[1]} fits into, "
            f"found {x.shape[2]}×{x.shape[3]} pixels")
    for row in range(kernel[0]):
        for column in range(kernel[1]):
            top, left = row * dilations[0], column * dilations[1]
            yield row, column, x[
                :, :, top : top + (rows - 1) * strides[0] + 1 : strides[0],
                left : left + (columns - 1) * strides[1] + 1 : strides[1]]


def convolution(x, weight, bias=None, *, strides=(1, 1), pads=(0, 0, 0, 0), dilations=(1, 1),
                group=1, **_):
    """A convolution of maps `[N, C, H, W]` by filters `[O, C / group, rows, columns]`."""
    batch, width = x.shape[0], weight.shape[0] // group
    # Padded, and at the least stride, a map has no fewer pixels than what is made of it.
    _require(batch * max(x.shape[1], weight.shape[0]) * (x.shape[2] + pads[0] + pads[2])
             * (x.shape[3] + pads[1] + pads[3]))
    total = 0.0
    for row, column, tap in _taps(_padded(x, pads), weight.shape[2:], strides, dilations):
        maps = tap.reshape(batch, group, -1, tap.shape[2] * tap.shape[3])
        filters = weight[:, :, row, column].reshape(group, width, -1)
        total = total + (filters @ maps).reshape(batch, -1, *tap.shape[2:])
    return total if bias is None else total + bias[:, None, None]


def transposed_convolution(x, weight, bias=None, *, strides=(1, 1), pads=(0, 0, 0, 0), group=1):
    """The transpose of a convolution, by filters `[C, O / group, rows, columns]`."""
    batch, channels, rows, columns = x.shape
    height, width = weight.shape[2:]
    outputs = weight.shape[1] * group
    shape = (batch, outputs, (rows - 1) * strides[0] + height, (columns - 1) * strides[1] + width)
    total = np.zeros(shape)
    maps = x.reshape(batch, group, channels // group, rows * columns)
    for row in range(height):
        for column in range(width):
            filters = weight[:, :, row, column].reshape(group, channels // group, -1)
            part = np.swapaxes(filters, 1, 2) @ maps
            total[:, :, row : row + (rows - 1) * strides[0] + 1 : strides[0],
                  column : column + (columns - 1) * strides[1] + 1 : strides[1]] += part.reshape(
                      batch, outputs, rows, columns)
    top, left, bottom, right = pads
    total = total[:, :, top : shape[2] - bottom, left : shape[3] - right]
    return total if bias is None else total + bias[:, None, None]


def normalization(x, scale, offset, mean, variance, *, epsilon=1e-5, **_):
    """Batch normalization with the statistics of training."""
    shape = (1, -1) + (1,) * (x.ndim - 2)
    factor = scale / np.sqrt(variance + epsilon)
    return x * factor.reshape(shape) + (offset - mean * factor).reshape(shape)


def largest(x, *, kernel_shape, strides=(1, 1), pads=(0, 0, 0, 0), ceil_mode=0, **_):
    """The largest of each window; with `ceil_mode` 1, the last window may reach over the edge."""
    pads = list(pads)
    if ceil_mode:
        for axis in (0, 1):
            rest = x.shape[2 + axis] + pads[axis] + pads[axis + 2] - kernel_shape[axis]
            pads[axis + 2] += -rest % strides[axis]
    padded = _padded(x, pads, -np.inf)
    return np.maximum.reduce([tap for *_, tap in _taps(padded, kernel_shape, strides, (1, 1))])


def leaky(x, slope):
    """PReLU; a slope is shared by all that follows its axes."""
    if slope.ndim == 1 and x.ndim > 2:
        slope = slope.reshape(-1, *(1,) * (x.ndim - 2))
    return np.where(x < 0, x * slope, x)


def softmax(x, axis=-1):
    """Exponentials that sum to 1 along an axis."""
    powers = np.exp(x - x.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def enlarged(x, *, factor):
    """Every pixel repeated along rows and columns."""
    return x.repeat(factor, axis=2).repeat(factor, axis=3)


def cropped(x, like):
    """A map without the rows and columns that another does not have."""
    return x[:, :, : like.shape[2], : like.shape[3]]


def widened(x, *, channels):
    """Channels of zeros behind those that are there."""
    return np.pad(x, [(0, 0), (0, channels - x.shape[1]), (0, 0), (0, 0)])


OPERATIONS = {
    "Conv": convolution, "ConvTranspose": transposed_convolution,
    "BatchNormalization": normalization, "MaxPool": largest, "PRelu": leaky,
    "Softmax": softmax, "Enlarge": enlarged, "Crop": cropped, "Widen": widened,
    "Relu": lambda x: np.maximum(x, 0), "Sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "Add": np.add, "Mul": np.multiply, "MatMul": np.matmul,
    "Concat": lambda *parts, axis: np.concatenate(parts, axis),
    "Transpose": lambda x, perm: x.transpose(perm),
    "GlobalAveragePool": lambda x: x.mean((2, 3), keepdims=True),
    "Flatten": lambda x, axis=1: x.reshape(x.shape[0], -1),
}


def run(nodes, values, outputs):
    """Runs operations in order and gives the outputs that are asked for."""
    values = {name: np.asarray(value, np.float64 if np.asarray(value).dtype.kind == "f" else None)
              for name, value in values.items()}
    made = 0
    for node in nodes:
        value = _computed(node, values)
        made += value.size
        _require(made, MOST_OF_A_RUN)
        values[node.outputs[0]] = value
    return [values[name] for name in outputs]


def _computed(node, values):
    """What one operation gives; shapes that do not fit are the file's fault."""
    if node.operation not in OPERATIONS:
        raise ConversionError(f"the network has an unknown operation, {node.operation}")
    try:
        taken = [values[name] if name else None for name in node.inputs]
        with np.errstate(all="ignore"):
            return OPERATIONS[node.operation](*taken, **node.attributes)
    except (ArithmeticError, LookupError, MemoryError, TypeError, ValueError) as error:
        why = str(error).partition("\n")[0] or type(error).__name__
        raise ConversionError(f"{node.operation} of {', '.join(node.inputs)}: {why}") from None
