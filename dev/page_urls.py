"""URLs of every page for a persona, for screenshots and browser tests.

Pages come from the URLconf and their parameters from the demo, so new pages are included
automatically.
"""

from __future__ import annotations

import contextlib
import html
import re
from collections.abc import Collection, Iterable, Iterator
from importlib import import_module
from itertools import islice, product
from typing import Any

SLUG = "114"
MODEL_OF_PARAMETER: dict[tuple[str, str], tuple[str, str, dict[str, object]]] = {
    ("people", "pk"): ("Membership", "household__building__slug", {"user__phone__isnull": False}),
    ("home", "pk"): ("Membership", "household__building__slug", {"user__offices": None}),
    ("offices", "pk"): ("Office", "building__slug", {"kind": "volunteer"}),
    ("slips", "pk"): ("Slip", "building__slug", {}),
    ("slips", "joining"): ("Joining", "membership__household__building__slug", {}),
    ("homes", "pk"): ("Household", "building__slug", {}),
    ("homes", "member"): ("Membership", "household__building__slug", {}),
}
"""(room, parameter) → model, lookup of its building, and filter of interesting rows."""
SKIPPED_ADMIN_SUFFIXES = ("_add", "_change", "_changelist", "_delete", "_history", "_sample")
"""Suffixes of URL names of Django's own desk pages, and of files."""


def paths(username: str) -> list[str]:
    desk = desk_paths() if username == "staff" else []
    return [*building_paths(username), *desk]


def building_paths(username: str, *, but: Collection[str] = ()) -> list[str]:
    """Return pages of the portal, without those in ``but``."""
    client = _client(username)
    found: dict[str, str] = {}
    for places, most in _reversed_urls():
        new = [place for place in places if place not in but]
        found |= islice(_html_pages(client, new), most)
    return [*found, *_variants(found)]


def desk_paths() -> list[str]:
    client = _client("staff")
    return [path for url in _desk_urls() for path, _page in _html_pages(client, [url])]


def session_of(username: str) -> dict[str, str]:
    """Return the session cookie of a persona. It is empty for a visitor."""
    return {name: morsel.value for name, morsel in _client(username).cookies.items()}


def _client(username: str) -> Any:
    from django.test import Client  # noqa: PLC0415 -- after setup, also below

    from residents.models import User  # noqa: PLC0415

    client = Client(raise_request_exception=False, headers={"host": "localhost"})
    if username != "visitor":
        client.force_login(User.objects.get(username=username))
    return client


