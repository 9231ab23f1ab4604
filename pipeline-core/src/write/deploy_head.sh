#!/usr/bin/env bash
#
# Deploys the stacks of this folder in order, each once, with the AWS CLI (version 2).
#
#   ./deploy.sh             deploys everything; can be run again
#   ./deploy.sh --dry-run   shows what would be run
#
# For an account that is declared as `prod`:
#   PIPEWRIGHT_PROFILE_PROD   the AWS CLI profile to use; without it, the current credentials
#   PIPEWRIGHT_BUCKET_PROD    a bucket for templates that are too large to be sent directly
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

dry_run=false
case "${1-}" in
  '') ;;
  --dry-run) dry_run=true ;;
  *)
    echo "usage: $0 [--dry-run]" >&2
    exit 2
    ;;
esac

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

# check NAME ACCOUNT REGION SIZE: stops where the credentials are of another account, or
# no bucket is named that a large template needs.
check() {
  local variable="PIPEWRIGHT_BUCKET_$1"
  local found
  if "$dry_run"; then
    return
  fi
  if [[ "$4" == large && -z "${!variable-}" ]]; then
    echo "a template for account $2 is too large to be sent directly: set $variable to a bucket of that account" >&2
    exit 1
  fi
  profile "$1"
  found=$(aws sts get-caller-identity --region "$3" --query Account --output text \
    ${credentials[@]+"${credentials[@]}"})
  if [[ "$found" != "$2" ]]; then
    echo "the credentials for account $2 are of account $found: set PIPEWRIGHT_PROFILE_$1" >&2
    exit 1
  fi
}

# stuck STACK REGION STATUS ADVICE: explains a stack that no deployment changes, and stops.
stuck() {
  echo "$1 in $2 is in $3 and cannot be deployed: $4; then run this script again" >&2
  exit 1
}

# make_room STACK REGION: deletes a stack that could not be made the last time, and explains
# one that nobody can change. Why there is no status is not told: it is new, or the
# deployment itself will say.
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
make_room() {
  local status
  status=$(aws cloudformation describe-stacks --stack-name "$1" --region "$2" \
    --query 'Stacks[0].StackStatus' --output text \
    ${credentials[@]+"${credentials[@]}"} 2>/dev/null) || return 0
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
  local through=()
  profile "$1"
  if [[ "$6" == large ]]; then
    through=(--s3-bucket "${!variable-<$variable>}")
  fi
  if ! "$dry_run"; then
    make_room "$4" "$3"
    echo "deploying $4 to account $2, $3"
  fi
  run aws cloudformation deploy \
    --stack-name "$4" \
    --template-file "$5" \
    --region "$3" \
    --capabilities CAPABILITY_NAMED_IAM \
    --no-fail-on-empty-changeset \
    ${through[@]+"${through[@]}"} \
    ${credentials[@]+"${credentials[@]}"}
}
