# Everything runs in .venv/; the first target that needs it sets it up.
# Another interpreter: make test PYTHON=python3.13

PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

# Debian packages that nothing but the tests needs.
TEST_PACKAGES := chromium influxdb mosquitto nginx-light openssl postgresql prometheus victoria-metrics

# The parts where a branch that no test takes is a wrong value in somebody's history.
CORE := src/topbms/protocol/*,src/topbms/model/*,src/topbms/dialects/*

# A mirror in the maker's environment must not end in the lock file.
UV := env -u UV_DEFAULT_INDEX -u UV_INDEX -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS $(BIN)/uv

# In parallel mode the processes that tests start add their share.
define COVERED_RUN
$(BIN)/coverage erase
$(BIN)/coverage run --parallel-mode -m pytest
$(BIN)/coverage combine --quiet
endef

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help venv page page-check demo screenshots test test-packages test-deps lint bench fuzz cover lock constraints docs build clean FORCE

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

venv: $(STAMP) ## set up .venv/ with everything that the other targets use

page: $(STAMP) ## build the page (frontend/) where its sources changed
	@$(BIN)/python -m scripts.page build

page-check: $(STAMP) ## check and test the page's sources
	@$(BIN)/python -m scripts.page lint
	@$(BIN)/python -m scripts.page test

demo: page ## run the gateway on simulated packs
	@$(BIN)/topbms demo

screenshots: page ## make the pictures of the documentation from the demo, in Chromium
	@$(BIN)/python -m scripts.screenshots

test: test-packages lint page ## lint, then all tests with the coverage they must reach
	@$(BIN)/python -m scripts.page test
	$(COVERED_RUN)
	$(BIN)/coverage report --precision=2 --skip-covered --include='$(CORE)' --fail-under=100
	$(BIN)/coverage report --precision=2 --skip-covered --fail-under=90

test-deps: ## install the Debian packages that the tests need (sudo)
	@sh scripts/test-packages.sh install $(TEST_PACKAGES)

lint: $(STAMP) ## ruff and mypy; for the page, its types, accessibility and format
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	@$(BIN)/python -m scripts.page lint

bench: $(STAMP) ## measure, each figure beside its target
	@$(BIN)/python -m benchmarks

fuzz: $(STAMP) ## decode 1,000,000 examples of bad input (others: make fuzz EXAMPLES=20000 SEED=1)
	@$(BIN)/python -m tests.fuzz $(or $(EXAMPLES),1000000) $(SEED)

cover: $(STAMP) ## the lines and branches that no test takes, as pages in htmlcov/
	$(COVERED_RUN)
	$(BIN)/coverage html --quiet

lock: $(BIN)/uv ## resolve pyproject.toml into uv.lock (newest versions: make lock UPGRADE=--upgrade)
	$(UV) lock --no-config --python $(BIN)/python $(UPGRADE)

constraints: $(BIN)/uv ## write the pins of uv.lock to constraints.txt
	$(UV) export --no-config --frozen --all-extras --all-groups --no-emit-project \
		--no-hashes --no-annotate --no-header --quiet --output-file constraints.txt

docs: $(STAMP) ## make the pages that come of the code
	@$(BIN)/python -m scripts.docs

build: $(STAMP) ## wheel and source archive in dist/
	$(BIN)/uv build --python $(BIN)/python

clean: ## remove all that make made, .venv/ too
	rm -rf $(VENV) build dist htmlcov .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	rm -rf frontend/node_modules src/topbms/web/static
	find src tests benchmarks -name __pycache__ -prune -exec rm -rf {} +

test-packages:
	@sh scripts/test-packages.sh offer $(TEST_PACKAGES)

$(STAMP): pyproject.toml constraints.txt scripts/venv.sh $(BIN)/python
	@sh scripts/venv.sh $(VENV) $(PYTHON)
	@touch $@

# Missing also when a system upgrade took the interpreter that its link points to.
$(BIN)/python: ;

# lock and constraints cure an environment that can no longer be installed, so any uv will do for them.
$(BIN)/uv:
	@$(MAKE) --no-print-directory venv

# Another interpreter was asked for than .venv/ was made with.
ifneq ($(PYTHON),)
ifneq ($(shell $(PYTHON) --version 2>/dev/null),$(shell $(BIN)/python --version 2>/dev/null))
$(STAMP): FORCE
endif
endif