def _html_pages(client: Any, places: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the pages among the URLs of one pattern.

    Stops at the first answer that says that the pattern has none: it takes no GET, gives files, or the
    door of the building refuses this persona, before any view has seen the object.
    """
    for path in places:
        answer = client.get(path)
        page = _page_of(answer)
        answer.close()
        if answer.status_code != 200 and _refused_at_the_door(path, answer):
            return
        if answer.status_code >= 500:
            print(f"{answer.status_code} {path}")
        if answer.status_code == 405 or (answer.status_code == 200 and not page):
            return
        if answer.status_code == 200:
            yield path, page


def _refused_at_the_door(path: str, answer: Any) -> bool:
    return path.startswith(f"/b/{SLUG}/") and not hasattr(answer.wsgi_request, "building")


def _page_of(answer: Any) -> str:
    """Return the HTML of a response, or "" for a download."""
    is_html = answer.headers.get("Content-Type", "").startswith("text/html")
    is_html &= "Content-Disposition" not in answer.headers  # a download is not a page
    return answer.content.decode() if is_html and not answer.streaming else ""


def _reversed_urls() -> Iterator[tuple[list[str], int]]:
    """Yield the URLs of each pattern for demo objects of every kind and state, and the number of
    pages to take. A few pages are enough for parts of an object."""
    from django.urls import NoReverseMatch, reverse  # noqa: PLC0415

    for address in import_module("tests.architecture.site").EVERYWHERE:
        wanted = [name for name in address.parameters if name != "slug"]
        inside = {"slug": SLUG} if "slug" in address.parameters else {}
        choices = [_values_of(name, address.name.split(":")[0]) for name in wanted]
        places = []
        for values in islice(product(*choices), 40):
            with contextlib.suppress(NoReverseMatch):
                ids = {**inside, **dict(zip(wanted, values, strict=True))}
                places.append(reverse(address.name, kwargs=ids))
        yield places, 3 if len(wanted) > 1 else len(places)


def _values_of(parameter: str, room: str) -> list[object]:
    """Return parameters: one object of every kind and state, the values of a field, or primary keys
    of parts."""
    from django.apps import apps  # noqa: PLC0415

    from residents.people.scope import BuildingOwned  # noqa: PLC0415

    if known := MODEL_OF_PARAMETER.get((room, parameter)):
        name, building, of_interest = known
        model = apps.get_model("residents", name)
        rows = model._default_manager.filter(**{building: SLUG}, **of_interest)
        return [row.pk for row in rows.order_by("-pk")[:1]]
    models = [m for m in apps.get_models() if m._meta.app_label == room]
    if parameter == "pk":
        roots = [
            m._default_manager.filter(building__slug=SLUG)
            for m in models
            if issubclass(m, BuildingOwned)
        ]
        by_state = {
            (r.model, getattr(row, "kind", ""), getattr(row, "state", "")): row.pk
            for r in roots
            for row in r.order_by("-pk")
        }
        return list(by_state.values())
    named = [m for m in models if parameter in {f.name for f in m._meta.get_fields()}]
    values = {v for m in named for v in m._default_manager.values_list(parameter, flat=True)}
    parts = [row.pk for m in models if not named for row in m._default_manager.all()[:2]]
    return _sample(sorted(values - {None})) or parts


def _sample(values: list[object]) -> list[object]:
    """Return the first two and the last, because further ones look alike."""
    return values if len(values) <= 3 else [*values[:2], values[-1]]


def _desk_urls() -> Iterator[str]:
    """The desk's index and picture, the page before a file, a history, each list, one row of each, and the
    pages beside them: of a row, of what waits to be looked at, and of none."""
    from django.apps import apps  # noqa: PLC0415
    from django.contrib import admin  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from residents.models import Building  # noqa: PLC0415

    yield reverse("admin:index")
    yield reverse("admin:picture")
    yield reverse("admin:residents_household_export")
    yield reverse(
        "admin:residents_building_history", args=[Building.objects.values_list("pk", flat=True)[0]]
    )
    for model in filter(admin.site.is_registered, apps.get_models()):
        desk = admin.site.get_model_admin(model)
        place = f"{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"admin:{place}_changelist")
        yield reverse(f"admin:{place}_add")
        row = model._default_manager.first()
        if row:
            yield reverse(f"admin:{place}_change", args=[row.pk])
        for page in desk.get_urls():
            parts = tuple(page.pattern.converters)
            if page.name and not page.name.endswith((*SKIPPED_ADMIN_SUFFIXES, f"{place}_export")):
                for ids in _ids_for_desk_page(parts, row):
                    yield reverse(f"admin:{page.name}", args=ids)


def _ids_for_desk_page(parts: tuple[str, ...], row: Any) -> list[tuple[object, ...]]:
    """Return primary keys for the URL of an additional desk page, one for each page of interest."""
    from residents.models import (  # noqa: PLC0415
        BatchBuilding,
        RosterBatch,
        RosterDraft,
        RosterImport,
    )

    found: dict[tuple[str, ...], Iterable[tuple[object, ...]]] = {
        (): [()],
        ("pk",): [(row.pk,)] if row else [],
        ("pk", "draft"): RosterDraft.objects.values_list("building", "pk"),
        ("pk", "imported"): RosterImport.objects.values_list("building", "pk")[:1],
        ("batch",): RosterBatch.objects.values_list("pk"),
        ("batch", "entry"): BatchBuilding.objects.values_list("batch", "pk").order_by("-pk")[:1],
    }
    return [*found.get(parts, [])]


def _variants(found: dict[str, str]) -> list[str]:
    """Return linked URLs with a query string, one for each page and parameter."""
    more: dict[tuple[str, str], str] = {}
    for path, page in found.items():
        for link in re.findall(r'href="([^"#]*\?[^"#]+)', page):
            place, _, query = html.unescape(link).partition("?")
            if (place or path) in found:
                more.setdefault((place or path, query.split("=")[0]), f"{place or path}?{query}")
    return list(more.values())
