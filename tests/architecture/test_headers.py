"""Headers of all responses, checked at every URL outside buildings."""

from __future__ import annotations

import ast

import pytest
from django.urls import reverse

from tests.architecture.policies import unsaid
from tests.architecture.requests import body_of
from tests.architecture.site import OUTSIDE, PLAIN, ROOT


def test_every_page_outside_buildings_says_it(enter, building):
    """``test_doors.py`` walks through those of a building."""
    client = enter("leader")
    for address in OUTSIDE:
        url = reverse(address.name, kwargs={p: PLAIN[p] for p in address.parameters})
        response = client.get(url)
        body_of(response)
        assert unsaid(response) == set(), url


@pytest.mark.parametrize("url", ["/static/css/base.css", "/static/img/seal.svg", "/no-such-page/"])
def test_files_and_errors_say_it_too(client, db, url):
    response = client.get(url)
    body_of(response)
    assert unsaid(response) == set()


def test_pages_about_oneself_are_put_on_no_disk(enter, building, resident):
    """Except for the page for signing out, which phones keep for use without signal."""
    client = enter("resident")
    personal = [a for a in OUTSIDE if a.route.startswith(("me/", "account/", "join/"))]
    personal = [a for a in personal if a.name != "account_logout"]
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
    assert len(named) == 7
    assert [name for name, value in named.items() if "{HOST_ONLY}" not in value] == []
