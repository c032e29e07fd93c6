//! Headers that are damaged: heads that lost letters, heads that nobody knows, heads that are
//! missing.
//!
//! In: a row at which a header may begin. Out: for each form what of its columns is there: heads
//! that are whole, heads that are told by what is left of them, columns that only their place among
//! the others tells. Which form it is, others decide: they know what else speaks for it.

use super::assign::{ColumnPlace, assign};
use super::bind::{GivenColumn, Heads, give, headless, is_whole, no_repetition};
use super::contents::{Contents, contents, first_contents};
use super::path::{HeaderPath, paths, steps};
use super::{HeaderIndex, HeaderMatch, LEVELS, may_be_upper_level};
use gouji_rules::pattern::{Context, Near};
use gouji_rules::ruleset::{ColumnKind, Form, Ruleset};
use gouji_values::document::{Cell, Table};
use std::cell::OnceCell;

/// Letters of a hundred that are left of a head which a form may do without, where all that it needs
/// is there.
const SURE: u32 = 80;

/// Whole heads beside which names of groups may lack.
const ENOUGH: usize = 5;

/// A header that may be one of a form, and how much of it is there.
#[derive(Clone, Debug)]
pub(in crate::form) struct LikelyHeader {
    pub(in crate::form) header: HeaderMatch,
    /// Heads that are whole, each of a column that the form needs, and others.
    pub(in crate::form) whole: [usize; 2],
    /// Heads that lost letters.
    pub(in crate::form) damaged: Vec<usize>,
    /// Columns that only their place tells.
    pub(in crate::form) placed: Vec<usize>,
    /// Columns that the form needs and that are not there.
    pub(in crate::form) missing: Vec<usize>,
    /// Heads that the form does not know.
    pub(in crate::form) strange: usize,
    /// The heads stand so many columns further right than what they are the heads of.
    pub(in crate::form) aside: i64,
    /// All heads stand in the order of the form, each over what its column is to hold.
    pub(in crate::form) is_in_order: bool,
}

impl LikelyHeader {
    /// Columns that are there, and those of them that are told by more than their place.
    fn rank(&self) -> (usize, usize, usize) {
        let whole = self.whole.iter().sum::<usize>();
        let told = whole + self.damaged.len();
        (told + self.placed.len(), told, whole)
    }
}

/// The headers that may begin at a row, for each form the one that says most.
/// `only` of forms that may stand there.
pub(in crate::form) fn likely_headers(
    table: &Table,
    start: usize,
    only: Option<&[usize]>,
    index: &HeaderIndex,
    ruleset: &Ruleset,
    context: &Context<'_>,
) -> Vec<LikelyHeader> {
    let mut out: Vec<LikelyHeader> = Vec::new();
    let Some(first) = table.rows.get(start) else { return out };
    let filled = first.iter().filter(|cell| !cell.text.text.trim().is_empty()).count();
    let hold_figures = |row: usize| index.rows.hold_figures(table, row, context);
    if filled < 2 || (hold_figures(start) && !may_be_upper_level(std::slice::from_ref(first))) {
        return out;
    }
    for levels in 1..=LEVELS {
        let end = start + levels;
        let Some(rows) = table.rows.get(start..end) else { break };
        let ends = levels > 1 && hold_figures(end - 1);
        let steps = steps(table, rows, start, ends);
        let is_blank = |row: &Vec<Cell>| row.iter().all(|cell| cell.text.text.trim().is_empty());
        if ends && steps.last().is_none_or(is_blank) {
            break;
        }
        let paths = paths(table, &steps, start, index, ruleset, context);
        let body = if ends { end - 1 } else { end };
        let contents = contents(table, body, index, context);
        let first = OnceCell::new();
        let told = paths.iter().flat_map(|path| path.candidates.iter().map(|(form, _)| *form));
        let mut forms: Vec<usize> = told.collect();
        forms.retain(|form| only.is_none_or(|only| only.contains(form)));
        forms.sort_unstable();
        forms.dedup();
        // they are the same for each form
        let texts = OnceCell::new();
        for form in forms {
            let Some(schema) = ruleset.forms.get(form) else { continue };
            if !has_room(schema, paths.len()) {
                continue;
            }
            let is_head = |text: &str| index.is_literal(text, ruleset, context);
            let texts: &Vec<Vec<String>> =
                texts.get_or_init(|| paths.iter().map(|path| stretches(path, &is_head)).collect());
            let near: Vec<_> = paths
                .iter()
                .zip(texts)
                .map(|(path, texts)| nearest(path, texts, (form, schema), index))
                .collect();
            let least = if only.is_some() { SURE } else { 0 };
            let look = Look {
                form,
                schema,
                paths: &paths,
                near: &near,
                contents: &contents,
                first: &first,
                least,
            };
            let Some(found) = look.header(table, start..body, context) else { continue };
            match out.iter_mut().find(|known| known.header.form == form) {
                Some(known) if known.rank() < found.rank() => *known = found,
                Some(_) => {}
                None => out.push(found),
            }
        }
        if ends || hold_figures(start) {
            break;
        }
    }
    out
}

