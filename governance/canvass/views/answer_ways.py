"""Addresses of the pages on which a question is answered, and whose answer is recorded: that of a home
in the building, of an owner elsewhere, or of a neighbour who let this home answer."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.canvass.actions import answering, delegating
from governance.canvass.forms.answers import AnswerForm
from governance.canvass.inputs import AnswerInput
from governance.canvass.models import Answer, Canvass, Delegation
from governance.canvass.queries.delegations import delegation_in
from governance.canvass.queries.meanwhile import newest_answer_pk
from governance.canvass.queries.voices import VoiceStatus
from louzu.lib.errors import Refused
from louzu.lib.forms import replace_data
from louzu.lib.marks import mark
from residents.models import User


@dataclass(frozen=True, slots=True)
class AnswerWays:
    page: str
    """The page of the question."""
    form: str
    """The page with the choices."""
    files: str
    """The name of the address of its files."""
    versions: str = ""
    """The page of all its texts, where it may be read."""
    delegation: Delegation | None = None
    """Set if the answer is given for a neighbour."""


def ways_in_building(canvass: Canvass, status: VoiceStatus) -> AnswerWays:
    form = reverse("canvass:answer", args=[canvass.building.slug, canvass.pk])
    voice = f"{form}?voice={status.voice.number}"
    texts = reverse("canvass:versions", args=[canvass.building.slug, canvass.pk])
    return AnswerWays(canvass.get_absolute_url(), voice, "canvass:attachment", texts)


def ways_as_proxy(canvass: Canvass, status: VoiceStatus) -> AnswerWays:
    own = ways_in_building(canvass, status)
    delegation = delegation_in(canvass, status.delegation["pk"]) if status.delegation else None
    return replace(own, delegation=delegation)


def ways_as_owner(canvass: Canvass, status: VoiceStatus) -> AnswerWays:
    args = [canvass.building.slug, canvass.pk]
    form = f"{reverse('canvass:owner_answer', args=args)}?voice={status.voice.number}"
    return AnswerWays(reverse("canvass:owner_question", args=args), form, "canvass:owner_file")


def record_answer(
    canvass: Canvass, status: VoiceStatus, data: AnswerInput, ways: AnswerWays, *, by: User
) -> Answer:
    if ways.delegation:
        return delegating.answer_as_proxy(canvass, ways.delegation, data, by=by)
    return answering.answer_on_web(canvass, status.voice, data, by=by)


def given_meanwhile(request: HttpRequest, status: VoiceStatus) -> Answer | None:
    """Return the answer that was given on the web after the form was opened, as in another tab."""
    seen, answer = request.POST.get("seen", ""), status.counts
    if not seen.isdecimal() or answer is None or not answer.on_web:
        return None
    return answer if answer.pk > int(seen) else None


def show_text_changed(form: Form, canvass: Canvass) -> None:
    """Let a form be sent again for the present text, to which its page leads."""
    replace_data(form, version=str(canvass.version))
    mark(form, text_changed=True)


def show_what_changed(form: AnswerForm, canvass: Canvass, status: VoiceStatus) -> None:
    """Let the form be sent again after a refusal that named a new text or a newer answer.

    It then answers the present text, to which its page leads, or the newest answer counts as seen.
    """
    if form.to_input().version < canvass.material_version:
        show_text_changed(form, canvass)
    else:
        replace_data(form, seen=str(newest_answer_pk(status.voice)))


def wanted_voice(
    request: HttpRequest,
    mine: Collection[VoiceStatus],
    why_not: Callable[[str], str] = lambda _number: "",
) -> VoiceStatus:
    """Return the voice whose number is in the query string, or the first if there is none.

    Raises Refused with ``why_not`` if it is none of these, so that an answer for a neighbour who
    meanwhile answered is not taken for the person's own.
    """
    wanted = request.GET.get("voice", "")
    for status in mine:
        if wanted in {"", str(status.voice.number)}:
            return status
    why = why_not(wanted) or _("您现在不能替这一家答")
    if request.method == "POST":
        raise Refused(_("%(why)s。这次没有记上。") % {"why": why})
    raise Refused(_("%(why)s。") % {"why": why})
