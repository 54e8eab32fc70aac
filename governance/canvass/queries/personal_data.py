"""Rows about one person, newest first, for the personal data of ``personal_data``."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from governance.canvass.models import (
    Answer,
    AnsweringMember,
    Canvass,
    CanvassQuerySet,
    Choice,
    Confirmation,
    Count,
    Delegation,
    Errand,
    Holder,
    LineReading,
    PaperLine,
    Sheet,
    ShortNotice,
    Talk,
    TextVersion,
    Visit,
    VoiceBookmark,
)
from governance.canvass.queries.option_words import answer_words, instruction_words
from residents.models import User


class CanvassActivity:
    """Something done about a canvass, in plain words."""

    def __init__(
        self, row: Answer | Visit | Errand | AnsweringMember | VoiceBookmark | PaperLine
    ) -> None:
        self.canvass, self.voice = str(row.voice.canvass), row.voice.label
        self.at = getattr(row, "at", None) or row.voice.canvass.opened_at
        if isinstance(row, Answer):
            self.choice, self.get_choice_display = row.choice, row.get_choice_display
            if row.choice == Choice.PICKED:
                self.choice = answer_words(row.voice.canvass, row)
                self.get_choice_display = self.choice.__str__
            self.reason = row.reason
        elif isinstance(row, Visit):
            self.outcome, self.get_outcome_display = row.outcome, lambda: row.word
            self.note = row.note
        elif isinstance(row, PaperLine):
            self.kind, self.get_kind_display = row.kind, row.get_kind_display


class DelegationRow:
    """A delegation, in plain words."""

    def __init__(self, row: Delegation) -> None:
        canvass = row.principal.canvass
        self.canvass, self.reason, self.at = str(canvass), row.reason, row.at
        self.principal, self.proxy = row.principal.label, row.proxy.label
        self.choice = instruction_words(canvass, row)
        self.state, self.get_state_display = row.state, row.get_state_display


def canvasses_by(user: User) -> CanvassQuerySet:
    return Canvass.objects.filter(Q(author=user) | Q(opened_by=user)).order_by("-pk")


def texts_by(user: User) -> QuerySet[TextVersion]:
    return TextVersion.objects.filter(by=user).select_related("canvass").order_by("-pk")


def answers_by(user: User) -> QuerySet[Answer]:
    return Answer.objects.filter(by=user).select_related("voice__canvass").order_by("-pk")


def answering_for_by(user: User) -> QuerySet[AnsweringMember]:
    rosters = AnsweringMember.objects.filter(user=user).select_related("voice__canvass")
    return rosters.order_by("-pk")


def bookmarks_of(user: User) -> QuerySet[VoiceBookmark]:
    marks = VoiceBookmark.objects.filter(user=user).select_related("voice__canvass")
    return marks.order_by("-pk")


def confirmations_by(user: User) -> QuerySet[Confirmation]:
    return Confirmation.objects.filter(by=user).order_by("-pk")


def visits_by(user: User) -> QuerySet[Visit]:
    return Visit.objects.filter(by=user).select_related("voice__canvass").order_by("-pk")


def errands_by(user: User) -> QuerySet[Errand]:
    shared = Errand.objects.filter(Q(helper=user) | Q(by=user))
    return shared.select_related("voice__canvass").order_by("-pk")


def talks_by(user: User) -> QuerySet[Talk]:
    return Talk.objects.filter(by=user).order_by("-pk")


def counts_by(user: User) -> QuerySet[Count]:
    counted = Count.objects.filter(Q(first=user) | Q(second=user))
    return counted.select_related("canvass").order_by("-pk")


def short_notices_by(user: User) -> QuerySet[ShortNotice]:
    agreed = ShortNotice.objects.filter(Q(leader=user) | Q(staff=user))
    return agreed.select_related("canvass").order_by("-pk")


def keys_of(user: User) -> QuerySet[Holder]:
    return Holder.objects.filter(user=user).select_related("canvass").order_by("-pk")


def papers_by(user: User) -> QuerySet[PaperLine]:
    lines = PaperLine.objects.filter(by=user).select_related("voice__canvass")
    return lines.order_by("-pk")


def delegations_by(user: User) -> QuerySet[Delegation]:
    found = Delegation.objects.filter(Q(by=user) | Q(agreed_by=user) | Q(ended_by=user))
    return found.select_related("principal__canvass", "proxy").order_by("-pk")


def sheets_by(user: User) -> QuerySet[Sheet]:
    return Sheet.objects.filter(by=user).select_related("canvass").order_by("-pk")


def readings_by(user: User) -> QuerySet[LineReading]:
    return LineReading.objects.filter(by=user).order_by("-pk")
