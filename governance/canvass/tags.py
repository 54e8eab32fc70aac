"""Template filter for the rule of an answer."""

from __future__ import annotations

from django import template

from governance.canvass.models import Canvass
from governance.canvass.queries.option_words import most_sentence

register = template.Library()


@register.filter
def answer_rule(canvass: Canvass) -> str:
    """Return how many options an answer may name, or "" if it asks for yes or no."""
    return most_sentence(canvass)
