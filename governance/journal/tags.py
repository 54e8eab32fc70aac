"""Template tags of the journal, available in every template through ``TEMPLATES``."""

from __future__ import annotations

from django import template

from governance.journal.queries import anchor_of
from residents.models import Building

register = template.Library()


@register.inclusion_tag("components/anchor.html")
def anchor(building: Building) -> dict[str, str]:
    """Render number and hash of the building's latest line, or nothing before the first."""
    return {"anchor": anchor_of(building)}
