"""Template tag for the demo's sign-in page."""

from __future__ import annotations

from django import template
from django.conf import settings

from governance.demo.story import sign_ins

register = template.Library()


@register.simple_tag
def demo_sign_ins() -> list[dict[str, str]]:
    """Return username, name, password and description of each persona, or nothing outside the demo."""
    return sign_ins() if settings.DEMO else []