/// Whether so few of the columns that a form needs are missing that it may be the one.
fn are_few(missing: usize, wanted: usize) -> bool {
    missing <= 1 || missing * 4 <= wanted
}

/// Whether under so many heads a form may stand, each of them being that of one column.
fn has_room(schema: &Form, heads: usize) -> bool {
    let needed = || schema.columns.iter().filter(|column| !column.optional);
    let with_head = needed().filter(|column| !column.may_be_headless).count();
    !schema.sides.is_empty() || are_few(with_head.saturating_sub(heads), needed().count())
}

/// The texts over a column that may be heads without some of their letters: words that are a head by
/// themselves lost nothing.
fn stretches(path: &HeaderPath<'_>, is_head: &dyn Fn(&str) -> bool) -> Vec<String> {
    let texts = (0..path.keys.len()).map(|from| path.keys.get(from..).unwrap_or(&[]).concat());
    texts.filter(|text| !is_head(text)).collect()
}

/// The columns whose heads the texts over a column come near; none where it has a whole one.
fn nearest(
    path: &HeaderPath<'_>,
    texts: &[String],
    (form, schema): (usize, &Form),
    index: &HeaderIndex,
) -> Vec<(usize, Near)> {
    let mut out: Vec<(usize, Near)> = Vec::new();
    if path.candidates.iter().any(|(own, _)| *own == form) {
        return out;
    }
    for text in texts {
        for &(column, near) in index.near_columns(form, schema, text).iter() {
            match out.iter_mut().find(|known| known.0 == column) {
                Some(known) if known.1.share() < near.share() => known.1 = near,
                Some(_) => {}
                None => out.push((column, near)),
            }
        }
    }
    out
}

/// A form looked for in a header.
struct Look<'a> {
    form: usize,
    schema: &'a Form,
    paths: &'a [HeaderPath<'a>],
    /// Parallel to the paths.
    near: &'a [Vec<(usize, Near)>],
    contents: &'a [Contents],
    /// What stands right below the header, once somebody asked.
    first: &'a OnceCell<Vec<Contents>>,
    /// What must be left of a head that the form does not need, in hundredths.
    least: u32,
}

impl<'a> Look<'a> {
    /// The header with its columns as the heads that are whole come, and with a list that begins
    /// anew where the order of the form does: that in which less is missing.
    fn header(
        &self,
        table: &Table,
        rows: std::ops::Range<usize>,
        context: &Context<'_>,
    ) -> Option<LikelyHeader> {
        let mut given = give(self.form, self.schema, self.paths, true, Heads::Damaged);
        if !self.schema.sides.is_empty() && !is_whole(self.schema, &given) {
            let by_order = give(self.form, self.schema, self.paths, false, Heads::Damaged);
            if is_whole(self.schema, &by_order) {
                given = by_order;
            }
        }
        let anew = self.anew(&given);
        let first = self.filled(given, table, rows.clone(), context);
        let other = anew.and_then(|given| self.filled(given, table, rows, context));
        match (first, other) {
            (Some(first), Some(other)) if other.missing.len() < first.missing.len() => Some(other),
            (None, other) => other,
            (first, _) => first,
        }
    }

