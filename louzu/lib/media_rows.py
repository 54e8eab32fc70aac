"""Uploaded files compared with the rows that name them.

A process that is killed between writing a file and committing its row leaves a file that no row names, and
so does a deletion while the storage is away. ``sweep`` deletes such files when they are a day old.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby

from django.apps import apps
from django.core.files.storage import Storage
from django.db.models import FileField, Model, QuerySet
from django.utils import timezone

from louzu.lib.media import PROBE_FOLDER, files_in

logger = logging.getLogger(__name__)

OWN_NAME = re.compile(
    rf"(?:[a-z_]+/\d{{4}}/\d{{2}}/[A-Za-z0-9]{{32}}\.[a-z]+|{PROBE_FOLDER}/[A-Za-z0-9]{{32}})"
)
"""Names that the portal gives (``uploads.random_path``). Other files are nobody's here and stay."""
MIN_AGE = dt.timedelta(days=1)
"""No transaction takes that long: the row of an older file is committed, or never will be."""
MAX_UNNAMED, MAX_SHARE = 100, 0.1
"""Unnamed files, in number and in share of the portal's, above which nothing is deleted."""
MIN_NAMED = 0.1
"""Share of the files in the place that rows must name, and share of the files that rows name that must be
in the place. Below, the place or the database is probably another portal's."""


class SweepRefusedError(Exception):
    """The files that no row names may be those of another database. Nothing was deleted."""


def file_fields() -> Iterator[tuple[type[Model], str]]:
    """Yield all file fields of all models, by name."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if isinstance(field, FileField):
                yield model, field.name


@dataclass(slots=True)
class Comparison:
    unnamed: list[str]
    """Names of files that are a day old and that no row names."""
    probes: list[str]
    """Those in ``PROBE_FOLDER``, which no row ever names. They are counted nowhere else."""
    there: int = 0
    """Files in the place that have a row or a name as the portal gives."""
    there_and_named: int = 0
    named: int = 0
    """Files that rows name, whether they are in the place or not."""


def compare(storage: Storage) -> Comparison:
    """Read names folder by folder, first those in the storage, then those in the database."""
    found = Comparison([], [])
    limit = timezone.now() - MIN_AGE
    with suppress(FileNotFoundError):  # before the first upload there is no folder
        for folder, group in groupby(files_in(storage), key=_folder_of):
            names = set(group)
            named = names & _named_in(folder)
            others = {name for name in names - named if OWN_NAME.fullmatch(name)}
            old = [name for name in sorted(others) if _is_older(storage, name, limit)]
            if folder == PROBE_FOLDER:
                found.probes += old
            else:
                found.unnamed += old
                found.there += len(named) + len(others)
                found.there_and_named += len(named)
    for model, name in file_fields():
        found.named += _rows_of(model).exclude(**{name: ""}).values(name).distinct().count()
    return found


def why_not_swept(found: Comparison) -> str:
    """Return a sentence if the unnamed files may be another database's, else ""."""
    if not found.unnamed:
        return ""
    if found.there_and_named < MIN_NAMED * found.there:
        few = found.there_and_named
        return f"{few} of {found.there} files are named by a row: is this their database?"
    if found.there_and_named < MIN_NAMED * found.named:
        few = found.there_and_named
        return f"{few} of {found.named} files that rows name are there: is this their place?"
    if len(found.unnamed) > max(MAX_UNNAMED, MAX_SHARE * found.there):
        many = len(found.unnamed)
        return f"{many} of {found.there} files are named by no row: is this their database?"
    return ""


def sweep(storage: Storage, *, whatever_number: bool = False) -> int:
    """Delete the files that no row names, and return their number.

    Raises SweepRefusedError if they may be another database's, and OSError if the storage is away.
    """
    found = compare(storage)
    reason = why_not_swept(found)
    if reason and not whatever_number:
        raise SweepRefusedError(reason)
    others = found.unnamed + found.probes
    for name in others:
        storage.delete(name)
    if others:
        logger.warning("%s files that no row named were deleted", len(others))
    return len(others)


def missing_files(storage: Storage) -> Iterator[str]:
    """Yield names of files that a row refers to and that are not there."""
    for model, field in file_fields():
        rows = _rows_of(model).exclude(**{field: ""}).order_by(field)
        names = rows.values_list(field, flat=True).iterator()
        for folder, group in groupby(names, key=_folder_of):
            there: list[str] = []
            with suppress(FileNotFoundError):
                there = storage.listdir(folder)[1]
            found = {f"{folder}/{name}" if folder else name for name in there}
            # The row may be newer than the list.
            yield from (name for name in group if name not in found and not storage.exists(name))


def _rows_of(model: type[Model]) -> QuerySet[Model]:
    """Return all rows; a model's own manager may hide some."""
    return model._base_manager.all()  # noqa: SLF001 -- Django's


def _named_in(folder: str) -> set[str]:
    found: set[str] = set()
    for model, field in file_fields():
        rows = _rows_of(model).filter(**{f"{field}__startswith": f"{folder}/"})
        found.update(rows.values_list(field, flat=True).iterator())
    return found


def _is_older(storage: Storage, name: str, limit: dt.datetime) -> bool:
    try:
        return storage.get_modified_time(name) < limit
    except FileNotFoundError:  # deleted meanwhile
        return False


def _folder_of(name: str) -> str:
    return name.rpartition("/")[0]
