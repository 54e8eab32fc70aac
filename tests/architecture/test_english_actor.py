"""An actor who reads English leaves no English text for neighbours, in any room."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from governance.canvass.actions.visiting import record_told_together
from governance.canvass.kinds import KINDS
from governance.canvass.models import Canvass
from governance.demo.actions import build_demo
from governance.lounge.actions.posts import delete_post
from governance.lounge.models import Post
from governance.meetings.actions.agenda import AgendaItemInput, add_item
from governance.meetings.actions.noting import ResolutionInput, draft_canvass_on
from governance.meetings.actions.noting import add_resolution as write_resolution
from governance.meetings.actions.planning import edit_meeting
from governance.meetings.forms.planning import initial_for_meeting
from governance.meetings.kinds import MeetingKind
from governance.notices.actions.posting import end_posting
from governance.notices.actions.writing import edit_notice
from governance.notices.models import Notice
from residents.desk import actions
from residents.joining.actions import slips
from residents.models import Building, Flat, Household, Office, User
from residents.people.actions import offices, phones
from residents.privacy.actions import forgetting
from residents.roster.actions import roster
from tests.factories.meetings import meeting_input
from tests.factories.notices import notice_input

pytestmark = pytest.mark.django_db

ENGLISH = re.compile(r"[A-Za-z]{3}")
CODE = re.compile(r"[a-z0-9_./:#?=&%-]*|[A-Z0-9]{6,8}")
"""Text for the program: states, verbs, URLs, printed codes."""
MARKUP = re.compile(r"<[^>]*>|&\w+;|\S+\.(?:jpg|png|pdf)\b")
"""Invisible parts of a text, and file names."""
ACTORS_OWN = {
    ("residents_consent", "text"): "what the person agreed to, as they read it",
    ("residents_user", "password"): "a hash",
    ("residents_slip", "code"): "a hash",
    ("residents_slip", "digest"): "a hash",
    ("search_passage", "tokens"): "made from the texts that stand beside it",
    ("django_session", "session_data"): "the person's own",
    ("django_session", "session_key"): "a key",
    ("usersessions_usersession", "session_key"): "a key",
    ("usersessions_usersession", "user_agent"): "as the browser says it",
}
STATIC = {"auth_permission", "django_content_type", "django_migrations"}
"""Filled by migrations."""


def columns() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " JOIN information_schema.tables USING (table_schema, table_name)"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            " AND data_type IN ('text', 'character varying', 'jsonb', 'tsvector') ORDER BY 1, 2"
        )
        return [(table, name) for table, name in cursor.fetchall() if table not in STATIC]


def leaves(value) -> list[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [leaf for one in value for leaf in leaves(one)]
    return [value] if isinstance(value, str) else []


def english_texts() -> set[tuple[str, str, str]]:
    found = set()
    with connection.cursor() as cursor:
        for table, name in columns():
            cursor.execute(
                f'SELECT DISTINCT "{name}"::text FROM "{table}"'  # noqa: S608
                f" WHERE \"{name}\"::text ~ '[A-Za-z]{{3}}'"
            )
            for (text,) in cursor.fetchall():
                values = leaves(json.loads(text)) if text[:1] in {"{", "["} else [text]
                found |= {
                    (table, name, value)
                    for value in values
                    if ENGLISH.search(MARKUP.sub("", value)) and not CODE.fullmatch(value)
                }
    return found


def act_on(building: Building, cast: dict[str, User]) -> None:
    """Do the actions that write text and are missing in the demo."""
    leader, volunteer = cast["leader"], cast["volunteer"]
    carried = building.notice_set.exclude(canvass=None).filter(asks=True).earliest("pk")
    edit_notice(carried, notice_input(carried, body="改过了"), version=carried.version, by=leader)
    canvass = Canvass.objects.get(pk=carried.canvass_id)
    record_told_together(canvass, canvass.voices.all()[:2], channel="slip", by=volunteer)
    posting = building.notice_set.filter(period="stairwell").earliest("pk")
    past = timezone.now() - dt.timedelta(hours=1)
    Notice.objects.filter(pk=posting.pk).update(expires_at=past)
    end_posting(Notice.objects.get(pk=posting.pk))
    meet(building, leader)
    delete_post(Post.objects.filter(thread__building=building).earliest("pk"), by=cast["elder"])


def meet(building: Building, leader: User) -> None:
    ahead = building.meeting_set.filter(state="invited").latest("pk")
    edit_meeting(
        ahead,
        meeting_input(ahead, starts_at=ahead.starts_at + dt.timedelta(days=2)),
        sequence=ahead.sequence,
        agenda=[AgendaItemInput("添椅子", minutes=5)],
        by=leader,
    )
    held = building.meeting_set.filter(state="published").latest("pk")
    data = ResolutionInput(kind="agreed", text="问问各家要不要书架", way="canvass")
    resolution = write_resolution(held.items.earliest("pk"), data, reason="漏了", by=held.host)
    draft_canvass_on(resolution, kind=KINDS["residents"], by=leader)
    written = building.meeting_set.filter(state__in=["held", "closed"]).first()
    if written:
        add_item(written, title="自行车", by=written.host)


def keep_the_house(building: Building, cast: dict[str, User]) -> None:
    leader, elder, staff = cast["leader"], cast["elder"], cast["staff"]
    phones.look_up_phone(elder, building=building, reason="check", by=leader)
    home = elder.memberships.get()
    slips.print_slips([home.household], by=leader)
    slips.print_key_slip(home, by=leader)
    slips.print_family_slip(home.household, by=leader)
    roster.export_roster(building, by=staff)
    actions.record_list_export(Household, {building.pk: 21}, by=staff)
    offices.end_office(Office.objects.get(kind="volunteer"), by=leader)
    leads = Office.objects.get(kind="leader", building=building)
    offices.hand_over_leadership(leads, to=cast["core"], by=leader)
    forgetting.forget_user(elder, by=elder)


def work_at_the_desk(building: Building, staff: User) -> None:
    client = Client()
    client.force_login(staff)
    client.cookies["language"] = "en"
    flat = Flat.objects.filter(building=building).earliest("pk")
    url = reverse("admin:residents_flat_change", args=[flat.pk])
    form = client.get(url).context["adminform"].form
    typed = {name: form[name].value() or "" for name in form.fields}
    saved = client.post(url, {**typed, "floor": 2})
    assert saved.status_code == 302, saved.text


def test_no_text_of_the_house_is_in_the_language_of_whoever_acted():
    with translation.override("en"):
        build_demo()
        building = Building.objects.get(slug="114")
        cast = {user.username: user for user in User.objects.exclude(username="")}
        act_on(building, cast)
        keep_the_house(building, cast)
    work_at_the_desk(building, cast["staff"])
    found = english_texts()
    assert {one for one in found if one[:2] not in ACTORS_OWN} == set()
    assert ("residents_consent", "text") in {
        one[:2] for one in found
    }  # the search finds existing text


@pytest.mark.parametrize("kind", MeetingKind)
def test_a_meeting_begins_with_an_agenda_that_all_can_read(building, kind):
    """Initial values of a form are submitted unchanged."""
    with translation.override("en"):
        form, rows = initial_for_meeting(building, kind)
    offered = [form.initial["place"], *(row["title"] for row in rows.initial)]
    assert [text for text in offered if ENGLISH.search(text)] == []
