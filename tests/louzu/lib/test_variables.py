from __future__ import annotations

import re

import pytest
from django.core.exceptions import ImproperlyConfigured

from louzu.lib.variables import (
    NEVER_IN_FILE,
    VARIABLES,
    shown,
    shown_words,
    unknown_names,
    with_files,
)
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
        ("https://example.org:8443/x", "https://example.org:8443/x"),
        ("mailto: <post@example.org>", "…"),
        ("https://user:w/o@r#d@example.org/x", "https://…"),
        ("s3://id:word@bucket", "s3://…"),
        ("id:word@host", "…"),
        ("id:wo@rd", "…"),
        ("id:word", "id:…"),
        ("host:9100x", "host:…"),
        ("https://example.org:8443/x?token=word", "https://example.org:8443/x?…"),
        ("age-secret-key-1abc", "…"),
    ],
)
def test_a_wrong_value_is_shown_without_passwords(word, told):
    assert shown(word) == told


def test_a_sentence_is_shown_word_by_word():
    told = shown_words("argument --to: “a:b@c” and AGE-SECRET-KEY-1X\nare wrong (No such file)")
    assert told == "argument --to: … and …\nare wrong (No such file)"


def test_all_variables_of_the_code_are_known_and_no_others():
    files = [file for file in (ROOT / "louzu").rglob("*.py") if file.name != "variables.py"]
    named = {name for file in files for name in re.findall(r"\bLOUZU_[A-Z_]+", file.read_text())}
    assert named >= VARIABLES
    assert {name for name in named - VARIABLES if not name.endswith("_FILE")} == set()


def test_variables_that_are_read_before_files_are_known():
    """A variable that code reads from ``os.environ`` directly cannot be given as a file, so it must be in
    ``NEVER_IN_FILE`` and in the docs."""
    files = (ROOT / "louzu").rglob("*.py")
    itself = {
        name
        for file in files
        for name in re.findall(r"os\.environ\b[^\n]*\"(LOUZU_[A-Z_]+)\"", file.read_text())
        if not name.endswith("_FILE")
    }
    assert itself >= {"LOUZU_HOME", "LOUZU_ENV"}
    itself.add("LOUZU_RESTART")  # it goes through `restart_command`
    assert itself - {"LOUZU_SECRET_KEY"} <= NEVER_IN_FILE < VARIABLES
    docs = (ROOT / "docs/operations.md").read_text()
    told = docs.partition("can be given as a file, except ")[2].partition(":")[0]
    inner = {"LOUZU_READY_FD", "LOUZU_SUPERVISED_HOME"}
    assert {*re.findall(r"`(LOUZU_\w+)`", told)} == NEVER_IN_FILE - inner


@pytest.mark.parametrize("name", sorted(VARIABLES))
def test_each_variable_is_given_as_a_file_or_refused(tmp_path, name):
    file = tmp_path / "file"
    file.write_text("text")
    given = {f"{name}_FILE": str(file)}
    if name not in NEVER_IN_FILE:
        assert with_files(given)[name] == "text"
        return
    with pytest.raises(ImproperlyConfigured) as refusal:
        with_files(given)
    assert str(refusal.value) == (
        f"{name}_FILE is set, but {name} cannot be given as a file: write {name}=… itself."
    )


def test_a_name_that_is_none_is_found_with_the_one_that_was_meant():
    names = {"LOUZU_HOSTS", "LOUZU_HOST", "LOUZU_SECRET_KEY_FILE", "LOUZU_COLOUR", "PORT"}
    assert unknown_names(names) == {"LOUZU_COLOUR": "", "LOUZU_HOST": "LOUZU_HOSTS"}
