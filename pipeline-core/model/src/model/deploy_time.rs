//! Values that are known only when a stack is deployed: parameters of its template, parameters of
//! the Systems Manager, exports of other stacks.

use super::{Data, Entry, Model, Name, TextExpr, Value};

/// A template parameter: `parameter NAME: TYPE [= DEFAULT] [{ … }];`
#[derive(Clone, Debug)]
pub struct Parameter<P> {
    /// The name that values use.
    pub name: Name<P>,
    /// Its type, as CloudFormation names it.
    pub kind: TextExpr<P>,
    /// Its value if a deployment gives none.
    pub default: Option<Value<P>>,
    /// Its settings.
    pub settings: Vec<Entry<P>>,
}

impl<P> Parameter<P> {
    /// The setting with this key; the first one if the key stands twice.
    pub fn setting(&self, key: &str) -> Option<&Value<P>> {
        let mut settings = self.settings.iter();
        let entry = settings.find(|entry| entry.key.text == key)?;
        Some(&entry.value)
    }
}

/// A value that CloudFormation looks up when it deploys a stack, in the stack's own account and
/// region.
#[derive(Clone, Debug)]
pub enum DeployTime<P> {
    /// A parameter of the Systems Manager, `ssm "/app/vpc-id"`, with a version if one follows a
    /// colon: `ssm "/app/vpc-id:3"`.
    Ssm(TextExpr<P>),
    /// An export of another stack, `import_value "network-VpcId"`.
    ImportValue(TextExpr<P>),
    /// An attribute of a declared resource, `topic.TopicArn`.
    Attribute {
        /// The resource.
        resource: Name<P>,
        /// Its attribute, as CloudFormation names it.
        attribute: TextExpr<P>,
    },
}

impl<P> DeployTime<P> {
    /// The name of what is looked up.
    pub fn name(&self) -> &TextExpr<P> {
        let (DeployTime::Ssm(name)
        | DeployTime::ImportValue(name)
        | DeployTime::Attribute {
            attribute: name, ..
        }) = self;
        name
    }

    /// The resource of which it is an attribute.
    pub fn resource(&self) -> Option<&str> {
        match self {
            DeployTime::Attribute { resource, .. } => Some(&resource.text),
            DeployTime::Ssm(_) | DeployTime::ImportValue(_) => None,
        }
    }

    /// The word of the language for it.
    pub fn word(&self) -> &'static str {
        match self {
            DeployTime::Ssm(_) => "ssm",
            DeployTime::ImportValue(_) => "import_value",
            DeployTime::Attribute { .. } => "attribute",
        }
    }
}

impl<P> Model<P> {
    /// The declared parameter with this name.
    pub fn parameter(&self, name: &str) -> Option<&Parameter<P>> {
        let mut parameters = self.parameters.iter();
        parameters.find(|parameter| parameter.name.text == name)
    }

    /// Returns whether a name stands for a value that is known only when a stack is deployed.
    pub fn is_deploy_time_name(&self, name: &str) -> bool {
        self.parameter(name).is_some() || self.resource(name).is_some()
    }

    /// Returns whether a value is known only when a stack is deployed, as a whole or in part.
    pub fn is_deploy_time(&self, value: &Value<P>) -> bool {
        match &value.data {
            Data::DeployTime(_) | Data::Joined(_) => true,
            Data::Word(name) => self.is_deploy_time_name(name),
            _ => false,
        }
    }
}

/// A part of a text with values in braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Braced<'t> {
    /// What stands between them.
    Text(&'t str),
    /// `{name}`, or `{name.Attribute}`
    Name(&'t str),
    /// `{ssm:/app/vpc-id}`
    Ssm(&'t str),
    /// `{import_value:network-VpcId}`
    ImportValue(&'t str),
}

/// Splits a text at the values in braces: declared names, parameters of the Systems Manager, and
/// exports. All other braces belong to the text, as do `${…}` of a shell and `#{…}` of AWS.
///
/// ```
/// use pipewright_model::model::{Braced, braced};
/// let known = |name: &str| name == "topic";
/// let found = braced("arn:aws:sns:{topic}/${topic}/{other}", &known);
/// assert_eq!(
///     found,
///     [
///         Braced::Text("arn:aws:sns:"),
///         Braced::Name("topic"),
///         Braced::Text("/${topic}/{other}"),
///     ]
/// );
/// ```
pub fn braced<'t>(text: &'t str, is_declared: &dyn Fn(&str) -> bool) -> Vec<Braced<'t>> {
    let mut parts = Vec::new();
    // Where the text begins that no part holds yet.
    let mut begin = 0;
    for (brace, _) in text.match_indices('{') {
        let (Some(before), Some(after)) = (text.get(begin..brace), text.get(brace + 1..)) else {
            continue;
        };
        let of_another_language = text.get(..brace).unwrap_or_default().ends_with(['$', '#']);
        let Some((inside, _)) = after.split_once('}').filter(|_| !of_another_language) else {
            continue;
        };
        let part = if let Some(name) = inside.strip_prefix("ssm:") {
            Braced::Ssm(name)
        } else if let Some(name) = inside.strip_prefix("import_value:") {
            Braced::ImportValue(name)
        } else if is_declared(inside.split('.').next().unwrap_or(inside)) {
            Braced::Name(inside)
        } else {
            continue;
        };
        if !before.is_empty() {
            parts.push(Braced::Text(before));
        }
        parts.push(part);
        begin = brace + inside.len() + 2;
    }
    match text.get(begin..) {
        Some(rest) if !rest.is_empty() => parts.push(Braced::Text(rest)),
        _ => {}
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{Braced, braced};

    #[test]
    fn braces_of_other_languages_are_text() {
        let known = |name: &str| name == "a";
        for text in [
            "${a}", "#{a}", "{b}", "{", "{a", "}", "{}", "", "{{b}}", "{ a }",
        ] {
            let parts = braced(text, &known);
            assert!(
                parts.iter().all(|part| *part == Braced::Text(text)),
                "{text}: {parts:?}"
            );
        }
    }

    #[test]
    fn values_stand_beside_each_other_and_in_other_braces() {
        let known = |name: &str| name == "a" || name == "é";
        assert_eq!(
            braced("{a}{é}{{ssm:/x:3}}{a.Arn}{import_value:n-V}", &known),
            [
                Braced::Name("a"),
                Braced::Name("é"),
                Braced::Text("{"),
                Braced::Ssm("/x:3"),
                Braced::Text("}"),
                Braced::Name("a.Arn"),
                Braced::ImportValue("n-V"),
            ]
        );
    }
}