    /// The same columns in lists side by side, each of which begins where a name stands that the
    /// form has further in front.
    fn anew(&self, given: &[GivenColumn<'a>]) -> Option<Vec<GivenColumn<'a>>> {
        if !self.schema.sides.is_empty() {
            return None;
        }
        let mut out: Vec<GivenColumn<'a>> = Vec::new();
        let mut in_order: Vec<&GivenColumn<'a>> = given.iter().collect();
        in_order.sort_by_key(|given| given.physical);
        let (mut group, mut last) = (0, None);
        for given in in_order {
            let kind = self.schema.columns.get(given.column)?.kind;
            let is_back = last.is_some_and(|last| given.column <= last);
            group += usize::from(is_back && super::names_row(kind));
            last = Some(given.column);
            out.push(GivenColumn { group, ..*given });
        }
        let differs =
            group > 0 && out.iter().map(|given| given.group).ne(given.iter().map(|g| g.group));
        differs.then_some(out)
    }

    fn filled(
        &self,
        mut given: Vec<GivenColumn<'a>>,
        table: &Table,
        rows: std::ops::Range<usize>,
        context: &Context<'_>,
    ) -> Option<LikelyHeader> {
        no_repetition(self.schema, &mut given);
        given.sort_by_key(|given| given.physical);
        let is_needed =
            |column: usize| self.schema.columns.get(column).is_some_and(|column| !column.optional);
        let needed = given.iter().filter(|given| is_needed(given.column)).count();
        let whole = [needed, given.len() - needed];
        let whole_heads: Vec<u32> = given.iter().map(|given| given.physical).collect();
        let sequence = self.sequence(&given);
        let damaged = self.by_letters(&sequence, &mut given);
        let placed = self.by_place(&sequence, &mut given);
        let index = self.paths.first().map(|path| path.index)?;
        let first = self.first.get_or_init(|| first_contents(table, rows.end, index, context));
        let fits = |physical: u32, kind| {
            first.get(physical as usize).copied().unwrap_or_default().fits(kind)
        };
        headless(self.schema, self.paths, &mut given, &fits, table.layout);
        let has = |(group, column): &ColumnPlace| {
            given.iter().any(|given| given.group == *group && given.column == *column)
        };
        let wanted: Vec<ColumnPlace> =
            sequence.iter().filter(|(_, column)| is_needed(*column)).copied().collect();
        let missing: Vec<usize> =
            wanted.iter().filter(|place| !has(place)).map(|(_, column)| *column).collect();
        let is_named = |column: usize| {
            let kind = self.schema.columns.get(column).map(|column| column.kind);
            kind.is_some_and(super::names_row)
        };
        let names = (0..self.schema.columns.len()).any(|at| is_needed(at) && is_named(at));
        // names of groups may lack where nearly all else is whole
        let is_group = |column: usize| {
            self.schema.columns.get(column).is_some_and(|own| own.kind == ColumnKind::Group)
        };
        let groups = missing.iter().filter(|column| is_group(**column)).count();
        let forgiven = if whole.iter().sum::<usize>() > ENOUGH { groups } else { 0 };
        let is_likely = are_few(missing.len() - forgiven, wanted.len())
            && whole.iter().sum::<usize>() > 0
            && whole.iter().sum::<usize>() + damaged.len() > 1
            && (!names || given.iter().any(|given| is_named(given.column)));
        if !is_likely {
            return None;
        }
        let is_bound =
            |path: &&HeaderPath<'_>| given.iter().any(|given| given.physical == path.physical);
        let is_strange =
            |path: &&HeaderPath<'_>| !is_bound(path) && !self.is_piece(path, &given, &missing);
        let strange = self.paths.iter().filter(is_strange).count();
        let mut distinct: Vec<usize> = given.iter().map(|given| given.column).collect();
        distinct.sort_unstable();
        distinct.dedup();
        // words may be figures, too
        let is_text = |column: usize| {
            self.schema.columns.get(column).is_some_and(|column| column.kind == ColumnKind::Text)
        };
        let stands = |given: &GivenColumn<'_>| {
            is_text(given.column) || self.fits(given.physical, (given.group, given.column))
        };
        // heads in front of all that are whole are names of groups
        let first_whole = whole_heads.first().copied().unwrap_or(u32::MAX);
        let is_in_order = given.is_sorted_by(|a, b| (a.group, a.column) < (b.group, b.column))
            && given.iter().all(stands)
            && !self.paths.iter().any(|path| path.physical > first_whole && !is_bound(&path));
        let unsure = self.paths.iter().filter(|path| path.lacks_head && !is_bound(path));
        let unsure = unsure.map(|path| path.physical).collect();
        let header = HeaderMatch {
            form: self.form,
            rows,
            found: distinct.len(),
            by_title: false,
            unsure,
            moved: Vec::new(),
            bound: given
                .into_iter()
                .map(|given| given.bound(self.schema, context.vocabulary))
                .collect(),
        };
        let aside = 0;
        Some(LikelyHeader { header, whole, damaged, placed, missing, strange, aside, is_in_order })
    }

    /// Whether a head of one or two letters is a piece of one that lacks: it was torn over several
    /// cells.
    fn is_piece(
        &self,
        path: &HeaderPath<'_>,
        given: &[GivenColumn<'_>],
        missing: &[usize],
    ) -> bool {
        /// Letters of a piece.
        const LETTERS: usize = 2;
        let Some(key) = path.keys.last().filter(|key| key.chars().count() <= LETTERS) else {
            return false;
        };
        let lacks = |at: usize| !given.iter().any(|given| given.column == at);
        !missing.is_empty()
            && self.schema.columns.iter().enumerate().any(|(at, column)| {
                lacks(at) && column.headers.plain.iter().any(|head| head.contains(key.as_str()))
            })
    }

    /// The columns of the form in its order, once for each side or repetition.
    fn sequence(&self, given: &[GivenColumn<'_>]) -> Vec<ColumnPlace> {
        let groups = if self.schema.sides.is_empty() {
            given.iter().map(|given| given.group).max().unwrap_or(0) + 1
        } else {
            self.schema.sides.len()
        };
        let columns = || self.schema.columns.iter().enumerate();
        (0..groups)
            .flat_map(|group| {
                columns()
                    .filter(move |(_, column)| column.side.is_none_or(|side| side == group))
                    .map(move |(at, _)| (group, at))
            })
            .collect()
    }

    fn fits(&self, physical: u32, (_, column): ColumnPlace) -> bool {
        let contents = self.contents.get(physical as usize).copied().unwrap_or_default();
        self.schema.columns.get(column).is_some_and(|column| contents.fits(column.kind))
    }

    /// Stretches of columns that have no place yet, each with the places that are free between its
    /// neighbours.
    fn gaps(
        &self,
        sequence: &[ColumnPlace],
        given: &[GivenColumn<'_>],
    ) -> Vec<(Vec<usize>, Vec<ColumnPlace>)> {
        let at = |given: &GivenColumn<'_>| {
            sequence.iter().position(|place| *place == (given.group, given.column))
        };
        let known =
            |path: &HeaderPath<'_>| given.iter().find(|given| given.physical == path.physical);
        let mut out: Vec<(Vec<usize>, Vec<ColumnPlace>)> = Vec::new();
        let mut run: Vec<usize> = Vec::new();
        let mut left: Option<usize> = None;
        for number in 0..=self.paths.len() {
            let right = self.paths.get(number).map(known);
            if let Some(None) = right {
                run.push(number);
                continue;
            }
            let right = right.flatten().and_then(at);
            if !run.is_empty() {
                let free = |(number, place): &(usize, &ColumnPlace)| {
                    let is_free = !given.iter().any(|given| (given.group, given.column) == **place);
                    let is_between = match (left, right) {
                        (Some(left), Some(right)) if left < right => {
                            left < *number && *number < right
                        }
                        (Some(_), Some(_)) => true,
                        (Some(left), None) => left < *number,
                        (None, Some(right)) => *number < right,
                        (None, None) => true,
                    };
                    is_free && is_between
                };
                let places =
                    sequence.iter().enumerate().filter(free).map(|(_, place)| *place).collect();
                out.push((std::mem::take(&mut run), places));
            }
            left = right;
        }
        out
    }

    /// Heads of which letters are left, in the order of the form; where two columns would do alike
    /// neither is told.
    fn by_letters(&self, sequence: &[ColumnPlace], given: &mut Vec<GivenColumn<'a>>) -> Vec<usize> {
        let mut told = Vec::new();
        for (run, places) in self.gaps(sequence, given) {
            let weight = |path: usize, place: ColumnPlace| -> u32 {
                let physical = self.paths.get(path).map_or(u32::MAX, |path| path.physical);
                let near = self.near.get(path).into_iter().flatten();
                let near = near.filter(|(column, _)| *column == place.1);
                let share = near.map(|(.., near)| near.share()).max().unwrap_or(0);
                let is_optional =
                    self.schema.columns.get(place.1).is_some_and(|column| column.optional);
                let is_told = share > 0 && (!is_optional || share >= self.least);
                if is_told && self.fits(physical, place) { share } else { 0 }
            };
            for (path, place) in assign(&run, &places, weight) {
                self.push(given, path, place);
                told.push(place.1);
            }
        }
        given.sort_by_key(|given| given.physical);
        told
    }

    /// Columns between two that are known, as many as the form has there.
    fn by_place(&self, sequence: &[ColumnPlace], given: &mut Vec<GivenColumn<'a>>) -> Vec<usize> {
        /// More heads that are unknown side by side tell nothing.
        const MOST: usize = 2;
        let mut told = Vec::new();
        for (run, places) in self.gaps(sequence, given) {
            let is_needed = |place: &&ColumnPlace| {
                self.schema.columns.get(place.1).is_some_and(|column| !column.optional)
            };
            let needed: Vec<ColumnPlace> = places.iter().filter(is_needed).copied().collect();
            let fits = |(path, place): (&usize, &ColumnPlace)| {
                let physical = self.paths.get(*path).map_or(u32::MAX, |path| path.physical);
                self.fits(physical, *place)
            };
            // what stands in front of all heads may be a heading of the rows
            let in_front = given.iter().all(|given| {
                run.last()
                    .and_then(|last| self.paths.get(*last))
                    .is_some_and(|path| path.physical < given.physical)
            });
            let extra = if in_front { run.len().saturating_sub(needed.len()) } else { 0 };
            let run = run.get(extra..).unwrap_or(&[]).to_vec();
            let may =
                run.len() == needed.len() && run.len() <= MOST && run.iter().zip(&needed).all(fits);
            if may {
                for (path, place) in run.into_iter().zip(needed) {
                    self.push(given, path, place);
                    told.push(place.1);
                }
            }
        }
        given.sort_by_key(|given| given.physical);
        told
    }

    fn push(&self, given: &mut Vec<GivenColumn<'a>>, path: usize, (group, column): ColumnPlace) {
        let Some(path) = self.paths.get(path) else { return };
        let physical = path.physical;
        given.push(GivenColumn { physical, column, group, path: Some(path), named: true });
    }
}
