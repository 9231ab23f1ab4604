//! What holds data, and what becomes of it when the resource goes.

use serde_json::Value;

/// The types of what holds data, which stays when its stack is deleted unless the user says
/// otherwise: those of cfn-lint's `StatefulResources.json`, repositories, and the other stores of
/// AWS whose contents no template has.
pub(crate) const HOLDS_DATA: [&str; 67] = [
    "AWS::APS::Workspace",
    "AWS::AmazonMQ::Broker",
    "AWS::Backup::BackupVault",
    "AWS::Cassandra::Keyspace",
    "AWS::Cassandra::Table",
    "AWS::CloudTrail::EventDataStore",
    "AWS::CodeArtifact::Domain",
    "AWS::CodeArtifact::Repository",
    "AWS::CodeCommit::Repository",
    "AWS::Cognito::UserPool",
    "AWS::CustomerProfiles::Domain",
    "AWS::DSQL::Cluster",
    "AWS::DocDB::DBCluster",
    "AWS::DocDB::DBInstance",
    "AWS::DocDBElastic::Cluster",
    "AWS::DynamoDB::GlobalTable",
    "AWS::DynamoDB::Table",
    "AWS::EC2::Volume",
    "AWS::ECR::PublicRepository",
    "AWS::ECR::Repository",
    "AWS::EFS::FileSystem",
    "AWS::EMR::Cluster",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::ElastiCache::ServerlessCache",
    "AWS::Elasticsearch::Domain",
    "AWS::Events::Archive",
    "AWS::FSx::FileSystem",
    "AWS::FSx::Volume",
    "AWS::HealthImaging::Datastore",
    "AWS::HealthLake::FHIRDatastore",
    "AWS::KMS::Key",
    "AWS::Kinesis::Stream",
    "AWS::KinesisVideo::Stream",
    "AWS::Lightsail::Bucket",
    "AWS::Lightsail::Database",
    "AWS::Lightsail::Disk",
    "AWS::Logs::LogGroup",
    "AWS::MSK::Cluster",
    "AWS::MSK::ServerlessCluster",
    "AWS::MemoryDB::Cluster",
    "AWS::Neptune::DBCluster",
    "AWS::Neptune::DBInstance",
    "AWS::NeptuneGraph::Graph",
    "AWS::Omics::ReferenceStore",
    "AWS::Omics::SequenceStore",
    "AWS::OpenSearchServerless::Collection",
    "AWS::OpenSearchService::Domain",
    "AWS::QLDB::Ledger",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::Redshift::Cluster",
    "AWS::RedshiftServerless::Namespace",
    "AWS::S3::Bucket",
    "AWS::S3Express::DirectoryBucket",
    "AWS::S3Outposts::Bucket",
    "AWS::S3Tables::Table",
    "AWS::S3Tables::TableBucket",
    "AWS::S3Vectors::Index",
    "AWS::S3Vectors::VectorBucket",
    "AWS::SDB::Domain",
    "AWS::SQS::Queue",
    "AWS::SageMaker::FeatureGroup",
    "AWS::SecretsManager::Secret",
    "AWS::Timestream::Database",
    "AWS::Timestream::InfluxDBInstance",
    "AWS::Timestream::Table",
];

/// The types of what AWS deletes only if it is empty.
///
/// Sources: the operations that delete these, for instance
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html> and
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/delete-a-vault.html>
const EMPTY_FIRST: [&str; 8] = [
    "AWS::Backup::BackupVault",
    "AWS::CodeArtifact::Domain",
    "AWS::ECR::Repository",
    "AWS::S3::Bucket",
    "AWS::S3Express::DirectoryBucket",
    "AWS::S3Outposts::Bucket",
    "AWS::S3Tables::TableBucket",
    "AWS::S3Vectors::VectorBucket",
];

/// Returns whether what is of this type holds data.
pub(crate) fn holds_data(kind: &str) -> bool {
    HOLDS_DATA.contains(&kind)
}

/// What becomes of a resource, and of its data, when its stack lets go of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It stays, and the stack does not know it any more.
    Stays,
    /// It is deleted, and a snapshot of it stays.
    Snapshot,
    /// It is deleted if it is empty, and stays if not.
    StaysUnlessEmpty,
    /// It is deleted with what it holds.
    Deleted,
}

impl Fate {
    /// The fate that a resource has by its `DeletionPolicy`, or its `UpdateReplacePolicy`.
    pub(crate) fn of(resource: &Value, policy: &str) -> Fate {
        match resource[policy].as_str() {
            Some("Retain" | "RetainExceptOnCreate") => Fate::Stays,
            Some("Snapshot") => Fate::Snapshot,
            _ if must_be_empty(resource) => Fate::StaysUnlessEmpty,
            _ => Fate::Deleted,
        }
    }
}

fn must_be_empty(resource: &Value) -> bool {
    let kind = resource["Type"].as_str().unwrap_or_default();
    // A repository can say that it is emptied.
    let empties = &resource["Properties"]["EmptyOnDelete"];
    EMPTY_FIRST.contains(&kind) && *empties != true && *empties != "true"
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_holds_data_is_a_type() {
        assert!(HOLDS_DATA.is_sorted() && EMPTY_FIRST.is_sorted());
        assert!(holds_data("AWS::RDS::DBInstance") && !holds_data("AWS::SNS::Topic"));
        for kind in HOLDS_DATA {
            assert!(
                crate::catalogue::resource_types::ResourceType::named(kind).is_some(),
                "{kind}"
            );
        }
        assert!(EMPTY_FIRST.iter().all(|kind| holds_data(kind)));
    }

    #[test]
    fn what_is_not_empty_is_not_deleted_unless_it_is_emptied() {
        let fate = |kind: &str, policy: &str, empties: bool| {
            let properties = json!({ "EmptyOnDelete": empties });
            let resource =
                json!({ "Type": kind, "DeletionPolicy": policy, "Properties": properties });
            Fate::of(&resource, "DeletionPolicy")
        };
        let (images, table) = ("AWS::ECR::Repository", "AWS::DynamoDB::Table");
        assert_eq!(fate(images, "Delete", false), Fate::StaysUnlessEmpty);
        assert_eq!(fate(images, "Delete", true), Fate::Deleted);
        assert_eq!(fate(images, "RetainExceptOnCreate", true), Fate::Stays);
        assert_eq!(fate(table, "Delete", false), Fate::Deleted);
        assert_eq!(fate(table, "Snapshot", false), Fate::Snapshot);
        let bare = json!({ "Type": table });
        assert_eq!(Fate::of(&bare, "UpdateReplacePolicy"), Fate::Deleted);
    }
}
