from __future__ import annotations

import datetime as dt

import pytest
from django.template import engines
from django.template.base import FilterExpression, VariableNode
from django.template.defaulttags import IfNode
from django.templatetags.i18n import BlockTranslateNode
from django.utils import timezone

from governance.inbox.models import Message
from governance.inbox.queries.types import message_types
from governance.inbox.rendering import MAX_SHORT_LENGTH, render_message
from louzu.lib.strict_templates import MissingValueError
from residents.rooms.messages import MessageKind, template_of

TYPES = sorted(message_types())
FORMS = ("short", "long")
LONG_VALUE = "这是一个长得不得了的标题一直写到一百二十个字还没有写完" * 4
EVERYWHERE = {"when", "urgent"}
"""Names that every template may use."""


def message_of(code, **values):
    kind = message_types()[code]
    given = dict.fromkeys(kind.values, LONG_VALUE)
    return Message(type=code, kind=kind.kind, values=given | values)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("code", TYPES)
def test_every_text_is_whole_in_every_script(code, form):
    for language in ("zh-hans", "zh-hant", "en"):
        for at in (None, timezone.now() + dt.timedelta(days=1)):
            message = message_of(code)
            message.happens_at = at
            text = render_message(message, form, language)
            assert text
            assert "None" not in text
            assert form == "long" or len(text) <= MAX_SHORT_LENGTH + 40 * (language == "en")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("code", TYPES)
def test_a_missing_value_is_an_error(code, form):
    used = names_in(engines["messages"].get_template(template_of(code, form)).template.nodelist)
    assert used <= {*message_types()[code].values, *EVERYWHERE}
    for name in used - EVERYWHERE:
        message = message_of(code)
        del message.values[name]
        with pytest.raises(MissingValueError):
            render_message(message, form, "zh-hans")


@pytest.mark.parametrize("empty", ["", None])
def test_an_empty_value_is_an_error(empty):
    with pytest.raises(MissingValueError):
        render_message(message_of("notices.posted", title=empty), "short", "zh-hans")


def test_every_type_is_of_a_kind_that_rooms_declare():
    assert {kind.kind for kind in message_types().values()} <= {MessageKind.DUTY, MessageKind.NEWS}


def names_in(nodes):
    """Return the names of values that a template uses, without those made inside it."""
    found = set()
    for node in nodes:
        if isinstance(node, VariableNode):
            found |= _names(node.filter_expression)
        elif isinstance(node, BlockTranslateNode):
            inside = {token.contents for token in node.singular if token.token_type.name == "VAR"}
            found |= inside - set(node.extra_context)
            for value in node.extra_context.values():
                found |= _names(value)
        elif isinstance(node, IfNode):
            for condition, nodelist in node.conditions_nodelists:
                found |= _names(getattr(condition, "value", None)) | names_in(nodelist)
    return found


def _names(expression):
    if isinstance(expression, FilterExpression) and hasattr(expression.var, "lookups"):
        return {expression.var.lookups[0]} if expression.var.lookups else set()
    return set()
