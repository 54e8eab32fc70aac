"""Paper ballots of a secret vote: hand out, confirm by a second person, take back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from governance.canvass.actions._shared import lock_canvass
from governance.canvass.lifecycle import CANVASS, CanvassState
from governance.canvass.models import Canvass, PaperLine, RollEntry, Voice
from governance.canvass.queries.access import are_linked, lives_in, speaks_for
from governance.canvass.queries.papers import paper_of
from governance.canvass.queries.voices import members_at_home_of
from governance.journal.actions import append
from governance.journal.models import Audience
from louzu.lib.database import database_now
from louzu.lib.errors import Refused
from residents.models import User
from residents.people.actions.content_versions import bump_user
from residents.people.rules import standing_of


@transaction.atomic
def hand_out_paper(canvass: Canvass, voice: Voice, *, by: User) -> PaperLine:
    """Record that a household took a paper ballot. It counts once a second person confirms it.
    Raises Refused if ``by`` lives in that household."""
    canvass, paper = lock_for_ballot(canvass, voice)
    if paper and paper.waits:
        raise Refused(_("这家已经记过领纸票了，等第二个人核对。"))
    _refuse_if_lives_there(canvass, voice, by)
    return add_paper_line(
        canvass, voice, PaperLine.Kind.HANDED_OUT, "canvass.handed_out_paper", by=by
    )


@transaction.atomic
def confirm_paper(canvass: Canvass, voice: Voice, *, by: User) -> PaperLine:
    """Confirm, as a second person or as the household, that it took a paper ballot. From then on it
    counts for turnout, and the household cannot vote on the web.

    Raises Refused for the person who handed it out, and for anybody whom that person let in since
    the opening (or the reverse).
    """
    canvass, paper = _lock_with_paper(canvass, voice)
    if not paper.waits:
        raise Refused(_("这家的纸票已经核对过了。"))
    if paper.by_id == by.pk:
        raise Refused(_("登记的人不能自己核对，请另一位来。"))
    at_home = speaks_for(canvass, voice, by)
    if not at_home:
        _refuse_unless_helper(canvass, by)
        _refuse_if_lives_there(canvass, voice, by)
    if are_linked(canvass, paper.by, by):
        raise Refused(
            _("您和登记的人，有一位是这次征询开始以后由另一位发条加入的，请别的人来核对。")
        )
    return add_paper_line(
        canvass,
        voice,
        PaperLine.Kind.CONFIRMED,
        "canvass.confirmed_paper",
        by=by,
        by_household=at_home,
    )


@transaction.atomic
def dispute_paper(canvass: Canvass, voice: Voice, *, by: User) -> PaperLine:
    """Record that the household denies having taken a paper ballot, until the count begins. Before
    the deadline it can then vote on the web."""
    canvass, _paper = _lock_with_paper(canvass, voice)
    if not speaks_for(canvass, voice, by):
        raise Refused(_("请这次征询开始时就能代表您家答复的人来说，或者告诉居委和楼组长。"))
    return add_paper_line(
        canvass, voice, PaperLine.Kind.DISPUTED, "canvass.disputed_paper", by=by, by_household=True
    )


@transaction.atomic
def take_paper_back(canvass: Canvass, voice: Voice, *, by: User) -> PaperLine:
    """Record that a paper ballot came back, or was never handed over.

    Raises Refused after the deadline for a confirmed ballot: the household could no longer vote,
    and turnout could fall below the number that a secret count needs.
    """
    canvass, paper = _lock_with_paper(canvass, voice)
    if paper.counts and canvass.closes_at <= database_now():
        raise Refused(
            _("截止以后，核对过的纸票不能再记成交回。箱里的纸票和名单对不上的，清点时会写明。")
        )
    _refuse_unless_helper(canvass, by)
    _refuse_if_lives_there(canvass, voice, by)
    return add_paper_line(canvass, voice, PaperLine.Kind.RETURNED, "canvass.returned_paper", by=by)


def lock_for_ballot(canvass: Canvass, voice: Voice) -> tuple[Canvass, PaperLine | None]:
    """Lock the canvass, and return it with the voice's latest paper record. Raises Refused if the
    vote is over, or if the voice voted or has a confirmed paper."""
    canvass, now = lock_canvass(canvass)
    CANVASS.take(canvass, "answer")
    if not canvass.secret:
        raise Refused(_("这次不是不记名投票。"))
    if canvass.closes_at <= now:
        raise Refused(_("已经截止了，这次没有记上。"))
    if RollEntry.objects.filter(voice=voice).exists():
        raise Refused(_("这家已经投过票了。不记名的票投进去就拿不出来了。"))
    paper = paper_of(voice)
    if paper and paper.counts:
        raise Refused(
            _("这家已经领过纸票了，一家只投一张。没有领过的请说一声，不用纸票的请先交回。")
        )
    return canvass, paper


def add_paper_line(
    canvass: Canvass,
    voice: Voice,
    kind: PaperLine.Kind,
    verb: str,
    *,
    by: User,
    by_household: bool = False,
) -> PaperLine:
    office = "" if by_household else standing_of(by, canvass.building).office
    line = PaperLine.objects.create(
        voice=voice, kind=kind, by=by, by_household=by_household, office=office
    )
    append(
        canvass.building,
        verb,
        by=None if by_household else by,
        audience=Audience.HELPERS,
        subject=(canvass._meta.label_lower, canvass.pk, str(canvass)),
        url=canvass.get_absolute_url(),
        household=voice.household,
    )
    touch_household(voice, by)
    return line


def touch_household(voice: Voice, by: User) -> None:
    for member in {by, *members_at_home_of(voice)}:
        bump_user(member)


def _lock_with_paper(canvass: Canvass, voice: Voice) -> tuple[Canvass, PaperLine]:
    """Lock the canvass and return it with a paper ballot that waits or counts. Raises Refused if
    there is none, or if the count has begun."""
    canvass, _now = lock_canvass(canvass)
    if canvass.state not in {CanvassState.OPEN, CanvassState.CLOSED}:
        raise Refused(_("已经清点过了，领纸票的记录不能再改。"))
    paper = paper_of(voice)
    if paper is None or not (paper.waits or paper.counts):
        raise Refused(_("这家现在没有领着的纸票。"))
    return canvass, paper


def _refuse_unless_helper(canvass: Canvass, by: User) -> None:
    standing = standing_of(by, canvass.building)
    if not (standing.helper or standing.staff):
        raise Refused(_("请楼组长、骨干、志愿者或居委来办。"))


def _refuse_if_lives_there(canvass: Canvass, voice: Voice, by: User) -> None:
    if lives_in(canvass, voice, by):
        raise Refused(_("自己家的纸票，请另一位来办。"))
