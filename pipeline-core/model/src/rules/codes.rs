//! The list of all codes. The error index is made from it. Each code's page stands above its
//! rule.

pub use crate::code::{Code, Lacking, Severity};

/// Lists the codes that a module declares, and makes them public.
macro_rules! codes {
    ($($($module:ident)::+ => $($name:ident),+;)*) => {
        $(pub use $($module)::+::{$($name),+};)*

        static ALL: &[&Code] = &[$($(&$name),+),*];
    };
}

codes! {
    crate::catalogue::pattern::doubts => DOUBTFUL_WINDOW, UNKNOWN_TIME_ZONE, FULL_BRANCH_NAME, DOUBTFUL_KEY,
        DOUBTFUL_PATH;
    crate::rules::conditions::repeated => RETRY_AND_CONDITION, CONDITION_TWICE;
    crate::rules::conditions::results =>
        RESULT, SKIP_RULE, ROLLBACK_IN_PARALLEL, ROLLBACK_OF_SOURCE, RETRY_MODE;
    crate::rules::conditions::stage_rules =>
        UNKNOWN_RULE, RULE_NAME, RULE_TWICE, NO_RULE, TOO_MANY_RULES;
    crate::rules::conditions::transition => DISABLED_TWICE, DISABLED_SOURCE;
    crate::rules::configuration::ignored => IGNORED_KEY;
    crate::rules::configuration::missing => MISSING_KEY, WITHOUT_ROLES;
    crate::rules::configuration::repeated => KEY_TWICE;
    crate::rules::configuration::unknown => UNKNOWN_KEY;
    crate::rules::declarations => NO_NAME, HIDDEN_IN_A_NAME, DECLARED_TWICE;
    crate::rules::declarations::accounts =>
        NO_HOME, TWO_HOMES, HOME_WITHOUT_REGION, ACCOUNT_ID, ACCOUNT_ID_TWICE, ORGANIZATION_ID,
        ORGANIZATION_TWICE;
    crate::rules::declarations::action_types => ACTION_TYPE_TWICE, ARTIFACT_RANGE;
    crate::rules::declarations::builds::cache =>
        CACHE_BY_ARN, CACHE_INCOMPLETE, CACHE_IGNORED, NO_LOCAL_CACHE, LAYERS_WITHOUT_DOCKER, NO_CLONE_TO_CACHE;
    crate::rules::declarations::builds::docker => NO_HOST_KERNEL;
    crate::rules::declarations::builds::file_systems =>
        NEEDS_A_VPC, FILE_SYSTEM_TWICE, FILE_SYSTEM_ELSEWHERE, FILE_SYSTEM_ON;
    crate::rules::declarations::builds::images => CREDENTIAL_OF_NO_REGISTRY, PULLED_BY;
    crate::rules::declarations::builds::inputs => NO_SUCH_INPUT;
    crate::rules::declarations::builds::outputs => NO_SUCH_ARTIFACT;
    crate::rules::declarations::builds::keys => KEY_OF_ARTIFACTS, OF_ANOTHER_REGION, NO_BATCH;
    crate::rules::declarations::builds::lambda => NOT_ON_LAMBDA;
    crate::rules::declarations::builds::logs => IN_THE_STORE;
    crate::rules::declarations::builds::network => VPC_OF_A_FLEET;
    crate::rules::declarations::builds::unsuited => UNSUITED_PROPERTY;
    crate::rules::declarations::entity_urls => URL_PROPERTY;
    crate::rules::declarations::given_roles =>
        SERVICE_ROLE_ELSEWHERE, EVENT_ROLE_TWICE, POLICIES_OF_A_GIVEN_ROLE,
        BATCHES_WITH_THE_ROLE_OF_BUILDS;
    crate::rules::declarations::machines =>
        IMAGE_REGISTRY, NO_SUCH_IMAGE, UNLISTED_IMAGE, IMAGE_ON_MACHINE, MACHINE_SIZE, UNLISTED_SIZE, NO_DOCKER,
        NO_TIMEOUT, RESERVED_MACHINE, FLEET_ELSEWHERE;
    crate::rules::declarations::managed_policies =>
        MISSPELLED_POLICY, UNKNOWN_POLICY, POLICY_OF_SERVICES, DENIES_ALL;
    crate::rules::declarations::own_names => NAME_TAKEN, ALIAS_WITHOUT_KEY;
    crate::rules::declarations::outputs => OUTPUT_NAME, OUTPUT_TWICE, OUTPUT_VALUE;
    crate::rules::declarations::overrides =>
        OVERRIDE_PATH, OVERRIDE_PLACE, OVERRIDE_OF_NOTHING, NO_TEMPLATE_VALUE;
    crate::rules::declarations::owners =>
        POLICY_ELSEWHERE, KEY_ADMINISTRATOR_ELSEWHERE, PATH_OF_ANOTHER_PIPELINE;
    crate::rules::declarations::partitions => ARN_OF_ANOTHER_PARTITION;
    crate::rules::declarations::project_roles => PROJECTS_ROLE_ELSEWHERE;
    crate::rules::declarations::queryable => QUERYABLE;
    crate::rules::declarations::role_rules => ROLE_RULES_TWICE, BOUNDARY_OF_ONE_ACCOUNT;
    crate::rules::declarations::roles => ROLE_ARN, ROLE_ARN_ELSEWHERE;
    crate::rules::declarations::shared_roles => NOTHING_TO_SHARE;
    crate::rules::declarations::stores =>
        STORE_WITHOUT_REGION, TWO_STORES, STORES_SHARE_BUCKET, STORE_OUTSIDE_HOME, STORE_KEY_ELSEWHERE,
        STORE_WITHOUT_KEY;
    crate::rules::declarations::tags => TOO_MANY_TAGS, SAME_TAG, RESERVED_TAG;
    crate::rules::declarations::resource_parts => FORM;
    crate::rules::declarations::resource_policies => POLICY_ELEMENT;
    crate::rules::declarations::resource_values => VALUE_SPELLING, UNKNOWN_VALUE, VALUE_RANGE;
    crate::rules::declarations::resources =>
        RESOURCE_TYPE, UNKNOWN_RESOURCE_TYPE, PROPERTY_SPELLING, UNKNOWN_PROPERTY, MISSING_PROPERTY,
        UNKNOWN_RESOURCE_ATTRIBUTE, RESOURCE_PATH, NAMED_AS_AN_ACTION;
    crate::rules::declarations::things => UNKNOWN_THING, UNKNOWN_ATTRIBUTE;
    crate::rules::declarations::undeclared =>
        UNDECLARED_ACCOUNT, UNDECLARED_STORE, UNDECLARED_ROLE, UNDECLARED_PROJECT,
        UNDECLARED_ACTION_TYPE;
    crate::rules::declarations::unused => NEVER_USED, STORE_NOT_MADE;
    crate::rules::declarations::variables => VARIABLE_NAME, VARIABLE_TWICE, TOO_MANY_VARIABLES;
    crate::rules::declarations::wildcards => ACTION_WILDCARD;
    crate::rules::deploy_time => LOOKED_UP_NAME, UNDECLARED_PARAMETER;
    crate::rules::deploy_time::fits => UNFIT_PARAMETER, SECRET_AT_DEPLOYMENT;
    crate::rules::deploy_time::parameters =>
        PARAMETER_TYPE, PARAMETER_SETTING, PARAMETER_DEFAULT, TOO_MANY_PARAMETERS;
    crate::rules::deploy_time::of_resource => RESOURCE_OF_ANOTHER_KIND;
    crate::rules::deploy_time::place => TOO_LATE;
    crate::rules::events => EVENT_TWICE;
    crate::rules::events::filters => UNKNOWN_FILTER;
    crate::rules::events::notifications =>
        NOTHING_TOLD, NOBODY_TOLD, FILTER_OF_NOTHING, NOT_FOR_CHAT, TWO_TOPICS, TOPIC_ELSEWHERE;
    crate::rules::events::patterns => EVENT_PATTERN;
    crate::rules::events::queues => QUEUE_ELSEWHERE;
    crate::rules::events::schedules =>
        SCHEDULE_EXPRESSION, SCHEDULE_ENDS, WITHOUT_EFFECT_ON_A_SCHEDULE, NEVER_STARTS;
    crate::rules::events::self_start => STARTS_ITSELF;
    crate::rules::flow::change_sets => STALE_CHANGE_SET, UNPREPARED, UNPREPARED_HERE;
    crate::rules::flow::contents => NO_CODE, NOT_IN_THE_ARTIFACT;
    crate::rules::flow::counts => INPUT_COUNT, OUTPUT_COUNT;
    crate::rules::flow::handoff => BETWEEN_ACCOUNTS, BETWEEN_ACCOUNTS_OWNED, HANDOFF, HANDOFF_ACROSS;
    crate::rules::flow::inputs => USED_BEFORE_MADE, SIDE_BY_SIDE, INPUT_TWICE, NOT_AN_INPUT;
    crate::rules::flow::outputs => MADE_TWICE, ARTIFACT_NAME, FOREIGN_OUTPUT, OUTPUT_NEEDS_KEY,
        UNREAD_OUTPUT_NEEDS_KEY;
    crate::rules::flow::review_order => REVIEWED_GONE;
    crate::rules::flow::reviews =>
        NO_APPROVAL, UNKNOWN_REVIEWED, NO_CHANGE_SET, REVIEWED_TOO_LATE, REVIEWED_TWICE,
        NOTHING_REVIEWED, DESCRIBING_NAME, REVIEWED_AT_RUN, NO_ROOM;
    crate::rules::flow::skipped => FROM_A_SKIPPED_STAGE;
    crate::rules::flow::unknown => UNKNOWN_ARTIFACT;
    crate::rules::flow::unread => NEVER_READ;
    crate::rules::places => STORE_ELSEWHERE, ROLE_ELSEWHERE;
    crate::rules::places::arns => ARN_ELSEWHERE, ARN_MAYBE_ELSEWHERE;
    crate::rules::places::buckets => STORE_AS_TARGET;
    crate::rules::places::offered => KIND_ELSEWHERE;
    crate::rules::places::topics => FIFO_TOPIC;
    crate::rules::places::placement => ROLE_NOT_TAKEN, HOME_ONLY, SOURCE_REGION, PLACEMENT_IGNORED;
    crate::rules::places::regions => NO_REGION, UNKNOWN_PARTITION, UNKNOWN_REGION, UNLISTED_REGION, PARTITIONS;
    crate::rules::places::roles => PASSED_ROLE_ELSEWHERE;
    crate::rules::places::started_projects => PROJECT_ELSEWHERE, UNKNOWN_PROJECT_ROLE;
    crate::rules::places::targets => WRONG_TARGET;
    crate::rules::reported_elsewhere::branches => NEVER_TAKEN;
    crate::rules::reported_elsewhere::building =>
        TOO_LARGE, SAME_PIPELINE, SAME_LOGICAL_ID, SAME_NAME, BUS_POLICY_TOO_LARGE, OVER_A_QUOTA,
        COULD_NOT_RUN, BOUNDARY_DOCUMENT, BOUNDARY_DENIES, BOUNDARY_UNDECIDED, CHANGES_ITSELF, OPEN_TO_OTHERS, TAKES_IN_A_STORE,
        LETS_IN_MORE, MANAGED_POLICY_LETS_IN, NOT_MADE, NO_SUCH_RESOURCE, IN_SEVERAL_STACKS,
        NO_SUCH_PROPERTY, NOT_TO_OVERRIDE, OPENS_THE_PIPELINE, NOT_KNOWN_THERE, RESOURCE_CYCLE, DANGLING_REFERENCE, DEPENDS_ON_A_LATER_STACK, UNRESOLVED, POLICY_LOOKED_UP, STATEMENT_AT_DEPLOYMENT,
        LOOKED_UP_TWICE, WILDCARD_PARAMETER, REPORT_GROUP_NAME, SAME_FOLDER, SHARED_DIFFERENTLY, IMPORTS_ANOTHERS_STORE, IMPORTS_IN_A_CIRCLE;
    crate::rules::reported_elsewhere::named_values => CYCLIC_VALUE, NOT_THIS_VALUE, UNUSED_VALUE;
    crate::rules::reported_elsewhere::parsing =>
        UNEXPECTED, UNKNOWN_DECLARATION, CLAUSE_TWICE, LITERAL, SEPARATOR, ATTRIBUTE, TOO_DEEP,
        TUPLE_LENGTH, EMPTY_LIST, UNUSED_VARIABLE, HIDDEN_NAME, NAME_FROM_STRING, MISTYPED_VARIABLE,
        TOO_MANY_ITERATIONS, RUST_IN_A_FILE;
    crate::rules::reported_elsewhere::writing =>
        OUTPUT_OF_ANOTHER, EMITTED_TWICE, FILE_IN_THE_WAY, EMIT_OUTSIDE, RUN_IN_BUILD_SCRIPT,
        NOT_WRITTEN, UNTOLD_PATH, NAMED_IS_MADE_ANEW, DATA_IS_MADE_ANEW,
        DATA_IS_DELETED, IMPORTED_EXPORT_GOES, NAME_IN_USE,
        PIPELINE_MOVES;
    crate::rules::roles => SCOPE_UNKNOWN, SCOPE_WIDE;
    crate::rules::roles::references => SCOPE_RESOLVED, POLICY_RESOLVED;
    crate::rules::roles::useless => USELESS_ROLE;
    crate::rules::secrets => SECRET_LITERAL, SECRET_RESOLVED;
    crate::rules::secrets::kept => SECRET_UNNAMED;
    crate::rules::secrets::names => SECRET_VARIABLE;
    crate::rules::secrets::references => SECRET_IN_THE_OPEN, UNKNOWN_SERVICE;
    crate::rules::shared => SHARED_AND_OWN;
    crate::rules::statements::calls => UNKNOWN_SERVICE_OF_A_CALL, UNKNOWN_CALL;
    crate::rules::statements::conditions => UNKNOWN_CONDITION_KEY, UNREADABLE_CONDITION_VALUE;
    crate::rules::statements::effects => OBJECTS_OF_A_BUCKET, WITHOUT_EFFECT;
    crate::rules::statements::resources => IMPOSSIBLE_ARN, DOUBTFUL_ARN;
    crate::rules::statements::variables => POLICY_VARIABLE;
    crate::rules::structure => TOO_FEW_STAGES, TOO_MANY_STAGES, STAGE_TWICE, TOO_MANY_ACTIONS;
    crate::rules::structure::actions => ACTION_TWICE, ACTION_NAME, RUN_ORDER;
    crate::rules::structure::kinds => UNKNOWN_KIND, KIND_ENDED;
    crate::rules::structure::parallel_mode => MORE_THAN_PARALLEL_MODE_RUNS;
    crate::rules::structure::sources => NO_SOURCE, NOT_A_SOURCE, SOURCE_TOO_LATE;
    crate::rules::structure::stages => EMPTY_STAGE, EMPTY_PARALLEL, STAGE_NAME, STAGE_TOO_LONG;
    crate::rules::structure::targets => CHANGED_TOGETHER, MAYBE_CHANGED_TOGETHER;
    crate::rules::structure::v2 => NEEDS_V2;
    crate::rules::triggers =>
        UNKNOWN_TRIGGER_SOURCE, NOT_A_CONNECTION, TRIGGER_TWICE, TOO_MANY_TRIGGERS,
        DETECTION_REPLACED, ONE_REPOSITORY;
    crate::rules::triggers::filters => NO_FILTER, FILTER_TWICE, FILTER_COMBINATION, NO_PATTERN;
    crate::rules::values => ITEM_COUNT;
    crate::rules::values::arns_for_names => ARN_FOR_A_NAME;
    crate::rules::values::json => TOO_LONG;
    crate::rules::values::known => FAILED_EXPRESSION, INCLUDE_TOO_LARGE, UNREADABLE_FILE;
    crate::rules::values::repeated => ITEM_TWICE;
    crate::rules::values::scalars => UNKNOWN_CONSTANT, NUMBER_OUT_OF_RANGE;
    crate::rules::values::strings => MALFORMED_STRING, INVISIBLE;
    crate::rules::values::types => WRONG_TYPE;
    crate::rules::variables::braces => NO_VARIABLE;
    crate::rules::variables::free_text => FREE_TEXT;
    crate::rules::variables::lookalikes => NOT_READ_AS_A_VARIABLE, NOT_READ_AS_AN_ATTRIBUTE;
    crate::rules::variables::namespaces => UNKNOWN_NAMESPACE, AMBIGUOUS_NAMESPACE, NAMESPACE_TAKEN;
    crate::rules::variables::pipeline => UNKNOWN_PIPELINE_VARIABLE, VARIABLE_IN_SOURCE;
    crate::rules::variables::produced => VARIABLE_TOO_EARLY, UNKNOWN_VARIABLE;
    crate::rules::variables::unresolved => NOT_PUT_IN;
}

/// Returns every code, in the order of their ids.
pub fn all() -> impl Iterator<Item = &'static Code> {
    let mut all = ALL.to_vec();
    all.sort_by_key(|code| code.id);
    all.into_iter()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    /// The ids of the pages in the sources of a folder.
    fn pages(folder: &Path) -> Vec<String> {
        let mut pages = Vec::new();
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() {
                pages.extend(self::pages(&path));
                continue;
            }
            let source = fs::read_to_string(&path).unwrap();
            for page in source.split("\ncode! {\n").skip(1) {
                pages.push(page.split('"').nth(1).unwrap().to_owned());
            }
        }
        pages
    }

    #[test]
    fn every_page_is_listed() {
        let mut pages = pages(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
        pages.sort();
        let listed: Vec<&str> = super::all().map(|code| code.id).collect();
        assert_eq!(pages, listed);
    }
}
