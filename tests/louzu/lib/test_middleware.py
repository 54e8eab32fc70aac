from __future__ import annotations

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_every_answer_says_what_browsers_may_do(client):
    headers = client.get("/").headers
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Permissions-Policy"].startswith("camera=()")
    assert headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("announced", ["1073741824", "2097152"])
def test_a_visitors_long_body_is_refused_by_its_announced_length(client, announced):
    response = client.post(reverse("account_login"), {"login": "x"}, CONTENT_LENGTH=announced)
    assert (response.status_code, response.headers["Connection"]) == (413, "close")


def test_a_gigabyte_is_refused_to_everybody(enter, building, leader):
    url = reverse("notices:write", args=["114"])
    assert enter("leader").post(url, {"title": "x"}, CONTENT_LENGTH="1073741824").status_code == 413
