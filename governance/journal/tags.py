"""Template tags of the journal; every page has them, see ``TEMPLATES`` in the settings."""

from __future__ import annotations

from django import template

from governance.journal.queries import anchor_of
from residents.models import Building

register = template.Library()


@register.inclusion_tag("components/anchor.html")
def anchor(building: Building) -> dict[str, str]:
    """Number and digest of the building's newest line, in words; nothing before the first line."""
    return {"anchor": anchor_of(building)}
