"""The rows of a neighbourhood, as querysets: what an export reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    F,
    FileField,
    Model,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat

from residents.cells.belonging import Belonging, belongings, foreign_keys, taken_along
from residents.people.models import User
from residents.places.models import Neighbourhood

BARE = "moved-"
"""Beginning of the user name of somebody who is only named in the rows. The key follows."""
NEVER = Q(pk__in=[])


@dataclass
class MovingRows:
    """Rows that are exported with a neighbourhood, one queryset for each model.

    ``people`` live or lived there, or hold or held an office. Others are only named in its rows: they
    come along as bare accounts, without phone and password.
    """

    neighbourhood: Neighbourhood
    belongings: Mapping[type[Model], Belonging] = field(default_factory=belongings)

    @property
    def models(self) -> list[type[Model]]:
        """Models of which rows may move."""
        along = taken_along()
        return [m for m, belonging in self.belongings.items() if belonging.moves or m in along]

    @property
    def people(self) -> QuerySet[Any, Any]:
        here = self.neighbourhood.pk
        lives = Q(memberships__household__building__neighbourhood=here)
        serves = Q(offices__building__neighbourhood=here) | Q(offices__neighbourhood=here)
        return self._all(User).filter(lives | serves).values("pk")

    def of(self, model: type[Model]) -> QuerySet[Model]:
        if self.belongings[model].is_person:
            return self._users()
        rows = self._condition(model)
        for taker, name in taken_along().get(model, ()):
            keys = self._belonging(taker).values(name)
            rows |= Q(pk__in=keys.filter(**{f"{name}__isnull": False}))
        return self._all(model).filter(rows)

    def columns(self, model: type[Model]) -> dict[str, Any]:
        """Map the columns of the table to what an export writes into them."""
        belonging = self.belongings[model]
        found: dict[str, Any] = {}
        for column in model._meta.concrete_fields:
            if column.generated or (column.primary_key and belonging.is_renumbered):
                continue
            found[str(column.column)] = F(column.attname)
            if column.related_model is ContentType:
                label = (F(f"{column.name}__app_label"), Value("."), F(f"{column.name}__model"))
                found[str(column.column)] = Concat(*label, output_field=TextField())
        return found | (self._of_account() if belonging.is_person else {})

    def files(self, model: type[Model]) -> set[str]:
        """Return the names of the uploaded files of these rows."""
        fields = [one.name for one in model._meta.concrete_fields if isinstance(one, FileField)]
        names: set[str] = set()
        for name in fields:
            names |= set(self.of(model).values_list(name, flat=True))
        return names - {""}

    def _belonging(self, model: type[Model]) -> QuerySet[Model]:
        return self._all(model).filter(self._condition(model))

    def _condition(self, model: type[Model]) -> Q:
        belonging = self.belongings[model]
        if belonging.is_person:
            return Q(pk__in=self.people)
        if belonging.person:
            return Q(**{f"{belonging.person}__in": self.people})
        if belonging.thing:
            return self._about_things(model, *belonging.thing)
        here = [Q(**{lookup: self.neighbourhood.pk}) for lookup in belonging.lookups]
        return reduce(or_, here, NEVER)

    def _about_things(self, model: type[Model], kind: str, key: str) -> Q:
        found = NEVER
        for value in self._all(model).values_list(kind, flat=True).distinct():
            thing = _model_of(value)
            if thing is None or not self.belongings[thing].moves:
                continue
            keys = self._belonging(thing).annotate(as_text=Cast("pk", TextField()))
            column = (
                "pk" if model._meta.get_field(key).get_internal_type() != "TextField" else "as_text"
            )
            found |= Q(**{kind: value, f"{key}__in": keys.values(column)})
        return found

    def _users(self) -> QuerySet[Model]:
        """Everybody whom a row names."""
        named = Q(pk__in=self.people)
        for model in self.models:
            for key in foreign_keys(model):
                if key.related_model is User:
                    rows = self.of(model).filter(**{f"{key.name}__isnull": False})
                    named |= Q(pk__in=rows.values(key.attname))
        return self._all(User).filter(named)

    def _of_account(self) -> dict[str, Any]:
        """Nobody brings rights along, and who is only named brings little else."""
        bare = {
            "username": Concat(Value(BARE), Cast("pk", CharField())),
            "password": Value("!"),
            "phone": Value(None, CharField()),
            "phone_verified_at": Value(None, DateTimeField()),
            "last_login": Value(None, DateTimeField()),
            "introduction": Value(""),
            "skills": Value(""),
        }
        known = {name: When(pk__in=self.people, then=F(name)) for name in bare}
        rights = {"is_superuser": Value(value=False), "is_staff": Value(value=False)}
        return rights | {name: Case(known[name], default=value) for name, value in bare.items()}

    def _all(self, model: type[Model]) -> QuerySet[Any]:
        return model._base_manager.order_by()  # noqa: SLF001 -- Django's, without a default filter


def _model_of(value: object) -> type[Model] | None:
    """Return the model of a label or of a content type, if there still is one."""
    if isinstance(value, str):
        try:
            return apps.get_model(value)
        except (LookupError, ValueError):
            return None
    return ContentType.objects.get_for_id(int(str(value))).model_class()
