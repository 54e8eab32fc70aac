from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def test_the_worker_is_of_this_release_and_asked_for_anew_at_each_visit(client, settings):
    settings.RELEASE = "abc123"
    response = client.get("/sw.js")
    assert response["Cache-Control"] == "no-cache"
    assert response["Content-Type"].startswith("text/javascript")
    assert response.text.startswith('const RELEASE = "abc123";')
    assert all(f'addEventListener("{event}"' in response.text for event in ("fetch", "push"))


def test_while_it_is_switched_off_the_worker_removes_itself(client, settings, tmp_path):
    settings.OFFLINE_SWITCH = tmp_path / "offline-pages-off"
    settings.OFFLINE_SWITCH.touch()
    script = client.get("/sw.js").text
    assert "unregister()" in script
    assert 'addEventListener("fetch"' not in script
    settings.OFFLINE_SWITCH.unlink()
    assert 'addEventListener("fetch"' in client.get("/sw.js").text


def test_the_page_of_last_resort_is_nobodys(enter, resident):
    page = enter("resident").get("/offline/").text
    assert "没有信号" in page
    assert "data-person" not in page, "its script must not take the reader for signed out"
