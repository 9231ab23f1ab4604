//! `Eks`: manifests or a Helm chart into a Kubernetes cluster.

use crate::catalogue::{Condition, Key, Kind, Permission, Read, Slot, Target, Type, Variables, pattern, Existing, existing};

const KUBECTL: Condition = Condition::All(&[
    Condition::Lacks("HelmReleaseName"),
    Condition::Lacks("HelmChartLocation"),
]);

pub(super) static KIND: Kind = Kind {
    name: "Eks",
    title: "manifests, or a Helm chart, into an EKS cluster",
    category: "Deploy",
    provider: "EKS",
    inputs: (1, 1),
    keys: &[
        Key::required("ClusterName", Type::String(&pattern::EKS_CLUSTER), "the cluster").names(Existing::new("EKS cluster", "arn:{partition}:eks:{region}:{account}:cluster/{ClusterName}")),
        Key::optional(
            "ManifestFiles",
            Type::Strings(&pattern::LISTED_PATH),
            "the paths of manifests in the input, for `kubectl`",
        )
        .needed_when(KUBECTL)
        .ignored_when(Condition::Has("HelmReleaseName")),
        Key::optional(
            "HelmReleaseName",
            Type::String(&pattern::HELM_RELEASE),
            "the release, for Helm",
        )
        .needed_when(Condition::Has("HelmChartLocation")),
        Key::optional(
            "HelmChartLocation",
            Type::String(&pattern::CHART),
            "the chart's path in the input, for Helm",
        )
        .needed_when(Condition::Has("HelmReleaseName")),
        Key::optional(
            "HelmValuesFiles",
            Type::Strings(&pattern::LISTED_PATH),
            "the paths of values files in the chart, for Helm",
        )
        .ignored_when(KUBECTL),
        // The key `namespace` already means that of the action's variables.
        Key::optional(
            "Namespace",
            Type::String(&pattern::KUBERNETES_NAMESPACE),
            "the namespace in the cluster",
        )
        .names(Existing::new("Kubernetes namespace", "").within("cluster `{ClusterName}`")).spelled("kubernetes_namespace"),
        Key::optional("Subnets", Type::Strings(&pattern::SUBNET_ID), "subnets of the cluster's VPC").names(existing::SUBNET),
        Key::optional(
            "SecurityGroupIds",
            Type::Strings(&pattern::SECURITY_GROUP_ID),
            "security groups of the cluster's VPC",
        ).names(existing::SECURITY_GROUP),
        Key::optional(
            "EnvironmentVariables",
            Type::Variables(&[]),
            "variables that manifests and values files name",
        )
        .to(Slot::Action)
        .items(1, 10),
    ],
    variables: Variables::Named(&["EKSClusterName"]),
    permissions: &[
        Permission {
            actions: &["eks:DescribeCluster"],
            resources: &["arn:{partition}:eks:{region}:{account}:cluster/{ClusterName}"],
            why: "finds the cluster",
            ..Permission::BLANK
        },
        Permission {
            actions: &[
                "ec2:DescribeDhcpOptions",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeRouteTables",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSubnets",
                "ec2:DescribeVpcs",
            ],
            resources: &["*"],
            unscoped: Some("https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html"),
            why: "finds the cluster's network",
            ..Permission::BLANK
        },
        Permission {
            actions: &[
                "ec2:CreateNetworkInterface",
                "ec2:CreateNetworkInterfacePermission",
                "ec2:DeleteNetworkInterface",
            ],
            resources: &["arn:{partition}:ec2:{region}:{account}:network-interface/*"],
            why: "joins the cluster's network, and leaves it",
            ..Permission::BLANK
        },
        Permission {
            actions: &["ec2:CreateNetworkInterface"],
            resources: &[
                "arn:{partition}:ec2:{region}:{account}:security-group/*",
                "arn:{partition}:ec2:{region}:{account}:subnet/*",
            ],
            why: "joins the cluster's network",
            ..Permission::BLANK
        },
        super::LOGS,
    ],
    pipeline_types: &["V2"],
    prerequisites: &[
        "give the action's role an access entry in cluster `{ClusterName}`",
    ],
    targets: &[
        Target {
            noun: "release",
            keys: &["ClusterName", "Namespace", "HelmReleaseName"],
            only: Some(Condition::Has("HelmReleaseName")),
            refused: false,
            prepares: false,
            why: "Helm refuses to upgrade a release while another operation on it is in progress",
            source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-EKS.html",
        },
    ],
    reads: &[Read::at("ManifestFiles"), Read::at("HelmChartLocation")],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-EKS.html",
    ..Kind::BLANK
};
