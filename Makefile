# make run: the demo, up and running.  make test: every check that needs no browser and no PostgreSQL.
SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
PY := $(VENV)/bin/python
NODE := $(PY) web/node.py

.PHONY: run setup front words test lint types imports unit phone lock pictures clean
.PHONY: bench bench-quick bench-plan bench-gap bench-replan bench-growth bench-demo-plan bench-pages bench-plan-pages bench-pack bench-sync bench-search

run: setup
	@$(PY) -m flask --app app up

setup: $(VENV)/.stamp $(VENV)/.kernel front translations/en/LC_MESSAGES/messages.mo

$(VENV)/.stamp: requirements-dev.txt
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# The planner's kernel is compiled here, once, not while a leader waits for a first plan.
$(VENV)/.kernel: $(wildcard fieldops/planning/kernel/*.py) $(VENV)/.stamp
	@$(PY) -m fieldops.planning.warm
	@touch $@

front: static/build/.stamp

node_modules/.stamp: package.json package-lock.json $(VENV)/.stamp
	@$(NODE) npm ci --no-audit --no-fund --silent
	@touch $@

static/build/.stamp: node_modules/.stamp $(shell find web -type f -name '*.js' -o -name '*.css' 2>/dev/null)
	@$(NODE) node web/build.mjs
	@touch $@

translations/en/LC_MESSAGES/messages.mo: translations/en/LC_MESSAGES/messages.po $(VENV)/.stamp
	@$(VENV)/bin/pybabel -q compile -f -d translations

# Collect the sentences people see; new ones stand in the English catalogue without a translation.
words:
	@$(VENV)/bin/pybabel -q extract --no-wrap -F translations/babel.cfg -k Sentence:1 -k Label:1 -k lazy_gettext --no-location --sort-output --omit-header -o translations/messages.pot .
	@$(VENV)/bin/pybabel -q update --no-wrap -i translations/messages.pot -d translations -l en --no-fuzzy-matching --ignore-obsolete --omit-header
	@rm translations/messages.pot

test: setup lint types imports unit phone

lint:
	@$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check .

types:
	@$(VENV)/bin/mypy

imports:
	@$(VENV)/bin/lint-imports

unit:
	@$(VENV)/bin/pytest -q -n 2 -m "not browser and not postgres"

phone:
	@$(NODE) node --test $(wildcard tests/phone/*.test.js)

lock:
	@$(VENV)/bin/pip-compile -q --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --allow-unsafe -o requirements.txt pyproject.toml
	@$(VENV)/bin/pip-compile -q --extra dev --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --allow-unsafe -c requirements.txt -o requirements-dev.txt pyproject.toml
	@$(VENV)/bin/pip-compile -q --extra bench --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --allow-unsafe -c requirements-dev.txt -o requirements-bench.txt pyproject.toml

$(VENV)/.bench: requirements-bench.txt $(VENV)/.stamp
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@

# The planner beside PyVRP, VROOM and OR-Tools: about an hour; what is already measured stays.
# BENCH="--again --instances FOLDER" and other options: python -m benchmarks.compare --help
bench: setup $(VENV)/.bench
	@$(PY) -m benchmarks.compare $(BENCH)
	@$(PY) -m benchmarks.growth
	@$(PY) -m benchmarks.gap --homes 200
	@$(PY) -m benchmarks.replan

# Value, seconds and memory against homes, 200 to 10,000: nine minutes; what is measured stays.
bench-growth: setup $(VENV)/.bench
	@$(PY) -m benchmarks.growth $(BENCH)

# The same with few tasks and a third of the seconds: about seven minutes.
bench-quick: setup $(VENV)/.bench
	@$(PY) -m benchmarks.compare --quick $(BENCH)

# The planner's first and final plans of invented communes, about a minute and a half.
bench-plan: setup
	@$(PY) -m benchmarks.plan

# How much better a plan of 200 homes could be at most, plan and proof in 30 s: two minutes.
bench-gap: setup
	@$(PY) -m benchmarks.gap --homes 200

# A lost team and urgent visits: how soon there is a new plan, and how many homes it moves.
bench-replan: setup
	@$(PY) -m benchmarks.replan

# The pictures of the README and of the volunteers' guide, from the demo in a real browser (needs Debian's chromium).
pictures: setup
	@$(PY) -m tests.browser.pictures

# The demo's two weeks by the real path: first and final plan.
bench-demo-plan: setup
	@$(PY) -m benchmarks.demo_plan

# Server time of every page on the demo data.
bench-pages: setup
	@$(PY) -m benchmarks.pages

# Server time of the pages of a plan of 600 homes.
bench-plan-pages: setup
	@$(PY) -m benchmarks.plan_pages

# A day pack of 30 stops at 1 Mbit/s with 300 ms latency (needs Debian's chromium).
bench-pack: setup
	@$(PY) -m benchmarks.pack

# Phones coming home: batches of reports over HTTP beside a bare loop of inserts, about a minute.
bench-sync: setup
	@$(PY) -m benchmarks.sync

clean:
	@rm -rf static/build .mypy_cache .ruff_cache

# The search box among 50,000 invented people; the page of duplicates at 20,000.
bench-search: setup
	@$(PY) -m benchmarks.search
	@$(PY) -m benchmarks.doubles
