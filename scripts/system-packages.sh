#!/usr/bin/env bash
# Make sure that the named Debian packages are there: by apt as root or by sudo without a password;
# elsewhere stop, and give the one line to run. Usage: scripts/system-packages.sh chromium python3-venv
set -euo pipefail

present() {
  case "$1" in
    chromium) command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ;;
    python3-venv) "${PYTHON:-python3}" -c 'import ensurepip, venv' 2>/dev/null ;;
    fonts-* | lib*) ! command -v dpkg >/dev/null || dpkg -s "$1" >/dev/null 2>&1 ;;  # elsewhere the system brings its own
    *) dpkg -s "$1" >/dev/null 2>&1 ;;
  esac
}

missing=()
for package in "$@"; do present "$package" || missing+=("$package"); done
[ ${#missing[@]} -eq 0 ] && exit 0

line="apt-get install -y --no-install-recommends ${missing[*]}"
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  as_root=()
elif command -v apt-get >/dev/null && command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  as_root=(sudo -n)
else
  echo "Missing on this machine: ${missing[*]}. Run this once, then try again:" >&2
  echo "    sudo apt-get update && sudo $line" >&2
  exit 1
fi
echo "Installing ${missing[*]} …"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
# shellcheck disable=SC2086 -- the line is words on purpose
"${as_root[@]}" $line
for package in "${missing[@]}"; do
  present "$package" || { echo "$package was installed but is still not found" >&2; exit 1; }
done
