#!/usr/bin/env bash
# Lets CloudFormation take over pipeline @NAME@ as it runs, with its history. Run it once, before
# deploy.sh. It needs the AWS CLI and credentials of account @ACCOUNT@.
#
#   adopt/@FILE@.sh            shows what it would do and asks
#   adopt/@FILE@.sh --yes      does not ask
#
# Nothing of the pipeline changes: the stack @STACK@ is made around it. deploy.sh then
# changes the pipeline as this crate has it.
#
# A pipeline that is in a stack already has to leave that first: give it `DeletionPolicy: Retain`
# there, deploy, take it out of the template, deploy again.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")"

stack='@STACK@'
region='@REGION@'
template='@FILE@.template.json'

yes=false
case "${1-}" in
  '') ;;
  --yes) yes=true ;;
  *)
    echo "usage: $0 [--yes]" >&2
    exit 2
    ;;
esac

account=$(aws sts get-caller-identity --region "$region" --query Account --output text)
if [[ "$account" != @ACCOUNT@ ]]; then
  echo "these are credentials of account $account; pipeline @NAME@ runs in @ACCOUNT@" >&2
  exit 1
fi

where=(--template-body "file://$template")
if (($(wc -c <"$template") > 51200)); then
  if [[ -z "${PIPEWRIGHT_BUCKET-}" ]]; then
    echo "$template is too large to be sent directly: set PIPEWRIGHT_BUCKET to a bucket of $account in $region" >&2
    exit 1
  fi
  aws s3 cp --region "$region" "$template" "s3://$PIPEWRIGHT_BUCKET/$template"
  domain=amazonaws.com
  if [[ "$region" == cn-* ]]; then
    domain=amazonaws.com.cn
  fi
  where=(--template-url "https://$PIPEWRIGHT_BUCKET.s3.$region.$domain/$template")
fi

echo "This makes the stack $stack in account $account, $region, around pipeline @NAME@."
if ! "$yes"; then
  printf 'Type yes to go on: '
  read -r answer || answer=''
  if [[ "$answer" != yes ]]; then
    echo "nothing was changed" >&2
    exit 1
  fi
fi

aws cloudformation create-change-set --stack-name "$stack" --region "$region" \
  --change-set-name adopt --change-set-type IMPORT \
  --resources-to-import 'file://@FILE@.resources.json' "${where[@]}"
aws cloudformation wait change-set-create-complete --stack-name "$stack" --region "$region" \
  --change-set-name adopt
aws cloudformation execute-change-set --stack-name "$stack" --region "$region" \
  --change-set-name adopt
aws cloudformation wait stack-import-complete --stack-name "$stack" --region "$region"
echo "the stack $stack has the pipeline; deploy.sh is next"
