//! Names of secrets, whose values would stand in a template for everyone to read.

use super::keys;
use crate::arn::Arn;
use crate::code::code;
use crate::model::{Data, DeployTime, Entry, Value};
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::secrets::SECRET_RESOLVED;

/// Of a pipeline's variables, whose values its executions show.
pub(crate) const NOT_HERE: &str = "a pipeline's variables are shown with each execution: leave it out, and let the build read it, `environment_variables: { NAME: { secrets_manager: \"NAME\" } }`";

/// A plain environment variable whose name says that it is a secret, where it can be
/// kept as these words of AWS say.
pub(crate) fn variable<P: Place>(cx: &mut Check<'_, P>, kinds: &[&str], entry: &Entry<P>) {
    let name = &entry.key.text;
    let place = |kind: &&str| {
        let called = match *kind {
            "SECRETS_MANAGER" => "Secrets Manager",
            _ => "Parameter Store",
        };
        let written = kind.to_ascii_lowercase();
        format!("in {called}: `{name}: {{ {written}: \"NAME\" }}`")
    };
    let mut places: Vec<String> = kinds.iter().map(place).collect();
    // The better one first: it is made for secrets.
    let later = |place: &String| !place.contains("secrets_manager");
    places.sort_by_key(later);
    let help = if places.is_empty() {
        "leave it out, and let what runs there read it from Secrets Manager".to_owned()
    } else {
        format!("keep it {}", places.join(", or "))
    };
    named(cx, "variable", entry, &help);
}

/// A value in a map whose key says that it is a secret.
pub(crate) fn named<P: Place>(cx: &mut Check<'_, P>, what: &str, entry: &Entry<P>, help: &str) {
    if let Data::String(string)
    | Data::Include {
        content: Ok(string),
        ..
    } = &entry.value.data
    {
        value(cx, (what, &entry.key.text), entry.value.at, string, help);
    }
    let name = entry.key.text.as_str();
    if says_secret(name)
        && let Some(source) = put_in(cx, &entry.value)
    {
        let message = format!(
            "{what} `{name}` is called a secret, and CloudFormation puts the value of {source} in here for everyone to read"
        );
        cx.report(&SECRET_RESOLVED, entry.value.at, message)
            .help(help.to_owned());
    }
}

/// What CloudFormation puts into a value that is not made to hold a secret. What an attribute
/// of a resource is, such as the ARN of a secret, its type says.
fn put_in<P: Place>(cx: &Check<'_, P>, found: &Value<P>) -> Option<String> {
    let looked_up = |string: &str| {
        let (_, rest) = string.split_once("{{resolve:ssm:")?;
        let (name, _) = rest.split_once("}}")?;
        Some(format!("parameter `{name}`"))
    };
    match &found.data {
        Data::Word(name) if cx.index.model.parameter(name).is_some() => {
            Some(format!("parameter `{name}`"))
        }
        Data::DeployTime(DeployTime::Ssm(name)) => {
            let name = name.known().unwrap_or("…");
            Some(format!("parameter `{name}`"))
        }
        Data::DeployTime(DeployTime::ImportValue(name)) => {
            let name = name.known().unwrap_or("…");
            Some(format!("export `{name}`"))
        }
        Data::Joined(parts) => parts.iter().find_map(|part| put_in(cx, part)),
        Data::String(string) => looked_up(string),
        _ => None,
    }
}

code! {
    SECRET_VARIABLE = "P426" Error "a plain value that is called a secret",
    why: "A plain variable's or parameter's value stands in the template and is shown in AWS's console and API. It can be read there as soon as the stack is deployed. One whose name ends in `PASSWORD`, `SECRET`, `TOKEN`, `API_KEY` or the like, in capitals or not, is most likely not meant for that. The ARN of a secret, a path and an address are no secrets: what runs reads the secret by them.",
    example: "environment_variables: { DB_PASSWORD: \"hunter2\" }",
    fix: "Keep the value in Secrets Manager, `{ secrets_manager: \"NAME\" }`, or in Parameter Store, `{ parameter_store: \"NAME\" }`; the build's role is given what reading it takes.",
    source: "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_EnvironmentVariable.html",
}

/// Reports a string that stands under a name which says that it is a secret.
pub(crate) fn value<P: Place>(
    cx: &mut Check<'_, P>,
    (what, name): (&str, &str),
    at: P,
    string: &str,
    help: &str,
) {
    // What is put in later, by CloudFormation, CodePipeline or a shell, is not written here.
    let later = string.contains("{{resolve:") || string.contains("#{") || string.starts_with('$');
    // What has the form of a key is reported by that.
    let said = keys::key_in(string).is_some();
    if !says_secret(name) || later || said || says_nothing(name, string) || is_reference(string) {
        return;
    }
    cx.report(
        &SECRET_VARIABLE,
        at,
        format!("{what} `{name}` is called a secret, and its value would stand in the template"),
    )
    .help(help);
}

/// `ENABLE_AUTH: "true"`, `MAX_TOKENS: "4096"`: a switch or a number is no token and no key.
/// It may well be a password.
fn says_nothing(name: &str, string: &str) -> bool {
    const SWITCHES: [&str; 8] = ["true", "false", "yes", "no", "on", "off", "none", ""];
    let number = string.parse::<f64>().is_ok();
    SWITCHES
        .iter()
        .any(|switch| string.eq_ignore_ascii_case(switch))
        || number && !ends_in_word(&words(name), &PASSWORDS)
}

