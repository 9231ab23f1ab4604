//! What the expansion names is ours, whatever the user calls so.

#![allow(dead_code, non_camel_case_types, unused_macros)]

mod pipewright {}
mod core {}
mod std {}
mod names {}
struct Builder;
struct Values;
struct Expression;
enum Result {}
struct String;
macro_rules! file {
    () => {};
}
macro_rules! concat {
    () => {};
}
macro_rules! include_str {
    () => {};
}

fn main() {
    let name = "app";
    let made = ::pipewright::pipeline! {
        name: (::std::format!("{name}-pipeline"));
        home tools = "111111111111" @ ("us-east-1");
        stage Source {
            let source = Checkout: CodeCommit {
                repository_name: (name),
                branch_name: (<&str as ::core::convert::Into<::std::string::String>>::into("main")),
            };
        }
        stage Act {
            Do: Lambda(source) { function_name: "do" };
        }
    };
    ::std::assert!(made.is_ok());
}
