"""Names without consent are shown to nobody. A resident writes everywhere without consent, and is
forgotten.

The test searches every page as every persona, and every text in the database.
"""

from __future__ import annotations

from itertools import product

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from governance.canvass.actions.answering import answer_on_web, record_paper_answer
from governance.canvass.actions.objecting import record_talk
from governance.canvass.actions.visiting import record_visit
from governance.canvass.inputs import AnswerInput, PaperAnswer
from governance.canvass.models import Answer, Objection, Voice
from governance.charters.actions import talking
from governance.charters.models import Suggestion
from governance.charters.queries.drafts import articles_of, latest_published_draft_of
from governance.charters.queries.reading import edition_under_way_in
from governance.journal.queries import broken_lines_in
from governance.lounge.actions.posts import add_reply
from governance.lounge.actions.threads import settle_thread, start_thread
from governance.lounge.inputs import ReplyInput
from governance.lounge.models import Thread
from governance.matters.actions.beginning import edit_matter
from governance.matters.actions.following import follow_matter
from governance.matters.actions.promises import make_promise
from governance.matters.inputs import MatterInput, PromiseInput
from governance.meetings.actions.agenda import propose_item
from governance.meetings.actions.feeds import open_feed
from governance.meetings.actions.holding import reply_to_invitation
from governance.meetings.actions.minutes import ask_correction
from governance.meetings.actions.noting import ResolutionInput, add_resolution
from governance.meetings.models import AgendaItem
from governance.notices.actions.reading import acknowledge_notice, mark_notice_read
from governance.stories.actions.consents import answer as answer_about_story
from governance.stories.models import ShownPerson, Story
from residents.models import Building, Household, RosterImport, User
from residents.people.actions.phones import look_up_phone
from residents.privacy.actions.consents import give_consent, withdraw_consent
from residents.privacy.actions.forgetting import forget_user
from residents.privacy.queries.personal_data import data_categories, mentions
from tests.architecture.building_pair import Pair, fill_both
from tests.architecture.requests import answers, body_of, refused_at_the_door
from tests.architecture.site import EVERYWHERE, PERSONAS, ROOMS
from tests.factories import HouseholdFactory, MembershipFactory, OfficeFactory
from tests.factories.canvass import photo
from tests.factories.lounge import thread_input
from tests.factories.stories import ShownPersonFactory
from tests.past_triggers import past_triggers

pytestmark = pytest.mark.django_db

NAME, PHONE, WORD = "QUIETNAME", "13912345678", "QUIETWORD"
MARKERS = (NAME, PHONE, WORD)


def in_lounge(quiet, building):
    thread = start_thread(
        building, thread_input(kind="worry", title="四楼的纸箱", text="走路要侧身"), by=quiet
    )
    add_reply(thread, ReplyInput(text="晚上也看不清"), by=quiet)
    settle_thread(thread, by=quiet)
    add_reply(building.thread_set.earliest("pk"), ReplyInput(text="我也是"), by=quiet)


def in_notices(quiet, building):
    mark_notice_read(building.notice_set.earliest("pk"), by=quiet)
    home = quiet.memberships.get().household
    for notice in building.notice_set.exclude(canvass=None):
        voice = Voice.objects.get(canvass=notice.canvass, flats__answering=home)
        acknowledge_notice(notice, notice.canvass, [voice], by=quiet)


def in_canvass(quiet, building):
    canvass = building.canvass_set.filter(purpose="consent").earliest("pk")
    home = quiet.memberships.get().household
    voice = Voice.objects.get(canvass=canvass, flats__answering=home)
    answer_on_web(canvass, voice, AnswerInput(choice="object", reason="再想想"), by=quiet)


def in_charters(quiet, building):
    edition = edition_under_way_in(building)
    wording = articles_of(latest_published_draft_of(edition))[0]
    home = quiet.memberships.get().household
    voice = talking.Contributor(quiet, home)
    talking.add_comment(wording, text="写得好", contributor=voice)
    talking.suggest_words(wording, text="再短一点", contributor=voice)
    talking.support_wording(wording, household=home, by=quiet)


def in_meetings(quiet, building):
    """Propose an item, confirm attendance, take a task, and ask for a correction."""
    *_older, meeting = building.meeting_set.filter(state="invited").order_by("pk")
    propose_item(meeting, title="四楼的纸箱", why="走路要侧身", by=quiet)
    reply_to_invitation(meeting, quiet.memberships.get().household, coming=True, by=quiet)
    held = building.meeting_set.filter(state="published").earliest("pk")
    data = ResolutionInput(
        kind="agreed", text="搬走纸箱", way="task", who=quiet, due_on=timezone.localdate()
    )
    add_resolution(held.items.earliest("pk"), data, reason="漏了一条", by=held.host)
    ask_correction(held, text="少记了一家", by=quiet)
    open_feed(quiet)


