"""Connections of many phones, all served by one thread, so that they take little of the machine."""

from __future__ import annotations

import selectors
import socket
import time
from collections import deque
from collections.abc import Sequence

from benchmarks.sync_commune import AGENT, Phone


class Line:
    """One connection with requests to send; ``took`` of each answered one, in seconds."""

    def __init__(self, port: int, phone: Phone, bodies: Sequence[bytes]) -> None:
        self.port, self.bodies = port, deque(_request(phone, body) for body in bodies)
        self.took: list[float] = []
        self._answer = b""

    def connect(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port))

    def send(self, due: float | None = None) -> None:
        """Send the next; its time counts from when it was due."""
        self._answer, self._due = b"", time.perf_counter() if due is None else due
        self.socket.sendall(self.bodies.popleft())

    def hear(self) -> bool:
        """Whether the whole answer is here by now; AssertionError where not all of it is stored."""
        self._answer += self.socket.recv(65536)
        head, found, body = self._answer.partition(b"\r\n\r\n")
        if not found or len(body) < int(head.lower().partition(b"content-length:")[2].split()[0]):
            return False
        self.took.append(time.perf_counter() - self._due)
        assert head.startswith(b"HTTP/1.1 200"), self._answer[:300]
        assert b'"stored"' in body, body[:300]
        assert body.count(b'"fate"') == body.count(b'"stored"'), body[:300]
        return True


def _request(phone: Phone, body: bytes) -> bytes:
    head = {
        "Host": "127.0.0.1",
        "User-Agent": AGENT,
        "Cookie": phone.cookie,
        "Content-Type": "application/json",
        "Content-Encoding": "gzip",
        "Content-Length": str(len(body)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"POST /api/v1/outcomes HTTP/1.1\r\n{lines}\r\n".encode() + body


def without_pause(lines: Sequence[Line], end: float) -> None:
    """Each connects, and sends the next once the last is answered, until ``end``."""
    with selectors.DefaultSelector() as selector:
        for line in lines:
            _open(selector, line)
            line.send()
        while selector.get_map():
            for line in _answered(selector, None):
                if line.bodies and time.perf_counter() < end:
                    line.send()
                else:
                    _close(selector, line)


def as_they_come(lines: Sequence[Line], due: Sequence[float]) -> None:
    """A batch at each instant of ``due``, by a free connection, or the first to be free again."""
    with selectors.DefaultSelector() as selector:
        for line in lines:
            _open(selector, line)
        idle, coming, asked = deque(lines), deque(due), deque[float]()
        while coming or asked or len(idle) < len(lines):
            patience = coming[0] - time.perf_counter() if coming else None
            idle.extend(_answered(selector, None if patience is None else max(0.0, patience)))
            while coming and coming[0] <= time.perf_counter():
                asked.append(coming.popleft())
            while asked and idle:
                idle.popleft().send(asked.popleft())
        for line in lines:
            _close(selector, line)


def _open(selector: selectors.BaseSelector, line: Line) -> None:
    line.connect()
    selector.register(line.socket, selectors.EVENT_READ, line)


def _close(selector: selectors.BaseSelector, line: Line) -> None:
    selector.unregister(line.socket)
    line.socket.close()


def _answered(selector: selectors.BaseSelector, patience: float | None) -> list[Line]:
    return [key.data for key, _ in selector.select(patience) if key.data.hear()]
