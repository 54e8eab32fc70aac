from __future__ import annotations

import re

import pytest
from django.core.exceptions import ImproperlyConfigured

from louzu.lib.variables import VARIABLES, shown, unknown_names, with_files
from tests.architecture.site import ROOT


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


def test_all_variables_of_the_code_are_known_and_no_others():
    files = [file for file in (ROOT / "louzu").rglob("*.py") if file.name != "variables.py"]
    named = {name for file in files for name in re.findall(r"\bLOUZU_[A-Z_]+", file.read_text())}
    assert named >= VARIABLES
    assert {name for name in named - VARIABLES if not name.endswith("_FILE")} == set()


def test_a_name_that_is_none_is_found_with_the_one_that_was_meant():
    names = {"LOUZU_HOSTS", "LOUZU_HOST", "LOUZU_SECRET_KEY_FILE", "LOUZU_COLOUR", "PORT"}
    assert unknown_names(names) == {"LOUZU_COLOUR": "", "LOUZU_HOST": "LOUZU_HOSTS"}