def in_matters(quiet, building):
    """Follow and look after a matter, and promise to do something for it."""
    matter = building.matter_set.earliest("pk")
    leader = User.objects.get(offices__building=building, offices__kind="leader")
    follow_matter(matter, by=quiet)
    data = MatterInput(matter.title, matter.sentence, stewards=(quiet,))
    edit_matter(matter, data, by=leader)
    make_promise(matter, PromiseInput("加扶手", quiet), by=leader)


def in_stories(quiet, building):
    """Agree to be shown on a picture of a story, and take the words about oneself back."""
    story = building.story_set.filter(state="asking").earliest("pk")
    photo = story.photos.earliest("pk")
    seen_on = ShownPersonFactory(story=story, photo=photo, user=quiet)
    answer_about_story(seen_on, agrees=True, by=quiet)
    answer_about_story(ShownPersonFactory(story=story, user=quiet), agrees=False, by=quiet)


WRITES = {
    "lounge": in_lounge,
    "notices": in_notices,
    "canvass": in_canvass,
    "charters": in_charters,
    "meetings": in_meetings,
    "matters": in_matters,
    "stories": in_stories,
}
"""The actions by which a resident without an office writes in each room."""
NOTHING = {
    "inbox": "its messages name nobody",
    "journal": "written by the others' actions",
    "search": "repeats what the others' passages say",
    "doors": "helpers alone write there",
    "ledger": "leader, treasurer and core residents alone write there",
    "home": "composes",
    "today": "composes",
    "demo": "is no room",
}


@pytest.fixture(scope="module")
def careful(cast) -> User:
    """A resident who gave every consent and withdrew it, which equals giving none."""
    user = MembershipFactory(
        household=cast.home,
        user__username="quietuser",
        user__shown_name=NAME,
        user__shows_name=False,
        user__phone=PHONE,
        user__introduction=WORD,
        user__skills=WORD,
    ).user
    for kind in ("name", "phone", "photo"):
        give_consent(user, kind=kind)
        withdraw_consent(user, kind=kind)
    return user


@pytest.fixture(scope="module")
def pair(cast, careful) -> Pair:
    building, leader, quiet = cast.building, cast["leader"], careful
    pair = fill_both(building, cast.next_door, leader=leader, neighbour=cast["neighbour"])
    Building.objects.filter(pk=building.pk).update(public_page=True)
    for write in WRITES.values():
        write(quiet, building)
    look_up_phone(quiet, building=building, reason="check", by=leader)
    home = quiet.memberships.get()
    theirs = Thread.objects.filter(author=quiet).latest("pk")
    pair.own["lounge"].append({"pk": theirs.pk})
    pair.own["charters"].append({"suggestion": Suggestion.objects.filter(by=quiet).latest("pk").pk})
    pair.own["people"].append({"pk": home.pk})
    pair.own["home"].append({"pk": home.pk})
    return pair


@pytest.fixture
def quiet(pair, careful, db) -> User:
    return User.objects.get(pk=careful.pk)


@pytest.fixture
def enter(cast):
    return cast.enter


def pages(pair):
    """Yield names and URLs of building 114 with its own ids, and of those outside buildings."""
    for address in EVERYWHERE:
        if "slug" not in address.parameters:
            wanted = {"kind": "name"} if "kind" in address.parameters else {}
            if set(wanted) == set(address.parameters):
                yield address.name, reverse(address.name, kwargs=wanted)
            continue
        for slug, ids in pair.addresses_of(address):
            if slug == pair.ours.slug and not pair.is_foreign(address, ids):
                yield address.name, reverse(address.name, kwargs={**ids, "slug": slug})


def seen(client, pair, markers, methods=("get",)):
    """Return where ``markers`` are shown on pages or, with ``post``, in answers to forms."""
    found, refused = set(), set()
    for (name, url), method in product(pages(pair), methods):
        for response in answers(client, name, url, [(method, None)]) if name not in refused else ():
            body = body_of(response).decode(errors="replace")
            found |= {(url, marker) for marker in markers if marker in body}
            if refused_at_the_door(name, response):
                refused.add(name)
    return found


def test_every_room_is_written_in_or_says_why_not():
    assert set(WRITES) | set(NOTHING) == set(ROOMS)


@pytest.mark.parametrize("persona", [p for p in PERSONAS if p not in {"leader", "staff"}])
def test_no_neighbour_sees_a_name_without_consent(enter, pair, persona):
    known = {(at_inbox(pair), NAME)} if persona == "resident" else set()
    found = seen(enter(persona), pair, MARKERS)
    assert found - known - said_at_home(pair, persona) == set()
    assert known <= found


