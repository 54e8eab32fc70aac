"""Store which answer of a voice counts, and what follows for its objection."""

from __future__ import annotations

from governance.canvass.current import current_answer_of as standing_after
from governance.canvass.lifecycle import OBJECTION, UNDER_WAY, ObjectionState
from governance.canvass.models import Answer, Canvass, Choice, Current, Objection, Voice
from governance.canvass.queries.voices import answer_records_of
from governance.canvass.signals import objection_met


def recompute_current(canvass: Canvass, voice: Voice) -> None:
    history = answer_records_of(voice).get(voice.pk, [])
    standing = standing_after(history, material_version=canvass.material_version)
    if not (standing.answer or standing.waiting):
        Current.objects.filter(voice=voice).delete()
        return
    Current.objects.update_or_create(
        voice=voice,
        defaults={
            "answer_id": standing.answer.id if standing.answer else None,
            "waiting_id": standing.waiting.id if standing.waiting else None,
            "clash": standing.clash,
        },
    )
    stands = standing.answer and standing.answer.version >= canvass.material_version
    if standing.answer and stands and not standing.clash:
        answer = Answer.objects.get(pk=standing.answer.id)
        _update_objection(canvass, voice, answer)


def _update_objection(canvass: Canvass, voice: Voice, answer: Answer) -> None:
    """Open an objection, or end it by another answer. Late paper does so even after the closing."""
    alive = (*UNDER_WAY, ObjectionState.STANDS)
    objection = Objection.objects.filter(voice=voice, state__in=alive).last()
    if answer.choice == Choice.OBJECT:
        if objection is None:
            closed = {"state": ObjectionState.STANDS, "ended_at": canvass.closed_at}
            Objection.objects.create(
                voice=voice,
                answer=answer,
                raised_at=answer.said_at,
                **(closed if canvass.closed_at else {}),
            )
    elif objection:
        steps = {ObjectionState.OFFERED: "meet", ObjectionState.STANDS: "withdraw_late"}
        OBJECTION.take(objection, steps.get(ObjectionState(objection.state), "withdraw"))
        objection.ended_at, objection.ended_by = answer.said_at, answer
        objection.save(update_fields=["state", "ended_at", "ended_by"])
        if objection.state == ObjectionState.MET:
            objection_met.send(sender=Objection, objection=objection)
