"""A field labelled as optional is never required, whatever else is chosen."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.utils import timezone

from governance.canvass.actions import answering
from governance.canvass.forms.answers import AnswerForm, PaperAnswerForm
from governance.canvass.forms.delegations import DelegateForm, PaperDelegationForm
from governance.canvass.forms.drafts import (
    DraftForm,
)
from governance.canvass.forms.options import OptionForm
from governance.canvass.forms.readings import ReadingForm, SettleReadingForm
from governance.canvass.forms.sheets import PagesForm, PapersForm, SheetLineForm
from governance.canvass.kinds import KINDS
from governance.canvass.models import Answer, LineReading, ScannedPage, Sheet
from governance.canvass.queries.at_doors import voices_at_doors_in
from governance.charters.forms.suggestions import CommentForm, ContributionForm, WishForm, WordsForm
from governance.doors.forms import DoorAnswersForm, SheetRowForm
from governance.doors.queries.round import Door
from governance.ledger.forms import EntryForm
from governance.matters.apportionment import COLUMNS
from governance.matters.forms.matters import MatterForm, StageForm
from governance.matters.forms.milestones import ReachedForm
from governance.matters.forms.promises import PromiseForm
from governance.matters.forms.shares import ShareRowForm, SubsidyForm
from governance.matters.queries.kinds import kinds_in
from governance.matters.queries.milestones import Evidence
from governance.meetings.forms.noting import PointsForm, ResolveForm
from governance.meetings.forms.planning import ItemForm, MeetingForm
from governance.meetings.forms.taking_part import AskForm, AttendanceForm
from governance.notices.forms.circulars import CircularForm
from governance.stories.forms.stories import PeopleForm
from louzu.lib.required_if import condition_of
from residents.changes.forms.buildings import SplitBuildingForm
from residents.changes.forms.flats import MergeFlatsForm, SplitFlatForm
from residents.changes.forms.homes import MoveForm, NewcomersForm, ReopenForm
from residents.changes.forms.sales import MergeOwnersForm, NewOwnerForm, SaleForm, SplitOwnerForm
from residents.models import Neighbourhood
from residents.people.forms.offices import AppointForm
from residents.people.forms.profile import ProfileForm
from residents.roster.forms.batches import BuildingListForm
from tests.architecture.form_classes import form_classes, named
from tests.factories import MembershipFactory
from tests.factories.canvass import add_owner_of_home, make_open_canvass, photo
from tests.factories.matters import MatterFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.stories import StoryPhotoFactory

pytestmark = pytest.mark.django_db
MAX_COMBINATIONS = 400
"""Combinations of choices per form."""


def called_optional(fields):
    return [
        name
        for name, field in fields.items()
        if not field.required
        and not field.widget.is_hidden
        and not isinstance(field, (forms.BooleanField, forms.MultipleChoiceField))
        and not isinstance(field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple))
    ]


def filled(field):
    if isinstance(field, forms.FileField):
        return SimpleUploadedFile("a.jpg", photo().content.jpeg, "image/jpeg")
    if isinstance(field, forms.DateTimeField):
        return (timezone.localtime() + dt.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    if isinstance(field, forms.DateField):
        return str(timezone.localdate() + dt.timedelta(days=1))
    if isinstance(field, forms.IntegerField):
        return str(field.min_value or 1)
    return "好的"


def options(field):
    if isinstance(field, forms.BooleanField):
        return ["", "on"]
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.MultipleChoiceField):
        return [value for value, _word in field.choices][:6] or [""]
    if isinstance(field, forms.MultipleChoiceField):
        return [[value for value, _word in field.choices][:1]]
    return [filled(field)]


def tried(make):
    """Yield the form for each combination of choices, with all optional fields empty."""
    fields = make().fields
    blank = set(called_optional(fields))
    asked = {name: options(field) for name, field in fields.items() if name not in blank}
    for text in itertools.islice(itertools.product(*asked.values()), MAX_COMBINATIONS):
        typed = dict(zip(asked, text, strict=True))
        files = {k: typed.pop(k) for k in list(typed) if isinstance(fields[k], forms.FileField)}
        form = make(typed, files)
        form.is_valid()
        yield form


@pytest.fixture
def built(building, leader, household, staff):
    """Factories of forms that need arguments. Add new forms with optional fields here."""
    add_owner_of_home(household)
    canvass = make_open_canvass(building, leader)
    phoned = make_open_canvass(building, leader, phone_needs_photo=True)
    meeting = MeetingFactory(building=building)
    MembershipFactory(household=household)
    story = StoryPhotoFactory(story__matter__building=building)
    voices = (ContributionForm, WishForm, WordsForm, CommentForm)
    return {
        **{named(cls): [lambda *a, cls=cls: cls([household], *a)] for cls in voices},
        named(PeopleForm): [
            lambda data=None, *_files: PeopleForm(story.story, None, data),
            lambda data=None, *_files: PeopleForm(story.story, story, data),
        ],
        **{
            named(cls): [lambda *a, cls=cls: cls(meeting, *a)]
            for cls in (PointsForm, AttendanceForm)
        },
        **{
            named(cls): [lambda *a, cls=cls: cls(building, *a)]
            for cls in (MeetingForm, AppointForm, EntryForm)
        },
        named(AskForm): [lambda *a: AskForm([], *a)],
        named(CircularForm): [lambda *a: CircularForm(staff, *a)],
        named(ProfileForm): [lambda *a: ProfileForm(leader, [], *a)],
        named(OptionForm): [lambda *a: OptionForm(*a, use_required_attribute=False)],
        named(ItemForm): [lambda *a: ItemForm(*a, use_required_attribute=False)],
        named(SubsidyForm): [lambda *a: SubsidyForm(*a, use_required_attribute=False)],
        named(ShareRowForm): [
            lambda *a, columns=columns: ShareRowForm(household.flat, columns, *a)
            for columns in COLUMNS.values()
        ],
        named(DraftForm): [
            lambda *a, kind=kind: DraftForm(kind, building, *a) for kind in KINDS.values()
        ],
        named(PapersForm): [lambda *a: PapersForm(canvass, *a)],
        named(PagesForm): [lambda *a: PagesForm([ScannedPage(pk=1)], *a)],
        **{
            named(cls): [lambda *a, cls=cls: cls(canvass, [], *a)]
            for cls in (DelegateForm, PaperDelegationForm)
        },
        named(SheetLineForm): [lambda *a: SheetLineForm(Sheet(canvass=canvass), *a[:1])],
        named(ReadingForm): [lambda *a: ReadingForm(canvass, Answer(), *a[:1])],
        named(SettleReadingForm): [
            lambda *a: SettleReadingForm(LineReading(choice="object", answer=Answer()), *a[:1])
        ],
        named(DoorAnswersForm): [lambda *a: DoorAnswersForm(voices_at_doors_in(building), *a)],
        named(SheetRowForm): [lambda *a: SheetRowForm(Door(household.flat, household), {}, *a[:1])],
        named(PaperAnswerForm): [
            lambda *a: PaperAnswerForm(canvass, *a),
            lambda *a: PaperAnswerForm(phoned, *a),
        ],
        **{
            named(cls): [lambda *a, cls=cls: cls(household.flat, *a)]
            for cls in (MergeFlatsForm, NewOwnerForm, SaleForm, SplitFlatForm)
        },
        **{
            named(cls): [lambda *a, cls=cls: cls(household, *a)]
            for cls in (MoveForm, NewcomersForm, ReopenForm)
        },
        **{
            named(cls): [lambda *a, cls=cls: cls(household.flat.owners.first(), *a)]
            for cls in (MergeOwnersForm, SplitOwnerForm)
        },
        named(SplitBuildingForm): [lambda *a: SplitBuildingForm(building, *a)],
        named(BuildingListForm): [
            lambda *a: BuildingListForm(*a, neighbourhoods=Neighbourhood.objects.all())
        ],
        named(PromiseForm): [lambda *a: PromiseForm(building, *a, names=True)],
        named(MatterForm): [
            lambda *a: MatterForm(building, *a, names=True, kinds=kinds_in(building))
        ],
        named(StageForm): [lambda *a: StageForm(MatterFactory(building=building), *a[:1])],
        named(ReachedForm): [lambda *a: ReachedForm(Evidence([], [], []), *a)],
        named(ResolveForm): [lambda *a: ResolveForm(meeting, *a, names=True)],
    }


ELSEWHERE = {"governance.meetings.forms.taking_part.CorrectForm"}
"""Needs a row of its room. ``DecisionForm`` has the same fields."""


def test_no_form_asks_for_what_a_label_calls_optional(built):
    refused, unmade = [], []
    for cls in form_classes():
        name = named(cls)
        if not called_optional(cls.base_fields) and name not in built:
            continue
        for make in built.get(name, [cls]):
            try:
                make()
            except (TypeError, KeyError):  # it needs arguments
                unmade.append(name)
                continue
            for form in tried(make):
                refused += [
                    f"{name}.{field}"
                    for field in called_optional(form.fields)
                    if form.has_error(field) and not condition_of(form, field)
                ]
    assert "\n".join(sorted(set(refused))) == ""
    assert "\n".join(sorted(set(unmade) - ELSEWHERE)) == ""


@pytest.mark.parametrize("phone_needs_photo", [False, True])
def test_no_action_asks_for_paper_that_the_form_calls_optional(
    building, leader, household, phone_needs_photo
):
    canvass = make_open_canvass(building, leader, phone_needs_photo=phone_needs_photo)
    voice = canvass.voices.first()
    taken = 0
    for form in tried(lambda *a: PaperAnswerForm(canvass, *a)):
        if form.is_valid():
            found = {name: form.cleaned_data[name] for name in ("choice", "reason")}
            answering.record_paper_answer(canvass, voice, paper=form.paper, by=leader, **found)
            taken += 1
    assert taken


@pytest.mark.parametrize(
    ("choice", "words"), [("object", "有意见的要写"), ("agree", "有意见的要写")]
)
def test_the_label_says_when_a_field_is_asked_for(choice, words):
    form = AnswerForm({"choice": choice})
    assert form.is_valid() is (choice != "object")
    label = render_to_string("louzu_forms/_asked.html", {"field": form["reason"], "optional": True})
    assert words in label
    assert "可不填" not in label
