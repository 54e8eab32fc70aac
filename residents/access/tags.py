"""Template tags that read the manifests, or find another page."""

from __future__ import annotations

from django import template
from django.template import Context

from residents.access.way_back import page_to_open
from residents.rooms.manifest import Tab
from residents.rooms.tabs import tab_of

register = template.Library()


@register.simple_tag(takes_context=True)
def current_tab(context: Context) -> Tab | None:
    return tab_of(context["request"].resolver_match)


register.simple_tag(page_to_open)
