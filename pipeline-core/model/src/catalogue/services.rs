//! The services of AWS, the calls that each has, and the ARNs of the resources that a call can
//! be asked of.
//!
//! `services/reference.txt` is AWS's service authorization reference in short. A test writes it
//! and holds it against the reference. A block begins with `# PREFIX`. Behind `>` stands the end
//! of an ARN, `SERVICE:REGION:ACCOUNT:RESOURCE`, where `*` is open; an empty service is the
//! block's own. Behind `@` stand condition keys with the prefix, and behind `@@` those whose values
//! are ARNs. The other lines are calls: the numbers of the ARNs that they can be asked of, `=`, and
//! the calls by their verb. `-` stands for calls that are asked of no resource.
//!
//! Source: <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>

mod glob;
mod named;
mod resource;

pub use glob::overlap;
pub use named::called;
pub use resource::Shape;

use std::sync::LazyLock;

use super::blocks;

static REFERENCE: &str = include_str!("services/reference.txt");

/// The date of the reference that the list is made from.
pub const AS_OF: &str = "26 September 2026";

/// ARNs that the reference leaves out: of what AWS shares with all accounts, of an earlier form, of
/// what no call but those on everything is asked of, and those that may end without a name.
///
/// Sources: <https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html>,
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html>,
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html>,
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security_iam_id-based-policy-examples.html>,
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html>,
/// <https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html>,
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/security_iam_id-based-policy-examples.html>
const BESIDES: &[&str] = &[
    "cloudformation:*:aws:transform/*",
    "cloudformation:*::type/*",
    "ecs:*:*:container-instance/*",
    "ecs:*:*:service/*",
    "ecs:*:*:task/*",
    "execute-api:*:*:*/*/*/",
    "logs:*:*:log-group:*:log-stream:",
    "logs:*:*:log-group::log-stream:*",
    "logs:*:*:log-group::log-stream:",
    "securityhub:*::product/*",
    "sns:*:*:*:*-*-*-*-*",
    "sns:*:*:app/*/*",
    "sns:*:*:endpoint/*/*/*",
    "ssm:*::automation-definition/*",
    "ssm:*::document/*",
    "ssm:*::parameter/aws/*",
];

/// Namespaces in which a name has neither `/` nor `:`. Each stands in an ARN where the reference has
/// nothing but the name, so that any text would be one.
///
/// Sources: botocore `sns/2010-03-31`, `sqs/2012-11-05`, `codecommit/2015-04-13` and
/// `codepipeline/2015-07-09`, the operations that create one
pub(super) const PLAIN_NAMES: &[&str] = &["codecommit", "codepipeline", "sns", "sqs"];

/// Services of which one took over from the other: AWS asks for the calls of both.
///
/// Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html>
const RENAMED: &[[&str; 2]] = &[["codestar-connections", "codeconnections"]];

/// A service, by the prefix of its calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service {
    /// The prefix: `s3`.
    pub prefix: &'static str,
    block: &'static str,
}

/// A call of a service.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    verb: &'static str,
    rest: &'static str,
    resources: &'static str,
}

/// The service whose calls begin with a prefix, in whatever case.
#[must_use]
pub fn service(prefix: &str) -> Option<Service> {
    services().find(|service| service.prefix.eq_ignore_ascii_case(prefix))
}

/// All services.
pub fn services() -> impl Iterator<Item = Service> + Clone {
    static SERVICES: LazyLock<Vec<Service>> = LazyLock::new(|| {
        let services = blocks(REFERENCE).map(|(prefix, block)| Service { prefix, block });
        services.collect()
    });
    SERVICES.iter().copied()
}

/// The ARNs of a namespace, `lambda` in `arn:aws:lambda:…`: those of its service, and those that
/// other services have in it.
#[must_use]
pub fn shapes_in(namespace: &str) -> Vec<Shape> {
    /// Those that services have in another's namespace.
    static ELSEWHERE: LazyLock<Vec<Shape>> = LazyLock::new(|| {
        let lines = services().flat_map(Service::arns);
        let elsewhere = lines.filter(|arn| !arn.starts_with(':'));
        elsewhere.filter_map(Shape::read).collect()
    });
    let own = services().find(|service| service.prefix == namespace);
    let own = own.into_iter().flat_map(Service::own_shapes);
    let elsewhere = ELSEWHERE.iter().filter(|shape| shape.service == namespace);
    own.chain(elsewhere.copied())
        .chain(besides(namespace))
        .collect()
}

/// The ARNs of a namespace that the reference leaves out.
pub fn besides(namespace: &str) -> impl Iterator<Item = Shape> {
    let all = BESIDES.iter().filter_map(|arn| Shape::read(arn));
    all.filter(move |shape| shape.service == namespace)
}

/// Returns whether a service is another one, or was called so.
#[must_use]
pub fn is_or_was(service: &str, other: &str) -> bool {
    service == other
        || RENAMED
            .iter()
            .any(|both| both.contains(&service) && both.contains(&other))
}

