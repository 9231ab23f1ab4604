//! P15x: action types that a pipeline declares.

use super::codes;

codes! { ACTION_TYPES:
    UNDECLARED_ACTION_TYPE = "P150" Error "an action type is used that is not declared" {
        why: "A bare word after `action_type` is the name of a declared action type: it says category, provider and version, which CodePipeline looks up when the pipeline is created.",
        example: "Own: Custom(source) { action_type: scaner },",
        fix: "Correct the name, or declare it: `action_type scaner { … }`, or `= import { … }` if it is registered already.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-custom-action.html",
    }
    ACTION_TYPE_TWICE = "P151" Error "two action types are the same for AWS" {
        why: "An action type is known by its category, provider and version, in the pipeline's account and region. CloudFormation cannot create a second one of the same three: the deploy fails.",
        example: "action_type scan { category: Test, provider: \"scanner\", version: \"1\", … }\naction_type check { category: Test, provider: \"scanner\", version: \"1\", … }",
        fix: "Use the first one in both places, or give the second one another provider or version.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionTypeId.html",
    }
    ARTIFACT_RANGE = "P152" Error "an action type that needs more artifacts than it takes" {
        why: "Its smallest number of artifacts is above its largest, so that no action could ever be of it: CodePipeline would refuse every pipeline that has one when it is created.",
        example: "input_artifact_details: { minimum_count: 2, maximum_count: 1 },",
        fix: "Turn the numbers round.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ArtifactDetails.html",
    }
    QUERYABLE = "P153" Error "a property that a job worker cannot poll for" {
        why: "A job worker polls for the jobs of one value of the `queryable` property: an action type has at most one, and it is required and no secret. CodePipeline refuses another action type when the stack is deployed.",
        example: "configuration_properties: { Project: { queryable: true } },",
        fix: "Write `required: true` beside it, and leave out `secret` and every other `queryable`.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionConfigurationProperty.html",
    }
    URL_PROPERTY = "P154" Error "a page's address names a property that it cannot" {
        why: "In an address, `{Config:NAME}` stands for the value of a configuration property that every action has and everybody may read: one that is required and no secret. Of another one there is nothing to put there, and CodePipeline refuses the action type when the stack is deployed.",
        example: "settings: { entity_url_template: \"https://ci.example.com/{Config:Job}\" },",
        fix: "Correct the name, declare the property with `required: true`, or leave it out of the address.",
        source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-custom-action.html",
    }
}
