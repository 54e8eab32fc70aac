"""The charter and its editions."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Max, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.charters.lifecycle import IN_EFFECT, UNDER_WAY, EditionState
from governance.charters.models.numerals import numeral
from residents.models import Building, Household
from residents.people.scope import BuildingOwned, BuildingOwnedQuerySet, address


class CharterQuerySet(BuildingOwnedQuerySet["Charter"]):
    def with_editions(self) -> Self:
        """Annotate the edition in force (number, start and review date) and the one under way
        (state and start)."""
        standing = Q(editions__state__in=IN_EFFECT)
        under_way = Q(editions__state__in=UNDER_WAY)
        return self.annotate(
            number_in_force=Max("editions__number", filter=standing),
            in_force_since=Max("editions__in_force_at", filter=standing),
            review_on=Max("editions__review_on", filter=standing),
            state_under_way=Max("editions__state", filter=under_way),
            under_way_since=Max("editions__begun_at", filter=under_way),
        )


class Charter(BuildingOwned):
    """The charter of a building. Its text is in the editions."""

    number_in_force: int | None
    in_force_since: dt.datetime | None
    review_on: dt.date | None
    state_under_way: str | None
    under_way_since: dt.datetime | None
    """These five: only with ``with_editions``."""

    offered_at = models.DateTimeField(_("从何时起给别的楼做样本"), null=True, editable=False)
    """When it was offered to buildings of the same neighbourhood, which may read and copy it."""

    objects = CharterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("楼组公约")
        constraints = [
            models.UniqueConstraint(fields=["building"], name="one_charter_per_building")
        ]

    def __str__(self) -> str:
        return gettext("%(building)s楼组公约") % {"building": self.building.name}

    def get_absolute_url(self) -> str:
        return address("charters:charter", self.building.slug)


class Edition(models.Model):
    """A version of the charter: gathered, drafted, consulted on and signed. Never deleted."""

    charter = models.ForeignKey(Charter, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("第几版"), null=True, editable=False)
    """Set when it comes into force, so abandoned editions have no number."""
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=EditionState,
        default=EditionState.GATHERING,
        editable=False,
    )
    begun_at = models.DateTimeField(_("何时开始"), db_default=Now(), editable=False)
    credit = models.CharField(_("参照了哪栋楼"), max_length=60, blank=True, editable=False)
    """Name at that time of the building whose charter was copied."""
    in_force_at = models.DateTimeField(_("何时生效"), null=True, editable=False)
    review_on = models.DateField(_("哪天再看一次"), null=True, editable=False)
    signed = models.PositiveSmallIntegerField(_("几户同意"), null=True, editable=False)
    asked = models.PositiveSmallIntegerField(_("一共几户"), null=True, editable=False)
    ended_at = models.DateTimeField(_("何时结束"), null=True, editable=False)
    ended_reason = models.CharField(_("结束的原因"), max_length=300, blank=True, editable=False)
    comments_until: dt.datetime | None
    """Annotated by ``queries.home.editions_waiting_for``."""

    class Meta:
        verbose_name = verbose_name_plural = _("版本")
        ordering = ["charter", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["charter", "number"], name="one_edition_per_number"),
            models.UniqueConstraint(
                fields=["charter"],
                condition=Q(state__in=["in_force", "review"]),
                name="one_edition_in_force",
            ),
            models.UniqueConstraint(
                fields=["charter"],
                condition=Q(state__in=["gathering", "drafting", "consulting", "signing"]),
                name="one_edition_under_way",
            ),
            models.CheckConstraint(
                name="edition_state_has_its_stamps",
                condition=Q(
                    state__in=["gathering", "drafting", "consulting", "signing"],
                    number=None,
                    in_force_at=None,
                    ended_at=None,
                )
                | Q(
                    state__in=["in_force", "review"],
                    number__gte=1,
                    in_force_at__isnull=False,
                    review_on__isnull=False,
                    ended_at=None,
                )
                | Q(
                    state__in=["replaced", "lapsed"],
                    number__gte=1,
                    in_force_at__isnull=False,
                    ended_at__isnull=False,
                )
                | Q(state="dropped", number=None, in_force_at=None, ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="edition_that_ended_says_why",
                condition=~Q(state__in=["lapsed", "dropped"]) | ~Q(ended_reason=""),
            ),
            models.CheckConstraint(
                name="edition_is_signed_by_some_of_all",
                condition=Q(signed=None, asked=None) | Q(signed__lte=models.F("asked")),
            ),
        ]

    def __str__(self) -> str:
        if self.number is None:
            return gettext("新的一版")
        words = {"numeral": numeral(self.number), "number": self.number}
        return gettext("第%(numeral)s版") % words

    def get_absolute_url(self) -> str:
        slug = self.charter.building.slug
        if self.number is None:
            return address("charters:under_way", slug)
        return address("charters:edition", slug, self.number)

    @property
    def building(self) -> Building:
        return self.charter.building

    @property
    def in_effect(self) -> bool:
        return self.state in IN_EFFECT

    @property
    def under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def due_for_review(self) -> bool:
        return self.review_on is not None and self.review_on <= timezone.localdate()


class ShownFlat(models.Model):
    """Consent of a household to show its flat under the printed charter."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="shown_flats")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("愿意写上墙的户")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "household"], name="a_flat_is_shown_once_an_edition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.household_id}"
