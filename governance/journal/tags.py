"""Template tags of the journal, available in every template through ``TEMPLATES``."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.db.models import Model
from django.template import Context

from governance.journal.causes import key_of
from governance.journal.links import Origins, origins_of
from governance.journal.queries import anchor_of
from residents.models import Building
from residents.rooms.context import PageContext
from residents.rooms.manifest import parts_of
from residents.rooms.waiting import thing_of

register = template.Library()


@register.inclusion_tag("components/anchor.html")
def anchor(building: Building) -> dict[str, str]:
    """Render number and hash of the building's latest line, or nothing before the first."""
    return {"anchor": anchor_of(building)}


@register.inclusion_tag("components/origins.html", takes_context=True)
def origins(context: Context, of: Model | Iterable[Model]) -> dict[str, Origins]:
    """Render where the things of a page come from and what came of them, or nothing."""
    things = [of] if isinstance(of, Model) else of
    return {"origins": origins_of(map(thing_of, things), context["request"].standing)}


@register.inclusion_tag("components/thing_parts.html", takes_context=True)
def thing_parts(context: Context, thing: Model) -> dict[str, object]:
    """Render what higher rooms show on the page of a thing."""
    request = context["request"]
    page = PageContext(request.building, request.standing, request.user)
    return {
        "parts": parts_of(page, *thing_of(thing)),
        "thing": thing,
        "request": request,
        "user": request.user,
        "csrf_token": context.get("csrf_token", ""),
    }


@register.filter
def thing_key(thing: Model) -> str:
    """Return the value of ``from`` that names the thing."""
    return key_of(thing)


@register.inclusion_tag("components/next_steps.html", takes_context=True)
def next_steps(context: Context, thing: Model, *offers: str) -> dict[str, object]:
    """Render links to forms that begin with the words of a thing. ``offers`` are any of "notice",
    "task", "matter", "canvass", "meeting" and "article"."""
    return {
        "from": key_of(thing),
        "offers": offers,
        "request": context["request"],
        "user": context["request"].user,
        "csrf_token": context.get("csrf_token", ""),
    }
