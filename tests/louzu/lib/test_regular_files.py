from __future__ import annotations

import os

import pytest

from louzu.lib.regular_files import kind_of, read_regular


@pytest.fixture
def named(tmp_path):
    """A folder with a file, a link to it, a folder, a pipe, a device and a broken link, each named after its kind."""
    (tmp_path / "file").write_text("text")
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "device").symlink_to("/dev/zero")
    (tmp_path / "away").symlink_to("nowhere")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("file", ""),
        ("link", ""),
        ("nothing", ""),
        ("away", ""),
        ("file/below", ""),
        ("folder", "a folder"),
        ("pipe", "a pipe"),
        ("device", "a device"),
    ],
)
def test_what_a_path_leads_to_is_known_without_opening_it(named, name, kind):
    assert kind_of(named / name) == kind


def test_only_a_file_is_read(named):
    assert read_regular(named / "link") == "text"
    for name, reason in {
        "nothing": "No such file or directory",
        "folder": "Is a directory",
        "pipe": "it is a pipe: write it into a file",
        "device": "it is a device: write it into a file",
    }.items():
        with pytest.raises(OSError) as refusal:  # noqa: PT011 -- its words are compared below
            read_regular(named / name)
        assert refusal.value.strerror == reason
