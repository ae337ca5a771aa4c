"""Which rule holds: the versions the commune added, over the built-in ones."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import lru_cache

from sqlalchemy.orm import Session

from fieldops.civil.procedures import RULES, ProcedureRule
from fieldops.civil.procedures import rule_for as rule_of_rules
from fieldops.civil.versions import from_document
from fieldops.domain.case import Procedure
from fieldops.store import procedures as rows


def rules(session: Session) -> tuple[ProcedureRule, ...]:
    """All versions; of two from one day the added one stands first, and is the one in force."""
    added = [
        _read(row.procedure, row.valid_from, json.dumps(row.document))
        for row in rows.versions(session)
    ]
    return (*added, *RULES)


def rule_for(session: Session, procedure: Procedure, received_on: date) -> ProcedureRule:
    """The version for a dossier received on that day; LookupError when there was none yet."""
    return rule_of_rules(procedure, received_on, rules(session))


@lru_cache(256)
def _read(procedure: str, valid_from: date, document: str) -> ProcedureRule:
    built_in = rule_of_rules(Procedure(procedure), valid_from)
    return from_document(replace(built_in, valid_from=valid_from), json.loads(document))
