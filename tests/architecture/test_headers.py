"""Headers of all responses, checked at every URL."""

from __future__ import annotations

import ast
from itertools import islice

import pytest
from django.urls import reverse

from tests.architecture.building_pair import fill_both
from tests.architecture.site import EVERYWHERE, OUTSIDE, PLAIN, ROOT
from tests.architecture.test_doors import body_of

POLICIES = {
    "Content-Security-Policy": "",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "Cache-Control": "",
}


def unsaid(response) -> set[str]:
    return {
        name
        for name, value in POLICIES.items()
        if not response.headers.get(name, "—").startswith(value)
    }


def urls_of(address, pair):
    if "slug" not in address.parameters or address.route.startswith("join/"):
        return [reverse(address.name, kwargs={p: PLAIN[p] for p in address.parameters})]
    found = islice(pair.addresses_of(address), 1)
    return [reverse(address.name, kwargs={**ids, "slug": slug}) for slug, ids in found]


def test_every_page_says_it(enter, building, next_door, leader, neighbour):
    pair = fill_both(building, next_door, leader=leader, neighbour=neighbour)
    client = enter("leader")
    for address in EVERYWHERE:
        for url in urls_of(address, pair):
            response = client.get(url)
            body_of(response)
            assert unsaid(response) == set(), url


@pytest.mark.parametrize("url", ["/static/css/base.css", "/static/img/seal.svg", "/no-such-page/"])
def test_files_and_errors_say_it_too(client, db, url):
    response = client.get(url)
    body_of(response)
    assert unsaid(response) == set()


def test_pages_about_oneself_are_put_on_no_disk(enter, building, resident):
    client = enter("resident")
    personal = [a for a in OUTSIDE if a.route.startswith(("me/", "account/", "join/"))]
    assert len(personal) > 30
    for address in personal:
        url = reverse(address.name, kwargs={p: PLAIN[p] for p in address.parameters})
        assert client.get(url).headers["Cache-Control"] == "no-store", url


def test_in_production_no_other_host_can_plant_a_cookie():
    """Except for ``sent``, which scripts delete."""
    source = ast.parse((ROOT / "louzu/settings.py").read_text())
    named = {
        target.id: ast.unparse(node.value)
        for node in ast.walk(source)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id.endswith("_COOKIE_NAME")
    }
    assert len(named) == 6
    assert [name for name, value in named.items() if "{HOST_ONLY}" not in value] == []
