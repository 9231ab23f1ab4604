//! Patterns of names and values, with the words that an error uses for them.

mod arn;
pub(crate) mod doubts;
mod expression;
mod hidden;
mod kept;
mod named;
mod names;
mod occasions;
mod schedule;

pub use arn::executions;
pub use arn::{arn, arn_environment, role_account, with_partition, wrong_role};
pub use doubts::Doubt;
pub use expression::wrong_schedule;
pub(crate) use hidden::{hidden, invisible};
pub use named::name_in;
use names::{bucket_name, ecr_repository, reserved_bucket_name, tag};
pub use occasions::can_start;

/// A pattern that a text must keep to.
#[derive(Debug)]
pub struct Pattern {
    /// Its name in the catalogue: `BUCKET_NAME`.
    pub name: &'static str,
    /// The thing that has this form, as a sentence: `An S3 bucket's name.`
    pub title: &'static str,
    /// The allowed characters, for an error message: `letters, digits and . @ - _`.
    pub words: &'static str,
    /// At least so many characters.
    pub min: usize,
    /// At most so many characters.
    pub max: usize,
    /// Returns whether the characters are right; the length is checked separately.
    pub fits: fn(&str) -> bool,
    /// The part that AWS reserves, in words that follow the name.
    pub reserved: fn(&str) -> Option<String>,
    /// The string that was probably meant by one that does not fit.
    pub meant: fn(&str) -> Option<String>,
    /// Advice on what to write instead.
    pub hint: fn(&str) -> Option<String>,
    /// The reasons to doubt a string that fits: warnings.
    pub doubts: fn(&str) -> Vec<Doubt>,
    /// The reason why any text of this length is right, if it is: also an ARN.
    pub free: Option<&'static str>,
    /// The page of AWS; `botocore SERVICE/VERSION shape SHAPE`; or `cfn-lint format FORMAT`.
    pub source: &'static str,
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Pattern {}

impl Pattern {
    /// Everything that is wrong with a string, in words that follow its name; nothing if it
    /// fits.
    #[must_use]
    pub fn complaint(&self, text: &str) -> Option<String> {
        let length = text.chars().count();
        if length == 0 && self.min > 0 {
            return Some("is empty".to_owned());
        }
        let form = (!(self.fits)(text)).then(|| format!("must be {}", self.words));
        // A form that allows few characters says so.
        let hidden = hidden(text).filter(|_| form.is_none());
        let wrong = [
            self.wrong_length(length),
            form,
            (self.reserved)(text),
            hidden,
        ];
        let wrong: Vec<String> = wrong.into_iter().flatten().collect();
        (!wrong.is_empty()).then(|| wrong.join("; it "))
    }

    /// The thing that has this form, in words inside a sentence: `an S3 bucket's name`.
    #[must_use]
    pub fn thing(&self) -> String {
        let title = self.title.trim_end_matches('.');
        let (first, rest) = title.split_once(' ').unwrap_or((title, ""));
        format!("{} {rest}", first.to_lowercase())
    }

    /// Returns whether an ARN can be such a text.
    #[must_use]
    pub fn takes_an_arn(&self) -> bool {
        self.free.is_some() || self.is_of_arns()
    }

    /// Returns whether what keeps to it is an ARN.
    #[must_use]
    pub fn is_of_arns(&self) -> bool {
        ARNS.contains(&self)
    }

    /// Returns whether what keeps to it is a name or an ARN.
    #[must_use]
    pub fn is_of_names_and_arns(&self) -> bool {
        NAMES_AND_ARNS.contains(&self)
    }

    fn wrong_length(&self, length: usize) -> Option<String> {
        if length < self.min {
            let s = if length == 1 { "" } else { "s" };
            let least = self.min;
            Some(format!(
                "has {length} character{s}, and needs at least {least}"
            ))
        } else if length > self.max {
            Some(format!(
                "has {length} characters, and AWS allows {}",
                self.max
            ))
        } else {
            None
        }
    }
}

/// Returns whether a string is anything but an ARN.
fn is_no_arn(text: &str) -> bool {
    !text.starts_with("arn:")
}

/// The patterns of ARNs.
static ARNS: &[&Pattern] = &[
    &CHAT_CONFIGURATION_ARN,
    &BOUNDARY,
    &CONNECTION_ARN,
    &DEVICE_POOL_ARN,
    &FLEET_ARN,
    &KEY_ARN,
    &POLICY_ARN,
    &PRINCIPAL_ARN,
    &QUEUE_ARN,
    &RESOURCE,
    &ROLE_ARN,
    &STATE_MACHINE_ARN,
    &TOPIC_ARN,
];

/// The patterns of what AWS takes by its name and by its ARN.
static NAMES_AND_ARNS: &[&Pattern] = &[&BUCKET_OBJECT, &BUCKET_PATH, &REPORT_GROUP, &WHOLE_SECRET];

fn all(text: &str, also: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_alphanumeric() || also.contains(c))
}

