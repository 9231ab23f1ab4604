//! Whom a statement of a trust policy or of a resource's policy lets in.

use pipewright_model::arn::Arn;
use serde_json::Value;

use super::super::definition::is_account;
use super::super::writer::Writer;
use super::statement::Statement;
use super::texts;

/// What a policy belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// A role or a user: the policy says what it may do.
    Role,
    /// A role: the policy says who may assume it.
    Trust,
    Key,
    Resource,
}

/// Whom a statement names.
#[derive(Debug)]
pub(super) enum Principal {
    Everybody,
    EverybodyBut(String),
    /// The root of home: each role and user of home whose own policy allows it.
    Home(String),
    /// A role or a user of home.
    OfHome,
    Other(String),
    Service(String),
    Federated(String),
    /// It is known at deployment.
    Unknown(String),
}

impl Writer<'_> {
    pub(super) fn principals(&mut self, statement: &Value) -> Vec<Principal> {
        if let Some(but) = statement.get("NotPrincipal") {
            return vec![Principal::EverybodyBut(but.to_string())];
        }
        let mut out = Vec::new();
        match &statement["Principal"] {
            Value::Object(map)
                if super::super::intrinsics::function(&statement["Principal"]).is_none() =>
            {
                for (kind, value) in map {
                    for name in texts(self, value) {
                        out.push(match kind.as_str() {
                            "Service" => Principal::Service(name),
                            "Federated" => Principal::Federated(name),
                            _ => self.principal(name),
                        });
                    }
                }
            }
            Value::String(name) => {
                let name = name.clone();
                out.push(self.principal(name));
            }
            other => out.push(Principal::Unknown(other.to_string())),
        }
        out
    }

    fn principal(&mut self, name: String) -> Principal {
        let home = &self.template.account;
        if name == "*" {
            return Principal::Everybody;
        }
        let root = is_account(&name).then(|| name.clone());
        let parsed = Arn::parse(&name);
        let root = root.or_else(|| {
            let arn = parsed.as_ref()?;
            (arn.resource == "root").then(|| arn.account.to_owned())
        });
        match (root, parsed) {
            (Some(account), _) if account == *home => Principal::Home(account),
            (Some(account), _) => Principal::Other(format!("account {account}")),
            (None, Some(arn)) if arn.account == *home => Principal::OfHome,
            (None, Some(_)) => Principal::Other(format!("`{name}`")),
            // A resource of the template is a role of home.
            (None, None) if self.names_a_resource(&name) => Principal::OfHome,
            (None, None) => Principal::Unknown(format!("`{name}`")),
        }
    }

    /// Returns whether a text is the attribute of a resource, as a reader reads it.
    fn names_a_resource(&self, shown: &str) -> bool {
        let id = shown
            .strip_prefix("${")
            .and_then(|text| text.strip_suffix('}'))
            .map(|text| text.split('.').next().unwrap_or(text));
        id.is_some_and(|id| self.template.resources.contains_key(id))
    }
}

impl Principal {
    /// What a statement that names this one opens, in words.
    pub(super) fn opens(&self, of: &str, whose: Whose, statement: &Statement) -> Option<String> {
        let (who, without) = match self {
            Principal::OfHome => return None,
            Principal::Everybody => ("everybody".to_owned(), " without a condition"),
            Principal::EverybodyBut(but) => (format!("everybody but `{but}`"), ""),
            Principal::Other(who) => {
                let without = match whose {
                    Whose::Trust => ": no condition asks for `sts:ExternalId` or an organization",
                    _ => " without a condition",
                };
                (who.clone(), without)
            }
            Principal::Unknown(who) => (
                format!("{who}, which is known at deployment,"),
                " without a condition",
            ),
            Principal::Federated(who) => (
                format!("the identities of `{who}`"),
                ", whichever they are: no condition names one",
            ),
            // The root of home is how a key lets policies of IAM decide; only a wide call is told.
            Principal::Home(account) => {
                let is_wide = !statement.calls_but.is_empty()
                    || statement.calls.iter().any(|call| call.contains('*'));
                if !is_wide {
                    return None;
                }
                let who =
                    format!("every role and user of account {account} whose IAM policy allows it");
                (who, "")
            }
            // Roles are handed to a service within their account, so that their trust needs no more.
            Principal::Service(_) if whose == Whose::Trust => return None,
            Principal::Service(service) => {
                let asks = [
                    "SourceAccount",
                    "SourceArn",
                    "SourceOrgID",
                    "ViaService",
                    "CallerAccount",
                ]
                .iter()
                .any(|key| statement.condition_names(key));
                if asks {
                    return None;
                }
                let without =
                    ", for any account: no condition names `aws:SourceAccount` or `aws:SourceArn`";
                return Some(format!(
                    "{of} lets service `{service}` call {}{without}",
                    statement.calls_in_words()
                ));
            }
        };
        let what = match whose {
            Whose::Trust => format!("assume it by {}", statement.calls_in_words()),
            _ => format!("call {}", statement.calls_in_words()),
        };
        Some(format!(
            "{of} lets {who} {what}{}",
            statement.condition_in_words(without)
        ))
    }
}
