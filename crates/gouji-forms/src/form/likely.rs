//! Tables whose title or heads are damaged or missing: the form that explains most of what is
//! there.
//!
//! In: what each table shows. Out: headers that a form explains better than every other form does,
//! with what speaks for it. Titles, sheet names, numbers, notes, columns and the names of rows add
//! up; none is necessary. What is chosen so is doubtful reading: the judges know it.

mod evidence;
mod series;
mod words;

use super::header::{HeaderMatch, LikelyHeader, aside, likely_headers};
use super::table_look::{HeaderSpot, TableContext, TableLook, Way, ends_form};
use super::{Content, FilledForm};
use evidence::{Evidence, TITLE};
use gouji_audit::audit::Illegible;
use gouji_rules::ruleset::{ColumnKind, Form, Ruleset};
use gouji_values::document::{Notice, NoticeCode, Table};
use gouji_values::lang::{BilingualText, tell};
use series::NearForm;
use std::ops::Range;
pub(super) use words::checked_as;

/// What must speak for a form at least.
const ENOUGH: i32 = 9;
/// How much more must speak for it than for every other form.
const AHEAD: i32 = 3;
/// What speaks against a form that a title found in another table already.
const TAKEN: i32 = 8;

/// What speaks against a form of another kind of documents than those that stand beside it.
const STRANGE: i32 = 3;
/// At least this many forms beside it show what kind of documents it belongs to.
const BESIDE: usize = 3;

/// A header that was chosen.
#[derive(Clone, Debug)]
pub(super) struct ChosenHeader {
    way: Way,
    /// Behind its last row.
    end: usize,
    /// The form that came second, and how far behind it is.
    second: Option<(usize, i32)>,
}

/// The places of a table at which forms may stand that no whole header shows. `look` has no spots
/// yet.
pub(super) fn spots(known: &TableContext<'_>, table: &Table, look: &TableLook) -> Vec<HeaderSpot> {
    let is_told = |row: usize| {
        look.blocks.iter().any(|(header, rows)| {
            (header.rows.contains(&row) || rows.contains(&row)) && header.by_title
        })
    };
    // below a header that no title told only the header itself may be another one's
    let is_inside = |row: usize| look.blocks.iter().any(|(_, rows)| rows.contains(&row));
    let evidence = Evidence::new(known, table, look);
    let mut out = Vec::new();
    let mut row = 0;
    while row < table.rows.len() {
        if is_told(row) || is_inside(row) {
            row += 1;
            continue;
        }
        let found = likely_headers(table, row, None, &known.index, known.ruleset, &known.context);
        let end = next_header(look, row, table.rows.len());
        let mut ways: Vec<Way> =
            found.into_iter().filter_map(|found| evidence.way(found, end)).collect();
        ways.sort_by_key(|way| (std::cmp::Reverse(way.weight), way.found.header.form));
        if let Some(best) = ways.first().filter(|way| way.weight >= ENOUGH) {
            row = best.found.header.rows.end - 1;
            out.push(HeaderSpot { ways });
        }
        row += 1;
    }
    out
}

/// Headers that are whole enough to tell their form, of which other heads are damaged, or that stand
/// beside their columns.
pub(super) fn mended(
    known: &TableContext<'_>,
    table: &Table,
    look: &TableLook,
) -> Vec<LikelyHeader> {
    let TableContext { index, ruleset, context, .. } = known;
    let mend = |(header, _): &(HeaderMatch, Range<usize>)| {
        // what was put under another head is mended
        if !header.moved.is_empty() {
            return None;
        }
        // forms that share a title are told by their columns alone
        let mut only = if header.by_title { look.titled.clone() } else { Vec::new() };
        only.push(header.form);
        let start = header.rows.start;
        let found = likely_headers(table, start, Some(&only), index, ruleset, context);
        // one that names the rows, where this one does not
        let names = |found: &LikelyHeader| {
            let columns =
                ruleset.forms.get(found.header.form).map_or(&[][..], |form| &form.columns);
            found
                .damaged
                .iter()
                .any(|at| columns.get(*at).is_some_and(|column| column.kind == ColumnKind::Label))
        };
        let more =
            |found: &&LikelyHeader| found.header.bound.len() > header.bound.len() && names(found);
        let own = |found: &&LikelyHeader| found.header.form == header.form;
        let mut others = found.iter().filter(|found| !own(found)).filter(more);
        let other = others.next().filter(|_| others.next().is_none());
        let mut found = found.iter().find(own).filter(|own| !names(own) || more(own));
        if found.is_none_or(|own| own.header.bound.len() <= header.bound.len()) {
            found = other.or(found);
        }
        let mut found = found?.clone();
        let schema = ruleset.forms.get(found.header.form)?;
        found.header.by_title = header.by_title;
        let has_more = found.header.bound.len() > header.bound.len()
            && found.damaged.len() + found.placed.len() > 0;
        if !has_more {
            found.header = header.clone();
        }
        let aside = aside(table, &found.header, schema, index, context);
        if let Some(by) = aside {
            found.header = found.header.moved(by);
            found.aside = by;
        }
        (has_more || aside.is_some()).then_some(found)
    };
    look.blocks.iter().filter_map(mend).collect()
}

