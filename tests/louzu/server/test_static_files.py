"""Static files of several releases side by side, as WhiteNoise answers for them."""

from __future__ import annotations

import os

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponseNotFound
from django.test import RequestFactory
from whitenoise.middleware import WhiteNoiseMiddleware

from louzu.server.static_files import collect_static_files

STORAGE = {"staticfiles": {"BACKEND": "louzu.lib.bundles.HashedStorage"}}
OLD = 1_600_000_000


@pytest.fixture
def release(settings, tmp_path):
    """``release("0.1.0", "body {}")`` puts this release in place; it returns its sheets' addresses."""
    settings.STATIC_ROOT, settings.BUNDLE_ROOT = tmp_path / "collected", tmp_path / "bundles"
    settings.BASE_DIR = tmp_path
    settings.BUNDLES = {"css/screen.css": ["css/parts/*.css"]}
    settings.STATICFILES_DIRS = [tmp_path / "static"]
    settings.STATICFILES_FINDERS = [
        "django.contrib.staticfiles.finders.FileSystemFinder",
        "louzu.lib.bundles.BundleFinder",
    ]
    settings.STORAGES = settings.STORAGES | STORAGE
    settings.WHITENOISE_AUTOREFRESH = False
    parts = tmp_path / "static" / "css" / "parts"
    parts.mkdir(parents=True)
    (tmp_path / "static" / "page.js").write_text("export const kept = true;\n")

    def put(version, css):
        settings.RELEASE = version
        for file in (parts / "one.css", tmp_path / "static" / "page.css"):
            file.write_text(f"{css}\n")
            os.utime(file, (OLD, OLD))  # older than what was collected, as in a release put back
        finders.get_finder.cache_clear()
        collect_static_files()
        return [staticfiles_storage.url(name) for name in ("css/screen.css", "page.css")]

    yield put
    finders.get_finder.cache_clear()


def answer(address):
    """Ask a portal that starts now."""
    portal = WhiteNoiseMiddleware(lambda _request: HttpResponseNotFound())
    response = portal(RequestFactory().get(address))
    text = b"".join(response).decode()
    response.close()
    return response.status_code, text


def test_the_sheets_of_the_last_two_releases_are_still_answered(release):
    rules = [f"body {{ order: {number}; }}" for number in range(5)]
    places = [release(f"0.{number}.0", css) for number, css in enumerate(rules)]
    for screen, page in places[:2]:
        assert (answer(screen)[0], answer(page)[0]) == (404, 404)
    for css, (screen, page) in zip(rules[2:], places[2:], strict=True):
        assert (answer(screen), answer(page)) == ((200, f"{css}\n"), (200, f"{css}\n"))


def test_a_start_that_changes_no_sheet_pushes_no_older_one_out(release):
    first = release("0.1.0", "body { order: 1; }")
    for number in range(2, 6):
        newest = release(f"0.{number}.0", "body { order: 2; }")
    assert {answer(place)[0] for place in (*first, *newest)} == {200}


def test_a_release_put_back_is_styled_as_before(release):
    first = release("0.1.0", "body { order: 1; }")
    release("0.2.0", "body { order: 2; }")
    assert release("0.1.0", "body { order: 1; }") == first
    assert answer(first[1]) == (200, "body { order: 1; }\n")


def test_nothing_is_collected_twice_and_a_broken_record_begins_anew(release, settings):
    screen, _page = release("0.1.0", "body { order: 1; }")
    file = settings.STATIC_ROOT / screen.removeprefix("/static/")
    file.unlink()
    release("0.1.0", "body { order: 1; }")
    assert not file.exists()
    (settings.STATIC_ROOT / ".releases").write_text("{")
    release("0.1.0", "body { order: 1; }")
    assert file.exists()
