"""A real S3 server that checks signatures (nanio), for tests and drills."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import boto3
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
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("The S3 server did not start.")
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
        if self._process:
            self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        if self._process:
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
