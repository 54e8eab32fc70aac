"""Work that one person's act makes for another is listed with a button on that person's front page and
in the inbox, in every state of every lifecycle."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from governance.canvass.actions import (
    answering,
    counting,
    drafting,
    envelopes,
    objecting,
    opening,
    papers,
    readings,
)
from governance.canvass.actions.short_notice import agree_to_short_notice
from governance.canvass.inputs import AnswerInput, ReadingInput
from governance.canvass.models import Canvass, Objection
from governance.ledger.actions import entries
from governance.meetings.actions.planning import post_meeting
from governance.meetings.inputs import MeetingInput
from governance.stories.actions.publishing import withdraw_story
from tests.architecture.cast import Cast
from tests.architecture.room_tables import TABLES, lifecycles_of
from tests.factories import HouseholdFactory, MembershipFactory, NoticeFactory
from tests.factories.canvass import (
    SECRET,
    add_owner_of_home,
    choose_key_holders,
    make_delegation,
    make_draft_canvass,
    make_open_canvass,
    make_sheet_line,
    move_past_deadline,
    record_paper_answer_for,
    voice_of,
)
from tests.factories.charters import EditionFactory, SuggestionFactory
from tests.factories.ledger import AccountFactory, entry_input
from tests.factories.lounge import HidingFactory, ReportFactory, ThreadFactory
from tests.factories.matters import MatterFactory, PromiseFactory
from tests.factories.meetings import (
    CorrectionFactory,
    MeetingFactory,
    ProposalFactory,
    TaskFactory,
)
from tests.factories.shares import table_to_pay
from tests.factories.stories import ShownPersonFactory, StoryFactory
from tests.governance.canvass.short_notice import vote

pytestmark = pytest.mark.django_db
HOME, INBOX, TODAY = "/b/114/", "/b/114/inbox/", "/b/114/today/"
ROW = "楼组的事有1件等您"
"""The row that leads leader and committee to their page of today."""
OWN_PACE = "goes on when whoever leads it wants"
NO_TURN = "asks nobody in particular"
ENDED = "is over, and may be taken up again"
MACHINE = "is the machine's"

TURNS: dict[str, dict[str, tuple[str, ...] | str]] = {
    "canvass.CANVASS": {
        "draft": ("shortening", "shortening_first"),
        "announced": ("envelope", "envelope_of_committee"),
        "open": ("answer", "check", "check_sheet", "differs", "differs_sheet", "paper"),
        "closed": ("second_count",),
        "counted": ("publish",),
    },
    "canvass.DELEGATION": {"offered": ("mandate",), "accepted": ("mandated",)},
    "canvass.OBJECTION": {
        "raised": ("talk",),
        "in_talks": OWN_PACE,
        "offered": ("offer",),
        "stands": ENDED,
    },
    "charters.EDITION": {
        "gathering": ("wish",),
        "drafting": OWN_PACE,
        "consulting": OWN_PACE,
        "signing": "is a canvass",
        "in_force": OWN_PACE,
        "review": OWN_PACE,
    },
    "charters.SUGGESTION": {"open": ("suggestion",), "accepted": ENDED},
    "matters.SHARES": {
        "draft": OWN_PACE,
        "proposed": OWN_PACE,
        "in_force": ("to_pay",),
        "replaced": ENDED,
    },
    "inbox.DELIVERY": MACHINE,
    "inbox.MESSAGE": MACHINE,
    "ledger.ENTRY": {"waiting": ("check_entry",)},
    "lounge.HIDING": {
        "hidden": "may be appealed against, by whom a message told",
        "appealed": ("appeal",),
        "kept": ENDED,
    },
    "lounge.INVITATION": {"open": NO_TURN},
    "lounge.NEED": {"open": ("need",), "offered": NO_TURN, "met": ENDED},
    "lounge.PLAN": {"idea": NO_TURN, "talked": NO_TURN, "taken_up": ENDED, "set_aside": ENDED},
    "lounge.REPORT": {"open": ("report",)},
    "lounge.WORRY": {"open": ("worry",), "talking": NO_TURN, "settled": ENDED},
    "matters.MATTER": {
        **dict.fromkeys(("raised", "talked", "asked", "decided", "doing"), OWN_PACE),
        **dict.fromkeys(("done", "kept", "dropped"), ENDED),
    },
    "matters.MILESTONE": {"planned": OWN_PACE, "done": ENDED, "dropped": ENDED},
    "matters.PROMISE": {
        "unworded": ("promise",),
        "open": ("promised",),
        "kept": ENDED,
        "waived": ENDED,
    },
    "meetings.CORRECTION": {"asked": ("correction",)},
    "meetings.MEETING": {
        "planned": OWN_PACE,
        "invited": ("invitation",),
        "held": ("minutes",),
        "drafted": ("minutes",),
        "open": OWN_PACE,
        "published": ENDED,
    },
    "meetings.PROPOSAL": {"proposed": ("proposal",), "accepted": ENDED},
    "meetings.TASK": {"open": ("task",), "done": ENDED, "dropped": ENDED},
    "stories.CONSENT": {"waiting": ("shown",), "agreed": ENDED, "refused": ENDED},
    "stories.STORY": {
        "draft": OWN_PACE,
        "asking": "asks people, each by a consent",
        "published": ENDED,
        "withdrawn": ("came_down",),
    },
    "notices.CIRCULAR": MACHINE,
    "notices.NOTICE": {"draft": OWN_PACE, "posted": "is a canvass, if it asks"},
}


def _open(cast: Cast, **text) -> Canvass:
    return make_open_canvass(cast.building, cast["leader"], **text)


def _home(cast: Cast):
    return HouseholdFactory(building=cast.building)


def shortening(cast, *, first="leader"):
    for home in cast.building.households.all():
        add_owner_of_home(home)
    cast.building.flats.update(area="70.00", area_source="register")
    canvass = vote(cast.building, cast["leader"])
    agree_to_short_notice(canvass, reason="台风要来", by=cast[first])


def shortening_first(cast):
    shortening(cast, first="staff")


def envelope(cast):
    announced = drafting.announce_canvass(
        make_draft_canvass(cast.building, cast["leader"], **SECRET), by=cast["leader"]
    )
    first, second = cast["core"], cast["volunteer"]
    envelopes.choose_holders(announced, first=first, second=second, by=cast["leader"])


def answer(cast):
    _open(cast)


def _entered(cast, home=None):
    home = home or _home(cast)
    canvass = _open(cast)
    return record_paper_answer_for(canvass, voice_of(canvass, home), "agree", by=cast["volunteer"])


def mandate(cast, *, accepted=False):
    giver = MembershipFactory(household=_home(cast))
    canvass, receiver = _open(cast), cast["resident"]
    voices = [voice_of(canvass, home) for home in (giver.household, cast.home)]
    if accepted:
        answering.answer_on_web(canvass, voices[1], AnswerInput(choice="agree"), by=receiver)
    make_delegation(canvass, *voices, by=giver.user, accepted_by=receiver if accepted else None)


def mandated(cast):
    mandate(cast, accepted=True)


def check(cast):
    _entered(cast)


def _sheet(cast):
    home = _home(cast)
    canvass = _open(cast)
    return make_sheet_line(canvass, voice_of(canvass, home), by=cast["volunteer"]).answer


def check_sheet(cast):
    _sheet(cast)


def differs(cast):
    given = _entered(cast)
    reading = ReadingInput(given.pk, choice="abstain")
    readings.read_differently(given.voice.canvass, reading, by=cast["core"])


def differs_sheet(cast):
    given = _sheet(cast)
    readings.keep_reading(
        given.voice.canvass, given, ReadingInput(given.pk, choice="abstain"), by=cast["core"]
    )


def paper(cast):
    home = _home(cast)
    canvass = drafting.announce_canvass(
        make_draft_canvass(cast.building, cast["leader"], **SECRET), by=cast["leader"]
    )
    choose_key_holders(canvass, cast["leader"])
    canvass = opening.open_canvass(canvass, by=cast["leader"])
    papers.hand_out_paper(canvass, voice_of(canvass, home), by=cast["volunteer"])


def second_count(cast):
    canvass = counting.close_canvass(move_past_deadline(_open(cast)), by=None)
    counting.count_canvass(canvass, by=cast["volunteer"], anyway=True)


def publish(cast):
    canvass = counting.close_canvass(move_past_deadline(_open(cast)), by=None)
    for who in ("volunteer", "core"):
        canvass = counting.count_canvass(canvass, by=cast[who], anyway=True)


def check_entry(cast):
    account = AccountFactory(building=cast.building)
    entries.enter_entry(account, entry_input(), by=cast["leader"])


def _object(cast, home) -> Objection:
    canvass = _open(cast)
    more = {"by": cast["volunteer"], "checked_by": cast["core"], "reason": "怕吵"}
    voice = voice_of(canvass, home)
    record_paper_answer_for(canvass, voice, "object", **more)
    return Objection.objects.get(voice=voice)


def talk(cast):
    _object(cast, _home(cast))


def offer(cast):
    objection = _object(cast, cast.home)
    words = {"on": timezone.localdate(), "who": "王女士", "said": "吵", "offered": "加隔音垫"}
    objecting.record_offer(objection.voice.canvass, objection, by=cast["leader"], **words)


def wish(cast):
    EditionFactory(
        charter__building=cast.building,
        state="gathering",
        number=None,
        in_force_at=None,
        review_on=None,
    )


def suggestion(cast):
    SuggestionFactory(edition__charter__building=cast.building)


def appeal(cast):
    hiding = HidingFactory(post__thread=ThreadFactory(building=cast.building, settled=True))
    type(hiding).objects.filter(pk=hiding.pk).update(state="appealed", appeal="没有写电话")


def need(cast):
    ThreadFactory(building=cast.building)


def worry(cast):
    ThreadFactory(building=cast.building, worry=True)


def report(cast):
    ReportFactory(post__thread=ThreadFactory(building=cast.building, settled=True))


def correction(cast):
    CorrectionFactory(meeting__building=cast.building)


def invitation(cast):
    later = timezone.now() + dt.timedelta(days=3)
    words = MeetingInput(title="商量停水", place="三楼", starts_at=later)
    post_meeting(cast.building, words, by=cast["leader"])


def minutes(cast):
    MeetingFactory(building=cast.building, drafted=True)


def proposal(cast):
    ProposalFactory(meeting__building=cast.building)


def task(cast):
    TaskFactory(
        resolution__item__meeting=MeetingFactory(building=cast.building, published=True),
        taken_by=cast["volunteer"],
    )


def promise(cast):
    PromiseFactory(matter__building=cast.building, state="unworded", words="")


def promised(cast):
    PromiseFactory(matter__building=cast.building, keeper=cast["resident"])


def to_pay(cast):
    matter = MatterFactory(building=cast.building)
    table_to_pay(matter, cast.home)


def shown(cast):
    story = StoryFactory(matter__building=cast.building, state="asking")
    ShownPersonFactory(story=story, user=cast["resident"])


def came_down(cast):
    story = StoryFactory(matter__building=cast.building, published=True)
    withdraw_story(story, by=None)


SCENARIOS = {
    shortening: ("staff", "要缩短公示期，等您同意：台风要来"),
    shortening_first: ("leader", "要缩短公示期，等您同意：台风要来"),
    envelope: ("core", "请您打印票箱的信封"),
    "envelope_of_committee": ("staff", "请您打印票箱的信封"),
    answer: ("resident", "请您家表态"),
    mandate: ("resident", "请您家表态，还有邻居想委托您家答"),
    mandated: ("resident", "您家受了邻居的委托，请替他们答"),
    check: ("core", "1份登记的答复等第二个人核对"),
    check_sheet: ("staff", "1份登记的答复等第二个人核对"),
    differs: ("volunteer", "您登记的1份答复，别人读得不一样"),
    differs_sheet: ("volunteer", "您登记的1份答复，别人读得不一样"),
    paper: ("core", "1家领纸票，等第二个人核对"),
    second_count: ("core", "清点过了，等您第二个清点"),
    publish: ("leader", ROW),
    check_entry: ("core", "1笔账等您核对"),
    talk: ("leader", "1家不同意，还没有人去谈"),
    offer: ("resident", "提了一个办法：加隔音垫"),
    wish: ("resident", "请您家说说公约里要有什么"),
    suggestion: ("leader", ROW),
    appeal: ("staff", ROW),
    need: ("leader", ROW),
    worry: ("leader", ROW),
    report: ("leader", ROW),
    correction: ("leader", "记录有1条意见等答复"),
    invitation: ("resident", "说来不来"),
    minutes: ("leader", "记录还没写好"),
    proposal: ("leader", "1个议题等答复"),
    task: ("volunteer", "您答应办的"),
    promise: ("leader", ROW),
    shown: ("resident", "这篇故事里有您，问您同不同意登出来"),
    came_down: ("leader", ROW),
    promised: ("resident", "里答应过的，您来做"),
    to_pay: ("resident", "您家的分摊款还没有付清，请交给"),
}
MAKE = {getattr(make, "__name__", make): make for make in SCENARIOS}
MAKE["envelope_of_committee"] = envelope
EXPECTED = {getattr(make, "__name__", make): row for make, row in SCENARIOS.items()}


@pytest.fixture
def personas(building, next_door, leader, staff, core, volunteer, household, resident):
    people = {"leader": leader, "staff": staff, "core": core, "volunteer": volunteer}
    return Cast(building, next_door, household, {**people, "resident": resident})


def todo(page: str) -> str:
    """Return the card of what waits, with the buttons."""
    found = re.search(r'id="todo".*?</section>', " ".join(page.split()), re.DOTALL)
    return found.group() if found else ""


def test_every_state_that_can_be_left_says_whose_turn_it_is():
    known = {}
    for room in TABLES:
        for name, lifecycle in lifecycles_of(room).items():
            known[f"{room}.{name}"] = {
                str(state) for sources, _to in lifecycle.steps.values() for state in sources
            }
    assert set(TURNS) == set(known)
    for name, states in known.items():
        row = TURNS[name]
        assert isinstance(row, str) or set(row) == states, name
    named = [
        scenario
        for row in TURNS.values()
        if not isinstance(row, str)
        for one in row.values()
        if not isinstance(one, str)
        for scenario in one
    ]
    assert set(named) == set(MAKE)


@pytest.mark.parametrize("name", MAKE)
def test_it_is_a_line_with_a_button_at_home_and_in_the_inbox(personas, enter, name):
    who, words = EXPECTED[name]
    client = enter(who)
    before = [todo(client.get(url).text) for url in (HOME, INBOX)]
    MAKE[name](personas)
    for url, was in zip((HOME, INBOX), before, strict=True):
        client = enter(who)
        shown = todo(client.get(url).text)
        assert words not in was
        assert words in shown, url
        line = next(one for one in shown.split("<li>") if words in one)
        assert 'class="button' in line


@pytest.mark.parametrize("name", ["check", "differs", "second_count", "talk"])
def test_it_is_nobody_elses_turn(personas, enter, name):
    MAKE[name](personas)
    _who, words = EXPECTED[name]
    others = {"check": "volunteer", "differs": "core", "second_count": "volunteer", "talk": "core"}
    for other in (others[name], "resident"):
        assert words not in todo(enter(other).get(HOME).text)


def test_nobody_is_asked_to_check_their_own_home(personas, enter):
    _entered(personas, personas["core"].memberships.get().household)
    assert "等第二个人核对" not in todo(enter("core").get(HOME).text)
    assert "等第二个人核对" in todo(enter("leader").get(HOME).text)


def test_the_front_page_shows_all_that_is_ones_turn(personas, enter):
    """However many other things come first."""
    for _ in range(5):
        invitation(personas)
    for make in (check, second_count, envelope):
        make(personas)
    shown = todo(enter("core").get(HOME).text)
    assert shown.count(">说来不来<") == 3
    for make in (check, second_count, envelope):
        assert SCENARIOS[make][1] in shown


@pytest.mark.parametrize("who", ["staff", "leader"])
def test_home_and_the_page_of_today_name_the_same_number(personas, enter, who):
    for make in (need, report, publish, check, suggestion):
        make(personas)
    NoticeFactory(building=personas.building)
    page = " ".join(enter(who).get(TODAY).text.split())
    listed = page[page.index("<main") : page.index("</main")].count("<li>")
    for url in (HOME, INBOX):
        assert f"楼组的事有{listed}件等您" in todo(enter(who).get(url).text)
