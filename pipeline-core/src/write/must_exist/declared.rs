//! The resources that declarations name: imported things, settings of projects and roles,
//! notifications, values known at deployment.

use super::actions::{parameter, references, secret};
use super::{Before, Existing, Known, List, Needed, Owner};
use crate::arn::Arn;
use crate::catalogue::VariableKind;
use crate::catalogue::images::EcrImage;
use crate::pipeline::{
    BucketPath, Cache, DeployValue, Environment, Pipeline, RoleId, RoleSettings, Setting, Variable,
};
use crate::plan::{self, Deployment, ManagedProject, Project, StoreKey};
use crate::write::{Rendered, deploy_values};

/// The types of a connection, which is `PENDING` until a person completes it.
///
/// Source: <https://docs.aws.amazon.com/dtconsole/latest/userguide/connections-update.html>
const CONNECTIONS: [&str; 2] = [
    "AWS::CodeConnections::Connection",
    "AWS::CodeStarConnections::Connection",
];

pub(super) fn collect(found: &Rendered<'_>, list: &mut List<'_>) {
    let deployment = &found.deployment;
    organization(deployment.pipeline, list);
    stores(deployment, list);
    roles(deployment, list);
    for project in &deployment.projects {
        match &project.managed {
            Some(managed) => self::project(deployment.pipeline, project, managed, list),
            None => {
                let here = deployment.pipeline.arns(&project.environment);
                let arn = here.project(&project.name).to_string();
                let place = (&project.environment, project.source.words.as_str());
                need(list, "build project", &arn, place);
            }
        }
    }
    notifications(deployment, list);
    queues(deployment, list);
    buses(deployment, list);
    looked_up(found, list);
    connections(deployment.pipeline, list);
}

/// Adds a resource by its ARN.
fn need(
    list: &mut List<'_>,
    noun: &'static str,
    arn: &str,
    (environment, by): (&Environment, &str),
) {
    let resource = Arn::parse(arn).map_or(arn.to_owned(), |arn| arn.resource.to_string());
    // The type of the resource is a word of its own.
    let typed = resource.split_once([':', '/']);
    let name = match typed {
        Some((_, name)) if !arn.contains(":s3:::") && !arn.contains(":sns:") => name.to_owned(),
        _ => resource,
    };
    list.add(Needed {
        noun,
        name,
        within: String::new(),
        arn: arn.to_owned(),
        must: Vec::new(),
        before: Before::Deployment,
        environment,
        outside: false,
        by: by.to_owned(),
    });
}

fn organization(pipeline: &Pipeline, list: &mut List<'_>) {
    let Some(id) = &pipeline.organization else {
        return;
    };
    list.add(Needed {
        noun: "organization",
        name: id.clone(),
        within: String::new(),
        arn: String::new(),
        must: vec!["have all accounts of the pipeline as its members".to_owned()],
        before: Before::Deployment,
        environment: &pipeline.home(),
        outside: false,
        by: "organization".to_owned(),
    });
}

fn stores(deployment: &Deployment<'_>, list: &mut List<'_>) {
    let pipeline = deployment.pipeline;
    for store in &deployment.stores {
        let environment = Environment {
            account: pipeline.home,
            region: store.region.clone(),
        };
        let place = (&environment, store.source.words.as_str());
        match &store.managed {
            None => {
                let arn = Arn::bucket(pipeline.partition(), &store.bucket).to_string();
                need(list, "S3 bucket", &arn, place);
                if let StoreKey::Imported { arn } = &store.key {
                    need(list, "KMS key", arn, place);
                }
            }
            // KMS refuses a policy that names a principal that is not there:
            // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
            Some(settings) => {
                for administrator in &settings.key_administrators {
                    if !administrator.ends_with(":root") {
                        let user = administrator.contains(":user/");
                        let noun = if user { "user" } else { "role" };
                        need(list, noun, administrator, place);
                    }
                }
            }
        }
    }
}

fn roles(deployment: &Deployment<'_>, list: &mut List<'_>) {
    let pipeline = deployment.pipeline;
    for (id, role) in (0..).map(RoleId).zip(&deployment.roles) {
        let environment = Environment {
            account: role.account,
            region: pipeline.accounts[role.account].region.clone(),
        };
        let place = (&environment, role.source.words.as_str());
        match &role.managed {
            Some(managed) if deployment.has_part(id) => settings(&managed.settings, place, list),
            Some(_) => {}
            None if deployment.has_part(id) => {
                need(list, "role", &role.arn, place);
            }
            None => {}
        }
    }
}

