"""Every field that is rendered by ``from_markdown`` has the buttons and the preview."""

from __future__ import annotations

import ast

import pytest
from django import forms
from django.conf import settings

from louzu.lib.forms import MarkdownTextarea
from tests.architecture.form_classes import loaded_form_classes

SOURCES = [
    p for room in ("governance", "residents") for p in (settings.BASE_DIR / room).rglob("*.py")
]
OF_OURS = {"text", "typed"}
"""docs/privacy.md, and the preview of the field itself."""


def named(call: ast.Call) -> set[str]:
    """Return ``body`` for ``from_markdown(circular.body)`` and for
    ``from_markdown(request.POST.get("body", ""))``."""
    inner = list(ast.walk(call.args[0]))
    texts = {n.value for n in inner if isinstance(n, ast.Constant) and n.value}
    ends = call.args[0].attr if isinstance(call.args[0], ast.Attribute) else None
    return texts or {ends or getattr(call.args[0], "id", "?")}


def marked_names() -> set[str]:
    calls = (
        node
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "from_markdown"
    )
    return set().union(*map(named, calls)) - OF_OURS


def test_the_fields_of_marked_texts_are_known():
    assert marked_names() == {"body"}


def test_each_of_them_has_buttons_in_every_room():
    names = marked_names()
    fields = {
        (form, name): field
        for form in loaded_form_classes()
        for name, field in getattr(form, "base_fields", {}).items()
        if name in names and isinstance(field, forms.CharField)
    }
    assert len(fields) > 3
    bare = [key for key, field in fields.items() if not isinstance(field.widget, MarkdownTextarea)]
    assert bare == []


@pytest.mark.parametrize("attrs", [{}, {"rows": 4}])
def test_without_javascript_it_is_the_bare_field(attrs):
    html = MarkdownTextarea(attrs=attrs).render("body", "<好>", {"id": "id_body"})
    assert html.count(" hidden>") == 2
    assert 'id="id_body"' in html
    assert "&lt;好&gt;</textarea>" in html
