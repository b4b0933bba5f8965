#!/usr/bin/env bash
# What the part on AWS must show, without an account. Prints PASS, FAIL or SKIP for each check, then
# a line `N passed, N failed`; ends with 1 if one failed.
#
#   .ci/acceptance/aws.sh [WORD]            only the checks whose function's name contains WORD
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=.ci/acceptance/lib.bash
. .ci/acceptance/lib.bash

export LC_ALL=C.UTF-8

# --- The template. ---

# It checks what SAM reads, against the schemas of AWS that it brings with it.
readonly cfn_lint_version=1.58.0
# What makes of template.yaml that which CloudFormation gets.
readonly sam_version=1.110.0
readonly cfn_lint_venv=target/cfn-lint-$cfn_lint_version-sam-$sam_version

# Made once; a half-made one has no mark of being whole.
install_cfn_lint() {
  [ ! -f "$cfn_lint_venv/whole" ] || return 0
  rm -rf "$cfn_lint_venv"
  mkdir -p target
  python3 -m venv "$cfn_lint_venv" ||
    fail "python3 cannot make a virtual environment: install python3-venv (apt-get install python3-venv)"
  "$cfn_lint_venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
    "cfn-lint==$cfn_lint_version" "aws-sam-translator==$sam_version" ||
    fail "cfn-lint $cfn_lint_version and aws-sam-translator $sam_version cannot be had from PyPI"
  touch "$cfn_lint_venv/whole"
}

cfn_lint_finds_nothing_in_the_template() {
  install_cfn_lint
  # Hints (I) are findings too.
  "$cfn_lint_venv/bin/cfn-lint" --include-checks I -- template.yaml ||
    fail "cfn-lint $cfn_lint_version does not agree with template.yaml"
  # What finds nothing must be able to find something.
  sed 's/Handler: !If/Handlr: !If/' template.yaml >"$work/wrong.yaml"
  if "$cfn_lint_venv/bin/cfn-lint" -- "$work/wrong.yaml" >"$work/wrong.out"; then
    fail "cfn-lint finds nothing in a template that is wrong"
  fi
  echo "cfn-lint $cfn_lint_version finds nothing in $(grep -c '^    Type: AWS::' template.yaml) resources"
}

# The triggers call an alias. What moves it is another version, and what makes one is another name
# for it; a function that is changed without one goes on as it was.
other_parameters_alone_reach_the_functions_that_are_called() {
  install_cfn_lint
  local -a plain=(CodeBucket=code CodeKey=key.zip) other=(CodeBucket=code CodeKey=key.zip BackfillThreads=8)
  [ "$(.ci/revision "${plain[@]}")" = "$(.ci/revision "${plain[@]}")" ] || fail "one deployment, two revisions"
  versions "${plain[@]}" >"$work/plain"
  versions "${other[@]}" >"$work/other"
  [ "$(wc -l <"$work/plain")" = 3 ] || fail "expected a version of each of three functions: $(cat "$work/plain")"
  ! grep -Fx -f "$work/plain" "$work/other" || fail "the same version for other parameters"
  echo "BackfillThreads alone makes of $(head -n 1 "$work/plain") $(head -n 1 "$work/other")"
}

# versions Name=value...: the names of the versions that the aliases of the functions stand on.
versions() {
  AWS_DEFAULT_REGION=eu-central-1 "$cfn_lint_venv/bin/python" - "$@" Revision="$(.ci/revision "$@")" <<'PYTHON'
import sys
from cfnlint.decode import decode
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

template, faults = decode("template.yaml")
assert not faults, faults
given = dict(each.split("=", 1) for each in sys.argv[1:])
resources = Translator({}, Parser()).translate(template, given)["Resources"].values()
for alias in resources:
    if alias["Type"] == "AWS::Lambda::Alias":
        print(alias["Properties"]["FunctionVersion"]["Fn::GetAtt"][0])
PYTHON
}

