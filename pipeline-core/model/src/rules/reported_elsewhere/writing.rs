//! Codes that pipewright-core reports when it writes files.

use crate::code::code;

code! {
    OUTPUT_OF_ANOTHER = "P560" Error "a folder holds the output of others",
    why: "The files of a folder make up one deployment. Two crates that write to one folder would delete each other's templates. The file `.pipewright` in the folder names the crate, or the program, that the folder belongs to; of `cargo pipewright build`, the files by their paths from the folder. A build of files may get more of them, lose some or list them in another order: the folder stays theirs while one of them was in the last build, or if one of those is gone and a stack is still the same, as of a file that was renamed.",
    example: "pipewright::Output::new().folder(\"../deploy\").emit(app())  // in two crates",
    fix: "Give each crate a folder of its own, or hand all pipelines to one `emit`. If this build takes the place of the other one, as that of a crate that was renamed, write the line that the error names as the first one of `.pipewright`. The templates stay, and the build compares with them.",
    source: "",
}

code! {
    EMITTED_TWICE = "P561" Error "a build script emits twice",
    why: "One `emit` is one deployment. A build script has one `OUT_DIR`, and its crate one `PIPEWRIGHT_DIR`: a second call would replace what the first has written there.",
    example: "pipewright::emit(one());\npipewright::emit(other());",
    fix: "Hand all pipelines to one call: `emit([one(), other()])`.",
    source: "",
}

code! {
    FILE_IN_THE_WAY = "P562" Error "a file is in the way that pipewright did not write",
    why: "Nothing of others is overwritten. A file is ours if `.pipewright`, which lies in the folder, lists it and it looks like one that we write. This one has a name of ours, and is something else; or it is not listed, as if `.pipewright` was not committed along with the others.",
    example: "",
    fix: "Move the file elsewhere, or delete it, and build again. If `.pipewright` was lost, restore it: it has a line `output of` with the crate or the file, and the name of each file of the folder.",
    source: "",
}

code! {
    EMIT_OUTSIDE = "P563" Error "`emit` is called outside of a build script",
    why: "`emit` writes to the folder that Cargo gives a build script, and reports in the form that Cargo reads. A program has neither.",
    example: "fn main() { pipewright::emit(app()) }  // in src/main.rs",
    fix: "Call `pipewright::run` in a `main`; or move the call into `build.rs`.",
    source: "https://doc.rust-lang.org/cargo/reference/build-scripts.html",
}

code! {
    RUN_IN_BUILD_SCRIPT = "P564" Error "`run` is called in a build script",
    why: "`run` takes the folder from the command line, and a build script has none.",
    example: "fn main() -> ExitCode { pipewright::run(app()) }  // in build.rs",
    fix: "Call `pipewright::emit` in a build script; or move the call into the crate's `main`.",
    source: "https://doc.rust-lang.org/cargo/reference/build-scripts.html",
}

code! {
    NOT_WRITTEN = "P565" Error "the output cannot be written or read",
    why: "The operating system refused: the disk is full, the folder belongs to somebody else, or something is there that is no folder. If nothing had been moved yet, the files of the last good build are still there; if something had, the next build completes the change.",
    example: "",
    fix: "Correct what the message names, and build again.",
    source: "",
}

code! {
    UNTOLD_PATH = "P567" Warning "the path of the output cannot be told to Cargo",
    why: "A build script speaks to Cargo in lines of UTF-8. A path that is something else, or that has a line break, cannot be said: `PIPEWRIGHT_DIR` is not set, and Cargo does not see that the output was deleted or changed.",
    example: "",
    fix: "Build below a path of UTF-8. The files are complete in any case.",
    source: "https://doc.rust-lang.org/cargo/reference/build-scripts.html#outputs-of-the-build-script",
}

