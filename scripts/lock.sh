#!/usr/bin/env bash
# Renew the two locks from pyproject.toml and requirements/*.in: exact versions with hashes, for every platform.
set -euo pipefail
cd "$(dirname "$0")/.."
compile=(uv pip compile --quiet --universal --python-version 3.11 --generate-hashes
         --no-emit-index-url --no-emit-find-links --no-header --no-annotate)
"${compile[@]}" --all-extras pyproject.toml requirements/build.in requirements/test.in -o requirements/test.lock
"${compile[@]}" --extra bank --extra plots --extra regression --extra formats --extra library pyproject.toml requirements/build.in \
                -c requirements/test.lock -o requirements/run.lock
