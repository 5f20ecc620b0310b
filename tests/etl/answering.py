"""A server that sends any bytes it is given: for answers that no web server would give."""

import socket
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Self

Answer = Iterable[bytes | float]


def http(
    body: bytes, *headers: str, status: str = "200 OK", kind: str = "application/json"
) -> bytes:
    """An answer as it goes over the wire; its end is the end of the connection."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


class Server:
    """Answers each connection with the next of its answers, the last one for ever.

    An answer is bytes, and seconds of silence between them. `asked` keeps the requests.
    """

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.asked: list[bytes] = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.thread = threading.Thread(target=self.serve)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        # A blocked accept does not notice that its socket is closed, but it does a connection.
        port, self.port = self.port, 0
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            pass
        self.thread.join()
        self.socket.close()

    def serve(self) -> None:
        while True:
            connection, _ = self.socket.accept()
            with connection, suppress(OSError):
                if not self.port:
                    return
                self.asked.append(read_request(connection))
                answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
                for piece in [answer] if isinstance(answer, bytes) else answer:
                    if isinstance(piece, bytes):
                        connection.sendall(piece)
                    else:
                        time.sleep(piece)
                connection.shutdown(socket.SHUT_RDWR)


def read_request(connection: socket.socket) -> bytes:
    request = b""
    while b"\r\n\r\n" not in request and (data := connection.recv(65536)):
        request += data
    return request


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]  # type: ignore[no-any-return]
