"""What the sign-in page shows in the demo."""

from __future__ import annotations

from django import template
from django.conf import settings

from governance.demo.story import sign_ins

register = template.Library()


@register.simple_tag
def demo_sign_ins() -> list[dict[str, str]]:
    """Return username, name, password and description of each persona; none outside of the demo."""
    return sign_ins() if settings.DEMO else []
