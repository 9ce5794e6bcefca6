# Everything a person does here. `make` alone lists it.

VENV := .venv/bin
# Files, too, in random order. (Of the journeys, those that need one another go first: they take longest.)
SUITE := $(VENV)/pytest -n 2 --no-loadscope-reorder
JOURNEYS := $(VENV)/pytest -n 2 tests/journeys

# Many short processes run here; without this each would compile the product again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test test-thorough check lint types imports format migrate benchmarks lock licences venv venv-dev

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## install what is missing, migrate, load the demonstration, start web, worker and clock
	@scripts/install_system_packages.sh run
	@scripts/prepare_venv.sh requirements.txt
	@scripts/run.sh

test: ## install what the tests need; check; the suite on SQLite and on PostgreSQL; browser journeys
	@scripts/install_system_packages.sh run test
	@$(MAKE) --no-print-directory --jobs=2 --output-sync check
	$(SUITE) -m "not browser and not thorough"
	scripts/with_postgres.sh $(SUITE) -m "not browser and not thorough"
	$(JOURNEYS) -m "browser and not thorough"

test-thorough: ## what `make test` leaves out: what takes long, and more cases of the same on PostgreSQL
	@scripts/install_system_packages.sh run test
	@$(MAKE) --no-print-directory venv-dev
	$(SUITE) -m "not browser and thorough"
	scripts/with_postgres.sh $(SUITE) -m "not browser and thorough"
	$(JOURNEYS) -m "browser and thorough"

check: lint types imports ## ruff, djlint, mypy and import-linter

lint: venv-dev ## style of Python and templates
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/djlint templates --lint --quiet

types: venv-dev ## types
	$(VENV)/mypy

imports: venv-dev ## who may import whom
	$(VENV)/lint-imports

format: venv-dev ## put Python in order
	$(VENV)/ruff check --fix .
	$(VENV)/ruff format .

migrate: venv ## bring the database that `make run` uses up to date
	@scripts/flask.sh db upgrade

benchmarks: venv-dev ## what public pages, the language advisor, reminders, the Monday page and printing cost
	$(VENV)/python -m benchmarks
	$(VENV)/python -m benchmarks.language
	$(VENV)/python -m benchmarks.reminders
	$(VENV)/python -m benchmarks.monday
	$(VENV)/python -m benchmarks.reports

lock: venv-dev ## pin requirements again after a change to an .in file
	$(VENV)/uv pip compile $(LOCK_OPTIONS) requirements.in -o requirements.txt
	$(VENV)/uv pip compile $(LOCK_OPTIONS) requirements-dev.in -o requirements-dev.txt

licences: venv ## write the table of Python packages in THIRD-PARTY-LICENCES.md again
	$(VENV)/python scripts/list_licences.py

venv:
	@scripts/prepare_venv.sh requirements.txt

venv-dev:
	@scripts/prepare_venv.sh requirements-dev.txt

LOCK_OPTIONS := --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"
