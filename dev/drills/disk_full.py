"""The disk of the media is full, then that of the database: sentences, no rests of files, reads go on."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import requests

from dev.drills.harness.building import Place, make_place
from dev.drills.harness.forms import Form
from dev.drills.harness.outcome import DrillSkippedError, Outcome
from dev.drills.harness.portal import run_portal
from louzu.server.postgres import Server

MEDIA_KB, DATABASE_MB = 600, 220
FULL_STATUS = 507
MAX_POSTS = 400
"""Posts after which a full database must have refused one."""


def drill() -> list[Outcome]:
    if os.geteuid() != 0 or not shutil.which("mount"):
        raise DrillSkippedError("Mounting a small disk needs root.")
    folder = Path(tempfile.mkdtemp(prefix="louzu-drill-"))
    server = Server(folder / "database")
    try:
        server.start()
        server.stop()
        with (
            _small_disk(server.home / "postgres" / "data", f"{DATABASE_MB}m"),
            server,
            run_portal(database_url=server.url) as portal,
        ):
            place = make_place(households=12)
            with _small_disk(portal.home / "media", f"{MEDIA_KB}k"):
                media = _fill_media(place, portal.url, portal.home / "media")
            return [media, _fill_database(place, portal.url, server.home / "postgres" / "data")]
    finally:
        server.remove()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _small_disk(folder: Path, size: str) -> Iterator[None]:
    """Mount a disk of ``size`` in place of the folder, with the folder's contents and owner."""
    folder = folder.resolve()
    folder.mkdir(exist_ok=True)
    found, copy = folder.stat(), folder.with_name(f"{folder.name}.copy")
    shutil.rmtree(copy, ignore_errors=True)
    subprocess.run(["cp", "-a", folder, copy], check=True)  # noqa: S607 -- keeps owners
    options = f"size={size},uid={found.st_uid},gid={found.st_gid},mode=700"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "drill", folder], check=True)  # noqa: S607
    try:
        subprocess.run(["cp", "-a", f"{copy}/.", folder], check=True)  # noqa: S607
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)  # noqa: S607
        shutil.rmtree(copy, ignore_errors=True)


def _fill(folder: Path) -> Path:
    """Write a file that takes all space there is."""
    ballast = folder / "ballast"
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(1024))
    return ballast


def _send(url: str, form: Form) -> requests.Response:
    files = {"photos": ("a.jpg", form.photo, "image/jpeg")} if form.photo else None
    return requests.post(
        url + form.path,
        data=form.data,
        files=files,
        headers={"Cookie": form.person.cookies},
        allow_redirects=False,
        timeout=60,
    )


def _fill_media(place: Place, url: str, media: Path) -> Outcome:
    ballast, faults, answers = _fill(media), [], []
    before = len(list(media.rglob("*.jpg")))
    for _time in range(5):
        form = place.next_form(("photo",))
        answer = _send(url, form)
        answers.append(str(answer.status_code))
        if answer.status_code != FULL_STATUS or form.data["text"] not in unescape(answer.text):
            faults.append(f"A photo was answered with {answer.status_code}, or its text is lost.")
    if (rests := len(list(media.rglob("*.jpg"))) - before) > 0:
        faults.append(f"{rests} files are left of photos that were refused.")
    faults += _must_be(_send(url, place.next_form(("reply",))), 302, "A text without photo")
    ballast.unlink()
    faults += _must_be(_send(url, place.next_form(("photo",))), 302, "A photo, with space again,")
    figures = {"answers to photos": ", ".join(answers), "files left": str(rests)}
    return Outcome("disk of the media full", faults=tuple(faults), figures=figures)


def _fill_database(place: Place, url: str, data: Path) -> Outcome:
    ballast, faults, taken = _fill(data.resolve()), [], 0
    refused = None
    while refused is None and taken < MAX_POSTS:
        form = place.next_form(("reply",))
        answer = _send(url, form)
        if answer.status_code == requests.codes.found:
            taken += 1
        else:
            refused = answer
            faults += _must_be(answer, FULL_STATUS, "A text")
            if form.data["text"] not in unescape(answer.text):
                faults.append("A text that was refused is not on the page.")
    if refused is None:
        faults.append(f"{taken} texts were taken on a full disk.")
    page = requests.get(
        f"{url}/b/{place.slug}/notices/", headers={"Cookie": place.people[0].cookies}, timeout=60
    )
    faults += _must_be(page, 200, "A page")
    ballast.unlink()
    faults += _must_be(_send(url, place.next_form(("reply",))), 302, "A text, with space again,")
    figures = {"texts taken in pages with room": str(taken)}
    return Outcome("disk of the database full", faults=tuple(faults), figures=figures)


def _must_be(answer: requests.Response, status: int, what: str) -> list[str]:
    if answer.status_code == status:
        return []
    return [f"{what} was answered with {answer.status_code} and not {status}."]
