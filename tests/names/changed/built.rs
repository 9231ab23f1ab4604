//! What a shape says, as the builder is told it.

use pipewright::{
    Account, Action, ActionType, Builder, Override, Pipeline, Project, Resource, Role, Roles,
    Stage, Store, map, word,
};

use super::{Foreign, Place, Shape};
use crate::pipelines::HOME;

impl Shape {
    pub(crate) fn build(&self) -> Builder {
        let mut builder =
            Pipeline::builder("app").account(Account::home("tools", HOME).region("us-east-1"));
        for found in self.ordered() {
            let account = Account::new(found.name.as_str(), found.id.as_str());
            builder = builder.account(account.region(found.region));
        }
        builder = builder
            .store(self.store())
            .role(self.role())
            .project(self.project());
        if let Some((name, version)) = &self.action_type {
            builder = builder.action_type(action_type(name, *version));
        }
        builder = builder.roles(self.rules());
        if let Some(one_per) = self.own.one_per[1] {
            builder = builder.roles(Roles::new().account("tools").set("one_per", word(one_per)));
        }
        if self.own.service_role {
            builder = builder
                .setting("service_role", word("runs"))
                .role(Role::managed("runs"));
        }
        if let Some((found, kind)) = &self.beside {
            builder = builder.resource(
                Resource::new(found.name.as_str(), *kind)
                    .account(self.account(found.place))
                    .region(found.region),
            );
        }
        if let Some(retries) = self.retries {
            builder = builder.overriding(Override::of([self.project.name.as_str()]).set(
                "Properties.ConcurrentBuildLimit",
                i64::try_from(retries).unwrap(),
            ));
        }
        let tags = (0..self.tags).map(|tag| (format!("tag{tag}"), "value"));
        builder = builder
            .setting("tags", map(tags))
            .stage(Stage::new("Source").action(self.checkout()))
            .stage(self.build_stage())
            .stage(self.verify());
        self.many().into_iter().fold(builder, Builder::stage)
    }

    fn ordered(&self) -> Vec<&Foreign> {
        let mut accounts: Vec<&Foreign> = self.accounts.iter().collect();
        if self.backward {
            accounts.reverse();
        }
        accounts
    }

    fn rules(&self) -> Roles {
        let mut rules = Roles::new().set("inline_policies", !self.own.managed_only);
        if let Some(one_per) = self.own.one_per[0] {
            rules = rules.set("one_per", word(one_per));
        }
        if let Some(prefix) = &self.own.prefix {
            rules = rules.set("name_prefix", prefix.as_str());
        }
        if let Some(path) = &self.own.path {
            rules = rules.set("path", path.as_str());
        }
        rules
    }

    fn store(&self) -> Store {
        let mut store = Store::managed(self.store.as_str()).region("us-east-1");
        if self.key {
            store = store.set("encryption_key", true);
        }
        if let Some(bucket) = &self.bucket {
            store = store.set("bucket_name", bucket.as_str());
        }
        if let Some(alias) = &self.own.alias {
            store = store.set("alias_name", alias.as_str());
        }
        store
    }

    fn role(&self) -> Role {
        let mut role = Role::managed(self.role.name.as_str())
            .account(self.account(self.role.place))
            .set(
                "managed_policies",
                ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
            );
        if let Some(name) = &self.own.role {
            role = role.set("role_name", name.as_str()).set("path", "/named/");
        } else if let Some(path) = &self.path {
            role = role.set("path", path.as_str());
        }
        role
    }

    fn project(&self) -> Project {
        let mut project = Project::managed(self.project.name.as_str())
            .account(self.account(self.project.place))
            .region(self.project.region)
            .set("image", "aws/codebuild/amazonlinux-x86_64-standard:5.0");
        if let Some(name) = &self.own.project {
            project = project.set("name", name.as_str());
        }
        if self.own.project_role && self.role.place == self.project.place {
            project = project.set("role", word(self.role.name.as_str()));
        }
        project
    }

    fn checkout(&self) -> Action {
        Action::new("Checkout", "CodeCommit")
            .account(self.account(self.source))
            .output("source")
            .set("repository_name", "code")
            .set("branch_name", "main")
    }

    fn build_stage(&self) -> Stage {
        let package = Action::new("Package", "CodeBuild")
            .input("source")
            .account(self.account(self.project.place))
            .region(self.project.region)
            .set("project_name", word(self.project.name.as_str()));
        let mut stage = Stage::new("Build").action(package);
        if let Some((name, _)) = &self.action_type {
            stage = stage.action(
                Action::new("Scan", "Custom")
                    .input("source")
                    .set("action_type", word(name.as_str())),
            );
        }
        stage
    }

    /// The calls; those with the declared role are in its account.
    fn verify(&self) -> Stage {
        let mut stage = Stage::new(self.stage.as_str()).action(Action::new("Review", "Manual"));
        for call in &self.calls {
            let (place, role) = if call.declared_role {
                (self.role.place, Some(self.role.name.as_str()))
            } else {
                (call.place, None)
            };
            let mut action = Action::new(call.name.as_str(), "Lambda")
                .account(self.account(place))
                .region(call.region)
                .set("function_name", "check");
            if let Some(role) = role {
                action = action.role(role);
            }
            stage = stage.action(action);
        }
        stage
    }

    /// Stages of at most 50 actions.
    fn many(&self) -> Vec<Stage> {
        let (place, count) = self.many;
        let action = |number: usize| {
            Action::new(format!("Call{number}"), "Lambda")
                .account(self.account(place))
                .set("function_name", "check")
        };
        let numbers: Vec<usize> = (0..count).collect();
        let chunks = (0..).zip(numbers.chunks(50));
        chunks
            .map(|(stage, numbers)| {
                let actions = numbers.iter().map(|number| action(*number));
                Stage::new(format!("Many{stage}")).parallel(actions)
            })
            .collect()
    }

    fn account(&self, place: Place) -> &str {
        place.map_or("tools", |account| &self.accounts[account].name)
    }
}

fn action_type(name: &str, version: u32) -> ActionType {
    let counts = |least: i64, most: i64| map([("minimum_count", least), ("maximum_count", most)]);
    ActionType::managed(name)
        .set("category", word("Test"))
        .set("provider", "scanner")
        .set("version", version.to_string())
        .set("input_artifact_details", counts(0, 1))
        .set("output_artifact_details", counts(0, 1))
}
