"""委托: households that let a neighbour answer one question for them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from governance.canvass.lifecycle import DELEGATION, DelegationState
from governance.canvass.models.answers import Answer, Choice, unguessable_path
from governance.canvass.models.roster import Voice
from governance.canvass.option_tally import OptionBallot
from louzu.lib.stored_files import StoredFileField
from residents.models import User
from residents.people.models.users import byline

VALID = (DelegationState.OFFERED, DelegationState.ACCEPTED)


class EndEvent(models.TextChoices):
    """The event that ended a delegation, which neither home declined or withdrew."""

    ANSWER = "answer", _("委托的那家自己答了")
    TAKEN_BACK = "taken_back", _("委托的那家收回了答复")
    TEXT = "text", _("文字改了")
    QUESTION = "question", _("征询截止或者撤回了")
    PROXY = "proxy", _("受托的那家没有人能答了")


_END_WORDS = {
    EndEvent.ANSWER: gettext_noop("%(principal)s自己答了，委托不算了"),
    EndEvent.TAKEN_BACK: gettext_noop("%(principal)s收回了答复，委托不算了"),
    EndEvent.TEXT: gettext_noop("文字改了，委托不算了。看看新的文字，可以再委托一次"),
    EndEvent.QUESTION: gettext_noop("征询截止或者撤回了，委托不算了"),
    EndEvent.PROXY: gettext_noop("%(proxy)s现在没有人能替%(principal)s答，委托不算了"),
    "": gettext_noop("那一家自己答了，或者征询截止、撤回、改了文字，委托不算了"),
}


def mandate_path(_delegation: Delegation, name: str) -> str:
    return unguessable_path("pdf" if name.endswith(".pdf") else "jpg")


class Delegation(models.Model):
    """The mandate of one voice (``principal``) for another of the same canvass (``proxy``).

    It holds for one question. It was offered on the web and accepted there by the proxy, or is on
    paper and was checked by a second person. A proxy answers as instructed (《上海市住宅物业管理规定》
    art. 18).
    """

    database_rules = {
        "delegation_kept": "Both voices are of one canvass; only its state changes, and no row is deleted.",
    }

    principal = models.ForeignKey(Voice, models.PROTECT, related_name="delegations")
    proxy = models.ForeignKey(Voice, models.PROTECT, related_name="+")
    state = models.CharField(
        _("状态"), max_length=10, choices=DelegationState, default=DelegationState.OFFERED
    )
    choice = models.CharField(max_length=10, choices=Choice, blank=True)
    """The instruction. Empty if the proxy decides."""
    picks = ArrayField(models.PositiveSmallIntegerField(), null=True)
    against = ArrayField(models.PositiveSmallIntegerField(), null=True)
    """As of ``Answer``."""
    reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField()
    """Number of the text that the principal had read."""
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    """The member of the principal who offered it, or who entered the paper."""
    office = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField(db_default=Now())
    on_paper = models.BooleanField(default=False)
    signer = models.CharField(max_length=60, blank=True)
    relation = models.CharField(max_length=12, choices=Answer.Relation, blank=True)
    mandate = StoredFileField(upload_to=mandate_path, blank=True)
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    """The member of the proxy who accepted it, or the second person who checked the paper."""
    agreed_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    """The person who declined it, withdrew it, or answered instead. NULL in all other cases."""
    ended_at = models.DateTimeField(null=True)
    event = models.CharField(max_length=10, choices=EndEvent, blank=True, default="", db_default="")
    """The event that ended it. Empty if one of the homes did, and in rows from before 0032."""

    class Meta:
        verbose_name = verbose_name_plural = _("委托")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["principal"], condition=Q(state__in=VALID), name="one_valid_delegation"
            ),
            models.CheckConstraint(
                name="delegation_to_another", condition=~Q(principal=F("proxy"))
            ),
            models.CheckConstraint(
                name="delegation_has_its_stamps",
                condition=Q(state="offered", agreed_at=None, ended_at=None)
                | Q(state="accepted", agreed_at__isnull=False, ended_at=None)
                | Q(state__in=["declined", "withdrawn", "ended"], ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="delegation_instruction_is_known",
                condition=Q(choice__in=["", "agree", "object", "abstain"], picks=None, against=None)
                | Q(choice="picked", picks__isnull=False, against__isnull=False),
            ),
            models.CheckConstraint(
                name="objecting_delegation_says_why",
                condition=~Q(choice="object") | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="paper_delegation_is_checked_by_another",
                condition=Q(on_paper=False) | ~Q(agreed_by=F("by")),
            ),
            models.CheckConstraint(
                name="paper_delegation_names_its_signer",
                condition=Q(on_paper=False, signer="", relation="", mandate="")
                | (Q(on_paper=True) & ~Q(signer="") & ~Q(relation="") & ~Q(mandate="")),
            ),
        ]

    def __str__(self) -> str:
        words = {"principal": self.principal.label, "proxy": self.proxy.label}
        return gettext("%(principal)s委托%(proxy)s") % words

    def get_absolute_url(self) -> str:
        canvass = self.principal.canvass
        return reverse("canvass:delegation", args=[canvass.building.slug, canvass.pk, self.pk])

    @property
    def is_valid(self) -> bool:
        return self.state in VALID

    @property
    def is_accepted(self) -> bool:
        return DELEGATION.allows(self, "answer")

    @property
    def waits(self) -> bool:
        return DELEGATION.allows(self, "accept")

    @property
    def end_words(self) -> str:
        """How it ended."""
        words = {"principal": self.principal.label, "proxy": self.proxy.label}
        if self.state == DelegationState.DECLINED:
            return gettext("%(proxy)s没有受托") % words
        if self.state == DelegationState.WITHDRAWN:
            return gettext("%(principal)s收回了") % words
        return gettext(_END_WORDS[self.event]) % words

    @property
    def ballot(self) -> OptionBallot:
        return OptionBallot(frozenset(self.picks or ()), frozenset(self.against or ()))

    @property
    def mandate_is_photo(self) -> bool:
        return bool(self.mandate) and not (self.mandate.name or "").endswith(".pdf")

    @property
    def byline(self) -> str:
        return byline(self.by, self.office)
