"""Pipelines of any size, written with `pipeline!` and with the builder."""

REGIONS = ["us-east-1", "eu-west-1", "us-west-2", "ap-southeast-2"]
A_STAGE = 50  # actions; AWS allows no more


class Shape:
    """How large a pipeline is."""

    def __init__(self, actions, accounts=20, expressions=False):
        self.actions = actions
        self.accounts = accounts
        self.expressions = expressions

    def __str__(self):
        said = f"{self.actions} actions, {self.accounts} account" + "s" * (self.accounts > 1)
        return said + ", expressions" * self.expressions

    def stages(self):
        """The names of the actions of each stage but the first, with account and region."""
        updates = range(self.actions - 1)
        for first in range(0, len(updates), A_STAGE):
            yield [
                (f"Update{n}", f"a{n % self.accounts}", REGIONS[n // self.accounts % len(REGIONS)])
                for n in updates[first : first + A_STAGE]
            ]


def empty(shape):
    """Nothing, but what is linked to it."""
    return "fn main() {\n    pipewright::Pipeline::builder(\"empty\").build().unwrap_err();\n}\n"


def macro(shape):
    lines = [HEAD, "pipeline! {", 'name: "large";', 'home tools = "111111111111" @ "us-east-1";']
    lines += ['organization "o-0a1b2c3d4e";'] * (shape.accounts > 20)
    for n in range(shape.accounts):
        lines.append(f'account a{n} = "{200_000_000_000 + n}";')
        lines.append(f"role deploy{n} in a{n} {{ managed_policies: [] }}")
    lines.append("stage Source { let source = Checkout: CodeCommit {")
    lines.append('repository_name: "app", branch_name: "main" }; }')
    for number, stage in enumerate(shape.stages()):
        lines.append(f"stage Stage{number} {{ parallel {{")
        for name, account, region in stage:
            stack, template = f'"app-{name}"', '"template.yml"'
            if shape.expressions:
                stack, template = f'(stack(prefix, "{name}"))', f'(template("{name}")?)'
            lines.append(f'{name}: CloudFormation(source) in {account} @ "{region}" {{')
            lines.append(f"action_mode: CREATE_UPDATE, stack_name: {stack},")
            lines.append(f"template_path: source / {template},")
            lines.append(f"role_arn: deploy{account[1:]} }};")
        lines.append("} }")
    return "\n".join([*lines, "}", TAIL])


def builder(shape):
    """What somebody would write who had no macro."""
    lines = [HEAD, '{let b = Pipeline::builder("large")']
    lines.append('.account(Account::home("tools", "111111111111").region("us-east-1"));')
    lines += ['let b = b.organization("o-0a1b2c3d4e");'] * (shape.accounts > 20)
    for n in range(shape.accounts):
        lines.append(f'let b = b.account(Account::new("a{n}", "{200_000_000_000 + n}"));')
        lines.append(f'let b = b.role(Role::managed("deploy{n}").account("a{n}")')
        lines.append('.set("managed_policies", Vec::<&str>::new()));')
    lines.append('let b = b.stage(Stage::new("Source").action(Action::new("Checkout", "CodeCommit")')
    lines.append('.output("source").set("repository_name", "app").set("branch_name", "main")));')
    for number, stage in enumerate(shape.stages()):
        lines.append(f'let b = b.stage(Stage::new("Stage{number}").parallel([')
        for name, account, region in stage:
            stack, template = f'"app-{name}"', '"template.yml"'
            if shape.expressions:
                stack, template = f'stack(prefix, "{name}")', f'template("{name}")?'
            lines.append(f'Action::new("{name}", "CloudFormation").input("source")')
            lines.append(f'.account("{account}").region("{region}")')
            lines.append(f'.set("action_mode", word("CREATE_UPDATE")).set("stack_name", {stack})')
            lines.append(f'.set("template_path", file("source", {template}))')
            lines.append(f'.set("role_arn", word("deploy{account[1:]}")),')
        lines.append("]));")
    return "\n".join([*lines, "b.build()}", TAIL])


HEAD = """#![allow(unused)]
use pipewright::{Account, Action, Pipeline, Role, Stage, file, pipeline, word};

fn stack(prefix: &str, name: &str) -> String {
    format!("{prefix}-{name}")
}

fn template(name: &str) -> Result<String, Box<dyn std::error::Error>> {
    Ok(format!("{name}.yml"))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let prefix = "app";
    let made ="""
TAIL = """;
    println!("{}", made.unwrap().synthesize().unwrap().templates().count());
    Ok(())
}
"""
FORMS = {"empty": empty, "macro": macro, "builder": builder}