fn settings(settings: &RoleSettings, place: (&Environment, &str), list: &mut List<'_>) {
    for policy in &settings.managed_policies {
        need(list, "managed policy", policy, place);
    }
    if let Some(boundary) = &settings.permissions_boundary {
        need(list, "managed policy", &boundary.policy, place);
    }
}

fn project(pipeline: &Pipeline, project: &Project, managed: &ManagedProject, list: &mut List<'_>) {
    let environment = &project.environment;
    let by = project.source.words.as_str();
    let place = (environment, by);
    let here = pipeline.arns(environment);
    let settings = &managed.settings;
    let builds = &settings.builds;
    if let Some(fleet) = &settings.fleet {
        need(list, "CodeBuild fleet", fleet, place);
    }
    if let Some(image) = EcrImage::parse(&settings.image) {
        let registry = crate::arn::ArnEnvironment {
            region: image.region,
            account: image.account,
            ..here
        };
        let arn = registry.arn("ecr", format!("repository/{}", image.repository));
        list.add(Needed {
            must: vec![format!("hold image `{}`", settings.image)],
            ..needed("ECR repository", image.repository, arn.to_string(), place)
        });
    }
    for variable in &settings.environment_variables {
        self::variable(variable, environment, by, list);
    }
    if let Some(vpc) = &builds.vpc {
        let ec2 = |kind: &str, id: &str| here.arn("ec2", format!("{kind}/{id}")).to_string();
        need(list, "VPC", &ec2("vpc", &vpc.id), place);
        for subnet in &vpc.subnets {
            need(list, "subnet", &ec2("subnet", subnet), place);
        }
        for group in &vpc.security_groups {
            let arn = ec2("security-group", group);
            need(list, "security group", &arn, place);
        }
    }
    if let Some(server) = &builds.docker_server {
        for group in &server.security_groups {
            let arn = here.arn("ec2", format!("security-group/{group}"));
            need(list, "security group", &arn.to_string(), place);
        }
    }
    let cache = match &builds.cache {
        Some(Cache::Bucket(path, _)) => Some(path),
        _ => None,
    };
    for path in [cache, builds.log_bucket()].into_iter().flatten() {
        bucket(pipeline, path, None, place, list);
    }
    let objects = [builds.buildspec.as_ref(), builds.certificate.as_ref()];
    for path in objects.into_iter().flatten() {
        object(pipeline, path, place, list);
    }
    for group in &builds.report_groups {
        // CodeBuild makes those that a name stands for.
        if group.is_arn() {
            need(list, "report group", &group.name, place);
        }
    }
    for system in &builds.file_systems {
        let id = system.location.split('.').next().unwrap_or_default();
        let arn = here.arn("elasticfilesystem", format!("file-system/{id}"));
        need(list, "EFS file system", &arn.to_string(), place);
    }
    if let Some(credential) = &builds.registry_credential {
        secret(credential, Before::Deployment, environment, by, list);
    }
    if let Some(key) = &builds.encryption_key {
        need(list, "KMS key", key, place);
    }
    self::settings(&settings.role, place, list);
}

/// Adds the bucket of an object that a project reads.
pub(super) fn object(
    pipeline: &Pipeline,
    path: &BucketPath,
    place: (&Environment, &str),
    list: &mut List<'_>,
) {
    let object = path.path.as_ref();
    let must = object.map(|object| format!("hold object `{object}`"));
    bucket(pipeline, path, must, place, list);
}

/// Adds a bucket of a project.
fn bucket(
    pipeline: &Pipeline,
    path: &BucketPath,
    must: Option<String>,
    (environment, by): (&Environment, &str),
    list: &mut List<'_>,
) {
    let arn = Arn::bucket(pipeline.partition(), &path.bucket).to_string();
    let owner = list.owner(plan::bucket_owner(pipeline, environment, path));
    let of_owner = match &owner {
        Owner::Declared(account) => Environment {
            account: *account,
            region: environment.region.clone(),
        },
        _ => environment.clone(),
    };
    let within = match owner {
        Owner::Other(id) => format!("account `{id}`"),
        _ => String::new(),
    };
    list.add(Needed {
        must: must.into_iter().collect(),
        within,
        before: Before::FirstRun,
        ..needed("S3 bucket", &path.bucket, arn, (&of_owner, by))
    });
}

fn needed<'a>(
    noun: &'static str,
    name: &str,
    arn: String,
    (environment, by): (&'a Environment, &str),
) -> Needed<'a> {
    Needed {
        noun,
        name: name.to_owned(),
        within: String::new(),
        arn,
        must: Vec::new(),
        before: Before::FirstRun,
        environment,
        outside: false,
        by: by.to_owned(),
    }
}

/// Adds the secrets and parameters of a setting with environment variables.
pub(super) fn variables(setting: &Setting, here: &Environment, by: &str, list: &mut List<'_>) {
    if let Setting::Variables(variables) = setting {
        for one in variables {
            variable(one, here, by, list);
        }
    }
}

