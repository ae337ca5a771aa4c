"""Demand: which visits are due, for whom, by when, and why."""

from fieldops.demand.facts import Call as Call
from fieldops.demand.facts import CaseFacts as CaseFacts
from fieldops.demand.facts import Try as Try
from fieldops.demand.reasons import countdown as countdown
from fieldops.demand.reconcile import Changes as Changes
from fieldops.demand.reconcile import OpenVisit as OpenVisit
from fieldops.demand.reconcile import reconcile as reconcile
from fieldops.demand.steps import steps as steps
from fieldops.demand.visits import Wanted as Wanted
