//! What the proof of access says of such values.

use pipewright::{
    Account, Action, Builder, Parameter, Role, Stage, Value, import_value, join, map, ssm, word,
};

use crate::{begun, call, codes};

#[test]
fn what_the_proof_cannot_be_sure_of_is_reported() {
    let topic = || Parameter::new("topic", "String");
    let in_prod = |builder: Builder, action: Action| {
        builder
            .account(Account::new("prod", "444444444444"))
            .stage(Stage::new("Test").account("prod").action(action))
    };
    let at_home =
        |builder: Builder, action: Action| builder.stage(Stage::new("Test").action(action));
    // Looked up once, and in two accounts; a parameter is the same in both.
    assert_eq!(codes(at_home(begun(), call(ssm("/f")))), ["P469"]);
    assert_eq!(codes(at_home(begun(), call(import_value("f")))), ["P469"]);
    assert_eq!(codes(in_prod(begun(), call(ssm("/f")))), ["P471"]);
    // A version is looked up by the template's text, and not by a parameter.
    assert_eq!(codes(at_home(begun(), call(ssm("/f:3")))), ["P469"]);
    let inside = call(join([Value::from("check-"), ssm("/f:3")]));
    assert_eq!(codes(at_home(begun(), inside)), ["P469"]);
    let text = call("f").set("user_parameters", ssm("/text:3"));
    assert_eq!(codes(at_home(begun(), text)), [""; 0]);
    assert_eq!(
        codes(in_prod(begun().parameter(topic()), call(word("topic")))),
        [""; 0]
    );
    let kept = Parameter::new("topic", "AWS::SSM::Parameter::Value<String>").default("/f");
    assert_eq!(
        codes(at_home(begun().parameter(kept), call(word("topic")))),
        ["P469"]
    );
    // Where no policy holds it, anybody may write it.
    let user = call("f").set("user_parameters", ssm("/text"));
    assert_eq!(codes(at_home(begun(), user)), [""; 0]);
    // A dynamic reference of the user's own is what it is, beside one that is looked up.
    for text in [
        join([
            Value::from("{{resolve:ssm:/app/image}} "),
            import_value("vpc"),
        ]),
        join([ssm("/text:3"), Value::from(" {{resolve:ssm:/app/image:2}}")]),
    ] {
        let user = call("f").set("user_parameters", text);
        assert_eq!(codes(at_home(begun(), user)), [""; 0]);
    }
    // A value that could be a pattern.
    for (parameter, expected) in [
        (topic().default("*"), &["P473"][..]),
        (topic().set("allowed_values", ["a", "b*"]), &["P473"]),
        (topic().set("allowed_pattern", ".*"), &["P473"]),
        (topic().set("allowed_pattern", "[a-z]+"), &[]),
        (topic().set("allowed_values", ["a", "b"]), &[]),
    ] {
        let topic = join([
            Value::from("arn:aws:sns:us-east-1:111111111111:"),
            word("topic"),
        ]);
        let statement = map([
            ("actions", Value::from(["sns:Publish"])),
            ("resources", Value::from(vec![topic])),
        ]);
        let role = Role::managed("tests").set("statements", vec![statement]);
        let builder = begun().parameter(parameter).role(role);
        let found = codes(at_home(builder, call("f").role("tests")));
        assert_eq!(found, expected);
    }
}

#[test]
fn statements_on_what_is_not_known_are_asked_for_the_pipelines_own_things() {
    let with = |name: &str, action: &str, resource: Value| {
        let statement = map([
            ("actions", Value::from([action])),
            ("resources", Value::from(vec![resource])),
        ]);
        let role = Role::managed(name).set("statements", vec![statement]);
        let builder = begun()
            .parameter(Parameter::new("x", "String"))
            .role(role)
            .stage(Stage::new("Test").action(call("f").role(name)));
        codes(builder)
    };
    let text = |begin: &str, end: &str| join([Value::from(begin), word("x"), Value::from(end)]);
    assert_eq!(
        with("tests", "s3:GetObject", text("arn:aws:s3:::", "/*")),
        ["P470"]
    );
    assert_eq!(with("tests", "iam:PassRole", word("x")), ["P470"]);
    assert_eq!(with("_tests", "iam:PassRole", word("x")), [""; 0]);
    assert_eq!(
        with("tests", "s3:GetObject", text("arn:aws:s3:::shop-", "/*")),
        [""; 0]
    );
    assert_eq!(with("tests", "sns:Publish", word("x")), [""; 0]);
}
