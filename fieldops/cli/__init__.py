"""Commands for the person who runs the server: one module per group."""

from fieldops.cli.plan import plan_cli

GROUPS = (plan_cli,)
