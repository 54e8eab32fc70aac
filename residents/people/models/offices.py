"""Offices held by people in a building or neighbourhood."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from residents.people.models.users import User
from residents.places.models import Building, Neighbourhood
from residents.places.models.spans import Span, SpanQuerySet, in_order


class Office(Span):
    """An office held from one day until another. Past offices are kept."""

    database_rules = {
        "keep_history": "Never deleted; only the end may be set, and later moved earlier, not before today.",
        "end_office_with_building": "An office in a building that closes is entered to end with it at the latest.",
    }

    class Kind(models.TextChoices):
        LEADER = "leader", _("楼组长")
        CORE = "core", _("骨干")
        VOLUNTEER = "volunteer", _("志愿者")
        TEAM = "team", _("自管小组")
        TREASURER = "treasurer", _("管账人")
        STAFF = "staff", _("居委工作人员")

    HELPING = (Kind.VOLUNTEER, Kind.TEAM, Kind.TREASURER)
    """Offices that the leader gives and ends. The committee gives the others."""
    LESSER = (Kind.CORE, Kind.VOLUNTEER, Kind.TREASURER)
    """Offices whose duties a leader has as well."""

    user = models.ForeignKey(User, models.PROTECT, related_name="offices", verbose_name=_("用户"))
    kind = models.CharField(_("职务"), max_length=10, choices=Kind)
    building = models.ForeignKey(
        Building,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offices",
        verbose_name=_("楼组"),
    )
    neighbourhood = models.ForeignKey(
        Neighbourhood,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offices",
        verbose_name=_("居民区"),
    )
    deputed = models.BooleanField(_("可代楼组长张贴通知"), default=False, help_text=_("只用于骨干"))
    contact = models.CharField(
        _("愿意让邻居拨打的电话"), max_length=30, blank=True, help_text=_("不写就不显示")
    )
    appointed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("由谁委派")
    )

    objects = SpanQuerySet["Office"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("职务")
        constraints = [
            in_order("office_dates_in_order"),
            models.CheckConstraint(
                name="staff_serve_a_neighbourhood_others_a_building",
                condition=Q(kind="staff", neighbourhood__isnull=False, building=None)
                | (~Q(kind="staff") & Q(neighbourhood=None, building__isnull=False)),
                violation_error_message=_("居委工作人员写居民区，其他职务写楼组。"),
            ),
            models.CheckConstraint(
                name="only_core_residents_are_deputed", condition=Q(deputed=False) | Q(kind="core")
            ),
            ExclusionConstraint(
                name="one_leader_at_a_time",
                expressions=[
                    ("building", RangeOperators.EQUAL),
                    (
                        Func(
                            F("since"),
                            F("until"),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(kind="leader"),
                violation_error_message=_("这段时间里，这栋楼已经有楼组长了。"),
            ),
        ]
        indexes = [models.Index(fields=["building", "kind"], name="office_by_building")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.user}"

    def clean(self) -> None:
        """Refuse one person as leader and treasurer, since one enters what the other checks, and an office
        that a leader gives to whoever holds it."""
        if not (self.user_id and self.building_id):
            return
        held = Office.objects.filter(user=self.user_id, building=self.building_id)
        kinds = set(held.not_over(self.since).exclude(pk=self.pk).values_list("kind", flat=True))
        if self.kind in self.HELPING and self.kind in kinds:
            raise ValidationError(_("这位邻居已经在做这件事了。"))
        if APART.get(self.kind) in kinds:
            raise ValidationError(
                _("楼组长不能兼管账人：一个人记账，另一个人核对，要两个人。请另请一位邻居。")
            )


APART: dict[str, str] = {
    Office.Kind.LEADER: Office.Kind.TREASURER,
    Office.Kind.TREASURER: Office.Kind.LEADER,
}
"""Offices that one person does not hold together."""
