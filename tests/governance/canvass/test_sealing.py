from __future__ import annotations

from itertools import combinations

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from governance.canvass import sealing
from governance.canvass.sealing import CannotOpen

INFO = b"louzu/1/2/1"


@pytest.fixture(scope="module")
def vote():
    return X25519PrivateKey.generate()


def test_every_sealed_ballot_is_as_long_as_every_other_and_no_two_are_alike(vote):
    public = sealing.public_half(vote)
    sealed = [sealing.seal(choice, public, INFO) for choice in ("agree", "abstain", "agree")]
    assert len({len(one) for one in sealed}) == 1
    assert len(set(sealed)) == 3
    opened = [sealing.unseal(one, vote, INFO) for one in sealed]
    assert [ballot.choice for ballot in opened] == ["agree", "abstain", "agree"]
    assert len({ballot.grain for ballot in opened}) == 3


def test_a_ballot_of_another_vote_does_not_open(vote):
    sealed = sealing.seal("agree", sealing.public_half(vote), b"louzu/1/3/1")
    with pytest.raises(CannotOpen):
        sealing.unseal(sealed, vote, INFO)


@pytest.mark.parametrize("junk", [b"", b"x", b"\0" * 80])
def test_junk_does_not_open(vote, junk):
    with pytest.raises(CannotOpen):
        sealing.unseal(junk, vote, INFO)


def test_a_message_of_another_length_is_no_ballot(vote):
    sealed = sealing.SUITE.encrypt(b"agree", vote.public_key(), INFO)
    with pytest.raises(CannotOpen):
        sealing.unseal(sealed, vote, INFO)


def test_both_of_a_pair_unwrap_and_nobody_else(vote):
    one, two, three = (X25519PrivateKey.generate() for _ in range(3))
    wrapped = sealing.wrap(vote, sealing.public_half(one), sealing.public_half(two), INFO)
    opened = sealing.unwrap(wrapped, one, two, INFO)
    assert opened.private_bytes_raw() == vote.private_bytes_raw()
    others = [(two, one), (one, one), (two, two), *combinations((one, three, two), 2)]
    for wrong in [pair for pair in others if pair != (one, two)]:
        with pytest.raises(CannotOpen):
            sealing.unwrap(wrapped, *wrong, INFO)


def test_a_passphrase_is_24_digits_and_is_read_as_people_type_it():
    passphrase = sealing.new_passphrase()
    assert (len(passphrase), passphrase.isdigit()) == (24, True)
    assert sealing.grouped(passphrase)[1] == passphrase[4:8]
    salt = sealing.new_salt()
    wide = " - ".join(sealing.grouped(passphrase)).translate(
        {48 + n: 0xFF10 + n for n in range(10)}
    )
    keys = [sealing.holder_key(typed, salt) for typed in (passphrase, wide)]
    assert len({sealing.public_half(key) for key in keys}) == 1
    other = sealing.holder_key(passphrase, sealing.new_salt())
    assert sealing.public_half(other) != sealing.public_half(keys[0])
