"""Media on S3-compatible storage: a private bucket, read and written by the portal only."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Self, cast

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from louzu.lib.media import MediaUnavailableError, S3Account

CONNECT_TIMEOUT, READ_TIMEOUT = 2, 5
"""Seconds. botocore's own are 60, with five tries: a thread of the portal would wait for minutes."""
TRIES = 2
MAX_SECONDS_AWAY = 5.0
"""Seconds after a failed connection in which the process does not try again, but fails at once. All
threads of a worker would wait otherwise, and pages without a photo with them."""
MAX_MEMORY_BYTES = 2 * 1024 * 1024
"""Bytes of an opened file that are kept in memory. Larger files go to the temporary folder."""
ONE_PART = TransferConfig(multipart_threshold=64 * 1024 * 1024, use_threads=False)
"""Uploads have at most 25 MB (``uploads.MAX_FILE_BYTES``): one request, in the thread of the caller."""


class S3Media(S3Storage):  # type: ignore[misc]  # django-storages has no types
    """Raises FileNotFoundError for a file that is not there, and MediaUnavailableError when the server
    is away or refuses the portal. Nothing is public, and no address leads past the portal's pages.
    """

    _fails_until = 0.0

    def __init__(self, *, bucket: str, prefix: str, account: S3Account) -> None:
        super().__init__(
            access_key=account.key_id,
            secret_key=account.secret,
            bucket_name=bucket,
            location=prefix,
            endpoint_url=account.endpoint or None,
            region_name=account.region or None,
            client_config=_client_config(path_style=account.path_style),
            transfer_config=ONE_PART,
            max_memory_size=MAX_MEMORY_BYTES,
            default_acl=None,
            file_overwrite=False,
            custom_domain=None,
            gzip=False,
            object_parameters={},
            security_token=None,
            session_profile=None,
        )

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        if mode != "rb":
            raise ValueError(f"{name} can only be read; use save() to write it.")
        return DownloadedFile(name, self)

    def download(self, name: str) -> IO[bytes]:
        """Read the whole file in one request, so that what goes wrong is raised here and not while
        an answer is being sent."""
        with ExitStack() as stack:
            spool = stack.enter_context(SpooledTemporaryFile(max_size=MAX_MEMORY_BYTES))
            with self._errors(name):
                client, key = self.connection.meta.client, self._normalize_name(name)
                found = client.get_object(Bucket=self.bucket_name, Key=key)
                shutil.copyfileobj(found["Body"], spool)
            spool.seek(0)
            stack.pop_all()  # the caller closes it
            return cast("IO[bytes]", spool)

    def _save(self, name: str, content: File[bytes]) -> str:
        with self._errors(name):
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        with self._errors(name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        with self._errors(name):
            return bool(super().exists(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with self._errors(path):
            folders, files = super().listdir(path)
            return folders, files

    def get_modified_time(self, name: str) -> dt.datetime:
        with self._errors(name):
            found: dt.datetime = super().get_modified_time(name)
            return found

    def size(self, name: str) -> int:
        with self._errors(name):
            return int(super().size(name))

    def url(self, name: str | None, *_more: object, **_options: object) -> str:
        raise ValueError(f"{name} has no address: files are read through the portal's pages.")

    @contextmanager
    def _errors(self, name: str) -> Iterator[None]:
        """Translate errors. After a failed connection one thread tries again, and the others fail."""
        now = time.monotonic()
        if now < self._fails_until:
            raise MediaUnavailableError("the storage of media did not answer a moment ago")
        if self._fails_until:
            self._fails_until = now + MAX_SECONDS_AWAY
        fails_until = 0.0
        try:
            yield
        except ClientError as error:
            raise _translated(error, name) from None
        except (BotoCoreError, Boto3Error) as error:
            fails_until = time.monotonic() + MAX_SECONDS_AWAY
            reason = f"the storage of media does not answer ({type(error).__name__})"
            raise MediaUnavailableError(reason) from None
        finally:
            self._fails_until = fails_until


class DownloadedFile(File[bytes]):
    def __init__(self, name: str, storage: S3Media) -> None:
        super().__init__(storage.download(name), name)
        self._storage = storage

    def open(self, *_mode: object, **_options: object) -> Self:
        """Download it again if it was closed."""
        if self.closed:
            self.file = self._storage.download(str(self.name))
        self.seek(0)
        return self


def _translated(error: ClientError, name: str) -> OSError:
    answer: dict[str, Any] = dict(error.response)
    status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    code = answer.get("Error", {}).get("Code", "")
    if status == HTTPStatus.NOT_FOUND and code != "NoSuchBucket":
        return FileNotFoundError(f"{name} is not in the storage of media")
    return MediaUnavailableError(f"the storage of media refuses the portal ({status} {code})")


def _client_config(*, path_style: bool) -> Config:
    return Config(
        s3={"addressing_style": "path" if path_style else "virtual"},
        signature_version="s3v4",
        connect_timeout=CONNECT_TIMEOUT,
        read_timeout=READ_TIMEOUT,
        retries={"total_max_attempts": TRIES, "mode": "standard"},
        # Checksums that only Amazon's server understands, unless the operation needs them.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
