#!/bin/sh
# Sets up lawrules and runs everything that checks it: policies, scenarios, tests. Arguments go to pytest.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh dev
export LC_ALL="${LC_ALL:-C.UTF-8}"
status=0
.venv/bin/lawrules check || status=$?
.venv/bin/lawrules test || status=$?
if [ "$#" -eq 0 ]; then set -- -n auto; fi
.venv/bin/python -m pytest "$@" || status=$?
exit "$status"
