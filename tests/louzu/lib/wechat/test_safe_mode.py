from __future__ import annotations

import base64

import pytest

from louzu.lib.wechat.safe_mode import NotDecryptedError, decrypt, encrypted_part
from louzu.lib.wechat.signing import event_signature
from tests.wechat_stand_in import encrypt

AES_KEY, APP_ID = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wx2c2769f8efd9abc2"
ENCRYPTED = (
    "hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PGHQHF"
    "VAFmOD2LdJF9FrXpbUAh0B5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6tEDYsVti"
    "cbSnyU8dKOIbgU6ux5VTjg3yt+WGzjlpKn6NPhRjpA912xMezR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp3yZbGpy0VxpA"
    "e+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD1DlD+C0CR8e6OewpusjZ4uBl9FyJvnhvQl+q5rv1ixrcpCum"
    "EPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE="
)
"""The message of WeChat's sample code."""


def test_the_vector_of_wechats_sample_code():
    signature = event_signature("spamtest", "1409735669", "1320562132", ENCRYPTED)
    assert signature == "5d197aaffba7e9b25a30732f161a50dee96bd5fa"
    found = decrypt(ENCRYPTED, aes_key=AES_KEY, app_id=APP_ID).decode()
    assert found.startswith("<xml><ToUserName><![CDATA[gh_10f6c3c3ac5a]]></ToUserName>")
    assert "<Content><![CDATA[abcdteT]]></Content>" in found


@pytest.mark.parametrize("length", [0, 1, 11, 12, 13, 500])
def test_each_length_of_the_filling(length):
    encrypted = encrypt("字" * length, aes_key=AES_KEY, app_id=APP_ID)
    assert decrypt(encrypted, aes_key=AES_KEY, app_id=APP_ID).decode() == "字" * length


@pytest.mark.parametrize(
    "encrypted",
    [
        "",
        "no base64!",
        "QUJD",
        base64.b64encode(bytes(32)).decode(),
        ENCRYPTED[:-24],
        encrypt("x", aes_key=AES_KEY, app_id="wx0000000000000000"),
        encrypt("x", aes_key=AES_KEY[::-1], app_id=APP_ID),
    ],
    ids=["empty", "text", "short", "zeros", "cut off", "foreign appid", "foreign key"],
)
def test_anything_else_is_not_decrypted(encrypted):
    with pytest.raises(NotDecryptedError):
        decrypt(encrypted, aes_key=AES_KEY, app_id=APP_ID)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<xml><MsgType>event</MsgType></xml>",
        b"<xml><Encrypt> </Encrypt></xml>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><xml><Encrypt>&a;</Encrypt></xml>',
    ],
    ids=["empty", "plain", "blank", "entities"],
)
def test_a_body_without_an_encrypted_part(body):
    with pytest.raises(NotDecryptedError):
        encrypted_part(body)
