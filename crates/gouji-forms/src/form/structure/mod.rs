//! What follows from a table itself, whatever form it is: a total column is the sum of the columns
//! under its header, a code that of the codes below it, a total row that of the rows above it.
//!
//! In: a table and, where a form of the rules took it, its sides. Out: [`Family`]s, each one
//! relation in all rows or columns of the table. A relation is licensed by the words and places of
//! headers, codes and labels; which of several licensed readings is meant, and whether it is a
//! relation at all, the figures tell: a family that many of its members break is none. Deliberately
//! absent: verdicts. A member that does not come out is checked like any other sum.

mod codes;
mod corroborate;
mod derive;
mod families;
mod header;
mod heads;
mod levels;
mod lists;
mod moved;
mod names;
mod nest;
mod rates;
mod rows;
mod slip;
mod support;

pub use codes::{CODE_SIGNS, is_code_below, is_row_code};
pub(super) use codes::{complete_codes, join_codes, take_codes_from_names};
pub(super) use derive::{Derived, TakenColumns, derive};
pub(super) use families::families;
pub(super) use lists::own_names;
pub(super) use names::add_by_names;
pub use slip::FamilySlips;

pub(crate) use gouji_rules::ruleset::Structure;

/// A cell of a filled form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StructureCell {
    /// Side.
    pub side: usize,
    /// Row of the side.
    pub row: usize,
    /// Column of the form.
    pub column: usize,
}

/// How what is stated follows from its terms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Law {
    /// It is their sum.
    #[default]
    Sum,
    /// It is the first in percent of the second.
    Share,
    /// It is by how many percent the first is more than the second.
    Change,
}

/// One sum, or one rate, of a family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The sum or the rate.
    pub stated: StructureCell,
    /// What it follows from.
    pub terms: Vec<StructureCell>,
}

/// One relation of a table in all rows or columns in which it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// What it follows from.
    pub structure: Structure,
    /// How its members are worked out.
    pub law: Law,
    /// Its sums or rates.
    pub members: Vec<Member>,
    /// Enough of them come out that one that does not is wrong. Otherwise it proves nothing.
    pub is_borne_out: bool,
    /// What does not come out is told by figures that were moved, not by a slip of a digit.
    pub is_explained: bool,
    /// The members that are known to be whole by other things than their own family.
    pub whole: Vec<(StructureCell, Whole)>,
}

/// By what a sum is known to be whole: no row of it is missing, and none is one too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    /// By its total, which comes out, or is printed, elsewhere.
    Total,
    /// By the same rows in another column.
    Beside,
}
