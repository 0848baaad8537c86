"""What a model remembers of its lessons, and that a damaged one never judges."""

import struct
import zlib

import numpy as np
import pytest

from comments.learning.errors import CorruptData, LearningError, OtherVersion
from comments.learning.features import FEATURE_VERSION, PLACES, examples
from comments.learning.model import Learner, Model, blank, probability

SPAM = examples("Buy cheap pills at http://pills.example.com/now")[0]
GOOD = examples("The bus came late again this morning")[0]


def taught() -> Model:
    learner = Learner(blank())
    for _ in range(20):
        learner.learn(SPAM, True)
        learner.learn(GOOD, False)
    return learner.model()


def test_a_blank_model_says_nothing_either_way() -> None:
    assert probability(blank().logit(SPAM)) == 0.5


def test_a_taught_model_tells_spam_from_a_good_comment() -> None:
    model = taught()
    assert model.logit(SPAM) > 1 and model.logit(GOOD) < -1


def test_learning_leaves_the_start_as_it_was() -> None:
    start = blank()
    Learner(start).learn(SPAM, True)
    assert not start.weights.any()


def test_the_most_telling_reading_counts() -> None:
    model = taught()
    assert model.highest([GOOD, SPAM]) == model.logit(SPAM)


def test_a_packed_model_judges_as_before() -> None:
    model = taught()
    again = Model.unpack(model.pack())
    assert again.logit(SPAM) == pytest.approx(model.logit(SPAM), abs=0.1)


def test_packing_twice_changes_nothing() -> None:
    once = Model.unpack(taught().pack())
    assert Model.unpack(once.pack()).pack() == once.pack()


def test_a_full_model_packs_into_64_kib() -> None:
    weights = np.random.default_rng(1).uniform(-9, 9, PLACES).astype(np.float32)
    assert len(Model(weights, 1.0).pack()) <= 64 * 1024 + 64


def test_a_model_that_forgot_everything_can_be_packed() -> None:
    assert not Model.unpack(blank().pack()).weights.any()


def test_a_model_of_newer_features_is_refused_with_both_versions() -> None:
    data = bytearray(taught().pack())
    data[6:8] = struct.pack("<H", FEATURE_VERSION + 1)
    with pytest.raises(OtherVersion, match=f"version {FEATURE_VERSION + 1}; this code knows"):
        Model.unpack(bytes(data))


def test_every_flipped_byte_is_noticed_or_harmless_to_the_header() -> None:
    data = taught().pack()
    for at in range(32, len(data), 97):
        damaged = bytearray(data)
        damaged[at] ^= 0x55
        with pytest.raises(CorruptData):
            Model.unpack(bytes(damaged))


@pytest.mark.parametrize("data", [b"", b"NRLM", b"x" * 100, taught().pack()[:-1]])
def test_bytes_that_are_no_model_are_refused(data: bytes) -> None:
    with pytest.raises(LearningError):
        Model.unpack(data)


def packed(body: bytes, top: float = 1.0) -> bytes:
    head = (b"NRLM", 1, FEATURE_VERSION, top, 0.0, zlib.crc32(body), len(body))
    return struct.pack("<4sHHffII", *head) + body


def test_a_model_that_unpacks_to_more_than_a_table_is_refused() -> None:
    with pytest.raises(CorruptData, match="number of weights"):
        Model.unpack(packed(zlib.compress(bytes(50_000_000))))


def test_a_model_whose_scale_is_no_number_is_refused() -> None:
    with pytest.raises(CorruptData, match="no numbers"):
        Model.unpack(packed(zlib.compress(bytes(PLACES)), top=float("nan")))


def test_a_model_with_a_broken_stream_is_refused() -> None:
    with pytest.raises(CorruptData, match="unpacked"):
        Model.unpack(packed(b"no zlib at all"))
