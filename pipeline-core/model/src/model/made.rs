//! Things that are made for a pipeline, as the user names them: outputs, and what else says
//! something of a thing by its name.

use super::{
    Account, Action, Entry, Environment, Model, Name, Project, Role, Stage, Store, TextExpr, Value,
};

/// The name of a thing, and of an attribute of it: `pipeline.arn`, `deploys`,
/// `Deploy.Prepare.role`.
#[derive(Clone, Debug)]
pub struct Reference<P> {
    /// The name before the first dot.
    pub first: Name<P>,
    /// The names behind it.
    pub rest: Vec<Name<P>>,
}

impl<P> Reference<P> {
    /// The names with dots between them.
    #[must_use]
    pub fn text(&self) -> String {
        let rest = self.rest.iter().map(|name| name.text.as_str());
        let all: Vec<&str> = [self.first.text.as_str()].into_iter().chain(rest).collect();
        all.join(".")
    }
}

/// The value of an output.
#[derive(Clone, Debug)]
pub enum OutputValue<P> {
    /// A thing, or an attribute of it.
    Of(Reference<P>),
    /// A text.
    Text(Value<P>),
}

/// An output of a stack: `output NAME = VALUE { description: …, export_name: … }`
#[derive(Clone, Debug)]
pub struct Output<P> {
    /// Its name in the template.
    pub name: Name<P>,
    /// Its value.
    pub value: OutputValue<P>,
    /// Its settings.
    pub settings: Vec<Entry<P>>,
}

/// A thing that is made for a pipeline, or that it uses.
#[derive(Clone, Copy, Debug)]
pub enum Thing<'a, P> {
    /// `pipeline`
    Pipeline,
    /// `pipeline.role`, the role that the pipeline itself runs with.
    ServiceRole,
    /// The bucket of a declared store: `cache` or `cache.bucket`.
    Bucket(&'a Store<P>),
    /// The key of a declared store: `cache.key`.
    StoreKey(&'a Store<P>),
    /// A declared role.
    Role(&'a Role<P>),
    /// A declared project.
    Project(&'a Project<P>),
    /// The role of a declared project: `package.role`.
    ProjectRole(&'a Project<P>),
    /// The role of an action: `Deploy.Prepare.role`.
    ActionRole(&'a Stage<P>, &'a Action<P>),
}

/// An attribute of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// Its ARN.
    Arn,
    /// Its name.
    Name,
    /// The id of a key.
    Id,
    /// The version of a pipeline.
    Version,
}

impl Attribute {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Attribute::Arn => "arn",
            Attribute::Name => "name",
            Attribute::Id => "id",
            Attribute::Version => "version",
        }
    }
}

/// The reason why a name stands for nothing.
#[derive(Debug)]
pub enum Unnamed<'a, P> {
    /// Nothing has the name; it could be one of these.
    Nothing(&'a Name<P>, Vec<&'a str>),
    /// The thing has no such attribute or part, but these.
    NoPart(&'a Name<P>, Vec<&'static str>),
    /// It is an account.
    Account(&'a Name<P>, &'a Account<P>),
    /// A stage, of which no action is named.
    NoAction(&'a Name<P>, &'a Stage<P>),
    /// An action, of which nothing is named.
    OnlyAction(&'a Stage<P>, &'a Name<P>),
}

impl<'a, P> Thing<'a, P> {
    /// Its attributes; the first is what its name alone stands for.
    #[must_use]
    pub fn attributes(&self) -> &'static [Attribute] {
        match self {
            Thing::Pipeline => &[Attribute::Name, Attribute::Arn, Attribute::Version],
            Thing::ServiceRole | Thing::Role(_) | Thing::ProjectRole(_) | Thing::ActionRole(..) => {
                &[Attribute::Arn, Attribute::Name]
            }
            Thing::Bucket(_) | Thing::Project(_) => &[Attribute::Name, Attribute::Arn],
            Thing::StoreKey(_) => &[Attribute::Arn, Attribute::Id],
        }
    }

    /// The parts that have a name of their own behind its name.
    fn parts(&self) -> &'static [&'static str] {
        match self {
            Thing::Pipeline | Thing::Project(_) => &["role"],
            Thing::Bucket(_) => &["bucket", "key"],
            _ => &[],
        }
    }

    fn part(&self, word: &str) -> Option<Thing<'a, P>> {
        Some(match (self, word) {
            (Thing::Pipeline, "role") => Thing::ServiceRole,
            (Thing::Project(project), "role") => Thing::ProjectRole(project),
            (Thing::Bucket(store), "bucket") => Thing::Bucket(store),
            (Thing::Bucket(store), "key") => Thing::StoreKey(store),
            _ => return None,
        })
    }
}

