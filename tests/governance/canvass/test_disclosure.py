"""No neighbour can tell which household objected: not from a page, nor from looking again and again."""

from __future__ import annotations

import re
from decimal import Decimal
from difflib import ndiff
from itertools import combinations

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from governance.canvass.actions import answering, counting, visiting
from governance.canvass.actions import objecting as objecting_actions
from governance.canvass.disclosure import MIN_CANDIDATES, candidates, disclosure_for
from governance.canvass.inputs import AnswerInput
from governance.canvass.models import Answer, Objection
from governance.canvass.tally import VoteSum
from residents.models import Household
from tests.conftest import holder
from tests.factories import MembershipFactory
from tests.factories.canvass import (
    add_owner_of_home,
    canvass_url,
    make_open_canvass,
    move_past_deadline,
    record_paper_answer_for,
    voice_of,
)
from tests.factories.notices import make_notice

CHANGES_ANYWAY = re.compile(
    r"csrf-token\S+|\b\d+:[0-9a-f]{8}\b|value=\"[0-9A-Za-z]{32,}\"|nonce=\"[^\"]+\"|\d{1,2}:\d\d|\d{4}-\d\d-\d\dT[0-9:.+]+"
    r"|(?<=/canvass/)\d+|(?<=/notices/)\d+|(?<=/objections/)\d+|(?<=/answers/)\d+|canvass-\d+"
)


def seen_by_neighbour(client, canvass, notice=None, *, whole=False):
    """What a neighbour may fetch about it, without keys, times and the numbers in addresses.

    ``whole``: all of it; else the pages that change with each answer.
    """
    urls = [
        canvass_url(canvass),
        canvass_url(canvass, "record", "json"),
        reverse("home:home", args=["114"]),
    ]
    if notice:
        urls += [notice.get_absolute_url()]
    if whole:
        urls += [
            canvass_url(canvass, "versions"),
            canvass_url(canvass, "result"),
            *(
                reverse(name, args=["114"])
                for name in ("journal:lines", "canvass:list", "notices:board")
            ),
            reverse("search:page", args=["114"]) + f"?q={canvass.question[:2]}",
            canvass_url(canvass, "voice", 3),
            canvass_url(canvass, "objection", _newest(Objection)),
            canvass_url(canvass, "evidence", _newest(Answer), "evidence"),
        ]
    return [_text(client.get(url)) for url in urls]


def _newest(model):
    """Whether there is one must not show either."""
    return model.objects.order_by("-pk").values_list("pk", flat=True).first() or 10**6


def _text(response):
    return response.status_code, CHANGES_ANYWAY.sub("", response.content.decode())


@pytest.fixture
def homes(building):
    members = [
        MembershipFactory(household__building=building, household__flat__area="70.00")
        for _n in range(5)
    ]
    return [member.household for member in members]


@pytest.fixture
def watcher(building, client):
    """Lives there, answers as well, and looks after every change."""
    user = MembershipFactory(household__building=building, household__flat__area="70.00").user
    client.force_login(user)
    return client


def story(watcher, canvass, homes, objector, *, leader, second, notice=None):
    """All answer in the same order, one objects; an offer, a paper, the end. Looked at each time."""
    looks = []

    def look(**how):
        looks.append(seen_by_neighbour(watcher, canvass, notice, **how))

    for home in homes:
        choice = "object" if home == objector else "agree"
        user = home.memberships.get().user
        voice = voice_of(canvass, home)
        if canvass.purpose == "hear" and choice == "agree":
            visiting.acknowledge(canvass, voice, by=user)
        else:
            answering.answer_on_web(
                canvass, voice, AnswerInput(choice=choice, reason="吵"), by=user
            )
        look()
    objection = Objection.objects.get(voice__canvass=canvass)
    data = {"on": timezone.localdate(), "who": "两家", "said": "谈了", "offered": "轻一点"}
    objecting_actions.record_offer(canvass, objection, **data, by=leader)
    record_paper_answer_for(
        canvass, voice_of(canvass, homes[0]), "agree", by=leader, checked_by=second
    )
    look(whole=True)
    counting.close_canvass(move_past_deadline(canvass), by=leader)
    look()
    if canvass.purpose != "hear":
        for by in (leader, second):
            counting.count_canvass(canvass, by=by, anyway=True)
        look()
        counting.publish_canvass(canvass, by=leader)
    look(whole=True)
    return looks


