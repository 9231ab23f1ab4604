//! Functions of CloudFormation's and calls of the CDK's in the place of a value, and their
//! words in the place of an action.

use pipewright_model::codes::UNEXPECTED;
use pipewright_model::foreign::{self, Spot};
use proc_macro2::Delimiter;
use syn::buffer::Cursor;
use syn::parse::ParseStream;

use super::bare::source;
use crate::parse::{
    Context, Literal, Lookahead, Token, bump_all, bump_until, read_literal, tokens, unraw,
};

/// Reports and passes over a function of CloudFormation's: `!Ref NAME`, `!Sub "…"`.
pub(crate) fn function(cx: &mut Context, input: ParseStream, what: &str) -> bool {
    let Some(name) = input.nth_ident(1).filter(|_| input.is_punct(0, '!')) else {
        return false;
    };
    let name = unraw(&name);
    if !foreign::is_function(&name) {
        return false;
    }
    let help = foreign::function(&name, argument(input).as_deref());
    let span = cx.span(input);
    cx.report(
        &UNEXPECTED,
        span,
        format!("expected {what}, found `!{name}`"),
    )
    .help(help);
    bump_until(input, |rest| rest.is_separator());
    true
}

/// The argument of the function, where it is one word or text.
fn argument(input: ParseStream) -> Option<String> {
    if let Some(Token::Literal(literal)) = input.nth(2) {
        return match read_literal(&literal) {
            Literal::String(text) => Some(text),
            _ => None,
        };
    }
    let cursor = input.cursor();
    let argument: String = tokens(cursor)
        .skip(2)
        .take_while(|token| !token.is_separator())
        .map(|token| token.to_string())
        .collect();
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | ':');
    (!argument.is_empty() && argument.chars().all(fits)).then_some(argument)
}

/// The advice on a call of the CDK's: `packaged.atPath("t.yml")`, `Duration.minutes(10)`.
pub(super) fn call(here: Cursor, length: usize) -> Option<String> {
    let last = length.checked_sub(1)?;
    let Some(Token::Group(Delimiter::Parenthesis, _, inside)) = here.nth(last) else {
        return None;
    };
    let method = unraw(&here.nth_ident(last.checked_sub(1)?)?);
    let object = unraw(&here.nth_ident(0)?);
    let argument = inside.token_stream().to_string();
    let simple = inside.is_literal(0) && inside.nth(1).is_none();
    Some(match method.as_str() {
        "at_path" | "atPath" if length == 4 && simple => {
            format!("a file in an artifact is written `{object} / {argument}`")
        }
        "minutes" | "seconds" | "hours" | "days" if object == "Duration" && simple => {
            match method.as_str() {
                "minutes" => format!("write the number of minutes: `{argument}`"),
                unit => format!("write the number in the unit of the key, without `{unit}`"),
            }
        }
        "fromSecretsManager" | "secretsManager" | "from_secrets_manager" | "secrets_manager"
            if simple =>
        {
            format!("a secret is named by where it is kept: `{{ secrets_manager: {argument} }}`")
        }
        "fromSsmParameter" | "valueForStringParameter" | "value_for_string_parameter" if simple => {
            format!("write `ssm {argument}`")
        }
        "importValue" | "import_value" if simple => format!("write `import_value {argument}`"),
        "ssm" if simple => format!("write `ssm {argument}`"),
        "fromSourceFilename" | "from_source_filename" if simple => {
            format!("write the path alone: `{argument}`")
        }
        "fromObject" | "fromObjectToYaml" | "from_object" if object.ends_with("BuildSpec") => {
            "write the buildspec into a file, and `include \"buildspec.yml\"`".to_owned()
        }
        "fromAsset" | "from_asset" if simple => format!("write `include {argument}`"),
        "fromAwsManagedPolicyName"
        | "from_aws_managed_policy_name"
        | "fromCodeBuildImageId"
        | "fromDockerRegistry"
            if simple =>
        {
            format!("write the text alone: `{argument}`")
        }
        _ => return None,
    })
}

