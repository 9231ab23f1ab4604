//! P0xx: syntax.

use super::codes;

codes! { SYNTAX:
    UNEXPECTED = "P001" Error "something else is expected here" {
        why: "The macro reads the pipeline word by word, and what stands here cannot follow what stands before it. It reads on at the next item, so that what is wrong further down is reported too.",
        example: "account dev : \"222222222222\";",
        fix: "Write what the message expects: `account dev = \"222222222222\";`. A Rust expression as a value stands in parentheses: `stack_name: (format!(\"app-{branch}\"))`.",
        source: "",
    }
    UNKNOWN_DECLARATION = "P002" Error "there is no such declaration" {
        why: "A declaration begins with `home`, `account`, `organization`, `store`, `role`, `project` or `stage`; anything else at that place is a setting of the pipeline, `key: value;`.",
        example: "acount dev = \"222222222222\";",
        fix: "Correct the word: `account dev = \"222222222222\";`.",
        source: "",
    }
    SAID_TWICE = "P003" Error "a clause is said twice" {
        why: "An action runs in one account and one region, reads and writes through one store and acts with one role, so each of `in`, `@`, `via` and `as` can stand there once.",
        example: "Build: CodeBuild(source) in dev in test { project_name: package };",
        fix: "Keep one of the two.",
        source: "",
    }
    LITERAL = "P004" Error "a literal of this kind cannot stand here" {
        why: "Values are texts, whole numbers, `true` and `false`, lists and maps. An account id, a region and an ARN are texts: as a number, an account id would lose its leading zeros.",
        example: "account dev = 222222222222;",
        fix: "Write a text in quotes: `account dev = \"222222222222\";`.",
        source: "",
    }
    SEPARATOR = "P005" Error "a `;` or a `,` is missing" {
        why: "Declarations, settings and actions end with `;`, the entries of `{ … }`, `[ … ]` and `( … )` are separated by `,`. After the `}` of a declaration or a stage, the `;` may be left out.",
        example: "account dev = \"222222222222\"\naccount test = \"333333333333\";",
        fix: "Put the `;` or `,` at the end of what stands before.",
        source: "",
    }
    ATTRIBUTE = "P006" Error "attributes and doc comments cannot stand in a pipeline" {
        why: "Nothing in a pipeline can carry an attribute, and a doc comment, `/// …`, is one: it would be lost without a word.",
        example: "/// The account of the developers.\naccount dev = \"222222222222\";",
        fix: "Write an ordinary comment, `// …`.",
        source: "",
    }
    TOO_DEEP = "P007" Error "a value is nested too deeply" {
        why: "Lists and maps nest 32 deep at most; nothing that AWS takes needs as much.",
        example: "tags: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"deep\"]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]];",
        fix: "Take the inner part out, or make it with a Rust expression in parentheses.",
        source: "",
    }
}
