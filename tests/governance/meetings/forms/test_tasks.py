from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.meetings.forms.tasks import (
    SettleForm,
    TaskForm,
    initial_for_task,
    initial_of_task,
)
from tests.factories.meetings import TaskFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def sent(cast, **more):
    due_on = timezone.localdate() + DAY
    return {"text": "买灯", "who": cast["core"].pk, "due_on": due_on, **more}


def test_a_task_says_what_who_and_until_when(cast):
    data = sent(cast)
    form = TaskForm(cast.building, data, names=True)
    assert form.is_valid()
    task = form.to_input()
    assert (task.text, task.who, task.due_on) == ("买灯", cast["core"], data["due_on"])


@pytest.mark.parametrize("field", ["text", "who", "due_on"])
def test_nothing_of_it_may_be_missing(cast, field):
    form = TaskForm(cast.building, sent(cast, **{field: ""}), names=True)
    assert list(form.errors) == [field]


def test_a_task_is_due_today_or_later_and_done_by_somebody_who_lives_here(cast):
    today = timezone.localdate()
    assert TaskForm(cast.building, sent(cast, due_on=today), names=True).is_valid()
    form = TaskForm(cast.building, sent(cast, due_on=today - DAY), names=True)
    assert form.errors["due_on"] == ["这一天已经过去了，请写今天或以后的日子。"]
    elsewhere = TaskForm(cast.building, sent(cast, who=cast["neighbour"].pk), names=True)
    assert list(elsewhere.errors) == ["who"]


def test_a_task_begins_with_the_title_of_what_it_comes_from():
    due_on = timezone.localdate() + 14 * DAY
    assert initial_for_task("装感应灯") == {"text": "装感应灯", "due_on": due_on}


@pytest.mark.parametrize(
    ("days", "due"), [(-1, 14), (0, 0), (1, 0), (2, 1), (60, 59)], ids=lambda days: f"{days}"
)
def test_a_task_before_an_event_is_due_the_day_before_it_and_never_past(days, due):
    today = timezone.localdate()
    initial = initial_for_task("停水", today + days * DAY)
    assert initial["due_on"] == today + due * DAY


def test_a_task_is_changed_from_what_it_says(cast):
    task = TaskFactory(building=cast.building, resolution=None, text="买灯", taken_by=cast["core"])
    form = TaskForm(cast.building, initial_of_task(task), names=True)
    assert form.is_valid()
    assert form.to_input().text == "买灯"
    assert form.cleaned_data["version"] == task.version


def test_a_task_is_dropped_with_a_reason_and_finished_without_a_word():
    assert SettleForm({"step": "finish"}).is_valid()
    assert SettleForm({"step": "drop"}).errors == {"said": ["不办的，请写一句为什么。"]}
    assert SettleForm({"step": "drop", "said": "物业来办"}).is_valid()
    assert list(SettleForm({"step": "reopen"}).errors) == ["step"]
