"""Every change to the charter, split by noun. Each locks the charter first."""

from __future__ import annotations

from governance.charters.actions.deciding import (
    accept_suggestion,
    answer_suggestion,
    mark_told,
    set_aside_suggestion,
    withdraw_suggestion,
)
from governance.charters.actions.drafting import (
    add_article,
    drop_article,
    move_article,
    put_back_article,
    write_article,
    write_preamble,
)
from governance.charters.actions.examples import copy_example, offer_charter, withdraw_offer
from governance.charters.actions.life import (
    begin_draft,
    begin_edition,
    begin_next_draft,
    drop_edition,
    keep_edition,
    lapse_edition,
    put_out_draft,
    review_edition,
)
from governance.charters.actions.shaping import merge_articles, split_article
from governance.charters.actions.signing import (
    enact,
    hide_flat,
    refuse_other_words,
    reword_sign_off,
    send_back,
    show_flat,
    sign_draft,
    take_back,
)
from governance.charters.actions.talking import (
    Voice,
    comment,
    suggest_typical,
    suggest_wish,
    suggest_words,
    support,
    withdraw_support,
)

__all__ = [
    "Voice",
    "accept_suggestion",
    "add_article",
    "answer_suggestion",
    "begin_draft",
    "begin_edition",
    "begin_next_draft",
    "comment",
    "copy_example",
    "drop_article",
    "drop_edition",
    "enact",
    "hide_flat",
    "keep_edition",
    "lapse_edition",
    "mark_told",
    "merge_articles",
    "move_article",
    "offer_charter",
    "put_back_article",
    "put_out_draft",
    "refuse_other_words",
    "review_edition",
    "reword_sign_off",
    "send_back",
    "set_aside_suggestion",
    "show_flat",
    "sign_draft",
    "split_article",
    "suggest_typical",
    "suggest_wish",
    "suggest_words",
    "support",
    "take_back",
    "withdraw_offer",
    "withdraw_suggestion",
    "withdraw_support",
    "write_article",
    "write_preamble",
]
