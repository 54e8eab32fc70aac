"""The field for a text that knows marks: two buttons make them, and it is shown as it will look."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class MarkedTextarea(forms.Textarea):
    """For every text that goes through ``text.from_markdown``; a test finds the field that has another.

    Without JavaScript it is the bare field (``static/js/marked.js``).
    """

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        field = super().render(name, value, attrs, renderer)
        return render_to_string("components/marked.html", {"field": field})