def told_apart(homes, tell):
    """The looks of as many stories as there are who might have objected, each taken back."""
    stories = []
    for objector in homes[1:4:2]:  # the first answers once more, on paper
        before = transaction.savepoint()
        stories.append(tell(objector))
        transaction.savepoint_rollback(before)
    first = stories[0]
    return [
        (
            moment,
            *(
                line
                for line in ndiff(before[1].split("\n"), after[1].split("\n"))
                if line[0] in "+-"
            ),
        )
        for other in stories[1:]
        for moment, (one, two) in enumerate(zip(first, other, strict=True))
        for before, after in zip(one, two, strict=True)
        if before != after
    ]


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("electorate", ["households", "owners"])
def test_a_neighbour_who_watches_every_change_cannot_tell_who_objected(
    building, leader, homes, watcher, electorate
):
    second = holder(building, "volunteer")
    for number, home in enumerate(Household.objects.filter(building=building)):
        home.flat.area = Decimal(60 + number)  # each flat has an area of its own
        home.flat.area_source = "register"
        home.flat.save()
        add_owner_of_home(home)
    preset = {"households": "residents_meeting", "owners": "owners_major"}[electorate]
    canvass = make_open_canvass(
        building,
        leader,
        preset=preset,
        electorate=electorate,
        purpose="vote",
        question="装电梯吗？",
    )
    apart = told_apart(
        homes, lambda who: story(watcher, canvass, homes, who, leader=leader, second=second)
    )
    assert apart == []


@pytest.mark.slow
@pytest.mark.django_db
def test_in_a_posting_an_objector_looks_like_everybody_who_was_told(
    building, leader, homes, watcher
):
    second = holder(building, "volunteer")
    notice = make_notice(building, leader)
    apart = told_apart(
        homes,
        lambda who: story(
            watcher, notice.canvass, homes, who, leader=leader, second=second, notice=notice
        ),
    )
    assert apart == []


areas = st.lists(st.sampled_from([Decimal(60), Decimal(70), Decimal(85)]), min_size=1, max_size=8)


@given(areas=areas, heads=st.integers(1, 3), data=st.data())
def test_candidates_are_all_members_of_groups_that_fit(areas, heads, data):
    group = data.draw(st.permutations(range(len(areas))))[: min(heads, len(areas))]
    side = VoteSum(len(group), sum((areas[voice] for voice in group), Decimal(0)))
    fit = {
        voice
        for found in combinations(range(len(areas)), side.heads)
        if sum((areas[v] for v in found), Decimal(0)) == side.area
        for voice in found
    }
    found = candidates(areas, side)
    assert found <= fit
    assert set(group) <= fit
    assert found == fit or len(found) > MIN_CANDIDATES


@pytest.mark.parametrize(
    ("areas", "objecting", "expected"),
    [
        ([70] * 3, (1, 70), (False, False)),  # the reader is one of the three
        ([70] * 4, (1, 70), (True, True)),
        ([70, 70, 70, 71], (1, 71), (True, False)),
        ([70, 70, 70, 71], (0, 0), (True, True)),
        ([60, 61, 62, 63, 64], (2, 127), (True, False)),
        ([60, 61, 62, 63, 64, 65], (4, 250), (True, True)),
    ],
)
def test_what_may_be_told_of_a_split(areas, objecting, expected):
    heads, area = objecting
    found = disclosure_for(
        [Decimal(a) for a in areas], [VoteSum(heads, Decimal(area)), VoteSum(0, Decimal(0))]
    )
    assert (found.heads, found.areas) == expected
