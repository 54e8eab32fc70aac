"""Tell whether what a count rests on has changed since a page showed it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count as CountOf
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from governance.canvass.models import (
    Answer,
    Canvass,
    Confirmation,
    LineReading,
    PaperLine,
    RollEntry,
    Visit,
)
from governance.canvass.queries.checks import open_readings
from louzu.lib.errors import Stale
from louzu.lib.versions import version_of

OF_VOICES = (Answer, PaperLine, RollEntry, Visit)


def record_version_of(canvass: Canvass) -> str:
    """Return a hash that changes with each answer, check, visit, reading, paper and ballot.

    The number of rows tells it, because they are only added, except that a reading ends. Uses one statement.
    """
    rows = {model.__name__: _number_of(model._default_manager.all()) for model in OF_VOICES}
    of_answers = {
        "confirmations": Confirmation.objects.all(),
        "readings": LineReading.objects.all(),
        "open_readings": open_readings(),
    }
    rows.update({n: _number_of(found, "answer__") for n, found in of_answers.items()})
    counted = Canvass.objects.filter(pk=canvass.pk).values_list("material_version", *rows.values())
    return version_of(*counted.get())


def _number_of(rows: QuerySet[Any], path: str = "") -> Subquery:
    canvass = f"{path}voice__canvass"
    grouped = rows.filter(**{canvass: OuterRef("pk")}).order_by().values(canvass)
    return Subquery(grouped.annotate(number=CountOf("pk")).values("number"))


def refuse_if_record_changed(canvass: Canvass, seen: str | None) -> None:
    """Raise Stale if ``seen`` is another ``record_version_of`` the canvass, which must be locked.

    ``seen`` is None where no page was shown, as for a scheduled job.
    """
    newest = record_version_of(canvass) if seen is not None else seen
    if seen != newest:
        raise Stale(
            _("您看的时候，又有人登记、核对或者改过了。下面是现在的，请再看一遍，没有问题再按。"),
            version=newest,
        )
