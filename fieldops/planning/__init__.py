"""The planner: a Problem in, a Plan out. No clock, no database, no network."""