impl<P> Model<P> {
    /// The thing that a reference names, and the attribute of it, if it names one.
    ///
    /// # Errors
    ///
    /// The name in it that stands for nothing.
    pub fn thing<'a>(
        &'a self,
        reference: &'a Reference<P>,
    ) -> Result<(Thing<'a, P>, Option<Attribute>), Unnamed<'a, P>> {
        let first = &reference.first;
        let mut parts = reference.rest.iter();
        let mut thing = match self.first_thing(first) {
            Some(thing) => thing,
            None => self.role_of_action(first, &mut parts)?,
        };
        let mut attribute = None;
        for name in parts {
            let word = name.text.as_str();
            if attribute.is_some() {
                return Err(Unnamed::NoPart(name, Vec::new()));
            }
            if let Some(part) = thing.part(word) {
                thing = part;
                continue;
            }
            let attributes = thing.attributes();
            attribute = attributes.iter().copied().find(|one| one.word() == word);
            if attribute.is_none() {
                let words = attributes.iter().map(|one| one.word());
                let all = words.chain(thing.parts().iter().copied());
                return Err(Unnamed::NoPart(name, all.collect()));
            }
        }
        Ok((thing, attribute))
    }

    fn first_thing(&self, name: &Name<P>) -> Option<Thing<'_, P>> {
        let name = name.text.as_str();
        if name == "pipeline" {
            return Some(Thing::Pipeline);
        }
        let role = self.role(name).map(Thing::Role);
        let project = || self.project(name).map(Thing::Project);
        let store = || self.store(name).map(Thing::Bucket);
        role.or_else(project).or_else(store)
    }

    /// `STAGE.ACTION.role`
    fn role_of_action<'a>(
        &'a self,
        first: &'a Name<P>,
        parts: &mut std::slice::Iter<'a, Name<P>>,
    ) -> Result<Thing<'a, P>, Unnamed<'a, P>> {
        let mut stages = self.stages.iter();
        let Some(stage) = stages.find(|stage| stage.name.text == first.text) else {
            return Err(self.no_thing(first));
        };
        let Some(name) = parts.next() else {
            return Err(Unnamed::NoAction(first, stage));
        };
        let Some(action) = stage.actions().find(|one| one.name.text == name.text) else {
            let actions = stage.actions().map(|one| one.name.text.as_str());
            return Err(Unnamed::Nothing(name, actions.collect()));
        };
        match parts.next() {
            Some(part) if part.text == "role" => Ok(Thing::ActionRole(stage, action)),
            Some(part) => Err(Unnamed::NoPart(part, vec!["role"])),
            None => Err(Unnamed::OnlyAction(stage, name)),
        }
    }

    fn no_thing<'a>(&'a self, name: &'a Name<P>) -> Unnamed<'a, P> {
        if let Some(account) = self.account(&name.text) {
            return Unnamed::Account(name, account);
        }
        let roles = self.roles.iter().map(|it| &it.name);
        let projects = self.projects.iter().map(|it| &it.name);
        let stores = self.stores.iter().map(|it| &it.name);
        let stages = self.stages.iter().map(|it| &it.name);
        let resources = self.resources.iter().map(|it| &it.name);
        let all = roles.chain(projects).chain(stores);
        let all = all.chain(resources).chain(stages);
        let all = all.map(|name| name.text.as_str()).chain(["pipeline"]);
        Unnamed::Nothing(name, all.collect())
    }
}

/// Other values of what is made: `override THING [in ACCOUNT] [@ "REGION"] { "Properties.…": … }`
#[derive(Clone, Debug)]
pub struct Override<P> {
    /// A thing, or the logical id of one.
    pub thing: Reference<P>,
    /// Where the logical id stands, if it stands in several stacks.
    pub environment: Environment<P>,
    /// The paths of its template, with their new values.
    pub entries: Vec<Entry<P>>,
}

/// A resource beside the pipeline:
/// `resource NAME: "AWS::SNS::Topic" [in ACCOUNT] [@ "REGION"] { … }`
#[derive(Clone, Debug)]
pub struct Resource<P> {
    /// The name that values use.
    pub name: Name<P>,
    /// Its type, as CloudFormation names it.
    pub kind: TextExpr<P>,
    /// Its account and region.
    pub environment: Environment<P>,
    /// Its properties, as CloudFormation names them, and its settings.
    pub entries: Vec<Entry<P>>,
}

impl<P> Model<P> {
    /// The declared resource with this name.
    pub fn resource(&self, name: &str) -> Option<&Resource<P>> {
        let mut resources = self.resources.iter();
        resources.find(|resource| resource.name.text == name)
    }
}
