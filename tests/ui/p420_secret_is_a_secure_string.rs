fn main() {
    let _ = pipewright::pipeline! {
        name: "sample";
        home tools = "111111111111" @ "us-east-1";

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "sample", branch_name: "main" };
        }

        stage Publish {
            Publish: Alexa(source) {
                client_id: "amzn1.application-oa2-client.0",
                client_secret: "{{resolve:secretsmanager:alexa:SecretString:client}}",
                refresh_token: "{{resolve:ssm-secure:/alexa/refresh:1}}",
                skill_id: "amzn1.ask.skill.0",
            };
        }
    };
}
