from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.canvass.kinds import ALL_KINDS, OPTION_KINDS
from governance.canvass.models import Canvass
from governance.lounge.actions.joining import add_wish
from tests.factories import FlatFactory
from tests.factories.canvass import (
    add_owner_of_home,
    make_draft_canvass,
    make_owner,
)
from tests.factories.canvass import canvass_url as to
from tests.factories.lounge import ThreadFactory

pytestmark = pytest.mark.django_db


def test_a_draft_is_for_those_who_lead(enter, building, leader, resident):
    draft = make_draft_canvass(building, leader)
    assert enter("resident").get(to(draft)).status_code == 403
    assert enter("leader").get(to(draft)).status_code == 200
    assert draft.question not in enter("resident").get("/b/114/canvass/").content.decode()


def test_from_the_question_to_the_doors(enter, building, leader, household):
    client = enter("leader")
    start = reverse("canvass:draft", args=["114"])
    assert "签楼组公约" in client.get(start).content.decode()
    page = client.get(f"{start}?kind=covenant")
    assert "多少户同意才算数" in page.content.decode()
    form = {
        "question": "同意吗？",
        "body": "不堆物",
        "electorate": "households",
        "threshold": "3/4",
        "closes_at": "2099-01-01T20:00",
        "opens_at": "",
        "thread": "",
    }
    response = client.post(f"{start}?kind=covenant", form, follow=True)
    shown = response.content.decode()
    assert "问 2户" in shown
    assert "同意的要四分之三以上，就是2户。" in shown
    canvass = Canvass.objects.get()
    client.post(to(canvass, "announce"))
    canvass.refresh_from_db()
    assert (canvass.state, canvass.voices.count()) == ("open", 2)
    assert canvass.late_days == 3


def test_what_the_leader_meant_to_ask_everybody_is_asked(enter, building, leader):
    thread = ThreadFactory(building=building, title="给楼里装一面镜子")
    add_wish(thread, kind="canvass", by=leader)
    client = enter("leader")
    start = f"{reverse('canvass:draft', args=['114'])}?thread={thread.pk}"
    assert start in client.get("/b/114/").content.decode()
    (further,) = re.findall(r'href="(\?kind=hear[^"]*)"', client.get(start).content.decode())
    page = client.get(start.partition("?")[0] + unescape(further)).content.decode()
    assert 'value="给楼里装一面镜子"' in page
    form = {
        "question": "装吗？",
        "body": "居委出钱。",
        "electorate": "households",
        "closes_at": "2099-01-01T20:00",
        "opens_at": "",
        "thread": str(thread.pk),
    }
    client.post(f"{start}&kind=hear", form)
    assert Canvass.objects.get().thread == thread
    assert start not in client.get("/b/114/").content.decode()


def test_a_thread_of_another_building_is_not_the_beginning(enter, building, leader):
    thread = ThreadFactory(title="别的楼的事")
    client = enter("leader")
    start = reverse("canvass:draft", args=["114"])
    page = client.get(f"{start}?kind=hear&thread={thread.pk}")
    assert "别的楼的事" not in page.content.decode()


def test_the_preview_of_owners_names_heads_and_area(enter, building, leader):
    home = leader.memberships.get().household
    home.flat.area = "81.16"
    home.flat.save()
    add_owner_of_home(home)
    make_owner(building, rooms=("201", "202"), area="62.35")
    text = {"preset": "owners_major", "electorate": "owners"}
    page = (
        enter("leader")
        .get(to(make_draft_canvass(building, leader, **text), "preview"))
        .content.decode()
    )
    assert "问 2位业主，205.86㎡" in page
    assert "参加的面积要三分之二以上，就是137.24㎡。" in page


def test_a_flat_without_area_is_named_before_anything_goes_out(enter, building, leader):
    add_owner_of_home(leader.memberships.get().household)
    flat = FlatFactory(building=building, room="601", area=None, area_source="")
    from residents.models import Owner, Ownership  # noqa: PLC0415

    Ownership.objects.create(owner=Owner.objects.create(building=building, name="x"), flat=flat)
    draft = make_draft_canvass(building, leader, preset="owners_major", electorate="owners")
    page = enter("leader").get(to(draft, "preview")).content.decode()
    assert "601室" in page
    assert "发出去</button>" not in page


