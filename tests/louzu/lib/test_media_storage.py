"""``S3Media`` on a real server that checks signatures."""

from __future__ import annotations

import time

import pytest
from django.core.files.base import ContentFile

from dev.s3_server import S3Server
from louzu.lib import media_storage
from louzu.lib.media import MediaUnavailableError

NAME = "lounge/2026/11/照片.jpg"
TRIES = {
    "open": lambda storage: storage.open(NAME),
    "save": lambda storage: storage.save(NAME, ContentFile(b"x")),
    "delete": lambda storage: storage.delete(NAME),
    "exists": lambda storage: storage.exists(NAME),
    "size": lambda storage: storage.size(NAME),
    "listdir": lambda storage: storage.listdir(""),
}


@pytest.fixture
def storage(s3_server):
    return s3_server.place().storage()


@pytest.fixture
def frail_server(tmp_path):
    """A server that a test may stop."""
    server = S3Server(tmp_path)
    server.start()
    yield server
    server.stop()


def test_a_file_is_read_as_it_was_written(storage):
    content = bytes(range(256)) * 20_000  # 5 MB: more than is kept in memory
    assert storage.save(NAME, ContentFile(content)) == NAME
    with storage.open(NAME) as file:
        assert (file.read(), file.size) == (content, len(content))
    assert (storage.size(NAME), storage.listdir("lounge/2026")) == (len(content), (["11"], []))


def test_a_name_that_is_taken_is_not_overwritten(storage):
    first = storage.save(NAME, ContentFile(b"1"))
    second = storage.save(NAME, ContentFile(b"2"))
    with storage.open(first) as file:
        assert (first != second, file.read()) == (True, b"1")


def test_what_is_deleted_is_missing(storage):
    storage.save(NAME, ContentFile(b"1"))
    storage.delete(NAME)
    storage.delete(NAME)
    assert not storage.exists(NAME)
    for attempt in (storage.open, storage.size):
        with pytest.raises(FileNotFoundError):
            attempt(NAME)


def test_no_address_leads_past_the_portal(storage):
    storage.save(NAME, ContentFile(b"1"))
    with pytest.raises(ValueError, match="read through the portal"):
        storage.url(NAME)
    with pytest.raises(ValueError, match="can only be read"):
        storage.open(NAME, "wb")


@pytest.mark.parametrize("what", TRIES)
def test_a_forged_key_is_refused(s3_server, what):
    with pytest.raises(MediaUnavailableError, match="refuses the portal"):
        TRIES[what](s3_server.place(secret="forged").storage())


@pytest.mark.parametrize("what", TRIES)
def test_a_server_that_is_away_is_told_at_once(tmp_path, what):
    storage = S3Server(tmp_path).place().storage()
    begun = time.monotonic()
    with pytest.raises(MediaUnavailableError, match="does not answer"):
        TRIES[what](storage)
    with pytest.raises(MediaUnavailableError, match="a moment ago"):
        TRIES[what](storage)
    assert time.monotonic() - begun < 8


def test_a_server_that_hangs_holds_one_request_and_is_used_again_when_it_answers(
    frail_server, monkeypatch
):
    monkeypatch.setattr(media_storage, "READ_TIMEOUT", 0.3)
    monkeypatch.setattr(media_storage, "MAX_SECONDS_AWAY", 0.5)
    storage = frail_server.place().storage()
    storage.save(NAME, ContentFile(b"1"))
    frail_server.freeze()
    with pytest.raises(MediaUnavailableError, match="does not answer"):
        storage.open(NAME)
    begun = time.monotonic()
    with pytest.raises(MediaUnavailableError, match="a moment ago"):
        storage.open(NAME)
    assert time.monotonic() - begun < 0.2
    frail_server.thaw()
    deadline = time.monotonic() + 20
    while not _is_readable(storage):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _is_readable(storage):
    try:
        with storage.open(NAME) as file:
            return file.read() == b"1"
    except MediaUnavailableError:
        return False
