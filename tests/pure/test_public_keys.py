"""What a publisher pastes: public keys alone, of the two kinds that are used."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from comments.public_keys import KeyProblem, public_keys
from tests.publisher import private, public

pytestmark = pytest.mark.pure

PEM, INFO = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo


def pem(key: Any) -> str:
    return str(key.public_key().public_bytes(PEM, INFO).decode())


def jwk(algorithm: str, **more: Any) -> dict[str, Any]:
    key: Any = serialization.load_pem_public_key(public(algorithm).encode())
    made = RSAAlgorithm if algorithm == "RS256" else ECAlgorithm
    return {**made.to_jwk(key, as_dict=True), **more}


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_a_pem_says_by_itself_what_it_is_for(algorithm: str) -> None:
    (key,) = public_keys(public(algorithm))
    assert (key.kid, key.algorithm, key.pem) == ("", algorithm, public(algorithm))


def test_a_set_gives_every_key_that_signs() -> None:
    keys = [jwk("RS256", kid="a"), jwk("ES256", kid="b"), jwk("RS256", kid="c", use="enc")]
    found = public_keys(json.dumps({"keys": keys}))
    assert [(key.kid, key.algorithm) for key in found] == [("a", "RS256"), ("b", "ES256")]


def test_a_single_jwk_will_do() -> None:
    assert [key.kid for key in public_keys(json.dumps(jwk("ES256", kid="a")))] == ["a"]


USELESS: dict[str, Callable[[], str]] = {
    "nothing": lambda: "",
    "words": lambda: "no key",
    "an empty object": lambda: "{}",
    "broken JSON": lambda: "{",
    "deep JSON": lambda: '{"keys":' + "[" * 40_000,
    "an empty set": lambda: '{"keys": []}',
    "a set of a number": lambda: '{"keys": [7]}',
    "too many": lambda: json.dumps({"keys": [jwk("RS256")] * 21}),
    "too long": lambda: "x" * 50_001,
    "another algorithm": lambda: json.dumps(jwk("RS256", alg="RS512")),
    "for encryption": lambda: json.dumps(jwk("RS256", use="enc")),
    "a shared secret": lambda: json.dumps({"kty": "oct", "k": "c2VjcmV0"}),
    "a tiny RSA key": lambda: json.dumps({"kty": "RSA", "n": "AQAB", "e": "AQAB"}),
    "no point of the curve": lambda: json.dumps(
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}
    ),
    "a short RSA key": lambda: pem(rsa.generate_private_key(65537, 1024)),
    "another curve": lambda: pem(ec.generate_private_key(ec.SECP384R1())),
    "another kind": lambda: pem(ed25519.Ed25519PrivateKey.generate()),
}


@pytest.mark.parametrize("what", list(USELESS))
def test_what_cannot_check_a_signature_is_refused(what: str) -> None:
    with pytest.raises(KeyProblem):
        public_keys(USELESS[what]())


def test_a_private_key_is_refused_by_name() -> None:
    with pytest.raises(KeyProblem, match="private"):
        public_keys(private("RS256"))


def test_a_private_jwk_is_refused_by_name() -> None:
    with pytest.raises(KeyProblem, match="secret"):
        public_keys(json.dumps(jwk("ES256", d="AA")))
