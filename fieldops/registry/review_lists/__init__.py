"""Review lists: a hamlet's file in; people to register, and a reason for each row that is not."""

from fieldops.registry.review_lists.columns import TITLES, Column
from fieldops.registry.review_lists.files import read_file
from fieldops.registry.review_lists.headers import Table, find_table
from fieldops.registry.review_lists.judge import judge
from fieldops.registry.review_lists.listing import Judged, Listed, Remark
from fieldops.registry.review_lists.match import Known, Match, Verdict, match
from fieldops.registry.review_lists.places import Ground

__all__ = [
    "TITLES",
    "Column",
    "Ground",
    "Judged",
    "Known",
    "Listed",
    "Match",
    "Remark",
    "Table",
    "Verdict",
    "find_table",
    "judge",
    "match",
    "read_file",
]
