//! `parameter NAME: TYPE [= DEFAULT] [{ … }];`

use pipewright_model::catalogue::PARAMETER;
use pipewright_model::model::Text;
use syn::parse::ParseStream;

use super::group::{bump, take_braces, take_punct};
use super::item::Item;
use super::lookahead::{Lookahead, Token};
use super::name::name;
use super::offer::Keys;
use super::recover::{end, skip};
use super::string::string;
use super::value::value;
use super::{Context, NameKind, Reported, entry};
use crate::model::{Data, Parameter, TextExpr};
use crate::place::SourceSpan;

/// A template parameter, behind the word `parameter`.
pub(super) fn parameter(cx: &mut Context, input: ParseStream) -> Option<Parameter> {
    let Ok(name) = name(cx, input, "the parameter's name", NameKind::Parameter, true) else {
        cx.unread.lose_name(NameKind::Parameter);
        skip::<Item>(input);
        return None;
    };
    let mut parameter = Parameter {
        kind: TextExpr {
            text: Text::Missing,
            at: name.at,
        },
        name,
        default: None,
        settings: Vec::new(),
    };
    match kind(cx, input, &parameter.name.text) {
        Ok(kind) => parameter.kind = kind,
        Err(Reported) => {
            cx.unread.incomplete.add_missing(parameter.name.at);
            skip::<Item>(input);
            return Some(parameter);
        }
    }
    let equals = take_punct(input, '=');
    if equals && input.is_brace(0) {
        cx.expected(input, "the parameter's default");
    } else if equals {
        let default = value(cx, input);
        if matches!(default.data, Data::Missing) {
            cx.unread.incomplete.add_missing(parameter.name.at);
            skip::<Item>(input);
            return Some(parameter);
        }
        parameter.default = Some(default);
    }
    let block = take_braces(input);
    if let Some(block) = &block {
        parameter.settings = entry::block(cx, block, Keys::new("parameter", PARAMETER));
    }
    end::<Item>(cx, input, block.is_some());
    Some(parameter)
}

/// The type behind the `:`, a text or words as CloudFormation writes them:
/// `List<AWS::EC2::Subnet::Id>`.
fn kind(cx: &mut Context, input: ParseStream, name: &str) -> Result<TextExpr, Reported> {
    let what = "`:` and the parameter's type, `String`";
    if !take_punct(input, ':') {
        let default = if input.is_punct(0, '=') { " = …" } else { "" };
        cx.expected(input, what)
            .help(format!("write `parameter {name}: String{default};`"));
        return Err(Reported);
    }
    if !input.is_any_ident(0) {
        return string(cx, input, "the parameter's type, `String`");
    }
    let at = SourceSpan::new(cx.span(input));
    let mut text = String::new();
    loop {
        match input.nth(0) {
            Some(Token::Ident(ident)) => text.push_str(&ident.to_string()),
            Some(Token::Punct(punct)) if "<>:".contains(punct.as_char()) => {
                text.push(punct.as_char());
            }
            _ => break,
        }
        bump(input);
    }
    let text = Text::Known(text);
    Ok(TextExpr { text, at })
}
