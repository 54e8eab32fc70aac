"""A portal is backed up under load, loses its home, and comes back from the encrypted archive."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pyrage

from dev.drills.harness.building import Place, make_place
from dev.drills.harness.checker import check, with_faults
from dev.drills.harness.outcome import Outcome
from dev.drills.harness.portal import Portal, reconnect, run_portal
from dev.drills.harness.writers import Writers, writing
from dev.portal import close_connections

MEGABYTES = int(os.environ.get("MEDIA_MB", "300"))
"""Total size of the uploaded files besides the photos of the writers."""
MAX_MEMORY_MB = 250
BEFORE, AFTER = 100, 30
"""Acknowledged writes before and after the backup."""
KINDS = ("reply", "photo", "answer", "know")


@dataclass(frozen=True)
class Kept:
    """Files that the drill keeps outside of the home."""

    folder: Path

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    @property
    def identity(self) -> Path:
        return self.folder / "identity.txt"


def drill() -> Outcome:
    own = pyrage.x25519.Identity.generate()
    with run_portal() as portal:
        kept = Kept(portal.home.with_name("kept"))
        kept.folder.mkdir()
        kept.identity.write_text(str(own))
        portal.variables["LOUZU_BACKUPS"] = str(kept.backups)
        portal.variables["LOUZU_BACKUP_RECIPIENT"] = str(own.to_public())
        place = make_place(households=20)
        _fill_media(portal.home / "media" / "drill")
        writers = Writers(place, [portal.url], kinds=KINDS)
        figures, begun = _back_up_under_load(portal, writers)
        close_connections()
        portal.stop()
        _lose(portal)
        figures |= _restore(portal, kept)
        portal.start()
        portal.wait()
        reconnect(portal)
        return _checked(place, writers, begun, figures)


def _back_up_under_load(portal: Portal, writers: Writers) -> tuple[dict[str, str], float]:
    """Return figures, and the time of the monotonic clock at which the backup began."""
    with writing(writers):
        writers.wait_for(BEFORE, 300)
        begun = time.monotonic()
        _run(portal, "backup")
        seconds = time.monotonic() - begun
        writers.wait_for(AFTER, 120)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    if memory > MAX_MEMORY_MB:
        raise RuntimeError(f"The backup took {memory} MB of memory.")
    return {"backup": f"{seconds:.1f} s, {memory} MB of memory at most"}, begun


def _restore(portal: Portal, kept: Kept) -> dict[str, str]:
    (archive,) = kept.backups.iterdir()
    begun = time.monotonic()
    _run(portal, "restore", str(archive), "--identity", str(kept.identity))
    seconds = time.monotonic() - begun
    return {"archive": f"{archive.stat().st_size / 1e6:.0f} MB", "restore": f"{seconds:.1f} s"}


def _checked(place: Place, writers: Writers, begun: float, figures: dict[str, str]) -> Outcome:
    """Check that all forms acknowledged before the backup are there, and count the later ones, which
    are lost."""
    ledger = writers.ledger
    early = [one for one in ledger.acknowledged if one[0] <= begun]
    later = len(ledger.acknowledged) - len(early)
    outcome = check("restore", place, replace(ledger, acknowledged=early, given_up=[]))
    figures["acknowledged after the backup began"] = f"{later}"
    held = _state_of_deliveries()
    return replace(with_faults(outcome, *held), figures=figures)


def _state_of_deliveries() -> list[str]:
    from governance.inbox.models import Delivery  # noqa: PLC0415 -- after setup

    waiting = Delivery.objects.to_send().count()
    return [f"{waiting} messages would be sent again."] if waiting else []


def _lose(portal: Portal) -> None:
    from louzu.server.postgres import Server  # noqa: PLC0415 -- reads the home

    Server(portal.home).remove()
    shutil.rmtree(portal.home)


def _fill_media(folder: Path) -> None:
    folder.mkdir(parents=True)
    for number in range(MEGABYTES // 10):
        (folder / f"{number}.jpg").write_bytes(os.urandom(10 * 1024 * 1024))


def _run(portal: Portal, *arguments: str) -> None:
    ours = {**os.environ, **portal.environment, "LOUZU_ENV": os.devnull}
    subprocess.run([sys.executable, "-m", "louzu.command", *arguments], env=ours, check=True)
