"""Two nodes with one database and one S3 server: each sees at once what was done on the other, and the second
one's home holds nothing that cannot be made anew."""

from __future__ import annotations

import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import requests

from dev.drills.harness.building import KINDS, Place, make_place
from dev.drills.harness.checker import check, with_faults
from dev.drills.harness.forms import Form, Person
from dev.drills.harness.outcome import Outcome
from dev.drills.harness.portal import Portal, free_port, run_portal
from dev.drills.harness.writers import Writers, send, writing
from dev.s3_server import S3Server

WRITES = 200
"""Acknowledged forms while the second node starts, and again on both nodes."""
TRIES = 12
"""More wrong passwords than are accepted for one name."""
TOO_MANY = "试得太多了"
MANIFEST_LINK = re.compile(r'href="(/static/css/screen\.[0-9a-f]{12}\.css)"')


def drill() -> Outcome:
    with _running_s3() as s3, run_portal(variables=_variables(s3)) as one:
        place = make_place(households=20)
        writers = Writers(place, [one.url], kinds=(*KINDS, "photo"))
        with writing(writers), _second_node(one) as two:
            failed = writers.ledger.failed_tries
            writers.urls = [one.url, two.url]
            writers.wait_for(WRITES, 180)
            writers.stop()
            outcome = check("two nodes", place, writers.ledger)
            faults = [
                *(["The first node answered 500 while the second started."] * (" × 500" in failed)),
                *_faults_between(one, two, place),
                *_stale_pages(one, two, make_place(households=4, slug="fresh")),
                *_faults_of_an_emptied_home(two, place),
            ]
    outcome = with_faults(outcome, *faults)
    return replace(outcome, figures={"failed tries while the second started": failed or "none"})


def _variables(s3: S3Server) -> dict[str, str]:
    return s3.variables("drill") | {"LOUZU_SECRET_KEY": secrets.token_urlsafe(50)}


@contextmanager
def _running_s3() -> Iterator[S3Server]:
    folder = Path(tempfile.mkdtemp(prefix="louzu-s3-"))
    server = S3Server(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _second_node(one: Portal) -> Iterator[Portal]:
    from louzu.server.postgres import Server  # noqa: PLC0415 -- after setup

    home = one.home.with_name("second")
    two = Portal(
        home, free_port(), Server(one.home).url, variables=one.variables | {"LOUZU_WORKERS": "0"}
    )
    try:
        two.start()
        two.wait()
        yield two
    finally:
        two.stop()


def _faults_between(one: Portal, two: Portal, place: Place) -> Iterator[str]:
    person = place.people[0]
    if _get(two, f"/b/{place.slug}/lounge/", person).status_code != requests.codes.ok:
        yield "A session of the first node is none on the second."
    photo, former = _last_photo(place), _get(one, _last_photo(place), person)
    if former.status_code != requests.codes.ok or not former.content:
        yield "The first node does not have a photo that was acknowledged."
    if _get(two, photo, person).content != former.content:
        yield "A photo of the first node is not on the second."
    sheets = [_sheet_of(node) for node in (one, two)]
    if sheets[0] != sheets[1] or not all(_get(two, path).ok for path in sheets):
        yield f"The style sheets have different names: {sheets}."
    if not any(_is_refused(one, "nobody-here") for _try in range(TRIES)):
        yield "Wrong passwords are not counted."
    elif not _is_refused(two, "nobody-here"):
        yield "Wrong passwords of the first node are not counted on the second."


def _stale_pages(one: Portal, two: Portal, place: Place) -> Iterator[str]:
    """Read a page on one node, change it on the other, and read it again."""
    for number in range(20):
        written, read = (one, two) if number % 2 else (two, one)
        form: Form = place.next_form(("reply",))
        page = form.path.removesuffix("reply/")
        _get(read, page, form.person)
        if send(requests.Session(), written.url, form):
            yield "A reply was refused."
        elif form.key not in _get(read, page, form.person).text:
            yield "A page changed on one node is old on the other."


def _faults_of_an_emptied_home(two: Portal, place: Place) -> Iterator[str]:
    two.stop()
    shutil.rmtree(two.home)
    two.start()
    two.wait()
    person = place.people[0]
    paths = (f"/b/{place.slug}/lounge/", _last_photo(place), _sheet_of(two))
    if any(_get(two, path, person).status_code != requests.codes.ok for path in paths):
        yield "After its home was emptied, the second node misses something."


def _last_photo(place: Place) -> str:
    from django.urls import reverse  # noqa: PLC0415 -- after setup

    from governance.lounge.models import Photo  # noqa: PLC0415

    photo = Photo.objects.select_related("post").latest("pk")
    post = photo.post
    return reverse(
        "lounge:photo", args=[place.slug, post.thread_id, post.number, photo.pk, "whole"]
    )


def _sheet_of(node: Portal) -> str:
    found = MANIFEST_LINK.search(_get(node, "/account/login/").text)
    return found[1] if found else ""


def _is_refused(node: Portal, name: str) -> bool:
    """Try a wrong password. Return whether the answer is that there were too many tries."""
    with requests.Session() as browser:
        page = browser.get(f"{node.url}/account/login/", timeout=15).text
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        sent = {
            "login": name,
            "password": "wrong",
            "csrfmiddlewaretoken": token[1] if token else "",
        }
        return TOO_MANY in browser.post(f"{node.url}/account/login/", data=sent, timeout=15).text


def _get(node: Portal, path: str, person: Person | None = None) -> requests.Response:
    headers = {"Cookie": person.cookies} if person else {}
    return requests.get(node.url + path, headers=headers, timeout=15, allow_redirects=False)
