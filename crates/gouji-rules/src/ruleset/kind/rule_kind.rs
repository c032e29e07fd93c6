//! What tells the checks how a rule is evaluated.

/// Kinds of rules: what tells the checks how a rule is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuleKind {
    /// Each of its formulas holds.
    Expect,
    /// One of its formulas holds.
    Any,
    /// Parents are the sums of their children.
    Tree,
    /// Where the form is printed again in another unit, one is a rounding of the other.
    Restated,
    /// The claim is never found.
    Never,
    /// A script decides.
    Script,
    /// What follows from a table itself holds.
    Structure,
    /// Sentences, tables and columns are there.
    Required,
    /// The sections of an outline are there.
    Outline,
    /// What a blank form leaves behind, and what of it lacks.
    Template,
}
