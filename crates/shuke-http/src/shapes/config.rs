//! Settings as files.

use utoipa::ToSchema;

/// A packed folder.
#[derive(Debug, ToSchema)]
pub struct ConfigUpload {
    /// A zip of the files, as it is exported.
    #[schema(value_type = String, format = Binary)]
    pub file: Vec<u8>,
    /// JSON: `prune` to let go of what is not in the folder, and `state` of the comparison that was seen.
    pub options: Option<String>,
}

/// A property that differs.
#[derive(Debug, ToSchema)]
pub struct ConfigDifference {
    /// Which, such as `label.zh`.
    pub path: String,
    /// What people call it.
    pub label: String,
    /// As it is.
    #[schema(required)]
    pub old: Option<String>,
    /// As it is to be.
    #[schema(required)]
    pub new: Option<String>,
}

/// A piece that differs.
#[derive(Debug, ToSchema)]
pub struct ConfigChange {
    /// `created`, `changed`, `removed`; `kept` is here and not in the folder.
    pub deed: String,
    /// `setting`, `department`, `object`, `field`, `view`, `role` or `sharing_rule`.
    pub group: String,
    /// Api name of the object that it belongs to.
    #[schema(required)]
    pub object: Option<String>,
    /// What people call that object.
    #[schema(required)]
    pub object_label: Option<String>,
    /// Its name in the folder.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// It takes something away, binds people, or gives them more.
    pub danger: bool,
    /// What differs.
    pub differences: Vec<ConfigDifference>,
}

/// A folder beside the company.
#[derive(Debug, ToSchema)]
pub struct ConfigComparison {
    /// What differs.
    pub changes: Vec<ConfigChange>,
    /// How many are made.
    pub created: usize,
    /// How many are changed.
    pub changed: usize,
    /// How many go.
    pub removed: usize,
    /// How many are here and not in the folder.
    pub kept: usize,
    /// Stands for these changes.
    pub state: String,
}
