"""A slow network between a browser and a site: every byte of every connection passes through."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

PIECE = 1400
"""Bytes of a packet."""


@dataclass
class SlowNetwork:
    """
    ``rate`` bytes a second each way, shared by all connections; ``latency`` seconds there and back.

    ``down`` counts the bytes that came from the site so far."""

    site: tuple[str, int]
    rate: float
    latency: float
    port: int = 0
    down: int = 0
    _free_at: dict[str, float] = field(default_factory=lambda: {"up": 0.0, "down": 0.0})

    async def serve(self, ready: threading.Event, over: asyncio.Event) -> None:
        """Carry connections until ``over``."""
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await over.wait()
        server.close()
        carried = asyncio.all_tasks() - {asyncio.current_task()}
        for task in carried:
            task.cancel()
        await asyncio.gather(*carried, return_exceptions=True)
        await server.wait_closed()
        await asyncio.sleep(0.05)  # connections close in the loop's next turns

    async def _carry(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        try:
            await asyncio.sleep(self.latency)  # the handshake
            far, out = await asyncio.open_connection(*self.site)
            try:
                await asyncio.gather(
                    self._one_way("up", near, out), self._one_way("down", far, back)
                )
            finally:
                out.close()
        finally:
            back.close()

    async def _one_way(
        self, way: str, source: asyncio.StreamReader, target: asyncio.StreamWriter
    ) -> None:
        loop = asyncio.get_running_loop()
        tasks: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        delivery = asyncio.create_task(_deliver(tasks, target))
        with suppress(ConnectionError, asyncio.CancelledError):
            while piece := await source.read(PIECE):
                start = max(loop.time(), self._free_at[way])
                self._free_at[way] = start + len(piece) / self.rate
                if way == "down":
                    self.down += len(piece)
                await asyncio.sleep(self._free_at[way] - loop.time())
                tasks.put_nowait((loop.time() + self.latency / 2, piece))
        tasks.put_nowait((loop.time() + self.latency / 2, b""))
        await delivery


async def _deliver(
    pieces: asyncio.Queue[tuple[float, bytes]], target: asyncio.StreamWriter
) -> None:
    """Each piece at its instant; an empty one ends the connection."""
    with suppress(ConnectionError):
        while True:
            at, piece = await pieces.get()
            await asyncio.sleep(at - asyncio.get_running_loop().time())
            if not piece:
                break
            target.write(piece)
            await target.drain()
    target.close()


@contextmanager
def slow_network(site: tuple[str, int], rate: float, latency: float) -> Iterator[SlowNetwork]:
    """The network, running in a thread of its own."""
    network = SlowNetwork(site, rate, latency)
    ready, loop, over = threading.Event(), asyncio.new_event_loop(), asyncio.Event()

    def carry() -> None:
        loop.run_until_complete(network.serve(ready, over))
        loop.close()

    thread = threading.Thread(target=carry)
    thread.start()
    ready.wait()
    try:
        yield network
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
