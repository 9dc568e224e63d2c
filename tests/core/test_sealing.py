"""Sealed texts and bytes: only their key opens them, and nothing else does by accident."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.sealing import (
    SealError,
    fingerprint,
    fingerprints,
    is_current,
    seal,
    seal_bytes,
    unseal,
    unseal_bytes,
)

OLD, NEW, OTHER = (bytes([number]) * 32 for number in range(3))
FOREIGN = "密封内容已损坏或不是本平台密封的，无法打开。"
NUMBER = "130599198005040023"


@pytest.fixture(autouse=True)
def keys(settings):
    settings.SEAL_KEYS = {"old": OLD}
    return settings


@given(st.text())
def test_every_text_comes_back(text):
    assert unseal(seal(text)) == text


@given(st.binary())
def test_all_bytes_come_back(data):
    assert unseal_bytes(seal_bytes(data)) == data


def test_two_seals_of_one_text_differ_and_tell_nothing():
    one, two = seal(NUMBER), seal(NUMBER)
    assert (one != two, NUMBER in one, NUMBER.encode() in seal_bytes(NUMBER.encode())) == (True, False, False)


def test_a_new_first_key_seals_and_the_old_one_still_opens(keys):
    token, data = seal(NUMBER), seal_bytes(b"\x00picture")
    keys.SEAL_KEYS = {"new": NEW, "old": OLD}
    assert (unseal(token), unseal_bytes(data)) == (NUMBER, b"\x00picture")
    assert [is_current(one) for one in (token, data, seal(NUMBER), seal_bytes(b""))] == [
        False, False, True, True,
    ]  # fmt: skip


def test_without_its_key_nothing_opens(keys):
    token = seal(NUMBER)
    keys.SEAL_KEYS = {"new": NEW}
    with pytest.raises(SealError) as refused:
        unseal(token)
    assert str(refused.value) == "打开密封内容所需的密钥（编号 old）不在 SEAL_KEYS 中，请找回该密钥后再试。"


def test_a_wrong_key_under_the_right_name_opens_nothing(keys):
    token = seal(NUMBER)
    keys.SEAL_KEYS = {"old": OTHER}
    with pytest.raises(SealError) as refused:
        unseal(token)
    assert str(refused.value) == "密封内容与密钥（编号 old）不符：密钥不对，或内容被改动，无法打开。"


@pytest.mark.parametrize("token", ["", NUMBER, "sealed1.old", "sealed1.old.?", "sealed1.旧.AAAA", "a.b.c"])
def test_what_was_never_sealed_is_refused(token):
    with pytest.raises(SealError) as refused:
        unseal(token)
    assert str(refused.value) == FOREIGN


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"sealed2.old.x"])
def test_bytes_that_were_never_sealed_are_not_handed_back(data):
    with pytest.raises(SealError) as refused:
        unseal_bytes(data)
    assert str(refused.value) == FOREIGN


def test_changed_or_cut_bytes_are_refused():
    data = seal_bytes(b"scan of a letter")
    for broken in (data[:-1], data[:12], data[:-1] + bytes([data[-1] ^ 1]), data + b"."):
        with pytest.raises(SealError):
            unseal_bytes(broken)


def test_a_token_does_not_open_under_the_name_of_another_key(keys):
    keys.SEAL_KEYS = {"old": OLD, "twin": OLD}
    with pytest.raises(SealError):
        unseal(seal(NUMBER).replace(".old.", ".twin."))


def test_a_fingerprint_is_the_same_every_time_and_another_under_another_key(keys):
    first = fingerprint(NUMBER)
    assert (fingerprint(NUMBER), len(first), int(first, 16) > 0) == (first, 64, True)
    assert fingerprint(NUMBER[:-1]) != first
    keys.SEAL_KEYS = {"new": NEW, "old": OLD}
    assert (fingerprints(NUMBER), fingerprint(NUMBER) != first) == ([fingerprint(NUMBER), first], True)