def said_at_home(pair, persona):
    """Return the pages of notices of which the household of the resident reads who acknowledged them."""
    notices = pair.ours.notice_set.all() if persona == "resident" else []
    return {(notice.get_absolute_url(), NAME) for notice in notices}


def at_inbox(pair):
    """Return the URL of the inbox, which tells people who of their household did something."""
    return reverse("inbox:inbox", args=[pair.ours.slug])


@pytest.mark.parametrize("persona", ["resident", "core"])
def test_no_answer_to_a_form_tells_a_neighbour_a_name(enter, pair, persona):
    assert seen(enter(persona), pair, MARKERS, ["post"]) == set()


@pytest.mark.parametrize("persona", ["leader", "staff"])
def test_the_leader_and_the_committee_know_the_name_and_not_the_number(enter, pair, persona):
    found = seen(enter(persona), pair, (NAME, PHONE))
    assert {marker for _url, marker in found} == {NAME}
    assert reverse("people:households", args=["114"]) in {url for url, _marker in found}


def test_with_consent_neighbours_see_just_that(enter, pair, quiet):
    """Proves that the search finds what is shown."""
    give_consent(quiet, kind="name")
    found = seen(enter("resident"), pair, MARKERS)
    assert {marker for _url, marker in found} == {NAME, WORD}


# forgotten


def every_text() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables "
            "WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        texts = []
        for table in tables:
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" t')  # noqa: S608
            texts.append(f"{table}: {cursor.fetchone()[0]}")
    return "\n".join(texts)


@pytest.fixture
def known_at_the_desk(quiet, cast):
    office = OfficeFactory(
        user=quiet, building=Building.objects.get(slug="114"), kind="team", contact=PHONE
    )
    for row in (quiet, quiet.memberships.get(), office):
        LogEntry.objects.create(
            user=cast["staff"],
            content_type=ContentType.objects.get_for_model(row),
            object_id=row.pk,
            object_repr=str(row),
            action_flag=CHANGE,
            change_message=f'[{{"changed": {{"object": "{row}"}}}}]',
        )


@pytest.fixture
def mentioned(pair, quiet, cast, portal_role):
    """Others wrote the name and number: on paper, at a visit, in the lounge, in the roster."""
    leader, volunteer = cast["leader"], cast["volunteer"]
    text = f"找 {NAME}，电话139-1234 5678，{PHONE}"
    home = quiet.memberships.get().household
    canvass = pair.ours.canvass_set.filter(purpose="consent").earliest("pk")
    voice = Voice.objects.get(canvass=canvass, flats__answering=home)
    paper = PaperAnswer(channel="door", signer=f"{NAME}的女儿", relation="self", evidence=photo())
    record_paper_answer(canvass, voice, choice="object", reason=text, paper=paper, by=volunteer)
    record_visit(canvass, voice, outcome="talked", note=text, by=volunteer)
    objection = Objection.objects.get(voice=voice)
    today = timezone.localdate()
    record_talk(canvass, objection, on=today, who=NAME, said=text, by=leader)
    Objection.objects.filter(pk=objection.pk).update(offer=text)
    next_door = HouseholdFactory(building=pair.ours, contact=f"{NAME}、李梅", phone=f"021、{PHONE}")
    Household.objects.filter(pk=home.pk).update(contact="她本人", phone=PHONE, note=text)
    agenda = AgendaItem.objects.filter(meeting__building=pair.ours).earliest("pk")
    AgendaItem.objects.filter(pk=agenda.pk).update(brought_by=f"志愿者 {NAME}")
    shown = ShownPerson.objects.filter(user=None)
    shown.update(state="agreed", heard="door", said_on=today)
    shown.filter(story__building=pair.ours).update(name=NAME, said_by=f"{NAME}的女儿")
    Story.objects.filter(building=pair.ours).update(text=text)
    kept = [{"before": {"contact": NAME, "phone": PHONE}}]
    RosterImport.objects.create(building=pair.ours, name="x", made=0, changed=1, kept=kept)
    return next_door


def test_what_others_wrote_stays_without_the_name(pair, quiet, mentioned):
    home = quiet.memberships.get().household
    before = list(Answer.objects.order_by("pk").values_list("choice", "said_at", "by"))
    forget_user(quiet, by=quiet)
    assert list(Answer.objects.order_by("pk").values_list("choice", "said_at", "by")) == before
    answer = Answer.objects.latest("pk")
    assert answer.signer == "一位前住户的女儿"
    assert answer.reason == "找 一位前住户，电话（号码已删去），（号码已删去）"
    home.refresh_from_db()
    mentioned.refresh_from_db()
    assert (home.contact, home.phone) == ("", "")
    assert (mentioned.contact, mentioned.phone) == ("一位前住户、李梅", "021")