impl Service {
    /// Its calls.
    pub fn calls(self) -> impl Iterator<Item = Call> + Clone {
        let lines = self.block.lines().filter_map(|line| line.split_once(" = "));
        lines.flat_map(|(resources, verbs)| {
            verbs.split(" | ").flat_map(move |group| {
                let (verb, rests) = group.split_once(':').unwrap_or(("", group));
                rests.split(' ').skip(1).map(move |rest| Call {
                    verb,
                    rest,
                    resources,
                })
            })
        })
    }

    /// Its calls that a word of a statement stands for. It may hold `*` and `?`, and its case
    /// does not matter.
    #[must_use]
    pub fn calls_like(self, word: &str) -> Vec<Call> {
        if !word.contains(['*', '?']) {
            return self.calls().filter(|call| call.is_called(word)).collect();
        }
        let word = word.to_ascii_lowercase();
        let (start, rest) = word.split_at(word.find(['*', '?']).unwrap_or(word.len()));
        let like = |call: &Call| {
            call.begins_with(start)
                && (rest == "*" || overlap(&word, &call.name().to_ascii_lowercase()))
        };
        self.calls().filter(like).collect()
    }

    /// The ARNs of its resources, in the order in which calls number them.
    pub fn shapes(self) -> impl Iterator<Item = Shape> {
        self.arns().filter_map(Shape::read)
    }

    /// The ARNs of its resources in its own namespace.
    fn own_shapes(self) -> impl Iterator<Item = Shape> {
        let own = self.shapes().filter(|shape| shape.service.is_empty());
        own.map(move |shape| Shape {
            service: self.prefix,
            ..shape
        })
    }

    /// Its condition keys without the prefix, where `*` is open; `of_arns` are those whose values are
    /// ARNs.
    pub fn condition_keys(self, of_arns: bool) -> impl Iterator<Item = &'static str> + Clone {
        let mark = if of_arns { "@@ " } else { "@ " };
        let lines = self.block.lines();
        let mut keys = lines.filter_map(move |line| line.strip_prefix(mark));
        keys.next().into_iter().flat_map(|keys| keys.split(' '))
    }

    /// The lines of its ARNs, which stand before its calls.
    fn arns(self) -> impl Iterator<Item = &'static str> {
        let lines = self.block.lines();
        lines.map_while(|line| line.strip_prefix("> "))
    }
}

impl Call {
    /// Its name, without the service: `GetObject`.
    #[must_use]
    pub fn name(self) -> String {
        format!("{}{}", self.verb, self.rest)
    }

    /// Returns whether this is its name, in whatever case.
    fn is_called(self, name: &str) -> bool {
        let (verb, rest) = name.split_at_checked(self.verb.len()).unwrap_or(("", name));
        verb.eq_ignore_ascii_case(self.verb) && rest.eq_ignore_ascii_case(self.rest)
    }

    /// Returns whether its name begins so, in whatever case.
    fn begins_with(self, start: &str) -> bool {
        let name = self.verb.bytes().chain(self.rest.bytes());
        let same = name
            .zip(start.bytes())
            .take_while(|(a, b)| a.eq_ignore_ascii_case(b));
        same.count() == start.len()
    }

    /// The resources of its service that it can be asked of; none if it is asked of no resource.
    /// `None` if AWS's reference leaves them open.
    #[must_use]
    pub fn shapes(self, service: Service) -> Option<Vec<Shape>> {
        let all: Vec<Shape> = service.shapes().collect();
        self.shapes_among(service, &all)
    }

    /// The same, of shapes that were read already.
    #[must_use]
    pub fn shapes_among(self, service: Service, all: &[Shape]) -> Option<Vec<Shape>> {
        if self.resources == "?" {
            return None;
        }
        let numbers = self
            .resources
            .split(' ')
            .filter_map(|number| number.parse().ok());
        let mut shapes = Vec::new();
        for number in numbers {
            let mut shape: Shape = *all.get::<usize>(number)?;
            if shape.service.is_empty() {
                shape.service = service.prefix;
            }
            shapes.push(shape);
        }
        Some(shapes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_found_in_any_case() {
        let s3 = service("S3").expect("a service");
        let names = |word: &str| -> Vec<String> {
            let calls = s3.calls_like(word);
            calls.into_iter().map(Call::name).collect()
        };
        assert_eq!(names("getobject"), ["GetObject"]);
        assert_eq!(names("GetObjects"), [""; 0]);
        assert!(names("Get*").len() > 20);
        assert!(service("lamda").is_none());
    }

    #[test]
    fn a_namespace_has_the_arns_of_whoever_uses_it() {
        let catalog = shapes_in("catalog");
        assert!(catalog.iter().any(|shape| shape.resource == "product/*"));
        assert!(shapes_in("lamda").is_empty());
    }
}
