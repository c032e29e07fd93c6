//! Tables whose title or heads are damaged or missing: the form that explains most of what is
//! there.
//!
//! In: what each table shows. Out: headers that a form explains better than every other form does,
//! with what speaks for it. Titles, sheet names, numbers, notes, columns and the names of rows add
//! up; none is necessary. What is chosen so is doubtful reading: the judges know it.

use super::caption::Caption;
use super::header::{HeaderMatch, LikelyHeader, aside, likely_headers};
use super::recognise::{Known, Look, ends_form, is_of_several};
use super::{Content, FilledForm};
use crate::audit::Illegible;
use crate::document::{Block, Notice, NoticeCode, Span, Table};
use crate::label::label_key;
use crate::pattern::near;
use crate::ruleset::{ColumnKind, Form, Ruleset, Words};
use std::ops::Range;

/// What must speak for a form at least.
const ENOUGH: i32 = 9;
/// So much more must speak for it than for every other form.
const AHEAD: i32 = 3;
/// What speaks against a form that a title found in another table already.
const TAKEN: i32 = 8;

/// What speaks against a form where the table bears a title, and none that is like the form's.
const OTHER_TITLE: i32 = -12;
/// The same of a heading without a word that makes it a title.
const OTHER_HEADING: i32 = -6;
/// Digits of a year.
const YEAR_DIGITS: usize = 4;

/// A place where a header may begin, and the forms that may be there, the likeliest first.
pub(super) struct Spot {
    ways: Vec<Way>,
}

/// A form that may stand at a spot.
#[derive(Clone, Debug)]
struct Way {
    found: LikelyHeader,
    weight: i32,
    /// What fitted besides the columns.
    besides: Vec<&'static str>,
    /// More than columns and the kind of the document speaks for it.
    is_borne_out: bool,
}

/// A header that was chosen.
#[derive(Clone, Debug)]
pub(super) struct Chosen {
    way: Way,
    /// Behind its last row.
    end: usize,
    /// The form that came second, and how far behind it is.
    second: Option<(usize, i32)>,
}

/// The places of a table at which forms may stand that no whole header shows. `look` has no spots
/// yet.
pub(super) fn spots(known: &Known<'_>, table: &Table, look: &Look) -> Vec<Spot> {
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
            out.push(Spot { ways });
        }
        row += 1;
    }
    out
}

/// Headers that are whole enough to tell their form, of which other heads are damaged, or that stand
/// beside their columns.
pub(super) fn mended(known: &Known<'_>, table: &Table, look: &Look) -> Vec<LikelyHeader> {
    let Known { index, ruleset, context, .. } = known;
    let mend = |(header, _): &(HeaderMatch, Range<usize>)| {
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
        let aside = aside(table, &found.header, schema, context);
        if let Some(by) = aside {
            found.header = found.header.moved(by);
            found.aside = by;
        }
        (has_more || aside.is_some()).then_some(found)
    };
    look.blocks.iter().filter_map(mend).collect()
}

/// The row of the next header that is whole, behind a row.
fn next_header(look: &Look, row: usize, end: usize) -> usize {
    let starts = look.blocks.iter().map(|(header, _)| header.rows.start);
    starts.filter(|start| *start > row).min().unwrap_or(end)
}

/// What became of the spots of a table.
#[derive(Clone, Debug, Default)]
pub(super) struct Choice {
    /// Headers that one form explains best.
    pub(super) chosen: Vec<Chosen>,
    /// Of the others the forms that explain most, none well enough or better than the next.
    unclear: Vec<Vec<Way>>,
}

