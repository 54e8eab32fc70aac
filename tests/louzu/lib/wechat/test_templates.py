from __future__ import annotations

import datetime as dt

import pytest

from louzu.lib.wechat.templates import (
    MessageTemplate,
    UnsuitableValueError,
    WrongTemplateError,
    format_value,
)

NINE = dt.datetime(2026, 11, 29, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("thing1", "明天上午停水", "明天上午停水"),
        ("thing1", "字" * 20, "字" * 20),
        ("thing1", "字" * 21, f"{'字' * 19}…"),
        ("thing1", " 两\n行 ", "两 行"),
        ("character_string2", "A-114", "A-114"),
        ("phrase3", "要办的事", "要办的事"),
        ("name1", "居委", "居委"),
        ("number4", 12, "12"),
        ("time5", NINE, "2026年11月29日 09:00"),
        ("time5", "2026-11-29T01:00:00+00:00", "2026年11月29日 09:00"),
        ("date6", NINE, "2026年11月29日"),
        ("date6", dt.date(2026, 1, 2), "2026年1月2日"),
        ("date6", "2026-01-02", "2026年1月2日"),
        ("const7", "待办", "待办"),
    ],
)
def test_a_value_is_written_as_wechat_takes_it(name, value, text):
    assert format_value(name, value) == text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("thing1", ""),
        ("thing1", "\n"),
        ("character_string2", "楼"),
        ("character_string2", "x" * 33),
        ("phrase3", "六个字的词语"),
        ("phrase3", "ok"),
        ("name1", "x"),
        ("number4", "一"),
        ("time5", "明天"),
        ("time5", dt.date(2026, 1, 2)),
        ("date6", "None"),
        ("const7", "字" * 21),
    ],
)
def test_a_value_that_wechat_would_refuse_is_refused_before(name, value):
    with pytest.raises(UnsuitableValueError, match=name):
        format_value(name, value)


def test_a_template_takes_values_by_name_and_fixed_texts():
    template = MessageTemplate.parse(
        {"id": "TEMPLATE-1", "fields": {"thing1": "title", "phrase2": "=待办"}}
    )
    assert template.data_of({"title": "停水"}) == {
        "thing1": {"value": "停水"},
        "phrase2": {"value": "待办"},
    }
    with pytest.raises(UnsuitableValueError, match="title"):
        template.data_of({"what": "停水"})


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ([], "“id” and “fields”"),
        ({"id": "T"}, "“id” and “fields”"),
        ({"id": "", "fields": {"thing1": "title"}}, "“id” is a text"),
        ({"id": "T", "fields": {}}, "“id” is a text"),
        ({"id": "T", "fields": {"thing1": 1}}, "“id” is a text"),
        ({"id": "T", "fields": {"first": "title"}}, "“first” is no field"),
        ({"id": "T", "fields": {"phrase1": "=六个字的词语"}}, "“phrase1” cannot be"),
    ],
)
def test_a_wrong_template_is_refused_in_one_sentence(row, sentence):
    with pytest.raises(WrongTemplateError, match=sentence):
        MessageTemplate.parse(row)