the_template_says_what_the_code_says() {
  ./mvnw -q -B package -Dtest=TemplateTest,PermissionsTest -Dsurefire.failIfNoSpecifiedTests=false
  all_passed TemplateTest PermissionsTest
}

# --- Stores and handlers, on servers that speak AWS. ---

readonly on_aws=(AwsContractTest OnAwsTest RequestsOfOneLogTest FaultsOnAwsTest DoctorOnAwsTest ClassifyHandlerTest BackfillTest)

# `./mvnw verify` has run them; where it has not, they are run here, for some minutes.
stores_and_handlers_do_on_aws_what_they_do_on_a_laptop() {
  all_passed "${on_aws[@]}" 2>"$work/reports" && return 0
  cat "$work/reports"
  ./mvnw -q -B package -Dtest="$(IFS=,; echo "${on_aws[*]}")" -Dsurefire.failIfNoSpecifiedTests=false
  all_passed "${on_aws[@]}"
}

# all_passed TEST...: by the reports of the last run of each, those of nested classes too.
all_passed() {
  python3 - "$@" <<'PYTHON'
import glob, os, sys, xml.etree.ElementTree as tree

newest = max(os.path.getmtime(name) for name in glob.glob("target/classes/**/*.class", recursive=True))
tests = 0
for test in sys.argv[1:]:
    # Those of nested classes are in the report of the outer one, whose own count leaves them out.
    names = glob.glob(f"target/surefire-reports/TEST-dev.buildmeister.*.{test}.xml")
    if not names or any(os.path.getmtime(name) < newest for name in names):
        sys.exit(f"{test} has not been run since the last change")
    cases = [case for name in names for case in tree.parse(name).getroot().iter("testcase")]
    bad = [case.get("name") for case in cases if any(case.find(kind) is not None for kind in ("error", "failure", "skipped"))]
    assert cases and not bad, (test, bad)
    tests += len(cases)
print(f"{tests} tests of {', '.join(sys.argv[1:])}")
PYTHON
}

the_jar_for_lambda_runs_alone() {
  ./mvnw -q -B -Plambda verify -Dtest=BootstrapTest,PrimingTest -Dsurefire.failIfNoSpecifiedTests=false
  echo "buildmeister-lambda.jar, $(($(stat -c %s target/buildmeister-lambda.jar) / 1000000)) MB, gives a verdict on servers that speak AWS"
}

# Where a GraalVM is at hand, .ci/native-smoke without an option builds the native program and plays
# the same against it.
events_give_the_same_in_two_processes() {
  [ -f target/buildmeister-lambda.jar ] || the_jar_for_lambda_runs_alone >/dev/null
  .ci/native-smoke --no-build --jvm >"$work/smoke.out" || { cat "$work/smoke.out"; fail "native-smoke"; }
  grep -m 1 "same" "$work/smoke.out"
}

# Whether it runs; what it measures so is of no use.
the_handler_can_be_measured() {
  [ -f target/buildmeister-lambda.jar ] || the_jar_for_lambda_runs_alone >/dev/null
  .ci/handler-bench --no-build --quick --out "$work/handler-bench" >"$work/bench.out" 2>&1 ||
    { cat "$work/bench.out"; fail "handler-bench"; }
  grep -q '^targets' "$work/bench.out" || fail "handler-bench says nothing of its targets"
  echo "$(wc -l <"$work/handler-bench/raw.jsonl") lines of raw figures"
}

# --- ---

for function in \
  stores_and_handlers_do_on_aws_what_they_do_on_a_laptop \
  cfn_lint_finds_nothing_in_the_template \
  other_parameters_alone_reach_the_functions_that_are_called \
  the_template_says_what_the_code_says \
  the_jar_for_lambda_runs_alone \
  events_give_the_same_in_two_processes \
  the_handler_can_be_measured; do
  case $function in
    *"${1-}"*) check "${function//_/ }" "$function" ;;
  esac
done
finish
