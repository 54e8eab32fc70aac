from __future__ import annotations

import time

import pytest

from louzu.health import media
from louzu.health.registry import Severity, checks


@pytest.fixture(autouse=True)
def _untried(monkeypatch):
    monkeypatch.setattr(media, "_thread", None)
    monkeypatch.setattr(media, "_current", media._Trial(begun_at=-media.TRIED_EVERY))
    monkeypatch.setattr(media, "_finished", media._Trial())


def _checked_until(word):
    """Check until the finding has this word, or until there is none."""
    deadline = time.monotonic() + 20
    while True:
        found = media.check_media()
        if bool(found) == bool(word) and (not word or word in found.sentence):
            return found
        assert time.monotonic() < deadline, found
        media._current.begun_at = -media.TRIED_EVERY


def test_it_is_one_of_the_checks():
    assert "media" in [check.name for check in checks()]


def test_a_folder_is_not_tried(settings):
    assert settings.MEDIA.folder
    assert media.check_media() is None
    assert media._finished is not media._current


def test_a_storage_that_works_is_no_finding(s3_media):
    assert media.check_media() is None
    assert _checked_until("") is None


def test_a_storage_that_refuses_the_portal_is_a_warning(s3_server, s3_media, settings):
    settings.MEDIA = s3_server.place(secret="forged")
    settings.STORAGES = {**settings.STORAGES, "default": settings.MEDIA.configuration()}
    found = _checked_until("refuses the portal")
    assert (found.severity, str(settings.MEDIA) in found.sentence) == (Severity.WARN, True)
    assert "forged" not in found.sentence


def test_a_storage_that_hangs_holds_no_check(s3_media, monkeypatch):
    monkeypatch.setattr(media, "try_storage", lambda _storage: time.sleep(3))
    monkeypatch.setattr(media, "MAX_WAIT", 0.05)
    begun = time.monotonic()
    assert (media.check_media(), media.check_media()) == (None, None)
    assert time.monotonic() - begun < 1
    media._thread.join()
