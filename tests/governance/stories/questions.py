"""Questions to which some households object."""

from __future__ import annotations

from governance.canvass.actions import answering, counting
from governance.canvass.inputs import AnswerInput
from governance.canvass.models import Canvass
from tests.factories import MembershipFactory
from tests.factories.canvass import make_open_canvass, move_past_deadline, voice_of


def asked(building, leader, households, *, objects, **text):
    """A canvass in which ``objects`` of the households object and the others agree."""
    members = [MembershipFactory(household__building=building) for _ in range(households)]
    canvass = make_open_canvass(building, leader, **text)
    for number, member in enumerate(members):
        against = {"choice": "object", "reason": "吵"}
        given = AnswerInput(**against) if number < objects else AnswerInput(choice="agree")
        voice = voice_of(canvass, member.household)
        answering.answer_on_web(canvass, voice, given, by=member.user)
    return canvass


def counted(canvass, volunteer, core):
    canvass = counting.close_canvass(move_past_deadline(canvass), by=None)
    for who in (volunteer, core):
        canvass = counting.count_canvass(canvass, by=who, anyway=True)
    return Canvass.objects.select_related("count_of").get(pk=canvass.pk)
