"""Template tags for pages of things of which a matter may be begun."""

from __future__ import annotations

from django import template
from django.template import Context

from governance.journal.causes import thing_from
from governance.matters.queries.ties import matters_begun_in
from residents.people.scope import address

register = template.Library()
BEGUN = "matters_begun"
"""Where the request keeps them, because a page may ask about many things."""


@register.simple_tag(takes_context=True)
def matter_from(context: Context, key: str) -> str:
    """Return the address of the matter that was begun from the thing of the key, or ""."""
    request = context["request"]
    if not hasattr(request, BEGUN):
        setattr(request, BEGUN, matters_begun_in(request.building))
    thing = thing_from(key)
    pk = getattr(request, BEGUN).get(thing)
    return address("matters:page", request.building.slug, pk) if pk else ""