/// For each table the headers that one form explains best; a form that a title told stands in one
/// table alone.
pub(super) fn choose(known: &Known<'_>, looks: &[Look]) -> Vec<Choice> {
    let mut out: Vec<Choice> = vec![Choice::default(); looks.len()];
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
    // the surest first: it takes its form from the others
    loop {
        let rank = |(at, (table, spot)): (usize, &(usize, usize))| {
            let look = looks.get(*table)?;
            let spot = look.spots.get(*spot)?;
            let against = |form: usize| {
                if has_title(form) && taken.contains(&(look.part, form)) { TAKEN } else { 0 }
            };
            let mut ways: Vec<(i32, &Way)> = spot
                .ways
                .iter()
                .map(|way| (way.weight - against(way.found.header.form), way))
                .collect();
            ways.sort_by_key(|(weight, way)| (std::cmp::Reverse(*weight), way.found.header.form));
            let (weight, way) = ways.first().copied()?;
            let second = ways.get(1).map(|(other, way)| (way.found.header.form, weight - other));
            let ahead = second.map_or(weight, |(_, ahead)| ahead);
            (weight >= ENOUGH && ahead >= AHEAD).then(|| (ahead, at, *table, way.clone(), second))
        };
        let best = open
            .iter()
            .enumerate()
            .filter_map(rank)
            .max_by_key(|(ahead, at, ..)| (*ahead, std::cmp::Reverse(*at)));
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
        list.chosen.push(Chosen { way, end: next_header(look, start, usize::MAX), second });
    }
    for (look, list) in looks.iter().zip(&mut out) {
        for found in &look.mended {
            let end = next_header(look, found.header.rows.start, usize::MAX);
            let found = found.clone();
            let way = Way { found, weight: 0, besides: Vec::new(), is_borne_out: false };
            list.chosen.push(Chosen { way, end, second: None });
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
    out
}

impl Choice {
    /// Why forms that come near are none, where no form was found in a table.
    pub(super) fn unclear(&self, table: &Table, ruleset: &Ruleset) -> Option<Notice> {
        let ways = self.unclear.first()?;
        let name = |way: &Way| {
            ruleset.forms.get(way.found.header.form).map_or_else(String::new, |form| {
                format!("“{}”（{}）", form.id, way.words(ruleset).join("，"))
            })
        };
        let near: Vec<String> = ways.iter().take(2).map(name).collect();
        let message = match near.as_slice() {
            [only] => format!("没有认出是哪一种表：最像{only}；这张表没有核对"),
            _ => format!("没有认出是哪一种表：像{}，分不清；这张表没有核对", near.join("，也像")),
        };
        Some(Notice { code: NoticeCode::FormUnclear, message, span: Some(table.span) })
    }
}

impl Way {
    /// What fits and what is lacking.
    fn words(&self, ruleset: &Ruleset) -> Vec<String> {
        let found = &self.found;
        let form = ruleset.forms.get(found.header.form);
        let name = |column: &usize| {
            form.and_then(|form| form.columns.get(*column))
                .map_or_else(String::new, |column| column.name.clone())
        };
        let names = |list: &[usize]| list.iter().map(name).collect::<Vec<_>>().join("、");
        let mut words = vec![format!("{} 栏的表头相符", found.whole.iter().sum::<usize>())];
        if !found.damaged.is_empty() {
            words.push(format!("按残存的字认出 {}", names(&found.damaged)));
        }
        if !found.placed.is_empty() {
            words.push(format!("按次序认出 {}", names(&found.placed)));
        }
        words.extend(self.besides.iter().map(|besides| format!("{besides}相符")));
        if !found.missing.is_empty() {
            words.push(format!("缺 {}", names(&found.missing)));
        }
        if found.strange > 0 {
            words.push(format!("有 {} 个表头不认识", found.strange));
        }
        if found.aside != 0 {
            words.push("表头与下面的栏错开一格".to_owned());
        }
        words
    }
}

/// Where the rows of each header end: before the next one, or where its form does.
fn finish(list: &mut [Chosen], table: &Table, known: &Known<'_>) {
    let starts: Vec<usize> = list.iter().map(|chosen| chosen.way.found.header.rows.start).collect();
    for chosen in list {
        let header = &chosen.way.found.header;
        let next = starts.iter().copied().find(|start| *start >= header.rows.end);
        let last = next.unwrap_or(usize::MAX).min(chosen.end).min(table.rows.len());
        let ends = |row: &usize| ends_form(table, *row, header.form, known.ruleset, &known.context);
        chosen.end = (header.rows.end + 1..last).find(ends).unwrap_or(last);
    }
}

impl Chosen {
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

    /// Whether this is the header.
    pub(super) fn is(&self, header: &HeaderMatch) -> bool {
        self.way.found.header == *header
    }

    /// Why this form, what it lacks, and which form came second.
    pub(super) fn notice(&self, table: &Table, ruleset: &Ruleset) -> Notice {
        let form = ruleset.forms.get(self.way.found.header.form);
        let mut words = self.way.words(ruleset);
        let second = self.second.and_then(|(form, _)| ruleset.forms.get(form));
        if let Some(second) = second {
            words.push(format!("其次像“{}”", second.id));
        }
        let id = form.map_or("", |form| form.id.as_str());
        let message = format!("表题或表头不全，看来是“{id}”：{}", words.join("，"));
        Notice { code: NoticeCode::FormLikely, message, span: Some(table.span) }
    }
}

/// What speaks for the forms of a table besides its columns.
struct Evidence<'a> {
    known: &'a Known<'a>,
    table: &'a Table,
    look: &'a Look,
    /// The name of the sheet that it stands on.
    sheet: Option<&'a str>,
    /// The line below it.
    note: Option<String>,
    /// Forms whose title is the sheet's name.
    of_sheet: Vec<usize>,
}

impl<'a> Evidence<'a> {
    fn new(known: &'a Known<'a>, table: &'a Table, look: &'a Look) -> Self {
        let place = known.document.locator.place(table.span);
        let sheet = place.and_then(|place| place.split_once('!')).map(|(sheet, _)| sheet);
        let of_sheet = sheet.map(|sheet| known.titled_alike(sheet)).unwrap_or_default();
        let below = known.document.blocks.get(table.block + 1);
        let note = match below {
            Some(Block::Paragraph(paragraph)) => {
                Some(label_key(&paragraph.text.text, known.context.vocabulary))
            }
            _ => None,
        };
        Self { known, table, look, sheet, note, of_sheet }
    }

    /// A form with what speaks for it.
    fn way(&self, mut found: LikelyHeader, end: usize) -> Option<Way> {
        let form = self.known.ruleset.forms.get(found.header.form)?;
        // what seems to come several times may do so because a head is damaged
        let is_other = self
            .look
            .several
            .is_some_and(|form| form != found.header.form || found.damaged.is_empty());
        if is_other || is_of_several(&found.header, self.known.ruleset) {
            return None;
        }
        if let Some(by) = aside(self.table, &found.header, form, &self.known.context) {
            found.header = found.header.moved(by);
            found.aside = by;
        }
        let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        let heads = found.whole.iter().sum::<usize>() + found.damaged.len() + found.placed.len();
        // two columns of six do not win, and more than half of the heads are told by their letters
        let told = heads - found.placed.len();
        if heads * 5 < (heads + found.strange) * 3 || found.placed.len() > told {
            return None;
        }
        let [needed, others] = found.whole;
        let mut weight = number(needed) * 3
            + number(others) * 2
            + number(found.damaged.len()) * 2
            + number(found.placed.len())
            - number(found.missing.len()) * 3
            - number(found.strange) * 2;
        let mut besides = Vec::new();
        let mut add = |points: i32, words: &'static str| {
            weight += points;
            if points > 0 {
                besides.push(words);
            }
        };
        add(self.title(&found, form), "表题");
        add(self.sheet(&found, form), "工作表名");
        add(self.number(form), "表号");
        add(self.note(form), "表下的注");
        add(self.rows(&found, form, end), "行的名称");
        let is_borne_out = !besides.is_empty();
        let points = self.kind(form);
        weight += points;
        besides.extend((points > 0).then_some("文件的种类"));
        Some(Way { found, weight, besides, is_borne_out })
    }

    /// The form stands in documents of this kind alone.
    fn kind(&self, form: &Form) -> i32 {
        let kind = self.known.facts.kind.as_ref();
        if kind.is_some_and(|kind| form.documents.contains(kind)) { 2 } else { 0 }
    }

    fn title(&self, found: &LikelyHeader, form: &Form) -> i32 {
        if self.look.titled.contains(&found.header.form) {
            return 8;
        }
        let Caption { lines, .. } = &self.look.caption;
        if lines.iter().any(|(key, ..)| is_near(&form.titles, key)) {
            return 5;
        }
        // a table that bears the title of another is hardly this form
        let words = self.known.context.vocabulary;
        let has_titles = !form.titles.plain.is_empty() || !form.titles.patterns.is_empty();
        // the unit may stand behind the title
        let is_title = |(key, ..): &(String, String, Span)| {
            let unit = words.unit_label.iter().filter_map(|word| key.find(word.as_str())).min();
            let title = key.get(..unit.unwrap_or(key.len())).unwrap_or("");
            words.form_title.iter().any(|word| title.ends_with(word.as_str()))
        };
        let is_titled = lines.iter().any(is_title);
        // a heading of its own, not that of the document
        let is_headed = self.look.caption.heading().is_some_and(|heading| {
            heading.chars().filter(char::is_ascii_digit).count() < YEAR_DIGITS
                && self.look.caption.agency.as_ref().is_none_or(|(name, _)| !heading.contains(name))
        });
        match (has_titles, is_titled, is_headed) {
            (true, true, _) => OTHER_TITLE,
            (true, false, true) => OTHER_HEADING,
            _ => 0,
        }
    }

    fn sheet(&self, found: &LikelyHeader, form: &Form) -> i32 {
        if self.of_sheet.contains(&found.header.form) {
            return 8;
        }
        let key = self.sheet.map(|sheet| label_key(sheet, self.known.context.vocabulary));
        if key.is_some_and(|key| is_near(&form.titles, &key)) { 5 } else { 0 }
    }

    /// Forms are numbered differently from year to year: it says little.
    fn number(&self, form: &Form) -> i32 {
        let words = self.known.context.vocabulary;
        let own = |text: &str| form.numbers.iter().any(|number| words.folded(number) == text);
        let printed = self.look.caption.number.as_ref().map(|(text, _)| words.folded(text));
        if printed.is_some_and(|text| own(&text)) { 2 } else { 0 }
    }

    /// A note below often says what the table shows, in the words of its title.
    fn note(&self, form: &Form) -> i32 {
        /// Letters of the title in one piece for a point.
        const LETTERS: usize = 3;
        const MOST: i32 = 5;
        let Some(note) = &self.note else { return 0 };
        let common = form.titles.plain.iter().map(|title| common(title, note)).max().unwrap_or(0);
        i32::try_from(common / LETTERS).unwrap_or(MOST).min(MOST)
    }

    /// Rows that the form names.
    fn rows(&self, found: &LikelyHeader, form: &Form, end: usize) -> i32 {
        const MOST: usize = 8;
        const CODED: usize = 4;
        /// Fewer rows prove nothing when the form knows none of them.
        const SOME: usize = 4;
        let words = self.known.context.vocabulary;
        let columns = |kind: ColumnKind| {
            let bound = found.header.bound.iter();
            bound
                .filter(move |bound| {
                    form.columns.get(bound.column).is_some_and(|column| column.kind == kind)
                })
                .map(|bound| bound.physical)
                .collect::<Vec<u32>>()
        };
        let (labels, codes) = (columns(ColumnKind::Label), columns(ColumnKind::Code));
        let (mut rows, mut named, mut coded) = (0, 0, 0);
        for row in self.table.rows.get(found.header.rows.end..end).unwrap_or(&[]) {
            let texts = |columns: &[u32]| {
                row.iter()
                    .filter(|cell| columns.contains(&cell.column))
                    .map(|cell| label_key(&cell.text.text, words))
                    .filter(|key| !key.is_empty() && !words.total.contains(key))
                    .collect::<Vec<String>>()
            };
            let (labels, codes) = (texts(&labels), texts(&codes));
            for at in 0..labels.len().max(codes.len()) {
                let (label, code) = (labels.get(at), codes.get(at));
                // the forms name the upper rows of a tree of codes
                if code.is_some_and(|code| code.len() > 3) {
                    continue;
                }
                rows += 1;
                let context = &self.known.context;
                coded += usize::from(form.rows.iter().any(|row| {
                    code.is_some_and(|code| row.code.as_ref().is_some_and(|own| own == code))
                }));
                named += usize::from(form.rows.iter().any(|row| {
                    row.code.is_none() && label.is_some_and(|label| row.labels.fit(label, context))
                }));
            }
        }
        let knows = form.rows.iter().any(|row| !row.total);
        if rows == 0 || !knows {
            0
        } else if named + coded == 0 && rows >= SOME {
            -3
        } else {
            // codes of one classification stand in many forms
            let points = (named * MOST).div_ceil(rows) + (coded * CODED).div_ceil(rows);
            i32::try_from(points.min(MOST)).unwrap_or(0)
        }
    }
}

/// Whether a title lost a few letters.
fn is_near(titles: &Words, key: &str) -> bool {
    /// Letters that are left, and of a hundred so many.
    const LEFT: u32 = 4;
    const SHARE: u32 = 70;
    let plain = titles.plain.iter().filter_map(|title| near(title, key));
    let patterns = titles.patterns.iter().filter_map(|title| title.near(key));
    plain.chain(patterns).any(|near| near.letters >= LEFT && near.share() >= SHARE)
}

/// Letters of the longest piece that two texts share.
fn common(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before = vec![0_usize; b.len() + 1];
    let mut longest = 0;
    for x in a.chars() {
        let mut row = vec![0_usize; b.len() + 1];
        for (at, _) in b.iter().enumerate().filter(|(_, y)| **y == x) {
            let length = before.get(at).copied().unwrap_or(0) + 1;
            longest = longest.max(length);
            if let Some(place) = row.get_mut(at + 1) {
                *place = length;
            }
        }
        before = row;
    }
    longest
}
