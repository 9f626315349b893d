#!/usr/bin/env bash
# Everything the house asks of itself: what is missing is installed, then ruff, mypy, floors, tests.
#   ./test.sh                  all of class C        ./test.sh tests/house -k words    any pytest arguments
#   ./test.sh --drills         the long drills too   FAST=1 ./test.sh …                tests only, no other stage
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
source tests/rig/debian.sh

# program (a path, or a name on PATH) : Debian package
NEEDS=(chromium:chromium redis-server:redis-server /usr/lib/postgresql/15/bin/initdb:postgresql-15
       /usr/share/fonts/truetype/liberation:fonts-liberation)

missing() {  # prints the packages that are absent
  local need program
  for need in "${NEEDS[@]}"; do
    program="${need%%:*}"
    if [[ $program == /* ]]; then [[ -e $program ]]; else command -v "$program" >/dev/null; fi || echo "${need#*:}"
  done
  [[ -x .venv/bin/python ]] || python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
}

debian() {
  local packages
  mapfile -t packages < <(missing)
  ((${#packages[@]})) || return 0
  if [[ $(id -u) != 0 ]]; then
    echo "Missing from Debian. Run this once, then ./test.sh again:"
    apt_line "${packages[@]}"
    return 1
  fi
  install_debian "${packages[@]}"
}

python_environment() {
  ./run.sh setup || return 1
  local stamp=.venv/.dev-requirements.sha256 wanted
  wanted=$(cat requirements.txt requirements-dev.txt | sha256sum)
  [[ -f $stamp && $(<"$stamp") == "$wanted" ]] && return 0
  if .venv/bin/python -m uv --version >/dev/null 2>&1; then
    .venv/bin/python -m uv pip install --quiet --require-hashes --python .venv/bin/python -r requirements-dev.txt
  else
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
  fi || return 1
  echo "$wanted" >"$stamp"
}

STAGES_RED=""
stage() {  # a red stage does not hide the tests' verdict, and is not hidden by it
  local name=$1; shift
  local started=$SECONDS
  if "$@" >".venv/stage.log" 2>&1; then
    printf '== %-14s ok    %2d s\n' "$name" $((SECONDS - started))
  else
    printf '== %-14s RED   %2d s\n' "$name" $((SECONDS - started)); cat .venv/stage.log
    STAGES_RED+=" $name"
  fi
}

debian || exit 1
python_environment || exit 1
[[ ${ONLY_ENVIRONMENT:-0} == 1 ]] && exit 0  # bench.sh stops here
export PATH="$PWD/.venv/bin:$PATH"
if [[ ${FAST:-0} != 1 ]]; then
  stage ruff ruff check .
  stage mypy mypy .
  stage floors lint-imports
fi
export STAGES_RED
streams=(-n 5 --dist loadgroup --cache-clear)  # tests/rig/streams.py
for word in "$@"; do [[ $word == --drills ]] || streams=(); done
# schemathesis brings a way of sharing tests out of its own, which would split our streams
python -m pytest -p no:valkey -p no:schemathesis --timeout=300 -rfEs "${streams[@]}" "$@"
code=$?
if ((${#streams[@]})); then
  python -m tests.rig.second_try "$code" "$@"
  code=$?
fi
[[ $code == 0 && -n $STAGES_RED ]] && exit 1
exit "$code"
