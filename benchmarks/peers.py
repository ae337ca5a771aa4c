"""PyVRP, VROOM and OR-Tools given a routing task, each in its own terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pyvrp
import vroom
from ortools.constraint_solver import pywrapcp, routing_enums_pb2, routing_parameters_pb2
from pyvrp.stop import MaxRuntime

from benchmarks.tasks import Customer, Fleet, Routes, Task

FAR = 10_000_000
"""PyVRP: the way to a customer that a kind of vehicle may not visit."""

MUST = 100_000_000
"""OR-Tools: what it costs to leave out a customer who must be visited."""


def squeezed(task: Task) -> tuple[list[Customer], list[Fleet]]:
    """
    Customers and fleets on a clock without the break: what is open later opens earlier by it.

    For solvers that know no breaks. Exact where every window ends before the break may begin or
    begins after it must have ended, and no service is as long as the break has to move.
    """
    pause = next((fleet.pause for fleet in task.fleets if fleet.pause), None)
    if pause is None:
        return list(task.customers), list(task.fleets)
    length, opens, _ = pause

    def moved(clock: int) -> int:
        return clock - length if clock >= opens + length else min(clock, opens)

    customers = [
        Customer(
            one.service,
            one.demand,
            tuple((moved(start), moved(end)) for start, end in one.windows),
            one.prize,
        )
        for one in task.customers
    ]
    fleets = [
        Fleet(
            one.count,
            one.capacity,
            one.start,
            moved(one.end),
            one.kind,
            one.fixed,
            one.may,
        )
        for one in task.fleets
    ]
    return customers, fleets


def by_pyvrp(task: Task, seconds: float, seed: int) -> Routes:
    """A copy of each customer for each window, in a group; a profile for each set of customers."""
    customers, fleets = squeezed(task)
    clients, groups, owner = _clients(customers, task.point)
    profiles = [
        (fleet.kind, None if fleet.may is None else fleet.may.tobytes()) for fleet in fleets
    ]
    known = list(dict.fromkeys(profiles))
    distances, durations = [], []
    for kind, _ in known:
        fleet = fleets[profiles.index((kind, _))]
        way = task.ways[kind].astype(np.int64)
        durations.append(way)
        distances.append(_closed(way, fleet))
    vehicle_types = [
        pyvrp.VehicleType(
            num_available=fleet.count,
            capacity=[fleet.capacity],
            tw_early=fleet.start,
            tw_late=fleet.end,
            fixed_cost=fleet.fixed,
            unit_distance_cost=1,
            profile=known.index(profile),
        )
        for fleet, profile in zip(fleets, profiles, strict=True)
    ]
    data = pyvrp.ProblemData(
        locations=[pyvrp.Location(0, 0) for _ in range(len(customers) + 1)],
        clients=clients,
        depots=[pyvrp.Depot(0)],
        vehicle_types=vehicle_types,
        distance_matrices=distances,
        duration_matrices=durations,
        groups=groups,
    )
    best = pyvrp.solve(data, MaxRuntime(seconds), seed=seed, collect_stats=False).best
    if not best.is_feasible():
        raise ValueError("no feasible routes found")
    return list(_pyvrp_routes(best, fleets, owner))


def _clients(
    customers: list[Customer], point: int
) -> tuple[list[pyvrp.Client], list[pyvrp.ClientGroup], list[int]]:
    clients: list[pyvrp.Client] = []
    groups: list[pyvrp.ClientGroup] = []
    owner: list[int] = []
    for number, customer in enumerate(customers):
        several = len(customer.windows) > 1
        copies = list(range(len(clients), len(clients) + len(customer.windows)))
        for start, end in customer.windows:
            owner.append(number)
            clients.append(
                pyvrp.Client(
                    number + 1,
                    delivery=[customer.demand],
                    service_duration=customer.service,
                    tw_early=start,
                    tw_late=end,
                    prize=(customer.prize or 0) * point,
                    required=customer.prize is None and not several,
                    group=len(groups) if several else None,
                )
            )
        if several:
            groups.append(pyvrp.ClientGroup(copies, required=customer.prize is None))
    return clients, groups, owner


def _closed(way: np.ndarray, fleet: Fleet) -> np.ndarray:
    """The costs of the ways, with those to customers the fleet may not visit far too long."""
    cost = way.copy()
    if fleet.may is not None:
        shut = np.flatnonzero(~fleet.may) + 1
        cost[:, shut], cost[shut, :] = FAR, FAR
        cost[shut, shut] = 0
    return cost


def _pyvrp_routes(
    best: pyvrp.Solution, fleets: list[Fleet], owner: list[int]
) -> Iterator[tuple[int, list[int]]]:
    first = np.concatenate([[0], np.cumsum([fleet.count for fleet in fleets])])
    used = [0] * len(fleets)
    for route in best.routes():
        number = route.vehicle_type()
        row = [owner[stop.idx] for stop in route if stop.is_client()]
        yield int(first[number]) + used[number], row
        used[number] += 1


def by_vroom(task: Task, seconds: float, seed: int) -> Routes:
    """Windows, breaks and skills as VROOM knows them; it has no chance in it, so no seed."""
    del seed
    given = vroom.Input()
    for kind, way in enumerate(task.ways):
        given.set_durations_matrix(str(kind), way.astype(np.uint32))
    skills = _skills(task)
    number = 0
    for f, fleet in enumerate(task.fleets):
        able = {skill for key, skill in skills.items() if key[f]}
        for _ in range(fleet.count):
            given.add_vehicle(_vroom_vehicle(number, fleet, able))
            number += 1
    top = max((customer.prize or 0 for customer in task.customers), default=0)
    for c, customer in enumerate(task.customers):
        key = _column(task, c)
        given.add_job(
            vroom.Job(
                c,
                c + 1,
                default_service=customer.service,
                delivery=[customer.demand],
                skills={skills[key]} if key in skills else None,
                priority=round(100 * (customer.prize or 0) / top) if top else 0,
                time_windows=[vroom.TimeWindow(*window) for window in customer.windows],
            )
        )
    solution = given.solve(5, nb_threads=2, timeout=timedelta(seconds=seconds))
    steps = solution.routes
    jobs = steps[steps["type"] == "job"]
    return [(int(v), [int(j) for j in rows["id"]]) for v, rows in jobs.groupby("vehicle_id")]


def _column(task: Task, customer: int) -> bytes:
    """Which fleets may visit the customer."""
    may = [fleet.may is None or bool(fleet.may[customer]) for fleet in task.fleets]
    return bytes(may)


def _skills(task: Task) -> dict[bytes, int]:
    """A skill for each set of fleets that some customers are bound to."""
    every = bytes([True] * len(task.fleets))
    columns = dict.fromkeys(_column(task, c) for c in range(len(task.customers)))
    return {key: number for number, key in enumerate(columns) if key != every}


def _vroom_vehicle(number: int, fleet: Fleet, able: set[int]) -> vroom.Vehicle:
    breaks = []
    if fleet.pause:
        length, opens, closes = fleet.pause
        breaks = [vroom.Break(0, [vroom.TimeWindow(opens, closes - length)], service=length)]
    return vroom.Vehicle(
        number,
        start=0,
        end=0,
        profile=str(fleet.kind),
        capacity=[fleet.capacity],
        skills=able,
        time_window=vroom.TimeWindow(fleet.start, fleet.end),
        breaks=breaks,
        costs=vroom.VehicleCosts(fixed=fleet.fixed),
    )


def by_ortools(task: Task, seconds: float, seed: int) -> Routes:
    """The routing library: guided local search for odd seeds, iterated for even ones."""
    customers, fleets = squeezed(task)
    vehicles = [fleet for fleet in fleets for _ in range(fleet.count)]
    manager = pywrapcp.RoutingIndexManager(len(customers) + 1, len(vehicles), 0)
    routing = pywrapcp.RoutingModel(manager)
    _ortools_ways(task, routing, manager, customers, vehicles)
    _ortools_customers(routing, manager, customers, vehicles, task.point)
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    _ortools_effort(parameters, seconds, seed)
    search = routing.SolveWithParameters if seed % 2 else routing.SolveWithIteratedLocalSearch
    found = search(parameters)
    if found is None:
        raise ValueError("no routes found")
    return list(_ortools_routes(routing, manager, found))


def _ortools_ways(
    task: Task,
    routing: pywrapcp.RoutingModel,
    manager: pywrapcp.RoutingIndexManager,
    customers: list[Customer],
    vehicles: list[Fleet],
) -> None:
    service = np.array([0, *(customer.service for customer in customers)])[:, None]
    cost = [routing.RegisterTransitMatrix(way.tolist()) for way in task.ways]
    time = [routing.RegisterTransitMatrix((way + service).tolist()) for way in task.ways]
    for number, fleet in enumerate(vehicles):
        routing.SetArcCostEvaluatorOfVehicle(cost[fleet.kind], number)
        routing.SetFixedCostOfVehicle(fleet.fixed, number)
    end = max(fleet.end for fleet in vehicles)
    evaluators = [time[fleet.kind] for fleet in vehicles]
    routing.AddDimensionWithVehicleTransits(evaluators, end, end, False, "time")
    clock = routing.GetDimensionOrDie("time")
    for number, fleet in enumerate(vehicles):
        clock.CumulVar(routing.Start(number)).SetRange(fleet.start, fleet.end)
        clock.CumulVar(routing.End(number)).SetRange(fleet.start, fleet.end)
    demand = [0, *(customer.demand for customer in customers)]
    load = routing.RegisterUnaryTransitVector(demand)
    capacities = [fleet.capacity for fleet in vehicles]
    routing.AddDimensionWithVehicleCapacity(load, 0, capacities, True, "load")


def _ortools_customers(
    routing: pywrapcp.RoutingModel,
    manager: pywrapcp.RoutingIndexManager,
    customers: list[Customer],
    vehicles: list[Fleet],
    point: int,
) -> None:
    clock = routing.GetDimensionOrDie("time")
    for c, customer in enumerate(customers):
        index = manager.NodeToIndex(c + 1)
        at = clock.CumulVar(index)
        windows = sorted(customer.windows)
        at.SetRange(windows[0][0], windows[-1][1])
        for (_, closes), (opens, _) in pairwise(windows):
            at.RemoveInterval(closes + 1, opens - 1)
        able = [n for n, fleet in enumerate(vehicles) if fleet.may is None or fleet.may[c]]
        if len(able) < len(vehicles):
            routing.VehicleVar(index).SetValues([-1, *able])
        prize = MUST if customer.prize is None else customer.prize * point
        routing.AddDisjunction([index], prize)


def _ortools_effort(
    parameters: routing_parameters_pb2.RoutingSearchParameters, seconds: float, seed: int
) -> None:
    opening = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.first_solution_strategy = opening
    parameters.time_limit.FromMilliseconds(round(seconds * 1000))
    if seed % 2:
        guided = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
        parameters.local_search_metaheuristic = guided
    else:
        parameters.use_iterated_local_search = True
        repair = parameters.iterated_local_search_parameters.ruin_recreate_parameters
        strings = repair.ruin_strategies.add().sisr
        strings.max_removed_sequence_size, strings.avg_num_removed_visits = 10, 10
        strings.bypass_factor = 0.01
        repair.recreate_strategy.heuristic = opening


def _ortools_routes(
    routing: pywrapcp.RoutingModel,
    manager: pywrapcp.RoutingIndexManager,
    found: pywrapcp.Assignment,
) -> Iterator[tuple[int, list[int]]]:
    for number in range(routing.vehicles()):
        row, index = [], routing.Start(number)
        while not routing.IsEnd(index):
            row.append(manager.IndexToNode(index) - 1)
            index = found.Value(routing.NextVar(index))
        if len(row) > 1:
            yield number, row[1:]


PEERS: dict[str, Callable[[Task, float, int], Routes]] = {
    "PyVRP": by_pyvrp,
    "VROOM": by_vroom,
    "OR-Tools": by_ortools,
}
