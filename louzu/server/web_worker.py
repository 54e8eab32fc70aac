"""A gunicorn worker that gives a request to a thread only when it has arrived (ADR 54).

gunicorn's own worker reads headers and bodies in the thread that answers: a few slow clients would
take all of them. Here the main loop collects each request, for at most ``HEADER_SECONDS`` and
``BODY_SECONDS``, and refuses a body that ends before its announced length.
"""

from __future__ import annotations

import errno
import io
import selectors
import socket
import struct
import time
from contextlib import suppress
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import Any, ClassVar

from gunicorn import http
from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, TConn, ThreadWorker

HEADER_SECONDS = 10.0
"""From the connection, or the first byte of a further request, to the end of the header."""
BODY_SECONDS = 20.0
"""Time for a body, and for each further ``MIN_BYTES_PER_SECOND`` of it a second more."""
MIN_BYTES_PER_SECOND = 8 * 1024
STALLED_SECONDS = 30
"""A thread that writes to or reads from a socket gives up after this time without any progress."""
MAX_HEADER_BYTES = 64 * 1024
SMALL_BODY_BYTES = 1024 * 1024
"""A body of this size is always collected. Who is not signed in may send no larger one
(``settings.MAX_REQUEST_BYTES_SIGNED_OUT``)."""
MAX_COLLECTED_BYTES = 512 * 1024 * 1024
"""Larger bodies of one worker that are collected at a time, in the temporary folder. Beyond it threads
read them, as in gunicorn, after the portal has looked who sends them."""
MAX_BODY_BYTES = 160 * 1024 * 1024
"""A larger body is refused by the portal unread (``settings.MAX_REQUEST_BYTES``)."""
IN_MEMORY = 256 * 1024
READ = 64 * 1024
HEADER_END = b"\r\n\r\n"


