# make run   starts the portal with its demo        make test  runs every test, make test-fast the quick ones
# make serve starts the real portal (docs/operations.md)    make install installs what it needs
# make check runs every gate but the tests          make shots takes a picture of every page
# make old   drives a real Chromium of 2021 (npm)   make bench measures pages and sending
# make deep  counts 10,000 random cases of each property of the tallies (docs/testing.md)
# make drill puts a real portal under load and breaks something (docs/testing.md)
# make drill-ha breaks a cluster of three nodes under load (docs/high-availability.md), ROUNDS=3 for a short one

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# Compiled modules are kept, or each worker and each server that a test starts compiles all of them again.
TESTED := env -u LOUZU_DEMO -u PYTHONDONTWRITEBYTECODE $(PY)
export LOUZU_DEMO ?= 1

.PHONY: run serve install test test-fast deep check fmt shots old bench sbom lock messages folding clean help drill drill-ha

help:
	@sed -n 's/^# //p' Makefile

run: $(VENV)/.runtime
	@exec $(PY) -m louzu.server

serve: export LOUZU_DEMO := 0
serve: install
	@exec bin/louzu serve

install: $(VENV)/.runtime

test: $(VENV)/.dev
	@$(PY) -m dev.chromium
	@$(TESTED) -m pytest -n auto --dist worksteal

test-fast: $(VENV)/.dev
	@$(TESTED) -m pytest -n auto --dist worksteal --fast

deep: $(VENV)/.dev
	@$(TESTED) -m pytest tests/governance/canvass/test_option_tally.py tests/governance/canvass/test_tally.py --hypothesis-profile=deep

check: $(VENV)/.dev
	@env -u LOUZU_DEMO $(PY) -m dev.check

fmt: $(VENV)/.dev
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/djangofmt check --fix templates
	$(VENV)/bin/djangofmt templates

shots: $(VENV)/.dev
	@$(PY) -m dev.chromium
	@$(PY) -m dev.shots

old: $(VENV)/.dev
	@$(PY) -m dev.old_browsers

bench: $(VENV)/.dev
	@$(PY) -m dev.bench

drill: $(VENV)/.dev
	@env -u LOUZU_DEMO $(PY) -m dev.drills

drill-ha: $(VENV)/.dev
	@env -u LOUZU_DEMO $(PY) -m dev.drills.ha

messages: $(VENV)/.dev
	@$(PY) -m dev.messages

folding: $(VENV)/.dev
	@$(PY) -m dev.folding

# The packages of a release, for whoever looks for vulnerable ones; two runs write the same file.
sbom: $(VENV)/.dev
	@mkdir -p dist
	@$(PY) -W ignore -m cyclonedx_py requirements --output-reproducible --pyproject pyproject.toml \
	--mc-type application --output-format JSON --output-file dist/louzu.cdx.json requirements.lock
	@echo "dist/louzu.cdx.json"

lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links pyproject.toml --group dev -o requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache

$(PY):
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: install Python 3.11 or newer, or name it with PYTHON=…"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is too old: louzu needs Python 3.11 or newer; name it with PYTHON=…"; exit 1; }
	@if command -v uv >/dev/null; then uv venv -q --python $(PYTHON) $(VENV); \
	elif $(PYTHON) -c 'import ensurepip' 2>/dev/null; then $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }; \
	else echo "$(PYTHON) cannot make a virtual environment: install its venv package (Debian: apt-get install python3-venv)"; exit 1; fi

# A development set-up holds all that running needs.
$(VENV)/.runtime: requirements.lock | $(PY)
	@if [ ! -e $(VENV)/.dev ] || [ requirements.lock -nt $(VENV)/.dev ]; then \
	echo "Installing…"; $(call install,requirements.lock); fi
	@touch $@

$(VENV)/.dev: requirements-dev.lock requirements.lock | $(PY)
	@echo "Installing…"; $(call install,requirements-dev.lock)
	@touch $@

define install
if command -v uv >/dev/null; then uv pip install -q --python $(PY) --require-hashes -r $(1); \
else $(PY) -m pip install -q --disable-pip-version-check --require-hashes -r $(1); fi || { echo "The packages could not be installed: the reason stands above."; exit 1; }
endef
