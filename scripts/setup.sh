#!/bin/sh
# Makes .venv beside the project and installs it with pinned dependencies. Running it again costs nothing.
#
#   sh scripts/setup.sh          what lawrules needs at run time
#   sh scripts/setup.sh dev      also what the tests need
#
# Needs python3 3.11 or later with its venv module (PYTHON=… chooses another). The matcher `durable` is a C extension
# without wheels: where it cannot be built, lawrules works with `direct`, and gives the same results.
set -eu
cd "$(dirname "$0")/.."
extra=${1:-run}
case $extra in run | dev) ;; *) echo "usage: sh scripts/setup.sh [dev]" >&2; exit 2 ;; esac

fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

python=.venv/bin/python
if ! { [ -x "$python" ] && fits "$python"; }; then
    base=${PYTHON:-}
    if [ -z "$base" ]; then
        for candidate in python3 python3.13 python3.12 python3.11; do
            if fits "$candidate"; then base=$candidate; break; fi
        done
    fi
    if [ -z "$base" ] || ! fits "$base"; then
        echo "lawrules needs Python 3.11 or later; none found (PYTHON=/path/to/python3 chooses one)" >&2
        exit 1
    fi
    if ! "$base" -m venv --clear .venv; then
        echo "$base cannot make a virtual environment; on Debian and Ubuntu: apt install python3-venv" >&2
        exit 1
    fi
fi

# What was installed from these files need not be installed again.
sum=$(cat pyproject.toml constraints.txt scripts/setup.sh | cksum)
for done in dev "$extra"; do
    if [ "$(cat ".venv/.lawrules-$done" 2>/dev/null)" = "$sum" ]; then exit 0; fi
done

pip() { "$python" -m pip --disable-pip-version-check -q -q "$@"; }

echo "setting up .venv ($extra) ..." >&2
# The build tool is pinned too, so nothing is fetched but what constraints.txt names.
pip install -c constraints.txt setuptools
"$python" - "$extra" >.venv/requirements.txt <<'PYTHON'
"""The requirements in pyproject.toml, without durable_rules, which is tried on its own below."""
import re
import sys
import tomllib

with open("pyproject.toml", "rb") as file:
    project = tomllib.load(file)["project"]
extras = project["optional-dependencies"]


def listed(items):
    for item in items:
        own = re.fullmatch(r"lawrules\[([a-z,]+)\]", item)
        if own:
            for name in own[1].split(","):
                yield from listed(extras[name])
        elif not item.startswith("durable_rules"):
            yield item


wanted = list(project["dependencies"]) + (list(extras["dev"]) if sys.argv[1] == "dev" else [])
print("\n".join(listed(wanted)))
PYTHON
pip install -c constraints.txt -r .venv/requirements.txt
pip install --no-build-isolation --no-deps --editable .

if "$python" -c 'import durable_rules_engine' >/dev/null 2>&1; then
    :
elif "$python" -c 'import sys; sys.exit(sys.version_info >= (3, 13))'; then
    if ! pip install --no-build-isolation -c constraints.txt durable_rules >.venv/durable_rules.log 2>&1; then
        echo "note: durable_rules cannot be built here (no C compiler? see .venv/durable_rules.log);" \
            "lawrules uses its own matcher, engine direct, with the same results" >&2
    fi
else
    echo "note: durable_rules does not run on Python 3.13 and later;" \
        "lawrules uses its own matcher, engine direct, with the same results" >&2
fi
printf '%s' "$sum" >".venv/.lawrules-$extra"
