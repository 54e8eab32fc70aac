from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage

from louzu.lib.media import MediaPlace, files_in
from louzu.lib.media_copy import PruneRefusedError, copy_files, delete_others, files_to_prune

FILES = {"notices/2026/11/a.pdf": b"a" * 3_000_000, "lounge/b.jpg": b"b", "c.jpg": b""}


def names(number, letter="a"):
    """Return names as the portal gives."""
    return {f"lounge/2026/11/{letter}{n:031}.jpg" for n in range(number)}


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
    for name in names(2):
        source.save(name, ContentFile(b"x"))
    copy_files(source, target)
    source.delete("lounge/b.jpg")  # no name of the portal
    source.delete(min(names(2)))
    assert copy_files(source, target) == {"had": 3}
    assert (delete_others(source, target), len(contents_of(target))) == (1, 4)


@pytest.mark.parametrize(
    ("here", "there", "refused"),
    [
        (names(3), names(3), ""),
        (names(3), names(6), ""),
        (names(3), names(7), "lacks 4 of the 7 files"),
        (names(1), names(7), "lacks 6 of the 7 files"),
        (names(90), names(1, "b"), "lacks 1 of the 1 files"),
        (names(90), names(90) | names(40, "b"), ""),
        (set(), names(1), "no file of the portal, and the target has 1"),
        ({"thesis.pdf"}, names(7), "no file of the portal, and the target has 7"),
        ({f"probe/{'a' * 32}"}, names(7), "no file of the portal, and the target has 7"),
        (names(3), {"thesis.pdf"}, ""),
        (names(3), set(), ""),
        (set(), set(), ""),
        (set(), {"thesis.pdf"}, ""),
    ],
)
def test_a_source_that_is_not_what_the_target_is_a_copy_of_deletes_nothing(here, there, refused):
    source, target = InMemoryStorage(), InMemoryStorage()
    for storage, files in ((source, here), (target, there)):
        for name in files:
            storage.save(name, ContentFile(b"x"))
    if refused:
        with pytest.raises(PruneRefusedError, match=refused):
            delete_others(source, target)
        assert {*files_in(target)} == there
    else:
        assert files_to_prune(source, target) == sorted(
            name for name in there - here if name in names(90, "a") | names(90, "b")
        )


def test_another_content_than_was_sent_is_not_taken_for_a_copy(places, monkeypatch):
    source, target = places
    save = target.save
    monkeypatch.setattr(target, "save", lambda name, _file: save(name, ContentFile(b"other")))
    with pytest.raises(OSError, match="is not what was written"):
        copy_files(source, target)
