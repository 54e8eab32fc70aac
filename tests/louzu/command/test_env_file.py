"""``louzu.env`` means what it means to systemd. The values are those of its manual (systemd.exec) and of
systemd's own tests of its parser."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from louzu.command.env_file import load, parse, repeated_names

FILE = Path("/etc/louzu/louzu.env")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A=b", "b"),
        ("A=b\r\n", "b"),
        ("  A = b c  \n", "b c"),
        ("A=", ""),
        ("A=\nB=c", ""),
        ("A='b \\ \" # $c'", 'b \\ " # $c'),
        ('A="b \' # c"', "b ' # c"),
        (r'A="b \"c\" \$d \\ \e"', r'b "c" $d \ \e'),
        ('A="b \\\nc"', "b c"),
        ("A='b\nc'", "b\nc"),
        ('A="  b  "  ', "  b  "),
        ("A=b \\\nc", "b c"),
        (r"A=b\ c\d", "b cd"),
        ("A=b#c ;d $HOME", "b#c ;d $HOME"),
        ("A=it's", "it's"),
        ("A=b=c", "b=c"),
        ("# A=c\n; A=d\n\nA=b", "b"),
        ("A=c\nA=b", "b"),
        ("A=postgres://u:p%2F@%2Frun/d?x=1", "postgres://u:p%2F@%2Frun/d?x=1"),
    ],
)
def test_a_value_is_read_as_systemd_reads_it(text, value):
    assert parse(text, FILE)["A"] == value


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("A=b\nexport C=d", 2),
        ("\n\nA", 3),
        ("A='b", 1),
        ('A="b" c', 1),
        ("A=b\n\n1B=c", 3),
        ("# c \\\nA=b", 1),
    ],
)
def test_a_line_that_is_not_understood_is_named(text, line):
    with pytest.raises(ImproperlyConfigured, match=f"^{FILE}, line {line}: write NAME=value"):
        parse(text, FILE)


def test_the_environment_wins(tmp_path, monkeypatch):
    file = tmp_path / "louzu.env"
    file.write_text("LOUZU_FIRST=file\nLOUZU_SECOND=file\n")
    monkeypatch.setenv("LOUZU_ENV", str(file))
    monkeypatch.setenv("LOUZU_FIRST", "environment")
    monkeypatch.setenv("LOUZU_SECOND", "to be forgotten after the test")
    monkeypatch.delenv("LOUZU_SECOND")
    load()
    assert (os.environ["LOUZU_FIRST"], os.environ["LOUZU_SECOND"]) == ("environment", "file")


def test_a_named_file_must_be_there(tmp_path, monkeypatch):
    monkeypatch.setenv("LOUZU_ENV", str(tmp_path / "none.env"))
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        load()
    monkeypatch.setenv("LOUZU_ENV", "none.env")
    with pytest.raises(ImproperlyConfigured, match="begins with /"):
        load()


@pytest.mark.parametrize("content", [b"A=\xff\n", b"A=b\0\n"])
def test_a_file_that_is_not_text_is_refused(tmp_path, monkeypatch, content):
    file = tmp_path / "louzu.env"
    file.write_bytes(content)
    monkeypatch.setenv("LOUZU_ENV", str(file))
    with pytest.raises(ImproperlyConfigured, match="is not text in UTF-8: write NAME=value"):
        load()


def test_a_byte_order_mark_is_no_part_of_a_name(tmp_path, monkeypatch):
    """As editors on Windows write it."""
    file = tmp_path / "louzu.env"
    file.write_bytes(b"\xef\xbb\xbfLOUZU_FIRST=b\r\n")
    monkeypatch.setenv("LOUZU_ENV", str(file))
    monkeypatch.setenv("LOUZU_FIRST", "to be forgotten after the test")
    monkeypatch.delenv("LOUZU_FIRST")
    load()
    assert os.environ["LOUZU_FIRST"] == "b"


def test_variables_that_stand_in_it_twice_are_found(tmp_path):
    file = tmp_path / "louzu.env"
    file.write_text("A=b\nB=c\n# A=d\nC=A=b\nA=e\nC=\n")
    assert repeated_names(file) == ["A", "C"]