WAYS = [
    (kind.key, electorate, secret)
    for kind in ALL_KINDS.values()
    for electorate in kind.preset.electorates
    for secret in ((False, True) if kind.may_be_secret else (False,))
]
"""Each kind of draft, with whom it may ask and each way of voting."""


def as_shown(page) -> dict[str, object]:
    """Return what a browser would send of a form for a draft that nobody has touched."""
    form, rows = page.context["form"], page.context["rows"]
    fields = [*form, *(rows.management_form if rows else ())]
    values = {
        field.html_name: field.field.widget.format_value(field.value())
        for field in fields
        if field.name not in {"attached", "secret", "thread_photos"}
    }
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def filled_in(page, electorate, *, secret) -> dict[str, object]:
    """Return the form as a leader fills it in who changes none of its days."""
    data = {**as_shown(page), "question": "好吗？", "body": "全文", "electorate": electorate}
    if electorate == "members":
        data["contributors"] = [
            pk for pk, _words in page.context["form"]["contributors"].field.choices
        ]
    if secret:
        data["secret"] = "on"
    for number, row in enumerate(page.context["rows"] or ()):
        name = "title" if "title" in row.fields else "starts_at"
        day = timezone.now() + dt.timedelta(days=60 + number)
        data[f"option-{number}-{name}"] = (
            f"甲{number}" if name == "title" else f"{day:%Y-%m-%dT%H:%M}"
        )
    return data


@pytest.mark.parametrize(("kind", "electorate", "secret"), WAYS)
def test_each_kind_is_drafted_with_the_days_that_its_form_proposes(
    enter, building, leader, kind, electorate, secret
):
    make_owner(building, rooms=("301",))
    client, url = enter("leader"), f"{reverse('canvass:draft', args=['114'])}?kind={kind}"
    page = client.get(url)
    data = filled_in(page, electorate, secret=secret)
    sent = client.post(url, data)
    assert sent.status_code == 302, (sent.context["form"].errors, sent.context["rows"])
    canvass = Canvass.objects.get()
    assert (canvass.secret, canvass.electorate) == (secret, electorate)
    assert client.get(to(canvass, "preview")).status_code == 200
    if "secret" in page.context["form"].fields:
        assert client.get(to(canvass, "edit")).context["form"]["secret"].value() is secret


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_the_form_says_what_it_filled_in_as_the_beginning(enter, building, leader, kind):
    """A deadline before that beginning is refused in words that name it."""
    make_owner(building, rooms=("301",))
    client, url = enter("leader"), f"{reverse('canvass:draft', args=['114'])}?kind={kind}"
    page = client.get(url)
    preset, opens = ALL_KINDS[kind].preset, page.context["form"]["opens_at"]
    assert bool(opens.value()) is bool(preset.notice_days)
    assert ("先替您填了" in opens.help_text) is bool(opens.value())
    asks_homes = "households" in preset.electorates
    assert ("马上开始" in opens.help_text) is (asks_homes or not preset.notice_days)
    if not opens.value():
        return
    data = filled_in(page, preset.electorate, secret=False)
    soon = f"{timezone.localtime() + dt.timedelta(hours=5):%Y-%m-%dT%H:%M}"
    refused = client.post(url, {**data, "closes_at": soon})
    assert "“哪天开始征询”那一格是" in refused.context["form"].errors["closes_at"][0]
    if asks_homes:
        days = {"closes_at": soon, "opens_at": "", "electorate": "households"}
        assert client.post(url, {**data, **days}).status_code == 302


MEASURES = {
    "one": "样",
    "quotes": "样",
    "elect": "位",
    "each": "件",
    "each_owners": "件",
    "date": "个",
}


@pytest.mark.parametrize("kind", OPTION_KINDS)
def test_what_can_be_chosen_is_called_by_its_own_measure_word(enter, building, leader, kind):
    client, url = enter("leader"), f"{reverse('canvass:draft', args=['114'])}?kind={kind}"
    page = client.get(url)
    rows = page.text.split('name="option-INITIAL_FORMS"')[1]
    empty = client.post(url, as_shown(page)).context["rows"]
    data = {**as_shown(page), "option-0-details": "说明"}
    nameless = client.post(url, data).context["rows"]
    words = [
        *re.findall(r"<legend>(.*?)</legend>|<h2>(.*?)</h2>", rows),
        *empty.non_form_errors(),
        nameless.errors[0],
    ]
    assert {word for word in "样位件个" if word in str(words)} == {MEASURES[kind]}
