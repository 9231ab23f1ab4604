//! Reads the IAM policies of resources beside the pipeline: what they allow is held against what
//! is the pipeline's, as statements are that a user writes for a role.

use super::Role;
use super::aws_managed;
use super::policies::MANAGED_POLICY;
use super::reader::Reader;
use crate::access::evaluator::{AwsManaged, IdentityPolicies, Policy, one_or_many};
use crate::pipeline::UserStatement;
use serde_json::Value;

impl<'a> Reader<'_, 'a> {
    /// A resource of IAM with policies: a role, a user or a group with what it has, or a policy by
    /// itself.
    pub(super) fn beside(&mut self, logical: &'a str, properties: &'a Value) {
        let Some(declared) = self.beside.get(&(self.stack, logical)).copied() else {
            return;
        };
        let statement = &declared.statement;
        let inline = one_or_many(properties.get("Policies"));
        let inline = inline.filter_map(|policy| policy.get("PolicyDocument"));
        let documents = inline.chain(properties.get("PolicyDocument"));
        let policies = documents.map(|document| self.of_user(logical, document, statement));
        let policies: Vec<Policy<'a>> = policies.collect();
        let attached: Vec<&str> = one_or_many(properties.get("ManagedPolicyArns"))
            .filter_map(Value::as_str)
            .collect();
        let known = attached.iter().filter_map(|arn| {
            let known = aws_managed::of(arn)?;
            Some(AwsManaged {
                arn,
                policy: self.policy(logical, MANAGED_POLICY, &known.document),
                complete: known.complete,
            })
        });
        let identity = IdentityPolicies {
            policies,
            aws_managed: known.collect(),
            attached,
            boundary: None,
        };
        let one = &self.stacks.all[self.stack];
        let (sort, property) = match self.kind(logical) {
            "AWS::IAM::User" => ("user", "UserName"),
            "AWS::IAM::Group" => ("group", "GroupName"),
            _ => ("role", "RoleName"),
        };
        let name = self.string(properties.get(property));
        let name = name.map_or_else(|| logical.to_owned(), |name| name.into_owned());
        let arn = format!(
            "arn:{}:iam::{}:{sort}/{name}",
            self.stacks.partition, one.account
        );
        let role = Role {
            account: one.account,
            name,
            tags: self.tags(properties),
            trust: Vec::new(),
            identity,
        };
        let at = declared.place_of("ManagedPolicyArns");
        self.deployed.beside.insert(arn, (role, at));
    }

    /// The type of a resource.
    fn kind(&self, logical: &str) -> &'a str {
        let template = self.stacks.all[self.stack].template;
        let kind = template.resources().get(logical);
        let kind = kind.and_then(|body| body.get("Type")?.as_str());
        kind.unwrap_or_default()
    }

    fn of_user(
        &self,
        logical: &'a str,
        document: &'a Value,
        statement: &'a UserStatement,
    ) -> Policy<'a> {
        let mut policy = self.policy(logical, "policy", document);
        for (number, one) in policy.statements.iter_mut().enumerate() {
            one.from_user = Some((number + 1, statement));
        }
        policy
    }
}
