"""Every change to a canvass, split by noun. Each locks the canvass first."""

from __future__ import annotations

from governance.canvass.actions.answering import answer_on_web, bring_answer, check_answer
from governance.canvass.actions.contributors import replace_contributors
from governance.canvass.actions.counting import close_canvass, count_canvass, publish_canvass
from governance.canvass.actions.drafting import (
    announce_canvass,
    draft_canvass,
    edit_canvass,
    remove_attachment,
    withdraw_canvass,
)
from governance.canvass.actions.forgetting import forget_in_papers
from governance.canvass.actions.holding import choose_holders, hold_envelope, print_envelope
from governance.canvass.actions.objecting import offer, talk_over
from governance.canvass.actions.opening import carry_canvass, extend_canvass, open_canvass
from governance.canvass.actions.papers import (
    confirm_paper,
    dispute_paper,
    hand_out_paper,
    take_paper_back,
)
from governance.canvass.actions.reading import keep_objection, read_news, read_texts
from governance.canvass.actions.rewording import reword_canvass
from governance.canvass.actions.secret import cast_ballot
from governance.canvass.actions.short_notice import agree_to_short_notice
from governance.canvass.actions.unsealing import count_box
from governance.canvass.actions.visiting import (
    record_visit,
    say_we_know,
    share_doors,
    tell_together,
    unshare_doors,
)

__all__ = [
    "agree_to_short_notice",
    "announce_canvass",
    "answer_on_web",
    "bring_answer",
    "carry_canvass",
    "cast_ballot",
    "check_answer",
    "choose_holders",
    "close_canvass",
    "confirm_paper",
    "count_box",
    "count_canvass",
    "dispute_paper",
    "draft_canvass",
    "edit_canvass",
    "extend_canvass",
    "forget_in_papers",
    "hand_out_paper",
    "hold_envelope",
    "keep_objection",
    "offer",
    "open_canvass",
    "print_envelope",
    "publish_canvass",
    "read_news",
    "read_texts",
    "record_visit",
    "remove_attachment",
    "replace_contributors",
    "reword_canvass",
    "say_we_know",
    "share_doors",
    "take_paper_back",
    "talk_over",
    "tell_together",
    "unshare_doors",
    "withdraw_canvass",
]