/// The row of the next header that is whole, behind a row.
fn next_header(look: &TableLook, row: usize, end: usize) -> usize {
    let starts = look.blocks.iter().map(|(header, _)| header.rows.start);
    starts.filter(|start| *start > row).min().unwrap_or(end)
}

/// What became of the spots of a table.
#[derive(Clone, Debug, Default)]
pub(super) struct SpotChoice {
    /// Headers that one form explains best.
    pub(super) chosen: Vec<ChosenHeader>,
    /// Of the others the forms that explain most, none well enough or better than the next.
    unclear: Vec<Vec<Way>>,
    /// Letters are lost of some title or head of the document.
    pub(super) is_damaged: bool,
}

/// For each table the headers that one form explains best; a form that a title told stands in one
/// table alone.
pub(super) fn choose(known: &TableContext<'_>, looks: &[TableLook]) -> Vec<SpotChoice> {
    let mut out: Vec<SpotChoice> = vec![SpotChoice::default(); looks.len()];
    let has_title =
        |form: usize| {
            known.ruleset.forms.get(form).is_some_and(|form| {
                !form.titles.plain.is_empty() || !form.titles.patterns.is_empty()
            })
        };
    let told = looks.iter().flat_map(|look| {
        let blocks = look.blocks.iter().filter(|(header, _)| header.by_title);
        blocks.map(|(header, _)| (look.part, header.form))
    });
    let mut taken: Vec<(Option<usize>, usize)> = told.collect();
    let mut open: Vec<(usize, usize)> = looks
        .iter()
        .enumerate()
        .flat_map(|(table, look)| (0..look.spots.len()).map(move |spot| (table, spot)))
        .collect();
    // what the order of the forms tells, then the surest: it takes its form from the others
    loop {
        let ranked = |(table, spot): &(usize, usize)| {
            let look = looks.get(*table)?;
            let against = |form: usize| {
                let is_taken = has_title(form) && taken.contains(&(look.part, form));
                let is_strange = is_strange(form, look.part, &taken, known.ruleset);
                (if is_taken { TAKEN } else { 0 }) + (if is_strange { STRANGE } else { 0 })
            };
            let ways = &look.spots.get(*spot)?.ways;
            let mut ways: Vec<(i32, &Way)> =
                ways.iter().map(|way| (way.weight - against(way.found.header.form), way)).collect();
            ways.sort_by_key(|(weight, way)| (std::cmp::Reverse(*weight), way.found.header.form));
            Some(ways)
        };
        let second = |ways: &[(i32, &Way)], chosen: usize| {
            let weight = ways.iter().find(|(_, way)| way.found.header.form == chosen)?.0;
            let mut others = ways.iter().filter(|(_, way)| way.found.header.form != chosen);
            others.next().map(|(other, way)| (way.found.header.form, weight - other))
        };
        let rank = |(at, place): (usize, &(usize, usize))| {
            let ways = ranked(place)?;
            let (weight, way) = ways.first().copied()?;
            let second = second(&ways, way.found.header.form);
            let ahead = second.map_or(weight, |(_, ahead)| ahead);
            (weight >= ENOUGH && ahead >= AHEAD).then(|| (ahead, at, place.0, way.clone(), second))
        };
        let in_order = || {
            let near = |(at, place): (usize, &(usize, usize))| {
                Some((at, near_forms(&ranked(place)?, known.ruleset)?))
            };
            let tables: Vec<_> = open.iter().enumerate().filter_map(near).collect();
            let (at, form) = series::told(&tables)?;
            let place = open.get(at)?;
            let ways = ranked(place)?;
            let (_, way) = ways.iter().find(|(_, way)| way.found.header.form == form)?;
            Some((0, at, place.0, (*way).clone(), second(&ways, form)))
        };
        let surest = || {
            let ranks = open.iter().enumerate().filter_map(rank);
            ranks.max_by_key(|(ahead, at, ..)| (*ahead, std::cmp::Reverse(*at)))
        };
        let best = in_order().or_else(surest);
        let Some((_, at, table, way, second)) = best else { break };
        open.remove(at);
        let Some((look, list)) = looks.get(table).zip(out.get_mut(table)) else { continue };
        taken.push((look.part, way.found.header.form));
        let start = way.found.header.rows.start;
        // a header that is whole needs no likeness, and gives way to one that more speaks for
        let is_whole = |(header, _): &(HeaderMatch, Range<usize>)| {
            header.rows.contains(&start)
                && (header.form == way.found.header.form || !way.is_borne_out)
        };
        if look.blocks.iter().any(is_whole) {
            continue;
        }
        list.chosen.push(ChosenHeader { way, end: next_header(look, start, usize::MAX), second });
    }
    for (look, list) in looks.iter().zip(&mut out) {
        for found in &look.mended {
            let end = next_header(look, found.header.rows.start, usize::MAX);
            let found = found.clone();
            let title = if found.header.by_title { TITLE } else { 0 };
            let (besides, is_borne_out, is_reworded) = (Vec::new(), false, false);
            let way = Way { found, weight: 0, besides, is_borne_out, title, is_reworded };
            list.chosen.push(ChosenHeader { way, end, second: None });
        }
    }
    for (table, spot) in open {
        let spot = looks.get(table).and_then(|look| look.spots.get(spot));
        if let Some((spot, list)) = spot.zip(out.get_mut(table)) {
            list.unclear.push(spot.ways.clone());
        }
    }
    for (list, table) in out.iter_mut().zip(&known.document.tables) {
        list.chosen.sort_by_key(|chosen| chosen.way.found.header.rows.start);
        finish(&mut list.chosen, table, known);
    }
    let is_damaged = out.iter().flat_map(|list| &list.chosen).any(ChosenHeader::shows_damage);
    out.iter_mut().for_each(|list| list.is_damaged = is_damaged);
    out
}

