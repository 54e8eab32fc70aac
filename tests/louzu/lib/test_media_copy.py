from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from louzu.lib.media import MediaPlace, files_in
from louzu.lib.media_copy import copy_files, delete_others

FILES = {"notices/2026/11/a.pdf": b"a" * 3_000_000, "lounge/b.jpg": b"b", "c.jpg": b""}


@pytest.fixture(params=["to S3", "from S3"])
def places(request, s3_server, tmp_path):
    both = (MediaPlace(tmp_path / "media").storage(), s3_server.place().storage())
    source, target = both if request.param == "to S3" else reversed(both)
    for name, content in FILES.items():
        source.save(name, ContentFile(content))
    return source, target


def contents_of(storage):
    found = {}
    for name in files_in(storage):
        with storage.open(name) as file:
            found[name] = file.read()
    return found


def test_all_files_arrive_and_a_second_run_copies_nothing(places):
    assert copy_files(*places) == {"copied": 3}
    assert contents_of(places[1]) == FILES
    assert copy_files(*places) == {"had": 3}


def test_a_copy_that_was_cut_off_is_written_anew(places):
    places[1].save("lounge/b.jpg", ContentFile(b""))
    assert copy_files(*places) == {"copied": 3}
    assert contents_of(places[1]) == FILES


def test_what_was_deleted_since_the_first_run_is_deleted_there_if_asked_for(places):
    source, target = places
    copy_files(source, target)
    source.delete("lounge/b.jpg")
    assert copy_files(source, target) == {"had": 2}
    assert (delete_others(source, target), len(contents_of(target))) == (1, 2)


def test_another_content_than_was_sent_is_not_taken_for_a_copy(places, monkeypatch):
    source, target = places
    save = target.save
    monkeypatch.setattr(target, "save", lambda name, _file: save(name, ContentFile(b"other")))
    with pytest.raises(OSError, match="is not what was written"):
        copy_files(source, target)
