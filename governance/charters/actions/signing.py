"""签署: sign a charter by a canvass of every household, and apply its result."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from governance.canvass.actions.drafting import announce_canvass, draft_canvass
from governance.canvass.actions.opening import open_canvass
from governance.canvass.actions.rewording import reword_canvass
from governance.canvass.inputs import CanvassInput, RewordInput
from governance.canvass.models import Canvass, Count, Electorate, Purpose
from governance.charters.actions._shared import add_journal_line, lock_edition, wordings_of
from governance.charters.actions.life import (
    leave_working_draft,
    next_draft,
    one_year_after,
    refuse_empty_draft,
)
from governance.charters.lifecycle import EDITION, IN_EFFECT, SuggestionState
from governance.charters.models import Draft, Edition, ShownFlat, SignOff, Suggestion, Wording
from governance.journal.actions import link
from governance.journal.models import LinkKind
from louzu.lib.database import database_now
from louzu.lib.errors import Refused
from louzu.lib.markup import escape_marks
from louzu.lib.stored import stored, stored_language
from residents.models import Household, User
from residents.people.actions.households import lock_building


@transaction.atomic
def sign_draft(draft: Draft, *, threshold: str, closes_at: dt.datetime, by: User) -> SignOff:
    """Ask every household to sign the draft. The charter comes into force only by the result of
    this canvass."""
    edition = lock_edition(draft.edition)
    EDITION.take(edition, "sign")
    draft = Draft.objects.get(pk=draft.pk)
    draft.edition = edition
    _refuse_too_early(draft)
    edition.save(update_fields=["state"])
    building = edition.charter.building
    canvass = draft_canvass(
        building,
        CanvassInput(
            purpose=Purpose.CONSENT,
            preset="covenant",
            electorate=Electorate.HOUSEHOLDS,
            threshold=threshold,
            body=as_text(draft),
            question=stored(
                gettext_lazy("同意%(charter)s（%(draft)s）吗？"),
                charter=edition.charter,
                draft=draft,
            ),
            opens_at=database_now(),
            closes_at=closes_at,
        ),
        by=by,
        about_url=draft.get_absolute_url(),
    )
    canvass = announce_canvass(canvass, by=by)
    sign_off = SignOff.objects.create(edition=edition, draft=draft, canvass=canvass)
    link(building, edition, canvass, LinkKind.ASKED_IN)
    open_canvass(canvass, by=by)
    add_journal_line(edition, "charters.signing", by=by, url=canvass.get_absolute_url())
    return sign_off


@transaction.atomic
def reword_sign_off(draft: Draft, *, reason: str, material: bool, by: User) -> SignOff:
    """Replace the draft that is being signed. After a material change, every household signs again;
    earlier answers stay on record."""
    sign_off = SignOff.objects.get(edition=draft.edition_id, outcome=SignOff.Outcome.RUNNING)
    canvass = Canvass.objects.locked(sign_off.canvass)  # lock the canvass first
    edition = lock_edition(draft.edition)
    EDITION.take(edition, "reword")
    draft = Draft.objects.get(pk=draft.pk)
    draft.edition = edition
    if not draft.working:
        raise Refused(_("这一稿已经给大家看了，不能再改。要改，请写下一稿。"))
    refuse_empty_draft(draft)
    draft.put_out_at = timezone.now()
    draft.save(update_fields=["put_out_at"])
    sign_off.draft = draft
    sign_off.save(update_fields=["draft"])
    reword_canvass(
        canvass,
        RewordInput(version=canvass.version, body=as_text(draft), material=material, reason=reason),
        by=by,
    )
    Canvass.objects.filter(pk=canvass.pk).update(about_url=draft.get_absolute_url())
    add_journal_line(edition, "charters.reworded", by=by, url=draft.get_absolute_url())
    return sign_off


def refuse_changed_text(canvass: Canvass) -> None:
    """Raises Refused if the text of the canvass differs from the draft. It can only be changed in
    the charter."""
    sign_off = _sign_off_of(canvass)
    if sign_off and canvass.body != as_text(sign_off.draft):
        raise Refused(_("这是楼组公约的签署。要改文字，请到“公约”里写下一稿，再请大家重签。"))


@transaction.atomic
def enact_edition(canvass: Canvass, *, by: User | None) -> Edition | None:
    sign_off = _sign_off_of(canvass)
    if sign_off is None:
        return None
    edition = lock_edition(sign_off.edition)
    EDITION.take(edition, "enact")
    _replace_edition(edition)
    leave_working_draft(edition)
    result = Count.objects.get(canvass=canvass).result
    edition.signed, edition.asked = result["agree"]["heads"], result["roster"]["heads"]
    edition.in_force_at = timezone.now()
    edition.review_on = one_year_after(timezone.localdate())
    numbers = edition.charter.editions.filter(number__isnull=False)
    edition.number = numbers.count() + 1
    edition.save()
    Draft.objects.filter(pk=sign_off.draft_id).update(adopted=True)
    _end_sign_off(sign_off, SignOff.Outcome.PASSED)
    add_journal_line(edition, "charters.enacted", by=by)
    return edition


@transaction.atomic
def reopen_draft(canvass: Canvass, *, by: User | None) -> Draft | None:
    """Begin another draft after a canvass that did not pass, with the objections attached."""
    sign_off = _sign_off_of(canvass)
    if sign_off is None:
        return None
    edition = lock_edition(sign_off.edition)
    EDITION.take(edition, "send_back")
    edition.save(update_fields=["state"])
    _end_sign_off(sign_off, SignOff.Outcome.FAILED)
    draft = next_draft(edition, answers_to=sign_off)
    if draft.answers_to_id is None:
        draft.answers_to = sign_off
        draft.save(update_fields=["answers_to"])
    add_journal_line(edition, "charters.sent_back", by=by)
    return draft


@transaction.atomic
def cancel_sign_off(canvass: Canvass, *, by: User) -> Edition | None:
    """Return the edition to consultation after its canvass was withdrawn."""
    sign_off = _sign_off_of(canvass)
    if sign_off is None:
        return None
    edition = lock_edition(sign_off.edition)
    EDITION.take(edition, "take_back")
    edition.save(update_fields=["state"])
    _end_sign_off(sign_off, SignOff.Outcome.WITHDRAWN)
    leave_working_draft(edition)
    add_journal_line(edition, "charters.taken_back", by=by)
    return edition


@transaction.atomic
def show_flat(edition: Edition, household: Household, *, by: User) -> None:
    """Record that the household agrees to be listed under the printed charter."""
    edition = lock_edition(edition)
    lock_building(edition.charter.building, [household])
    ShownFlat.objects.get_or_create(edition=edition, household=household)
    add_journal_line(edition, "charters.flat_shown", by=by)


@transaction.atomic
def hide_flat(edition: Edition, household: Household, *, by: User) -> None:
    edition = lock_edition(edition)
    ShownFlat.objects.filter(edition=edition, household=household).delete()
    add_journal_line(edition, "charters.flat_hidden", by=by)


def as_text(draft: Draft) -> str:
    """Return the draft as text for the canvass, with Markdown characters escaped."""
    parts = [_plain(draft.preamble)] if draft.preamble else []
    with stored_language():
        parts += [_article(wording) for wording in wordings_of(draft)]
    return "\n\n".join(parts)


def _article(wording: Wording) -> str:
    head = f"**{wording.ordinal} {_plain(wording.heading)}".rstrip() + "**"
    return f"{head}\n{_plain(wording.text)}"


def _plain(text: str) -> str:
    """Escape the text so that no line is parsed as a list, heading or rule."""
    lines = (line.strip() for line in text.splitlines())
    return escape_marks("\n".join(line for line in lines if line))


def _sign_off_of(canvass: Canvass) -> SignOff | None:
    running = SignOff.objects.filter(canvass=canvass, outcome=SignOff.Outcome.RUNNING)
    return running.select_related("edition__charter__building", "draft").first()


def _end_sign_off(sign_off: SignOff, outcome: SignOff.Outcome) -> None:
    sign_off.outcome = outcome
    sign_off.save(update_fields=["outcome"])


def _replace_edition(edition: Edition) -> None:
    for current in edition.charter.editions.filter(state__in=IN_EFFECT):
        EDITION.take(current, "replace")
        current.ended_at, current.review_on = timezone.now(), None
        current.save(update_fields=["state", "ended_at", "review_on"])


def _refuse_too_early(draft: Draft) -> None:
    if draft.put_out_at is None or draft.edition.drafts.filter(number__gt=draft.number).exists():
        raise Refused(_("只能签最新的、给大家看过的一稿。"))
    if draft.time_is_left:
        raise Refused(_("征求意见还没到日子，到了才能请大家签。"))
    left = Suggestion.objects.filter(
        edition__charter=draft.edition.charter_id, state=SuggestionState.OPEN
    ).count()
    if left:
        raise Refused(
            ngettext(
                "还有%(n)s条建议没有答复，先答复再请大家签。",
                "还有%(n)s条建议没有答复，先答复再请大家签。",
                left,
            )
            % {"n": left}
        )
