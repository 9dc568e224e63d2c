# Set-up, start and tests of the portal. `make help` lists the targets.

SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
WORKERS ?= 2
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--no-emit-index-url --no-header --generate-hashes

# What production sets; the checks must pass with it.
PRODUCTION = DATA_DIR=var/check DATABASE_URL=sqlite://:memory: DEBUG=false HTTPS=true ALLOWED_HOSTS=portal.example \
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
	SEAL_KEYS=check:$$($(BIN)/python -c 'import base64, os; print(base64.b64encode(os.urandom(32)).decode())')

.PHONY: help setup run test check lint test-fast test-sqlite test-postgres bench screenshots lock runtime
.NOTPARALLEL:

help:  ## 列出全部命令 / list the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)$$/\1\t\2/p' $(MAKEFILE_LIST) | while IFS=$$'\t' read -r name text; do \
		printf '  make %-14s %s\n' "$$name" "$$text"; done

setup:  ## 安装开发环境并生成密钥 / install the development set and make a key
	@$(PYTHON) scripts/ensure_venv.py --dev
	@$(BIN)/python scripts/secret_key.py

runtime:
	@$(PYTHON) scripts/ensure_venv.py

run: runtime  ## 启动门户（演示县） / start the portal with the demo county
	@exec $(BIN)/python scripts/run.py

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	@mkdir -p var
	$(PRODUCTION) $(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

test-fast: setup
	$(PYTEST) -q -n $(WORKERS) -p no:playwright -p no:hypothesispytest --ignore=tests/browser \
		-m "not browser and not pages and not slow and not postgres" $(ARGS)

check: lint $(if $(filter 0,$(CHECK_TESTS)),,test-fast)  ## 格式、规范、依赖方向、迁移、部署检查、快速测试 / all quick checks

test-sqlite: setup
	@$(BIN)/python scripts/ensure_browser.py
	DATABASE_URL=sqlite://:memory: $(PYTEST) -q -n $(WORKERS) $(ARGS)

test-postgres: setup
	@$(BIN)/python scripts/ensure_browser.py
	$(BIN)/python scripts/throwaway_postgres.py $(PYTEST) -q -n $(WORKERS) --reuse-db $(ARGS)

test:  ## 全部测试：SQLite、浏览器、PostgreSQL / everything, on both databases and in Chromium
	@$(MAKE) test-sqlite
	@$(MAKE) test-postgres

bench: setup  ## 性能测量 / measurements
	$(BIN)/python -m benchmarks $(ARGS)

screenshots: setup  ## 每个页面截图到 screenshots/ / pictures of every page of the menu
	@$(BIN)/python scripts/ensure_browser.py
	$(BIN)/python scripts/screenshots.py $(ARGS)

lock: setup  ## 重新锁定依赖 / lock the dependencies again
	$(LOCK) $(ARGS) -o requirements.lock
	$(LOCK) $(ARGS) --constraint requirements.lock --group dev -o requirements-dev.lock
