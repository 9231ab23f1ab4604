//! The operations of each service, as somebody has classified them.

use std::collections::BTreeMap;

/// The operations of a service.
pub(super) struct Service {
    pub(super) name: &'static str,
    /// The service that IAM's calls are of, where it has another name.
    calls_of: Option<&'static str>,
    /// Those that statements are asked for. `Operation=Call`, where IAM's call has another name.
    guarded: &'static str,
    /// The others, by the reason: what such an operation does.
    harmless: &'static [(&'static str, &'static str)],
}

#[rustfmt::skip]
pub(super) const SERVICES: &[Service] = &[
    Service {
        name: "s3",
        calls_of: None,
        guarded: "CompleteMultipartUpload=PutObject CopyObject=PutObject \
            CreateBucketMetadataConfiguration=CreateBucketMetadataTableConfiguration \
            CreateBucketMetadataTableConfiguration CreateMultipartUpload=PutObject \
            DeleteBucket DeleteBucketAnalyticsConfiguration=PutAnalyticsConfiguration \
            DeleteBucketCors=PutBucketCORS DeleteBucketEncryption=PutEncryptionConfiguration \
            DeleteBucketIntelligentTieringConfiguration=PutIntelligentTieringConfiguration \
            DeleteBucketInventoryConfiguration=PutInventoryConfiguration \
            DeleteBucketLifecycle=PutLifecycleConfiguration \
            DeleteBucketMetadataConfiguration=DeleteBucketMetadataTableConfiguration \
            DeleteBucketMetadataTableConfiguration \
            DeleteBucketOwnershipControls=PutBucketOwnershipControls DeleteBucketPolicy \
            DeleteBucketReplication=PutReplicationConfiguration \
            DeleteBucketTagging=PutBucketTagging DeleteBucketWebsite DeleteObject \
            DeleteObjectAnnotation DeleteObjectTagging DeleteObjects=DeleteObject \
            DeletePublicAccessBlock=PutBucketPublicAccessBlock GetBucketLocation GetObject \
            GetObjectAnnotation GetObjectAttributes GetObjectTagging GetObjectTorrent \
            HeadBucket=ListBucket HeadObject=GetObject \
            ListMultipartUploads=ListBucketMultipartUploads ListObjectAnnotations \
            ListObjectVersions=ListBucketVersions ListObjects=ListBucket \
            ListObjectsV2=ListBucket PutBucketAbac PutBucketAcl \
            PutBucketAnalyticsConfiguration=PutAnalyticsConfiguration \
            PutBucketCors=PutBucketCORS PutBucketEncryption=PutEncryptionConfiguration \
            PutBucketIntelligentTieringConfiguration=PutIntelligentTieringConfiguration \
            PutBucketInventoryConfiguration=PutInventoryConfiguration \
            PutBucketLifecycle=PutLifecycleConfiguration \
            PutBucketLifecycleConfiguration=PutLifecycleConfiguration PutBucketLogging \
            PutBucketNotification PutBucketNotificationConfiguration=PutBucketNotification \
            PutBucketOwnershipControls PutBucketPolicy \
            PutBucketReplication=PutReplicationConfiguration PutBucketRequestPayment \
            PutBucketTagging PutBucketVersioning PutBucketWebsite PutObject PutObjectAcl \
            PutObjectAnnotation PutObjectLegalHold \
            PutObjectLockConfiguration=PutBucketObjectLockConfiguration PutObjectRetention \
            PutObjectTagging PutPublicAccessBlock=PutBucketPublicAccessBlock \
            SelectObjectContent=GetObject UpdateBucketMetadataAnnotationTableConfiguration \
            UpdateBucketMetadataInventoryTableConfiguration \
            UpdateBucketMetadataJournalTableConfiguration UpdateObjectEncryption \
            UploadPart=PutObject UploadPartCopy=PutObject",
        harmless: &[
            ("can keep the pipeline from running, and lets nobody in",
                "AbortMultipartUpload"),
            ("makes something new, and changes nothing that is there",
                "CreateBucket"),
            ("is about what no pipeline of ours has",
                "CreateSession ListDirectoryBuckets RenameObject RestoreObject \
                WriteGetObjectResponse"),
            ("changes speed or metrics only",
                "DeleteBucketMetricsConfiguration PutBucketAccelerateConfiguration \
                PutBucketMetricsConfiguration"),
            ("says how something is set up, and nothing of an artifact",
                "GetBucketAbac GetBucketAccelerateConfiguration GetBucketAcl \
                GetBucketAnalyticsConfiguration GetBucketCors GetBucketEncryption \
                GetBucketIntelligentTieringConfiguration GetBucketInventoryConfiguration \
                GetBucketLifecycle GetBucketLifecycleConfiguration GetBucketLogging \
                GetBucketMetadataConfiguration GetBucketMetadataTableConfiguration \
                GetBucketMetricsConfiguration GetBucketNotification \
                GetBucketNotificationConfiguration GetBucketOwnershipControls \
                GetBucketPolicy GetBucketPolicyStatus GetBucketReplication \
                GetBucketRequestPayment GetBucketTagging GetBucketVersioning \
                GetBucketWebsite GetObjectAcl GetObjectLegalHold GetObjectLockConfiguration \
                GetObjectRetention GetPublicAccessBlock ListBucketAnalyticsConfigurations \
                ListBucketIntelligentTieringConfigurations ListBucketInventoryConfigurations \
                ListBucketMetricsConfigurations ListBuckets ListParts"),
        ],
    },
    Service {
        name: "kms",
        calls_of: None,
        guarded: "CreateAlias CreateGrant Decrypt DeleteAlias DisableKey DisableKeyRotation \
            Encrypt GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext \
            GenerateDataKeyWithoutPlaintext PutKeyPolicy ReEncrypt=ReEncryptFrom RevokeGrant \
            ScheduleKeyDeletion TagResource UntagResource UpdateAlias",
        harmless: &[
            ("gives access back, or keeps it as it was",
                "CancelKeyDeletion EnableKey EnableKeyRotation RetireGrant RotateKeyOnDemand \
                UpdateKeyDescription"),
            ("is about what no pipeline of ours has",
                "ConnectCustomKeyStore CreateCustomKeyStore DeleteCustomKeyStore \
                DeleteImportedKeyMaterial DeriveSharedSecret DisconnectCustomKeyStore \
                GenerateMac ImportKeyMaterial ReplicateKey Sign UpdateCustomKeyStore \
                UpdatePrimaryRegion Verify VerifyMac"),
            ("makes something new, and changes nothing that is there",
                "CreateKey GenerateRandom"),
            ("says how something is set up, and nothing of an artifact",
                "DescribeCustomKeyStores DescribeKey GetKeyLastUsage GetKeyPolicy \
                GetKeyRotationStatus GetParametersForImport GetPublicKey ListAliases \
                ListGrants ListKeyPolicies ListKeyRotations ListKeys ListResourceTags \
                ListRetirableGrants"),
        ],
    },
    Service {
        name: "iam",
        calls_of: None,
        guarded: "AcquireRole AddClientIDToOpenIDConnectProvider AddUserToGroup AttachGroupPolicy \
            AttachRolePolicy AttachUserPolicy CreateAccessKey CreateLoginProfile \
            CreatePolicyVersion CreateRole CreateServiceSpecificCredential \
            DeactivateMFADevice DeleteGroupPolicy DeletePolicyVersion DeleteRole \
            DeleteRolePermissionsBoundary DeleteRolePolicy DeleteUserPermissionsBoundary \
            DeleteUserPolicy DetachGroupPolicy DetachRolePolicy DetachUserPolicy \
            PutGroupPolicy PutRolePermissionsBoundary PutRolePolicy \
            PutUserPermissionsBoundary PutUserPolicy ResetServiceSpecificCredential \
            SetDefaultPolicyVersion UpdateAccessKey UpdateAssumeRolePolicy \
            UpdateLoginProfile UpdateOpenIDConnectProviderThumbprint UpdateSAMLProvider \
            UploadSSHPublicKey UploadSigningCertificate",
        harmless: &[
            ("makes something new, and changes nothing that is there",
                "AcceptDelegationRequest AssociateDelegationRequest CreateAccountAlias \
                CreateDelegationRequest CreateGroup CreateInstanceProfile \
                CreateOpenIDConnectProvider CreatePolicy CreateSAMLProvider \
                CreateServiceLinkedRole CreateUser CreateVirtualMFADevice \
                RejectDelegationRequest SendDelegationToken UpdateDelegationRequest \
                UploadServerCertificate"),
            ("is about what no pipeline of ours has",
                "AddRoleToInstanceProfile EnableOrganizationsRootCredentialsManagement \
                EnableOrganizationsRootSessions EnableOutboundWebIdentityFederation \
                UpdateServerCertificate"),
            ("is about whoever calls it",
                "ChangePassword EnableMFADevice ResyncMFADevice"),
            ("takes away, and gives nobody more",
                "DeleteAccessKey DeleteAccountAlias DeleteAccountPasswordPolicy DeleteGroup \
                DeleteInstanceProfile DeleteLoginProfile DeleteOpenIDConnectProvider \
                DeletePolicy DeleteSAMLProvider DeleteSSHPublicKey DeleteServerCertificate \
                DeleteServiceLinkedRole DeleteServiceSpecificCredential \
                DeleteSigningCertificate DeleteUser DeleteVirtualMFADevice \
                DisableOrganizationsRootCredentialsManagement \
                DisableOrganizationsRootSessions DisableOutboundWebIdentityFederation \
                RemoveClientIDFromOpenIDConnectProvider RemoveRoleFromInstanceProfile \
                RemoveUserFromGroup"),
            ("says how something is set up, and nothing of an artifact",
                "GenerateCredentialReport GenerateOrganizationsAccessReport \
                GenerateServiceLastAccessedDetails GetAccessKeyLastUsed \
                GetAccountAuthorizationDetails GetAccountPasswordPolicy GetAccountProperties \
                GetAccountSummary GetContextKeysForCustomPolicy \
                GetContextKeysForPrincipalPolicy GetCredentialReport GetDelegationRequest \
                GetGroup GetGroupPolicy GetHumanReadableSummary GetInstanceProfile \
                GetLoginProfile GetMFADevice GetOpenIDConnectProvider \
                GetOrganizationsAccessReport GetOutboundWebIdentityFederationInfo GetPolicy \
                GetPolicyVersion GetRole GetRolePolicy GetRoleTemplateVersion \
                GetSAMLProvider GetSSHPublicKey GetServerCertificate \
                GetServiceLastAccessedDetails GetServiceLastAccessedDetailsWithEntities \
                GetServiceLinkedRoleDeletionStatus GetUser GetUserPolicy ListAccessKeys \
                ListAccountAliases ListAttachedGroupPolicies ListAttachedRolePolicies \
                ListAttachedUserPolicies ListDelegationRequests ListEntitiesForPolicy \
                ListGroupPolicies ListGroups ListGroupsForUser ListInstanceProfileTags \
                ListInstanceProfiles ListInstanceProfilesForRole ListMFADeviceTags \
                ListMFADevices ListOpenIDConnectProviderTags ListOpenIDConnectProviders \
                ListOrganizationsFeatures ListPolicies ListPoliciesGrantingServiceAccess \
                ListPolicyTags ListPolicyVersions ListRolePolicies ListRoleTags ListRoles \
                ListSAMLProviderTags ListSAMLProviders ListSSHPublicKeys \
                ListServerCertificateTags ListServerCertificates \
                ListServiceSpecificCredentials ListSigningCertificates ListUserPolicies \
                ListUserTags ListUsers ListVirtualMFADevices SimulateCustomPolicy \
                SimulatePrincipalPolicy"),
            ("changes names, tags, texts or settings of an account, and no access that a policy of ours gives",
                "PutAccountProperties SetSecurityTokenServicePreferences TagInstanceProfile \
                TagMFADevice TagOpenIDConnectProvider TagPolicy TagRole TagSAMLProvider \
                TagServerCertificate TagUser UntagInstanceProfile UntagMFADevice \
                UntagOpenIDConnectProvider UntagPolicy UntagRole UntagSAMLProvider \
                UntagServerCertificate UntagUser UpdateAccountPasswordPolicy UpdateGroup \
                UpdateRole UpdateRoleDescription UpdateSSHPublicKey \
                UpdateServiceSpecificCredential UpdateSigningCertificate UpdateUser"),
        ],
    },
    Service {
        name: "sts",
        calls_of: None,
        guarded: "AssumeRole",
        harmless: &[
            ("needs no permission of the caller's on a role of ours",
                "AssumeRoleWithSAML AssumeRoleWithWebIdentity AssumeRoot \
                DecodeAuthorizationMessage GetAccessKeyInfo GetCallerIdentity \
                GetDelegatedAccessToken GetFederationToken GetSessionToken \
                GetWebIdentityToken"),
        ],
    },
    Service {
        name: "codepipeline",
        calls_of: None,
        guarded: "DeletePipeline DisableStageTransition EnableStageTransition \
            OverrideStageCondition PutActionRevision PutApprovalResult RollbackStage \
            UpdatePipeline",
        harmless: &[
            ("is a worker's, which has a job's id",
                "AcknowledgeJob AcknowledgeThirdPartyJob PollForJobs PollForThirdPartyJobs \
                PutJobFailureResult PutJobSuccessResult PutThirdPartyJobFailureResult \
                PutThirdPartyJobSuccessResult"),
            ("makes something new, and changes nothing that is there",
                "CreateCustomActionType CreatePipeline PutWebhook \
                RegisterWebhookWithThirdParty"),
            ("can keep the pipeline from running, and lets nobody in",
                "DeleteCustomActionType DeleteWebhook DeregisterWebhookWithThirdParty \
                StopPipelineExecution"),
            ("says how something is set up, and nothing of an artifact",
                "GetActionType GetJobDetails GetPipeline GetPipelineExecution \
                GetPipelineState GetThirdPartyJobDetails ListActionExecutions \
                ListActionTypes ListDeployActionExecutionTargets ListPipelineExecutions \
                ListPipelines ListRuleExecutions ListRuleTypes ListTagsForResource \
                ListWebhooks"),
            ("starts what the pipeline says, and changes none of it",
                "RetryStageExecution StartPipelineExecution"),
            ("is about tags, or about an action type of the account's owner",
                "TagResource UntagResource UpdateActionType"),
        ],
    },
    Service {
        name: "codebuild",
        calls_of: None,
        guarded: "DeleteProject StartBuild StartBuildBatch StartSandbox UpdateProject \
            UpdateProjectVisibility",
        harmless: &[
            ("can keep the pipeline from running, and lets nobody in",
                "BatchDeleteBuilds DeleteBuildBatch InvalidateProjectCache StopBuild \
                StopBuildBatch StopSandbox"),
            ("says how something is set up, and nothing of an artifact",
                "BatchGetBuildBatches BatchGetBuilds BatchGetCommandExecutions BatchGetFleets \
                BatchGetProjects BatchGetReportGroups BatchGetReports BatchGetSandboxes \
                DescribeCodeCoverages DescribeTestCases GetReportGroupTrend \
                GetResourcePolicy ListBuildBatches ListBuildBatchesForProject ListBuilds \
                ListBuildsForProject ListCommandExecutionsForSandbox \
                ListCuratedEnvironmentImages ListFleets ListProjects ListReportGroups \
                ListReports ListReportsForReportGroup ListSandboxes ListSandboxesForProject \
                ListSharedProjects ListSharedReportGroups ListSourceCredentials"),
            ("makes something new, and changes nothing that is there",
                "CreateFleet CreateProject CreateReportGroup CreateWebhook"),
            ("is about what no pipeline of ours has",
                "DeleteFleet DeleteReport DeleteReportGroup DeleteResourcePolicy \
                DeleteSourceCredentials DeleteWebhook ImportSourceCredentials \
                PutResourcePolicy UpdateFleet UpdateReportGroup UpdateWebhook"),
            ("runs again what a build ran",
                "RetryBuild RetryBuildBatch"),
            ("is on a sandbox, which only `StartSandbox` makes",
                "StartCommandExecution StartSandboxConnection"),
        ],
    },
    Service {
        name: "events",
        calls_of: None,
        guarded: "DeleteRule DisableRule PutRule PutTargets RemoveTargets",
        harmless: &[
            ("is about what no pipeline of ours has",
                "ActivateEventSource CancelReplay CreateApiDestination CreateArchive \
                CreateConnection CreateEndpoint CreateEventBus CreatePartnerEventSource \
                DeactivateEventSource DeauthorizeConnection DeleteApiDestination \
                DeleteArchive DeleteConnection DeleteEndpoint DeleteEventBus \
                DeletePartnerEventSource PutPartnerEvents StartReplay UpdateApiDestination \
                UpdateArchive UpdateConnection UpdateEndpoint UpdateEventBus"),
            ("says how something is set up, and nothing of an artifact",
                "DescribeApiDestination DescribeArchive DescribeConnection DescribeEndpoint \
                DescribeEventBus DescribeEventSource DescribePartnerEventSource \
                DescribeReplay DescribeRule ListApiDestinations ListArchives ListConnections \
                ListEndpoints ListEventBuses ListEventSources ListPartnerEventSourceAccounts \
                ListPartnerEventSources ListReplays ListRuleNamesByTarget ListRules \
                ListTagsForResource ListTargetsByRule TestEventPattern"),
            ("can start the pipeline at most, which changes none of it",
                "EnableRule PutEvents PutPermission RemovePermission TagResource \
                UntagResource"),
        ],
    },
    Service {
        name: "cloudformation",
        calls_of: None,
        guarded: "CreateChangeSet DeleteStack ExecuteChangeSet ExecuteStackRefactor RollbackStack \
            UpdateStack",
        harmless: &[
            ("is about what no pipeline of ours has",
                "ActivateOrganizationsAccess ActivateType DeactivateOrganizationsAccess \
                DeactivateType DeleteGeneratedTemplate DeleteStackInstances DeleteStackSet \
                DeregisterType ImportStacksToStackSet PublishType RegisterPublisher \
                RegisterType SetTypeConfiguration SetTypeDefaultVersion StartResourceScan \
                StopStackSetOperation UpdateGeneratedTemplate UpdateStackInstances \
                UpdateStackSet"),
            ("says how something is set up, and nothing of an artifact",
                "BatchDescribeTypeConfigurations DescribeAccountLimits DescribeChangeSet \
                DescribeChangeSetHooks DescribeEvents DescribeGeneratedTemplate \
                DescribeOrganizationsAccess DescribePublisher DescribeResourceScan \
                DescribeStackDriftDetectionStatus DescribeStackEvents DescribeStackInstance \
                DescribeStackRefactor DescribeStackResource DescribeStackResourceDrifts \
                DescribeStackResources DescribeStackSet DescribeStackSetOperation \
                DescribeStacks DescribeType DescribeTypeRegistration DetectStackDrift \
                DetectStackResourceDrift DetectStackSetDrift EstimateTemplateCost \
                GetGeneratedTemplate GetHookResult GetStackPolicy GetTemplate \
                GetTemplateSummary ListChangeSets ListExports ListGeneratedTemplates \
                ListHookResults ListImports ListResourceScanRelatedResources \
                ListResourceScanResources ListResourceScans ListStackInstanceResourceDrifts \
                ListStackInstances ListStackRefactorActions ListStackRefactors \
                ListStackResources ListStackSetAutoDeploymentTargets \
                ListStackSetOperationResults ListStackSetOperations ListStackSets ListStacks \
                ListTypeRegistrations ListTypeVersions ListTypes TestType ValidateTemplate"),
            ("can keep the pipeline from running, and lets nobody in",
                "CancelUpdateStack DeleteChangeSet SetStackPolicy UpdateTerminationProtection"),
            ("goes on with what was begun",
                "ContinueUpdateRollback RecordHandlerProgress SignalResource"),
            ("makes something new, and changes nothing that is there",
                "CreateGeneratedTemplate CreateStack CreateStackInstances CreateStackRefactor \
                CreateStackSet"),
        ],
    },
    Service {
        name: "s3control",
        calls_of: Some("s3"),
        guarded: "TagResource UntagResource",
        harmless: &[
            ("is about what no pipeline of ours has: jobs, grants, points of access and buckets on Outposts",
                "AssociateAccessGrantsIdentityCenter CreateAccessGrant CreateAccessGrantsInstance \
                CreateAccessGrantsLocation CreateAccessPoint CreateAccessPointForObjectLambda \
                CreateBucket CreateJob CreateMultiRegionAccessPoint CreateStorageLensGroup \
                DeleteAccessGrant DeleteAccessGrantsInstance DeleteBucket DeleteBucketPolicy \
                DeleteAccessGrantsInstanceResourcePolicy DeleteAccessGrantsLocation \
                DeleteAccessPoint DeleteAccessPointForObjectLambda DeleteAccessPointPolicy \
                DeleteAccessPointPolicyForObjectLambda DeleteAccessPointScope \
                DeleteBucketLifecycleConfiguration DeleteBucketReplication DeleteBucketTagging \
                DeleteJobTagging DeleteMultiRegionAccessPoint DeleteStorageLensConfiguration \
                DeleteStorageLensConfigurationTagging DeleteStorageLensGroup \
                DissociateAccessGrantsIdentityCenter GetDataAccess \
                PutAccessGrantsInstanceResourcePolicy PutAccessPointConfigurationForObjectLambda \
                PutAccessPointPolicy PutAccessPointPolicyForObjectLambda PutAccessPointScope \
                PutBucketLifecycleConfiguration PutBucketPolicy PutBucketReplication \
                PutBucketTagging PutBucketVersioning PutJobTagging \
                PutMultiRegionAccessPointPolicy PutStorageLensConfiguration \
                PutStorageLensConfigurationTagging SubmitMultiRegionAccessPointRoutes \
                UpdateAccessGrantsLocation UpdateJobPriority UpdateJobStatus \
                UpdateStorageLensGroup"),
            ("is about the account, and a store's bucket says for itself that it is private",
                "DeletePublicAccessBlock PutPublicAccessBlock"),
            ("says how something is set up, and nothing of an artifact",
                "DescribeJob DescribeMultiRegionAccessPointOperation GetAccessGrant \
                GetAccessGrantsInstance GetAccessGrantsInstanceForPrefix \
                GetAccessGrantsInstanceResourcePolicy GetAccessGrantsLocation GetAccessPoint \
                GetAccessPointConfigurationForObjectLambda GetAccessPointForObjectLambda \
                GetAccessPointPolicy GetAccessPointPolicyForObjectLambda \
                GetAccessPointPolicyStatus GetAccessPointPolicyStatusForObjectLambda \
                GetAccessPointScope GetBucket GetBucketLifecycleConfiguration GetBucketPolicy \
                GetBucketReplication GetBucketTagging GetBucketVersioning GetJobTagging \
                GetMultiRegionAccessPoint GetMultiRegionAccessPointPolicy \
                GetMultiRegionAccessPointPolicyStatus GetMultiRegionAccessPointRoutes \
                GetPublicAccessBlock GetStorageLensConfiguration \
                GetStorageLensConfigurationTagging GetStorageLensGroup ListAccessGrants \
                ListAccessGrantsInstances ListAccessGrantsLocations ListAccessPoints \
                ListAccessPointsForDirectoryBuckets ListAccessPointsForObjectLambda \
                ListCallerAccessGrants ListJobs ListMultiRegionAccessPoints \
                ListRegionalBuckets ListStorageLensConfigurations ListStorageLensGroups \
                ListTagsForResource"),
        ],
    },
    Service {
        name: "scheduler",
        calls_of: None,
        guarded: "DeleteSchedule DeleteScheduleGroup UpdateSchedule",
        harmless: &[
            ("makes something new, and changes nothing that is there",
                "CreateSchedule CreateScheduleGroup"),
            ("says how something is set up, and nothing of an artifact",
                "GetSchedule GetScheduleGroup ListScheduleGroups ListSchedules \
                ListTagsForResource"),
            ("is about tags, which nothing of ours is decided by",
                "TagResource UntagResource"),
        ],
    },
    Service {
        name: "codestar-notifications",
        calls_of: None,
        guarded: "DeleteNotificationRule Subscribe Unsubscribe UpdateNotificationRule",
        harmless: &[
            ("makes something new, and changes nothing that is there",
                "CreateNotificationRule"),
            ("is about a target that no rule has any more, or about all rules of the target's owner",
                "DeleteTarget"),
            ("says how something is set up, and nothing of an artifact",
                "DescribeNotificationRule ListEventTypes ListNotificationRules \
                ListTagsForResource ListTargets"),
            ("is about tags, which nothing of ours is decided by",
                "TagResource UntagResource"),
        ],
    },
    Service {
        name: "sns",
        calls_of: None,
        guarded: "AddPermission DeleteTopic PutDataProtectionPolicy RemovePermission \
            SetTopicAttributes Subscribe",
        harmless: &[
            ("tells those who are told anyway; a role that publishes is meant to",
                "Publish PublishBatch"),
            ("makes something new, and changes nothing that is there",
                "CreateTopic"),
            ("is about a subscription, by whoever has it",
                "ConfirmSubscription SetSubscriptionAttributes Unsubscribe"),
            ("is about what no pipeline of ours has: phones and applications",
                "CheckIfPhoneNumberIsOptedOut CreatePlatformApplication CreatePlatformEndpoint \
                CreateSMSSandboxPhoneNumber DeleteEndpoint DeletePlatformApplication \
                DeleteSMSSandboxPhoneNumber GetEndpointAttributes \
                GetPlatformApplicationAttributes GetSMSAttributes GetSMSSandboxAccountStatus \
                ListEndpointsByPlatformApplication ListOriginationNumbers \
                ListPhoneNumbersOptedOut ListPlatformApplications ListSMSSandboxPhoneNumbers \
                OptInPhoneNumber SetEndpointAttributes SetPlatformApplicationAttributes \
                SetSMSAttributes VerifySMSSandboxPhoneNumber"),
            ("says how something is set up, and nothing of an artifact",
                "GetDataProtectionPolicy GetSubscriptionAttributes GetTopicAttributes \
                ListSubscriptions ListSubscriptionsByTopic ListTagsForResource ListTopics"),
            ("is about tags, which nothing of ours is decided by",
                "TagResource UntagResource"),
        ],
    },
];

impl Service {
    /// The service that IAM's calls are of.
    pub(super) fn calls_of(&self) -> &'static str {
        self.calls_of.unwrap_or(self.name)
    }

    /// Every operation, with the call that it is guarded by.
    pub(super) fn classified(&self) -> BTreeMap<&'static str, Option<&'static str>> {
        let guarded = self.guarded.split_whitespace();
        let guarded = guarded.map(|one| {
            let (operation, call) = one.split_once('=').unwrap_or((one, one));
            (operation, Some(call))
        });
        let harmless = self
            .harmless
            .iter()
            .flat_map(|(_, all)| all.split_whitespace());
        let mut out = BTreeMap::new();
        for (operation, call) in guarded.chain(harmless.map(|one| (one, None))) {
            let twice = out.insert(operation, call);
            assert!(
                twice.is_none(),
                "{} is classified twice: `{operation}`",
                self.name
            );
        }
        out
    }
}
