"""Forms for articles and for the text around them."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.charters.comparing import DiffPiece, difference
from governance.charters.inputs import (
    AcceptInput,
    ArticleInput,
    MergeInput,
    SplitInput,
    WriteInput,
)
from governance.charters.models import Draft, Suggestion, Wording
from louzu.lib.forms import CrispyForm, VersionField, replace_data
from louzu.lib.text import truncated
from residents.rooms.things import ThingWords

HEADING = Wording._meta.get_field("heading").max_length or 0
TEXT = Wording._meta.get_field("text").max_length or 0
REASON = Wording._meta.get_field("reason").max_length
ANSWER = Suggestion._meta.get_field("answer").max_length


def text_area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class HiddenTextarea(forms.HiddenInput, forms.Textarea):
    """A hidden text of several lines. Other hidden fields lose their line breaks when they are
    cleaned."""

    def __init__(self) -> None:
        super().__init__()
        self.attrs.clear()  # rows and columns of a visible one


class ClauseForm(CrispyForm):
    heading = forms.CharField(
        label=_("小标题"), help_text=_("例如：楼道整洁"), max_length=HEADING, required=False
    )
    text = forms.CharField(label=_("内容"), max_length=TEXT, widget=text_area())
    reason = forms.CharField(label=_("为什么要有这一条"), max_length=REASON, required=False)


class RevisedForm(ClauseForm):
    """A new text of an article. ``was`` and ``revision`` are the text and version that the writer
    read."""

    theirs: Sequence[DiffPiece] = ()
    """Changes by others since the text was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    was = forms.CharField(widget=HiddenTextarea, required=False)

    def against(self, wording: Wording) -> None:
        """Rebase the form on the current ``wording`` after a conflict, and show the difference.
        Sending it again overwrites."""
        replace_data(self, revision=str(wording.revision), was=wording.text)
        self.theirs = difference(self.cleaned_data["was"], wording.text)


class ArticleForm(RevisedForm):
    number = forms.IntegerField(
        label=_("放在第几条"), help_text=_("别的条跟着往前、往后让"), min_value=1, required=False
    )
    field_order = ("heading", "text", "reason", "number")

    def to_input(self) -> WriteInput:
        data = self.cleaned_data
        return WriteInput(
            heading=data["heading"],
            text=data["text"],
            reason=data["reason"],
            number=data["number"],
            revision=data["revision"],
        )


class AcceptForm(RevisedForm):
    answer = forms.CharField(
        label=_("对提的人说一句"), help_text=_("可以不写"), max_length=ANSWER, required=False
    )

    def to_input(self) -> AcceptInput:
        data = self.cleaned_data
        return AcceptInput(
            heading=data["heading"],
            text=data["text"],
            reason=data["reason"],
            answer=data["answer"],
            revision=data["revision"],
        )


def initial_article(wish: Suggestion | None, words: ThingWords | None) -> dict[str, object]:
    """Return initial data of a new article in the words of a wish, or of what it comes from."""
    if wish:
        kept = {name: getattr(wish, name) for name in ("heading", "text", "reason")}
        return {**kept, "wish": wish.pk}
    if words:
        heading = truncated(words.title, HEADING)
        return {"heading": heading, "text": truncated(words.matter or words.text, TEXT)}
    return {}


class NewArticleForm(ClauseForm):
    wish = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def to_input(self) -> ArticleInput:
        data = self.cleaned_data
        return ArticleInput(heading=data["heading"], text=data["text"], reason=data["reason"])


class SplitForm(CrispyForm):
    first = forms.CharField(label=_("留在这一条里的"), max_length=TEXT, widget=text_area())
    second_heading = forms.CharField(label=_("新一条的小标题"), max_length=HEADING, required=False)
    second = forms.CharField(label=_("拆成新一条的"), max_length=TEXT, widget=text_area())
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def to_input(self) -> SplitInput:
        data = self.cleaned_data
        return SplitInput(
            revision=data["revision"],
            first=data["first"],
            second=data["second"],
            second_heading=data["second_heading"],
        )


class MergeForm(ClauseForm):
    other = forms.IntegerField(widget=forms.HiddenInput)
    version = VersionField()

    def to_input(self) -> MergeInput:
        data = self.cleaned_data
        return MergeInput(
            heading=data["heading"],
            text=data["text"],
            reason=data["reason"],
            version=data["version"],
        )


class PreambleForm(CrispyForm):
    theirs: Sequence[DiffPiece] = ()
    """Changes by others since the text was read."""

    preamble = forms.CharField(
        label=_("前言"),
        help_text=_("为什么要有这份公约，用一两句话说"),
        max_length=Draft._meta.get_field("preamble").max_length,
        required=False,
        widget=text_area(),
    )
    was = forms.CharField(widget=HiddenTextarea, required=False, strip=False)

    def clean_was(self) -> str:
        """Normalize line ends, which browsers send as CRLF."""
        return str(self.cleaned_data["was"]).replace("\r\n", "\n")

    def clean_preamble(self) -> str:
        return str(self.cleaned_data["preamble"]).replace("\r\n", "\n")

    def against(self, draft: Draft) -> None:
        """Rebase the form on the current ``draft`` after a conflict, and show the difference.
        Sending it again overwrites."""
        self.theirs = difference(self.cleaned_data["was"], draft.preamble)
        replace_data(self, was=draft.preamble)


class SuggestionAnswerForm(CrispyForm):
    answer = forms.CharField(
        label=_("怎么答复"),
        help_text=_("提的人和邻居们都会看到"),
        max_length=ANSWER,
        widget=text_area(3),
    )


def words_of(wording: Wording) -> dict[str, object]:
    return {
        "heading": wording.heading,
        "text": wording.text,
        "reason": wording.reason,
        "number": wording.number,
        "revision": wording.revision,
        "was": wording.text,
    }
