"""Preview of a text while it is typed."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from residents.uploads.rates import RATES

pytestmark = pytest.mark.django_db


def shown(client, text, **headers):
    return client.post(reverse("shown_text"), {"text": text}, headers=headers)


def test_it_is_shown_by_the_servers_own_rules_and_not_kept(enter, resident):
    response = shown(enter("resident"), "**时间：**\u202e周六<script>")
    assert response.content.decode() == "<p><strong>时间：</strong>周六&lt;script&gt;</p>\n"
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Type"].startswith("text/html")


def test_only_who_is_signed_in_and_only_from_a_page_of_ours(client, resident):
    assert shown(client, "好").status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(resident)
    assert shown(strict, "好").status_code == 403
    client.force_login(resident)
    assert client.get(reverse("shown_text")).status_code == 405


def test_nobody_asks_without_end(enter, resident, counting, monkeypatch):
    monkeypatch.setitem(RATES, "shown_text", ((1, 60),))
    client = enter("resident")
    assert [shown(client, "好").status_code for _ in range(2)] == [200, 429]
