//! Every operation of the services whose calls reach a store, a key, a role, the pipeline, what starts
//! it or whom it tells: each is one that a user's statement is asked for, or harmless for a reason. A
//! newer model of a service with an operation that nobody has classified fails.

mod services;

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use pipewright_core::testing::guarded_calls;

use crate::judge::installed;
use crate::tell;
use services::{SERVICES, Service};

/// The operations of the pinned service models.
fn operations() -> BTreeMap<String, BTreeSet<String>> {
    let names: Vec<&str> = SERVICES.iter().map(|service| service.name).collect();
    let script = "import sys, botocore.session\n\
        session = botocore.session.get_session()\n\
        for name in sys.argv[1:]:\n\
        \u{20}   for one in session.get_service_model(name).operation_names:\n\
        \u{20}       print(name, one)";
    let python = installed().join("bin/python");
    let found = Command::new(&python)
        .args(["-c", script])
        .args(names)
        .output();
    let found = found.unwrap_or_else(|why| panic!("{}: {why}", python.display()));
    assert!(
        found.status.success(),
        "{}",
        String::from_utf8_lossy(&found.stderr)
    );
    let mut out: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in String::from_utf8(found.stdout).unwrap().lines() {
        let (service, operation) = line.split_once(' ').unwrap();
        let all = out.entry(service.to_owned()).or_default();
        all.insert(operation.to_owned());
    }
    out
}

/// Whatever statements are asked for is an operation that somebody has classified, or a call by
/// which IAM decides a part of one.
#[test]
fn every_service_that_is_asked_for_is_classified() {
    let known: BTreeSet<&str> = SERVICES.iter().map(Service::calls_of).collect();
    let of = |call: &'static str| call.split(':').next().expect("a service");
    let asked: BTreeSet<&str> = guarded_calls().map(of).collect();
    assert_eq!(asked, known, "services");
}

#[test]
fn every_operation_is_guarded_or_harmless() {
    let operations = operations();
    let calls: BTreeSet<&str> = guarded_calls().collect();
    let mut wrong = Vec::new();
    for service in SERVICES {
        let name = service.name;
        let classified = service.classified();
        let known = &operations[name];
        for operation in known
            .iter()
            .filter(|one| !classified.contains_key(one.as_str()))
        {
            wrong.push(format!(
                "{name}: nobody has classified `{operation}`: if it reads, writes or administers a store, \
                 a key, a role or the pipeline, add its call to `access/forbidden/calls.rs` and the operation to \
                 `guarded`; otherwise add it to `harmless` with the reason"
            ));
        }
        for (operation, call) in &classified {
            if !known.contains(*operation) {
                wrong.push(format!(
                    "{name} has no operation `{operation}`: take it out"
                ));
            }
            if let Some(call) = call.map(|call| format!("{}:{call}", service.calls_of()))
                && !calls.contains(call.as_str())
            {
                wrong.push(format!("no statement is asked for `{call}`"));
            }
        }
        tell(&format!("{name}: {} operations", known.len()));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
