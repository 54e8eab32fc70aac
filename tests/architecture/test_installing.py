"""Files with which a phone puts the portal on its home screen."""

from __future__ import annotations

import json
import re

import pytest
from PIL import Image

from tests.architecture.site import ROOT

MANIFEST = json.loads((ROOT / "static/root/manifest.webmanifest").read_text())


@pytest.mark.parametrize("icon", MANIFEST["icons"], ids=lambda icon: icon["src"])
def test_an_icon_of_the_manifest_has_the_size_that_it_names(icon):
    with Image.open(ROOT / icon["src"].lstrip("/")) as drawn:
        assert f"{drawn.width}x{drawn.height}" == icon["sizes"]
        assert drawn.get_format_mimetype() == icon["type"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/favicon.ico", "image/x-icon"),
    ],
    ids=["manifest", "favicon"],
)
def test_files_at_the_root_are_served_to_everybody(client, path, kind):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"].startswith(kind)
    response.close()


@pytest.mark.django_db
def test_the_front_page_links_the_manifest_and_has_a_picture_for_cards(client):
    page = client.get("/").content.decode()
    assert 'href="/manifest.webmanifest"' in page
    assert re.search(r'<meta\s+name="description"\s+content="[^"]{10,}"', page)
    picture = re.search(r'property="og:image" content="http://testserver/([^"]+)"', page)
    assert picture
    with Image.open(ROOT / picture[1]) as drawn:
        assert min(drawn.size) >= 300, "WeChat shows no smaller picture"