/// `arn:aws:secretsmanager:…`, `/shop/db/password`, `https://id.example.com`: the secret stands
/// elsewhere, and what runs there reads it by its ARN, its path or its address.
fn is_reference(string: &str) -> bool {
    let of_a_path = |c: char| c.is_ascii_alphanumeric() || "/_.-".contains(c);
    let path = string.starts_with('/')
        && !string.ends_with('/')
        && !string.contains("//")
        && string.chars().all(of_a_path)
        && string[1..].contains('/');
    let address = string
        .strip_prefix("https://")
        .is_some_and(|rest| !rest.contains(['@', '?', ' ']));
    path || address || Arn::parse(string).is_some_and(|arn| !arn.resource.is_empty())
}

/// Words for what a person may choose, a number too.
const PASSWORDS: [&str; 6] = ["PASSWORD", "PASSWD", "PASSPHRASE", "PASS", "PWD", "SECRET"];

/// Returns whether a name ends in a word for a secret, in capitals or not, several of them or
/// numbered: `DB_PASSWORD`, `dbPassword2` and `TOKENS` do; `PASSWORD_LENGTH`, `COMPASS`
/// and `AUTHOR` do not.
fn says_secret(name: &str) -> bool {
    // `PAT` is a personal access token.
    const OTHERS: [&str; 5] = ["TOKEN", "AUTH", "APIKEY", "CREDENTIAL", "PAT"];
    let words = words(name);
    ends_in_word(&words, &PASSWORDS)
        || ends_in_word(&words, &OTHERS)
        || ["API", "ACCESS", "PRIVATE", "SECRET"]
            .iter()
            .any(|word| ends_in(&words, &[word, "KEY"]))
}

fn ends_in_word(words: &[String], secrets: &[&str]) -> bool {
    secrets.iter().any(|secret| ends_in(words, &[secret]))
}

fn ends_in(words: &[String], secret: &[&str]) -> bool {
    words.len() >= secret.len()
        && words[words.len() - secret.len()..]
            .iter()
            .zip(secret)
            .all(|(word, secret)| {
                word == secret || word.strip_suffix('S').is_some_and(|one| one == *secret)
            })
}

/// The words of a name in capitals, without numbers behind them.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut characters = name.chars().peekable();
    let mut before = ' ';
    while let Some(character) = characters.next() {
        let begins = character.is_ascii_uppercase()
            && (before.is_ascii_lowercase()
                || before.is_ascii_digit()
                || before.is_ascii_uppercase()
                    && characters.peek().is_some_and(char::is_ascii_lowercase)
                    && !plural(name, characters.clone().count()));
        if begins || !character.is_ascii_alphanumeric() {
            words.push(String::new());
        }
        if character.is_ascii_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.push(character.to_ascii_uppercase());
        }
        before = character;
    }
    words
        .iter()
        .map(|word| word.trim_end_matches(|c: char| c.is_ascii_digit()))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Returns whether all that follows is the `s` of `TOKENs`.
fn plural(name: &str, left: usize) -> bool {
    left == 1 && name.ends_with('s')
}

#[cfg(test)]
mod tests {
    use super::{is_reference, says_nothing, says_secret};

    #[test]
    fn a_reference_is_no_secret() {
        for string in [
            "arn:aws:secretsmanager:us-east-1:111111111111:secret:shop/db-a1B2c3",
            "/shop/db/password",
            "https://id.example.com/token",
        ] {
            assert!(is_reference(string), "{string}");
        }
        for string in [
            "hunter2",
            "/hunter2",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCY",
            "/K7MDENG+/b==",
            "https://user:hunter2@example.com",
            "arn:hunter2",
        ] {
            assert!(!is_reference(string), "{string}");
        }
    }

    #[test]
    fn a_name_ends_in_a_word_for_a_secret() {
        for name in [
            "PASSWORD",
            "DB_PASSWORD",
            "Db_Password",
            "DbPassword",
            "DBPassword",
            "dbPassword2",
            "password1",
            "DB_PASSWORD_2",
            "PASS",
            "PWD",
            "TOKENS",
            "TOKENs",
            "AUTH",
            "apiKey",
            "API_KEYS",
            "AWS_SECRET_ACCESS_KEY",
            "npm-token",
            "Credentials",
            "PAT",
            "GITHUB_PAT",
        ] {
            assert!(says_secret(name), "{name}");
        }
        for name in [
            "PASSTHROUGH",
            "AUTHOR",
            "PWD_PATH",
            "COMPASS",
            "PASSWORD_LENGTH",
            "OLDPWD",
            "BYPASS",
            "COMPAT",
            "PATH",
            "SPAT",
            "TOKENIZER",
            "KEY",
            "PRIMARY_KEY",
            "Passenger",
            "Author",
            "OAuth2Url",
            "1",
            "",
        ] {
            assert!(!says_secret(name), "{name}");
        }
    }

    #[test]
    fn a_number_is_no_token() {
        for (name, string) in [
            ("MAX_TOKENS", "4096"),
            ("TOKENS", "0.5"),
            ("ENABLE_AUTH", "True"),
            ("AUTH", "none"),
            ("DB_PASSWORD", ""),
            ("USE_PASSWORD", "no"),
        ] {
            assert!(says_nothing(name, string), "{name}: {string}");
        }
        for (name, string) in [
            ("DB_PASSWORD", "123456"),
            ("SECRET", "42"),
            ("TOKEN", "4096a"),
            ("AUTH", "basic"),
        ] {
            assert!(!says_nothing(name, string), "{name}: {string}");
        }
    }
}
