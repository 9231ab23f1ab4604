//! Nothing of the prelude is needed.

#![deny(warnings)]
#![no_implicit_prelude]

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