/// The advice on a call or a class of the CDK's in the place of an action.
pub(super) fn action(input: ParseStream, name: &str) -> Option<String> {
    let group = tokens(input.cursor())
        .take(CLASS_PATH)
        .position(|token| matches!(token, Token::Group(Delimiter::Parenthesis, ..)))?;
    let class = group
        .checked_sub(1)
        .and_then(|last| input.nth_ident(last))?;
    let class = unraw(&class);
    if let Some(kind) = foreign::kind(&class) {
        let action = action_name(input.cursor(), group);
        let action = action.as_deref().unwrap_or("NAME");
        let with = if kind.with.is_empty() {
            "…".to_owned()
        } else {
            format!("{}, …", kind.with)
        };
        return Some(format!(
            "an action is written `{action}: {} {{ {with} }};`",
            kind.name
        ));
    }
    let is_call = name == "new" || input.is_punct(0, '.');
    is_call
        .then(|| foreign::advice(Spot::Stage, &class))
        .flatten()
        .map(str::to_owned)
}

/// The most tokens of a path to a class: `aws_codepipeline_actions.CodeBuildAction`.
const CLASS_PATH: usize = 9;

/// The `actionName` of the properties in parentheses.
fn action_name(here: Cursor, group: usize) -> Option<String> {
    let Some(Token::Group(_, _, inside)) = here.nth(group) else {
        return None;
    };
    let Some(Token::Group(Delimiter::Brace, _, inside)) =
        tokens(inside).find(|token| matches!(token, Token::Group(Delimiter::Brace, ..)))
    else {
        return None;
    };
    text_of(inside, &["actionName", "action_name"])
}

/// The text or word behind a key, at any depth.
pub(super) fn text_of(inside: Cursor, keys: &[&str]) -> Option<String> {
    let all: Vec<Token> = tokens(inside).collect();
    for (at, token) in all.iter().enumerate() {
        if let Token::Group(_, _, inner) = token
            && let Some(found) = text_of(*inner, keys)
        {
            return Some(found);
        }
        let key = match token {
            Token::Ident(ident) => unraw(ident),
            Token::Literal(literal) => literal.to_string().trim_matches('"').to_owned(),
            _ => continue,
        };
        let value = all.get(at.saturating_add(2));
        if keys.contains(&key.as_str()) && inside.is_punct(at.saturating_add(1), ':') {
            return match value? {
                Token::Ident(ident) => Some(unraw(ident)),
                Token::Literal(literal) => Some(literal.to_string().trim_matches('"').to_owned()),
                _ => None,
            };
        }
    }
    None
}

/// The advice on a map in the place of a kind: `Build: { ActionTypeId: { Provider: CodeBuild } }`.
pub(super) fn action_type(input: ParseStream, name: &str) -> Option<String> {
    let Some(Token::Group(Delimiter::Brace, _, inside)) = input.nth(0) else {
        return None;
    };
    let provider = text_of(inside, &["Provider", "provider"])?;
    let category = text_of(inside, &["Category", "category"]);
    let kind = foreign::kind_of_provider(&provider, category.as_deref())?;
    Some(format!(
        "the action's type is its kind: `{name}: {kind} {{ … }}`"
    ))
}

/// The tokens behind a `:` up to the end of the clause, as they are written.
pub(super) fn behind_colon(input: ParseStream) -> Option<String> {
    let cursor = input.cursor();
    let ends =
        |token: &Token| token.is_separator() || matches!(token, Token::Group(Delimiter::Brace, ..));
    let length = tokens(cursor)
        .skip(1)
        .take_while(|token| !ends(token))
        .count();
    let all = source(cursor, length.saturating_add(1))?;
    let said = all.strip_prefix(':')?.trim().to_owned();
    let block = input.is_brace(length.saturating_add(1));
    (!said.is_empty()).then(|| {
        if block {
            format!("{said} {{ … }}")
        } else {
            format!("{said};")
        }
    })
}

/// Passes over a call or a class of the CDK's.
pub(super) fn skip_call(input: ParseStream) {
    let cursor = input.cursor();
    let length = tokens(cursor)
        .take_while(|token| !token.is_separator())
        .count();
    bump_all(input, length);
}
