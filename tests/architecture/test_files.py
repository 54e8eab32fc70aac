"""Every form with photos or PDFs uses one component, and keeps the files after an error."""

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

from governance.canvass.models import HomeEntry, Voice
from louzu.lib.file_fields import FilesField, FilesInput
from residents.models import KeptFile
from tests.architecture.building_pair import Pair, fill_both
from tests.architecture.form_classes import form_classes, named
from tests.architecture.requests import body_of
from tests.architecture.site import INSIDE
from tests.full_disk import full_disk

pytestmark = pytest.mark.django_db

READ_AS_A_TABLE = {
    "residents.roster.forms.batches.BuildingListForm",
    "residents.roster.forms.batches.BatchUploadForm",
    "residents.roster.forms.roster.RosterUploadForm",
}
"""Spreadsheets, which are read at once and not kept."""
QUERIES = {
    "canvass:draft": ["?kind=hear", "?kind=quotes"],
    "lounge:start": ["?kind=need", "?kind=invitation", "?kind=worry", "?kind=plan"],
    "notices:write": ["", "?kind=posting"],
}
"""URLs with a page that serves several forms."""
FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)


@dataclass(frozen=True)
class Sheet:
    """A form with a file field on a page."""

    to: str
    fields: tuple[tuple[str, bool], ...]
    """Name of each file field, and whether it is multiple."""
    html: str


def sheets_in(page: str, url: str) -> Iterator[Sheet]:
    for html in FORM.findall(page):
        inputs = re.findall(r'<input type="file" name="([\w-]+)"([^>]*)>', html)
        if inputs:
            action = re.match(r'<form\b[^>]*\baction="([^"]*)"', html)
            several = tuple((name, " multiple" in rest) for name, rest in inputs)
            yield Sheet(unescape(action[1]) if action else url, several, html)


def forms_in(response) -> set[str]:
    found = [thing for layer in response.context or [] for thing in layer.flatten().values()]
    rows = [form for thing in found if isinstance(thing, forms.BaseFormSet) for form in thing]
    return {
        named(type(thing))
        for thing in (*found, *rows)
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
"""Formats of phones and scanners, with their size after rotation."""


def chosen(sheet, kinds):
    """Return photos for each field, plus a file that is refused if the field is multiple, and the
    sizes of photos to be kept by field."""
    data, sizes = QueryDict(mutable=True), {}
    for name, several in sheet.fields:
        found = list(islice(kinds, 2 if several else 1))
        photos = [SimpleUploadedFile(kind, KINDS[kind][0]) for kind in found]
        broken = [SimpleUploadedFile("坏的.jpg", b"GIF89a nothing")] if several else []
        data.setlist(name, photos + broken)
        sizes[name] = [KINDS[kind][1] for kind in found]
    return dict(data.lists()), sizes


FULL = "服务器的硬盘满了"


def photo_for(sheet):
    return {name: SimpleUploadedFile("turned.jpg", PHOTO) for name, _several in sheet.fields}


def rows_of(sheet):
    """Return what the form sends about the number of its rows."""
    return dict(re.findall(r'name="(\w+-(?:TOTAL|INITIAL)_FORMS)" value="(\d+)"', sheet.html))


def tokens_in(page, name):
    return re.findall(rf'name="kept-{name}" value="(\w+)"', page.text)


def listed(page, sheet):
    return [token for name, _several in sheet.fields for token in tokens_in(page, name)]


def kept_by(page, name):
    tokens = tokens_in(page, name)
    found = KeptFile.objects.in_bulk(tokens)
    return [(found[token].width, found[token].height) for token in tokens]


@pytest.fixture(scope="module")
def pair(cast) -> Pair:
    pair = fill_both(
        cast.building, cast.next_door, leader=cast["leader"], neighbour=cast["neighbour"]
    )
    (ids,) = pair.own["canvass"]
    voice = Voice.objects.get(canvass=ids["pk"], number=ids["number"])
    HomeEntry.objects.create(sheet_id=ids["sheet"], voice=voice)  # takes a mandate
    return pair


DESK = ["admin:notices_circular_write"]
"""Pages of the desk with such a form."""


def walked(cast, pair):
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


def test_no_error_and_no_full_disk_loses_what_any_form_lists(cast, pair, monkeypatch):
    """Post each form with nothing but photos: it must list them, turned upright. On a full disk it must
    list none and tell the reason."""
    monkeypatch.setattr("residents.uploads.decoding.count", lambda *_given, **_more: None)
    asked, lost, seen, kinds = set(), [], set(), cycle(KINDS)
    for client, url, response in walked(cast, pair):
        seen |= forms_in(response)
        for sheet in sheets_in(response.text, url):
            assert sheet.html.count("data-files\n") == len(sheet.fields), url
            if (where := (re.sub(r"\d+", "0", sheet.to), sheet.fields)) in asked:
                continue
            asked.add(where)
            text, sizes = chosen(sheet, kinds)
            again = client.post(sheet.to, {**rows_of(sheet), **text})
            lost += [
                f"{sheet.to}: {name}: {found}"
                for name, size in sizes.items()
                if again.status_code != 302  # nothing but the photo was missing
                and (found := kept_by(again, name)) != size
            ]
            with full_disk():
                full = client.post(sheet.to, {**rows_of(sheet), **photo_for(sheet)})
            if (found := (full.status_code, FULL in full.text, *listed(full, sheet))) != (
                507,
                True,
            ):
                lost.append(f"{sheet.to} on a full disk: {found}")
    assert lost == []
    wanted = {named(cls) for cls in form_classes() if has_files(cls.base_fields)}
    base = {"governance.lounge.forms.threads.ThreadForm", *READ_AS_A_TABLE}
    assert wanted - seen - base == set()
    assert KeptFile.objects.filter(owner=cast["leader"]).exists()
