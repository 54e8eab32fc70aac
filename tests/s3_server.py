"""Fixtures: a real S3 server, started once for all tests of a session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dev.s3_server import S3Server
from louzu.lib.media import MediaPlace


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
