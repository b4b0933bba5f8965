#!/usr/bin/env bash
# What the rules must show: none of the figures in docs/accuracy.md falls. Prints PASS, FAIL or SKIP
# for each check, then a line `N passed, N failed`; ends with 1 if one failed.
#
#   BUILDMEISTER_CORPUS    the labelled logs; by default ../shared/corpus
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=.ci/acceptance/lib.bash
. .ci/acceptance/lib.bash

export LC_ALL=C.UTF-8
corpus=${BUILDMEISTER_CORPUS:-../shared/corpus}

no_figure_falls() {
  [ -f "$corpus/index.jsonl" ] || skip "there is no corpus in $corpus"
  .ci/accuracy "$corpus" >"$work/now" 2>"$work/err" || { cat "$work/err"; fail ".ci/accuracy"; }
  python3 - docs/accuracy.md "$work/now" <<'PYTHON'
import re, sys

def figures(name):
    """What each SUMMARY line says, the part that was not read first."""
    lines = re.findall(r"^SUMMARY (.*)$", open(name, encoding="utf-8").read(), re.M)
    assert len(lines) == 2, (name, lines)
    return [dict(zip(words[::2], map(float, words[1::2]))) for words in map(str.split, lines)]

fallen = [
    f"{part}: {measure} is {now[measure]}, docs/accuracy.md says {was}"
    for part, told, now in zip(("not read", "read"), figures(sys.argv[1]), figures(sys.argv[2]))
    for measure, was in told.items()
    if now[measure] < was
]
print(*fallen, sep="\n")
if fallen:
    sys.exit("figures fell; mend the rules, or say in docs/accuracy.md why they may")
print("not read: " + ", ".join(f"{measure} {now}" for measure, now in figures(sys.argv[2])[0].items()))
PYTHON
}

check "no figure of docs accuracy falls" no_figure_falls
finish
