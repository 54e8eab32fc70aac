"""Authors of anonymous threads, kept apart so that no page for neighbours can load them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.lounge.models.threads import Authored, Thread
from residents.models import User


class Unnamed(models.Model):
    """The author of a thread whose ``author`` is NULL. Read only for the author and for a logged
    unmasking."""

    thread = models.OneToOneField(
        Thread, models.PROTECT, primary_key=True, related_name="unnamed_author"
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("没写名字的人")

    def __str__(self) -> str:
        return str(self.thread_id)


class Unmasking(Authored):
    """A leader or staff member looked up the author, with a reason. The author can see this."""

    thread = models.ForeignKey(
        Thread, models.PROTECT, verbose_name=_("话题"), related_name="unmaskings"
    )
    reason = models.CharField(_("为什么要看"), max_length=300)
    at = models.DateTimeField(_("何时"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("查看没写的名字")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="unmasking_says_who_and_why",
                condition=~Q(reason="") & Q(author__isnull=False),
            ),
            models.UniqueConstraint(fields=["thread", "author"], name="one_unmasking_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} · {self.author_id}"
