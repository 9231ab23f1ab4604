//! `DeviceFarm`: tests on phones, tablets and browsers.

use crate::catalogue::{Condition, Key, Kind, Permission, Read, Regions, Type, pattern, Existing};

const FUZZ: Condition = Condition::Is("TestType", NO_FUZZ);
const NO_FUZZ: &[&str] = &[
    "APPIUM_JAVA_JUNIT",
    "APPIUM_JAVA_TESTNG",
    "APPIUM_NODE",
    "APPIUM_PYTHON",
    "APPIUM_RUBY",
    "APPIUM_WEB_JAVA_JUNIT",
    "APPIUM_WEB_JAVA_TESTNG",
    "APPIUM_WEB_NODE",
    "APPIUM_WEB_PYTHON",
    "APPIUM_WEB_RUBY",
    "INSTRUMENTATION",
    "XCTEST",
    "XCTEST_UI",
];

pub(super) static KIND: Kind = Kind {
    name: "DeviceFarm",
    title: "tests of an app on real devices",
    category: "Test",
    provider: "DeviceFarm",
    inputs: (1, 1),
    keys: &[
        Key::required(
            "AppType",
            Type::OneOf(&["iOS", "Android", "Web"]),
            "what kind of app it is",
        ),
        Key::required("ProjectId", Type::String(&pattern::DEVICE_FARM_PROJECT), "the project's id").names(Existing::new("Device Farm project", "arn:{partition}:devicefarm:{region}:{account}:project:{ProjectId}")),
        Key::required("App", Type::String(&pattern::ARTIFACT_PATH), "the app's path in the input"),
        Key::required(
            "DevicePoolArn",
            Type::String(&pattern::DEVICE_POOL_ARN),
            "the device pool",
        ).names(Existing::new("Device Farm device pool", "{DevicePoolArn}"))
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
        .of_own_account("a device pool has no policy of its own, and admits roles of its own account only"),
        Key::required(
            "TestType",
            Type::OneOf(&[
                "APPIUM_JAVA_JUNIT",
                "APPIUM_JAVA_TESTNG",
                "APPIUM_NODE",
                "APPIUM_PYTHON",
                "APPIUM_RUBY",
                "APPIUM_WEB_JAVA_JUNIT",
                "APPIUM_WEB_JAVA_TESTNG",
                "APPIUM_WEB_NODE",
                "APPIUM_WEB_PYTHON",
                "APPIUM_WEB_RUBY",
                "BUILTIN_FUZZ",
                "INSTRUMENTATION",
                "XCTEST",
                "XCTEST_UI",
            ]),
            "the testing framework",
        ),
        Key::optional(
            "TestSpec",
            Type::String(&pattern::ARTIFACT_PATH),
            "the test spec's path in the input; a test in custom mode needs it",
        ),
        Key::optional(
            "Test",
            Type::String(&pattern::ARTIFACT_PATH),
            "the path of the tests in the input",
        ),
        Key::optional("RadioBluetoothEnabled", Type::Bool, "whether Bluetooth is on when the test begins"),
        Key::optional("RadioWifiEnabled", Type::Bool, "whether Wi-Fi is on when the test begins"),
        Key::optional("RadioNfcEnabled", Type::Bool, "whether NFC is on when the test begins"),
        Key::optional("RadioGpsEnabled", Type::Bool, "whether GPS is on when the test begins"),
        Key::optional("RecordAppPerformanceData", Type::Bool, "whether CPU, frames and memory are recorded"),
        Key::optional("RecordVideo", Type::Bool, "whether a video is recorded"),
        Key::optional("UnmeteredDevicesOnly", Type::Bool, "whether only your unmetered devices are used"),
        Key::optional(
            "FuzzEventCount",
            Type::Number(1, 10_000),
            "how many events a fuzz test sends",
        )
        .ignored_when(FUZZ),
        Key::optional(
            "FuzzEventThrottle",
            Type::Number(1, 1000),
            "how many milliseconds a fuzz test waits between events",
        )
        .ignored_when(FUZZ),
        Key::optional(
            "FuzzRandomizerSeed",
            Type::Number(i64::MIN, i64::MAX),
            "the seed of a fuzz test",
        )
        .ignored_when(FUZZ),
        Key::optional(
            "CustomHostMachineArtifacts",
            Type::String(&pattern::MACHINE_PATH),
            "where custom artifacts are kept on the host",
        ),
        Key::optional(
            "CustomDeviceArtifacts",
            Type::String(&pattern::MACHINE_PATH),
            "where custom artifacts are kept on the device",
        ),
        Key::optional(
            "JobTimeoutMinutes",
            Type::Number(1, i64::MAX),
            "how many minutes a run may take on each device",
        ),
        Key::optional("Latitude", Type::String(&pattern::LATITUDE), "the device's latitude"),
        Key::optional("Longitude", Type::String(&pattern::LONGITUDE), "the device's longitude"),
    ],
    // https://docs.aws.amazon.com/general/latest/gr/devicefarm.html
    regions: Regions::Only(&["us-west-2"]),
    // Actions and their ARNs:
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsdevicefarm.html
    permissions: &[
        Permission {
            actions: &["devicefarm:ListProjects"],
            resources: &["*"],
            unscoped: Some("https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsdevicefarm.html"),
            why: "finds the project",
            ..Permission::BLANK
        },
        Permission {
            actions: &[
                "devicefarm:CreateUpload",
                "devicefarm:ListDevicePools",
                "devicefarm:ScheduleRun",
            ],
            resources: &["arn:{partition}:devicefarm:{region}:{account}:project:{ProjectId}"],
            why: "uploads the app and starts the run",
            ..Permission::BLANK
        },
        Permission {
            actions: &["devicefarm:GetUpload", "devicefarm:ScheduleRun"],
            resources: &["arn:{partition}:devicefarm:{region}:{account}:upload:{ProjectId}/*"],
            why: "follows the uploads and runs them",
            ..Permission::BLANK
        },
        Permission {
            actions: &["devicefarm:ScheduleRun"],
            resources: &["{DevicePoolArn}"],
            why: "runs on the devices of the pool",
            ..Permission::BLANK
        },
        Permission {
            actions: &["devicefarm:GetRun"],
            resources: &["arn:{partition}:devicefarm:{region}:{account}:run:{ProjectId}/*"],
            why: "follows the run",
            ..Permission::BLANK
        },
    ],
    reads: &[Read::at("App"), Read::at("Test"), Read::at("TestSpec")],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-DeviceFarm.html",
    ..Kind::BLANK
};
