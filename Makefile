# Windows has no make; README.md gives the same in two lines.
PYTHON ?= python3
CLIENT ?= voorbeeld
USB ?= usb
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup setup-test report lab check test lock demo usb bench

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup:  ## set up .venv (once; other targets do it by themselves)
	@$(PYTHON) install.py

setup-test:
	@$(PYTHON) install.py --test
	@npm ci --prefix tests/node --loglevel=error --no-audit --no-fund >/dev/null || \
	{ echo "No Node packages: the tests that need them will be skipped."; test -z "$$CI"; }

report: setup  ## the report of the demo client, or of CLIENT=name
	@$(BIN)/klant report $(CLIENT)

lab: setup  ## JupyterLab on the workbooks
	@$(BIN)/klant lab

check test: export OMP_NUM_THREADS := 1  # two tests at a time, each on a core of its own

check: setup-test  ## style, import contracts, fast tests: under two minutes
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports
	@$(BIN)/python -m pytest -q -m "not slow" -n 2

test: setup-test  ## everything
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports
	@$(BIN)/python -m pytest -n 2 --dist loadgroup

lock: setup-test  ## for who changes dependencies: renew the locks and environment.yml (needs uv)
	@$(BIN)/python tests/make_locks.py

usb: setup  ## everything for an installation without a network in USB=folder; USB_FOR=linux,windows,macos
	@$(BIN)/python -m klantlib.workshop.stick "$(USB)" --for "$(USB_FOR)" --python "$(USB_PYTHON)"

demo: setup  ## make the demo client's data anew (gives the committed files again)
	@cd client_data/voorbeeld && $(CURDIR)/$(BIN)/python -m maker
