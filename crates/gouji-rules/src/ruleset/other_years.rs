//! Rules that are for no document of a year.

/// A rule that is for no document of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherYears {
    /// Its id.
    pub id: String,
    /// The years that it is for.
    pub years: String,
    /// What it uses, where that is for these years and it does not say so itself.
    pub of: Option<String>,
}