const CODEPIPELINE_LIMITS: &str =
    "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html";

/// Declares the patterns.
macro_rules! patterns {
    ($($name:ident = $doc:literal $words:literal $min:literal..=$max:literal $fits:expr, $source:expr $(, free $free:literal)? $(, but $reserved:expr)? $(, meant $meant:expr)? $(, hint $hint:expr)? $(, doubted $doubts:expr)?;)*) => {
        $(
            #[doc = $doc]
            pub static $name: $crate::catalogue::pattern::Pattern = $crate::catalogue::pattern::Pattern {
                name: stringify!($name), title: $doc, words: $words, min: $min, max: $max, fits: $fits,
                reserved: patterns!(@ $($reserved)?), meant: patterns!(@ $($meant)?),
                hint: patterns!(@ $($hint)?), doubts: patterns!(@@ $($doubts)?),
                free: patterns!(@@@ $($free)?), source: $source,
            };
        )*

        /// All of them.
        #[cfg(test)]
        pub static ALL: &[&$crate::catalogue::pattern::Pattern] = &[$(&$name),*];
    };
    (@@@) => { None };
    (@@@ $said:expr) => { Some($said) };
    (@@) => { |_| Vec::new() };
    (@@ $said:expr) => { $said };
    (@) => { |_| None };
    (@ $said:expr) => { $said };
}

mod events;
mod iam;
mod projects;
mod providers;
mod templates;
pub use events::*;
pub use iam::*;
pub use projects::*;
pub use providers::*;
pub use templates::*;

