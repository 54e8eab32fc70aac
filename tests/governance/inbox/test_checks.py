from __future__ import annotations

import dataclasses

import pytest

from governance.inbox.checks import check_wechat_templates, value_names
from governance.inbox.queries.types import message_types
from louzu.lib.wechat.account import WeChatAccount
from louzu.lib.wechat.templates import MessageTemplate

ACCOUNT = WeChatAccount("wx0123456789abcdef", "secret", "AAAAA")


@pytest.fixture
def warnings(settings):
    def found(templates):
        settings.WECHAT = dataclasses.replace(ACCOUNT, templates=templates)
        return [warning.msg for warning in check_wechat_templates()]

    return found


def template(source):
    return MessageTemplate("TEMPLATE-1", {"thing1": source, "phrase2": "=待办"})


def test_there_is_nothing_to_say_without_templates(settings, warnings):
    settings.WECHAT = None
    assert check_wechat_templates() == []
    assert warnings({}) == []


def test_one_template_may_be_for_all(warnings):
    assert warnings({"*": template("short")}) == []


def test_types_without_template_are_named(warnings):
    found = warnings({"lounge.replied": template("short")})
    assert len(found) == len(message_types()) - 1
    assert all("has no template" in words and "lounge.replied" not in words for words in found)


def test_values_that_no_message_has_are_named(warnings):
    (words,) = warnings({"*": template("titel")})
    assert "The template of * asks for “titel”" in words
    assert words.endswith("none of: now, short, site, until, when.")


def test_the_template_of_a_type_may_ask_for_its_values(warnings):
    for code, kind in message_types().items():
        for source in (*value_names(kind), "until"):
            assert warnings({"*": template("short"), code: template(source)}) == []
    assert value_names(message_types()["notices.posted"]) == {"title"}
