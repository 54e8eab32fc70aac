"""Rows about one person, newest first, for the personal data of ``personal_data``."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from governance.lounge.models import (
    Attendance,
    Bookmark,
    Hiding,
    Offer,
    Pause,
    Post,
    Report,
    Support,
    Thread,
    ThreadQuerySet,
    Unmasking,
    Unnamed,
    Wish,
)
from residents.models import User


def threads_by(user: User) -> ThreadQuerySet:
    return Thread.objects.filter(author=user).order_by("-last_post_at", "-pk")


def unnamed_threads_by(user: User) -> QuerySet[Unnamed]:
    return Unnamed.objects.filter(user=user).select_related("thread").order_by("-pk")


def posts_by(user: User) -> QuerySet[Post]:
    own = Q(author=user) | Q(author=None, thread__unnamed_author__user=user)
    return Post.objects.filter(own).order_by("-at", "-pk")


def bookmarks_of(user: User) -> QuerySet[Bookmark]:
    return Bookmark.objects.filter(user=user).select_related("thread").order_by("-pk")


def supports_by(user: User) -> QuerySet[Support]:
    return Support.objects.filter(user=user).select_related("thread").order_by("-pk")


def offers_by(user: User) -> QuerySet[Offer]:
    return Offer.objects.filter(author=user).select_related("thread").order_by("-pk")


def attendances_of(user: User) -> QuerySet[Attendance]:
    return Attendance.objects.filter(author=user).select_related("thread").order_by("-pk")


def reports_by(user: User) -> QuerySet[Report]:
    return Report.objects.filter(by=user).order_by("-at", "-pk")


def hidings_about(user: User) -> QuerySet[Hiding]:
    return Hiding.objects.filter(Q(post__author=user) | Q(author=user)).order_by("-at", "-pk")


def pauses_about(user: User) -> QuerySet[Pause]:
    return Pause.objects.filter(Q(user=user) | Q(author=user)).order_by("-at", "-pk")


def wishes_by(user: User) -> QuerySet[Wish]:
    return Wish.objects.filter(author=user).select_related("thread").order_by("-at", "-pk")


def unmaskings_about(user: User) -> QuerySet[Unmasking]:
    about = Q(thread__unnamed_author__user=user) | Q(author=user)
    return Unmasking.objects.filter(about).select_related("thread").order_by("-at", "-pk")
