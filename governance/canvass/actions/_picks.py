"""The options that an answer names."""

from __future__ import annotations

from django.utils.translation import gettext as _

from governance.canvass.models import Canvass, Choice
from governance.canvass.option_tally import AnswerKind, OptionBallot
from governance.canvass.queries.options import option_question_of
from louzu.lib.errors import Refused


def refuse_bad_picks(
    canvass: Canvass, choice: str, ballot: OptionBallot | None, *, version: int = 0
) -> None:
    """Raises Refused if the answer is not of the kind that is asked for, or if its options are not
    those of the text that was answered (0: the present one), or too many."""
    if not canvass.has_options:
        if choice == Choice.PICKED:
            raise Refused(_("这次没有选项可以选。"))
        return
    if choice in {Choice.ABSTAIN, Choice.TAKEN_BACK}:
        return
    if choice != Choice.PICKED or not ballot or ballot == OptionBallot():
        raise Refused(_("请选一样，或者选弃权。"))
    question = option_question_of(canvass, version or canvass.version)
    if len(ballot.picked) > question.most_picks:
        if canvass.kind == AnswerKind.one:
            raise Refused(_("只能选一样，请去掉别的。"))
        raise Refused(_("最多选%(most)s位，请去掉几位。") % {"most": question.most_picks})
    try:
        question.check(ballot)
    except ValueError as reason:
        raise Refused(_("选项改过了，请看看新的，再选一次。")) from reason


def picks_of(ballot: OptionBallot | None) -> dict[str, list[int]]:
    """Return the fields of an ``Answer`` for the options that it names."""
    if ballot is None:
        return {}
    return {"picks": sorted(ballot.picked), "against": sorted(ballot.against)}
