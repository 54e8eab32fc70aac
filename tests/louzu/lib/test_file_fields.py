"""What a field for files takes, and what it says of the others."""

from __future__ import annotations

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from louzu.lib.errors import Refused
from louzu.lib.file_fields import FilesField, PhotosField
from louzu.lib.marks import mark
from louzu.lib.uploads import Pdf


def upload(name: str, decoded: object = None) -> SimpleUploadedFile:
    return mark(SimpleUploadedFile(name, b"x"), decoded=decoded or Pdf(name.encode()))


def test_as_many_files_as_fit_are_taken_and_one_more_is_refused():
    field = FilesField(most=2)
    several = [upload(f"{n}.pdf") for n in range(3)]
    assert [file.name for file in field.clean(several[:2])] == ["0.pdf", "1.pdf"]
    with pytest.raises(forms.ValidationError, match="一次最多放2个文件"):
        field.clean(several)


def test_a_new_file_replaces_the_kept_one_if_only_one_fits():
    kept, new = upload("旧.pdf"), upload("新.pdf")
    assert [file.name for file in FilesField(most=1).clean([kept, new])] == ["新.pdf"]


@pytest.mark.parametrize("nothing", [None, [], ""])
def test_no_file_is_enough_unless_one_is_required(nothing):
    assert FilesField(most=2).clean(nothing) == []
    with pytest.raises(forms.ValidationError) as wrong:
        FilesField(most=2, required=True).clean(nothing)
    assert wrong.value.code == "required"


def test_each_unusable_file_is_named_and_the_same_sentence_is_said_once():
    wrong = [
        upload(name, Refused(text)) for name, text in (("a", "甲。"), ("b", "乙。"), ("c", "甲。"))
    ]
    with pytest.raises(forms.ValidationError) as values:
        FilesField(most=9).clean([*wrong, upload("好.pdf")])
    assert values.value.messages == ["甲。", "乙。"]


def test_a_field_of_photos_takes_no_other_file():
    with pytest.raises(forms.ValidationError, match=r"“报价‘一’\.pdf”不是照片"):
        PhotosField(most=3).clean([upload("报价“一”.pdf")])
