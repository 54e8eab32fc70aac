from __future__ import annotations

import datetime as dt
import re
from itertools import product

import pytest
from django.utils import timezone

from governance.inbox.models import Message
from governance.inbox.queries.types import message_types
from governance.inbox.rendering import MAX_SHORT_LENGTH, render_message, render_news
from louzu.lib.time import local_datetime
from residents.rooms.messages import MessageKind

TYPES = sorted(message_types())
FORMS = ("short", "long")
LANGUAGES = ("zh-hans", "zh-hant", "en")
YEAR = timezone.localdate().year
MOMENTS = (
    local_datetime(dt.date(YEAR, 1, 1), 9),
    local_datetime(dt.date(YEAR, 11, 30), 22, 36),
    local_datetime(dt.date(YEAR + 1, 11, 30), 22, 36),
)
"""The shortest and the longest text of a time in this year, and of one in another year."""
LONG_VALUE = "这是一个长得不得了的标题一直写到一百二十个字还没有写完" * 4


def names_in(code, form, *, timed):
    kind = message_types()[code]
    text = (timed and getattr(kind, f"{form}_with_time")) or getattr(kind, form)
    return {*re.findall(r"%\((\w+)\)s", str(text))}


def message_of(code, **values):
    """Return a message with long values, at an hour if its texts need one."""
    kind = message_types()[code]
    forms = [names_in(code, form, timed=False) for form in FORMS]
    names = set().union(*forms)
    at = timezone.now() + dt.timedelta(days=1) if "when" in names else None
    given = dict.fromkeys(names - {"when"}, LONG_VALUE)
    return Message(type=code, kind=kind.kind, values=given | values, happens_at=at)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("code", TYPES)
def test_every_text_is_whole_in_every_script(code, form):
    message = message_of(code)
    for at, urgent in product((message.happens_at, *MOMENTS), (False, True)):
        message.happens_at, message.urgent = at, urgent
        for language in LANGUAGES:
            text = render_message(message, form, language)
            assert text
            assert "None" not in text
            assert "%" not in text
            assert text.startswith("Urgent: " if language == "en" else "急：") == urgent
            if form == "short":
                assert len(text) <= MAX_SHORT_LENGTH[language]


@pytest.mark.parametrize("timed", [False, True])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("code", TYPES)
def test_a_missing_or_empty_value_is_an_error(code, form, timed):
    for name in names_in(code, form, timed=timed) - {"when"}:
        for values in ({}, {name: ""}, {name: None}):
            message = message_of(code)
            del message.values[name]
            message.values |= values
            with pytest.raises(LookupError):
                render_message(message, form, "zh-hans")


@pytest.mark.parametrize("code", [code for code in TYPES if message_types()[code].several])
def test_a_text_for_several_is_whole_in_every_script(code):
    counts = "%(count)s" in str(message_types()[code].several)
    for language in LANGUAGES:
        one, several = (render_news(message_of(code), n, language) for n in (1, 12))
        assert ("12" in one, "12" in several, "%" in several) == (False, counts, False)
        assert one != several


def test_titles_inside_quotation_marks_get_those_of_the_next_level():
    message = message_of("notices.posted", title="关于“停水”")
    assert render_message(message, "long", "zh-hans") == "楼里贴出了通知“关于‘停水’”。"


def test_every_type_is_of_a_kind_that_rooms_declare():
    assert {kind.kind for kind in message_types().values()} <= {MessageKind.DUTY, MessageKind.NEWS}
