"""A real S3 server that checks signatures (nanio), started once for all tests of a session."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from botocore.config import Config
from django.utils.crypto import get_random_string

from louzu.lib.media import MediaPlace, read_media

KEY_ID, SECRET, BUCKET, REGION = "louzu-tests", "only-for-tests-0123456789", "media", "us-east-1"


class S3Server:
    """Call ``start``, and ``stop`` at the end. A stopped server can be started again on its port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port: int = probe.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def variables(self, prefix: str, *, secret: str = SECRET) -> dict[str, str]:
        """Return the settings of a portal that keeps its media under ``prefix``."""
        return {
            "LOUZU_MEDIA": f"s3://{BUCKET}/{prefix}",
            "LOUZU_MEDIA_ENDPOINT": self.endpoint,
            "LOUZU_MEDIA_REGION": REGION,
            "LOUZU_MEDIA_KEYS": f"{KEY_ID}:{secret}",
        }

    def place(self, *, secret: str = SECRET) -> MediaPlace:
        """Return a place of its own in the bucket."""
        variables = self.variables(get_random_string(12), secret=secret)
        return read_media(variables, default=self.folder)

    def start(self) -> None:
        ours = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "nanio", "serve", *self._options()],
            env=ours | {"NANIO_ACCESS_KEY": KEY_ID, "NANIO_SECRET_KEY": SECRET},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 30
        while not self._answers():
            assert self._process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        client = boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id=KEY_ID,
            aws_secret_access_key=SECRET,
            config=Config(s3={"addressing_style": "path"}),
        )
        if not (self.folder / BUCKET).exists():
            client.create_bucket(Bucket=BUCKET)
        client.close()

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()

    def freeze(self) -> None:
        """Let it take connections and answer nothing, until ``thaw``."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def _options(self) -> list[str]:
        place = ["--host=127.0.0.1", f"--port={self.port}", f"--data-dir={self.folder}"]
        return [*place, f"--region={REGION}", "--no-access-log", "--log-level=error"]

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
        except OSError:
            return False
        return True


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    server = S3Server(tmp_path_factory.mktemp("s3"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def s3_media(s3_server: S3Server, settings) -> MediaPlace:
    """The portal keeps its media on S3, in a place of this test's own."""
    settings.MEDIA = place = s3_server.place()
    settings.STORAGES = {**settings.STORAGES, "default": place.configuration()}
    return place
