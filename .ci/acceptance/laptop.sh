#!/usr/bin/env bash
# What the laptop's command line must show. Prints PASS, FAIL or SKIP for each check, then a line
# `N passed, N failed`; ends with 1 if one failed. Takes a few minutes, most of it for the bomb.
#
#   .ci/acceptance/laptop.sh [WORD]         only the checks whose function's name contains WORD
#   BUILDMEISTER_CORPUS=DIR                 where the labelled logs are (*/*.log.gz)
#   BUILDMEISTER_BOMB_BYTES, _BIG_MEGABYTES smaller sizes, for trying this script itself
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=.ci/acceptance/lib.bash
. .ci/acceptance/lib.bash

bm=${BUILDMEISTER:-$PWD/buildmeister}
corpus=${BUILDMEISTER_CORPUS:-../shared/corpus}
bomb_bytes=${BUILDMEISTER_BOMB_BYTES:-10737418240}
big_megabytes=${BUILDMEISTER_BIG_MEGABYTES:-1000}
export LC_ALL=C.UTF-8

# --- Every log of the corpus gets one line and no exception. ---

corpus_without_an_exception() {
  [ -d "$corpus" ] || skip "there is no folder $corpus; BUILDMEISTER_CORPUS names another"
  find "$corpus" -name '*.log.gz' | sort >"$work/corpus.list"
  local code=0
  tr '\n' '\0' <"$work/corpus.list" |
    xargs -0 -n 100000 "$bm" classify --format jsonl >"$work/corpus.jsonl" 2>"$work/corpus.err" || code=$?
  # xargs says 123 where the command ended with 1 (a log without a verdict).
  case $code in 0 | 1 | 123) ;; *) tail -n 5 "$work/corpus.err" && fail "exit $code" ;; esac
  no_stack_trace "$work/corpus.err"
  python3 - "$work/corpus.list" "$work/corpus.jsonl" <<'PYTHON'
import collections, json, sys

logs = open(sys.argv[1]).read().splitlines()
rows = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
keys = ("file state notes rule tier line line_num captures context step failed_tests fingerprint").split()
for row in rows:
    missing = [key for key in keys if key not in row]
    assert not missing, f"{row.get('file')}: no {', '.join(missing)}"
wrong = set(logs).symmetric_difference(row["file"] for row in rows)
assert not wrong, f"{len(wrong)} logs without a line or lines without a log, as {sorted(wrong)[0]}"
assert len(rows) == len(logs), f"{len(rows)} lines for {len(logs)} logs"
states = collections.Counter(row["state"] for row in rows)
assert "SCAN_FAILED" not in states, states
print(f"{len(rows)} logs:", ", ".join(f"{state} {count}" for state, count in sorted(states.items())))
PYTHON
}

# --- Memory does not grow with the log. ---

# log_of MEGABYTES: a GitHub log of different lines, repeated by the megabyte, as gzip.
log_of() {
  python3 - "$1" <<'PYTHON' | gzip -1
import random, sys

words = "fetch build test link cache module warning error: ok 200 src/main.c node_modules/left-pad 0x7ffe".split()
rng = random.Random(42)
lines, size = [], 0
while size < 1_000_000:
    text = " ".join(rng.choices(words, k=rng.randint(1, 16)))
    line = f"2024-07-08T16:59:{rng.randint(0, 59):02}.1747875Z {text} {rng.randint(0, 10**9)}\n"
    lines.append(line)
    size += len(line)
block = "".join(lines).encode()
for _ in range(int(sys.argv[1])):
    sys.stdout.buffer.write(block)
PYTHON
}

# peak_rss FILE: the highest resident memory while it is classified, in KiB.
peak_rss() {
  BUILDMEISTER_JAVA_OPTS=-Xmx64m python3 - "$bm" classify "$1" <<'PYTHON'
import resource, subprocess, sys

code = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL).returncode
if code not in (0, 1):
    sys.exit(f"exit {code}: {' '.join(sys.argv[1:])}")
unit = 1024 if sys.platform == "darwin" else 1
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // unit)
PYTHON
}

