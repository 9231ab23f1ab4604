fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";
        action_type scanner {
            category: Test,
            provider: "scanner",
            version: "1",
            input_artifact_details: { minimum_count: 1, maximum_count: 1 },
            output_artifact_details: { minimum_count: 0, maximum_count: 0 },
            configuration_properties: { Project: { required: true } },
            settings: { entity_url_template: "https://scan.example.com/{Config:Projekt}" },
        }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Test {
            Scan: Custom(source) {
                action_type: scanner,
                configuration: { Project: "app" },
            };
        }
    };
}
