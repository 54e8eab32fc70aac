"""The form classes of the product, and what a form sends unchanged."""

from __future__ import annotations

import importlib
import pkgutil

from django import forms

import governance
import louzu
import residents


def modules():
    for package in (governance, residents):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".forms" in found.name:
                yield importlib.import_module(found.name)


def form_classes():
    """Return every form class once."""
    found = {
        thing
        for module in modules()
        for thing in vars(module).values()
        if isinstance(thing, type)
        and issubclass(thing, forms.BaseForm)
        and thing.__module__.split(".")[0] in {"governance", "residents"}
        and not of_no_model_yet(thing)
    }
    return sorted(found, key=named)


def of_no_model_yet(cls) -> bool:
    return issubclass(cls, forms.BaseModelForm) and cls._meta.model is None


def named(cls):
    return f"{cls.__module__}.{cls.__qualname__}"


def as_shown(form) -> dict[str, object]:
    sent: dict[str, object] = {}
    for name, field in form.fields.items():
        value = form[name].value()
        if isinstance(field.widget, forms.DateTimeInput | forms.DateInput):
            value = field.widget.format_value(value)
        if value not in (None, False):
            sent[name] = value
    return sent


def everything_imported():
    for package in (louzu, residents, governance):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith((".wsgi", ".__main__", ".serve")):
                importlib.import_module(module.name)


def subclasses(of: type) -> set[type]:
    return {of}.union(*(subclasses(one) for one in of.__subclasses__()))


def loaded_form_classes() -> list[type[forms.BaseForm]]:
    everything_imported()
    ours = ("louzu", "residents", "governance", "allauth", "django.contrib.a")
    return sorted((f for f in subclasses(forms.BaseForm) if f.__module__.startswith(ours)), key=str)
