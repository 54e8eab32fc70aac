"""Days that are typed on the forms of matters: none is before the matter's first day, and what
happened is not in the future."""

from __future__ import annotations

import datetime as dt
import inspect
from importlib import import_module
from pkgutil import iter_modules

import pytest
from django import forms as django_forms
from django.urls import reverse
from django.utils import timezone

from governance.matters import forms
from governance.matters.forms.documents import VersionForm
from governance.matters.forms.matters import MatterForm, StageForm
from governance.matters.forms.milestones import MilestoneForm, ReachedForm, StartForm
from governance.matters.forms.promises import PromiseForm, PromiseKeptForm
from louzu.lib.forms import CrispyForm
from tests.factories.matters import MatterFactory, PromiseFactory
from tests.factories.milestones import DocumentFactory, MilestoneFactory, day

pytestmark = pytest.mark.django_db
BEGAN = dt.date(2019, 11, 3)
BEFORE, TO_COME = BEGAN - dt.timedelta(days=1), day(1)
WRONG = [dt.date(1, 1, 1), dt.date(1900, 1, 1), dt.date(9999, 1, 1)]
"""Of every field."""


def step(matter):
    return {"milestone": MilestoneFactory(matter=matter).pk}


def promise(matter):
    return {"promise": PromiseFactory(matter=matter).pk}


def document(matter):
    return {"document": DocumentFactory(matter=matter).pk}


def nothing(_matter):
    return {}


FIELDS = [
    ("begin", MatterForm, "begun_on", nothing, {"title": "装电梯"}, [TO_COME]),
    ("edit", MatterForm, "begun_on", nothing, {"title": "装电梯"}, [TO_COME]),
    ("go_on", StageForm, "on", nothing, {"step": "talk"}, [BEFORE, TO_COME]),
    ("choose_kind", StartForm, "starts_on", nothing, {}, [BEFORE]),
    ("add_milestone", MilestoneForm, "planned_on", nothing, {"title": "开工"}, [BEFORE]),
    ("change_milestone", MilestoneForm, "planned_on", step, {"title": "开工"}, [BEFORE]),
    ("reach_milestone", ReachedForm, "done_on", step, {"do": "sure"}, [BEFORE, TO_COME]),
    ("make_promise", PromiseForm, "due_on", nothing, {"words": "加扶手"}, [BEFORE]),
    ("word_promise", PromiseForm, "due_on", promise, {"words": "加扶手"}, [BEFORE]),
    ("keep_promise", PromiseKeptForm, "on", promise, {"said": "好了"}, [BEFORE, TO_COME]),
    ("add_version", VersionForm, "dated_on", document, {}, [TO_COME]),
]
"""View, form and field, what the address names, what else is typed, and days that are refused. A
paper may be older than the matter."""


def day_fields():
    """Yield the form and the field of each day that people type, but the date of a law at the desk."""
    for module in iter_modules(forms.__path__, f"{forms.__name__}."):
        for name, form in inspect.getmembers(import_module(module.name), inspect.isclass):
            if issubclass(form, CrispyForm) and form.__module__ == module.name:
                for field, one in form.base_fields.items():
                    if isinstance(one, django_forms.DateField):
                        yield name, field


def test_each_day_that_is_typed_is_tried():
    assert {(form.__name__, field) for _, form, field, *_ in FIELDS} == set(day_fields())


@pytest.mark.parametrize("one", FIELDS, ids=lambda one: one[0])
def test_a_wrong_day_is_refused_beside_its_field(enter, building, leader, one):
    view, _form, field, make, typed, refused = one
    matter = MatterFactory(building=building, begun_on=BEGAN)
    ids = {"slug": "114", **({} if view == "begin" else {"pk": matter.pk}), **make(matter)}
    address, client = reverse(f"matters:{view}", kwargs=ids), enter("leader")
    address += "?kind=lift" if view == "choose_kind" else ""
    shown = client.get(address).context["form"].initial
    typed = {**typed, "version": shown.get("version", "")}
    for wrong in (*WRONG, *refused):
        response = client.post(address, {**typed, field: wrong.isoformat()})
        assert (response.status_code, list(response.context["form"].errors)[-1:]) == (
            200,
            [field],
        ), wrong
    right = {**typed, field: max(BEGAN, day(-9)).isoformat()}
    if view != "add_version":
        assert client.post(address, right).status_code == 302


def test_the_first_day_is_not_moved_behind_what_was_recorded(enter, building, leader):
    matter = MatterFactory(building=building, begun_on=BEGAN)
    MilestoneFactory(
        matter=matter, state="done", done_on=day(-9), done_by=leader, settled_at=timezone.now()
    )
    typed = {"title": "装电梯", "version": "1"}
    address, client = reverse("matters:edit", args=["114", matter.pk]), enter("leader")
    response = client.post(address, {**typed, "begun_on": day(-8).isoformat()})
    assert "已经有进展" in str(response.context["form"].errors["begun_on"])
    assert client.post(address, {**typed, "begun_on": day(-9).isoformat()}).status_code == 302
