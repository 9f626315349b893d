#!/usr/bin/env bash
# Prints the figures, side by side with peers where a peer can be had.   ./bench.sh [name] [arguments of that bench]
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
source tests/rig/debian.sh

usage() {
  echo "./bench.sh [name] [arguments]      without a name: all of them"
  for file in bench/[a-z]*.py; do
    [[ -e $file ]] && printf '  %-12s %s\n' "$(basename "$file" .py)" "$(sed -n '1s/^"""//;1s/"""$//;1p' "$file")"
  done
}

# A bench names the Debian packages it wants beside it in a line `# debian: pkg pkg`; without root it measures without that peer.
peers() {
  local wanted absent=() package
  wanted=$(sed -n 's/^# debian: //p' "$1")
  for package in $wanted; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || absent+=("$package")
  done
  ((${#absent[@]})) || return 0
  if [[ $(id -u) != 0 ]]; then
    echo "Peers not installed, measured without them. To have them:"
    apt_line "${absent[@]}"
    return 0
  fi
  install_debian "${absent[@]}" || echo "Measured without: ${absent[*]}"
}

case "${1:-}" in -h | --help | help) usage; exit 0 ;; esac
ONLY_ENVIRONMENT=1 ./test.sh || exit 1
machine="$(nproc) cores, $(awk '/MemTotal/ {printf "%.0f GiB", $2 / 1048576}' /proc/meminfo), $(. /etc/os-release && echo "$PRETTY_NAME")"
echo "Machine: $machine, Python $(.venv/bin/python -c 'import platform; print(platform.python_version())')"

if [[ $# -gt 0 ]]; then names=("$1"); shift; else mapfile -t names < <(ls bench | sed -n 's/^\([a-z][a-z0-9_]*\)\.py$/\1/p'); fi
code=0
for name in "${names[@]}"; do
  [[ -f bench/$name.py ]] || { echo "No bench named '$name'."; usage; exit 1; }
  printf '\n## %s\n' "$name"
  peers "bench/$name.py"
  PYTHONPATH=. .venv/bin/python "bench/$name.py" "$@" || code=1
done
exit "$code"
