"""Draft, edit, announce and withdraw a canvass."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.canvass.actions._delegations import end_offers
from governance.canvass.actions._shared import lock_canvass
from governance.canvass.actions.options import refuse_bad_options, write_options
from governance.canvass.actions.short_notice import refuse_short_notice
from governance.canvass.actions.unsealing import destroy_box
from governance.canvass.inputs import CanvassInput
from governance.canvass.lifecycle import CANVASS, CanvassState
from governance.canvass.models import (
    Attachment,
    Canvass,
    Electorate,
    Purpose,
    ShortNotice,
    TextVersion,
)
from governance.canvass.presets import PRESETS, rule_to_json
from governance.canvass.queries.preview import chosen_rule_of, seats_caution
from governance.canvass.queries.roster import Roster, roster_of
from governance.canvass.signals import canvass_announced, canvass_redrafted, canvass_withdrawn
from governance.canvass.tally import Measure
from governance.journal.actions import enter, link
from governance.journal.models import Audience, LinkKind
from governance.lounge.actions.joining import drop_wish
from governance.lounge.models import Thread, Wish
from governance.lounge.queries.posts import post_of
from louzu.lib.attachments import attach, copy_photos, detach
from louzu.lib.database import database_now
from louzu.lib.errors import Refused
from louzu.lib.quoting import quoted
from louzu.lib.stored import stored
from louzu.lib.text import from_markdown
from louzu.lib.versions import check_version
from residents.models import Building, Owner, User
from residents.people.actions.households import lock_building
from residents.people.rules import standing_of
from residents.rooms.waiting import Thing


@transaction.atomic
def draft_canvass(
    building: Building,
    data: CanvassInput,
    *,
    about_url: str = "",
    by: User,
    cause: Thing | None = None,
) -> Canvass:
    """Create a draft, visible to leaders only, and close the wish it came from.

    ``about_url`` is the page of the object that the canvass delivers to every household. ``cause`` is
    the thing of which it comes, if any.
    """
    canvass = Canvass(
        building=building, author=by, office=standing_of(by, building).office, about_url=about_url
    )
    write_text(canvass, data)
    canvass.save()
    _set_contributors(canvass, data.contributors)
    write_options(canvass, data.options)
    attach(canvass.attachments.filter(option=None), data.files, canvass=canvass)
    if canvass.thread and data.thread_photos:
        _attach_photos_of(canvass.thread, canvass)
    if cause:
        link(building, cause, canvass, LinkKind.ASKED_IN)
    enter(canvass, "canvass.drafted", by=by, audience=Audience.LEADERS)
    if canvass.thread:
        drop_wish(canvass.thread, kind=Wish.Kind.CANVASS, by=by)
    return canvass


@transaction.atomic
def edit_canvass(
    canvass: Canvass, data: CanvassInput, *, version: str | None = None, by: User
) -> Canvass:
    """Raises Stale if ``version`` is not the current ``draft_version``."""
    canvass = Canvass.objects.locked(canvass)
    CANVASS.take(canvass, "edit")
    check_version(version, canvass.draft_version, texts=[canvass.question, canvass.body])
    before = _asked_in(canvass)
    write_text(canvass, data)
    canvass.save()
    _set_contributors(canvass, data.contributors)
    write_options(canvass, data.options)
    attach(canvass.attachments.filter(option=None), data.files, canvass=canvass)
    after = _asked_in(canvass)
    changed = {name for name, value in after.items() if value != before[name]}
    canvass_redrafted.send(sender=Canvass, canvass=canvass, changed=changed)
    ShortNotice.objects.filter(canvass=canvass).delete()  # agreed for the old text
    enter(canvass, "canvass.drafted", by=by, audience=Audience.LEADERS)
    return canvass


@transaction.atomic
def remove_attachment(canvass: Canvass, attachment: Attachment, *, by: User) -> None:
    """Remove a file from a draft. After the announcement the files cannot change, because people
    answer to them."""
    canvass = Canvass.objects.locked(canvass)
    CANVASS.take(canvass, "edit")
    detach(attachment)
    ShortNotice.objects.filter(canvass=canvass).delete()  # agreed with this file
    enter(canvass, "canvass.drafted", by=by, audience=Audience.LEADERS)


@transaction.atomic
def announce_canvass(canvass: Canvass, *, by: User, sure: bool = True) -> Canvass:
    """Publish the canvass to the building. Its question, rule and dates are fixed from now on.

    Raises Refused without ``sure`` if there are as many candidates as seats.
    """
    canvass, now = lock_canvass(canvass)
    CANVASS.take(canvass, "announce")
    if canvass.closes_at <= now:
        raise Refused(_("截止的时间已经过了，请先改日期。"))
    refuse_bad_options(canvass)
    if not sure and (caution := seats_caution(canvass)):
        raise Refused(caution)
    freeze_rule(canvass)
    refuse_gaps(canvass, roster_of(canvass))
    shortened = refuse_short_notice(canvass, now)
    canvass.announced_at = now
    canvass.save(update_fields=["state", "rule", "announced_at"])
    TextVersion.objects.create(
        canvass=canvass, number=canvass.version, body=canvass.body, html=canvass.html, by=by
    )
    enter(canvass, "canvass.announced", by=by)
    if canvass.thread:
        link(canvass.building, canvass.thread, canvass, LinkKind.ASKED_IN)
    if shortened:
        leader, staff = shortened.leader, shortened.staff
        enter(canvass, "canvass.announced_early", by=leader, whom=staff)
    canvass_announced.send(sender=Canvass, canvass=canvass, by=by)
    return canvass


@transaction.atomic
def withdraw_canvass(canvass: Canvass, *, reason: str, by: User) -> Canvass:
    """Withdraw a canvass before its deadline. After the deadline this is possible only if nothing
    is asked, or if a secret box cannot be opened.

    Answers stay on record. The ballots of a secret vote and their keys are deleted unread.
    """
    canvass = Canvass.objects.locked(canvass)
    if canvass.outcome_is_due and canvass.counted_at is None:
        raise Refused(_("已经截止，答复都在了，不能再撤回。请清点、公布，要再问可以另外发起。"))
    CANVASS.take(canvass, "withdraw_closed" if canvass.state == CanvassState.CLOSED else "withdraw")
    canvass.withdrawn_reason, canvass.withdrawn_at = reason, database_now()
    canvass.save(update_fields=["state", "withdrawn_reason", "withdrawn_at"])
    if canvass.secret:
        destroy_box(canvass)
    end_offers(canvass, at=canvass.withdrawn_at)
    audience = Audience.RESIDENTS if canvass.announced_at else Audience.LEADERS
    enter(canvass, "canvass.withdrawn", by=by, audience=audience)
    canvass_withdrawn.send(sender=Canvass, canvass=canvass, by=by)
    return canvass


def refuse_gaps(canvass: Canvass, roster: Roster) -> None:
    """Raises Refused if the roster is empty, or lacks owners or areas that the count needs."""
    if roster.without_owner:
        rooms = "、".join(map(str, roster.without_owner))
        raise Refused(_("这些室还没有登记业主：%(rooms)s。请居委补上再开始。") % {"rooms": rooms})
    if not roster.lines:
        raise Refused(_("名册是空的：没有可以问的人。"))
    if canvass.weighs_area and roster.without_area:
        rooms = "、".join(map(str, roster.without_area))
        raise Refused(
            _("这些室还没有登记建筑面积：%(rooms)s。请居委补上再开始。") % {"rooms": rooms}
        )


def freeze_rule(canvass: Canvass) -> None:
    """Store the rule of the preset in the canvass. Later changes of the preset do not affect it."""
    canvass.rule = rule_to_json(chosen_rule_of(canvass))


def write_text(canvass: Canvass, data: CanvassInput) -> None:
    """Copy ``data`` to the canvass without saving it. Raises Refused for contradictory values."""
    canvass.purpose, canvass.preset = data.purpose, data.preset
    canvass.kind, canvass.seats = data.kind, data.seats
    canvass.electorate, canvass.threshold = data.electorate, data.threshold
    canvass.question, canvass.body = data.question, data.body
    canvass.opens_at, canvass.closes_at = data.opens_at or timezone.now(), data.closes_at
    canvass.secret, canvass.late_days = data.secret, data.late_days
    canvass.phone_needs_photo = data.phone_needs_photo
    canvass.thread = data.thread
    canvass.html = from_markdown(canvass.body)
    _refuse_bad_combination(canvass)


def _asked_in(canvass: Canvass) -> dict[str, object]:
    """Return what a draft asks, of whom and by which rule, without line breaks and days."""
    return {
        "question": canvass.question,
        "body": canvass.body.split(),
        "electorate": canvass.electorate,
        "contributors": set(canvass.contributors.values_list("pk", flat=True)),
        "rule": (canvass.purpose, canvass.preset, canvass.threshold, canvass.secret),
        "kind": (canvass.kind, canvass.seats),
    }


def _refuse_bad_combination(canvass: Canvass) -> None:
    preset = PRESETS[canvass.preset]
    if canvass.electorate not in preset.electorates:
        raise Refused(_("这种计票办法不能问这些人。"))
    if canvass.threshold and not preset.own_threshold:
        raise Refused(_("这种计票办法的比例是法律定的，不能自己改。"))
    if canvass.closes_at <= canvass.opens_at:
        raise Refused(_("截止的时间要晚于开始的时间。"))
    if canvass.secret and canvass.purpose != Purpose.VOTE:
        raise Refused(_("只有表决可以不记名。"))
    if canvass.has_options and canvass.purpose != Purpose.VOTE:
        raise Refused(_("只有表决可以有几样选项。"))
    weighs = any(test.measure == Measure.area for test in preset.rule.tests)
    if canvass.secret and (weighs or canvass.electorate != Electorate.HOUSEHOLDS):
        raise Refused(_("按面积计票的，面积会透露是谁投的，不能不记名。"))


def _attach_photos_of(thread: Thread, canvass: Canvass) -> None:
    post = post_of(thread, 1)
    if post and post.readable:
        name = stored(gettext_lazy("“%(title)s”里的照片"), title=quoted(thread.title))
        copy_photos(
            canvass.attachments.filter(option=None), post.photos.all(), name=name, canvass=canvass
        )


def _set_contributors(canvass: Canvass, owners: Sequence[Owner]) -> None:
    """Raises Refused if an owner is no longer on the roster."""
    if owners:
        lock_building(canvass.building, owners)
    canvass.contributors.set(owners)
