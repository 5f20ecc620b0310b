# Python 3.11 or newer makes .venv; requirements.txt fills it, again whenever it changes. make test adds
# requirements-test.txt to it. constraints.txt holds the version of all that either of them brings along.
PYTHON ?= python3
VENV := .venv
PORT ?= 8501
HEADLESS ?=
WORKERS ?= 2
TESTS ?=
BENCH ?=

BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
INSTALLED_TESTS := $(VENV)/installed-tests
PIP_INSTALL := -m pip install --quiet --no-input --disable-pip-version-check
LOCK := $(VENV)/lock
UV := uv==0.13.9
STREAMLIT_OPTIONS := --server.port $(PORT) --server.showEmailPrompt false --browser.gatherUsageStats false
ifneq ($(filter 1 true yes,$(HEADLESS)),)
STREAMLIT_OPTIONS += --server.headless true
endif

.DEFAULT_GOAL := help
.PHONY: run test bench audit papers lock help

run: $(INSTALLED) ## Set up, build the database from the embedded figures if there is none, and start the dashboard (PORT=8501 HEADLESS=1).
	@$(BIN)/python -m etl refresh --from snapshot --if-none
	@$(BIN)/python -m streamlit run app.py $(STREAMLIT_OPTIONS)

# Every check runs even when an earlier one failed; pytest comes last, so that its closing line is near the end.
test: $(INSTALLED_TESTS) ## Set up, then check format, lint, types, imports and tests, and report every failure (WORKERS=2 TESTS="tests/test_project.py -k readme").
	@failed=; \
	check() { name=$$1; shift; printf '\n== %s\n' "$$name"; "$$@" || failed="$$failed $$name"; }; \
	check format $(BIN)/ruff format --check .; \
	check lint $(BIN)/ruff check .; \
	check types $(BIN)/python -m mypy; \
	check imports $(BIN)/lint-imports --no-cache; \
	check tests $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(TESTS); \
	if [ -n "$$failed" ]; then echo "make test: failed:$$failed"; exit 1; fi; \
	echo "make test: format, lint, types, imports and tests are all good"

bench: $(INSTALLED) ## Set up, then measure the build, the queries and the pages against their floors (BENCH="queries pages").
	@$(BIN)/python -m bench.run $(BENCH)

audit: $(INSTALLED_TESTS) ## Set up, then work out again every figure and claim of every council with other libraries (AUDIT="358 420").
	@$(BIN)/python -m bench.audit $(AUDIT)

papers: $(INSTALLED) ## Set up, then measure how much of five real papers the paper check finds, and how much of it is right.
	@$(BIN)/python -m bench.papers

# The lines with - are left out, so that the versions of today do not hold back those of tomorrow.
lock: ## Write constraints.txt anew, with the newest versions that fit both requirements files, for every system.
	@$(PYTHON) -m venv $(LOCK)
	@$(LOCK)/bin/python $(PIP_INSTALL) $(UV)
	@sed '/^-/d' requirements.txt requirements-test.txt | $(LOCK)/bin/uv pip compile --quiet --universal --upgrade \
		--python-version 3.11 --no-annotate --custom-compile-command "make lock" --output-file constraints.txt -

help: ## List what make can do.
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' Makefile

$(INSTALLED): requirements.txt constraints.txt
	@command -v $(PYTHON) >/dev/null || \
		{ echo "Line of Sight needs Python 3.11 or newer, and there is no $(PYTHON) here." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Line of Sight needs Python 3.11 or newer, and $(PYTHON) is older: try make PYTHON=python3.12." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
		{ echo "$(PYTHON) cannot make a virtual environment: on Debian or Ubuntu install the package python3-venv." >&2; exit 1; }
	@echo "Setting up $(VENV) from requirements.txt (once, a minute or so)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python $(PIP_INSTALL) -r requirements.txt
	@touch $@

$(INSTALLED_TESTS): $(INSTALLED) requirements-test.txt
	@echo "Adding the tools of make test from requirements-test.txt (once, a minute or so)"
	@$(BIN)/python $(PIP_INSTALL) -r requirements-test.txt
	@touch $@
