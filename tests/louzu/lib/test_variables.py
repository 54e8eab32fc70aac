from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from louzu.lib.variables import shown, with_files


def test_the_text_of_a_file_becomes_the_variable(tmp_path):
    file = tmp_path / "key"
    file.write_text("s3cret:=\n")
    found = with_files({"LOUZU_SECRET_KEY_FILE": str(file), "LOUZU_HOSTS": "a", "OTHER_FILE": "/"})
    assert (found["LOUZU_SECRET_KEY"], found["LOUZU_HOSTS"], "OTHER" in found) == (
        "s3cret:=",
        "a",
        False,
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "cannot be read"), (b"\xff\xfe", "cannot be read"), (b" \n", "is empty")],
)
def test_a_wrong_file_is_told_in_one_sentence_without_its_content(tmp_path, content, reason):
    file = tmp_path / "key"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(
        ImproperlyConfigured, match=f"^LOUZU_SECRET_KEY_FILE names a file that {reason}"
    ):
        with_files({"LOUZU_SECRET_KEY_FILE": str(file)})


def test_a_secret_is_given_once(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="keep one of them"):
        with_files({"LOUZU_SMS_KEYS": "a:b", "LOUZU_SMS_KEYS_FILE": str(tmp_path / "keys")})


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("maybe", "maybe"),
        ("mailto: <post@example.org>", "mailto: <post@example.org>"),
        ("https://user:w/o@r#d@example.org/x", "https://…@example.org/x"),
        ("s3://id:word@bucket", "s3://…@bucket"),
        ("age-secret-key-1abc", "…"),
    ],
)
def test_a_wrong_value_is_shown_without_passwords(word, told):
    assert shown(word) == told