@pytest.mark.parametrize(
    "change", ["choice = 'agree'", "by_id = NULL", "said_at = now()", "signer = 'x', version = 9"]
)
def test_nothing_else_of_an_answer_can_change_by_forgetting(pair, change):
    """This holds even for the tables' owner with the setting that allows striking a name."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SET LOCAL louzu.forgetting = 'on'")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(f"UPDATE canvass_answer SET {change}")  # noqa: S608
        cursor.execute("SET LOCAL louzu.forgetting = 'off'")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute("UPDATE canvass_answer SET signer = 'x'")


NAMES = {
    "canvass.answer": "signer",
    "canvass.delegation": "signer",
    "stories.shownperson": "name",
}
"""Columns in which few rows name somebody: a signer on paper, or who is shown without an account."""
BUILDING_OF = {
    "residents.household": "building",
    "residents.rosterimport": "building",
    "canvass.answer": "voice__canvass__building",
    "canvass.delegation": "principal__canvass__building",
    "canvass.homeentry": "sheet__canvass__building",
    "canvass.linereading": "answer__voice__canvass__building",
    "canvass.visit": "voice__canvass__building",
    "canvass.objection": "voice__canvass__building",
    "canvass.talk": "objection__voice__canvass__building",
    "doors.knock": "building",
    "meetings.agendaitem": "meeting__building",
    "stories.story": "building",
    "stories.storyphoto": "story__building",
    "stories.storypart": "story__building",
    "stories.shownperson": "story__building",
}


def test_every_column_that_is_said_to_be_struck_is_struck(pair, quiet, mentioned):
    """Checks every row of the columns that rooms declare. The building next door keeps its texts."""
    columns = [c for mention in mentions().values() if mention.redacted for c in mention.columns]
    named = {}
    with past_triggers():
        for column in columns:
            model, _dot, field = column.rpartition(".")
            rows = apps.get_model(model)._default_manager.all()
            rows = rows.exclude(**{NAMES[model]: ""}) if model in NAMES else rows
            assert rows.update(**{field: f"{NAME} {PHONE}"}), column
            named[column] = apps.get_model(model)._default_manager.filter(
                **{f"{field}__regex": f"{NAME}|{PHONE}"}
            )
    forget_user(quiet, by=quiet)
    ours = {
        c: rows.filter(**{BUILDING_OF[c.rpartition(".")[0]]: pair.ours})
        for c, rows in named.items()
    }
    assert {column for column, rows in ours.items() if rows.exists()} == set()
    assert named["canvass.answer.signer"].exists()


def test_no_text_in_any_table_names_a_forgotten_person(
    client, pair, quiet, known_at_the_desk, mentioned
):
    client.post(reverse("account_login"), {"login": PHONE, "password": "secret-enough"})
    assert "_auth_user_id" in client.session
    markers = (*MARKERS, "quietuser")
    assert all(marker in every_text() for marker in markers)
    forget_user(quiet, by=quiet)
    left = every_text()
    assert [line for line in left.splitlines() if any(m in line for m in markers)] == []
    assert list(broken_lines_in(Building.objects.get(slug="114"))) == []


@pytest.mark.parametrize("persona", ["leader", "resident"])
def test_no_page_tells_of_the_forgotten(enter, pair, quiet, known_at_the_desk, mentioned, persona):
    client = enter(persona)
    seen(client, pair, MARKERS)  # fills the page cache with the old pages
    forget_user(quiet, by=quiet)
    assert seen(client, pair, (*MARKERS, "quietuser")) == set()


def test_no_desk_tells_of_the_forgotten(enter, pair, quiet, known_at_the_desk, mentioned):
    forget_user(quiet, by=quiet)
    client = enter("staff")
    for model in admin.site._registry:
        place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for url in (
            reverse(f"{place}_changelist"),
            *(reverse(f"{place}_history", args=[row.pk]) for row in model.objects.all()[:20]),
        ):
            page = body_of(client.get(url)).decode()
            assert [m for m in MARKERS if m in page] == [], url


def test_whatever_names_a_person_is_told_to_that_person(cast):
    """A table with a reference to a person is part of a room's personal data."""
    about_people = {
        model
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.many_to_one and field.concrete and field.related_model is User
    }
    found = {category.rows_of(cast["resident"]).model for category in data_categories().values()}
    unheld = {"EmailAddress"}  # allauth's model; louzu stores no e-mail addresses
    assert {m.__name__ for m in about_people - found} == unheld


GONE = {"Reading", "Feed", "UserSession", "EmailAddress"}
"""Rows that are deleted with the person. All others are kept without a name."""


def test_what_must_go_is_gone(client, pair, quiet):
    client.post(reverse("account_login"), {"login": PHONE, "password": "secret-enough"})
    forget_user(quiet, by=quiet)
    for name in GONE:
        model = next(m for m in apps.get_models() if m.__name__ == name)
        assert not model._default_manager.filter(user=quiet).exists(), name