memory_is_constant() {
  "$bm" --version >/dev/null # so that no build is measured
  log_of 10 >"$work/small.log.gz"
  log_of "$big_megabytes" >"$work/big.log.gz"
  local small big
  small=$(peak_rss "$work/small.log.gz")
  big=$(peak_rss "$work/big.log.gz")
  local difference=$(((big - small) * 100 / small))
  local figures="10 MB: $((small / 1024)) MiB, $big_megabytes MB: $((big / 1024)) MiB, $difference % more"
  # Not by the difference, which the division cuts to whole percents.
  [ $((big * 100)) -le $((small * 115)) ] || fail "$figures, over 15 %"
  echo "$figures"
}

# --- A bomb ends in its verdict. ---

a_bomb_ends_in_its_verdict() {
  local codes
  set +e
  head -c "$bomb_bytes" /dev/zero | gzip -1 | BUILDMEISTER_JAVA_OPTS=-Xmx64m "$bm" classify - >"$work/bomb.out" 2>"$work/bomb.err"
  codes=("${PIPESTATUS[@]}")
  set -e
  no_stack_trace "$work/bomb.out" "$work/bomb.err"
  [ "${codes[2]}" = 1 ] || fail "exit ${codes[2]} instead of 1: $(head -c 500 "$work/bomb.err")"
  [ -s "$work/bomb.out" ] || fail "nothing on stdout"
  echo "$bomb_bytes bytes: $(grep -v '^[[:space:]]*$' "$work/bomb.out" | head -n 1 | head -c 120)"
}

# --- A ruleset with 30 faults prints 30. ---

