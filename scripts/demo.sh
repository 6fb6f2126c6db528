#!/bin/sh
# Sets up lawrules and evaluates a shipped case: a fine in Kunming shortly before National Day 2019.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh
set -- evaluate kunming examples/kunming-national-day-2019.yaml --as-of 2019-12-01 "$@"
echo "lawrules $*" >&2
status=0
.venv/bin/lawrules "$@" || status=$?
# 1 means that breaches were found, which is what this case is for.
if [ "$status" -gt 1 ]; then exit "$status"; fi
