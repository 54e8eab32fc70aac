"""Every form that takes photos or PDFs shows them by one component, and an error loses none of them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import cycle, islice

import pillow_heif
import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse
from PIL import Image

from louzu.lib.forms import FilesField, FilesInput
from residents.models import KeptFile
from tests.architecture.building_pair import Pair, fill_both
from tests.architecture.site import INSIDE
from tests.architecture.test_doors import body_of
from tests.architecture.test_forms import form_classes, named

pytestmark = pytest.mark.django_db

READ_AS_A_TABLE = {
    "residents.roster.forms.batches.BuildingListForm",
    "residents.roster.forms.batches.BatchUploadForm",
    "residents.roster.forms.roster.RosterUploadForm",
}
"""A spreadsheet is no photo: it is read at once and not kept."""
QUERIES = {
    "canvass:draft": ["?kind=hear"],
    "lounge:start": ["?kind=need", "?kind=invitation", "?kind=worry", "?kind=plan"],
    "notices:write": ["", "?kind=posting"],
}
"""Addresses of which one page stands for several forms."""
FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)


@dataclass(frozen=True)
class Sheet:
    """A form with a file field as it stands on a page."""

    to: str
    fields: tuple[tuple[str, bool], ...]
    """Name of each field for files, and whether it takes several."""
    html: str


def sheets_in(page: str, url: str) -> Iterator[Sheet]:
    """But for the one that a script alone opens and sends, to an address that is asked itself."""
    for html in FORM.findall(page):
        inputs = re.findall(r'<input type="file" name="([\w-]+)"([^>]*)>', html)
        if inputs and "data-entry\n" not in html:
            action = re.match(r'<form\b[^>]*\baction="([^"]*)"', html)
            several = tuple((name, " multiple" in rest) for name, rest in inputs)
            yield Sheet(unescape(action[1]) if action else url, several, html)


def forms_in(response) -> set[str]:
    """Names of the forms with a file field that the page was made of."""
    return {
        named(type(thing))
        for layer in response.context or []
        for thing in layer.flatten().values()
        if isinstance(thing, forms.BaseForm) and has_files(thing.fields)
    }


def has_files(fields):
    return any(isinstance(field, forms.FileField) for field in fields.values())


SIDEWAYS = Image.Exif()
SIDEWAYS[0x0112] = 6
LYING, UPRIGHT = (40, 30), (30, 40)


def encoded(mode, kind, **more):
    out = io.BytesIO()
    Image.new(mode, LYING).save(out, kind, **more)
    return out.getvalue()


def heic():
    """Turned by the boxes of the file, and its EXIF says so too: as an iPhone writes it."""
    out = io.BytesIO()
    lying = pillow_heif.from_pillow(Image.new("RGB", LYING))
    lying.save(out, exif=SIDEWAYS.tobytes())
    return out.getvalue()


PHOTO = encoded("RGB", "JPEG", exif=SIDEWAYS)
MPO = {"save_all": True, "append_images": [Image.new("RGB", LYING)], "exif": SIDEWAYS}
KINDS = {
    "turned.jpg": (PHOTO, UPRIGHT),
    "turned.heic": (heic(), UPRIGHT),
    "turned-mpo.jpg": (encoded("RGB", "MPO", **MPO), UPRIGHT),
    "cmyk.jpg": (encoded("CMYK", "JPEG"), LYING),
    "palette.png": (encoded("P", "PNG"), LYING),
    "16-bit.png": (encoded("I;16", "PNG"), LYING),
}
"""What phones and scanners write, and how large each is once it stands upright."""


def chosen(sheet, kinds):
    """Photos for each field, of the next kinds; where there is room for it a file that no form takes. And the
    sizes of those that are kept, by field."""
    said, sizes = QueryDict(mutable=True), {}
    for name, several in sheet.fields:
        found = list(islice(kinds, 2 if several else 1))
        photos = [SimpleUploadedFile(kind, KINDS[kind][0]) for kind in found]
        broken = [SimpleUploadedFile("坏的.jpg", b"GIF89a nothing")] if several else []
        said.setlist(name, photos + broken)
        sizes[name] = [KINDS[kind][1] for kind in found]
    return dict(said.lists()), sizes


def kept_by(page, name):
    """(width, height) of each photo that the page still holds for a field."""
    tokens = re.findall(rf'name="kept-{name}" value="(\w+)"', page.content.decode())
    found = KeptFile.objects.in_bulk(tokens)
    return [(found[token].width, found[token].height) for token in tokens]


@pytest.fixture(scope="module")
def pair(cast) -> Pair:
    return fill_both(
        cast.building, cast.next_door, leader=cast["leader"], neighbour=cast["neighbour"]
    )


DESK = ["admin:notices_circular_write"]
"""Pages of the committee's desk with such a form."""


def walked(cast, pair):
    """(client, url, page): one of each address, as it first opens, and then the desk's."""
    leader, staff = cast.enter("leader"), cast.enter("staff")
    for url, response in pages(leader, pair):
        yield leader, url, response
    for name in DESK:
        yield staff, reverse(name), staff.get(reverse(name))


def pages(client, pair):
    for address in INSIDE:
        for query in QUERIES.get(address.name, [""]):
            for slug, ids in pair.addresses_of(address):
                if slug != pair.ours.slug or pair.is_foreign(address, ids):
                    continue
                url = reverse(address.name, kwargs={**ids, "slug": slug}) + query
                response = client.get(url)
                body = body_of(response)
                if response.status_code == 200 and b"<form" in body:
                    yield url, response
                    break


def test_every_field_for_photos_is_the_component():
    found = [
        f"{named(cls)}.{name}"
        for cls in form_classes()
        if named(cls) not in READ_AS_A_TABLE
        for name, field in cls.base_fields.items()
        if isinstance(field, forms.FileField)
        and not (isinstance(field, FilesField) and isinstance(field.widget, FilesInput))
    ]
    assert found == []


def test_an_error_loses_no_photo_of_any_form(cast, pair, monkeypatch):
    """Posted with photos and nothing else, each form comes back with them still chosen, and upright."""
    monkeypatch.setattr("residents.uploads.decoding.count", lambda *_given, **_more: None)
    asked, lost, seen, kinds = set(), [], set(), cycle(KINDS)
    for client, url, response in walked(cast, pair):
        seen |= forms_in(response)
        for sheet in sheets_in(response.text, url):
            assert sheet.html.count("data-files\n") == len(sheet.fields), url
            if (where := (re.sub(r"\d+", "0", sheet.to), sheet.fields)) in asked:
                continue
            asked.add(where)
            said, sizes = chosen(sheet, kinds)
            again = client.post(sheet.to, said)
            lost += [
                f"{sheet.to}: {name}: {found}"
                for name, size in sizes.items()
                if (found := kept_by(again, name)) != size
            ]
    assert lost == []
    wanted = {named(cls) for cls in form_classes() if has_files(cls.base_fields)}
    base = {"governance.lounge.forms.threads.ThreadForm", *READ_AS_A_TABLE}
    assert wanted - seen - base == set()
    assert KeptFile.objects.filter(owner=cast["leader"]).exists()
