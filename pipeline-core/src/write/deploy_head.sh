#!/usr/bin/env bash
#
# Deploys the stacks of this folder in order, with the AWS CLI (version 2).
#
#   ./deploy.sh                  deploys everything; can be run again
#   ./deploy.sh --dry-run        shows what would be run, without a look at what is deployed
#   ./deploy.sh --only ACCOUNT   the stacks of one account, by its name or its id
#   ./deploy.sh --from WAVE      from a wave on, by its number in REPORT.md: 1 stores, 2 roles,
#                                then the pipeline
#   ./deploy.sh --keep-removed   deploys all but the pipelines, for who deploys those with
#                                the CDK CLI afterwards
#   ./deploy.sh --destroy        deletes the stacks, the last first; asks before, unless --yes is
#                                said; what is retained stays, and is named
#
# What the templates have no more, such as the role of an action that is gone, stays until
# the pipeline has let go of it: it is deployed as it was with the stacks before the pipeline's.
# These are deployed once more, without it, when all pipelines are deployed. If the deployment of
# one fails, it stays, and so that pipeline runs as before.
#
# For an account that is declared as `prod`:
#   PIPEWRIGHT_PROFILE_PROD   the AWS CLI profile to use; without it, the current credentials
#   PIPEWRIGHT_BUCKET_PROD    a bucket for templates that are too large to be sent directly
#
# For a parameter that is declared as `topic`:
#   PIPEWRIGHT_PARAMETER_TOPIC   its value in every stack that is deployed and uses it; without it,
#                                the value that one of these has, else its default; with `no_echo`,
#                                each keeps its own
#
# It stops at the first failure. A stack whose first deployment failed is deleted before
# the next one: it holds nothing, and CloudFormation does not update it.

set -euo pipefail

