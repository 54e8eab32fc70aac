"""Proposals of residents for the agenda."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.meetings.lifecycle import ProposalState
from governance.meetings.models.meetings import AgendaItem, Meeting
from residents.models import User


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def unanswered(self) -> Self:
        return self.filter(state=ProposalState.PROPOSED)


class Proposal(models.Model):
    """An item proposed by a resident. The leader accepts it or declines it with a reason."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="proposals")
    author = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("谁提的"), editable=False
    )
    title = models.CharField(_("议题"), max_length=80)
    why = models.CharField(_("为什么要商量"), max_length=500, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=ProposalState, default=ProposalState.PROPOSED
    )
    answer = models.CharField(_("答复"), max_length=300, blank=True)
    item = models.OneToOneField(
        AgendaItem, models.PROTECT, null=True, related_name="proposal", editable=False
    )
    at = models.DateTimeField(default=timezone.now)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("邻居提的议题")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="accepted_proposal_is_on_the_agenda",
                condition=Q(state="accepted", item__isnull=False)
                | (~Q(state="accepted") & Q(item=None)),
            ),
            models.CheckConstraint(
                name="declined_proposal_says_why",
                condition=~Q(state="declined") | ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="proposal_state_is_known",
                condition=Q(state__in=["proposed", "accepted", "declined", "taken_back"]),
            ),
            models.CheckConstraint(name="proposal_has_a_title", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        return self.title
