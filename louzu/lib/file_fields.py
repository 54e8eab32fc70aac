"""Form fields for photos and PDFs, which keep the files after an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from louzu.lib.attachments import MAX_ATTACHMENTS
from louzu.lib.errors import Refused
from louzu.lib.form_options import FieldOptions
from louzu.lib.quoting import quoted
from louzu.lib.uploads import KEPT_PREFIX, CleanPhoto, File, Upload, clean_upload, kept_uploads

if TYPE_CHECKING:
    from django.forms.renderers import BaseRenderer
    from django.utils.safestring import SafeString
    from django_stubs_ext import StrOrPromise


class FilesInput(forms.ClearableFileInput):
    """A file input that lists the files kept from an earlier sending, each with a button to remove it.

    ``static/js/files.js`` also shows the files chosen now, and makes photos smaller.
    """

    allow_multiple_selected = True
    most = 1

    def render(
        self,
        name: str,
        value: object,
        attrs: dict[str, object] | None = None,
        renderer: BaseRenderer | None = None,  # noqa: ARG002 -- Django's
    ) -> SafeString:
        chosen = kept_uploads(value)
        attrs = self.build_attrs(self.attrs, attrs)
        if chosen:
            attrs.pop("required", None)
        if self.most == 1:
            attrs.pop("multiple", None)
        context = {"name": name, "kept": KEPT_PREFIX + name, "chosen": chosen, "most": self.most}
        return render_to_string("louzu_forms/files.html", {**context, "attrs": flatatt(attrs)})


class KeptFilesInput(forms.HiddenInput):
    """Hidden fields with the tokens of kept files, for a preview page."""

    def render(
        self,
        name: str,
        value: object,
        attrs: dict[str, object] | None = None,  # noqa: ARG002 -- Django's
        renderer: BaseRenderer | None = None,  # noqa: ARG002 -- Django's
    ) -> SafeString:
        tokens = ((KEPT_PREFIX + name, file.token) for file in kept_uploads(value))
        return format_html_join("", '<input type="hidden" name="{}" value="{}">', tokens)


class FilesField(forms.FileField):
    """Up to ``most`` photos or PDFs. Cleans to a list of ``File``."""

    widget = FilesInput
    hidden_widget = KeptFilesInput
    default_help = gettext_lazy("照片（苹果手机的也可以）或PDF，每个不超过25 MB")
    accept = "image/*,.heic,.heif,.pdf"

    def __init__(
        self,
        *,
        most: int,
        required: bool = False,
        help_text: StrOrPromise | None = None,
        **options: Unpack[FieldOptions],
    ) -> None:
        text = self.default_help if help_text is None else help_text
        super().__init__(required=required, help_text=text, **options)
        self.most = most
        self.widget.attrs["accept"] = self.accept
        self.widget.most = most

    def bound_data(self, data: object, initial: object) -> object:  # noqa: ARG002 -- Django's
        """Return the submitted files. The widget lists those that need not be chosen again."""
        return data

    def has_changed(self, initial: object, data: object) -> bool:  # noqa: ARG002 -- Django's
        return bool(data)

    def clean(self, data: Any, initial: object = None) -> list[File]:  # noqa: ARG002 -- Django's
        uploads = data if isinstance(data, list) else [data] if data else []
        if self.required and not uploads:
            raise ValidationError(self.error_messages["required"], code="required")
        if self.most == 1:
            uploads = uploads[-1:]  # the new file replaces the kept one
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
        """Raises Refused for a file that this field does not accept."""
        return File(upload.name or "", clean_upload(upload))


class AttachmentsField(FilesField):
    def __init__(self, *, help_text: StrOrPromise | None = None) -> None:
        super().__init__(
            most=MAX_ATTACHMENTS, label=gettext_lazy("照片和附件"), help_text=help_text
        )


class PhotosField(FilesField):
    default_help = gettext_lazy("照片（苹果手机的也可以），每张不超过25 MB")
    accept = "image/*,.heic,.heif"

    def take(self, upload: Upload) -> File:
        file = super().take(upload)
        if not isinstance(file.content, CleanPhoto):
            raise Refused(_("“%(name)s”不是照片，这里只能放照片。") % {"name": quoted(file.name)})
        return file
