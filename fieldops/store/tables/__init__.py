"""Tables: a row class is its domain noun plus Row; it stores and never decides."""

from fieldops.store.tables.audit import AuditRow, SubmissionRow
from fieldops.store.tables.cases import (
    ApologyRow,
    CaseRow,
    HandoverRow,
    ProcedureVersionRow,
    RegistrationRow,
    SupplementRow,
    VisitCaseRow,
    VisitRow,
)
from fieldops.store.tables.duplicates import ApartRow, MergeRow
from fieldops.store.tables.files import GivenPaperRow, ResultFileRow
from fieldops.store.tables.keys import SealKeyRow
from fieldops.store.tables.office import DutyRow, IntakeRow, LaneRow
from fieldops.store.tables.official import OfficialListRow
from fieldops.store.tables.outcomes import EpochRow, HoleRow, OutcomeRow, ToFollowRow
from fieldops.store.tables.people import AbsenceRow, StaffRow, UserRow, VehicleRow
from fieldops.store.tables.phones import PhoneRow
from fieldops.store.tables.photos import PhotoRow
from fieldops.store.tables.planning import (
    PinRow,
    PlanJobRow,
    PlanRow,
    RouteMemberRow,
    RouteRow,
    StopRow,
)
from fieldops.store.tables.registry import (
    CategoryRow,
    CitizenRow,
    CommuneRow,
    HamletRow,
    HomeHoursRow,
    HouseholdRow,
    ImportRow,
)
from fieldops.store.tables.review_rounds import ReviewHamletRow, ReviewRoundRow
from fieldops.store.tables.shortcomings import ShortcomingRow
from fieldops.store.tables.survey import SurveyAnswerRow

__all__ = [
    "AbsenceRow",
    "ApartRow",
    "ApologyRow",
    "AuditRow",
    "CaseRow",
    "CategoryRow",
    "CitizenRow",
    "CommuneRow",
    "DutyRow",
    "EpochRow",
    "GivenPaperRow",
    "HamletRow",
    "HandoverRow",
    "HoleRow",
    "HomeHoursRow",
    "HouseholdRow",
    "ImportRow",
    "IntakeRow",
    "LaneRow",
    "MergeRow",
    "OfficialListRow",
    "OutcomeRow",
    "PhoneRow",
    "PhotoRow",
    "PinRow",
    "PlanJobRow",
    "PlanRow",
    "ProcedureVersionRow",
    "RegistrationRow",
    "ResultFileRow",
    "ReviewHamletRow",
    "ReviewRoundRow",
    "RouteMemberRow",
    "RouteRow",
    "SealKeyRow",
    "ShortcomingRow",
    "StaffRow",
    "StopRow",
    "SubmissionRow",
    "SupplementRow",
    "SurveyAnswerRow",
    "ToFollowRow",
    "UserRow",
    "VehicleRow",
    "VisitCaseRow",
    "VisitRow",
]
