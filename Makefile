# Everything a user or a developer types. `make help` lists it.
PYTHON ?= python3
# Where PyTorch's build without GPU libraries comes from; pip's own index is asked where this one cannot be reached.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
INSTALL := $(PIP) install --quiet
TORCH := install --quiet --no-deps --retries 1 --extra-index-url $(TORCH_INDEX) 'torch==2.13.0'

.DEFAULT_GOAL := help
.PHONY: help run test check lint bench quality crawl process digest serve setup lock clean

help: ## list what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | sort | awk -F'\t' '{printf "  make %-10s %s\n", $$1, $$2}'

.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; make run PYTHON=python3.12 chooses one"; exit 2; }
	@test -x $(BIN)/python || { echo "making .venv"; $(PYTHON) -m venv .venv || { echo "venv is missing: apt install python3-venv"; exit 2; }; }
	@echo "installing (some minutes the first time)"
	@$(INSTALL) --upgrade 'pip>=25'
	@$(PIP) $(TORCH) 2>/dev/null || $(INSTALL) 'torch==2.13.0'
	@$(INSTALL) -r requirements.lock
	@PYTHONWARNINGS=ignore $(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/tested: .venv/installed requirements-dev.lock
	@$(INSTALL) -r requirements-dev.lock
	@touch $@

setup: ## install Apertium too, which translates by rules, where the system allows it
	@sh setup.sh

run: .venv/installed ## load the sample documents, process them, print the digest
	@$(BIN)/monitor load seeds/documents
	@$(BIN)/monitor process
	@echo && $(BIN)/monitor digest
	@printf '%s\n' '' \
	  'Next:' \
	  '  $(BIN)/monitor search commerce lang:fr   search it, in both languages at once' \
	  '  $(BIN)/monitor digest --language fr      the same digest for a French reader' \
	  '  $(BIN)/monitor serve                     read it in a browser' \
	  '  $(BIN)/monitor schedule                  the line that puts it in cron' \
	  '  $(BIN)/monitor --help                    everything else'

test: .venv/tested ## run the tests (no model, no network but this machine's own)
	@$(BIN)/python -m pytest -m 'not quality' -n auto --maxprocesses 8 --dist loadfile --no-loadscope-reorder

check: .venv/tested ## format, lint, types and tests
	@$(BIN)/ruff format --check .
	@$(MAKE) --no-print-directory lint test

lint: .venv/tested
	@$(BIN)/ruff check .
	@$(BIN)/mypy

quality: .venv/tested ## measure on labelled texts and compare with the pinned floors
	@$(BIN)/python -m pytest -m quality -s

bench: .venv/tested ## measure speed as ratios to a peer in the same run
	@for file in tests/bench/*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

crawl: .venv/installed ## fetch what the enabled sources have new
	@$(BIN)/monitor crawl

process: .venv/installed ## run the stages on all that is pending
	@$(BIN)/monitor process

digest: .venv/installed ## print the newest digest
	@$(BIN)/monitor digest

serve: .venv/installed ## the reading page on 127.0.0.1
	@$(BIN)/monitor serve

lock: ## write the lock files anew from pyproject.toml
	@rm -rf build && $(PYTHON) -m venv build/lock
	@build/lock/bin/pip install --quiet --upgrade 'pip>=25'
	@build/lock/bin/pip $(TORCH)
	@build/lock/bin/pip install --quiet .
	@build/lock/bin/pip freeze --exclude news-monitor | sed 's/^\(torch==[0-9.]*\)+.*/\1/' > requirements.lock
	@build/lock/bin/pip install --quiet '.[dev]'
	@build/lock/bin/pip freeze --exclude news-monitor | sed 's/^\(torch==[0-9.]*\)+.*/\1/' | grep -vxFf requirements.lock > requirements-dev.lock
	@rm -rf build

clean: ## remove what was installed and built here; the store stays
	@rm -rf .venv build *.egg-info
