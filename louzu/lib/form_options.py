"""Types of the arguments that constructors pass on to Django's forms and fields."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypedDict, TypeVar

from django.db.models import Model

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.forms.renderers import BaseRenderer
    from django.forms.utils import ErrorList
    from django.utils.datastructures import MultiValueDict
    from django_stubs_ext import StrOrPromise

FormData: TypeAlias = Mapping[str, Any]
"""``request.POST``."""
FormFiles: TypeAlias = "MultiValueDict[str, UploadedFile[Any]]"
"""``request.FILES``."""

M = TypeVar("M", bound=Model)


class FormOptions(TypedDict, total=False):
    auto_id: bool | str
    prefix: str | None
    initial: MutableMapping[str, Any] | None
    error_class: type[ErrorList]
    label_suffix: str | None
    empty_permitted: bool
    use_required_attribute: bool | None
    renderer: BaseRenderer | None


class ModelFormOptions(FormOptions, Generic[M], total=False):
    instance: M | None


class FieldOptions(TypedDict, total=False):
    label: StrOrPromise | None
    initial: object
    error_messages: dict[str, StrOrPromise] | None


class ChoiceOptions(FieldOptions, total=False):
    help_text: StrOrPromise
    empty_label: StrOrPromise | None
