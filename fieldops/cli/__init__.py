"""Commands for the person who runs the server: one module per group."""

from fieldops.cli import demo_plan as demo_plan  # adds ``plan`` to the demo's group
from fieldops.cli import plan_worker as plan_worker  # adds ``work`` to its group
from fieldops.cli.backup import backup_cli
from fieldops.cli.commune import commune_cli
from fieldops.cli.demo import demo_cli
from fieldops.cli.keys import keys_cli
from fieldops.cli.plan import plan_cli
from fieldops.cli.up import up

COMMANDS = (backup_cli, commune_cli, demo_cli, keys_cli, plan_cli, up)
