//! Physical columns to the columns of a form, where the heads say it whole.

use super::BoundColumn;
use super::path::HeaderPath;
use gouji_rules::ruleset::{ColumnKind, Form};
use gouji_values::document::Layout;
use gouji_values::vocabulary::Vocabulary;

/// A physical column that was given to a column of a form, and where its header is told.
#[derive(Clone, Copy)]
pub(super) struct GivenColumn<'a> {
    pub(super) physical: u32,
    pub(super) column: usize,
    pub(super) group: usize,
    pub(super) path: Option<&'a HeaderPath<'a>>,
    /// The header names it; another column stands without one.
    pub(super) named: bool,
}

/// Assigns physical columns from left to right; a column that comes again begins the next side or
/// repetition.
pub(super) fn bind(
    form: usize,
    schema: &Form,
    paths: &[HeaderPath<'_>],
    by_title: bool,
    fits: &dyn Fn(u32, ColumnKind) -> bool,
    layout: Layout,
    words: &Vocabulary,
) -> Option<(Vec<BoundColumn>, usize)> {
    let mut given = give(form, schema, paths, true, Heads::Whole);
    // where merged heads were lost the names of the sides stand over other columns than theirs;
    // those below come twice
    if !schema.sides.is_empty() && !is_whole(schema, &given) {
        let by_order = give(form, schema, paths, false, Heads::Whole);
        if is_whole(schema, &by_order) {
            given = by_order;
        }
    }
    // a side or a list that is not whole beside a head that lost letters: what is left says which
    // is which
    let is_left = |path: &HeaderPath<'_>| {
        path.is_own(form)
            && !given.iter().any(|given| given.physical == path.physical)
            && !is_stretched(path, paths)
    };
    let is_torn = if schema.sides.is_empty() {
        paths.iter().any(is_left) || is_mixed(form, schema, paths, &given)
    } else {
        !is_whole(schema, &given)
    };
    if is_torn && paths.iter().any(|path| path.lost_letters(form, schema)) {
        return None;
    }
    no_repetition(schema, &mut given);
    headless(schema, paths, &mut given, fits, layout);
    let has = |column: usize, side: Option<usize>| {
        given.iter().any(|b| b.column == column && side.is_none_or(|side| b.group == side))
    };
    let complete =
        schema.columns.iter().enumerate().all(|(i, column)| column.optional || has(i, column.side));
    let mut distinct: Vec<usize> = given.iter().map(|b| b.column).collect();
    distinct.sort_unstable();
    distinct.dedup();
    let found = distinct.len();
    // without its title a form needs two columns of its own, and most of those that are there
    let is_told = by_title
        || (found >= 2
            && given.len() * 2 > paths.len()
            && (schema.titles.plain.is_empty() && schema.titles.patterns.is_empty()));
    (complete && found > 0 && is_told)
        .then(|| (given.into_iter().map(|given| given.bound(schema, words)).collect(), found))
}

impl GivenColumn<'_> {
    /// The column as it is bound.
    pub(super) fn bound(self, schema: &Form, words: &Vocabulary) -> BoundColumn {
        let Self { physical, column, group, path, named } = self;
        let name =
            || schema.columns.get(column).map_or_else(String::new, |wanted| wanted.name.clone());
        let last = || path.filter(|_| named).and_then(|path| path.keys.last().cloned());
        BoundColumn {
            physical,
            column,
            group,
            header: path.map_or_else(name, |path| path.header().to_owned()),
            key: last().unwrap_or_default(),
            unit: path.and_then(|path| path.unit(words)),
        }
    }
}

/// Whether each side has all of its columns.
pub(super) fn is_whole(schema: &Form, given: &[GivenColumn<'_>]) -> bool {
    (0..schema.sides.len()).all(|side| {
        let mut needed =
            schema.columns.iter().enumerate().filter(|(_, column)| {
                !column.optional && column.side.is_none_or(|own| own == side)
            });
        needed.all(|(index, _)| {
            given.iter().any(|given| given.group == side && given.column == index)
        })
    })
}

/// Whether a list of named rows that comes several times side by side may be made of two: a head
/// that lost letters stands between its columns.
fn is_mixed(
    form: usize,
    schema: &Form,
    paths: &[HeaderPath<'_>],
    given: &[GivenColumn<'_>],
) -> bool {
    let has = |physical: u32| given.iter().any(|given| given.physical == physical);
    let is_between = |path: &&HeaderPath<'_>| {
        let group = |at: &GivenColumn<'_>| at.group;
        let before = given.iter().filter(|at| at.physical < path.physical).map(group).max();
        let behind = given.iter().filter(|at| at.physical > path.physical).map(group).min();
        before.is_some() && before == behind
    };
    let names =
        schema.columns.iter().any(|column| !column.optional && super::names_row(column.kind));
    names
        && given.iter().any(|given| given.group > 0)
        && paths
            .iter()
            .filter(|path| !has(path.physical))
            .filter(is_between)
            .any(|path| path.lost_letters(form, schema))
}

/// Whether a head is that of a column before it: one cell over both.
fn is_stretched(path: &HeaderPath<'_>, paths: &[HeaderPath<'_>]) -> bool {
    paths.iter().any(|other| {
        other.cell.is_some() && other.cell == path.cell && other.physical < path.physical
    })
}

/// Whether heads may be damaged or missing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Heads {
    Whole,
    Damaged,
}

