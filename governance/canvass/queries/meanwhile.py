"""Events at a door between the making and the sending of an entry."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from governance.canvass.models import Answer, Visit, Voice
from governance.canvass.models.answers import Choice
from residents.models import User
from residents.uploads.offline_entries import Found


def was_visited_since(voice: Voice, since: dt.datetime, *, but_by: User) -> bool:
    visits = Visit.objects.filter(voice=voice, visited_at__gt=since, oneself=False)
    return visits.exclude(by=but_by).exists()


def finding_about(answer: Answer) -> Found | None:
    """Return the reason for which the household must be asked again, if there is one."""
    if is_to_an_earlier_text(answer):
        return Found.STALE
    return Found.CLASH if _differs_from_others(answer) else None


def must_be_told_again(visit: Visit) -> bool:
    """Return whether the household was told of an earlier text only."""
    if visit.earlier_version is None:
        return False
    return not Visit.objects.reached().filter(voice=visit.voice_id).exists()


def entered_sentence(answer: Answer, door: str) -> str:
    """Return what happens with an answer that a helper entered."""
    words = {"door": door}
    if is_to_an_earlier_text(answer):
        return _("%(door)s的答复记下了，但是文字已经改了，不算。请照新的再问一次。") % words
    return _("%(door)s的答复登记好了，等另一位核对。") % words


def is_to_an_earlier_text(answer: Answer) -> bool:
    return answer.version < answer.voice.canvass.material_version


def _differs_from_others(answer: Answer) -> bool:
    """Return whether another person's latest answer to this text says something else."""
    others = Answer.objects.filter(voice=answer.voice, version__gte=answer.version)
    latest = others.exclude(by=answer.by).order_by("-pk").first()
    if latest is None or latest.choice == Choice.TAKEN_BACK:
        return False
    return (latest.choice, latest.ballot) != (answer.choice, answer.ballot)


def newest_answer_pk(voice: Voice) -> int:
    answers = Answer.objects.filter(voice=voice).order_by("-pk")
    return answers.values_list("pk", flat=True).first() or 0