/// The forms that explain a table as well as the best does, or nearly, where
/// all of them are numbered.
fn near_forms(ways: &[(i32, &Way)], ruleset: &Ruleset) -> Option<Vec<NearForm>> {
    let best = ways.first().map(|(weight, _)| *weight).filter(|weight| *weight >= ENOUGH)?;
    let near = ways.iter().take_while(|(weight, _)| best - weight <= AHEAD);
    let near: Vec<NearForm> = near
        .map(|(weight, way)| {
            let form = way.found.header.form;
            let number = ruleset.forms.get(form)?.numbers.first()?;
            let digits = number.trim_start_matches(|c: char| !c.is_ascii_digit());
            Some(NearForm { form, number: digits.parse().ok()?, weight: *weight })
        })
        .collect::<Option<_>>()?;
    (!near.is_empty()).then_some(near)
}

/// Whether a form stands in certain kinds of documents alone, and all others that were found beside
/// it in others, or in any.
fn is_strange(
    form: usize,
    part: Option<usize>,
    found: &[(Option<usize>, usize)],
    ruleset: &Ruleset,
) -> bool {
    let kinds = |form: usize| ruleset.forms.get(form).map_or(&[][..], |form| &form.documents);
    let own = kinds(form);
    let mut beside = found.iter().filter(|(other, _)| *other == part);
    !own.is_empty()
        && beside.clone().count() >= BESIDE
        && beside.all(|(_, other)| !kinds(*other).iter().any(|kind| own.contains(kind)))
}

impl SpotChoice {
    /// Why forms that come near are none, where no form was found in a table. `is_read`: what the
    /// table says by itself is checked all the same.
    pub(super) fn unclear(
        &self,
        table: &Table,
        ruleset: &Ruleset,
        is_read: bool,
    ) -> Option<Notice> {
        let ways = self.unclear.first()?;
        let message = BilingualText::each(|lang| {
            let name = |way: &Way| {
                ruleset.forms.get(way.found.header.form).map_or_else(String::new, |form| {
                    let fits = way.words(ruleset, lang).join(lang.of("，", ", "));
                    format!("“{}”{}", form.id, lang.bracketed(&fits))
                })
            };
            let near: Vec<String> = ways.iter().take(2).map(name).collect();
            let which = match near.as_slice() {
                [only] => tell!(lang, "最像{only}", "it looks most like {only}"),
                _ => {
                    let near = near.join(lang.of("，也像", " and like "));
                    tell!(lang, "像{near}，分不清", "it looks like {near}")
                }
            };
            let checked = checked_as(is_read).of(lang);
            tell!(
                lang,
                "没有认出是哪一种表：{which}；这张表{checked}",
                "the form of the table was not recognised: {which}; the table was {checked}"
            )
        });
        Some(Notice { code: NoticeCode::FormUnclear, message, span: Some(table.span) })
    }
}

/// Where the rows of each header end: before the next one, or where its form does.
fn finish(list: &mut [ChosenHeader], table: &Table, known: &TableContext<'_>) {
    let starts: Vec<usize> = list.iter().map(|chosen| chosen.way.found.header.rows.start).collect();
    for chosen in list {
        let header = &chosen.way.found.header;
        let next = starts.iter().copied().find(|start| *start >= header.rows.end);
        let last = next.unwrap_or(usize::MAX).min(chosen.end).min(table.rows.len());
        let ends = |row: &usize| ends_form(table, *row, header.form, known.ruleset, &known.context);
        chosen.end = (header.rows.end + 1..last).find(ends).unwrap_or(last);
    }
}

