# The fresh-machine door: needs make and python3, finds or installs the rest. Day to day: uv run hairline …
VENV = $(or $(UV_PROJECT_ENVIRONMENT),.venv)
BIN = $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help setup run test check format bench clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

setup: ## find or install uv and Python 3.10, and install the locked packages
	@sh scripts/setup.sh

run: ## set up, build what is stale, and serve the assistant
	@sh scripts/setup.sh --quiet
	@PYTHONWARNINGS=ignore exec $(BIN)/hairline run

test: ## set up, build, and run every test that this machine can run
	@sh scripts/setup.sh --quiet
	@exec sh scripts/test.sh

check: ## set up, and check style, types and the arrows between packages
	@sh scripts/setup.sh --quiet
	$(BIN)/ruff check --output-format concise
	$(BIN)/ruff format --check --output-format concise
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: ## set up, format the code and mend what ruff can mend
	@sh scripts/setup.sh --quiet
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bench: ## set up, build, and measure ours against the stock Rasa bot (over an hour; with ARGS=--quick, minutes)
	@sh scripts/setup.sh --quiet
	@PYTHONWARNINGS=ignore $(BIN)/hairline build
	$(BIN)/python -m tests.benchmarks.compare $(ARGS)
	$(BIN)/python -m tests.benchmarks.scale
	$(BIN)/python -m tests.benchmarks.builds

clean: ## remove what was built and cached; conversations, .venv and .tools stay
	rm -rf var/index var/models .rasa .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find actions bot index tests -name __pycache__ -type d -prune -exec rm -rf {} +
