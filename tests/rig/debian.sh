# Sourced by test.sh and bench.sh: packages from Debian, without letting a package start its server on this machine.

apt_line() { echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"; }

install_debian() {
  local policy=/usr/sbin/policy-rc.d mine=0 code log
  log="${TMPDIR:-/tmp}/centre-apt.$$.log"
  echo "== Debian: $*"
  if [[ ! -e $policy ]]; then printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy" && mine=1; fi
  { apt-get -o DPkg::Lock::Timeout=300 update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "$@"; } >"$log" 2>&1
  code=$?
  ((mine)) && rm -f "$policy"
  if ((code)); then tail -n 20 "$log"; else rm -f "$log"; fi
  return "$code"
}
