"""Options that are reworded while people answer: an option of each text, and answers by their text."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.canvass.actions import rewording
from governance.canvass.inputs import OptionInput, RewordInput
from governance.canvass.models import Answer, Attachment, Canvass, Option
from governance.canvass.queries.counting import recount
from governance.canvass.queries.public_text import public_text_in, text_key
from louzu.lib.errors import Refused
from tests.factories import HouseholdFactory, UserFactory
from tests.factories.canvass import canvass_url, photo, record_paper_answer_for, voice_of
from tests.factories.options import OptionBallot, make_option_canvass, pick

pytestmark = pytest.mark.usefixtures("building", "leader")
KINDS = {
    "one": {"kind": "one", "preset": "most_votes"},
    "several": {"kind": "several", "seats": 2, "preset": "residents_meeting"},
    "each": {"kind": "each", "preset": "residents_meeting"},
    "dates": {"kind": "dates", "preset": "dates"},
}
SATURDAY = dt.datetime(2099, 1, 3, 9, tzinfo=dt.UTC)


def options_asked(kind):
    if kind != "dates":
        return tuple(OptionInput(title, "说明") for title in ("朱红", "墨绿", "天蓝"))
    days = (SATURDAY + dt.timedelta(days=number) for number in range(3))
    return tuple(OptionInput(details="说明", starts_at=day) for day in days)


@pytest.fixture(params=KINDS)
def asked(request, building, leader, household, resident):
    HouseholdFactory(building=building)
    options = options_asked(request.param)
    return make_option_canvass(building, leader, **KINDS[request.param], options=options)


def filled_in(client, canvass):
    """Return what the form for rewording would send if nothing was changed in it."""
    page = client.get(canvass_url(canvass, "reword"))
    form, rows = page.context["form"], page.context["rows"]
    fields = [*form, *rows.management_form, *(field for row in rows for field in row)]
    data = {
        field.html_name: value
        for field in fields
        if (value := field.field.widget.format_value(field.value())) not in (None, "", [], False)
        and field.name not in {"attached", "material"}
    }
    return {**data, "reason": "改了", "do": "save"}


def present(canvass):
    found = Option.objects.filter(canvass=canvass, until=None).order_by("number")
    return [(option.number, str(option), option.since) for option in found]


def test_an_option_that_changes_ends_and_all_answer_again(enter, asked, household):
    pick(asked, household, 2)
    client = enter("leader")
    data = filled_in(client, asked)
    name = "option-1-starts_at" if asked.kind == "dates" else "option-1-title"
    data[name] = "2099-02-01T10:00" if asked.kind == "dates" else "赭石"
    (_first, (_two, before, _since), _third) = present(asked)
    refused = client.post(canvass_url(asked, "reword"), data).text
    assert "选项变了" in refused
    assert len(present(asked)) == Option.objects.count() == 3
    sent = client.post(canvass_url(asked, "reword"), {**data, "material": "on"})
    assert sent.status_code == 302, sent.context["form"].errors
    assert [(number, since) for number, _title, since in present(asked)] == [(1, 1), (2, 2), (3, 1)]
    assert Option.objects.get(until=2).number == 2
    asked = Canvass.objects.get()
    shown = " ".join(enter("resident").get(canvass_url(asked, "answer")).text.split())
    assert "请再答一次" in shown
    assert before in shown, "it says what was answered, in the words of then"
    assert canvass_url(asked, "versions") in shown
    both = enter("resident").get(canvass_url(asked, "versions")).text
    assert before in both
    assert present(asked)[1][1] in both
    assert recount(asked).agrees
    pick(asked, household, 2)
    assert list(Answer.objects.order_by("pk").values_list("version", flat=True)) == [1, 2]
    assert recount(asked).agrees


def test_an_answer_that_was_read_in_the_former_text_is_refused(enter, asked):
    reword(asked, OptionInput("新", "说明", SATURDAY), by=asked.author)
    items = {f"item_{number}": "agree" for number in (1, 2, 3)}
    picks = items if asked.kind == "each" else {"pick": "1"}
    late = {"choice": "picked", "version": "1", "do": "answer", **picks}
    page = enter("resident").post(canvass_url(asked, "answer"), late, follow=True).text
    assert Answer.objects.count() == 0
    assert "请看看新的，再选一次" in page


def test_options_are_added_and_taken_out_and_those_behind_move_up(enter, asked, household):
    client = enter("leader")
    more = client.post(canvass_url(asked, "reword"), {**filled_in(client, asked), "do": "more"})
    assert len(more.context["rows"].forms) == 4
    assert asked.version == Canvass.objects.get().version
    data = filled_in(client, asked) | {"option-TOTAL_FORMS": "4", "material": "on"}
    named = "starts_at" if asked.kind == "dates" else "title"
    data |= {"option-0-title": "", "option-0-starts_at": "", "option-0-details": ""}
    data[f"option-3-{named}"] = "2099-03-01T10:00" if named == "starts_at" else "雪白"
    before = [title for _number, title, _since in present(asked)]
    assert client.post(canvass_url(asked, "reword"), data).status_code == 302
    after = present(asked)
    assert [(number, since) for number, _title, since in after] == [(1, 2), (2, 2), (3, 2)]
    assert [title for _number, title, _since in after][:2] == before[1:]
    pick(Canvass.objects.get(), household, 3)
    assert recount(Canvass.objects.get()).agrees


def test_one_alone_is_no_choice(enter, asked):
    client = enter("leader")
    data = filled_in(client, asked) | {"material": "on"}
    for number in (0, 1):
        for name in ("title", "starts_at", "details"):
            data[f"option-{number}-{name}"] = ""
    assert "至少要写两" in client.post(canvass_url(asked, "reword"), data).text
    assert len(present(asked)) == 3


def test_a_letter_in_the_lines_of_an_option_keeps_the_answers(enter, asked, household):
    pick(asked, household, 2)
    client = enter("leader")
    data = filled_in(client, asked) | {"option-1-details": "说名"}
    assert client.post(canvass_url(asked, "reword"), data).status_code == 302
    canvass = Canvass.objects.get()
    assert (canvass.version, canvass.material_version) == (2, 1)
    assert recount(canvass).agrees
    assert "请再答一次" not in enter("resident").get(canvass_url(canvass)).text
    other = filled_in(enter("leader"), canvass) | {"option-1-details": "三百元"}
    assert "不算改错字" in enter("leader").post(canvass_url(canvass, "reword"), other).text


def test_two_leaders_at_once_see_what_the_other_wrote(enter, asked):
    client = enter("leader")
    mine = filled_in(client, asked) | {"material": "on", "option-0-details": "我的"}
    reword(asked, OptionInput("别人的", "他的说明", SATURDAY), by=UserFactory())
    page = client.post(canvass_url(asked, "reword"), mine)
    assert "别人刚改成了这样" in page.text
    assert "他的说明" in page.text
    assert "我的" in page.text
    assert Canvass.objects.get().version == 2
    assert 'name="version" value="2"' in page.text
    assert client.post(canvass_url(asked, "reword"), {**mine, "version": "2"}).status_code == 302
    assert Canvass.objects.get().version == 3


def reword(canvass, first, *, by, **more):
    """Replace the first option."""
    rest = [
        OptionInput(one.title, one.details, one.starts_at, one.number)
        for one in Canvass.objects.get(pk=canvass.pk).present_options[1:]
    ]
    title = "" if canvass.kind == "dates" else first.title
    starts = first.starts_at if canvass.kind == "dates" else None
    changed = OptionInput(title, first.details, starts, number=1, files=first.files)
    version = Canvass.objects.get(pk=canvass.pk).version
    data = RewordInput(version, canvass.body, True, "换了", options=(changed, *rest), **more)
    return rewording.reword_canvass(canvass, data, by=by)


def test_files_of_an_option_go_with_it_and_the_former_text_keeps_its_own(enter, building, leader):
    HouseholdFactory(building=building)
    canvass = make_option_canvass(building, leader, files={1: (photo(),), 2: (photo(),)})
    former = canvass.text_mark
    mark = public_text_in(building, canvass.pk, 1).printed_mark
    reword(canvass, OptionInput("大红", "说明", files=(photo(),)), by=leader)
    first = Option.objects.get(number=1, until=None)
    assert first.title == "大红"
    assert len(first.present_files) == 2, "the one that it had, and a new one"
    for file in Attachment.objects.all():
        assert file.file.storage.exists(file.file.name)
    assert len(set(Attachment.objects.values_list("file", flat=True))) == 4
    canvass = Canvass.objects.get()
    assert public_text_in(building, canvass.pk, 1).printed_mark == mark == former
    assert canvass.text_mark != former
    client = enter("leader")
    page = client.get(canvass_url(canvass, "reword")).text
    assert "大红：" in page
    drop = filled_in(client, canvass) | {"dropped": [str(first.present_files[0].pk)]}
    assert "附件变了" in client.post(canvass_url(canvass, "reword"), drop).text
    sent = client.post(canvass_url(canvass, "reword"), {**drop, "material": "on"})
    assert sent.status_code == 302
    assert len(Option.objects.get(number=1, until=None).present_files) == 1
    shown = client.get(canvass_url(canvass)).text
    gone = Attachment.objects.get(until=3)
    assert canvass_url(canvass, "attachment", gone.pk, "whole") not in shown
    assert canvass_url(canvass, "attachment", gone.pk, "whole") in (
        client.get(canvass_url(canvass, "versions")).text
    )


def test_the_code_on_a_former_paper_shows_its_options(building, leader):
    HouseholdFactory(building=building)
    canvass = make_option_canvass(building, leader)
    old = text_key(canvass)
    reword(canvass, OptionInput("大红", "说明"), by=leader)
    page = Client().get(reverse("paper_text", args=old)).text
    assert "朱红" in page
    assert "大红" in page


def test_paper_of_the_former_text_is_taken_by_its_own_options(building, leader, household, counter):
    canvass = make_option_canvass(building, leader)
    reword(canvass, OptionInput("大红", "说明"), by=leader)
    ballot = OptionBallot(frozenset({1}))
    answer = record_paper_answer_for(
        Canvass.objects.get(),
        voice_of(canvass, household),
        "picked",
        by=leader,
        checked_by=counter,
        ballot=ballot,
        version=1,
    )
    assert answer.version == 1
    assert recount(Canvass.objects.get()).agrees


def test_options_are_not_replaced_at_the_last_minute(building, leader):
    HouseholdFactory(building=building)
    canvass = make_option_canvass(building, leader)
    soon = timezone.now() + dt.timedelta(days=2)
    Canvass.objects.update(closes_at=soon)
    with pytest.raises(Refused, match="来不及请大家再答一次"):
        reword(canvass, OptionInput("大红", "说明"), by=leader)
