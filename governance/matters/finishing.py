"""What is missing when a matter is called done."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.canvass.lifecycle import CanvassState
from governance.matters.lifecycle import MilestoneState, ShareState
from governance.matters.models import Matter


def doubt_about_finishing(matter: Matter) -> str:
    """Return the question that is asked before the matter is called done, or "" if no step is left
    and the shares, if it has any, were agreed to."""
    left = matter.milestones.filter(state=MilestoneState.PLANNED).count()
    undecided = _has_undecided_shares(matter)
    if not left:
        return _("分摊还没有定。真的办成了吗？") if undecided else ""
    words = {"n": left}
    if undecided:
        return (
            ngettext(
                "还有%(n)s步没做到，分摊也还没有定。真的办成了吗？",
                "还有%(n)s步没做到，分摊也还没有定。真的办成了吗？",
                left,
            )
            % words
        )
    return (
        ngettext("还有%(n)s步没做到。真的办成了吗？", "还有%(n)s步没做到。真的办成了吗？", left)
        % words
    )


def _has_undecided_shares(matter: Matter) -> bool:
    """Whether its kind has shares, or somebody drafted some, and the version in force is not agreed
    to."""
    tables = matter.share_tables.exclude(state=ShareState.DISCARDED)
    found = list(tables.select_related("canvass__count_of"))
    in_force = next((one for one in found if one.state == ShareState.IN_FORCE), None)
    if in_force is None:
        return matter.has_shares or bool(found)
    asked = in_force.canvass
    if asked is None or asked.state != CanvassState.PUBLISHED:
        return True
    return not asked.count_of.result.get("passed")
