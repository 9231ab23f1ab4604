//! Wherever an expression of Rust can stand.

#![deny(warnings)]
#![forbid(unsafe_code)]

use std::error::Error;
use std::sync::LazyLock;

use pipewright::{Findings, Pipeline};

/// With tokens from the user's own macro, each of another kind.
macro_rules! team {
    ($name:literal, $branch:tt, $repository:expr, $action:ident, $kind:ident, $function:expr) => {
        pipewright::pipeline! {
            name: $name;
            home tools = "111111111111" @ "us-east-1";
            stage Source {
                let source = Checkout: CodeCommit {
                    repository_name: ($repository),
                    branch_name: $branch,
                };
            }
            stage Act {
                $action: $kind(source) { function_name: $function };
            }
        }
    };
}

static STATIC: LazyLock<Result<Pipeline, Findings>> =
    LazyLock::new(|| team!("static", "main", "app", Do, Lambda, "do"));

fn yielded(name: &str) -> Result<Pipeline, Findings> {
    team!("yielded", "main", name, Do, Lambda, "do")
}

fn fallible() -> Result<Pipeline, Box<dyn Error>> {
    let name = |text: &str| text.parse::<u8>();
    Ok(team!(
        "fallible",
        "main",
        name("7")?.to_string(),
        Do,
        Lambda,
        "do"
    )?)
}

fn optional() -> Option<Pipeline> {
    team!("optional", "main", "app", Do, Lambda, "do").ok()
}

fn generic<T: AsRef<str>>(name: &T) -> Result<Pipeline, Findings> {
    team!("generic", "main", name.as_ref(), Do, Lambda, "do")
}

async fn later(name: String) -> Result<Pipeline, Findings> {
    team!("later", "main", name, Do, Lambda, "do")
}

struct Team(&'static str);

impl Team {
    fn name(&self) -> &str {
        self.0
    }

    fn pipeline(&self) -> Result<Pipeline, Findings> {
        team!("method", "main", Self::name(self), Do, Lambda, "do")
    }
}

fn main() {
    assert!(STATIC.is_ok());
    yielded("app").unwrap();
    fallible().unwrap();
    optional().unwrap();
    generic(&String::from("app")).unwrap();
    drop(later(String::from("app")));
    Team("app").pipeline().unwrap();
    for name in ["one", "two"] {
        let Ok(_) = team!(
            "loop",
            "main",
            format!("{name}-{}", 1 + 1),
            Do,
            Lambda,
            "do"
        ) else {
            continue;
        };
    }
    let included: Result<Pipeline, Findings> = include!("../included.in");
    included.unwrap();
}