# The templates are beside this file, also when a link leads here.
script="${BASH_SOURCE[0]}"
while [[ -L "$script" ]]; do
  link=$(readlink -- "$script")
  [[ "$link" == /* ]] || link="$(dirname -- "$script")/$link"
  script="$link"
done
CDPATH='' cd -P -- "$(dirname -- "$script")"

usage() {
  echo "usage: $0 [--dry-run] [--only ACCOUNT] [--from WAVE] [--keep-removed | --destroy [--yes]]" >&2
  exit 2
}

dry_run=false
keep_removed=false
destroy=false
yes=false
only=''
from=1
while (($#)); do
  case "$1" in
    --dry-run) dry_run=true ;;
    --keep-removed) keep_removed=true ;;
    --destroy) destroy=true ;;
    --yes) yes=true ;;
    --only)
      [[ -n "${2-}" ]] || usage
      only="$2"
      shift
      ;;
    --from)
      [[ "${2-}" =~ ^[1-9]$ ]] || usage
      from="$2"
      shift
      ;;
    *) usage ;;
  esac
  shift
done
if "$destroy" && "$keep_removed"; then
  usage
fi

run() {
  if "$dry_run"; then
    printf '%q ' "$@"
    printf '\n'
  else
    "$@"
  fi
}

# profile NAME: the words that select the credentials of an account, in `credentials`.
profile() {
  local variable="PIPEWRIGHT_PROFILE_$1"
  credentials=()
  if [[ -n "${!variable-}" ]]; then
    credentials=(--profile "${!variable}")
  fi
}

# The accounts: NAME, the name that it is declared under, its id, and `yes` if something of it is
# to be done; one after another.
accounts=()
# The wave and the pipeline of what is being done.
wave=1
pipeline=''

# in_wave WAVE PIPELINE: what follows is of this wave.
in_wave() {
  wave="$1"
  pipeline="$2"
}

# selected NAME: whether something of this account is to be done in this wave.
selected() {
  ((wave >= from)) && of_selected "$1"
}

# of_selected NAME: whether something of this account is to be done.
of_selected() {
  local first
  for ((first = 0; first < ${#accounts[@]}; first += 4)); do
    if [[ "${accounts[first]}" == "$1" ]]; then
      [[ "${accounts[first + 3]}" == yes ]]
      return
    fi
  done
}

# place NAME REGION: how an account and a region are named in messages, in `place`.
place() {
  local first
  place=''
  for ((first = 0; first < ${#accounts[@]}; first += 4)); do
    if [[ "${accounts[first]}" == "$1" ]]; then
      place="account ${accounts[first + 1]} (${accounts[first + 2]}), $2"
    fi
  done
}

# check NAME DECLARED ACCOUNT REGION SIZE WAVE: stops where the credentials are of another
# account, or no bucket is named that a large template needs. WAVE is its last one.
check() {
  local variable="PIPEWRIGHT_BUCKET_$1"
  local found use=yes
  if [[ -n "$only" && "$only" != "$2" && "$only" != "$3" ]] || (($6 < from)); then
    use=no
  fi
  accounts+=("$1" "$2" "$3" "$use")
  if "$dry_run" || [[ "$use" == no ]]; then
    return
  fi
  if [[ "$5" == large && -z "${!variable-}" ]] && ! "$destroy"; then
    echo "a template for account $2 ($3) is too large to be sent directly: set $variable to a bucket of that account" >&2
    exit 1
  fi
  profile "$1"
  if ! found=$(aws sts get-caller-identity --region "$4" --query Account --output text \
    ${credentials[@]+"${credentials[@]}"}); then
    echo "there are no valid credentials for account $2 ($3): set PIPEWRIGHT_PROFILE_$1 to a profile of the AWS CLI" >&2
    exit 1
  fi
  if [[ "$found" != "$3" ]]; then
    echo "the credentials for account $2 ($3) are of account $found: set PIPEWRIGHT_PROFILE_$1" >&2
    exit 1
  fi
}

# checked: stops where `--only` names no account of these stacks.
checked() {
  local first
  if [[ -z "$only" ]]; then
    return
  fi
  for ((first = 0; first < ${#accounts[@]}; first += 4)); do
    if [[ "$only" == "${accounts[first + 1]}" || "$only" == "${accounts[first + 2]}" ]]; then
      return
    fi
  done
  {
    printf 'no account is called %s; these are:' "$only"
    for ((first = 0; first < ${#accounts[@]}; first += 4)); do
      printf ' %s (%s)' "${accounts[first + 1]}" "${accounts[first + 2]}"
    done
    printf '\n'
  } >&2
  exit 2
}

# The values of parameters: a stack and `KEY=VALUE`, one after the other.
given=()

# parameter VARIABLE DECLARED KEY NEED SHOWN [NAME REGION STACK]…: gives a parameter one value in
# all stacks that have it. Stops where one that is needed has none.
parameter() {
  local variable="PIPEWRIGHT_PARAMETER_$1" declared="$2" key="$3" need="$4" shown="$5"
  local value='' found=false lacking=false previous stacks first
  shift 5
  stacks=()
  while (($#)); do
    if of_selected "$1"; then
      stacks+=("$1" "$2" "$3")
    fi
    shift 3
  done
  if "$destroy" || ((${#stacks[@]} == 0)); then
    return
  fi
  if [[ -n "${!variable+set}" ]]; then
    value="${!variable}"
    found=true
  elif ! "$dry_run"; then
    for ((first = 0; first < ${#stacks[@]}; first += 3)); do
      profile "${stacks[first]}"
      previous=$(aws cloudformation describe-stacks --stack-name "${stacks[first + 2]}" \
        --region "${stacks[first + 1]}" \
        --query "Stacks[0].Parameters[?ParameterKey=='$key'].ParameterValue" --output text \
        ${credentials[@]+"${credentials[@]}"} 2>/dev/null) || previous=''
      if [[ -z "$previous" || "$previous" == None ]]; then
        lacking=true
      elif [[ "$shown" == shown ]]; then
        value="$previous"
        found=true
        break
      fi
    done
    if ! "$found" && "$lacking" && [[ "$need" == needed ]]; then
      echo "parameter $declared has no value: set $variable" >&2
      exit 1
    fi
  fi
  if ! "$found"; then
    return
  fi
  if "$dry_run" && [[ "$shown" == hidden ]]; then
    value='****'
  fi
  for ((first = 0; first < ${#stacks[@]}; first += 3)); do
    given+=("${stacks[first + 2]}" "$key=$value")
  done
}

# stuck STACK REGION STATUS ADVICE: explains a stack that no deployment changes, and stops.
stuck() {
  echo "$1 in $place is in $3 and cannot be deployed: $4; then run this script again" >&2
  exit 1
}

# find_status STACK REGION: the status of a stack, in `status`; nothing where there is none.
# Why there is none is not told: the stack is new, or the deployment itself will say.
find_status() {
  status=$(aws cloudformation describe-stacks --stack-name "$1" --region "$2" \
    --query 'Stacks[0].StackStatus' --output text \
    ${credentials[@]+"${credentials[@]}"} 2>/dev/null) || status=''
}

# make_room STACK REGION: deletes a stack that could not be made the last time, and explains
# one that nobody can change.
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
make_room() {
  find_status "$1" "$2"
  case "$status" in
    ROLLBACK_COMPLETE) ;;
    ROLLBACK_FAILED)
      stuck "$1" "$2" "$status" "its first deployment failed, and some resources could not be removed: the stack's events say which and why; mend the cause and delete the stack"
      ;;
    DELETE_FAILED)
      stuck "$1" "$2" "$status" "the stack's events say which resources could not be deleted and why; mend the cause and delete the stack again"
      ;;
    UPDATE_ROLLBACK_FAILED)
      stuck "$1" "$2" "$status" "the stack's events say why; mend the cause and run \`aws cloudformation continue-update-rollback\` for the stack"
      ;;
    REVIEW_IN_PROGRESS) return ;;
    *_IN_PROGRESS)
      stuck "$1" "$2" "$status" "another operation on it is running: wait until that ends"
      ;;
    *) return ;;
  esac
  echo "deleting $1, whose first deployment failed"
  aws cloudformation delete-stack --stack-name "$1" --region "$2" \
    ${credentials[@]+"${credentials[@]}"}
  aws cloudformation wait stack-delete-complete --stack-name "$1" --region "$2" \
    ${credentials[@]+"${credentials[@]}"}
}

# deploy NAME ACCOUNT REGION STACK TEMPLATE SIZE
deploy() {
  local variable="PIPEWRIGHT_BUCKET_$1"
  local through=() overrides=() index
  profile "$1"
  for ((index = 0; index < ${#given[@]}; index += 2)); do
    if [[ "${given[index]}" == "$4" ]]; then
      overrides+=("${given[index + 1]}")
    fi
  done
  if ((${#overrides[@]})); then
    overrides=(--parameter-overrides "${overrides[@]}")
  fi
  if [[ "$6" == large ]]; then
    through=(--s3-bucket "${!variable-<$variable>}")
  fi
  place "$1" "$3"
  if "$dry_run"; then
    echo "# wave $wave of pipeline $pipeline, $place"
  else
    make_room "$4" "$3"
    echo "wave $wave of pipeline $pipeline, $place: deploying $4"
  fi
  run aws cloudformation deploy \
    --stack-name "$4" \
    --template-file "$5" \
    --region "$3" \
    --capabilities CAPABILITY_NAMED_IAM \
    --no-fail-on-empty-changeset \
    ${overrides[@]+"${overrides[@]}"} \
    ${through[@]+"${through[@]}"} \
    ${credentials[@]+"${credentials[@]}"} || {
    # The AWS CLI has said why, or which command tells.
    echo "wave $wave of pipeline $pipeline, $place: $4 was not deployed; mend the cause and run this script again" >&2
    exit 1
  }
}

# read_deployed STACK REGION FILE: writes the deployed template of a stack as JSON, with four
# spaces a step.
read_deployed() {
  local yaml="$temporary/deployed.yaml"
  aws cloudformation get-template --stack-name "$1" --region "$2" --query TemplateBody \
    --output json ${credentials[@]+"${credentials[@]}"} >"$3"
  if [[ $(head -c 1 "$3") == '"' ]]; then
    # The CDK CLI deploys YAML, which the AWS CLI turns into JSON. Nothing is uploaded for that.
    aws cloudformation get-template --stack-name "$1" --region "$2" --query TemplateBody \
      --output text ${credentials[@]+"${credentials[@]}"} >"$yaml"
    aws cloudformation package --template-file "$yaml" --s3-bucket none --region "$2" \
      --use-json --output-template-file "$3" ${credentials[@]+"${credentials[@]}"} >/dev/null
  fi
}

# keep STACK REGION TEMPLATE: writes the template to `merged`, with all that the deployed one has
# beside it: resources, and the statements that admit somebody to a store. `merged` is empty
# where the template has all of it already.
keep() {
  local old="$temporary/deployed.json" copy="$temporary/template.json"
  local removed="$temporary/removed" text="$temporary/text" compact="$temporary/compact.json"
  local policy statement number=0
  merged=''
  read_deployed "$1" "$2" "$old"
  cp -- "$3" "$copy"
  # Each resource of ours begins with one of these.
  tr -d '[:space:]' <"$copy" \
    | grep -oE '"[A-Za-z0-9]+":\{"(DeletionPolicy|DependsOn|Metadata)"' \
    | cut -d '"' -f 2 | LC_ALL=C sort >"$compact"
  awk '
    /^    "Resources": \{$/ { within = 1 }
    /^    \}/ { within = 0 }
    within && /^        "[A-Za-z0-9]+": \{$/ { print substr($1, 2, length($1) - 3) }' "$old" \
    | LC_ALL=C sort | LC_ALL=C comm -23 - "$compact" >"$removed"
  if [[ -s "$removed" ]]; then
    awk '
      NR == FNR { removed[$0]; next }
      /^    "Resources": \{$/ { within = 1 }
      /^    \}/ { within = 0 }
      within && /^        "[A-Za-z0-9]+": \{$/ { kept = substr($1, 2, length($1) - 3) in removed }
      kept && /^        \},?$/ { print "        },"; kept = 0 }
      kept { print }' "$removed" "$old" >"$text"
    insert '"Resources": ?[{]' '' "$text" "$copy"
    merged="$copy"
  fi
  # What denies is not kept, and neither is the key's own administration, which has no condition.
  statements '  ' <"$3" >"$compact"
  while read -r policy statement; do
    number=$((number + 1))
    sed "s/\"Sid\": \"[^\"]*\"/\"Sid\": \"Kept$number\"/; s/\$/,/" <<<"$statement" >"$text"
    insert "$policy ?[{]" '"Statement": ?[[]' "$text" "$copy"
    merged="$copy"
  done < <(statements '    ' <"$old" | awk '
    # A statement that is there under its name, with every word of it, admits as much.
    { match($0, /"Sid": "[^"]*"/); name = $1 substr($0, RSTART, RLENGTH) }
    FILENAME != "-" { found[name] = $0; next }
    {
      missing = 0
      words = split($0, word, "\"")
      for (i = 2; i <= words; i += 2) if (!index(found[name], "\"" word[i] "\"")) missing = 1
      if (missing) print
    }' "$compact" -)
  if [[ -n "$merged" ]]; then
    keep_parameters "$old" "$copy"
  fi
}

# keep_parameters OLD TEMPLATE: adds the parameters of a deployed template that the other one has no
# more. What is kept may name them; their values stay.
keep_parameters() {
  local compact="$temporary/compact.json" text="$temporary/text"
  tr -d '[:space:]' <"$2" | grep -oE '"(Parameter|Ssm)[A-Za-z0-9]+":\{' | cut -d '"' -f 2 >"$compact" || :
  awk '
    NR == FNR && FILENAME != old { there[$0]; next }
    /^    "Parameters": \{$/ { within = 1 }
    /^    \}/ { within = 0 }
    within && /^        "[A-Za-z0-9]+": \{$/ { kept = !(substr($1, 2, length($1) - 3) in there) }
    kept && /^        \},?$/ { print "        },"; kept = 0 }
    kept { print }' old="$1" "$compact" "$1" >"$text"
  if [[ ! -s "$text" ]]; then
    return
  fi
  if grep -qE '^ *"Parameters": ?[{]|[{,]"Parameters":[{]' "$2"; then
    insert '"Parameters": ?[{]' '' "$text" "$2"
  else
    # The last one ends without a comma.
    {
      printf '"Parameters": {'
      sed '$ s/,$//' "$text"
      printf '},'
    } >"$temporary/block"
    insert '"AWSTemplateFormatVersion": ?"2010-09-09",' '' "$temporary/block" "$2"
  fi
}

# statements STEP: of a template whose lines are indented by that for each step, the statements
# that admit somebody to a store's bucket or key under a condition, each on a line behind its
# policy. What a role trusts has the same form, and is not of these.
statements() {
  awk -v step="$1" '
    BEGIN { two = step step; four = two two; six = four two }
    $0 ~ "^" two "\"" { policy = ""; store = $1 == "\"ArtifactBucketPolicy\":" || $1 == "\"ArtifactKey\":" }
    store && $0 ~ "^" four "\"(PolicyDocument|KeyPolicy)\": [{]$" { policy = $1 }
    policy && $0 ~ "^" six "[{]$" { within = 1; statement = "" }
    within { line = $0; sub(/^ */, "", line); statement = statement line }
    within && $0 ~ "^" six "[}],?$" {
      within = 0
      sub(/,$/, "", statement)
      if (statement ~ /"Principal":/ && statement ~ /"Condition":/ && statement ~ /"Effect": "Allow"/) print policy, statement
    }'
}

