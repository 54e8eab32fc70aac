"""How forms are laid out, and the fields that our rooms share."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from louzu.lib.attachments import MOST_ATTACHMENTS
from louzu.lib.empty_fields import with_label
from louzu.lib.errors import Refused, Stale
from louzu.lib.quoting import quoted
from louzu.lib.required_if import RequiredIfFields
from louzu.lib.uploads import KEPT, File, Photo, Upload, clean_upload, kept_uploads

if TYPE_CHECKING:
    from django.forms.renderers import BaseRenderer
    from django.utils.safestring import SafeString
    from django_stubs_ext import StrOrPromise

R = TypeVar("R", bound="RowForm")


def default_helper() -> FormHelper:
    """One field under the other; the page writes the tag, the token and the buttons."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True  # the page writes the token beside the one-time key
    return helper


class LayoutForm(RequiredIfFields, forms.Form):
    """A form that the page lays out by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = default_helper()


class RowForm(LayoutForm):
    """One row of several; an empty one is none. ``identity`` names the hidden field that says which
    thing the row was before: it alone fills no row."""

    identity: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "empty_permitted": True})

    def has_changed(self) -> bool:
        return bool(set(self.changed_data) - {self.identity})


class RowSet(forms.BaseFormSet[R]):
    """Rows of which there can always be one more, without JavaScript."""

    def with_one_more(self) -> Self:
        """What was typed, not yet judged, and an empty row after it."""
        typed = [{name: form[name].value() for name in form.fields} for form in self.forms]
        return type(self)(initial=typed)


NEIGHBOURS_READ_IT = gettext_lazy("邻居们会看到这句话")


def reason_form(
    question: StrOrPromise, *, read_by: StrOrPromise = NEIGHBOURS_READ_IT
) -> type[LayoutForm]:
    """One question before something is taken back: why? ``read_by`` says who reads the answer."""
    reason = forms.CharField(
        label=question,
        max_length=300,
        help_text=read_by,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    return type("ReasonForm", (LayoutForm,), {"reason": reason})


class FilesInput(forms.ClearableFileInput):
    """Thumbnails of what was chosen before, each to be taken out, and a way to choose more.

    ``static/js/files.js`` shows what is chosen now as well, and makes photos smaller.
    """

    allow_multiple_selected = True
    most = 1

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,  # noqa: ARG002 -- Django's
    ) -> SafeString:
        chosen = kept_uploads(value)
        attrs = self.build_attrs(self.attrs, attrs)
        if chosen:
            attrs.pop("required", None)
        if self.most == 1:
            attrs.pop("multiple", None)
        context = {"name": name, "kept": KEPT + name, "chosen": chosen, "most": self.most}
        return render_to_string("louzu_forms/files.html", {**context, "attrs": flatatt(attrs)})


class KeptFilesInput(forms.HiddenInput):
    """On a page that only shows what was chosen: the tokens, to be sent again with the form."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,  # noqa: ARG002 -- Django's
        renderer: BaseRenderer | None = None,  # noqa: ARG002 -- Django's
    ) -> SafeString:
        tokens = ((KEPT + name, file.token) for file in kept_uploads(value))
        return format_html_join("", '<input type="hidden" name="{}" value="{}">', tokens)


class FilesField(forms.FileField):
    """Several photos or PDFs at once, cleaned: gives a list of ``File``."""

    widget = FilesInput
    hidden_widget = KeptFilesInput
    default_help = gettext_lazy("照片（苹果手机的也可以）或PDF，每个不超过25 MB")
    accept = "image/*,.heic,.heif,.pdf"

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", self.default_help)
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        self.most = most
        self.widget.attrs["accept"] = self.accept
        self.widget.most = most

    def bound_data(self, data: Any, initial: Any) -> Any:  # noqa: ARG002 -- Django's
        """What was sent: its widget shows which files need not be chosen again."""
        return data

    def clean(self, data: Any, initial: Any = None) -> list[File]:  # noqa: ARG002 -- Django's
        uploads = data if isinstance(data, list) else [data] if data else []
        if self.required and not uploads:
            raise ValidationError(self.error_messages["required"], code="required")
        if self.most == 1:
            uploads = uploads[-1:]  # chosen now, instead of what was chosen before
        if len(uploads) > self.most:
            raise ValidationError(_("一次最多放%(most)s个文件。") % {"most": self.most})
        files, wrong = [], []
        for upload in uploads:
            try:
                files.append(self.take(upload))
            except Refused as refusal:
                wrong.append(str(refusal))
        if wrong:
            raise ValidationError(list(dict.fromkeys(wrong)))
        return files

    def take(self, upload: Upload) -> File:
        """Raises Refused for a file that may not come in here."""
        return File(upload.name or "", clean_upload(upload))


class AttachmentsField(FilesField):
    """What is to hang on a thing: the form of every room that takes attachments has this one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{"label": gettext_lazy("照片和附件"), "most": MOST_ATTACHMENTS, **kwargs}
        )


class PhotosField(FilesField):
    """Photos alone."""

    default_help = gettext_lazy("照片（苹果手机的也可以），每张不超过25 MB")
    accept = "image/*,.heic,.heif"

    def take(self, upload: Upload) -> File:
        file = super().take(upload)
        if not isinstance(file.content, Photo):
            raise Refused(_("“%(name)s”不是照片，这里只能放照片。") % {"name": quoted(file.name)})
        return file


class LocalTimeInput(forms.DateTimeInput):
    """The browser's own picker; the value is Shanghai's wall clock."""

    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class MarkdownTextarea(forms.Textarea):
    """For every text that goes through ``text.from_markdown``; a test finds the field that has another.

    Without JavaScript it is the bare field (``static/js/marked.js``).
    """

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        field = super().render(name, value, attrs, renderer)
        return render_to_string("components/marked.html", {"field": field})


VERSIONS = ("version", "revision", "sequence")
"""Names of the hidden field that says which version of a shared text was read."""


class VersionField(forms.CharField):
    """What ``louzu.lib.versions.version_of`` said of the text when the form was shown."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, required=False, max_length=40)


def show_newer_text(form: forms.BaseForm, stale: Stale) -> None:
    """Show what stands now beside what was typed; saved again, the form is against the newest."""
    typed: Any = copy(form.data)
    for name in VERSIONS:
        if name in form.fields:
            typed[form.add_prefix(name)] = stale.version
    form.data = typed
    form.newest = stale.newest  # type: ignore[attr-defined]


def add_refusal(form: forms.BaseForm, refusal: Refused) -> None:
    """Say on the form why the action was refused; what was typed stays."""
    form.add_error(None, str(refusal))


def error_sentences(form: forms.BaseForm) -> list[str]:
    """Every error in a sentence of its own, with its field's label, where no form can be shown."""
    return [
        with_label(str(error), form[name].label) if name in form.fields else str(error)
        for name, errors in form.errors.items()
        for error in errors
    ]


def run_on_form(
    form: forms.BaseForm, act: Callable[[], object], *, stale: Callable[[], None] | None = None
) -> bool:
    """Do it; where it is refused, say so on the form, and keep what was typed.

    Where somebody else changed the thing since it was read, their text is shown too, by ``stale`` or
    above the fields.
    """
    try:
        act()
    except Refused as refusal:
        if isinstance(refusal, Stale):
            _show_theirs(form, refusal, stale)
        add_refusal(form, refusal)
        return False
    return True


def _show_theirs(form: forms.BaseForm, refusal: Stale, stale: Callable[[], None] | None) -> None:
    if stale:
        stale()
    else:
        show_newer_text(form, refusal)
