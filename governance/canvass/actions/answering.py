"""Record the answers of voices, given on the web or entered by a helper and then checked."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from governance.canvass.actions._current import recompute_current
from governance.canvass.actions._delegations import delegation_for_paper, end_delegation_of
from governance.canvass.actions._paper import (
    attach_file,
    refuse_bad_paper,
    refuse_late_paper,
    refuse_without_reason,
)
from governance.canvass.actions._picks import picks_of, refuse_bad_picks
from governance.canvass.actions._shared import (
    lock_canvass,
    lock_for_web_answer,
    refuse_unless_answerable,
)
from governance.canvass.inputs import AnswerInput, PaperAnswer
from governance.canvass.lifecycle import CANVASS, CanvassState
from governance.canvass.models import (
    Answer,
    Canvass,
    Channel,
    Choice,
    Confirmation,
    Current,
    Purpose,
    Visit,
    Voice,
)
from governance.canvass.option_tally import OptionBallot
from governance.canvass.queries.access import (
    access_of,
    are_linked,
    concerns,
    speaks_for,
)
from governance.canvass.queries.checks import is_contested, open_readings
from governance.canvass.queries.meanwhile import newest_answer_pk
from governance.canvass.queries.option_words import answer_words
from governance.inbox.actions.messages import create_message
from governance.journal.actions import enter
from governance.journal.models import Audience
from louzu.lib.database import database_now
from louzu.lib.errors import Refused, Stale
from residents.models import User
from residents.people.rules import standing_of
from residents.rooms.waiting import thing_of


@transaction.atomic
def answer_on_web(canvass: Canvass, voice: Voice, data: AnswerInput, *, by: User) -> Answer:
    """Record an answer on the web. It counts at once, unless ``access_of`` demands a check because
    the person gained access after the opening. It ends a delegation of the voice."""
    canvass, now = lock_for_web_answer(canvass)
    if data.version and data.version < canvass.material_version:
        raise Stale(
            _("您看的时候，文字刚改过。请看看新的文字，再答一次。"), version=canvass.version
        )
    refuse_unless_newest_was_seen(canvass, voice, data)
    refuse_without_reason(data.choice, data.reason)
    refuse_bad_picks(canvass, data.choice, data.ballot)
    access = access_of(canvass, voice, by)
    answer = Answer.objects.create(
        voice=voice,
        choice=data.choice,
        **picks_of(data.ballot),
        reason=data.reason,
        channel=Channel.WEB,
        version=canvass.version,
        seen=min(data.seen, newest_answer_pk(voice)),
        late_access=access.late,
        needs_check=access.needs_check,
        by=by,
        office=standing_of(by, canvass.building).office,
        said_at=now,
    )
    if not access.needs_check:
        end_delegation_of(voice, by=by, at=now, taken_back=data.choice == Choice.TAKEN_BACK)
    recompute_current(canvass, voice)
    _add_journal_line(canvass, voice, by=by, oneself=True, at=now)
    return answer


@transaction.atomic
def record_paper_answer(  # noqa: PLR0913 -- an answer, how it came and when
    canvass: Canvass,
    voice: Voice,
    *,
    choice: str,
    reason: str = "",
    paper: PaperAnswer,
    claimed: dt.datetime | None = None,
    by: User,
) -> Answer:
    """Record an answer that a helper received. It counts once a second person has checked it.

    ``claimed`` is the time that a phone says, if the paper says none. It counts only if one could
    answer then. After the deadline, raises Refused unless the paper was signed before it and arrives within
    ``late_days`` days.
    """
    canvass, now = _lock_for_paper_answer(canvass)
    if claimed and paper.said_at is None and (canvass.opened_at or now) <= claimed <= now:
        paper = replace(paper, said_at=claimed)
    answer = add_paper_answer(
        canvass, voice, choice=choice, reason=reason, paper=paper, now=now, by=by
    )
    _add_journal_line(canvass, voice, by=by, oneself=False, at=answer.said_at)
    return answer


def add_paper_answer(  # noqa: PLR0913 -- an answer and how it came
    canvass: Canvass,
    voice: Voice,
    *,
    choice: str,
    reason: str,
    paper: PaperAnswer,
    now: dt.datetime,
    by: User,
) -> Answer:
    """Record an answer of a locked canvass, without a journal line."""
    late = canvass.deadline <= now
    refuse_without_reason(choice, reason)
    refuse_bad_picks(canvass, choice, paper.ballot, version=paper.version)
    refuse_bad_paper(canvass, paper, now)
    delegation = None
    if paper.relation == Answer.Relation.PROXY:
        delegation = delegation_for_paper(voice, choice, paper.ballot)
    if late:
        refuse_late_paper(canvass, paper)
    answer = Answer(
        voice=voice,
        choice=choice,
        **picks_of(paper.ballot),
        reason=reason,
        channel=paper.channel,
        version=paper.version or canvass.version,
        seen=newest_answer_pk(voice) if paper.settles and not delegation else 0,
        by=by,
        office=standing_of(by, canvass.building).office,
        said_at=paper.said_at or now,
        late=late,
        signer=paper.signer,
        relation=paper.relation,
        delegation=delegation,
        evidence=paper.sheet or paper.stored_evidence,
        mandate=paper.stored_mandate,
        on_sheet=bool(paper.sheet),
    )
    attach_file(answer, "evidence", paper.evidence)
    attach_file(answer, "mandate", paper.mandate)
    answer.save()
    recompute_current(canvass, voice)
    create_message("canvass.answered_for_household", thing_of(answer), by=by.pk)
    return answer


@transaction.atomic
def check_answer(canvass: Canvass, answer: Answer, *, by: User, by_household: bool) -> Answer:
    """Confirm an entered answer, as a second person or as the household.

    Raises Refused for the person who entered it, for anybody linked to that person
    (``are_linked``), and for all others than helpers, staff and the household.
    """
    canvass, _now = lock_canvass(canvass)
    add_confirmation(canvass, answer, by=by, by_household=by_household)
    enter(canvass, "canvass.checked", by=by, audience=Audience.HELPERS)
    return answer


def add_confirmation(canvass: Canvass, answer: Answer, *, by: User, by_household: bool) -> None:
    """Confirm an answer of a locked canvass, without a journal line.

    Raises Refused as ``check_answer``, and if a later answer of the voice waits for a check.
    """
    refuse_unless_second_person(canvass, answer, by)
    checks = Confirmation.objects.valid().filter(answer=answer)
    if checks.filter(by=by).exists():
        raise Refused(_("您已经核对过这一份了。"))
    if checks.denying().exists():
        raise Refused(_("有人问过，这家说不是这样，这份不算了。请这家再答一次。"))
    contested = Voice.objects.filter(is_contested("pk"), pk=answer.voice_id)
    if not answer.on_web and contested.exists():
        raise Refused(_("这家登记了两份不一样的答复，先请这家自己定一个，再核对。"))
    if Current.objects.filter(voice=answer.voice_id, waiting__gt=answer.pk).exists():
        raise Refused(_("这家后来又登记了一份，请看后来那份。"))
    if not by_household and open_readings().filter(answer=answer).exists():
        raise Refused(_("这份有人读得不一样，先请登记的人再看一看。"))
    office = "" if by_household else standing_of(by, canvass.building).office
    Confirmation.objects.create(answer=answer, by=by, by_household=by_household, office=office)
    if answer.delegation_id is None and answer.version >= canvass.material_version:
        end_delegation_of(answer.voice, by=answer.by, at=database_now())
    recompute_current(canvass, answer.voice)


def refuse_unless_second_person(canvass: Canvass, answer: Answer, by: User) -> None:
    """Raises Refused for anybody who may not say whether the entry of an answer is right."""
    if canvass.state not in {"open", "closed"}:
        raise Refused(_("已经清点过了，不能再核对。"))
    if answer.by_id == by.pk:
        raise Refused(_("登记的人不能自己核对，请另一位来。"))
    standing = standing_of(by, canvass.building)
    on_behalf = (standing.helper or standing.staff) and not answer.counts_by_itself
    on_behalf &= not concerns(canvass, answer, by)
    if not (on_behalf or speaks_for(canvass, answer.voice, by)):
        raise Refused(_("请开始征询时就能代表这家答复的人，或者楼里另一位办事的人来核对。"))
    if are_linked(canvass, answer.by, by):
        raise Refused(
            _("您和这份答复的人，有一位是这次征询开始以后由另一位发条加入的，请别的人来核对。")
        )


def refuse_unless_newest_was_seen(canvass: Canvass, voice: Voice, data: AnswerInput) -> None:
    """Raises Stale if somebody has answered for the household on the web since the form was shown, as
    in another tab, and said something else. Papers that came since are compared with the answer."""
    if not data.compares:
        return
    newer = Answer.objects.filter(voice=voice, channel=Channel.WEB, pk__gt=data.seen)
    answer = newer.select_related("by").order_by("-pk").first()
    ballot = data.ballot or OptionBallot()
    if answer is None or (answer.choice, answer.ballot) == (data.choice, ballot):
        return
    words = {"answer": answer_words(canvass, answer), "who": answer.by.known_as}
    raise Stale(
        _(
            "您打开这一页以后，%(who)s又答过一次：%(answer)s。您这次的还没有记；要照您的，请再按一次。"
        )
        % words
    )


def _add_journal_line(
    canvass: Canvass, voice: Voice, *, by: User, oneself: bool, at: dt.datetime
) -> None:
    """Enter the answer in the journal.

    In a hearing every answer is an objection, so the line is for helpers only, and the household
    is recorded as told.
    """
    enter(canvass, "canvass.answered", by=by, audience=audience_of_answers(canvass))
    if canvass.purpose == Purpose.HEAR:
        record_heard(voice, by=by, oneself=oneself, at=at)


def audience_of_answers(canvass: Canvass) -> Audience:
    """Return who may read that somebody answered. In a hearing every answer is an objection."""
    return Audience.HELPERS if canvass.purpose == Purpose.HEAR else Audience.RESIDENTS


def record_heard(voice: Voice, *, by: User, oneself: bool, at: dt.datetime) -> None:
    """Record the household as told, unless it is."""
    if not Visit.objects.reached().filter(voice=voice).exists():
        Visit.objects.create(
            voice=voice, outcome=Visit.Outcome.TOLD, oneself=oneself, visited_at=at, by=by
        )


def _lock_for_paper_answer(canvass: Canvass) -> tuple[Canvass, dt.datetime]:
    canvass, now = lock_canvass(canvass)
    CANVASS.take(canvass, "enter_late" if canvass.state == CanvassState.CLOSED else "answer")
    if canvass.deadline <= now and canvass.late_until <= now:
        raise Refused(_("已经截止了，这次没有记上。"))
    refuse_unless_answerable(canvass)
    return canvass, now
