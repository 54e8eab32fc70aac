"""The search index (找一找)."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup, Q
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from governance.journal.models import Audience, audiences_of
from governance.search.words import SearchQuery
from residents.models import Building, Standing


def index_word_of(building: Building) -> str:
    """Return the token of a building. Users cannot type it."""
    return f"@{building.pk}"


@SearchVectorField.register_lookup
class Matches(Lookup[bool]):
    """Compare with a tsquery without a PostgreSQL dictionary. Tokens were split and folded before."""

    lookup_name = "matches"

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        left, given = self.process_lhs(compiler, connection)
        return f"{left} @@ %s::tsquery", (*given, str(self.rhs))


class PassageQuerySet(models.QuerySet["Passage"]):
    def about(self, kind: str, pk: int) -> Self:
        return self.filter(subject_type=kind, subject_id=pk)

    def matching(self, question: SearchQuery, building: Building) -> Self:
        """Filter by query and building. The building is a token too, so that one index serves both."""
        query = f"'{index_word_of(building)}' & {question.as_tsquery()}"
        return self.filter(building=building, tokens__matches=query)

    def readable_by(self, standing: Standing) -> Self:
        """Return passages that this person may read and whose date has come."""
        return self.filter(audience__in=audiences_of(standing), at__lte=timezone.now())


class Passage(models.Model):
    """A text that can be found, such as a notice or a post. Created by ``searchable``."""

    stays_in_cell = "the index is made anew"

    building = models.ForeignKey(Building, models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    number = models.PositiveIntegerField(default=1)
    """Position within the subject."""
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.RESIDENTS)
    title = models.CharField(max_length=300, blank=True)
    beneath = models.CharField(max_length=300, blank=True)
    """Title shown above a text without its own title. It is not searched."""
    text = models.TextField(blank=True)
    url = models.CharField(max_length=300)
    at = models.DateTimeField()
    """The time from which it can be read."""
    until = models.DateTimeField(null=True)
    """The time when it expires. It is still found then, and marked as expired."""
    tokens = SearchVectorField()

    objects = PassageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "number"], name="one_passage_per_number"
            ),
            models.CheckConstraint(
                name="passage_has_a_heading", condition=~Q(title="", beneath="")
            ),
        ]
        indexes = [GinIndex(fields=["tokens"], fastupdate=False, name="passage_tokens")]

    def __str__(self) -> str:
        return self.title or self.beneath

    @property
    def over(self) -> bool:
        return self.until is not None and self.until <= timezone.now()
