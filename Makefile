# The verbs of the project. CI and people use the same ones. `make help` lists them.
# Needs Python 3.11 or later, make and git; everything else comes from uv.lock.

PYTHON ?= python3
UV := .tools/bin/uv
# The pages are built by `make web`, where one can see it, not within uv.
UV_SYNC := SHUZHI_WEB=skip UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy $(UV) sync --frozen --quiet --python $(PYTHON)
SHUZHI := .venv/bin/shuzhi
PORT ?= 8000
REAL_DATA ?= $(or $(SHUZHI_REAL_DATA),../shared/data)

.PHONY: help demo demo-real test check web api audit format docs lock bench clean

help:  ## what there is to do
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

demo: .venv/.product web  ## install, make the fictional city of Yunlan, take it through the whole loop, serve it (PORT=8000)
	$(SHUZHI) generate cities/yunlan
	$(SHUZHI) run cities/yunlan
	$(SHUZHI) findings cities/yunlan --role 监督员 --purpose 惠民资金监督 --top 5
	$(SHUZHI) findings cities/yunlan --role 值班长 --purpose 热线来信办理 --rule hot_issue --top 5
	$(SHUZHI) serve cities/yunlan --demo --port $(PORT)

demo-real: .venv/.product  ## the hotline scenario on real messages (REAL_DATA=folder of the public data sets)
	SHUZHI_REAL_DATA=$(abspath $(REAL_DATA)) $(SHUZHI) run cities/hotline-real
	SHUZHI_REAL_DATA=$(abspath $(REAL_DATA)) $(SHUZHI) findings cities/hotline-real --role 值班长 --purpose 热线来信办理 --rule hot_issue

test: .venv/.developer check  ## everything CI runs: lint, types, import contracts, tests
	.venv/bin/pytest -q -n auto --dist loadfile

check: .venv/.developer  ## lint, formatting, types, import contracts
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python hatch_build.py check

web: .venv/.product  ## build the pages again, if anything in web/ changed
	@.venv/bin/python hatch_build.py

api: .venv/.developer  ## write the pages' types of the API again
	.venv/bin/python -m tools.api_types

audit: .venv/.developer  ## compare what is installed with the list of known vulnerabilities (needs the network; says so when there is none)
	.venv/bin/python -m tools.vulnerable

format: .venv/.developer  ## format the code
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

docs: .venv/.developer  ## write the generated reference again
	.venv/bin/python -m tools.reference

lock: $(UV)  ## resolve the dependencies again
	$(UV) lock

bench: .venv/.bench  ## how fast and how good, beside rivals; takes about an hour at full size
	.venv/bin/python -m bench.intake
	.venv/bin/python -m bench.ugly
	.venv/bin/python -m bench.wide_workbook
	.venv/bin/python -m bench.fuzz_intake
	.venv/bin/python -m bench.screening
	.venv/bin/python -m bench.subsidy_precision
	.venv/bin/python -m bench.advice
	.venv/bin/python -m bench.hotline
	.venv/bin/python -m bench.suspect
	.venv/bin/python -m bench.desk
	.venv/bin/python -m bench.reply_quality
	.venv/bin/python -m bench.outbreak
	.venv/bin/python -m bench.effect
	.venv/bin/python -m bench.inspection_food
	.venv/bin/python -m bench.dispatch
	.venv/bin/python -m bench.forecast
	.venv/bin/python -m bench.nab
	.venv/bin/python -m bench.kill
	.venv/bin/python -m bench.planted
	.venv/bin/python -m bench.fuse --persons 100000 --seed 11 --splink
	.venv/bin/python -m bench.fuse --persons 10000 --seed 12 --look-alikes
	.venv/bin/python -m bench.linkage $(REAL_DATA)/linkage
	.venv/bin/python -m bench.splits
	.venv/bin/python -m bench.companies --companies 3000 --seed 31 --splink
	.venv/bin/python -m bench.addresses $(REAL_DATA)/cn-address-parsing
	.venv/bin/python -m bench.web
	.venv/bin/python -m bench.idle cities/yunlan
	.venv/bin/python -m bench.audit
	.venv/bin/python -m bench.indicators
	.venv/bin/python -m bench.questions

clean:  ## remove what was made here, except data and lakes
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis

# A Debian without python3-venv has no pip either: then the pip beside the Makefile installs uv.
$(UV):
	@$(PYTHON) -c 'import sys; sys.exit("Shuzhi needs Python 3.11 or later; say PYTHON=python3.x" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv --without-pip .tools
	.tools/bin/python tools/pip-25.3-py3-none-any.whl/pip install --quiet --disable-pip-version-check uv

.venv/.product: $(UV) pyproject.toml uv.lock Makefile
	$(UV_SYNC) --extra text --extra foresee --extra dispatch --extra documents --no-dev --group web
	@touch $@

.venv/.developer: $(UV) pyproject.toml uv.lock Makefile
	$(UV_SYNC) --all-extras
	@touch $@ .venv/.product

.venv/.bench: $(UV) pyproject.toml uv.lock Makefile
	$(UV_SYNC) --all-extras --all-groups
	@touch $@ .venv/.product .venv/.developer
