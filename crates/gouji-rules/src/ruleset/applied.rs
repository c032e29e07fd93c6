//! What a setting changed in the rules of a document.

/// What a setting changed in the rules of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AppliedSetting {
    /// Where it stands, or what it is called.
    pub title: String,
    /// Why.
    pub reason: String,
    /// Rules that are not run.
    pub off: Vec<String>,
    /// Rules that weigh otherwise.
    pub severity: Vec<String>,
    /// Parameters with another value.
    pub params: Vec<String>,
}