impl ChosenHeader {
    /// Puts the header among those of a table, in place of one that no title told.
    pub(super) fn place(&self, blocks: &mut Vec<(HeaderMatch, Range<usize>)>) {
        let header = &self.way.found.header;
        blocks.retain(|(other, _)| !other.rows.contains(&header.rows.start));
        for (_, rows) in blocks.iter_mut().filter(|(_, rows)| rows.start < header.rows.start) {
            rows.end = rows.end.min(header.rows.start);
        }
        blocks.push((header.clone(), header.rows.end..self.end));
        blocks.sort_by_key(|(header, _)| header.rows.start);
    }

    /// Leaves open what stands in columns that the form needs and whose heads are gone: they are not
    /// blank.
    pub(super) fn leave_open(&self, filled: &mut FilledForm) {
        for row in filled.sides.iter_mut().flat_map(|side| &mut side.rows) {
            for column in &self.way.found.missing {
                if let Some(slot) =
                    row.cells.get_mut(*column).filter(|slot| slot.content == Content::Absent)
                {
                    slot.content = Content::Unreadable(Illegible::HeaderGaps);
                }
            }
        }
    }

    /// The columns that whole heads do not tell, where it is certain all the same which form this is:
    /// by its title, nearly all of its heads, and no other form that comes near. In a document that
    /// `is_damaged` names of rows may have lost letters, too. A form that bears no title is certain
    /// inside a part by the sequence of its heads.
    pub(super) fn unsure_columns(
        &self,
        is_damaged: bool,
        is_in_part: bool,
        ruleset: &Ruleset,
    ) -> Option<Vec<usize>> {
        /// Heads that are whole, in order, and leave no doubt of which form this is.
        const SEQUENCE: usize = 5;
        /// Points behind it from which on no other form comes near.
        const FAR: i32 = 5;
        let found = &self.way.found;
        let mut unsure = [&found.damaged, &found.placed, &found.missing].map(Clone::clone).concat();
        let whole = found.whole.iter().sum::<usize>();
        let is_near = self.second.is_some_and(|(_, ahead)| ahead < FAR);
        let is_titled = self.way.title >= TITLE || self.way.is_reworded;
        let is_certain = is_titled
            && !is_near
            && found.aside == 0
            && !is_damaged
            // heads that stand for no column of the form may be those of another list
            && found.strange <= found.missing.len()
            && (unsure.len() + found.strange) * 2 <= whole;
        let form = ruleset.forms.get(found.header.form);
        let bears_title = form
            .is_none_or(|form| !form.titles.plain.is_empty() || !form.titles.patterns.is_empty());
        // a column of names that mostly has no head is not one that lost it
        let has_head = |at: &usize| {
            form.and_then(|form| form.columns.get(*at)).is_none_or(|column| !column.may_be_headless)
        };
        unsure.retain(has_head);
        let is_by_sequence = is_in_part
            && !bears_title
            && !is_near
            && found.aside == 0
            && found.is_in_order
            && whole >= SEQUENCE
            && unsure.len() * 2 <= whole;
        unsure.sort_unstable();
        unsure.dedup();
        (is_certain || is_by_sequence).then_some(unsure)
    }

    /// Letters are lost of its title or its heads.
    fn shows_damage(&self) -> bool {
        let way = &self.way;
        let is_torn = way.title > 0 && way.title < TITLE && !way.is_reworded;
        is_torn || !way.found.damaged.is_empty()
    }

    /// Whether this is the header.
    pub(super) fn is(&self, header: &HeaderMatch) -> bool {
        self.way.found.header == *header
    }

    /// Why this form, what it lacks, and which form came second.
    pub(super) fn notice(&self, table: &Table, ruleset: &Ruleset) -> Notice {
        let form = ruleset.forms.get(self.way.found.header.form);
        let second = self.second.and_then(|(form, _)| ruleset.forms.get(form));
        let id = form.map_or("", |form| form.id.as_str());
        let message = BilingualText::each(|lang| {
            let mut words = self.way.words(ruleset, lang);
            words.extend(
                second.map(|Form { id, .. }| {
                    tell!(lang, "其次像“{id}”", "next it looks like “{id}”")
                }),
            );
            let (words, lack) = (words.join(lang.of("，", ", ")), self.way.lack().of(lang));
            tell!(lang, "{lack}，看来是“{id}”：{words}", "{lack}; it seems to be “{id}”: {words}")
        });
        Notice { code: NoticeCode::FormLikely, message, span: Some(table.span) }
    }
}