patterns! {
    PIPELINE_NAME = "A pipeline's name." "letters, digits and . @ - _" 1..=100
        |text| all(text, ".@-_"), CODEPIPELINE_LIMITS;
    STAGE_NAME = "A stage's name." "letters, digits and . @ - _" 1..=100
        |text| all(text, ".@-_"), CODEPIPELINE_LIMITS;
    ACTION_NAME = "An action's name." "letters, digits and . @ - _" 1..=100
        |text| all(text, ".@-_"), CODEPIPELINE_LIMITS;
    ARTIFACT_NAME = "An artifact's name." "letters, digits and - _" 1..=100
        |text| all(text, "-_"), CODEPIPELINE_LIMITS;
    NAMESPACE = "An action's variable namespace." "letters, digits and @ - _" 1..=100
        |text| all(text, "@-_"), "botocore codepipeline/2015-07-09 shape ActionNamespace";
    CONFIG_KEY = "A configuration key." "any text" 1..=50
        |_| true, CODEPIPELINE_LIMITS,
        free "the provider of the action names its keys";
    CONFIG_VALUE = "A configuration value." "any text" 1..=1000
        |_| true, CODEPIPELINE_LIMITS,
        free "CodePipeline hands it on as it is";
    ACCOUNT_ID = "An account id." "twelve digits" 12..=12
        |text| text.bytes().all(|b| b.is_ascii_digit()),
        "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html",
        but |text| (text.len() == 12 && text.bytes().all(|b| b == b'0'))
            .then(|| "is no account's: AWS gives none of zeros".to_owned());
    ORGANIZATION_ID = "An organization's id." "o- and 10 to 32 small letters or digits" 12..=34
        |text| text.strip_prefix("o-").is_some_and(|rest| {
            rest.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        }),
        "https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html";
    BUCKET_NAME = "An S3 bucket's name."
        "small letters, digits, . and -, with a letter or digit at both ends" 3..=63
        bucket_name, "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
        but reserved_bucket_name;
    REPOSITORY_NAME = "A CodeCommit repository's name." "letters, digits and . - _" 1..=100
        |text| all(text, ".-_") && !text.ends_with(".git"),
        "botocore codecommit/2015-04-13 shape RepositoryName",
        hint |text| text.ends_with(".git").then(|| "CodeCommit refuses `.git` at the end of a name".to_owned());
    BRANCH_NAME = "A branch's name."
        "a branch's name as Git takes it: no blanks, no `..`, none of : ~ ^ ? * [ \\, and no / or `.lock` at its end" 1..=256
        names::branch,
        "https://git-scm.com/docs/git-check-ref-format",
        doubted doubts::branch;
    PROJECT_NAME = "A CodeBuild project's name." "a letter or digit, then letters, digits, - and _" 2..=150
        |text| text.starts_with(|c: char| c.is_ascii_alphanumeric()) && all(text, "-_"),
        "botocore codebuild/2016-10-06 shape ProjectName";
    FUNCTION_NAME = "A Lambda function's name."
        "a name of at most 64 letters, digits, - and _, followed by `:` and an alias or version if need be" 1..=140
        |text| {
            let (name, qualifier) = text.split_once(':').unwrap_or((text, "1"));
            let plain = |part: &str| !part.is_empty() && all(part, "-_");
            plain(name) && name.len() <= 64 && (qualifier == "$LATEST" || plain(qualifier))
        }, "botocore lambda/2015-03-31 shape FunctionName",
        meant |text| Some(arn(text, "lambda")?.resource.strip_prefix("function:")?.to_owned());
    CONNECTION_ARN = "The ARN of a connection."
        "the ARN of a connection, `arn:aws:codeconnections:REGION:ACCOUNT:connection/ID`" 1..=256
        |text| arn::CONNECTION.fits(text), "botocore codeconnections/2023-12-01 shape ConnectionArn",
        hint |text| arn::CONNECTION.wrong_field(text);
    FULL_REPOSITORY_ID = "A repository behind a connection." "OWNER/REPOSITORY" 1..=1000
        |text| text.split_once('/').is_some_and(|(owner, name)| {
            !owner.is_empty() && !name.is_empty() && !text.contains([':', '\\']) && !text.contains("//")
                && !text.ends_with('/') && !text.ends_with(".git") && text.trim() == text
        }),
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html",
        meant |text| {
            let path = match text.split_once("://") {
                Some((_, address)) => address.split_once('/')?.1,
                // `git@github.com:OWNER/REPOSITORY.git`
                None => text.rsplit(':').next()?,
            };
            let path = path.trim().trim_matches('/');
            Some(path.strip_suffix(".git").unwrap_or(path).to_owned())
        };
    PROVIDER = "An action's provider." "letters, digits and - _" 1..=35
        |text| all(text, "-_"), "botocore codepipeline/2015-07-09 shape ActionProvider";
    VERSION = "An action type's version." "letters, digits and - _" 1..=9
        |text| all(text, "-_"), "botocore codepipeline/2015-07-09 shape Version";
    IMAGE = "A build image."
        "an image's name: a registry if need be, small letters, digits and . _ - between /, and a tag behind `:` or a digest behind `@`" 1..=1000
        |text| is_no_arn(text) && names::image(text), "https://docs.docker.com/reference/cli/docker/image/tag/",
        meant names::image_meant;
    ENVIRONMENT_VARIABLE = "An environment variable's name." "letters, digits and _" 1..=128
        |text| all(text, "_"), "botocore codepipeline/2015-07-09 shape EnvironmentVariableName";
    DESCRIPTION = "A build project's description." "any text" 0..=255
        |_| true, "botocore codebuild/2016-10-06 shape ProjectDescription",
        free "a text for people";
    VARIABLE_NAME = "A pipeline variable's name." "letters, digits and @ - _" 1..=128
        |text| all(text, "@-_"), CODEPIPELINE_LIMITS;
    VARIABLE_VALUE = "A pipeline variable's value." "any text" 1..=1000
        |_| true, CODEPIPELINE_LIMITS,
        free "the pipeline hands it on as it is";
    VARIABLE_DESCRIPTION = "A pipeline variable's description." "any text" 0..=200
        |_| true, CODEPIPELINE_LIMITS,
        free "a text for people";
    RULE_NAME = "A rule's name." "letters, digits and . @ - _" 1..=100
        |text| all(text, ".@-_"), "botocore codepipeline/2015-07-09 shape RuleName";
    RULE_VALUE = "A value of a rule's configuration." "any text" 1..=10000
        |_| true, "botocore codepipeline/2015-07-09 shape RuleConfigurationValue",
        free "CodePipeline hands it on as it is";
    DISABLED_REASON = "Why nothing enters a stage." "letters, digits, blanks and ! @ ( ) . * ? -" 1..=300
        |text| all(text, "!@ ().*?-"), "botocore codepipeline/2015-07-09 shape DisabledReason";
    BRANCH_PATTERN = "A pattern of branches." "any text" 1..=255
        |_| true, "botocore codepipeline/2015-07-09 shape GitBranchNamePattern",
        free "a glob pattern can be any text", doubted doubts::branch;
    PATH_PATTERN = "A pattern of paths in a repository." "any text" 1..=255
        |_| true, "botocore codepipeline/2015-07-09 shape GitFilePathPattern",
        free "a glob pattern can be any text", doubted doubts::path;
    TAG_PATTERN = "A pattern of Git tags." "any text" 1..=255
        |_| true, "botocore codepipeline/2015-07-09 shape GitTagNamePattern",
        free "a glob pattern can be any text", doubted doubts::tag;
    SOURCE_KEY = "The key of an S3 object." "an object's key without its bucket, `path/app.zip`" 1..=1000
        providers::is_path, "botocore s3/2006-03-01 shape ObjectKey",
        meant providers::key_in, doubted doubts::object;
    DEPLOYED_KEY = "The key of an S3 object, or the prefix of several." "an object's key without its bucket, `path/app.zip`" 1..=1000
        providers::is_path, "botocore s3/2006-03-01 shape ObjectKey",
        meant providers::key_in, doubted doubts::wildcard;
    PROPERTY_DESCRIPTION = "The description of a configuration key." "any text" 1..=160
        |_| true, "botocore codepipeline/2015-07-09 shape Description",
        free "a text for people";
    QUERYABLE_VALUE = "A value that a job worker polls for." "letters, digits and - _" 1..=20
        |text| all(text, "-_"),
        "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionConfigurationProperty.html";
    URL = "The address of a page." "an address that begins with `https://` or `http://`" 1..=2048
        |text| ["https://", "http://", "{Config:"].iter().any(|start| text.starts_with(start)),
        "botocore codepipeline/2015-07-09 shape UrlTemplate";
    TAG_KEY = "A tag's key." "letters, digits, blanks and _ . : / = + - @" 1..=128
        tag, "botocore iam/2010-05-08 shape tagKeyType",
        free "a tag can be called by any text of these characters";
    TAG_VALUE = "A tag's value." "letters, digits, blanks and _ . : / = + - @" 0..=256
        tag, "botocore iam/2010-05-08 shape tagValueType",
        free "a tag can have any text of these characters";
    ALARM_NAME = "A CloudWatch alarm's name." "an alarm's name" 1..=255
        is_no_arn, "botocore cloudwatch/2010-08-01 shape AlarmName";
    CRON = "A cron expression." "a cron expression of 6 or 7 fields, `0 0 9-17 ? * MON-FRI *`" 1..=1000
        schedule::cron,
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-DeploymentWindow.html",
        hint schedule::wrong_field, doubted doubts::cron;
    TIME_ZONE = "A time zone." "a time zone: `Europe/Berlin`, `UTC`, `UTC+05:30`, or 3 to 5 letters like `EST`" 1..=100
        schedule::time_zone,
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-DeploymentWindow.html",
        doubted doubts::time_zone;
    EXPRESSION = "A variable." "a variable, `ACTION.NAME` or `variables.NAME`" 1..=10000
        |text| text.contains("#{"),
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-VariableCheck.html";
    ENVIRONMENT_VALUE = "An environment variable's value." "any text" 1..=2000
        |_| true, "botocore codepipeline/2015-07-09 shape EnvironmentVariableValue",
        free "the commands get it as it is";
    SHORTHAND = "A value in AWS's shorthand." "a text without blanks, commas and quotes" 1..=1000
        |text| !text.contains([' ', '\t', '\n', ',', '"', '\'']),
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StackSets.html",
        free "a parameter of a template can have any value";
    COMMAND = "A shell command." "a single line" 1..=1000
        |text| !text.contains(['\n', '\r']),
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html",
        free "a shell takes any line";
    OUTPUT_VARIABLE = "The name of an exported variable." "an environment variable's name: a letter or _, then letters, digits and _" 1..=128
        |text| !text.starts_with(|c: char| c.is_ascii_digit()) && all(text, "_"), "botocore codepipeline/2015-07-09 shape OutputVariable";
    ECR_REPOSITORY = "An ECR repository's name."
        "small letters and digits, with . - _ or / between them" 2..=256
        ecr_repository, "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html",
        // Without the registry before it and the tag behind it.
        meant |text| {
            let (_, name) = text.split_once(".dkr.ecr.")?.1.split_once('/')?;
            Some(name.split([':', '@']).next().unwrap_or(name).to_owned())
        };
    IMAGE_TAG = "An image's tag." "a letter, digit or _, then letters, digits, . - and _" 1..=128
        |text| !text.starts_with(['.', '-']) && all(text, ".-_"),
        "https://docs.docker.com/reference/cli/docker/image/tag/";
    PLAIN_FUNCTION_NAME = "A Lambda function's name, without alias or version."
        "the function's name alone: letters, digits, - and _" 1..=64
        |text| all(text, "-_"), "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html",
        meant |text| Some(arn(text, "lambda")?.resource.strip_prefix("function:")?.to_owned()),
        hint |text| {
            let (name, alias) = text.split_once(':')?;
            let alias = alias.split(':').next().unwrap_or(alias);
            Some(format!("write `function_name: \"{name}\"`, and the alias beside it: `function_alias: \"{alias}\"`"))
        };
    FUNCTION_ALIAS = "An alias of a Lambda function." "letters, digits, - and _, not digits alone" 1..=128
        |text| all(text, "-_") && !text.bytes().all(|b| b.is_ascii_digit()),
        "botocore lambda/2015-03-31 shape Alias";
    INSTANCE_COUNT = "How many instances." "a whole number, `2`" 1..=10
        // AWS's page says no more; Systems Manager, which it goes through, takes a percentage.
        |text| text.strip_suffix('%').unwrap_or(text).parse::<u32>().is_ok(),
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-EC2Deploy.html";
    BATCH = "How many instances are worked on at a time." "a whole number from 1, `2`, or a percentage to 100, `50%`" 1..=7
        |text| {
            let number = text.strip_suffix('%').unwrap_or(text);
            let plain = number.bytes().all(|b| b.is_ascii_digit()) && !number.starts_with('0');
            plain && number.parse::<u32>().is_ok_and(|n| number == text || n <= 100)
        },
        "botocore ssm/2014-11-06 shape MaxConcurrency";
    FILE_PATTERN = "A pattern of files." "a pattern of files" 1..=128
        is_no_arn, "botocore codepipeline/2015-07-09 shape FilePath";
    TARGET = "An account, or a root or unit of an organization."
        "twelve digits, or the id of a root or an organizational unit, `r-…` or `ou-…`" 1..=68
        |text| ACCOUNT_ID.complaint(text).is_none() || providers::is_organizational_unit(text),
        "botocore cloudformation/2010-05-15 shape OrganizationalUnitId";
    REGION = "A region." "the name of a region" 1..=30
        super::region::is_well_formed, "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StackSets.html";
    STATE_MACHINE_ARN = "The ARN of a state machine."
        "the ARN of a state machine, `arn:aws:states:REGION:ACCOUNT:stateMachine:NAME`" 1..=1000
        |text| arn::STATE_MACHINE.fits(text),
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StepFunctions.html",
        hint |text| arn::STATE_MACHINE.wrong_field(text);
    // A hyphen and the id of the action's execution, 37 characters, follow it.
    EXECUTION_PREFIX = "What the name of an execution begins with." "letters, digits and . - _ + = @" 1..=43
        |text| all(text, ".-_+=@"),
        "https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html";
    DEVICE_POOL_ARN = "The ARN of a device pool."
        "the ARN of a device pool, `arn:aws:devicefarm:us-west-2:ACCOUNT:devicepool:ID`" 1..=1000
        |text| arn::DEVICE_POOL.fits(text),
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-DeviceFarm.html",
        hint |text| arn::DEVICE_POOL.wrong_field(text);
    FLEET_ARN = "The ARN of a compute fleet."
        "the ARN of a fleet, `arn:aws:codebuild:REGION:ACCOUNT:fleet/NAME:ID`" 1..=1000
        |text| arn::FLEET.fits(text),
        "https://docs.aws.amazon.com/codebuild/latest/userguide/fleets.html",
        hint |text| arn::FLEET.wrong_field(text);
    DEPLOY_STRATEGY = "How a Lambda function's traffic moves."
        "`AllAtOnce`, `Canary10Percent5Minutes` or `Linear10PercentEvery1Minute`, with a percentage from 1 to 99 and minutes that come to two days at most" 1..=100
        schedule::deploy_strategy, "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html";
    SECRET = "A secret of Secrets Manager, and perhaps a part of it."
        "a secret's name or ARN, perhaps with `:KEY` behind it; a name is letters, digits and / _ + = . @ -" 1..=1000
        kept::secret, "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html",
        hint kept::no_secret;
    PARAMETER = "A parameter of Systems Manager."
        "a parameter's name or ARN; a name is letters, digits and . - _, with / between them" 1..=1011
        kept::parameter, "https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html",
        hint kept::no_parameter;
    ANY = "Any text." "any text" 1..=1000000 |_| true, "",
        free "a buildspec is a text of many lines, or a path";
}

/// All patterns, of every file.
#[cfg(test)]
pub fn every() -> impl Iterator<Item = &'static Pattern> {
    let lists = [ALL, EVENTS, IAM, PROJECTS, PROVIDERS, TEMPLATES];
    lists.into_iter().flatten().copied()
}

#[cfg(test)]
mod tests;
