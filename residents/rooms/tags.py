"""Template tags that read the manifests."""

from __future__ import annotations

from django import template
from django.template import Context

from residents.rooms.manifest import Tab
from residents.rooms.tabs import tab_of

register = template.Library()


@register.simple_tag(takes_context=True)
def current_tab(context: Context) -> Tab | None:
    return tab_of(context["request"].resolver_match)
