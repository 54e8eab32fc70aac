"""Fixture ``portal``: one with people, journal, files and messages that wait, to be backed up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import pyrage
import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from governance.inbox.actions.deliveries import put_into_queue
from governance.journal.actions import enter
from louzu.backup.encryption import DecryptionKeys
from louzu.backup.options import BackupOptions
from louzu.backup.places import FolderPlace
from louzu.backup.restoring import check_before, restore
from louzu.lib.grants import grant_rights
from louzu.server.roles import APP, NAME
from residents.desk.actions import EXPORTING
from residents.models import LongJob
from tests.factories import HouseholdFactory, UserFactory
from tests.factories.inbox import DeliveryFactory, GroupRobotFactory

PHOTO = bytes(range(256)) * 5000


@dataclass
class Portal:
    options: BackupOptions
    identity: object
    keys: DecryptionKeys
    household: object
    lines: list[str]

    @property
    def place(self) -> FolderPlace:
        return FolderPlace(self.options.home / "backups")

    def opener(self, name: str):
        return partial(self.place.reading, name)

    def restored(self, name: str):
        say = self.lines.append
        opener = self.opener(name)
        manifest = check_before(opener, self.keys, say=say)
        return restore(opener, self.keys, manifest, self.options, say=say)


@pytest.fixture
def portal(settings, tmp_path):
    """A portal with people, journal, files, and messages that wait."""
    own = pyrage.x25519.Identity.generate()
    identity = tmp_path / "identity.txt"
    identity.write_text(str(own))
    home = tmp_path / "home"
    home.mkdir()
    (home / "secret_key").write_text("the portal's secret")
    settings.SECRET_KEY = "the portal's secret"
    options = BackupOptions(str(home / "backups"), str(own.to_public()), "", True, home, False)
    settings.DATABASE_OWNER = {}
    settings.BACKUP, settings.DATABASE_ADMIN = options, {"USER": NAME}
    household = HouseholdFactory(building__slug="114")
    for _number in range(20):
        enter(household, "residents.slips_printed", by=None, url="/")
    default_storage.save("notices/2026/11/a.jpg", ContentFile(PHOTO))
    default_storage.save("说明.pdf", ContentFile(b"%PDF-1.7"))
    Session.objects.create(session_key="k" * 32, session_data="x", expire_date=timezone.now())
    put_into_queue([DeliveryFactory(channel="email")])
    GroupRobotFactory(building=household.building)
    LongJob.objects.create(kind=EXPORTING, by=UserFactory(), total=3, arguments={"export": 1})
    yield Portal(options, own, DecryptionKeys(identity), household, [])
    grant_rights(APP)
