"""Versions of the table by which the flats share the cost of a matter."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import Canvass
from governance.matters.apportionment import Method
from governance.matters.lifecycle import ShareState
from governance.matters.models.matters import Matter
from residents.models import Building, Flat, User
from residents.people.scope import address

METHOD_NAMES = {
    Method.coefficient: _("按系数"),
    Method.area: _("按建筑面积"),
    Method.heads: _("按人数"),
    Method.area_coefficient: _("面积乘系数"),
    Method.fixed: _("一户一户说定"),
    Method.mixed: _("先各出一笔说定的，余下的按系数"),
}


class ShareTable(models.Model):
    """分摊方案: one version. It can be changed as a draft only; an earlier version stays readable."""

    database_rules = {
        "keep_proposed": "Never deleted; a proposed version keeps its figures, which add up to the total. "
        "A replaced one is only put back in force, or marked as rejected.",
    }

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="share_tables")
    number = models.PositiveSmallIntegerField(_("第几版"), editable=False)
    state = models.CharField(
        _("状态"), max_length=10, choices=ShareState, default=ShareState.DRAFT, editable=False
    )
    total_fen = models.BigIntegerField(_("一共要花多少（分）"))
    method = models.CharField(
        _("怎么分"),
        max_length=12,
        choices=[(method.value, name) for method, name in METHOD_NAMES.items()],
        default=Method.coefficient.value,
    )
    rule = models.CharField(_("用话说清怎么分"), max_length=500)
    """The rule in words, as it was talked over. All members read it beside the table."""
    rest_fen = models.BigIntegerField(default=0, editable=False)
    """What is left because shares are rounded down to the fen."""
    version = models.PositiveIntegerField(default=1, editable=False)
    """Raised by each change of a draft, to detect concurrent edits."""
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    """Who changed the draft last."""
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    proposed_at = models.DateTimeField(_("什么时候提出的"), null=True, editable=False)
    canvass = models.OneToOneField(
        Canvass, models.PROTECT, null=True, related_name="+", editable=False
    )
    """The question whether the payers agree. Its answers are the agreements to this version."""

    class Meta:
        verbose_name = verbose_name_plural = _("分摊方案")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "number"],
                condition=~Q(state="discarded"),
                name="one_share_table_a_number",
            ),
            models.UniqueConstraint(
                fields=["matter"], condition=Q(state="draft"), name="one_share_draft_a_matter"
            ),
            models.UniqueConstraint(
                fields=["matter"],
                condition=Q(state="proposed"),
                name="one_share_proposal_a_matter",
            ),
            models.UniqueConstraint(
                fields=["matter"], condition=Q(state="in_force"), name="one_share_table_in_force"
            ),
            models.CheckConstraint(
                name="share_table_has_a_total",
                condition=Q(total_fen__gt=0, total_fen__lte=99_999_999_999, rest_fen__gte=0),
            ),
            models.CheckConstraint(name="share_table_has_a_rule", condition=~Q(rule="")),
            models.CheckConstraint(
                name="share_table_has_its_stamps",
                condition=Q(
                    state__in=["draft", "discarded"],
                    proposed_by=None,
                    proposed_at=None,
                    canvass=None,
                )
                | Q(
                    state__in=["proposed", "in_force", "replaced", "withdrawn", "rejected"],
                    proposed_by__isnull=False,
                    proposed_at__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return gettext("第%(n)s版") % {"n": self.number}

    def get_absolute_url(self) -> str:
        return address("matters:share_table", self.building.slug, self.matter_id, self.number)

    @property
    def building(self) -> Building:
        return self.matter.building

    @property
    def draft_version(self) -> str:
        """Names this draft and its last change. Another draft may have the same number."""
        return f"{self.pk}.{self.version}"

    @property
    def is_due(self) -> bool:
        """Whether the flats are to pay: it is in force, and the answer of those who were asked is
        published. One that did not pass is rejected then."""
        decided = self.canvass is not None and self.canvass.state == CanvassState.PUBLISHED
        return self.state == ShareState.IN_FORCE and decided

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that its method uses."""
        return Method(self.method).columns


class ShareSubsidy(models.Model):
    """补贴: what others bear, as an amount or as a percentage of the total up to a cap."""

    database_rules = {"keep_proposed": "Rows are changed while the table is a draft only."}

    table = models.ForeignKey(ShareTable, models.PROTECT, related_name="subsidies")
    name = models.CharField(_("哪里来的"), max_length=60)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    cap_fen = models.BigIntegerField(null=True)
    fen = models.BigIntegerField()
    """The amount. Computed if ``percent`` is set."""

    class Meta:
        verbose_name = verbose_name_plural = _("补贴")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="share_subsidy_is_not_negative",
                condition=Q(fen__gte=0)
                & (Q(percent=None) | Q(percent__gt=0, percent__lte=100))
                & (Q(cap_fen=None) | Q(cap_fen__gt=0, percent__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ShareLine(models.Model):
    """What one flat bears. The share stays with the flat when it is sold."""

    database_rules = {"keep_proposed": "Rows are changed while the table is a draft only."}

    table = models.ForeignKey(ShareTable, models.PROTECT, related_name="lines")
    flat = models.ForeignKey(Flat, models.PROTECT, related_name="+")
    coefficient = models.CharField(_("系数"), max_length=13, blank=True)
    """As typed, such as ``0.50``."""
    area = models.DecimalField(_("建筑面积"), max_digits=7, decimal_places=2, null=True)
    heads = models.PositiveSmallIntegerField(_("人数"), null=True)
    fixed_fen = models.BigIntegerField(_("说定的数（分）"), null=True)
    fen = models.BigIntegerField(editable=False)
    """The share, as ``governance.matters.apportionment`` computes it."""

    class Meta:
        verbose_name = verbose_name_plural = _("各户的分摊")
        ordering = ["flat__floor", "flat__room"]
        constraints = [
            models.UniqueConstraint(fields=["table", "flat"], name="one_share_line_a_flat"),
            models.CheckConstraint(
                name="share_is_not_negative",
                condition=Q(fen__gte=0)
                & (Q(area=None) | Q(area__gte=0))
                & (Q(fixed_fen=None) | Q(fixed_fen__gte=0))
                & Q(coefficient__regex=r"^(\d{1,6}(\.\d{1,6})?)?$"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.flat)
