"""Posts, their earlier texts and their photos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.lounge.models.threads import Authored, Thread
from louzu.lib.stored_files import StoredFileField
from louzu.lib.text import join_lines, truncated
from louzu.lib.uploads import random_path

if TYPE_CHECKING:
    from residents.models import Building

MAX_POST_PHOTOS = 9


class Post(Authored):
    """A post, numbered within its thread. The first post opens the thread."""

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    text = models.CharField(_("说的话"), max_length=3000, blank=True)
    html = models.TextField(blank=True)
    """``text`` rendered as safe HTML."""
    at = models.DateTimeField()
    quotes = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    """The post of the same thread that it replies to."""
    edited_at = models.DateTimeField(_("何时改过"), null=True, editable=False)
    deleted_at = models.DateTimeField(_("何时删去"), null=True, editable=False)
    hidden = models.BooleanField(_("收起了"), default=False, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("发言")
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="one_post_per_number"),
            models.CheckConstraint(name="posts_count_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="post_says_something_or_was_deleted",
                condition=(~Q(text="") & Q(deleted_at=None))
                | Q(text="", html="", deleted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="post_without_author_has_no_office",
                condition=Q(author__isnull=False) | Q(office=""),
            ),
        ]
        indexes = [models.Index(fields=["author", "at"], name="post_by_author")]

    def __str__(self) -> str:
        return f"{self.thread_id} #{self.number}"

    @property
    def building(self) -> Building:
        return self.thread.building

    @property
    def byline(self) -> str:
        """The author's byline, or a fixed one for the anonymous starter of the thread."""
        return super().byline if self.author else gettext("发起人")

    @property
    def own(self) -> bool:
        """Whether an anonymous post is the reader's. See ``rules.is_own``."""
        return self.author is None and self.thread.own

    @property
    def readable(self) -> bool:
        return not (self.hidden or self.deleted_at)

    @property
    def excerpt(self) -> str:
        return truncated(join_lines(self.text)) if self.readable else gettext("（这段话看不到了）")

    @property
    def place(self) -> str:
        return self.thread.url_of(self.number)

    def url(self, view: str) -> str:
        """Return the URL of an action on the post, such as ``post.url("edit")``."""
        slug = self.thread.building.slug
        return reverse(f"lounge:{view}", args=[slug, self.thread_id, self.number])


class PostVersion(models.Model):
    """The text before a change. Deleted together with the post."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="versions")
    title = models.CharField(max_length=60, blank=True)
    """The thread's title, if this is its first post."""
    html = models.TextField()
    until = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("改动前的话")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.post_id} · {self.until:%Y-%m-%d}"


def photo_path(_photo: Photo, _name: str) -> str:
    return random_path("lounge", "jpg")


class Photo(models.Model):
    """A re-encoded photo. Nothing of the uploaded file is kept except its pixels."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="photos")
    file = StoredFileField(upload_to=photo_path)
    thumbnail = StoredFileField(upload_to=photo_path)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = _("照片")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.post_id} · {self.pk}"
