"""Who may read a share table in which state; ``reading.py`` of the room takes it up."""

from __future__ import annotations

from governance.matters.actions import shares
from governance.matters.inputs import SubsidyInput
from governance.matters.models import ShareTable
from tests.architecture.cast import Cast
from tests.architecture.reading import MEMBERS, NOBODY, SOMETIMES, Made, Row, Say, acting, always
from tests.factories.matters import MatterFactory
from tests.factories.shares import draft_table, proposal

KEEPERS = frozenset({"leader", "treasurer"})
ROWS = (
    Row("draft", KEEPERS, title=MEMBERS),
    Row("proposed", MEMBERS),
    Row("in_force", MEMBERS),
    Row("replaced", MEMBERS),
    Row("withdrawn", MEMBERS),
    Row("rejected", MEMBERS),
    Row("discarded", NOBODY, title=MEMBERS),
)
ADDRESSES = {
    "shares": SOMETIMES,
    "own_shares": SOMETIMES,
    "share_table": always("SHARES"),
    "printed_shares": SOMETIMES,
    "share_agreements": SOMETIMES,
    "share_workbook": SOMETIMES,
    "draft_shares": SOMETIMES,
    **acting("propose_shares discard_shares take_back_shares"),
}


def make_share_tables(cast: Cast, say: Say) -> None:
    leader = cast["leader"]
    _draft(cast, say("SHARES", "draft"))
    shares.discard_shares(_draft(cast, say("SHARES", "discarded")), by=leader)
    _propose(cast, _draft(cast, say("SHARES", "proposed")))
    for state in (
        "in_force",
        "replaced",
        "withdrawn",
        "rejected",
    ):  # not announced, which needs all owners
        table = _propose(cast, _draft(cast, say("SHARES", state)))
        ShareTable.objects.filter(pk=table.pk).update(state=state)


def _draft(cast: Cast, made: Made) -> ShareTable:
    """With the word in the rule and in the name of a subsidy."""
    words = made.words
    matter = MatterFactory(building=cast.building, title=words.title)
    given = (SubsidyInput(words.text, 100),)
    table = draft_table(matter, cast["leader"], rule=words.text, subsidies=given)
    made.ids = ({"pk": matter.pk, "number": table.number},)
    return table


def _propose(cast: Cast, table: ShareTable) -> ShareTable:
    return shares.propose_shares(table, proposal(), by=cast["leader"])