code! {
    NAMED_IS_MADE_ANEW = "P542" Warning "something keeps its name and would be made anew",
    why: "Some properties cannot be changed: CloudFormation makes a new resource, and removes the old one afterwards. AWS takes a name once, so that the new one cannot be made while the old one has its name, and the deployment fails: with `EntityAlreadyExists` for a role that gets another path, for example. For other properties AWS makes a new one under a condition that its resource schemas do not tell; then the warning says that it may. The build compares with the folder that it wrote last.",
    example: "role deploys { role_name: \"deployer\", path: \"/delivery/\" }  // the folder has it with another path",
    fix: "Change the name too: another `role_name` along with the path of a role, another `version` of an action type. The old one goes when the pipeline has let go of it. Or leave both as they were.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html",
}

code! {
    DATA_IS_MADE_ANEW = "P549" Warning "something that holds data would be made anew",
    why: "Some properties cannot be changed: CloudFormation makes a new resource, which is empty, and lets go of the old one. For other properties it does so under a condition that AWS's resource schemas do not tell, such as the key of a table: then the warning says that AWS may. CloudFormation also knows a resource by its stack and the name of its declaration: under another name, in another account or region, or in a pipeline with another name, it is another one, and empty. A `resource` that is no longer declared, while one of its type is new, counts as renamed. The old one stays with its data by `removal_policy: RETAIN`, which what holds data has unless you say otherwise; the stack does not know it any more. The build compares with the folder that it wrote last.",
    example: "resource info: \"AWS::S3::Bucket\" { … }  // the folder has it as `data`",
    fix: "Leave the property, the name or the place as it was. Or move the data: declare a second resource beside the first, copy, and take the first away later. CloudFormation can also take over what stays: import it into the stack under the new logical id.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html",
}

code! {
    NAME_IN_USE = "P545" Warning "something comes to stand elsewhere under the name that it has",
    why: "AWS takes a name once. What another declaration or another stack makes under a name is made while the first one still has it, and the deployment fails with `AlreadyExists`. So it is with a resource whose declaration is renamed, with a `bucket_name` that goes to another region or pipeline, and with an export of another stack. What holds data is retained, and keeps its name for good. The build compares with the folder that it wrote last.",
    example: "resource releases: \"AWS::SNS::Topic\" { TopicName: \"app\" }  // the folder has it as `topic`",
    fix: "Leave the declaration as it was, or change the name too. If the new one needs the old name, deploy once without it.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-resource-name.html",
}

code! {
    PIPELINE_MOVES = "P543" Warning "a pipeline comes to stand in another stack",
    why: "CodePipeline takes a pipeline's name once in an account and region. While the old stack has the pipeline, the new one cannot make it, and the deployment fails. The build compares with the folder that it wrote last.",
    example: "stack_name: \"team-app\";  // the folder has the pipeline in another stack",
    fix: "If the old stack is deployed, delete it before you deploy the new one; buckets and keys with `RETAIN` stay. Or keep the name of the stack.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_CreatePipeline.html",
}

code! {
    DATA_IS_DELETED = "P551" Warning "something that holds data is deleted",
    why: "A `resource` with `removal_policy: DELETE` is deleted with its data when it is no longer declared: the next deployment of its stack does so. AWS has no copy of it. What is retained stays, and is not told; nor is what AWS deletes only if it is empty, such as a bucket. The build compares with the folder that it wrote last.",
    example: "// the folder has it, and the source no more:\n// resource orders: \"AWS::DynamoDB::Table\" { removal_policy: DELETE, … }",
    fix: "If you need the data, declare it again with `removal_policy: RETAIN` and deploy that first. Then take it out. If you do not need it, go on.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html",
}

code! {
    IMPORTED_EXPORT_GOES = "P552" Warning "an export goes or changes while another stack imports it",
    why: "CloudFormation keeps an export for as long as another stack imports it: it deletes none, and changes the value of none. The deployment of the stack with the output fails, unless those that import it have been deployed without it. The build compares with the folder that it wrote last.",
    example: "// the folder has it, and the source no more; another pipeline of the build has `import_value \"app-queue\"`:\n// output queue = tasks { export_name: \"app-queue\" }",
    fix: "Deploy once with the output as it was, and with the value itself in place of `import_value` where it is imported. Then make the change.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html",
}
