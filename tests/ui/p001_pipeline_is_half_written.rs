fn main() {
    let _ = pipewright::pipeline! {
        name: "x";
        home tools =
    };
}
