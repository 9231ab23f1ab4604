//! Our own roles, with what the user wrote for them: such a statement may allow calls that
//! none of ours do, and may make them depend on what whoever asks says.

use std::borrow::Cow;

use super::{
    BEYOND, NAMESAKE, NO_BUSINESS, OTHERS_CHANGED, OTHERS_PASSED, OTHERS_ROLE, READER_WRITES,
    Strangers, TAKES_OVER, WRITER_READS, calls,
};
use crate::access::deployed::MANAGED;
use crate::access::evaluator::{Request, Resource, Statement, Value, Who, account_of, written_for};
use crate::access::principals::{Shelf, UNDECLARED, open, plain};
use crate::access::required::{ENCRYPTION, KEY_ID, TLS};
use crate::access::verifier::{Call, Court};
use crate::place::Location;
use std::collections::BTreeSet;

type Said<'a> = Vec<(&'a str, Value<'a>)>;

/// A role with what the user wrote for it.
struct Written<'w> {
    who: &'w Who<'w>,
    at: Location,
    statements: Vec<&'w Statement<'w>>,
}

impl<'w> Strangers<'w, '_> {
    /// Of a role without such a statement, nothing is asked.
    pub(super) fn written_for(&mut self, role: &'w str, who: &'w Who<'w>, at: Location) {
        let statements = written_for(who);
        if statements.is_empty() {
            return;
        }
        let written = Written {
            who,
            at,
            statements,
        };
        for shelf in self.scene.shelves.values() {
            self.written_at(role, &written, shelf);
        }
        self.written_at_roles(role, &written);
        self.passed_or_assumed(role, &written);
    }

    fn written_at(&mut self, role: &'w str, written: &Written<'w>, shelf: &Shelf<'w>) {
        let reads = self.business.reads.contains(&(role, shelf.region));
        let writes = self.business.writes.contains(&(role, shelf.region));
        let (reading, writing, beyond) = match (reads, writes) {
            (false, false) => (Some(NO_BUSINESS), Some(NO_BUSINESS), NO_BUSINESS),
            (true, false) => (None, Some(READER_WRITES), BEYOND),
            (false, true) => (Some(WRITER_READS), None, BEYOND),
            (true, true) => (None, None, BEYOND),
        };
        let silent = [vec![TLS, region(shelf.region)]];
        let uploads = uploads(shelf);
        let mut ask = |sort, resource: &Resource<'_>, calls, said: &[Said<'_>]| {
            written.ask(self.court, sort, resource, calls, said);
        };
        if let Some(sort) = reading {
            ask(sort, &shelf.object, calls::READ, &silent);
            ask(sort, &shelf.bucket, calls::LIST, &silent);
        }
        if !reads && !writes {
            ask(NO_BUSINESS, &shelf.bucket, calls::FIND, &silent);
        }
        if let Some(sort) = writing {
            ask(sort, &shelf.object, calls::UPLOAD, &uploads);
            ask(sort, &shelf.object, calls::WRITE, &silent);
        }
        ask(beyond, &shelf.object, calls::BEYOND_OBJECTS, &silent);
        ask(beyond, &shelf.bucket, calls::BEYOND_BUCKET, &silent);
        if let Some(key) = &shelf.key {
            let said = on_key(written.who, shelf, key);
            if !reads && !writes {
                ask(NO_BUSINESS, key, calls::DECRYPT, &said);
            }
            if let Some(sort) = writing {
                ask(sort, key, calls::ENCRYPT, &said);
            }
            ask(beyond, key, calls::BEYOND_KEY, &said);
        }
        // A bucket of the same name keeps nobody out.
        let object = open(shelf.object.arn.as_ref(), UNDECLARED);
        if reads {
            ask(NAMESAKE, &object, calls::READ, &silent);
        }
        if writes {
            ask(NAMESAKE, &object, calls::UPLOAD, &uploads);
        }
    }

    /// Who changes a role's policies has what the role has.
    fn written_at_roles(&mut self, role: &'w str, written: &Written<'w>) {
        let account = account_of(role);
        let partition = self.scene.pipeline.partition();
        let mut said = vec![TLS];
        if partition == "aws" {
            // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion
            said.push(region("us-east-1"));
        }
        let said = [said];
        let mut ours: Vec<&str> = self.scene.cast.keys().copied().collect();
        ours.retain(|other| account_of(other) == account);
        ours.sort();
        for other in ours {
            let resource = plain(other, account);
            written.ask(self.court, TAKES_OVER, &resource, calls::ROLE, &said);
            // What does not fit into a role stands in policies next to it.
            let made = self.scene.world.roles.get(other);
            let more = made.filter(|role| {
                let mut policies = role.own.policies.iter();
                policies.any(|policy| policy.place.what == MANAGED)
            });
            if let (Some(role), Some((start, _))) = (more, other.rsplit_once('/')) {
                let start = start.replacen(":role", ":policy", 1);
                let name = self.scene.deployment.names.policy(&[&role.name, "1"]);
                let resource = plain(format!("{start}/{name}"), account);
                written.ask(self.court, TAKES_OVER, &resource, calls::POLICY, &said);
            }
        }
        for (thing, calls) in [("role", calls::ROLE), ("user", calls::USER)] {
            let other = format!("arn:{partition}:iam::{account}:{thing}/Administrator");
            let resource = plain(other, account);
            written.ask(self.court, OTHERS_CHANGED, &resource, calls, &said);
        }
    }

    /// Roles of others: to be assumed, in every account that anyone speaks of, or passed on to
    /// a service that does what it is told.
    fn passed_or_assumed(&mut self, role: &'w str, written: &Written<'w>) {
        let account = account_of(role);
        let partition = self.scene.pipeline.partition();
        let declared = self.scene.pipeline.accounts.iter();
        let mut accounts: BTreeSet<&str> = declared.map(|one| one.id.as_str()).collect();
        accounts.insert(UNDECLARED);
        let named = written.statements.iter();
        let named = named.filter_map(|statement| statement.resources.as_ref());
        let named = named.flat_map(|set| &set.patterns);
        let named = named.map(|pattern| account_of(&pattern.text));
        accounts.extend(named.filter(|id| id.len() == 12 && !id.contains(['*', '?', '$'])));
        for account in &accounts {
            let other = format!("arn:{partition}:iam::{account}:role/Administrator");
            let resource = open(other, account);
            let said = [vec![TLS]];
            written.ask(self.court, OTHERS_ROLE, &resource, calls::ASSUME, &said);
        }
        let services = calls::SERVICES.iter();
        let services = services.map(|service| vec![TLS, passed_to(service)]);
        // And the service that a condition names.
        let said: Vec<Said<'_>> = services.chain([vec![TLS]]).collect();
        let other = format!("arn:{partition}:iam::{account}:role/Administrator");
        let resource = open(other, account);
        written.ask(self.court, OTHERS_PASSED, &resource, calls::PASS, &said);
    }
}

