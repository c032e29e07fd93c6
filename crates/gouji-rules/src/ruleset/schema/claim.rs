//! Claims: where sentences are looked for, and what they look like.

use super::{Later, Origin};
use crate::pattern::{CaptureKind, Pattern};
use crate::ruleset::name_text::NameText;
use gouji_prose::prose::{Relation, RoleReach};
use gouji_values::kind::Kind;
use std::ops::Deref;
use std::sync::Arc;

/// Where sentences of a claim are looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClaimPlace {
    /// Running text.
    #[default]
    Text,
    /// Rows of tables.
    Cells,
    /// Headings.
    Headings,
    /// Paragraphs that begin with a number and are no headings; a sentence is found at their start.
    Numbered,
    /// Lines of a contents page.
    Contents,
}

/// A capture of a claim, merged over its wordings.
#[derive(Clone, Debug, PartialEq)]
pub struct CaptureName {
    /// Name.
    pub name: String,
    /// Kind in the first wording that has it.
    pub kind: CaptureKind,
    /// Repetition that it is in.
    pub group: Option<usize>,
}

/// One wording of a claim.
#[derive(Clone, Debug)]
pub struct Wording {
    /// Pattern.
    pub pattern: Pattern,
    /// For each capture of the pattern the capture of the claim.
    pub captures: Vec<Option<usize>>,
}

/// What is looked for in the characters as printed.
#[derive(Clone, Debug)]
pub struct PrintedSearch {
    /// What is looked for.
    pub look: SlipLook,
    /// Where one of these stands, nothing is said.
    pub except: Vec<Pattern>,
    /// Where it is looked for.
    pub places: Vec<ClaimPlace>,
}

/// Kinds of slip.
#[derive(Clone, Debug)]
pub enum SlipLook {
    /// One of the claim's wordings stands there.
    Wordings,
    /// One of these signs stands without its partner; partners of another width will do.
    Pairs(Vec<Pair>),
    /// The partner is of another width.
    Mixed(Vec<Pair>),
    /// A paragraph ends without one of these marks, where those around it have theirs.
    Stop(Vec<char>),
    /// The number of a list is written twice (`1.1.`), where those around it stand once.
    NumberTwice,
    /// One of these phrases stands there with one letter off; `doc.agency` is the agency.
    Near(Vec<String>),
}

/// Two signs that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The left one.
    pub open: char,
    /// The right one.
    pub close: char,
    /// Pairs that differ in width alone have the same number.
    pub kind: usize,
}

/// A claim, what sentences say: where it is looked for, and what they look like, which is read when it is asked for.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Id.
    pub id: String,
    /// Where it was written.
    pub origin: Origin,
    /// Words that a heading above it holds, folded; any of them.
    pub under: Vec<String>,
    /// Words that no heading above it holds, folded.
    pub not_under: Vec<String>,
    /// Where it is looked for.
    pub place: ClaimPlace,
    /// Only in parts of these kinds.
    pub scope: Vec<usize>,
    /// It is looked for in the characters as printed; its wordings are of that kind.
    pub printed: Option<Arc<PrintedSearch>>,
    /// Its sentences are those in which the prose layer finds this relation.
    pub relation: Option<Relation>,
    /// Its sentences are those in which the prose layer finds an amount of its name.
    pub has_measure: bool,
    /// The texts of its wordings, where they were not yet read.
    pub(in crate::ruleset) texts: Vec<String>,
    /// What its sentences look like.
    pub body: Later<ClaimBody>,
}

impl Deref for Claim {
    type Target = ClaimBody;

    fn deref(&self) -> &ClaimBody {
        &self.body
    }
}

/// What the sentences of a claim look like.
#[derive(Clone, Debug, Default)]
pub struct ClaimBody {
    /// Wordings; of those that fit the same words the one that reads most, else the first.
    pub wordings: Vec<Wording>,
    /// Captures.
    pub captures: Vec<CaptureName>,
    /// Of a relation that is declared by its roles: which they are.
    pub declared: Option<Box<DeclaredSlots>>,
    /// Its sentences are those in which the prose layer finds an amount of this name.
    pub measure: Option<Box<NamedMeasure>>,
}

/// The slots of a declared relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredSlots {
    /// The role of each slot.
    pub roles: Vec<String>,
    /// What the figure of each slot is.
    pub kinds: Vec<Kind>,
    /// The slots whose figures are rounded, also where they count things.
    pub rounded: Vec<u8>,
    /// How far its figures may stand apart.
    pub reach: RoleReach,
}

/// What sentences speak of, by its names.
#[derive(Clone, Debug, Default)]
pub struct NamedMeasure {
    /// Its names, each whole.
    pub names: Vec<NameText>,
    /// Names with open parts, each fitting a whole name; their captures are those of the claim.
    pub open_names: Vec<Wording>,
    /// The capture of an amount without a stage.
    pub unsaid: Option<usize>,
    /// The measures under whose amounts it is listed.
    pub part_of: Vec<String>,
    /// Wherever it stands in a sentence, the name alone says what it is.
    pub is_anywhere: bool,
}

impl Claim {
    /// Whether its sentences are found by the prose layer, not by wordings.
    #[must_use]
    pub fn is_of_prose(&self) -> bool {
        self.relation.is_some() || self.has_measure
    }

    /// Whether its sentences, or slips, are told by wordings.
    pub(in crate::ruleset) fn has_wordings(&self) -> bool {
        let looks = |printed: &Arc<PrintedSearch>| matches!(printed.look, SlipLook::Wordings);
        !self.is_of_prose() && self.printed.as_ref().is_none_or(looks)
    }

    /// Whether it is looked for in such a place.
    #[must_use]
    pub fn is_in(&self, place: ClaimPlace) -> bool {
        self.printed.as_ref().map_or(self.place == place, |printed| printed.places.contains(&place))
    }
}
