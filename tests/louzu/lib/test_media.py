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
    ("media", "backups", "named"),
    [
        ("/srv/louzu", "", "LOUZU_HOME"),
        ("/srv", "", "LOUZU_HOME"),
        ("/", "", "LOUZU_HOME"),
        ("/srv/other/../louzu/", "", "LOUZU_HOME"),
        ("/srv/louzu/postgres", "", "the database"),
        ("/srv/louzu/backups", "", "the backups"),
        ("/mnt/media", "/mnt/media", "LOUZU_BACKUPS"),
        ("/mnt/media", "/mnt/media/backups", "LOUZU_BACKUPS"),
        ("", "/srv/louzu/media/backups", "LOUZU_BACKUPS"),
    ],
)
def test_a_folder_in_which_other_data_would_be_is_refused(media, backups, named):
    with pytest.raises(ImproperlyConfigured, match=f"^LOUZU_MEDIA is /.*, in which {named}"):
        read(LOUZU_MEDIA=media, LOUZU_BACKUPS=backups)


def test_a_link_to_data_is_seen_through(tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "data/pg").mkdir(parents=True)
    (tmp_path / "home/postgres").symlink_to(tmp_path / "data/pg")
    with pytest.raises(ImproperlyConfigured, match="in which the database"):
        read_media({"LOUZU_MEDIA": f"{tmp_path}/data"}, default=tmp_path / "home/media")


def test_folders_beside_each_other_are_fine():
    assert read(LOUZU_MEDIA="/mnt/media", LOUZU_BACKUPS="/mnt/media-backups").folder
    assert read(LOUZU_MEDIA="/mnt/all/media", LOUZU_BACKUPS="/mnt/all").folder


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
