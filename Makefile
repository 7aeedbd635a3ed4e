# A machine with Python 3.11 or newer and make is enough: `make run`, `make test`.
.NOTPARALLEL:
.PHONY: help run test check phone postgres unit browser pictures bench bench-growth bench-pages bench-phone simulate lock clean environment chromium

PYTEST = .venv/bin/python -m pytest
# Two processes share the tests.
TOGETHER = -n 2
# These touch no database, or bring their own.
WITHOUT_DATABASE = --ignore=tests/browser --ignore=tests/rules --ignore=tests/readers \
	--ignore=tests/badges --ignore=tests/bench --ignore=tests/concurrency --ignore=tests/test_tidy.py

LIMITS = $(if $(SECTIONS),--sections $(SECTIONS)) $(if $(DATABASES),--databases $(DATABASES)) \
	$(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(SECONDS),--seconds $(SECONDS)) \
	$(if $(FOLDER),--folder $(FOLDER))

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s%s\n", $$1, $$2 }' Makefile

run: ## serve the demo event, for this machine and for phones in the same network; PORT=8001 where 8000 is taken
	@sh tools/prepare run
	@.venv/bin/usher demo
	@exec .venv/bin/usher serve --lan $(if $(PORT),--port $(PORT))

test: chromium check phone postgres ## everything that a change must pass; closes with pytest's summary
	@echo "==> All tests on SQLite, with the browser"
	@$(PYTEST) $(TOGETHER) tests

check: environment ## format, smells, types, imports, tidiness
	@echo "==> Format and smells (ruff)"
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@echo "==> Types (mypy)"
	@.venv/bin/mypy
	@echo "==> Imports go down only (import-linter)"
	@.venv/bin/lint-imports
	@echo "==> Tidiness"
	@$(PYTEST) -q tests/test_tidy.py

phone: environment ## types and tests of the phone app
	@echo "==> The phone app: types and tests"
	@sh tools/npm run check
	@sh tools/npm run test

postgres: environment ## the tests that need a database, on PostgreSQL
	@echo "==> Tests on PostgreSQL"
	@.venv/bin/python tools/with_postgres.py $(PYTEST) -q -m alone $(WITHOUT_DATABASE) tests
	@.venv/bin/python tools/with_postgres.py $(PYTEST) -q $(TOGETHER) -m "not alone" $(WITHOUT_DATABASE) tests

unit: environment ## all tests but the browser's, on SQLite
	@$(PYTEST) -m "not browser" tests

browser: environment chromium ## the tests in a browser
	@$(PYTEST) -m browser tests

pictures: environment chromium ## take the pictures of the organizer's guide anew
	@$(PYTEST) -q tests/browser/test_guide_pictures.py
	@cp screenshots/guide/*.webp docs/pictures/

bench: environment ## what a server can take, beside its limits: half an hour; SECTIONS="http bulk" ROUNDS=2 SECONDS=1 take less
	@.venv/bin/python -m bench.limits $(LIMITS)

bench-growth: environment ## the same with a ledger of ten million scans: an hour, and 60 GB of room; FOLDER keeps the databases
	@.venv/bin/python -m bench.limits --sections growth --entries 10000000 $(LIMITS)

bench-pages: environment ## the console's pages and files of a great event, and printed badges
	@.venv/bin/python bench/badges.py --badges 1000
	@.venv/bin/python bench/pages.py --attendees 20000 --scans 100000 --rounds 3
	@.venv/bin/python bench/exports.py --attendees 20000 --scans 100000

bench-phone: environment chromium ## the phone app in a browser beside 20,000 attendees: minutes, on a machine at rest
	@.venv/bin/python bench/phone.py

simulate: environment ## a thousand seeds of doors without a network, as every night
	@.venv/bin/python bench/simulate_doors.py --seeds $(if $(SEEDS),$(SEEDS),1000)

lock: environment ## resolve the dependencies anew into requirements/
	@.venv/bin/python tools/lock.py

clean: ## remove what the commands made; ./data stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf phone/node_modules src/usher/badges/fonts src/usher/site/phone screenshots
	rm -f src/usher/site/static/usher/htmx.min.js src/usher/locale/*/LC_MESSAGES/*.mo

environment:
	@sh tools/prepare development

chromium: environment
	@.venv/bin/python tools/chromium.py
