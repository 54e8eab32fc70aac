"""Three holders keep the keys before a secret vote opens."""

from __future__ import annotations

import pytest

from governance.canvass.actions import drafting, envelopes, opening
from governance.canvass.models import Box, Holder
from governance.canvass.queries.box import possible_counters
from governance.canvass.sealing import bare
from louzu.lib.errors import Refused
from tests.factories import OfficeFactory
from tests.factories.canvass import PASSPHRASES, SECRET, choose_key_holders, make_draft_canvass
from tests.factories.options import make_option_canvass

pytestmark = pytest.mark.django_db


@pytest.fixture
def announced(building, leader):
    return drafting.announce_canvass(make_draft_canvass(building, leader, **SECRET), by=leader)


@pytest.fixture
def chosen(announced, leader, core):
    envelopes.choose_holders(announced, first=leader, second=core, by=leader)
    return announced


def test_it_opens_only_when_all_three_hold_their_envelopes(chosen, leader, core, staff):
    for user in (leader, core, staff):
        with pytest.raises(Refused, match="还没有都收好"):
            opening.open_canvass(chosen, by=leader)
        envelope = envelopes.print_envelope(chosen, by=user)
        with pytest.raises(Refused, match="还没有都收好"):
            opening.open_canvass(chosen, by=leader)
        envelopes.hold_envelope(chosen, passphrase=" ".join(envelope.groups), by=user)
    assert opening.open_canvass(chosen, by=None).state == "open"
    assert Box.objects.filter(canvass=chosen).exists()


def test_no_column_holds_the_passphrase(chosen, core):
    envelope = envelopes.print_envelope(chosen, by=core)
    assert len(bare(envelope.passphrase)) == 24
    row = Holder.objects.filter(user=core).values().get()
    assert [name for name, value in row.items() if envelope.passphrase in str(value)] == []


def test_an_envelope_copied_wrongly_is_not_held(chosen, core):
    with pytest.raises(Refused, match="还没有打印"):
        envelopes.hold_envelope(chosen, passphrase="1" * 24, by=core)
    envelopes.print_envelope(chosen, by=core)
    with pytest.raises(Refused, match="不一样"):
        envelopes.hold_envelope(chosen, passphrase="1" * 24, by=core)


def test_printing_again_voids_the_envelope_before(chosen, core):
    before = envelopes.print_envelope(chosen, by=core)
    envelopes.hold_envelope(chosen, passphrase=before.passphrase, by=core)
    envelopes.print_envelope(chosen, by=core)
    with pytest.raises(Refused, match="不一样"):
        envelopes.hold_envelope(chosen, passphrase=before.passphrase, by=core)
    assert Holder.objects.get(user=core).held_at is None


def test_each_prints_their_own_alone(chosen, volunteer, resident):
    for user in (volunteer, resident):
        with pytest.raises(Refused, match="没有请您"):
            envelopes.print_envelope(chosen, by=user)


def test_two_different_people_who_help_here(announced, leader, resident):
    with pytest.raises(Refused, match="两位不同"):
        envelopes.choose_holders(announced, first=leader, second=leader, by=leader)
    with pytest.raises(Refused, match="要是本楼现在的"):
        envelopes.choose_holders(announced, first=leader, second=resident, by=leader)


def test_choosing_again_begins_anew(chosen, leader, core, volunteer):
    envelope = envelopes.print_envelope(chosen, by=core)
    envelopes.hold_envelope(chosen, passphrase=envelope.passphrase, by=core)
    holders = envelopes.choose_holders(chosen, first=core, second=volunteer, by=leader)
    assert [holder.printed for holder in holders] == [False] * 3


def test_the_last_committee_member_to_print_holds_its_envelope(chosen, building, staff):
    other = OfficeFactory(staff=True, neighbourhood=building.neighbourhood).user
    for user in (staff, other):
        envelopes.print_envelope(chosen, by=user, passphrase=PASSPHRASES["committee"])
    with pytest.raises(Refused, match="还没有打印"):
        envelopes.hold_envelope(chosen, passphrase=PASSPHRASES["committee"], by=staff)
    envelopes.hold_envelope(chosen, passphrase=PASSPHRASES["committee"], by=other)


def test_only_a_secret_vote_has_holders_and_only_before_it_opens(announced, building, leader):
    choose_key_holders(announced, leader)
    opening.open_canvass(announced, by=leader)
    with pytest.raises(Refused, match="做不了"):
        choose_key_holders(announced, leader)
    named = drafting.announce_canvass(make_draft_canvass(building, leader), by=leader)
    with pytest.raises(Refused, match="不是不记名"):
        choose_key_holders(named, leader)


def test_a_candidate_keeps_no_envelope(building, leader, core, volunteer):
    names = (f"{core}（503室）", "马玉兰")
    secret = {"kind": "several", "preset": "residents_meeting", "secret": True}
    draft = make_option_canvass(building, leader, labels=names, opened=False, **secret)
    canvass = drafting.announce_canvass(draft, by=leader)
    assert set(possible_counters(canvass)) == {leader, volunteer}
    with pytest.raises(Refused, match="不能是候选人"):
        envelopes.choose_holders(canvass, first=leader, second=core, by=leader)
    envelopes.choose_holders(canvass, first=leader, second=volunteer, by=leader)