/// The columns of a form in the order of the page; a name of a side above them counts where it
/// `names` it.
pub(super) fn give<'a>(
    form: usize,
    schema: &Form,
    paths: &'a [HeaderPath<'a>],
    names: bool,
    heads: Heads,
) -> Vec<GivenColumn<'a>> {
    let mut given: Vec<GivenColumn<'a>> = Vec::new();
    let mut group = 0;
    for (at, path) in paths.iter().enumerate() {
        let named_side =
            schema.sides.iter().position(|side| names && path.keys.iter().any(|key| key == side));
        let fits = |column: usize, group: usize| {
            schema.columns.get(column).is_some_and(|c| c.side.is_none_or(|side| side == group))
                && !given.iter().any(|b| b.group == group && b.column == column)
        };
        let columns: Vec<usize> = path.columns_of(form).collect();
        if columns.is_empty() {
            continue;
        }
        // heads of the list that is being read
        let own = || {
            let last = given.iter().filter(|b| b.group < group).map(|b| b.physical).max();
            paths.iter().take(at).filter(move |other| last.is_none_or(|last| other.physical > last))
        };
        let is_reserved = |column: usize| {
            path.keys.len() == 2
                && !path.names_wholly(form, column)
                && !given.iter().any(|b| b.group == group && b.column == column)
                && own()
                    .filter(|other| !schema.sides.is_empty() || other.keys.len() == 1)
                    .any(|other| other.lost_letters_of(form, column, schema))
        };
        let chosen = match named_side {
            Some(side) => {
                columns.iter().find(|column| fits(**column, side)).map(|column| (*column, side))
            }
            None => columns
                .iter()
                .find(|column| fits(**column, group) && !is_reserved(**column))
                .map(|column| (*column, group))
                .or_else(|| {
                    // a header that stands twice over cells of one merged column adds nothing; else
                    // a repetition begins
                    let again = columns.iter().any(|column| {
                        given.iter().any(|b| b.group == group && b.column == *column)
                            || (!schema.sides.is_empty() && is_reserved(*column))
                    });
                    let may = again
                        && !is_stretched(path, paths)
                        && match schema.sides.len() {
                            0 if heads == Heads::Damaged => true,
                            0 => may_repeat(form, schema, paths.get(at..).unwrap_or(&[]), &columns),
                            sides => group + 1 < sides,
                        };
                    columns
                        .iter()
                        .find(|column| may && fits(**column, group + 1))
                        .map(|column| (*column, group + 1))
                }),
        };
        if let Some((column, side)) = chosen {
            group = side;
            given.push(GivenColumn {
                physical: path.physical,
                column,
                group: side,
                path: Some(path),
                named: true,
            });
        }
    }
    given
}

/// Whether a list may begin anew: all columns that the form needs come once more. Points come
/// again behind each level of a tree.
fn may_repeat(form: usize, schema: &Form, rest: &[HeaderPath<'_>], columns: &[usize]) -> bool {
    let kind = |column: usize| schema.columns.get(column).map(|column| column.kind);
    columns.iter().any(|column| kind(*column) == Some(ColumnKind::Score))
        || (0..schema.columns.len())
            .filter(|column| schema.columns.get(*column).is_some_and(|column| !column.optional))
            .all(|needed| {
                rest.iter().any(|path| path.columns_of(form).any(|column| column == needed))
            })
}

/// Points that stand behind each level of a tree of indicators are no list that begins anew:
/// nothing else comes again. The points right behind the rows' names are theirs; where there are
/// none the column is not told.
pub(super) fn no_repetition(schema: &Form, given: &mut Vec<GivenColumn<'_>>) {
    let kind = |column: usize| schema.columns.get(column).map(|column| column.kind);
    let comes_again = |b: &GivenColumn<'_>| {
        b.group > 0 && given.iter().any(|other| other.group < b.group && other.column == b.column)
    };
    let again: Vec<usize> = given.iter().filter(|b| comes_again(b)).map(|b| b.column).collect();
    let is_list = again.iter().any(|column| kind(*column) != Some(ColumnKind::Score));
    if !schema.sides.is_empty() || again.is_empty() || is_list {
        return;
    }
    let label =
        given.iter().find(|b| kind(b.column) == Some(ColumnKind::Label)).map(|b| b.physical);
    given.retain(|b| {
        !again.contains(&b.column) || label.is_some_and(|label| b.physical == label + 1)
    });
    given.iter_mut().for_each(|b| b.group = 0);
}

/// A column that may stand without a header is the last free one left of the first that was found,
/// of those that hold what it is to hold.
pub(super) fn headless<'a>(
    schema: &Form,
    paths: &'a [HeaderPath<'a>],
    given: &mut Vec<GivenColumn<'a>>,
    fits: &dyn Fn(u32, ColumnKind) -> bool,
    layout: Layout,
) {
    let Some(first) = given.first().map(|b| b.physical) else { return };
    for (column, wanted) in
        schema.columns.iter().enumerate().filter(|(_, column)| column.may_be_headless)
    {
        if given.iter().any(|b| b.column == column) {
            continue;
        }
        let is_free = |physical: &u32| {
            !given.iter().any(|b| b.physical == *physical)
                && (layout == Layout::Stream || fits(*physical, wanted.kind))
        };
        let free = (0..first).rev().find(is_free);
        // in a stream the header of nothing is no token: the column stands before the first
        let free = free.or((layout == Layout::Stream).then_some(first));
        if let Some(physical) = free {
            let path = paths.iter().find(|path| path.physical == physical);
            given.insert(0, GivenColumn { physical, column, group: 0, path, named: false });
        }
    }
}
