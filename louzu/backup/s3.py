"""Backups in a bucket on S3-compatible storage, with the account of ``LOUZU_MEDIA_KEYS``.

An upload is made in parts as the archive is written, and is visible only when it is complete. Parts
of one that was killed stay invisible; a later backup removes them.
"""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from typing import IO, Any

import boto3
from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from louzu.backup.errors import BackupError
from louzu.lib.media import MediaPlace

PART = ".part"
MAX_SECONDS_TO_CONNECT = 5
MAX_SECONDS_WRITING = 30
MAX_SECONDS_ASKED = 15
"""Until an answer, or more of it, comes to what writes no archive."""
TRIES = 2
PARTS = TransferConfig(multipart_chunksize=16 * 1024 * 1024, max_concurrency=2)
"""Of 16 MB, of which an upload may have 10,000."""


@dataclass(frozen=True)
class BucketPlace:
    place: MediaPlace

    def names(self) -> list[str]:
        return [*self._objects()]

    def create(self, name: str) -> IO[bytes]:
        key = self._key(name + PART)

        def upload(source: IO[bytes]) -> None:
            with self._told():
                self._writer.upload_fileobj(source, self.place.bucket, key, Config=PARTS)

        with self._told():  # before anybody writes for hours
            self.client.put_object(Bucket=self.place.bucket, Key=key, Body=b"")
        return UploadingFile(upload)  # type: ignore[return-value]  # it has what is called

    def reading(self, name: str, *, unfinished: bool = False) -> io.BufferedReader:
        key = self._key(name + PART if unfinished else name)
        with self._told():
            body = self.client.get_object(Bucket=self.place.bucket, Key=key)["Body"]
        return io.BufferedReader(DownloadingFile(body, self._told))

    def accept(self, name: str) -> None:
        source = {"Bucket": self.place.bucket, "Key": self._key(name + PART)}
        with self._told():
            self._writer.copy(source, self.place.bucket, self._key(name))
        self.discard(name)

    def discard(self, name: str) -> None:
        with suppress(BackupError):
            self.delete(name + PART)
            for found, upload in self._uploads():
                if found == name + PART:
                    self._abort(upload)

    def unfinished(self) -> dict[str, float]:
        changed = self._objects()
        with suppress(BackupError):  # not every server lists uploads
            for name, upload in self._uploads():
                changed[name] = max(changed.get(name, 0), upload["Initiated"].timestamp())
        return {name.removesuffix(PART): at for name, at in changed.items() if name.endswith(PART)}

    def delete(self, name: str) -> None:
        with self._told():
            self.client.delete_object(Bucket=self.place.bucket, Key=self._key(name))

    def _key(self, name: str) -> str:
        return f"{self.place.prefix}/{name}" if self.place.prefix else name

    def _objects(self) -> dict[str, float]:
        """Map names to the times of the last change."""
        found = self._listed("list_objects_v2", "Contents")
        return {name: entry["LastModified"].timestamp() for name, entry in found}

    def _uploads(self) -> list[tuple[str, dict[str, Any]]]:
        """Return the uploads that were not completed, with their names."""
        return self._listed("list_multipart_uploads", "Uploads")

    def _listed(self, operation: str, member: str) -> list[tuple[str, dict[str, Any]]]:
        prefix = self._key("")
        with self._told():
            pages = self.client.get_paginator(operation).paginate(
                Bucket=self.place.bucket, Prefix=prefix
            )
            entries = [entry for page in pages for entry in page.get(member, ())]
        return [
            (entry["Key"].removeprefix(prefix), entry)
            for entry in entries
            if entry["Key"].startswith(prefix)  # some servers list all uploads of the bucket
        ]

    def _abort(self, upload: dict[str, Any]) -> None:
        with self._told():
            self.client.abort_multipart_upload(
                Bucket=self.place.bucket, Key=upload["Key"], UploadId=upload["UploadId"]
            )

    @cached_property
    def client(self) -> Any:
        return self._client(MAX_SECONDS_ASKED)

    @cached_property
    def _writer(self) -> Any:
        return self._client(MAX_SECONDS_WRITING)

    def _client(self, seconds: float) -> Any:
        account = self.place.account
        style = "path" if account.path_style else "virtual"
        return boto3.client(
            "s3",
            aws_access_key_id=account.key_id,
            aws_secret_access_key=account.secret,
            endpoint_url=account.endpoint or None,
            region_name=account.region or None,
            config=Config(
                s3={"addressing_style": style},
                signature_version="s3v4",
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                retries={"total_max_attempts": TRIES, "mode": "standard"},
                connect_timeout=MAX_SECONDS_TO_CONNECT,
                read_timeout=seconds,
            ),
        )

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            raise BackupError(f"{self.place} refuses the portal ({code}).") from None
        except (BotoCoreError, Boto3Error) as error:
            raise BackupError(f"{self.place} does not answer ({type(error).__name__}).") from None


class UploadingFile(io.RawIOBase):
    """What is written to it goes to ``upload``, which reads it in a thread of its own."""

    def __init__(self, upload: Any) -> None:
        reading, writing = os.pipe()
        self._pipe = os.fdopen(writing, "wb")
        self._failure: Exception | None = None
        self._thread = threading.Thread(target=self._run, args=(upload, reading), daemon=True)
        self._thread.start()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        try:
            return self._pipe.write(data)
        except BrokenPipeError:
            self._thread.join()
            raise self._failure or BackupError("The upload ended too early.") from None

    def close(self) -> None:
        """Wait until everything is uploaded. Raises BackupError if it was not."""
        if self.closed:
            return
        with suppress(BrokenPipeError):
            self._pipe.close()
        self._thread.join()
        super().close()
        if self._failure:
            raise self._failure

    def _run(self, upload: Any, reading: int) -> None:
        try:
            with os.fdopen(reading, "rb") as source:
                upload(source)
        except Exception as error:  # noqa: BLE001 -- raised in the writing thread
            self._failure = error


class DownloadingFile(io.RawIOBase):
    """The body of an answer as a file, of which the position is known."""

    def __init__(self, body: Any, told: Callable[[], AbstractContextManager[None]]) -> None:
        self._body, self._told, self._position = body, told, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        with self._told():
            data = self._body.read(len(buffer))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)

    def tell(self) -> int:
        return self._position
