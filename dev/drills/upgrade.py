"""``louzu upgrade`` between local clones: to the next release, and back from one that does not start.

Packages are not installed anew: the releases of this drill link to those of this tree.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import requests

from dev.drills.harness.outcome import DrillSkippedError, Outcome
from dev.drills.harness.portal import HOST, free_port
from louzu.env import ROOT
from louzu.server.postgres import Server

NEXT, BROKEN = "90.2.0", "90.3.0"
"""Newer than any release."""
MAX_FIRST_START = 600.0
"""Seconds, on a busy machine: the first start migrates an empty database."""
MIGRATION = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("demo", "{last}")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE demo_installation ADD COLUMN note text NOT NULL DEFAULT ''",
            "ALTER TABLE demo_installation DROP COLUMN note",
        )
    ]
"""
NEIGHBOURHOODS = (
    "from residents.models import Neighbourhood as N;"
    "[N.objects.get_or_create(name=f'居民区{n}') for n in range(20)];print(N.objects.count())"
)


@dataclass
class Installation:
    """Folders as on the page “Upgrade”, and somebody who starts the portal again, as systemd does."""

    base: Path
    environment: dict[str, str]
    stopped: threading.Event = field(default_factory=threading.Event)
    portal: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.environment['PORT']}"

    @property
    def running(self) -> str:
        return (self.base / "current").resolve().name

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(self.base / "current" / "bin" / "louzu"), *arguments]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        )

    def backups(self) -> list[Path]:
        return [*(Path(self.environment["LOUZU_HOME"]) / "backups").glob("louzu-*.tar.gz")]

    def keep_running(self) -> None:
        """Runs in a thread."""
        with (self.base / "log").open("ab") as log:
            while not self.stopped.is_set():
                command = [str(self.base / "current" / "bin" / "louzu"), "serve"]
                self.portal = subprocess.Popen(
                    command, env=self.environment, stdout=log, stderr=log
                )
                self.portal.wait()
                self.stopped.wait(1)

    def status(self, path: str) -> int:
        with contextlib.suppress(requests.RequestException):
            return requests.get(f"{self.url}{path}", timeout=5).status_code
        return 0

    def await_ready(self) -> None:
        deadline = time.monotonic() + MAX_FIRST_START
        while self.status("/readyz") != requests.codes.ok:
            if time.monotonic() > deadline:
                raise RuntimeError(f"The portal did not answer: {(self.base / 'log').read_text()}")
            time.sleep(0.2)


def drill() -> Outcome:
    if shutil.which("git") is None or shutil.which("make") is None:
        raise DrillSkippedError("git or make is missing")
    with tempfile.TemporaryDirectory(prefix="louzu-drill-") as folder:
        repository, base = Path(folder) / "repository", Path(folder) / "louzu"
        first = make_releases(repository)
        clone(repository, f"v{first}", base / "releases" / first)
        (base / "releases" / first / ".venv").symlink_to(ROOT / ".venv")
        (base / "current").symlink_to(f"releases/{first}")
        with running_installation(base, Path(folder) / "home") as installation:
            return _upgrade(installation, repository, first)


def _upgrade(installation: Installation, repository: Path, first: str) -> Outcome:
    faults = []
    before = installation.call("manage", "shell", "-c", NEIGHBOURHOODS).stdout.split()[-1:]
    sheet = _style_sheet(installation)
    begun = time.monotonic()
    asked = ["upgrade", "--from", str(repository), "--wait", "240"]
    done = installation.call(*asked, f"v{NEXT}")
    seconds = time.monotonic() - begun
    if len(installation.backups()) != 1:
        faults.append("The upgrade made no backup.")
    asked.append("--no-backup")  # one is enough
    if done.returncode or installation.running != NEXT:
        faults.append(f"The upgrade failed: {done.stderr}")
    if installation.call("manage", "shell", "-c", NEIGHBOURHOODS).stdout.split()[-1:] != before:
        faults.append("Rows are missing after the upgrade.")
    if installation.status(sheet) != requests.codes.ok:
        faults.append("The former release's style sheet is not answered.")
    done = installation.call(*asked, f"v{BROKEN}")
    if (
        done.returncode != 1
        or installation.running != NEXT
        or f"{NEXT} runs again" not in done.stderr
    ):
        faults.append(f"A release that does not start was not put back: {done.stderr}")
    done = installation.call(*asked, f"v{first}")
    if done.returncode or installation.running != first:
        faults.append(f"The first release was not put back: {done.stderr}")
    if installation.call("manage", "verify_journal").returncode:
        faults.append("The journal does not hold.")
    return Outcome(
        "upgrade", faults=tuple(faults), figures={"seconds of an upgrade": f"{seconds:.0f}"}
    )


def _style_sheet(installation: Installation) -> str:
    page = requests.get(f"{installation.url}/account/login/", timeout=30).text
    return page.partition('rel="stylesheet" href="')[2].partition('"')[0]


def make_releases(repository: Path) -> str:
    """Clone this tree, tag it as a release and add two. Returns the first one's version."""
    subprocess.run(["git", "clone", "-q", ROOT, repository], check=True)  # noqa: S607
    with (ROOT / "pyproject.toml").open("rb") as file:
        first: str = tomllib.load(file)["project"]["version"]
    (repository / "Makefile").write_text(f"install:\n\t@ln -sfn {ROOT / '.venv'} .venv\n")
    _release(repository, first, first)
    migrations = repository / "governance" / "demo" / "migrations"
    last = max(file.stem for file in migrations.glob("0*.py"))
    (migrations / "0090_note.py").write_text(MIGRATION.format(last=last))
    sheet = repository / "static" / "css" / "base.css"
    sheet.write_text(f"{sheet.read_text()}\n.drill {{ order: 1; }}\n")
    _release(repository, NEXT, first)
    wsgi = repository / "louzu" / "wsgi.py"
    wsgi.write_text(f"{wsgi.read_text()}\nraise RuntimeError('broken for the drill')\n")
    _release(repository, BROKEN, NEXT)
    return first


def _release(repository: Path, version: str, former: str) -> None:
    project = repository / "pyproject.toml"
    project.write_text(
        project.read_text().replace(f'version = "{former}"', f'version = "{version}"', 1)
    )
    who = ("-c", "user.name=Drill", "-c", "user.email=drill@example.org")
    git = ("git", "-C", repository, *who, "-c", "commit.gpgsign=false")
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-q", "-m", f"Release {version}"], check=True)
    subprocess.run([*git, "tag", "-f", f"v{version}"], check=True, capture_output=True)


def clone(repository: Path, tag: str, tree: Path) -> None:
    command = ["git", "-c", "advice.detachedHead=false", "clone", "-q", "--branch", tag]
    subprocess.run([*command, repository, tree], check=True)


@contextlib.contextmanager
def running_installation(base: Path, home: Path) -> Iterator[Installation]:
    ours = {name: os.environ[name] for name in os.environ if not name.startswith("LOUZU_")}
    settings = {
        "LOUZU_ENV": str(base / "louzu.env"),
        "LOUZU_HOME": str(home),
        "LOUZU_HOSTS": HOST,
        "LOUZU_HTTPS": "0",
        "PORT": str(free_port()),
    }
    (base / "louzu.env").touch()
    installation = Installation(base, ours | settings)
    keeper = threading.Thread(target=installation.keep_running)
    keeper.start()
    try:
        installation.await_ready()
        yield installation
    finally:
        installation.stopped.set()
        if installation.portal:
            installation.portal.terminate()
        keeper.join()
        Server(home).remove()


if __name__ == "__main__":
    sys.exit(0 if drill().passed else 1)
