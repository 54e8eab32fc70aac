"""What the building promised about a matter, for example to end an objection."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import Objection
from governance.matters.lifecycle import PENDING, PromiseState
from governance.matters.models.matters import Matter
from louzu.lib.versions import version_of
from residents.models import Building, Standing, User

AFTER_ANSWERS = (CanvassState.CLOSED, CanvassState.COUNTED, CanvassState.PUBLISHED)
"""States in which a promise that ended an objection may be read: before, it would tell that there
was one."""


class PromiseQuerySet(models.QuerySet["Promise"]):
    def pending(self) -> Self:
        return self.filter(state__in=PENDING)

    def late(self) -> Self:
        return self.filter(state=PromiseState.OPEN, due_on__lt=timezone.localdate())

    def shown_to_neighbours(self) -> Self:
        over = Q(objection=None) | Q(objection__voice__canvass__state__in=AFTER_ANSWERS)
        return self.filter(over).exclude(words="")

    def readable_by(self, standing: Standing, user: User) -> Self:
        """Those that the reader may know of, also one that is theirs to keep."""
        if standing.leads:
            return self.all()
        return self.shown_to_neighbours() | self.filter(keeper=user)


class Promise(models.Model):
    """Something that was promised. Its words are written for the neighbours by the leader. What was
    offered to one household stays with the objection."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="promises")
    objection = models.OneToOneField(
        Objection, models.PROTECT, null=True, related_name="+", editable=False
    )
    """The objection that it ended, if it was an offer."""
    words = models.CharField(_("答应了什么"), max_length=200, blank=True)
    keeper = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("谁来做")
    )
    due_on = models.DateField(_("到哪天做到"), null=True, blank=True)
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=PromiseState,
        default=PromiseState.UNWORDED,
        editable=False,
    )
    said = models.CharField(_("做得怎么样"), max_length=200, blank=True, editable=False)
    """How it was kept, or why it need not be."""
    settled_on = models.DateField(_("哪天做到的"), null=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("答应过的事")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="worded_promise_has_words",
                condition=Q(state="unworded") | ~Q(words=""),
            ),
            models.CheckConstraint(
                name="settled_promise_says_how",
                condition=Q(state__in=["unworded", "open"], settled_on=None, said="")
                | (Q(state__in=["kept", "waived"], settled_on__isnull=False) & ~Q(said="")),
            ),
        ]
        indexes = [
            models.Index(fields=["matter", "id"], name="promises_of_matter"),
            models.Index(
                fields=["due_on"], name="promises_to_keep", condition=Q(state__in=PENDING)
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def building(self) -> Building:
        return self.matter.building

    @property
    def pending(self) -> bool:
        return self.state in PENDING

    @property
    def late(self) -> bool:
        return bool(
            self.state == PromiseState.OPEN and self.due_on and self.due_on < timezone.localdate()
        )

    @property
    def shown(self) -> bool:
        """Whether neighbours read it. Needs the canvass of its objection."""
        return bool(self.words) and (
            self.objection is None or self.objection.voice.canvass.state in AFTER_ANSWERS
        )

    @property
    def version(self) -> str:
        return version_of(self.words, self.keeper_id, self.due_on, self.state)
