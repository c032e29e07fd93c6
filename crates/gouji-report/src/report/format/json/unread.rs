//! What was not read, and what is no figure, as objects.

use super::place::{JsonPlace, place_of};
use gouji_audit::audit::{DocumentAudit, NoFigures, Unread};
use gouji_values::code::Code;
use gouji_values::lang::Lang;
use serde::{Serialize, Serializer};

/// Numbers or pages that were not read, for one reason at one place.
#[derive(Serialize)]
struct UnreadJson<'a> {
    kind: &'static str,
    why: &'static str,
    /// Caption of the table, header of the column, file of the pages.
    name: Option<&'a str>,
    /// How many numbers; of pages nobody knows.
    count: Option<usize>,
    /// Index of the table among all tables.
    table: Option<usize>,
    start: Option<u32>,
    end: Option<u32>,
    #[serde(flatten)]
    at: JsonPlace<'a>,
    pages: &'a [usize],
}

/// Numbers that are no figures, of one kind.
#[derive(Serialize)]
pub(super) struct NoFiguresJson<'a> {
    kind: &'a str,
    count: usize,
}

/// What was not read.
#[derive(Default)]
pub(super) struct UnreadGroups<'a>(Option<&'a DocumentAudit>);

impl<'a> UnreadGroups<'a> {
    pub(super) fn of(given: &'a DocumentAudit) -> Self {
        Self(Some(given))
    }
}

impl<'a> NoFiguresJson<'a> {
    pub(super) fn of(one: &'a NoFigures) -> Self {
        Self { kind: &one.kind, count: one.count }
    }
}

impl Serialize for UnreadGroups<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(
            self.0.iter().flat_map(|given| {
                given.coverage.unread.iter().map(|group| unread_group(given, group))
            }),
        )
    }
}

fn unread_group<'a>(given: &'a DocumentAudit, group: &'a Unread) -> UnreadJson<'a> {
    UnreadJson {
        kind: group.why.id(),
        why: group.why.words(Lang::Chinese),
        name: group.name.as_deref(),
        count: (!group.why.is_page()).then_some(group.count),
        table: group.table,
        start: group.span.map(|span| span.start),
        end: group.span.map(|span| span.end),
        at: group.span.map(|span| place_of(given, span)).unwrap_or_default(),
        pages: &group.pages,
    }
}
