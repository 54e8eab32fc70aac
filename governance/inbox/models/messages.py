"""Messages, and the news that they are for people."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.inbox.lifecycle import MessageState
from governance.journal.models import Cover
from residents.models import Building, Household, User
from residents.rooms.messages import Because, MessageKind
from residents.rooms.waiting import Thing


class MessageQuerySet(models.QuerySet["Message"]):
    def about(self, thing: Thing) -> Self:
        kind, pk = thing
        return self.filter(thing_type=kind, thing_id=pk)

    def valid(self) -> Self:
        """Messages that were not withdrawn, about things whose title was not withdrawn either."""
        same = {"subject_type": OuterRef("thing_type"), "subject_id": OuterRef("thing_id")}
        return self.filter(
            ~Exists(Cover.objects.from_everybody().filter(**same)), state=MessageState.OPEN
        )


class Message(models.Model):
    """The content of a message of one type about one thing, shared by all its recipients."""

    building = models.ForeignKey(
        Building, models.PROTECT, null=True, related_name="messages", verbose_name=_("楼组")
    )
    """None for a digest, which may be of several buildings."""
    state = models.CharField(
        _("状态"), max_length=10, choices=MessageState, default=MessageState.OPEN
    )
    type = models.CharField(_("什么消息"), max_length=60)
    """Code of a ``MessageType``."""
    kind = models.CharField(_("种类"), max_length=10, choices=MessageKind)
    thing_type = models.CharField(max_length=60)
    thing_id = models.BigIntegerField()
    version = models.CharField(max_length=40, blank=True)
    values = models.JSONField(_("内容"), default=dict)
    """Values of the templates, as they were. They name nobody."""
    circular = models.CharField(max_length=20, blank=True)
    """Key of the circular of which each building has a notice."""
    url = models.CharField(max_length=200)
    urgent = models.BooleanField(_("急事"), default=False)
    happens_at = models.DateTimeField(_("什么时候的事"), null=True)
    useful_until = models.DateTimeField(_("到什么时候还有用"))
    created_at = models.DateTimeField(_("什么时候写的"), default=timezone.now)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("消息")
        constraints = [
            models.UniqueConstraint(
                fields=["type", "thing_type", "thing_id", "version"],
                name="one_message_of_a_type_about_a_thing",
            ),
            models.CheckConstraint(
                name="message_is_useful_after_it_is_written",
                condition=Q(useful_until__gt=F("created_at")),
            ),
            models.CheckConstraint(
                name="only_a_digest_is_of_no_building",
                condition=Q(kind="digest", building=None)
                | (~Q(kind="digest") & Q(building__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["thing_type", "thing_id"], name="message_by_thing"),
            models.Index(
                fields=["circular"], name="message_by_circular", condition=~Q(circular="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.thing_type} {self.thing_id}"

    def get_absolute_url(self) -> str:
        return self.url


class InboxItemQuerySet(models.QuerySet["InboxItem"]):
    def about(self, thing: Thing) -> Self:
        kind, pk = thing
        return self.filter(message__thing_type=kind, message__thing_id=pk)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def newest_of_each(self) -> Self:
        """Keep the newest of each type about each thing, and annotate how many of them are unread:
        ten replies are one row."""
        same = InboxItem.objects.filter(
            user=OuterRef("user"),
            message__state=MessageState.OPEN,
            message__type=OuterRef("message__type"),
            message__thing_type=OuterRef("message__thing_type"),
            message__thing_id=OuterRef("message__thing_id"),
        )
        unread = same.unread().order_by().values("user").values(count=Count("pk"))
        newest = self.exclude(Exists(same.filter(message__gt=OuterRef("message"))))
        return newest.annotate(unread_count=Coalesce(Subquery(unread), 0))


class InboxItem(models.Model):
    """News for one person. Duties have none, because the rooms list them while they wait."""

    unread_count: int
    """Unread ones of the same type about the same thing. Annotated by ``newest_of_each`` only."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="items")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    because = models.CharField(_("为什么告诉您"), max_length=10, choices=Because)
    household = models.ForeignKey(Household, models.CASCADE, null=True, related_name="+")
    """The household concerned, if the message is about one."""
    read_at = models.DateTimeField(_("什么时候看的"), null=True)

    objects = InboxItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("告诉谁的消息")
        constraints = [
            models.UniqueConstraint(fields=["message", "user"], name="news_for_a_person_once")
        ]
        indexes = [
            models.Index(F("user"), F("message").desc(), name="news_of_a_person"),
            models.Index(
                F("user"), F("message").desc(), name="unread_news", condition=Q(read_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} · {self.user_id}"
