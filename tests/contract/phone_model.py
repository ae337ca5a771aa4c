"""A phone as docs/phone-contract.md wants it: the rules of web/field/outbox.js, without a page."""

from itertools import count
from uuid import UUID

FATES = {"stored", "already", "needs_review", "quarantined"}
_ids = count(1)


class Phone:
    """Its outbox: what is recorded, whether it was answered for, and what it never forgets."""

    def __init__(self, number, client):
        self.client = client
        self.device = str(UUID(int=0x7F4C0000000040008000000000000000 + number))
        self.last, self.epoch = 0, None
        self.items = {}  # seq → [outcome, answered for]
        self.ever = {}  # seq → outcome: the test's own memory
        self.lost = []

    def record(self, visit_id, result):
        self.last += 1
        number = next(_ids)
        self.ever[self.last] = {
            "schema": 1,
            "id": f"0198c1d2-5e00-7000-8000-{number:012x}",
            "device_id": self.device,
            "seq": self.last,
            "visit_id": visit_id,
            "recorded_at": "2026-11-23T11:30:00+07:00",
            "result": result,
        }
        self.items[self.last] = [self.ever[self.last], False]

    def waiting(self):
        return [seq for seq, (_, answered) in sorted(self.items.items()) if not answered]

    def body(self, limit=100):
        waiting = self.waiting()
        batch, later = waiting[:limit], waiting[limit:]
        device = {
            "id": self.device,
            "last": later[0] - 1 if later else self.last,
            "lost": self.lost,
        }
        return {"schema": 1, "outcomes": [self.items[seq][0] for seq in batch], "device": device}

    def hear(self, answer):
        """What an answer does: another epoch opens all, a fate closes, a hole opens again."""
        if self.epoch and answer["epoch"] != self.epoch:
            for item in self.items.values():
                item[1] = False
        self.epoch = answer["epoch"]
        answered = {one["id"] for one in answer["answers"] if one["fate"] in FATES}
        for item in self.items.values():
            item[1] = item[1] or item[0]["id"] in answered
        missing = answer["missing"].get(self.device, [])
        for seq in missing:
            if seq in self.items:
                self.items[seq][1] = False
        self.lost = [seq for seq in missing if seq <= self.last and seq not in self.items]

    def forget(self, seq):
        """Fourteen days went by, or its owner cleared what was sent."""
        if self.items.get(seq, [None, False])[1]:
            del self.items[seq]
