#!/usr/bin/env bash
# The door for people. ./run.sh alone runs everything; ./run.sh help lists the verbs.
set -euo pipefail
cd "$(dirname "$0")"

setup() {
  local stamp=.venv/.requirements.sha256 wanted
  wanted=$(sha256sum requirements.txt | cut -d' ' -f1)
  [[ -f $stamp && $(cat "$stamp") == "$wanted" ]] && return
  command -v python3 >/dev/null || { echo "Cần Python 3.11: apt-get install python3 python3-venv" >&2; exit 1; }
  if [[ ! -x .venv/bin/python ]]; then
    python3 -m venv .venv || { echo "Cần gói python3-venv: apt-get install python3-venv" >&2; exit 1; }
  fi
  echo "Đang cài thư viện (lần đầu khoảng một phút)…" >&2
  if .venv/bin/python -m pip install --quiet --disable-pip-version-check uv; then
    .venv/bin/python -m uv pip install --quiet --compile-bytecode --require-hashes --python .venv/bin/python -r requirements.txt
  else
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
  fi
  echo "$wanted" > "$stamp"
}

setup
if [[ ${1:-} == setup ]]; then exit 0; fi
umask 077 # what the house writes (database, keys, logs) is its owner's alone; the libraries above may be anybody's
export PYTHONUNBUFFERED=1
exec .venv/bin/python doors.py "$@"
