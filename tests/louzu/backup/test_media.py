"""Files are put back as they were, and those of somebody else stay."""

from __future__ import annotations

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from louzu.backup.media import delete_others, digest_of, put_back
from louzu.lib.uploads import random_path

CONTENT = b"\xff\xd8 a photo" * 1000


def content_of(name):
    with default_storage.open(name) as file:
        return file.read()


@pytest.mark.parametrize(
    "damaged", [None, CONTENT, CONTENT[:-1], CONTENT[:-1] + b"?", CONTENT + b"?"]
)
def test_a_file_is_what_the_backup_held(damaged):
    name = "notices/2026/11/a.jpg"
    if damaged is not None:
        default_storage.save(name, ContentFile(damaged))
    put_back(name, io.BytesIO(CONTENT), len(CONTENT))
    assert content_of(name) == CONTENT
    assert default_storage.listdir("notices/2026/11")[1] == ["a.jpg"]


def test_only_files_with_names_of_the_portal_are_deleted():
    kept, former = (random_path("lounge", "jpg") for _number in range(2))
    foreign = ("thesis.pdf", "theses/2026/thesis.pdf", "louzu-x-20261129T030000Z.tar.gz")
    for name in (kept, former, *foreign):
        default_storage.save(name, ContentFile(CONTENT))
    assert delete_others({kept}) == (1, len(foreign))
    assert not default_storage.exists(former)
    assert all(content_of(name) == CONTENT for name in (kept, *foreign))


def test_a_file_that_is_not_there_has_no_hash():
    assert digest_of("notices/none.jpg") == ""