fn variable(variable: &Variable, here: &Environment, by: &str, list: &mut List<'_>) {
    let Setting::String(name) = &variable.value else {
        return;
    };
    match variable.kind {
        VariableKind::Plaintext => references(name, here, by, list),
        VariableKind::ParameterStore => parameter(name, Before::FirstRun, here, by, list),
        VariableKind::SecretsManager => secret(name, Before::FirstRun, here, by, list),
    }
}

fn notifications(deployment: &Deployment<'_>, list: &mut List<'_>) {
    let home = deployment.pipeline.home();
    for notification in &deployment.pipeline.notifications {
        let place = (&home, notification.source.words.as_str());
        let key = notification.key.as_deref();
        let key = key.filter(|_| notification.makes_topic());
        let named = [
            ("SNS topic", notification.topic.as_deref()),
            ("KMS key", key),
            (
                "chat channel configuration",
                notification.chatbot.as_deref(),
            ),
        ];
        for (noun, arn) in named {
            if let Some(arn) = arn {
                need(list, noun, arn, place);
            }
        }
    }
}

/// Adds the queues for what could not start the pipeline.
fn queues(deployment: &Deployment<'_>, list: &mut List<'_>) {
    let pipeline = deployment.pipeline;
    let home = pipeline.home();
    let schedules = pipeline.schedules.iter();
    let schedules = schedules.map(|it| (&it.dead_letter_queue, &it.source));
    let events = pipeline.events.iter();
    let events = events.map(|it| (&it.dead_letter_queue, &it.source));
    for (queue, source) in schedules.chain(events) {
        if let Some(arn) = queue {
            need(list, "SQS queue", arn, (&home, source.words.as_str()));
        }
    }
}

/// Adds the event buses of the user's own.
fn buses(deployment: &Deployment<'_>, list: &mut List<'_>) {
    for event in &deployment.pipeline.events {
        if let Some(bus) = &event.bus {
            let arn = deployment.pipeline.arns(&event.environment);
            let arn = arn.event_bus(bus).to_string();
            let place = (&event.environment, event.source.words.as_str());
            list.add(Needed {
                before: Before::Deployment,
                ..needed("event bus", bus, arn, place)
            });
        }
    }
}

/// Adds what stacks look up when they are deployed.
fn looked_up(found: &Rendered<'_>, list: &mut List<'_>) {
    for (value, stacks) in deploy_values::looked_up(found) {
        let places: std::collections::BTreeSet<&Environment> =
            stacks.iter().map(|stack| &stack.environment).collect();
        let several = places.len() > 1;
        for environment in places {
            let here = list.pipeline.arns(environment);
            let (noun, name, arn) = match value {
                // Those are AWS's own.
                DeployValue::Ssm(name, _) if name.starts_with("/aws/") => continue,
                DeployValue::Ssm(name, _) => {
                    let resource = format!("parameter/{}", name.trim_start_matches('/'));
                    let arn = here.arn("ssm", resource).to_string();
                    ("Systems Manager parameter", name, arn)
                }
                // An export has no ARN: its name stands for it.
                DeployValue::ImportValue(name) | DeployValue::ImportedList(name) => {
                    ("export of a stack", name, name.clone())
                }
                DeployValue::Parameter(_) | DeployValue::Resource(..) => continue,
            };
            let mut must = Vec::new();
            if let DeployValue::Ssm(_, Some(version)) = value {
                must.push(format!("have version {version}"));
            }
            if several {
                must.push("have the same value in each account and region of this list".to_owned());
            }
            let by = value.written();
            list.add(Needed {
                must,
                before: Before::Deployment,
                ..needed(noun, name, arn, (environment, &by))
            });
        }
    }
}

/// The connections that the templates make.
fn connections(pipeline: &Pipeline, list: &mut List<'_>) {
    for resource in &pipeline.resources {
        if !CONNECTIONS.contains(&resource.kind.as_str()) {
            continue;
        }
        let account = Owner::Declared(resource.environment.account);
        let region = resource.environment.region.to_string();
        let noun = "connection";
        let key = (account.clone(), region.clone(), noun, resource.name.clone());
        let must = "be completed by a person in the console once its stack is deployed: until then it is `PENDING`";
        list.found.entry(key).or_insert(Existing {
            account,
            region,
            noun,
            name: resource.name.clone(),
            within: String::new(),
            arn: String::new(),
            must: vec![must.to_owned()],
            needed_by: vec![resource.source.words.clone()],
            before: Before::FirstRun,
            known: Known::Build,
            pending: true,
        });
    }
}