impl Written<'_> {
    /// Asks for calls that one of its statements may allow, each with all that may be said;
    /// and with what the statement itself asks for.
    fn ask(
        &self,
        court: &mut Court,
        sort: &'static str,
        resource: &Resource<'_>,
        calls: &[&'static str],
        said: &[Said<'_>],
    ) {
        for statement in &self.statements {
            let request = |action| Request {
                who: self.who,
                action,
                resource,
                context: &[],
                needed: false,
                alone: false,
            };
            if !statement.concerns(&request("")) {
                continue;
            }
            let wishes = statement.wishes();
            for action in calls {
                if !statement.names_call(&request(action)) {
                    continue;
                }
                for said in said {
                    // What comes first counts.
                    let context: Said<'_> = said.iter().chain(&wishes).cloned().collect();
                    let call = Call {
                        action,
                        context: &context,
                    };
                    court.refuse_written(sort, self.at, self.who, resource, call);
                }
            }
        }
    }
}

fn region(region: &str) -> (&'static str, Value<'_>) {
    ("aws:requestedregion", Value::One(Cow::Borrowed(region)))
}

fn passed_to(service: &str) -> (&'static str, Value<'_>) {
    ("iam:passedtoservice", Value::One(Cow::Borrowed(service)))
}

/// What an upload may say of its encryption.
fn uploads<'s>(shelf: &'s Shelf<'_>) -> Vec<Said<'s>> {
    let key = shelf.key.as_ref().map(|key| key.arn.as_ref());
    let mut out = vec![vec![TLS, region(shelf.region)]];
    let named = ["AES256", "aws:kms", "aws:kms:dsse"].map(|name| (Some(name), None));
    let with_key = [Some("aws:kms"), Some("aws:kms:dsse"), None].map(|name| (name, key));
    let with_key = with_key.into_iter().filter(|(_, key)| key.is_some());
    for (name, key) in named.into_iter().chain(with_key) {
        let name = name.map(|name| (ENCRYPTION, Value::One(Cow::Borrowed(name))));
        let key = key.map(|key| (KEY_ID, Value::One(Cow::Borrowed(key))));
        let said = [TLS, region(shelf.region)].into_iter();
        out.push(said.chain(name).chain(key).collect());
    }
    out
}

/// A key is asked by whoever has the artifact's cipher text, with its context or by its
/// alias, or by S3 on someone's behalf.
fn on_key<'s>(who: &'s Who<'_>, shelf: &'s Shelf<'_>, key: &'s Resource<'_>) -> Vec<Said<'s>> {
    let caller = ("kms:calleraccount", Value::One(who.account.clone()));
    let plain = vec![TLS, region(shelf.region), caller];
    let keys = vec![Cow::Borrowed("aws:s3:arn")];
    let keys = ("kms:encryptioncontextkeys", Value::Many(keys));
    let mut by_s3 = plain.clone();
    by_s3.extend(shelf.by_s3.iter().cloned());
    by_s3.push(keys);
    let mut direct = by_s3.clone();
    direct.retain(|(known, _)| *known != "kms:viaservice");
    let mut by_alias = direct.clone();
    let aliases = key.context.iter().filter_map(|(_, value)| match value {
        Value::Many(aliases) => aliases.first().cloned(),
        Value::One(_) | Value::Absent | Value::Unknown => None,
    });
    by_alias.extend(aliases.map(|alias| ("kms:requestalias", Value::One(alias))));
    vec![plain, by_s3, direct, by_alias]
}