# insert MARK MARK TEXT FILE: puts the text of a file behind the first mark, or the first
# second one after that. Marks are patterns.
insert() {
  FIRST="$1" SECOND="$2" awk -v file="$3" '
    # No line ends with this: the template is read as one.
    BEGIN { RS = "\001"; ORS = "" }
    {
      place = match($0, ENVIRON["FIRST"]) + RLENGTH - 1
      if (ENVIRON["SECOND"] != "") place += match(substr($0, place + 1), ENVIRON["SECOND"]) + RLENGTH - 1
      print substr($0, 1, place)
      while ((getline line < file) > 0) print line
      print substr($0, place + 1)
    }' "$4" >"$temporary/inserted"
  mv -- "$temporary/inserted" "$4"
}

# What was kept: the pipeline, and the words of each call of `deploy` that lets go of it, one after
# another. It is in `kept` until the pipeline is deployed, and then in `unused`.
kept=()
unused=()
temporary=''

# deploy_keeping NAME ACCOUNT REGION STACK TEMPLATE SIZE: deploys a stack that comes before the
# pipeline's, with what the pipeline may still use of the deployed one.
deploy_keeping() {
  local variable="PIPEWRIGHT_BUCKET_$1"
  local size="$6" keeps=false
  all+=("$@")
  if "$destroy" || ! selected "$1"; then
    return
  fi
  if "$dry_run"; then
    deploy "$@"
    return
  fi
  profile "$1"
  place "$1" "$3"
  find_status "$4" "$3"
  case "$status" in
    ROLLBACK_COMPLETE) ;;
    *_COMPLETE) keeps=true ;;
  esac
  if ! "$keeps"; then
    # It is new, or `deploy` explains what is wrong with it.
    deploy "$@"
    return
  fi
  if [[ -z "$temporary" ]]; then
    temporary=$(mktemp -d)
    trap 'rm -rf -- "$temporary"' EXIT
  fi
  keep "$4" "$3" "$5"
  if [[ -z "$merged" ]]; then
    deploy "$@"
    return
  fi
  if (($(wc -c <"$merged") > 51200)); then
    size=large
    if [[ -z "${!variable-}" ]]; then
      echo "the template of $4 is too large to be sent directly with what is kept of it: set $variable to a bucket of $place" >&2
      exit 1
    fi
  fi
  echo "wave $wave of pipeline $pipeline, $place: keeping what $4 has no more, until the pipeline has let go of it"
  deploy "$1" "$2" "$3" "$4" "$merged" "$size"
  kept+=("$pipeline" "$@")
}

