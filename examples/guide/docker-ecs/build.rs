//! Build an image, push it to ECR, and roll out an ECS service in another account.

fn main() {
    pipewright::emit(pipewright::pipeline! {
        name: "docker-ecs";

        // The pipeline lives in the first account, and deploys to the second. Write your own.
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444" @ "us-east-1";

        // The ARN of the connection to GitHub is given when the pipeline is deployed.
        parameter connection: String;

        // The roles of the task, which exist: the action passes them to ECS.
        role task in prod = import "arn:aws:iam::444444444444:role/docker-ecs-task";
        role execution in prod = import "arn:aws:iam::444444444444:role/docker-ecs-execution";

        project image {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            // Docker needs it.
            privileged_mode: true,
            buildspec: include "buildspec.yml",
            environment_variables: {
                REGISTRY: "111111111111.dkr.ecr.us-east-1.amazonaws.com",
                REPOSITORY: "docker-ecs",
            },
            statements: [
                { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
                {
                    actions: [
                        "ecr:BatchCheckLayerAvailability",
                        "ecr:BatchGetImage",
                        "ecr:CompleteLayerUpload",
                        "ecr:GetDownloadUrlForLayer",
                        "ecr:InitiateLayerUpload",
                        "ecr:PutImage",
                        "ecr:UploadLayerPart",
                    ],
                    resources: ["arn:aws:ecr:us-east-1:111111111111:repository/docker-ecs"],
                },
            ],
        }

        stage Source {
            let source = Checkout: CodeConnection {
                connection_arn: connection,
                full_repository_id: "acme/docker-ecs",
                branch_name: "main",
            };
        }

        stage Build {
            let image = Image: CodeBuild(source) {
                project_name: image,
                environment_variables: { COMMIT: Checkout.CommitId },
            };
        }

        stage Deploy in prod {
            Service: Ecs(image) {
                cluster_name: "main",
                service_name: "docker-ecs",
                task_roles: [task, execution],
            };
        }
    });
}