class Arriving:
    """One request while it arrives, later the source from which gunicorn's parser reads it."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.begun = time.monotonic()
        self.spool = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- closed with the connection
        self.received = 0
        self.header = bytearray()
        """The beginning of the request, until the header is complete."""
        self.header_bytes = 0
        """Length of the header with its empty line; 0 until it is complete."""
        self.body_bytes = 0
        """The announced length of the body."""
        self.collects = True
        """Whether the body is collected here, and not read by the thread."""
        self._read = 0

    @property
    def complete(self) -> bool:
        body = self.body_bytes if self.collects else 0
        return bool(self.header_bytes) and self.received >= self.header_bytes + body

    @property
    def deadline(self) -> float:
        if not self.header_bytes:
            return self.begun + HEADER_SECONDS
        return self.begun + BODY_SECONDS + self.received / MIN_BYTES_PER_SECOND

    def add(self, data: bytes) -> None:
        self.spool.write(data)
        self.received += len(data)
        if self.header_bytes:
            return
        searched = max(0, len(self.header) - len(HEADER_END))
        self.header += data
        end = self.header.find(HEADER_END, searched)
        if end >= 0:
            self.header_bytes = end + len(HEADER_END)

    def announced(self) -> int:
        """Return the length of the body by the header. 0 for chunks, whose length nobody knows."""
        for line in bytes(self.header[: self.header_bytes]).split(b"\r\n")[1:]:
            name, _colon, value = line.partition(b":")
            if name.strip().lower() == b"content-length" and value.strip().isdigit():
                return int(value)
        return 0

    def expects_continue(self) -> bool:
        return b"100-continue" in bytes(self.header[: self.header_bytes]).lower()

    def recv(self, size: int) -> bytes:
        """Return what was collected, then what the socket has. Called by gunicorn's parser.

        Raises OSError for a body that is too slow or ends too early.
        """
        if self._read < self.received:
            self.spool.seek(self._read)
            data = self.spool.read(size)
            self._read += len(data)
            return data
        if time.monotonic() > self.deadline:
            raise TimeoutError("The body of the request arrived too slowly.")
        data = self.sock.recv(size)
        self.received += len(data)
        self._read = self.received
        if not data and self.received < self.header_bytes + self.body_bytes:
            raise ConnectionResetError("The request ended before its announced length.")
        return data

    def rest(self) -> bytes:
        """Return what was collected and not read: the beginning of a further request."""
        return self.recv(self.received - self._read) if self._read < self.received else b""

    def gettimeout(self) -> float | None:
        return self.sock.gettimeout()

    def settimeout(self, seconds: float | None) -> None:
        self.sock.settimeout(seconds)


class CollectingWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """``enqueue_req`` is gunicorn's one way from the main loop to a thread, for new and kept connections."""

    answers: ClassVar[dict[int, bytes]] = {
        code: f"HTTP/1.1 {code} {words}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode()
        for code, words in {
            400: "Bad Request",
            408: "Request Timeout",
            431: "Request Header Fields Too Large",
            507: "Insufficient Storage",
        }.items()
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.arriving: dict[TConn, Arriving] = {}

    def enqueue_req(self, conn: TConn) -> None:
        """Collect the request that this connection sends next, then give it to a thread."""
        if self.cfg.is_ssl:
            super().enqueue_req(conn)
            return
        limit_stalls(conn.sock)
        conn.sock.setblocking(False)
        arriving = self.arriving[conn] = Arriving(conn.sock)
        if conn.parser is not None and (rest := conn.parser.unreader.take_buffered()):
            arriving.add(rest)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_bytes, conn))
        if arriving.received:
            self._go_on(conn, arriving)

    def on_bytes(self, conn: TConn, _sock: socket.socket) -> None:
        arriving = self.arriving[conn]
        try:
            data = conn.sock.recv(READ)
            arriving.add(data)
        except BlockingIOError:
            return
        except OSError as error:
            self._end(conn, 507 if error.errno in {errno.ENOSPC, errno.EDQUOT} else 0)
            return
        if data:
            self._go_on(conn, arriving)
        else:  # an empty connection is closed without an answer, as browsers open some in advance
            self._end(conn, 400 if arriving.received else 0)

    def _go_on(self, conn: TConn, arriving: Arriving) -> None:
        if not arriving.header_bytes:
            if arriving.received > MAX_HEADER_BYTES:
                self._end(conn, 431)
            return
        if arriving.header:
            self._begin_body(conn, arriving)
        if arriving.complete:
            self._hand_over(conn)

    def _begin_body(self, conn: TConn, arriving: Arriving) -> None:
        arriving.body_bytes = length = arriving.announced()
        large = (one.body_bytes for one in self.arriving.values() if one.collects)
        room = MAX_COLLECTED_BYTES - sum(size for size in large if size > SMALL_BODY_BYTES)
        arriving.collects = length <= SMALL_BODY_BYTES or (length <= MAX_BODY_BYTES and room >= 0)
        if arriving.collects and length and arriving.expects_continue():
            with suppress(OSError):
                conn.sock.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        arriving.header.clear()

    def _hand_over(self, conn: TConn) -> None:
        arriving = self.arriving.pop(conn)
        self.poller.unregister(conn.sock)
        if conn.parser is None:
            conn.parser = http.get_parser(self.cfg, arriving, conn.client)
        else:
            conn.parser.unreader.sock = arriving
        conn.initialized = conn.data_ready = True
        super().enqueue_req(conn)

    def finish_request(self, conn: TConn, fs: Any) -> None:
        """Keep the beginning of a further request, which gunicorn looks for in its parser."""
        source = getattr(getattr(conn.parser, "unreader", None), "sock", None)
        if isinstance(source, Arriving) and (rest := source.rest()):
            conn.parser.unreader.buf.seek(0, io.SEEK_END)
            conn.parser.unreader.buf.write(rest)
        super().finish_request(conn, fs)

    def _end(self, conn: TConn, code: int) -> None:
        self.arriving.pop(conn).spool.close()
        self.poller.unregister(conn.sock)
        self.nr_conns -= 1
        if code:
            with suppress(OSError):
                conn.sock.send(self.answers[code])
        conn.close()

    def murder_pending(self) -> None:
        """Refuse requests that took too long. gunicorn calls this at least once a second."""
        super().murder_pending()
        now = time.monotonic()
        for conn, arriving in list(self.arriving.items()):
            lingers = now < arriving.begun + STOP_KEEPALIVE_LINGER  # it may be sending already
            if not (self.alive or arriving.received or lingers):
                self._end(conn, 0)
            elif now > arriving.deadline:
                self._end(conn, 408 if arriving.received else 0)


def limit_stalls(sock: socket.socket) -> None:
    """Let blocking calls on the socket fail after ``STALLED_SECONDS`` without progress."""
    seconds = struct.pack("ll", STALLED_SECONDS, 0)
    for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
        sock.setsockopt(socket.SOL_SOCKET, option, seconds)