# deploy_pipeline NAME ACCOUNT REGION STACK TEMPLATE SIZE: deploys the stack of a pipeline, which
# then uses nothing of what was kept.
deploy_pipeline() {
  all+=("$@")
  if "$destroy"; then
    return
  fi
  if "$keep_removed" || ! selected "$1"; then
    left+=("${kept[@]+"${kept[@]}"}")
  else
    deploy "$@"
    unused+=("${kept[@]+"${kept[@]}"}")
  fi
  kept=()
}

# let_go: deploys the stacks before the pipelines' without what was kept. Several pipelines may use
# one stack, so that all of them are deployed first.
let_go() {
  local first
  for ((first = 0; first < ${#unused[@]}; first += 7)); do
    pipeline="${unused[first]}"
    deploy "${unused[@]:first+1:6}"
  done
}

# The words of every stack, in order; and of those from which a run without the pipeline kept
# something.
all=()
left=()

# finish: ends a run. Lets go of what was kept, or deletes the stacks where that was asked.
finish() {
  local first
  if "$destroy"; then
    delete_all
    return
  fi
  let_go
  if [[ -n "$only" ]] && ! "$keep_removed"; then
    for ((first = 0; first < ${#left[@]}; first += 7)); do
      echo "${left[first + 4]} keeps what it has no more; a run without --only removes it"
    done
  fi
}

# stays TEMPLATE: what stays of a stack when it is deleted, in `stays`.
stays() {
  local bucket
  stays=''
  if grep -qE '"DeletionPolicy": ?"Retain' -- "$1"; then
    bucket=$(grep -m 1 -o '"BucketName": "[^"]*"' -- "$1" | cut -d '"' -f 4) || bucket=''
    stays="what it retains stays${bucket:+: bucket $bucket, and its key if it has one}"
  fi
}

# delete_all: deletes the stacks, the last first.
delete_all() {
  local first words answer
  if ! "$dry_run" && ! "$yes"; then
    echo "This deletes:"
    for ((first = ${#all[@]} - 6; first >= 0; first -= 6)); do
      words=("${all[@]:first:6}")
      of_selected "${words[0]}" || continue
      place "${words[0]}" "${words[2]}"
      stays "${words[4]}"
      echo "  ${words[3]} in $place${stays:+ ($stays)}"
    done
    printf 'Type yes to delete these stacks: '
    read -r answer || answer=''
    if [[ "$answer" != yes ]]; then
      echo "nothing was deleted" >&2
      exit 1
    fi
  fi
  for ((first = ${#all[@]} - 6; first >= 0; first -= 6)); do
    words=("${all[@]:first:6}")
    if of_selected "${words[0]}"; then
      delete "${words[@]}"
    fi
  done
}

# delete NAME ACCOUNT REGION STACK TEMPLATE SIZE
delete() {
  profile "$1"
  place "$1" "$3"
  stays "$5"
  if ! "$dry_run"; then
    find_status "$4" "$3"
    if [[ -z "$status" ]]; then
      echo "$place: there is no stack $4"
      return
    fi
    echo "$place: deleting $4${stays:+; $stays}"
  fi
  run aws cloudformation delete-stack --stack-name "$4" --region "$3" \
    ${credentials[@]+"${credentials[@]}"}
  run aws cloudformation wait stack-delete-complete --stack-name "$4" --region "$3" \
    ${credentials[@]+"${credentials[@]}"} || {
    echo "$place: $4 was not deleted; its events say why: a bucket that is not retained has to be empty, and what others import has to go first" >&2
    exit 1
  }
}
