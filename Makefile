# Each target is one thing to do. Setting up skips itself when nothing has changed.

PYTHON := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run setup setup-dev test test-all check fuzz bench accuracy train lock pictures site format clean

help: ## list what there is to do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## start Wayhome; ARGS="..." goes to it
	@scripts/start $(ARGS)

setup: ## install what running needs into .venv
	@scripts/start --only-setup

setup-dev: ## install what working on it needs into .venv
	@scripts/start --only-setup --dev

test: setup-dev ## run the tests; ARGS="..." goes to pytest
	@browser=$$(scripts/browser) && WAYHOME_BROWSER="$$browser" $(PYTHON) -m pytest -n auto --dist worksteal $(ARGS)

test-all: ## run the long tests too
	@$(MAKE) --no-print-directory test ARGS='-m "" $(ARGS)'

check: setup-dev ## check style, types, the direction of imports, and the content
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	$(PYTHON) .venv/bin/lint-imports
	$(PYTHON) -m wayhome content check

fuzz: setup-dev ## look for files that break a reader; ARGS="--seconds 60 --only whatsapp"
	@nice -n 10 $(PYTHON) -m fuzz $(ARGS)

bench: setup-dev ## measure speed
	$(PYTHON) -m benchmarks

accuracy: setup-dev ## measure how often a review is right; ARGS=--write puts it into the docs
	$(PYTHON) -m accuracy $(ARGS)

train: setup-dev ## make the review's weights again from the corpus
	$(PYTHON) -m pip install --quiet --require-hashes --only-binary :all: -r requirements-train.txt
	$(PYTHON) -m training

lock: setup-dev ## write both lock files anew; ARGS=--upgrade takes newer parts
	scripts/lock $(ARGS)

pictures: setup-dev ## take the README's pictures from the app
	@browser=$$(scripts/browser) && WAYHOME_BROWSER="$$browser" PYTHONPATH=. $(PYTHON) scripts/pictures.py

site: setup-dev ## write the one-file site anew; a test holds it equal
	$(PYTHON) -m wayhome site --out site/wayhome.html

format: setup-dev ## put the code in its usual form
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix-only .

clean: ## remove what the other targets made
	rm -rf .venv .setting-up .fuzz .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache dist
	find src tests scripts benchmarks fuzz training accuracy -type d -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
