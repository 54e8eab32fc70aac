"""An HTTP server of the tests, in place of a service outside."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Received:
    path: str
    headers: Message
    body: bytes


@dataclass
class StandIn:
    """Answers each POST by ``answer``: a status, headers and a JSON object, or None to hang up."""

    answer: Callable[[Received], tuple[int, dict[str, str], Any] | None]
    url: str = ""
    received: list[Received] = field(default_factory=list)


@contextlib.contextmanager
def http_stand_in(answer) -> Iterator[StandIn]:
    stand_in = StandIn(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            received = Received(self.path, self.headers, body)
            stand_in.received.append(received)
            answer = stand_in.answer(received)
            if answer is None:
                return  # the connection is closed without an answer
            status, headers, said = answer
            text = json.dumps(said).encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(text))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_args):
            """Keep the output of the tests clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        stand_in.url = f"http://127.0.0.1:{server.server_port}/"
        yield stand_in
        server.shutdown()
        thread.join()
