"""The archive is written and read as a stream; what was cut, exchanged or added is found."""

from __future__ import annotations

import io
import tarfile

import pytest

from louzu.backup.archive import HEAD, ArchiveReader, writing
from louzu.backup.errors import BackupError

MEMBERS = {
    HEAD: b"{}",
    "database/000000.sql": b"SELECT 1;\n" * 10_000,
    "media/notices/2026/11/a.jpg": bytes(range(256)) * 300,
    "media/说明.pdf": b"",
    "keys/secret_key": b"abc",
}


def archive(members=MEMBERS) -> tuple[bytes, str]:
    out = io.BytesIO()
    with writing(out, mtime=0) as made:
        for name, content in members.items():
            made.add_bytes(name, content)
    return out.getvalue(), made.chain.value


def read(content: bytes) -> tuple[dict[str, bytes], str]:
    reader = ArchiveReader(io.BytesIO(content))
    return {one.name: b"".join(one.chunks()) for one in reader}, reader.chain.value


def test_what_was_written_is_read():
    content, chain = archive()
    assert read(content) == (MEMBERS, chain)


def test_members_that_nobody_reads_count_in_the_chain():
    content, chain = archive()
    reader = ArchiveReader(io.BytesIO(content))
    assert [one.name for one in reader] == list(MEMBERS)
    assert reader.chain.value == chain


@pytest.mark.parametrize("share", [0, 0.01, 0.3, 0.9, 0.999])
def test_a_cut_archive_is_refused(share):
    content, _chain = archive()
    with pytest.raises(BackupError):
        read(content[: int(len(content) * share)])


@pytest.mark.parametrize("change", ["name", "content", "order", "missing"])
def test_another_member_gives_another_chain(change):
    _content, chain = archive()
    members = dict(MEMBERS)
    if change == "name":
        members = {name.replace("a.jpg", "b.jpg"): one for name, one in members.items()}
    elif change == "content":
        members["keys/secret_key"] = b"abd"
    elif change == "order":
        members = {HEAD: b"{}", **dict(reversed(MEMBERS.items()))}
    else:
        del members["keys/secret_key"]
    assert archive(members)[1] != chain


@pytest.mark.parametrize(
    "name", ["../etc/passwd", "/etc/passwd", "media/../../x", "media/", "other", "media//x"]
)
def test_names_that_lead_elsewhere_are_refused(name):
    with pytest.raises(BackupError, match="cannot be the name"):
        archive({HEAD: b"", name: b""})
    with pytest.raises(BackupError):
        read(tar_of(HEAD, name))


def test_only_files_are_members():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w|gz") as tar:
        link = tarfile.TarInfo("media/x")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(BackupError, match="does not belong"):
        read(out.getvalue())


def test_another_tar_is_no_backup():
    with pytest.raises(BackupError, match="no backup of louzu"):
        read(tar_of("media/x"))


def test_a_file_that_becomes_shorter_is_refused():
    with writing(io.BytesIO(), mtime=0) as made:
        made.add_bytes(HEAD, b"")
        with pytest.raises(BackupError, match="became shorter"):
            made.add("media/x", io.BytesIO(b"abc"), 10)


def tar_of(*names: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w|gz") as tar:
        for name in names:
            tar.addfile(tarfile.TarInfo(name), io.BytesIO())
    return out.getvalue()
