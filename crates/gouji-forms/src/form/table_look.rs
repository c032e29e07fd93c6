//! What is known when a table is looked at, and what it shows before its forms are known.

use super::FoundPart;
use super::caption::{Caption, CaptionPatterns};
use super::facts::Facts;
use super::header::{HeaderIndex, HeaderMatch, LikelyHeader, names_row};
use super::strange::is_naming;
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::{ColumnKind, Ruleset};
use gouji_values::document::{Document, Table};
use gouji_values::hash::QuickMap;
use gouji_values::label::label_key;
use gouji_values::lang::Bilingual;
use std::ops::Range;

/// All that is known when a table is looked at.
pub(super) struct TableContext<'a> {
    pub(super) document: &'a Document,
    pub(super) ruleset: &'a Ruleset,
    pub(super) context: Context<'a>,
    pub(super) facts: &'a Facts,
    pub(super) index: HeaderIndex,
    pub(super) patterns: CaptionPatterns,
    pub(super) parts: &'a [FoundPart],
    /// Kinds of columns by the headers that forms give them.
    pub(super) naming: Option<&'a QuickMap<String, ColumnKind>>,
}

/// What a table shows before it is known which forms stand in it.
pub(super) struct TableLook {
    pub(super) caption: Caption,
    /// Forms whose title fits.
    pub(super) titled: Vec<usize>,
    pub(super) part: Option<usize>,
    /// Headers that are whole, each with its rows.
    pub(super) blocks: Vec<(HeaderMatch, Range<usize>)>,
    /// A form whose columns seem to stand several times beside the same names.
    pub(super) several: Option<usize>,
    /// Where other headers may stand.
    pub(super) spots: Vec<HeaderSpot>,
    /// Of the headers those of which some heads are damaged.
    pub(super) mended: Vec<LikelyHeader>,
}

/// Cells at the beginning of a row that say what the row is: a name over several rows may stand
/// before it.
const NAMING: usize = 2;

/// Whether a row begins with words after which the table is no longer this form.
pub(super) fn ends_form(
    table: &Table,
    row: usize,
    form: usize,
    ruleset: &Ruleset,
    context: &Context<'_>,
) -> bool {
    let Some(form) = ruleset.forms.get(form) else { return false };
    let texts = table
        .rows
        .get(row)
        .into_iter()
        .flatten()
        .map(|cell| cell.text.text.trim())
        .filter(|text| !text.is_empty());
    texts.take(NAMING).any(|text| form.ends.fit(&label_key(text, context.vocabulary), context))
}

/// Whether the columns of a form stand several times beside the same names: 上年 beside 本年. Which
/// of them the form means is unknown.
pub(super) fn is_of_several(header: &HeaderMatch, ruleset: &Ruleset) -> bool {
    let Some(form) = ruleset.forms.get(header.form) else { return false };
    let names = |column: usize| {
        let kind = form.columns.get(column).map(|column| column.kind);
        kind.is_some_and(|kind| names_row(kind) || is_naming(kind))
    };
    let groups = header.bound.iter().map(|bound| bound.group).max().unwrap_or(0);
    let is_named =
        |group: usize| header.bound.iter().any(|bound| bound.group == group && names(bound.column));
    form.sides.is_empty() && is_named(0) && (1..=groups).any(|group| !is_named(group))
}

/// A place where a header may begin, and the forms that may be there, the likeliest first.
pub(super) struct HeaderSpot {
    pub(super) ways: Vec<Way>,
}

/// A form that may stand at a spot.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub(super) found: LikelyHeader,
    pub(super) weight: i32,
    /// What fitted besides the columns.
    pub(super) besides: Vec<Bilingual>,
    /// More than columns and the kind of the document speaks for it.
    pub(super) is_borne_out: bool,
    /// How much the title above the table speaks for it.
    pub(super) title: i32,
    /// That title has other words, and lost no letters.
    pub(super) is_reworded: bool,
}
