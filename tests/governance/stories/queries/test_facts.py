"""The draft sets the record in sentences, with the numbers that neighbours may read."""

from __future__ import annotations

import datetime as dt

import pytest

from governance.journal.actions import link
from governance.journal.models import LinkKind
from governance.matters.actions import stages
from governance.matters.actions.beginning import edit_matter
from governance.matters.inputs import MatterInput
from governance.stories.queries.facts import Figures, figures_of, text_for
from tests.factories import UserFactory
from tests.factories.canvass import make_owner
from tests.factories.ledger import AccountFactory, EntryFactory
from tests.factories.matters import MatterFactory, PromiseFactory
from tests.factories.milestones import MilestoneFactory
from tests.factories.shares import agreed_table, asked_table, publish_result_of
from tests.governance.stories.questions import asked, counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter(building):
    return MatterFactory(
        building=building,
        title="装电梯",
        sentence="六楼的老人下楼要歇三回",
        begun_on=dt.date(2019, 11, 3),
    )


def finish(matter, leader):
    for step, day in (("decide", (2020, 7, 1)), ("do", (2020, 8, 1)), ("finish", (2021, 5, 31))):
        matter = stages.go_on(matter, step, by=leader, on=dt.date(*day), sure=True)
    return matter


def test_the_whole_record_is_told_without_names(matter, leader, core):
    day = dt.date(2020, 1, 5)
    MilestoneFactory(matter=matter, title="问过各家", reached=True, done_on=day)
    MilestoneFactory(matter=matter, title="还没做")
    PromiseFactory(matter=matter, state="kept", said="加了", settled_on=day)
    edit_matter(matter, MatterInput(matter.title, matter.sentence, stewards=(core,)), by=leader)
    text = text_for(finish(matter, leader))
    assert text.split("\n\n") == [
        "2019年11月3日，有人提出来：装电梯。六楼的老人下楼要歇三回。",
        (
            "2020年1月5日，问过各家。\n2020年7月1日，大家定下来了。\n"
            "答应过邻居的1件事做到了：轿厢里加一道低扶手。"
        ),
        "2021年5月31日办成了，从提出到办成用了18个月。现在由骨干看着。",
    ]
    assert str(core) not in text


def test_a_decision_stands_behind_what_was_done_for_it_on_the_same_day(matter, leader):
    MilestoneFactory(matter=matter, title="问过各家", reached=True, done_on=dt.date(2020, 7, 1))
    lines = text_for(finish(matter, leader)).split("\n")
    assert lines.index("2020年7月1日，问过各家。") < lines.index("2020年7月1日，大家定下来了。")


@pytest.mark.parametrize(("households", "told"), [(5, True), (3, False)])
def test_objections_are_told_as_neighbours_read_them(
    building, matter, leader, volunteer, core, households, told
):
    canvass = counted(asked(building, leader, households, objects=2), volunteer, core)
    link(building, matter, canvass, LinkKind.PART_OF)
    text, figures = text_for(matter), figures_of(matter)
    assert ("有过2条异议。" in text) == told
    assert (figures.objections, figures.objections_met) == ((2, 0) if told else (None, None))


def test_a_question_that_is_not_over_tells_nothing(building, matter, leader):
    canvass = asked(building, leader, 5, objects=2)
    link(building, matter, canvass, LinkKind.PART_OF)
    assert "异议" not in text_for(matter)
    assert figures_of(matter).objections is None


def test_the_money_is_a_sum(building, matter, leader):
    account = AccountFactory(building=building)
    EntryFactory(account=account, fen=-1_234_500, state="confirmed")
    EntryFactory(account=account, fen=-999, waiting=True)
    matter.account = account
    matter.save()
    assert "账上一共付了12,345.00元。" in text_for(matter)
    assert figures_of(matter).cost_fen == 1_234_500


@pytest.mark.parametrize("spent", [None, 0, 64_777_700])
def test_what_was_planned_is_never_told_as_what_it_cost(matter, spent):
    make_owner(matter.building, rooms=("301",))
    agreed_table(matter, UserFactory(), total=65_000_000)
    if spent is not None:
        matter.account = AccountFactory(building=matter.building)
        matter.save()
    if spent:
        EntryFactory(account=matter.account, fen=-spent, state="confirmed")
    text = text_for(matter)
    assert ("打算花650,000.00元。" in text, "账上一共付了" in text) == (not spent, bool(spent))
    assert ("账上一共付了647,777.00元。" in text) == bool(spent)
    assert figures_of(matter).cost_fen == (spent or None)


def test_the_time_is_told_once_it_is_done(matter, leader):
    assert figures_of(matter).days is None
    assert figures_of(finish(matter, leader)).days == 575


@pytest.mark.parametrize(
    ("days", "figure", "sentence"),
    [
        (0, "当天", "2021年5月31日办成了，就是提出来的那一天。"),
        (20, "20天", "2021年5月31日办成了，从提出到办成用了20天。"),
    ],
)
def test_what_took_less_than_two_months_is_told_in_days(building, leader, days, figure, sentence):
    done = dt.date(2021, 5, 31)
    matter = MatterFactory(building=building, begun_on=done - dt.timedelta(days=days))
    for step in ("do", "finish"):
        matter = stages.go_on(matter, step, by=leader, on=done)
    assert (figure, "从提出到办成") in figures_of(matter).rows
    assert text_for(matter).endswith(sentence)


@pytest.mark.parametrize("step", [asked_table, agreed_table, "rejected"])
def test_shares_that_were_not_agreed_to_tell_no_plan(matter, step):
    make_owner(matter.building, rooms=("301",))
    by = UserFactory()
    if step == "rejected":
        publish_result_of(asked_table(matter, by), by, passed=False)
    else:
        step(matter, by)
    told = step is agreed_table
    text = text_for(matter)
    assert ("打算花700,000.00元" in text, "分摊" in text.partition("打算花")[2]) == (told, told)
    assert figures_of(matter).subsidy_fen == (28_000_000 if told else None)


def test_figures_are_shown_with_their_units():
    shown = Figures(days=575, cost_fen=83_264_000, objections=4).without(["objections"])
    assert shown.rows == [("18个月", "从提出到办成"), ("832,640.00元", "账上一共付的")]
