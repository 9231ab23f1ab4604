//! Codes of syntax errors. `pipewright-syntax` reports them, where it parses.

use crate::code::code;

code! {
    UNEXPECTED = "P001" Error "something else is expected here",
    why: "The macro reads the pipeline word by word, and what stands here cannot follow what stands before it. It reads on at the next item, so that what is wrong further down is reported too. What the pipeline or an action seems to lack next to such an error may be what could not be read; most of that is not reported.",
    example: "account dev : \"222222222222\";",
    fix: "Write what the message expects: `account dev = \"222222222222\";`. A Rust expression as a value stands in parentheses: `stack_name: (format!(\"app-{branch}\"))`.",
    source: "",
}

code! {
    UNKNOWN_DECLARATION = "P002" Error "there is no such declaration",
    why: "A declaration begins with `home`, `account`, `organization`, `store`, `role`, `project`, `action_type`, `variable`, `value`, `trigger`, `output`, `override`, `resource` or `stage`, and a `for` repeats some; anything else at that place is a setting of the pipeline, `key: value;`. Rust code, a `let` or a `const`, stands outside of `pipeline!`.",
    example: "acount dev = \"222222222222\";",
    fix: "Correct the word: `account dev = \"222222222222\";`.",
    source: "",
}

code! {
    CLAUSE_TWICE = "P003" Error "a clause is said twice",
    why: "An action runs in one account and one region, reads and writes through one store and acts with one role, so each of `in`, `@`, `via` and `as` can stand there once.",
    example: "Build: CodeBuild(source) in dev in test { project_name: package };",
    fix: "Keep one of the two.",
    source: "",
}

code! {
    LITERAL = "P004" Error "a literal of this kind cannot stand here",
    why: "Values are texts, whole numbers, `true` and `false`, lists and maps. An account id, a region and an ARN are texts: as a number, an account id would lose its leading zeros.",
    example: "account dev = 222222222222;",
    fix: "Write a text in quotes: `account dev = \"222222222222\";`.",
    source: "",
}

code! {
    SEPARATOR = "P005" Error "a `;` or a `,` is missing",
    why: "Declarations, settings and actions end with `;`, the entries of `{ … }`, `[ … ]` and `( … )` are separated by `,`. After the `}` of a declaration or a stage, the `;` may be left out.",
    example: "account dev = \"222222222222\"\naccount test = \"333333333333\";",
    fix: "Put the `;` or `,` at the end of what stands before.",
    source: "",
}

code! {
    ATTRIBUTE = "P006" Error "attributes and doc comments cannot stand in a pipeline",
    why: "Nothing in a pipeline can carry an attribute, and a doc comment, `/// …`, is one: it would be lost silently.",
    example: "/// The account of the developers.\naccount dev = \"222222222222\";",
    fix: "Write an ordinary comment, `// …`.",
    source: "",
}

code! {
    TOO_DEEP = "P007" Error "a value, a `for` or an `if` is nested too deeply",
    why: "Lists and maps nest 32 deep at most, `for`s and `if`s 8 deep.",
    example: "tags: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"deep\"]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]];",
    fix: "Take the inner part out, or make it with a Rust expression in parentheses.",
    source: "",
}

code! {
    TUPLE_LENGTH = "P010" Error "an element of a list does not fit the loop variables",
    why: "A `for` runs over a list of tuples where its variables stand in parentheses, and every tuple has an element for each of them. Without parentheses, it runs over a list of single elements.",
    example: "for (account, region) in [(test, \"us-west-2\"), (prod)] { … }",
    fix: "Give every tuple as many elements as there are variables: `(prod, \"eu-west-1\")`.",
    source: "",
}

code! {
    EMPTY_LIST = "P011" Error "a list to repeat over is empty",
    why: "A `for` over nothing makes nothing, so that what stands in it would be lost silently.",
    example: "for region in [] { … }",
    fix: "Put an element into the list, or leave the `for` out.",
    source: "",
}

code! {
    UNUSED_VARIABLE = "P012" Warning "a loop variable is never used",
    why: "Every iteration makes the same as far as this variable goes. It may have been forgotten in a name or after `in` or `@`; in a text, it stands in braces, `{region}`.",
    example: "for (account, region) in [(test, \"us-west-2\")] {\n    stage \"Deploy-{account}\" in account { … }\n}",
    fix: "Use it, or begin its name with an underscore: `_region`.",
    source: "",
}

code! {
    HIDDEN_NAME = "P013" Error "a loop variable hides another name",
    why: "In the block of a `for`, its variables stand for elements of its list. If an account, a store, a role, a project, an artifact or the variable of an outer `for` has the same name, a reader cannot tell which of the two is meant, and a deployment could go elsewhere than it seems.",
    example: "account prod = \"444444444444\";\nfor prod in [test] { … }",
    fix: "Give the loop variable a name of its own.",
    source: "",
}

code! {
    NAME_FROM_STRING = "P014" Error "a text in a `for` does not make a name",
    why: "In a `for`, a name may be written as a text with loop variables in braces. Braces have no other meaning in a name, since AWS takes none there. The name of a declaration is letters, digits and underscores then too.",
    example: "for account in [test, prod] { stage \"Deploy-{acount}\" in account { … } }",
    fix: "Write the name of a loop variable in the braces: `\"Deploy-{account}\"`.",
    source: "",
}

code! {
    MISTYPED_VARIABLE = "P233" Warning "braces in a `for` with a name that is close to a loop variable",
    why: "In a `for`, a loop variable in braces is filled into a text. Other braces stay as they are, since JSON and templates have braces of their own: a name that is mistyped goes to AWS with its braces.",
    example: "for account in [test, prod] {\n    \"Call-{account}\": Lambda { function_name: \"smoke\", user_parameters: \"{acount}\" };\n}",
    fix: "Write the name of the loop variable in the braces: `\"{account}\"`.",
    source: "",
}

code! {
    TOO_MANY_ITERATIONS = "P015" Error "too many iterations of `for`s",
    why: "AWS takes 50 stages and 1,000 actions in a pipeline. All `for`s of a pipeline together have at most 2,000 iterations; one in another one counts once for each iteration of the outer one.",
    example: "for a in […] { for b in […] { for c in […] { … } } }",
    fix: "Shorten the lists, or split the pipeline.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
}

code! {
    RUST_IN_A_FILE = "P020" Error "a Rust expression in a file that no Rust program is made of",
    why: "`cargo pipewright` reads a pipeline from a plain file, and compiles nothing. An expression in parentheses is Rust, and so is the condition of an `if`, unless literals, loop variables and declared values decide it: only `pipeline!` can evaluate Rust.",
    example: "account prod = (std::env::var(\"PROD\")?);",
    fix: "Write the value itself. A value that several places use gets a name, `value NAME = …;`. One that differs from deployment to deployment is a parameter of the template, `parameter NAME: String;`, where AWS takes it. Whatever has to be computed needs `pipeline!` in a build script.",
    source: "",
}
