"""Which rows belong to a neighbourhood, by model: found in the foreign keys, or declared.

A model can declare ``stays_in_cell``, a reason; ``moves_with_thing``, its fields for a model's label and a
key; and ``takes_along``, foreign keys whose targets move with its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db.models import AutoField, ForeignKey, Model
from django.db.models.fields import BigAutoField

from residents.people.models import User
from residents.places.models import Neighbourhood


@dataclass(frozen=True, slots=True)
class Belonging:
    """One of the first four is set. Rows that others take along move as well."""

    lookups: tuple[str, ...] = ()
    """Paths of foreign keys to ``Neighbourhood``; any of them counts."""
    person: str = ""
    """The foreign key to the person, whose rows these are."""
    thing: tuple[str, ...] = ()
    """The fields for the label of a model, or its content type, and for the key."""
    stays: str = ""
    """Why no rows move."""
    is_person: bool = False
    """Whether these are the people themselves."""
    is_renumbered: bool = False
    """Whether a row gets a new key, because keys are short and nothing refers to them."""

    @property
    def moves(self) -> bool:
        return not self.stays


MADE_BY_MIGRATE = "migrating writes it in each cell; a row is found by its name"
OTHER_APPS: Mapping[str, Belonging] = {
    "admin.LogEntry": Belonging(thing=("content_type", "object_id")),
    "auth.Permission": Belonging(stays=MADE_BY_MIGRATE),
    "auth.Group": Belonging(stays="rights come from offices, never from groups"),
    "auth.Group_permissions": Belonging(stays="rights come from offices, never from groups"),
    "residents.User_groups": Belonging(stays="rights come from offices, never from groups"),
    "residents.User_user_permissions": Belonging(stays="rights come from offices"),
    "contenttypes.ContentType": Belonging(stays=MADE_BY_MIGRATE),
    "sessions.Session": Belonging(stays="everybody signs in again"),
    "usersessions.UserSession": Belonging(stays="everybody signs in again"),
    "account.EmailAddress": Belonging(stays="accounts have no e-mail address"),
    "account.EmailConfirmation": Belonging(stays="accounts have no e-mail address"),
    "socialaccount.SocialApp": Belonging(stays="the service account is the installation's"),
    "socialaccount.SocialToken": Belonging(stays="signing in with WeChat gives a new one"),
    "procrastinate.ProcrastinateWorker": Belonging(stays="the queue is the installation's"),
    "procrastinate.ProcrastinateJob": Belonging(stays="what is to be done is in other tables"),
    "procrastinate.ProcrastinateEvent": Belonging(stays="the queue is the installation's"),
    "procrastinate.ProcrastinatePeriodicDefer": Belonging(stays="the queue is the installation's"),
}
"""Models of other packages, and tables between two models, that cannot declare anything."""


class UnclassifiedError(LookupError):
    """A model of which nobody said whether its rows move."""


def belongings() -> dict[type[Model], Belonging]:
    """Return where the rows of each model belong. Raises UnclassifiedError."""
    models = [model for model in apps.get_models(include_auto_created=True) if _is_stored(model)]
    found = {model: known for model in models if (known := _declared(model))}
    paths = _paths_to_neighbourhood([model for model in models if model not in found])
    found |= {model: Belonging(lookups=lookups) for model, lookups in paths.items()}
    for model in models:
        if model not in found:
            found[model] = _of_a_person(model)
    return found


def taken_along() -> dict[type[Model], list[tuple[type[Model], str]]]:
    """Map each model of which rows are taken along to the models and fields that do it."""
    found: dict[type[Model], list[tuple[type[Model], str]]] = {}
    for model in apps.get_models():
        for name in vars(model).get("takes_along", ()):
            target = model._meta.get_field(name).related_model
            if isinstance(target, type):
                found.setdefault(target, []).append((model, name))
    return found


def foreign_keys(model: type[Model]) -> list[ForeignKey[Model, Model]]:
    return [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]


def _is_stored(model: type[Model]) -> bool:
    return not model._meta.proxy


def _declared(model: type[Model]) -> Belonging | None:
    if model is Neighbourhood:
        return Belonging(lookups=("pk",))
    if model is User:
        return Belonging(is_person=True)
    label = model._meta.label
    known = OTHER_APPS.get(label)
    if known:
        return Belonging(thing=known.thing, stays=known.stays, is_renumbered=not known.stays)
    own = vars(model)
    if reason := own.get("stays_in_cell"):
        return Belonging(stays=reason)
    if fields := own.get("moves_with_thing"):
        return Belonging(thing=fields)
    return None


def _paths_to_neighbourhood(models: Iterable[type[Model]]) -> dict[type[Model], tuple[str, ...]]:
    """Go from the neighbourhood down the foreign keys. One that must be set decides alone; a model that
    has none belongs by any that is set, such as an office."""
    found: dict[type[Model], tuple[str, ...]] = {Neighbourhood: ("pk",)}
    waiting, optional = list(models), False
    while waiting:
        ready = [model for model in waiting if not (optional and _waits(model, waiting))]
        step = {m: paths for m in ready if (paths := _step(m, found, optional=optional))}
        if not step and optional:
            break
        optional = not step
        found |= step
        waiting = [model for model in waiting if model not in step]
    del found[Neighbourhood]
    return found


def _waits(model: type[Model], waiting: list[type[Model]]) -> bool:
    """Return whether a foreign key that must be set leads to a model of ``waiting``."""
    return any(key.related_model in waiting and not key.null for key in foreign_keys(model))


def _step(
    model: type[Model], found: Mapping[type[Model], tuple[str, ...]], *, optional: bool
) -> tuple[str, ...]:
    keys = [key for key in foreign_keys(model) if key.null == optional]
    paths = [
        tuple(key.name if path == "pk" else f"{key.name}__{path}" for path in found[parent])
        for key in keys
        if (parent := key.related_model) in found and parent is not model
    ]
    if not optional:
        return min(paths, key=lambda path: len(path[0]), default=())
    return tuple(path for several in paths for path in several)


def _of_a_person(model: type[Model]) -> Belonging:
    for key in foreign_keys(model):
        if key.related_model is User and not key.null:
            return Belonging(person=key.name, is_renumbered=_has_short_key(model))
    raise UnclassifiedError(
        f"{model._meta.label} hangs neither on a neighbourhood nor on a person: let the model declare"
        " stays_in_cell, with a reason, or moves_with_thing (docs/scale.md)."
    )


def _has_short_key(model: type[Model]) -> bool:
    return isinstance(model._meta.pk, AutoField) and not isinstance(model._meta.pk, BigAutoField)
