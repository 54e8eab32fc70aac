"""A backup with media on S3 is restored into another PostgreSQL, and onto another place on S3."""

from __future__ import annotations

import psycopg
import pytest
from django.core.files.storage import default_storage

from governance.inbox.models import Delivery
from governance.journal.models import Line
from louzu.backup.errors import HalfRestoredError
from louzu.backup.restoring import check_before, restore
from louzu.backup.unfinished import is_unfinished
from louzu.lib.database import connected_with
from louzu.lib.media import files_in
from louzu.server.roles import OWNER as EMBEDDED_OWNER
from residents.installation.actions import back_up
from tests.backed_up import PHOTO
from tests.external_postgres import APP, OWNER

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def on_s3(s3_media, portal):
    return portal


def test_restore_into_another_postgresql_and_another_bucket(
    s3_media, on_s3, s3_server, external_server, settings
):
    portal = on_s3
    made, _deleted = back_up(say=portal.lines.append)
    assert made.manifest.media_files == 2
    target = external_server.new_database()
    place = s3_server.place()
    settings.STORAGES = {**settings.STORAGES, "default": place.configuration()}
    assert not default_storage.exists("说明.pdf")
    settings.DATABASE_OWNER, settings.DATABASE_ADMIN = target.owner, {}
    with connected_with(target.database):
        done = portal.restored(made.name)
        assert done.missing == []
        assert Line.objects.count() == made.manifest.rows["journal_line"]
        assert Delivery.objects.get().state == "unclear"
        assert portal.restored(made.name).missing == []  # over itself
        assert not is_unfinished()
    settings.DATABASE_OWNER = {"USER": EMBEDDED_OWNER}
    assert sorted(files_in(default_storage)) == ["notices/2026/11/a.jpg", "说明.pdf"]
    with default_storage.open("notices/2026/11/a.jpg") as file:
        assert file.read() == PHOTO
    with external_server.connect(APP, target.database["NAME"]) as there:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            there.execute("DELETE FROM journal_line")
        owner = "SELECT tableowner FROM pg_tables WHERE tablename = 'journal_line'"
        assert there.execute(owner).fetchone() == (OWNER,)


STEPS = ("rows loaded and counted", "journals hold", "comparing the files", "ending what may not")


def test_a_restore_that_is_cut_off_is_known_until_one_ends_well(portal, external_server, settings):
    """Wherever it was cut off, and also when the next try fails before it changes anything."""
    made, _deleted = back_up(say=portal.lines.append)
    target = external_server.new_database()
    settings.DATABASE_OWNER, settings.DATABASE_ADMIN = target.owner, {}
    with connected_with(target.database):
        opener = portal.opener(made.name)
        manifest = check_before(opener, portal.keys, say=portal.lines.append)
        for step in STEPS:
            with pytest.raises(HalfRestoredError, match=r"was interrupted.*again with --over"):
                restore(opener, portal.keys, manifest, portal.options, say=interrupted_at(step))
            assert is_unfinished(), step
        with pytest.raises(KeyboardInterrupt):
            restore(opener, portal.keys, manifest, portal.options, say=interrupted_at("loading"))
        assert is_unfinished()
        portal.restored(made.name)
        assert not is_unfinished()
    settings.DATABASE_OWNER = {"USER": EMBEDDED_OWNER}


def interrupted_at(step):
    def say(line):
        if step in line:
            raise KeyboardInterrupt

    return say
