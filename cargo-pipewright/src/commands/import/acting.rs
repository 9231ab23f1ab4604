//! The account in which an action acts, its role and its region.

use pipewright_model::arn::Arn;
use pipewright_model::catalogue::{Kind, Placement};
use serde_json::Value;

use super::definition::is_account;
use super::marks::{Later, Part, described};
use super::names::in_a_comment;
use super::writer::Writer;

/// The account of a role and its name, if a role of the template is not meant.
pub(super) struct Acting {
    pub(super) account: String,
    pub(super) role: Option<String>,
}

impl Writer<'_> {
    pub(super) fn acting(&mut self, run: &Value, kind: &Kind, stage: &str) -> Acting {
        let home = Acting {
            account: self.template.account.clone(),
            role: None,
        };
        let Some(role) = run.get("RoleArn") else {
            return home;
        };
        if matches!(kind.placement, Placement::Nowhere | Placement::Home) {
            if let Ok(Some(arn)) = self.role_arn(role) {
                self.marks.remark(format!(
                    "role `{arn}` is left out: this kind takes none of another account"
                ));
            }
            return home;
        }
        match self.role_arn(role) {
            Ok(None) => home,
            Ok(Some(arn)) => self.acting_with(&arn, stage),
            Err(why) => self.acting_somewhere(role, &why, stage),
        }
    }

    /// A role whose ARN is known.
    fn acting_with(&mut self, arn: &str, stage: &str) -> Acting {
        let account = Arn::parse(arn).map(|arn| arn.account.to_owned());
        match (
            self.imported_role(arn, stage),
            account.filter(|account| is_account(account)),
        ) {
            (Ok(role), Some(account)) => Acting {
                account,
                role: Some(role),
            },
            (found, _) => {
                let why = found.err().unwrap_or_default();
                self.unknown_account(&in_a_comment(arn), &why, stage)
            }
        }
    }

    /// A role whose ARN is not known. Its account may be.
    fn acting_somewhere(&mut self, role: &Value, why: &str, stage: &str) -> Acting {
        let text = self.text(role).unwrap_or_default();
        let parts = self.marks.parts(&text);
        // In place of what is known later stands a character that no ARN has.
        let plain: String = parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => text,
                Part::Later(_) => "\u{0}",
            })
            .collect();
        let later = parts.iter().find_map(|part| match part {
            Part::Later(later) => Some((*later).clone()),
            Part::Text(_) => None,
        });
        let account = Arn::parse(&plain).map(|arn| arn.account.to_owned());
        let shown = self.shown(role);
        if let Some(account) = account.filter(|account| is_account(account)) {
            self.marks.remark(format!(
                "role `{shown}` is left out: {why}; pipewright makes one in its account"
            ));
            return Acting {
                account,
                role: None,
            };
        }
        let what = match later {
            Some(Later::Parameter(name)) => format!("parameter {name}"),
            Some(later) => described(&later).replace('`', ""),
            None => shown.clone(),
        };
        self.marks.remark(format!("role `{shown}` is left out"));
        self.unknown_account(&what, why, stage)
    }

    /// An account whose id a person has to write. Until then, its declaration is an error: the action
    /// must not move to home in silence.
    fn unknown_account(&mut self, what: &str, why: &str, stage: &str) -> Acting {
        self.marks.remark(format!(
            "the account of this action is not known: {why}. Write its id where the account is declared; \
             if it is home, take out `in …` here"
        ));
        let what: String = what.chars().take(80).collect();
        self.account(&what, stage);
        Acting {
            account: what,
            role: None,
        }
    }

    /// A value as a reader knows it: what is known later has its name in `${…}`.
    pub(super) fn shown(&mut self, value: &Value) -> String {
        let Ok(text) = self.text(value) else {
            return value.to_string();
        };
        let parts = self.marks.parts(&text);
        let shown = parts.iter().map(|part| match part {
            Part::Text(text) => (*text).to_owned(),
            Part::Later(later) => format!("${{{}}}", described(later).replace('`', "")),
        });
        shown.collect()
    }

    pub(super) fn region(&mut self, run: &Value, kind: &Kind) -> String {
        let home = self.template.region.clone();
        match self.setting(run, "Region") {
            None => home,
            Some(region) if kind.placement == Placement::Anywhere || region == home => region,
            Some(region) => {
                self.marks.remark(format!(
                    "region `{region}` is left out: this kind runs in home's region"
                ));
                home
            }
        }
    }
}
