"""Actions on the charter. Each locks the charter first."""

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
    cancel_sign_off,
    enact_edition,
    hide_flat,
    refuse_changed_text,
    reopen_draft,
    reword_sign_off,
    show_flat,
    sign_draft,
)
from governance.charters.actions.talking import (
    Contributor,
    add_comment,
    suggest_typical,
    suggest_wish,
    suggest_words,
    support_wording,
    withdraw_support,
)

__all__ = [
    "Contributor",
    "accept_suggestion",
    "add_article",
    "add_comment",
    "answer_suggestion",
    "begin_draft",
    "begin_edition",
    "begin_next_draft",
    "cancel_sign_off",
    "copy_example",
    "drop_article",
    "drop_edition",
    "enact_edition",
    "hide_flat",
    "keep_edition",
    "lapse_edition",
    "mark_told",
    "merge_articles",
    "move_article",
    "offer_charter",
    "put_back_article",
    "put_out_draft",
    "refuse_changed_text",
    "reopen_draft",
    "review_edition",
    "reword_sign_off",
    "set_aside_suggestion",
    "show_flat",
    "sign_draft",
    "split_article",
    "suggest_typical",
    "suggest_wish",
    "suggest_words",
    "support_wording",
    "withdraw_offer",
    "withdraw_suggestion",
    "withdraw_support",
    "write_article",
    "write_preamble",
]
