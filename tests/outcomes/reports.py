"""Makers of reports as phones send them; all invented."""

from fieldops.outcomes.report import Report

DEVICE = "7f4c0000-0000-4000-8000-000000000001"


def uuid7(number):
    """A UUIDv7 of the year 2025, one for each number."""
    return f"0198c1d2-0000-7000-8000-{number:012x}"


def sent(number=1, visit_id=12, result="done", **more):
    """A report as JSON; ``number`` makes its id and its place in the device's sequence."""
    return {
        "schema": 1,
        "id": uuid7(number),
        "device_id": DEVICE,
        "seq": number,
        "visit_id": visit_id,
        "recorded_at": "2026-11-23T11:30:00+07:00",
        "result": result,
    } | more


def report(*args, **kw):
    """The same, read."""
    return Report.model_validate(sent(*args, **kw))


def handed(case_id, received_by="Trần Văn Út", mark="signature", **kw):
    """A case report of a paper given."""
    paper = {"received_by": received_by, "mark": mark} | kw
    return {"case_id": case_id, "result": "done", "handover": paper}
