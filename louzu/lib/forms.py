"""Base classes of forms, shared fields, and how a form shows that an action was refused."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, Unpack

from crispy_forms.helper import FormHelper
from django import forms
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy

from louzu.lib.empty_fields import with_label
from louzu.lib.errors import Refused, Stale
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.marks import mark
from louzu.lib.required_if import RequiredIfFields

if TYPE_CHECKING:
    from django.forms.renderers import BaseRenderer
    from django.utils.safestring import SafeString
    from django_stubs_ext import StrOrPromise


F = TypeVar("F", bound=forms.Field)
R = TypeVar("R", bound="RowForm")


def default_helper() -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


class CrispyForm(RequiredIfFields, forms.Form):
    """A form that ``{% crispy form %}`` shows inside the form tag of the page."""

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.helper = default_helper()


class RowForm(CrispyForm):
    """A form of a ``RowSet``, which is ignored if it is empty.

    ``identity`` is the name of the hidden field with the key of the row's object. A form with only
    this field counts as empty.
    """

    identity: ClassVar[str]

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        options["empty_permitted"] = True
        super().__init__(data, files, **options)

    def has_changed(self) -> bool:
        return bool(set(self.changed_data) - {self.identity})


class RowSet(forms.BaseFormSet[R]):
    """A formset to which a button adds an empty row, without JavaScript."""

    def with_one_more(self) -> Self:
        """Return a formset with what was typed, not validated, and an empty row after it."""
        typed = [{name: form[name].value() for name in form.fields} for form in self.forms]
        return type(self)(initial=typed)


NEIGHBOURS_READ_IT = gettext_lazy("邻居们会看到这句话")


def reason_form(
    question: StrOrPromise, *, read_by: StrOrPromise = NEIGHBOURS_READ_IT
) -> type[CrispyForm]:
    reason = forms.CharField(
        label=question,
        max_length=300,
        help_text=read_by,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    return type("ReasonForm", (CrispyForm,), {"reason": reason})


class LocalTimeInput(forms.DateTimeInput):
    """The browser's date and time picker. The value is in the time zone of the site."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class MarkdownTextarea(forms.Textarea):
    """A textarea with buttons for marks and a preview, by ``static/js/marked.js``.

    Every field whose text is shown by ``text.from_markdown`` has it; a test checks this.
    """

    def render(
        self,
        name: str,
        value: object,
        attrs: dict[str, object] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        field = super().render(name, value, attrs, renderer)
        return render_to_string("components/marked.html", {"field": field})


VERSIONS = ("version", "revision", "sequence")
"""Names that the hidden field with the version of a text may have."""


class VersionField(forms.CharField):
    """Hidden: ``louzu.lib.versions.version_of`` the text when the form was shown."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, required=False, max_length=40)


def replace_data(form: forms.BaseForm, **values: str) -> None:
    """Change the values of these fields as if they had been sent; all others stay as typed."""
    typed: Any = copy(form.data)
    for name, value in values.items():
        typed[form.add_prefix(name)] = value
    form.data = typed


def show_newer_text(form: forms.BaseForm, stale: Stale) -> None:
    """Show the present text beside what was typed, and put its version into the form.

    So when the form is sent again, it overwrites that text.
    """
    replace_data(form, **{name: stale.version for name in VERSIONS if name in form.fields})
    mark(form, newest=stale.newest)


def field_of(form: forms.BaseForm, name: str, kind: type[F]) -> F:
    """Return a declared field. Raises TypeError if it is not a ``kind``."""
    field = form.fields[name]
    if not isinstance(field, kind):
        raise TypeError(name)
    return field


def error_sentences(form: forms.BaseForm) -> list[str]:
    """Return each error as a sentence with the label of its field, for where no form is shown."""
    return [
        with_label(str(error), form[name].label) if name in form.fields else str(error)
        for name, errors in form.errors.items()
        for error in errors
    ]


def refusals_on(form: forms.BaseForm, *, stale: Callable[[], None] | None = None) -> RefusalsOnForm:
    """Return a context manager that shows a Refused raised inside it as an error of the form, beside
    the field that it names.

    What was typed stays, and the view goes on after the block. A Stale also shows the present text:
    by ``stale`` if given, else by ``show_newer_text``.
    """
    return RefusalsOnForm(form, stale)


@dataclass(frozen=True, slots=True)
class RefusalsOnForm:
    form: forms.BaseForm
    stale: Callable[[], None] | None

    def __enter__(self) -> None:
        """Nothing is needed before."""

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _at: object
    ) -> bool:
        if not isinstance(error, Refused):
            return False
        if isinstance(error, Stale) and self.stale:
            self.stale()
        elif isinstance(error, Stale):
            show_newer_text(self.form, error)
        self.form.add_error(error.field if error.field in self.form.fields else None, str(error))
        return True
