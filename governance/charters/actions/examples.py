"""Offer a charter as an example to other buildings of the neighbourhood (ADR 16)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.charters.actions._shared import add_journal_line, lock_working_draft, wordings_of
from governance.charters.actions.life import DRAFT_AUDIENCE, append_article
from governance.charters.lifecycle import IN_EFFECT
from governance.charters.models import Charter, Draft, Edition
from louzu.lib.errors import Refused
from louzu.lib.stored import stored
from residents.models import User


@transaction.atomic
def offer_charter(charter: Charter, *, by: User) -> Charter:
    charter = Charter.objects.locked(charter)
    edition = _in_force(charter)
    charter.offered_at = timezone.now()
    charter.save(update_fields=["offered_at"])
    add_journal_line(edition, "charters.offered", by=by)
    return charter


@transaction.atomic
def withdraw_offer(charter: Charter, *, by: User) -> Charter:
    """End the offer. Copies that other buildings made, and their credits, stay."""
    charter = Charter.objects.locked(charter)
    edition = _in_force(charter)
    charter.offered_at = None
    charter.save(update_fields=["offered_at"])
    add_journal_line(edition, "charters.offer_withdrawn", by=by)
    return charter


@transaction.atomic
def copy_example(draft: Draft, example: Draft, *, by: User) -> Draft:
    """Append the articles of an example to the working draft and credit its building. Articles with
    a text that the draft already has are skipped."""
    draft = lock_working_draft(draft)
    source = example.edition.charter
    if source.offered_at is None or not example.adopted or not example.edition.in_effect:
        raise Refused(_("那栋楼现在没有把公约拿出来做样本。"))
    data = {one.text for one in wordings_of(draft)}
    for one in wordings_of(example):
        if one.text not in data:
            append_article(draft, heading=one.heading, text=one.text, reason=one.reason)
    draft.edition.credit = stored(source.building.__str__)[:60]
    draft.edition.save(update_fields=["credit"])
    add_journal_line(draft.edition, "charters.copied", by=by, audience=DRAFT_AUDIENCE)
    return draft


def _in_force(charter: Charter) -> Edition:
    edition = charter.editions.filter(state__in=IN_EFFECT).first()
    if edition is None:
        raise Refused(_("还没有生效的公约，不能拿出来做样本。"))
    edition.charter = charter
    return edition