# Thirty entries, each wrong in one way of its own.
write_thirty_faults() {
  local pattern
  {
    echo '[verdict]'
    echo "prefer = 'luck'"
    # Syntax of other engines, and what no engine reads.
    while IFS= read -r pattern; do
      printf "[[rule]]\nname = 'wrong pattern %s'\npattern = '%s'\n" "$((n += 1))" "$pattern"
    done <<'PATTERNS'
a(?=b)
a(?!b)
(?<=a)b
(?<!a)b
(a)\1
[a-z&&[^b]]
\u{1F600}
(?>abc)
(abc
[abc
*abc
a{2,1}
abc)
abc\
PATTERNS
    cat <<'TOML'
[[rule]]
pattern = 'no name'
[[rule]]
name = 'no pattern'
[[rule]]
name = 'pattern and literal'
pattern = 'a'
literal = 'a'
[[rule]]
name = 'first with this id'
id = 'twice'
pattern = 'a'
[[rule]]
name = 'second with this id'
id = 'twice'
pattern = 'b'
[[rule]]
name = 'unknown pick'
pattern = 'a'
pick = 'middle'
[[rule]]
name = 'negative last_lines'
pattern = 'a'
last_lines = -5
[[rule]]
name = 'wrong then'
pattern = 'a'
then = '('
[[rule]]
name = 'wrong within'
pattern = 'a'
then = 'b'
within = 0
[[rule]]
name = 'empty block'
pattern = 'a'
block = { max = 0 }
[[rule]]
name = 'wrong until'
pattern = 'a'
block = { until = '[', max = 5 }
[[rule]]
name = 'tags are a list'
pattern = 'a'
tags = 'test'
[[rule]]
name = 'unknown scope'
pattern = 'a'
when = { colour = 'red' }
[[rule]]
name = 'wrong scope'
pattern = 'a'
when = { repo = '(' }
[[ignore]]
start = 'a region without an end'
[[extract]]
name = 'wrong extract'
pattern = '('
TOML
  } >"$1"
}

thirty_faults_are_printed_at_once() {
  local n=0 command faults
  write_thirty_faults "$work/bad.toml"
  : >"$work/empty.log"
  for command in "rules check $work/bad.toml" "classify --ruleset $work/bad.toml $work/empty.log"; do
    # shellcheck disable=SC2086 # words of a command
    expect_exit 2 "$bm" $command
    faults=$(cat "$work/out" "$work/err" | { grep -oE 'bad\.toml:[0-9]+:[0-9]+: .*' || true; } | sort -u | wc -l)
    if [ "$faults" -ne 30 ]; then
      cat "$work/out" "$work/err"
      fail "$((faults)) faults instead of 30: ${command%% "$work"*}"
    fi
  done
  echo "30 faults, exit 2"
}

# --- Bad logs get a clear answer. ---

bad_logs_get_an_answer() {
  local file
  mkdir -p "$work/bad"
  : >"$work/bad/empty.log"
  printf '\0\0\0\377\376\200 not text \0' >"$work/bad/rubbish.log"
  head -c 300000 /dev/urandom >"$work/bad/random.log.gz"
  log_of 1 >"$work/bad/whole.log.gz"
  head -c 5000 "$work/bad/whole.log.gz" >"$work/bad/cut.log.gz"
  printf 'plain text' >"$work/bad/plain.log.gz"
  printf 'ok\n\303\050 \355\240\200 bad UTF-8\n' >"$work/bad/utf8.log"
  head -c 50000000 /dev/zero | tr '\0' x >"$work/bad/one-line.log"
  for file in "$work"/bad/*; do
    expect_exit "0 1 3" "$bm" classify "$file"
    [ -s "$work/out" ] || [ -s "$work/err" ] || fail "nothing is said of $file"
  done
  expect_exit 3 "$bm" classify "$work/bad/is-not-there.log"
  grep -q 'is-not-there\.log' "$work/err" || fail "the message does not name the missing file"
  expect_exit 2 "$bm" classify --no-such-option
  echo "$(find "$work/bad" -type f | wc -l | tr -d ' ') bad logs"
}

# --- The launcher, and the jar it builds. ---

# copy_sources DIR: the checkout without what was built.
copy_sources() {
  mkdir -p "$1"
  tar cf - --exclude=./target --exclude=./.git . | tar xf - -C "$1"
}

fresh_copy="$work/a copy, with spaces/it's here"

a_fresh_copy_builds_itself_from_anywhere() {
  copy_sources "$fresh_copy"
  mkdir -p "$work/bin/deep"
  ln -s "../a copy, with spaces/it's here/buildmeister" "$work/bin/bm"
  ln -s ../bm "$work/bin/deep/again"
  cd "$work/bin"
  expect_exit 0 deep/again --version
  [ "$(wc -l <"$work/err")" -eq 1 ] || { cat "$work/err" && fail "the build says more than one line"; }
  cd /
  expect_exit 0 "$work/bin/deep/again" --version
  [ ! -s "$work/err" ] || { cat "$work/err" && fail "the second run is not silent"; }
  head -n 1 "$work/out"
}

without_a_jdk25_there_is_one_line() {
  BUILDMEISTER_JDK_SEARCH=$work/nothing expect_exit 69 ./buildmeister --version
  [ "$(wc -l <"$work/err")" -eq 1 ] || fail "more than one line"
  cp "$work/err" "$work/launcher.err"
  BUILDMEISTER_JDK_SEARCH=$work/nothing expect_exit 69 ./mvnw --version
  cmp "$work/launcher.err" "$work/err" || fail "mvnw says it differently"
  cat "$work/err"
}

the_same_sources_give_the_same_jar() {
  local first=$fresh_copy/target/buildmeister.jar second=$work/second/target/buildmeister.jar
  if [ ! -f "$first" ]; then
    copy_sources "$fresh_copy"
    (cd "$fresh_copy" && ./mvnw -q -B package -Dmaven.test.skip=true)
  fi
  copy_sources "$work/second"
  chmod -R go-rwx "$work/second"
  (cd "$work/second" && umask 077 && TZ=Asia/Tokyo LC_ALL=C ./mvnw -q -B package -Dmaven.test.skip=true)
  [ "$(sha256 "$first")" = "$(sha256 "$second")" ] || fail "$(sha256 "$first"), then $(sha256 "$second")"
  echo "sha256 $(sha256 "$first")"
}

# --- The demo. ---

the_demo_shows_verdicts_and_leaves_nothing() {
  local before after
  before=$(git status --porcelain 2>/dev/null || true)
  expect_exit 0 "$bm" demo
  [ "$(grep -c . "$work/out")" -ge 5 ] || { cat "$work/out" && fail "no table"; }
  after=$(git status --porcelain 2>/dev/null || true)
  [ "$before" = "$after" ] || fail "it left something in the checkout: $after"
  echo "$(grep -c . "$work/out") lines"
}

for function in \
  a_fresh_copy_builds_itself_from_anywhere \
  without_a_jdk25_there_is_one_line \
  the_same_sources_give_the_same_jar \
  the_demo_shows_verdicts_and_leaves_nothing \
  thirty_faults_are_printed_at_once \
  bad_logs_get_an_answer \
  corpus_without_an_exception \
  memory_is_constant \
  a_bomb_ends_in_its_verdict; do
  case $function in
    *"${1-}"*) check "${function//_/ }" "$function" ;;
  esac
done
finish
