from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.core.management.base import CommandError

from louzu.lib.media import files_in


@pytest.fixture
def folder(tmp_path, settings, s3_server):
    settings.MEDIA = s3_server.place()
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(b"a")
    return folder


def test_files_go_to_s3_and_back(folder, tmp_path, settings, capsys):
    place = str(settings.MEDIA)
    names = [f"lounge/2026/11/{letter * 32}.jpg" for letter in "abc"]
    (folder / "lounge/2026/11").mkdir(parents=True)
    (folder / "a.jpg").rename(folder / names[0])
    (folder / names[2]).write_bytes(b"c")
    call_command("copy_media", str(folder), place)
    assert capsys.readouterr().out == (
        f"2 files copied to {place}, 0 were there already, 0 deleted there.\n"
    )
    (folder / names[0]).rename(folder / names[1])
    settings.MEDIA.storage().save("thesis.pdf", ContentFile(b"somebody else's"))
    call_command("copy_media", str(folder), place, prune=True)
    assert [*files_in(settings.MEDIA.storage())] == ["thesis.pdf", *names[1:]]
    call_command("copy_media", place, str(tmp_path / "back"))
    assert [*files_in(FileSystemStorage(tmp_path / "back"))] == ["thesis.pdf", *names[1:]]


def test_an_unmounted_source_leaves_the_target_as_it_is(folder, tmp_path):
    """Nor does another portal's source add its files to it."""
    copies = tmp_path / "copies"
    files = [copies / f"lounge/2026/11/{letter * 32}.jpg" for letter in "ab"]
    files[0].parent.mkdir(parents=True)
    for file in files:
        file.write_bytes(b"x")
    told = "Nothing was deleted there: the source has no file of the portal, and the target has 2"
    with pytest.raises(CommandError, match=told):
        call_command("copy_media", str(folder), str(copies), prune=True)
    for letter in "defgh":
        (folder / "lounge/2026/11").mkdir(parents=True, exist_ok=True)
        (folder / f"lounge/2026/11/{letter * 32}.jpg").write_bytes(b"x")
    with pytest.raises(
        CommandError, match=r"lacks 2 of the 2 files .* into an empty place instead"
    ):
        call_command("copy_media", str(folder), str(copies), prune=True)
    assert sorted(path for path in copies.rglob("*") if path.is_file()) == files


def test_wrong_places_are_told_in_one_sentence(folder, settings, s3_server):
    with pytest.raises(CommandError, match="same place"):
        call_command("copy_media", str(folder), str(folder))
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("copy_media", "/nowhere/media", str(folder))
    settings.MEDIA = s3_server.place(secret="forged")
    with pytest.raises(CommandError, match="before everything was copied"):
        call_command("copy_media", str(folder), str(settings.MEDIA))
