"""Types by which rooms declare the messages that their things cause.

A message is caused by a journal line, whose verb is the code of its type, or created by name. The
inbox writes it in the transaction that causes it, with one delivery for each person and channel.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from residents.people.models import User

T = TypeVar("T")


class MessageKind(TextChoices):
    DUTY = "duty", _("等您来办")
    """Something that begins to wait for its readers. The room lists it while it waits."""
    NEWS = "news", _("新鲜事")
    """Something that happened. It is listed until it is read and for a year."""
    DIGEST = "digest", _("一天一次的汇总")


class Topic(TextChoices):
    """The groups of messages that a person can switch off."""

    NOTICES = "notices", _("通知和公示")
    QUESTIONS = "questions", _("要您家答复的事")
    MEETINGS = "meetings", _("开会")
    MINE = "mine", _("您提过的事有了下文")
    HOUSEHOLD = "household", _("您家里的事")
    LOUNGE = "lounge", _("客厅里的话")
    HELPING = "helping", _("您答应帮忙的事")


class Because(TextChoices):
    """Why a person gets a message. Authors who stay unnamed get it as followers."""

    ASKED = "asked", _("要您家答复")
    AUTHOR = "author", _("您提起的")
    FOLLOWS = "follows", _("您关注的")
    HOUSEHOLD = "household", _("您家里的事")
    OFFICE = "office", _("您担任的职务")
    EVERYBODY = "everybody", _("全楼的事")


@dataclass(frozen=True, slots=True)
class Recipient:
    user_id: int
    because: Because
    household_id: int | None = None


def in_thirty_days() -> dt.datetime:
    return timezone.now() + dt.timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageContent:
    """The texts and times of a message when it is written."""

    building_id: int
    values: Mapping[str, str]
    """The values of the texts. They name nobody. None may be empty."""
    url: str
    useful_until: dt.datetime = field(default_factory=in_thirty_days)
    """It is not sent later."""
    version: str = ""
    """Distinguishes messages of one type about one thing, of which each version is sent once."""
    urgent: bool = False
    """Sent at once to those who chose a digest, and in quiet hours."""
    kind: MessageKind | None = None
    """Set if this one is not of the kind of its type."""
    circular: str = ""
    """Key of the circular, if several buildings get a message about the same."""
    happens_at: dt.datetime | None = None
    """When the thing happens. Texts get it in words, as ``%(when)s``."""


def _nobody(_thing: object) -> Collection[int]:
    return ()


def _needed(*_args: object) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageType(ABC, Generic[T]):
    """A kind of message. ``code`` is the journal verb that causes it (room and verb), or a
    code of the same form for those created by name.

    Texts have the values of their content as placeholders such as ``%(title)s``, and ``%(when)s``, the
    time at which the thing happens. The subclasses in ``residents.rooms.recipients`` say who learns of
    it.
    """

    to_groups: ClassVar[bool] = False
    """Whether robots post the long form into the building's chat groups."""

    code: str
    kind: MessageKind = MessageKind.NEWS
    topic: Topic
    short: StrOrPromise
    """For a lock screen: it names nobody and fits on one line. Long values are cut."""
    long: StrOrPromise
    """For e-mail and pages."""
    short_with_time: StrOrPromise = ""
    long_with_time: StrOrPromise = ""
    """Used instead if the content says when the thing happens."""
    several: StrOrPromise = ""
    """Used in the inbox instead of ``long`` for ``%(count)s`` unread messages about one thing."""
    load: Callable[[int], T | None]
    """Fetches the thing by its primary key, with what the other functions read of it. Returns None if
    there is no such thing any longer, or nothing of it to tell."""
    content_of: Callable[[T], MessageContent | None]
    """Returns None if nobody needs to know."""
    why_not: Callable[[T, User], str] = _needed
    """Returns why the person needs no message now, as a value of ``governance.inbox.models.Reason``, or
    an empty string. Asked again when it is sent."""
    told_households: Callable[[T], Collection[int]] = _nobody
    """Returns households that know of it from a person, or because somebody there read it. What was
    sent counts as nothing."""
    listed: bool = True
    """Whether the inbox lists it, if it is news. False if the room's slot ``news`` does, because its
    sentence names people of the household, and for reminders, because the inbox lists the thing
    already."""
    withdrawn_by: tuple[str, ...] = ()
    """Journal verbs about the thing after which the message is neither listed nor sent."""
    retracts: bool = False
    """Whether it takes back what was said of the thing. It goes only where an urgent message about
    the thing went before: to the same persons on the same channels, and to the same chat groups."""
    follows: tuple[str, ...] = ()
    """Steps of things that came of this one, after which its author is told: journal verbs, or names
    given to ``tell_authors``."""
    thing_type: str = ""
    """Label of the model, if the type follows steps."""

    @abstractmethod
    def recipients_of(self, thing: T) -> Iterable[Recipient]:
        """Return who learns of it. The first reason of a person counts."""
