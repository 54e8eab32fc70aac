"""What is missing when a matter is called done."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.matters.lifecycle import MilestoneState
from governance.matters.models import Matter
from governance.matters.queries.share_versions import has_undecided_shares


def doubt_about_finishing(matter: Matter) -> str:
    """Return the question that is asked before the matter is called done, or "" if no step is left
    and the shares, if it has any, were agreed to."""
    left = matter.milestones.filter(state=MilestoneState.PLANNED).count()
    undecided = has_undecided_shares(matter)
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
