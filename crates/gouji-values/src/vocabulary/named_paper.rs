//! Documents of the same agency that formulas name.

/// A document of the same agency that formulas name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPaper {
    /// Its name.
    pub name: String,
    /// What kind of document it is.
    pub kind: String,
    /// Its year, from that of the document that names it.
    pub year: i32,
    /// Those of all units that the document lists are meant, and their figures added up: the
    /// reporting level of each.
    pub level: Option<String>,
}
