"""A logistic regression over hashed places: what it knows, and how it learns.

A model is one row: the weights as signed bytes, compressed. Larger weights are kept more coarsely
(a byte holds the square root), as it is the many small ones that sum up.
"""

import math
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from comments.learning.errors import CorruptData, OtherVersion
from comments.learning.features import FEATURE_VERSION, PLACES, Example, Values

STEP = 0.4
FIRST_SQUARES = 0.3  # AdaGrad's sums start here, or the first examples would shout
_MAX_LOGIT = 30.0

_MAGIC = b"NRLM"
_HEADER = struct.Struct("<4sHHffII")  # magic, layout, features, top weight, bias, CRC, bytes
_LAYOUT = 1


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """`weights`: float32 of PLACES. Equal in all of a site's workers, so it is never changed."""

    weights: Values
    bias: float = 0.0

    def logit(self, example: Example) -> float:
        """Log-odds that a moderator takes the comment out; 0 is even odds."""
        places, values = example.flat()
        return float(self.weights[places] @ values) + self.bias

    def highest(self, readings: Iterable[Example]) -> float:
        """The logit of the most telling reading."""
        return max(self.logit(reading) for reading in readings)

    def pack(self) -> bytes:
        """At most 64 KiB, in practice half of it."""
        top = float(np.abs(self.weights).max()) or 1.0
        roots = np.sign(self.weights) * np.sqrt(np.abs(self.weights) / top)
        body = zlib.compress(np.rint(roots * 127).astype(np.int8).tobytes(), 9)
        head = (_MAGIC, _LAYOUT, FEATURE_VERSION, top, self.bias, zlib.crc32(body), len(body))
        return _HEADER.pack(*head) + body

    @classmethod
    def unpack(cls, data: bytes) -> "Model":
        """Raises OtherVersion or CorruptData, each with a sentence for the panel."""
        top, bias, body = _opened(data)
        roots = np.frombuffer(body, np.int8).astype(np.float32) / np.float32(127)
        return cls((roots * np.abs(roots) * np.float32(top)).astype(np.float32), bias)


def blank() -> Model:
    """A model that knows nothing."""
    return Model(np.zeros(PLACES, np.float32))


class Learner:
    """Learns one example after the other, with a step size for each place (AdaGrad)."""

    def __init__(self, start: Model) -> None:
        self._weights = start.weights.astype(np.float32, copy=True)
        self._bias = start.bias
        self._squares = np.full(PLACES, FIRST_SQUARES, np.float32)
        self._bias_squares = 1.0

    def learn(self, example: Example, label: bool, weight: float = 1.0) -> None:
        """Takes one step towards `label`; a weight of 2 is as good as seeing it twice."""
        places, values = example.flat()
        logit = float(self._weights[places] @ values) + self._bias
        error = (probability(logit) - label) * weight
        slopes = values * np.float32(error)
        # A place that stands in two groups keeps the later step: rare, and cheaper than adding up.
        self._squares[places] += slopes * slopes
        self._weights[places] -= np.float32(STEP) * slopes / np.sqrt(self._squares[places])
        self._bias_squares += error * error
        self._bias -= STEP * error / math.sqrt(self._bias_squares)

    def model(self) -> Model:
        """What has been learned so far."""
        return Model(self._weights.copy(), self._bias)


def probability(logit: float) -> float:
    """The logistic function; never quite 0 or 1."""
    return 1.0 / (1.0 + math.exp(-max(-_MAX_LOGIT, min(_MAX_LOGIT, logit))))


def _opened(data: bytes) -> tuple[float, float, bytes]:
    if len(data) < _HEADER.size:
        raise CorruptData("The stored model ends before its header does.")
    magic, layout, version, top, bias, checksum, size = _HEADER.unpack_from(data)
    if magic != _MAGIC or layout != _LAYOUT:
        raise CorruptData("The stored model is of no layout that this code knows.")
    if version != FEATURE_VERSION:
        raise OtherVersion("model's features", version, FEATURE_VERSION)
    body = data[_HEADER.size :]
    if len(body) != size or zlib.crc32(body) != checksum:
        raise CorruptData("The stored model is damaged: its checksum differs.")
    if not (math.isfinite(top) and math.isfinite(bias) and top > 0):
        raise CorruptData("The stored model holds no numbers.")
    return top, bias, _inflated(body)


def _inflated(body: bytes) -> bytes:
    try:
        weights = zlib.decompressobj().decompress(body, PLACES + 1)  # never more, whatever it says
    except zlib.error as error:
        raise CorruptData(f"The stored model cannot be unpacked: {error}.") from error
    if len(weights) != PLACES:
        raise CorruptData("The stored model has the wrong number of weights.")
    return weights
