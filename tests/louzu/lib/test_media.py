from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile

from louzu.lib.media import MediaPlace, MediaUnavailableError, files_in, read_media, try_storage

HOME = Path("/srv/louzu/media")
KEYS = {"LOUZU_MEDIA_KEYS": "id:secret:with:colons"}


def read(**values):
    return read_media(values, default=HOME)


def test_a_folder_is_in_the_home_or_anywhere_else():
    assert (read().folder, read(LOUZU_MEDIA="/mnt/media").folder) == (HOME, Path("/mnt/media"))


def test_a_bucket_has_a_server_a_region_and_keys():
    place = read(
        LOUZU_MEDIA="s3://louzu-media/portal/one/",
        LOUZU_MEDIA_ENDPOINT="https://s3.example.org/",
        LOUZU_MEDIA_REGION="cn-east-1",
        **KEYS,
    )
    assert (place.folder, place.bucket, place.prefix) == (None, "louzu-media", "portal/one")
    assert (place.account.endpoint, place.account.region) == (
        "https://s3.example.org",
        "cn-east-1",
    )
    assert (place.account.key_id, place.account.secret) == ("id", "secret:with:colons")
    assert "secret" not in repr(place)
    assert str(place.at("s3://other")) == "s3://other"


def test_the_bucket_stands_in_the_path_where_the_server_is_named_unless_told_otherwise():
    named = {"LOUZU_MEDIA_ENDPOINT": "https://oss.example.org", **KEYS}
    assert read(**named).account.path_style
    assert not read(**named, LOUZU_MEDIA_STYLE="virtual").account.path_style
    assert not read(**KEYS).account.path_style


@pytest.mark.parametrize(
    ("values", "variable"),
    [
        ({"LOUZU_MEDIA": "media"}, "LOUZU_MEDIA"),
        ({"LOUZU_MEDIA": "https://bucket"}, "LOUZU_MEDIA"),
        ({"LOUZU_MEDIA": "s3://Bucket", **KEYS}, "LOUZU_MEDIA"),
        ({"LOUZU_MEDIA": "s3://bucket/../other", **KEYS}, "LOUZU_MEDIA"),
        ({"LOUZU_MEDIA": "s3://bucket"}, "LOUZU_MEDIA_KEYS"),
        ({"LOUZU_MEDIA_KEYS": "id"}, "LOUZU_MEDIA_KEYS"),
        ({"LOUZU_MEDIA_ENDPOINT": "s3.example.org"}, "LOUZU_MEDIA_ENDPOINT"),
        ({"LOUZU_MEDIA_ENDPOINT": "https://s3.example.org/path"}, "LOUZU_MEDIA_ENDPOINT"),
        ({"LOUZU_MEDIA_ENDPOINT": "https://id:key@s3.example.org"}, "LOUZU_MEDIA_ENDPOINT"),
        ({"LOUZU_MEDIA_STYLE": "host"}, "LOUZU_MEDIA_STYLE"),
    ],
)
def test_a_wrong_value_is_told_in_one_sentence(values, variable):
    with pytest.raises(ImproperlyConfigured, match=rf"^{variable} (is|must)"):
        read(**values)


@pytest.mark.parametrize("on_s3", [False, True])
def test_a_try_leaves_nothing_behind(on_s3, tmp_path, s3_server):
    place = s3_server.place() if on_s3 else MediaPlace(tmp_path / "media")
    storage = place.storage()
    storage.save("notices/2026/11/b.pdf", ContentFile(b"b"))
    storage.save("lounge/a.jpg", ContentFile(b"a"))
    try_storage(storage)
    assert [*files_in(storage)] == ["lounge/a.jpg", "notices/2026/11/b.pdf"]


def test_a_try_tells_that_the_key_is_wrong(s3_server):
    with pytest.raises(MediaUnavailableError, match="refuses the portal"):
        try_storage(s3_server.place(secret="forged").storage())
