"""The papers of one case: which it can be given now, and each filled from its records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from fieldops.domain.case import AGAIN, CLOSED, CaseState, Procedure, Register, case_code
from fieldops.domain.errors import Conflict, NotFound
from fieldops.domain.sentences import Sentence
from fieldops.papers import letters
from fieldops.papers.declarations import BirthDeclaration, DeathDeclaration
from fieldops.papers.lists import LabelSheet
from fieldops.papers.notices import Apology, SupplementRequest
from fieldops.papers.nouns import written
from fieldops.papers.offered import CasePaper, Standing, offered
from fieldops.papers.qr import qr_svg
from fieldops.papers.slips import HandoverReceipt, ReceiptSlip
from fieldops.services import cases, clocks
from fieldops.services import paper_facts as facts
from fieldops.services.paper_desk import Desk, Printed, Sheet, made
from fieldops.store import communes
from fieldops.store.cases import handover_of, registration_of
from fieldops.store.tables import CaseRow


def papers_of(case: CaseRow, today: date) -> tuple[CasePaper, ...]:
    """The papers this case can be given now, in the order they are needed."""
    rule = clocks.rule_of(case, today)
    standing = Standing(
        register=rule.register,
        state=CaseState(case.state),
        has_intake=rule.intake is not None,
        has_return=rule.hand_over is not None,
        birth=clocks.birth_of(case.citizen),
        awaits_papers=clocks.waiting(case) is not None,
        apologised=bool(case.apologies) and CaseState(case.state) not in CLOSED,
    )
    return offered(standing, today)


def make(session: Session, desk: Desk, case_id: int, paper: str) -> Printed:
    """
    One paper of one case, noted in the audit.

    Raises NotFound for a case or a kind of paper that is not there, Conflict for a paper the case
    cannot be given where it stands.
    """
    case = cases.get(session, case_id)
    if paper not in set(CasePaper):
        raise NotFound(Sentence("Không có loại giấy này."))
    kind = CasePaper(paper)
    if kind not in papers_of(case, desk.today):
        raise Conflict(
            Sentence("Hồ sơ này chưa tới bước cần giấy đó, hoặc đã qua. Mở lại trang hồ sơ.")
        )
    sheet = _SHEETS[kind](session, desk, case)
    return made(session, desk, sheet, ("case", case.id), kind, case_code(case.id))


def _declaration(session: Session, desk: Desk, case: CaseRow, *, assisted: bool = False) -> Sheet:
    commune = communes.current(session)
    office, code = facts.office(commune), case_code(case.id)
    asking = facts.requester(case, commune, desk.today)
    subject = facts.person(case.citizen, commune)
    again = Procedure(case.procedure) in AGAIN
    relation = case.informant_relation or ("bản thân" if asking == subject else "")
    if clocks.rule_of(case, desk.today).register == Register.DEATH:
        died_on = written(case.event_on)
        return DeathDeclaration(office, code, asking, relation, subject, died_on, assisted, again)
    parents = facts.parents(case, asking)
    return BirthDeclaration(office, code, asking, relation, subject, *parents, assisted, again)


def _assisted(session: Session, desk: Desk, case: CaseRow) -> Sheet:
    return _declaration(session, desk, case, assisted=True)


def _receipt(session: Session, desk: Desk, case: CaseRow) -> Sheet:
    clock = clocks.clock_of(case, desk.today, clocks.calendar(session))
    code = case_code(case.id)
    return ReceiptSlip(
        office=facts.office(communes.current(session)),
        code=code,
        dossier_code=case.dossier_code,
        qr=qr_svg(desk.address(code)),
        person=case.citizen.full_name,
        informant=case.informant_name,
        informant_phone=case.informant_phone,
        procedure=clock.rule.name.text,
        procedure_code=clock.rule.code,
        papers=tuple(paper.name.text for paper in clock.rule.papers),
        fee=facts.fee(clock.rule),
        received_on=case.received_on,
        return_by=clock.law.deliver_by if clock.law else None,
        result=clock.rule.paper.text,
        steps=tuple(step.text for step in clocks.steps_of(case, clock.rule, desk.today)),
    )


def _handover(session: Session, desk: Desk, case: CaseRow) -> Sheet:
    registered = registration_of(session, case.id)
    given = handover_of(session, case.id)
    return HandoverReceipt(
        office=facts.office(communes.current(session)),
        code=case_code(case.id),
        person=case.citizen.full_name,
        result=clocks.rule_of(case, desk.today).paper.text,
        register_entry=facts.entry(registered),
        registered_on=registered.registered_on if registered else None,
        received_by=given.received_by if given else "",
        relation=given.relation if given else "",
        handed_over_on=given.handed_over_on if given else None,
        fingerprint=bool(given and given.mark == "fingerprint"),
        read_aloud=bool(given and given.read_aloud),
        survey_qr=qr_svg(desk.survey()) if desk.survey else "",
    )


def _supplement(session: Session, desk: Desk, case: CaseRow) -> Sheet:
    asked = case.supplements[-1]
    label = facts.label(case, communes.current(session), desk.today)
    return SupplementRequest(
        office=facts.office(communes.current(session)),
        code=case_code(case.id),
        dossier_code=case.dossier_code,
        to=label.to,
        home=label.home,
        person=case.citizen.full_name,
        procedure=clocks.rule_of(case, desk.today).name.text,
        asked_on=asked.asked_on,
        papers=asked.papers,
        wanted_by=asked.wanted_by,
        paused=asked.paused,
    )


def _apology(session: Session, desk: Desk, case: CaseRow) -> Sheet:
    said = case.apologies[-1]
    label = facts.label(case, communes.current(session), desk.today)
    rule = clocks.rule_of(case, desk.today)
    return Apology(
        office=facts.office(communes.current(session)),
        code=case_code(case.id),
        dossier_code=case.dossier_code,
        to=label.to,
        home=label.home,
        person=case.citizen.full_name,
        procedure=rule.name.text,
        result=rule.paper.text,
        received_on=case.received_on,
        promised_on=said.promised_on,
        new_date=said.new_date,
        reason=said.reason,
        apologised_on=said.apologised_on,
    )


def _condolence(session: Session, desk: Desk, case: CaseRow) -> Sheet:
    commune = communes.current(session)
    return letters.Letter(
        facts.office(commune),
        letters.CONDOLENCE,
        name=case.citizen.full_name,
        address=facts.addressed(case.citizen, case.event_on or desk.today),
        home=facts.home(case.household, commune),
        on=case.event_on,
    )


def _new_member(session: Session, desk: Desk, case: CaseRow) -> Sheet:
    commune = communes.current(session)
    born = clocks.birth_of(case.citizen)
    return letters.Letter(
        facts.office(commune),
        letters.NEW_MEMBER,
        name=case.citizen.full_name,
        home=facts.home(case.household, commune),
        on=born.earliest if born and born.day else None,
        on_words="sinh ngày",
    )


def _envelope(session: Session, desk: Desk, case: CaseRow) -> Sheet:
    commune = communes.current(session)
    return LabelSheet(facts.office(commune), (facts.label(case, commune, desk.today),))


_SHEETS: dict[CasePaper, Callable[[Session, Desk, CaseRow], Sheet]] = {
    CasePaper.DECLARATION: _declaration,
    CasePaper.ASSISTED_DECLARATION: _assisted,
    CasePaper.RECEIPT: _receipt,
    CasePaper.HANDOVER: _handover,
    CasePaper.SUPPLEMENT: _supplement,
    CasePaper.APOLOGY: _apology,
    CasePaper.CONDOLENCE: _condolence,
    CasePaper.NEW_MEMBER: _new_member,
    CasePaper.ENVELOPE: _envelope,
}
