fn main() {
    let _ = pipewright::pipeline! {
    };
}
