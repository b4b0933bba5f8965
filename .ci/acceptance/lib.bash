# shellcheck shell=bash
# What the acceptance scripts share. A check is a function that prints what it measured and returns
# 0, or returns SKIPPED with the reason as its last line, or fails; it runs by itself under `set -e`.

readonly SKIPPED=77
checks_passed=0
checks_failed=0
checks_skipped=0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export work

# check NAME FUNCTION: one line PASS, FAIL or SKIP with the last line that the function printed.
check() {
  local name=$1 function=$2 start=$SECONDS code=0
  local out="$work/$function.out"
  # Not as a condition: there bash would ignore `set -e` inside the function.
  set +e
  (
    set -euo pipefail
    "$function"
  ) >"$out" 2>&1
  code=$?
  set -e
  local figures
  figures="$(tail -n 1 "$out") ($((SECONDS - start)) s)"
  case $code in
    0)
      checks_passed=$((checks_passed + 1))
      echo "PASS  $name: $figures"
      ;;
    "$SKIPPED")
      checks_skipped=$((checks_skipped + 1))
      echo "SKIP  $name: $figures"
      ;;
    *)
      checks_failed=$((checks_failed + 1))
      echo "FAIL  $name: exit $code $figures"
      tail -n 25 "$out" | sed 's/^/        /'
      ;;
  esac
}

# fail WHY: ends the check.
fail() {
  echo "$*"
  exit 1
}

skip() {
  echo "$*"
  exit "$SKIPPED"
}

# expect_exit WANTED COMMAND...: runs it with its output kept in $work/out and $work/err.
expect_exit() {
  local wanted=$1 code=0
  shift
  "$@" >"$work/out" 2>"$work/err" </dev/null || code=$?
  case " $wanted " in
    *" $code "*) ;;
    *)
      head -c 2000 "$work/out" "$work/err"
      echo
      fail "exit $code instead of $wanted: $*"
      ;;
  esac
  no_stack_trace "$work/out" "$work/err"
}

# A stack trace is never an answer to a person.
no_stack_trace() {
  local trace
  if trace=$(grep -hE -m 3 '^[[:space:]]+at [a-zA-Z0-9_.$/@]+\(|^Exception in thread|OutOfMemoryError' "$@"); then
    echo "$trace"
    fail "a stack trace"
  fi
}

# sha256 FILE: its sum alone, here and on macOS.
sha256() {
  if command -v sha256sum >/dev/null; then
    sha256sum "$1" | cut -d ' ' -f 1
  else
    shasum -a 256 "$1" | cut -d ' ' -f 1
  fi
}

# finish: the last line, and the script's exit code.
finish() {
  [ "$checks_skipped" = 0 ] || echo "$checks_skipped skipped"
  echo "$checks_passed passed, $checks_failed failed"
  if [ $((checks_passed + checks_failed + checks_skipped)) = 0 ]; then
    echo "no check was run: is its name right?"
    return 1
  fi
  [ "$checks_failed" = 0 ]
}
