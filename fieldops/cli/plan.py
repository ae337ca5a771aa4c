"""``flask plan …``: makes and judges plans from problem files, without a database."""

from flask.cli import AppGroup

plan_cli = AppGroup("plan", help="Make and judge plans.")
