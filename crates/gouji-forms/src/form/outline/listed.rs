//! A list with its amounts, and the text that it stands in.

use super::changes::Changes;
use super::claimed::Claimed;
use super::columns::ColumnSum;
use super::lines::Line;
use super::tree::List;
use crate::form::prose_passage::{FigureAt, JoinedPassages, ProsePassage};
use gouji_prose::prose::Reading;

/// What the lists of a text are read from.
#[derive(Clone, Copy)]
pub(super) struct Text<'h> {
    pub(super) heard: &'h [ProsePassage],
    pub(super) lines: &'h [Line<'h>],
    pub(super) lists: &'h [List],
}

/// A list with its amounts, and what came of it.
pub(super) struct Listed<'h> {
    pub(super) list: &'h List,
    pub(super) above: &'h Line<'h>,
    pub(super) items: Vec<&'h Line<'h>>,
    pub(super) amounts: Vec<FigureAt>,
    pub(super) joined: JoinedPassages,
    /// The stage that its amounts are of is that of the amount that they come to.
    pub(super) is_of_stage: bool,
    /// What its amounts of other stages come to.
    pub(super) other_stages: Vec<ColumnSum>,
    /// What the line above says of it.
    pub(super) claim: Claimed,
    /// A colon stands before the first item.
    pub(super) has_colon: bool,
    /// The whole that it comes to, or the only one that it may be meant to come to.
    pub(super) total: Option<(FigureAt, Reading)>,
    pub(super) holds: bool,
    /// What the changes of its items come to.
    pub(super) changes: Option<Changes>,
}
