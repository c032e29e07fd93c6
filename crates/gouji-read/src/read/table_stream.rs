//! Tables without tabs: columns are parted by blanks, blank cells are gone, labels and headers are
//! wrapped over lines.
//!
//! A table is found by its rows (lines in which numbers prevail, or which count the columns) and
//! grown from there: up to the caption, a title or prose, down to the note, a caption, a heading or
//! prose. Each physical line is a row, each token a cell; which column it belongs to is found
//! elsewhere.

use super::join::list_mark;
use super::line::{has_sentence_mark, is_blank_char, is_ideograph, tokens};
use super::page::{Page, Region};
use super::table_grid::cell;
use gouji_values::document::Layout;
use gouji_values::number::{cell_number, is_digit};

/// Lines of a header above the first row.
const HEADER: usize = 90;
/// Lines without numbers between two rows: wrapped labels; texts below a header; in a table without
/// blank lines.
const WRAPPED: usize = 45;
const TEXTS: usize = 130;
const DENSE: usize = 12;
/// Bytes of a line that can be a row.
const LONGEST: usize = 3000;

/// What a line can be in a table or around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Numbers prevail.
    Row,
    /// 栏次 1 2 3.
    Count,
    /// A label and one number.
    Weak,
    /// An amount alone, in a form.
    Cell,
    /// Words side by side.
    Header,
    /// A few words.
    Fragment,
    /// `（一）…`
    Chapter,
    /// A part of a sentence or a whole one.
    Sentence,
    /// `部门名称：…`
    Labelled,
    /// The line with the unit, or the year alone.
    Caption,
    /// The title of a form.
    Title,
    /// `注：…`
    Note,
    /// Nothing that a table runs over.
    Stop,
}

struct Entry {
    index: usize,
    kind: Kind,
}

/// The tables between two lines.
pub(super) fn find(page: &Page<'_>, from: usize, to: usize) -> Vec<Region> {
    let entries: Vec<Entry> = (from..to)
        .filter(|i| !page.is_void(*i))
        .map(|index| Entry { index, kind: kind(page, index) })
        .collect();
    let mut reading = Reading { page, entries };
    reading.mark_amounts();
    let mut out = Vec::new();
    let mut floor = 0;
    let mut at = 0;
    while at < reading.entries.len() {
        match reading.is_seed(at).then(|| reading.table(at, floor)).flatten() {
            Some((top, end)) => {
                out.extend(reading.region(top, end));
                (floor, at) = (end, end);
            }
            None => match reading.empty(at, floor) {
                Some(end) => {
                    out.extend(reading.region(at, end));
                    (floor, at) = (end, end);
                }
                None => at += 1,
            },
        }
    }
    out
}

struct Reading<'a> {
    page: &'a Page<'a>,
    entries: Vec<Entry>,
}

impl Reading<'_> {
    fn kind(&self, at: usize) -> Kind {
        self.entries.get(at).map_or(Kind::Stop, |entry| entry.kind)
    }

    /// Lines between an entry and the one before it.
    fn distance(&self, at: usize) -> usize {
        match (at.checked_sub(1).and_then(|before| self.entries.get(before)), self.entries.get(at))
        {
            (Some(before), Some(entry)) => entry.index - before.index,
            _ => usize::MAX,
        }
    }

    /// Whether a form feed stands before an entry, with nothing but a line's end between.
    fn is_first(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.entries.get(before));
        let own = self.entries.get(at);
        let (Some(before), Some(own)) = (before, own) else { return false };
        own.index == before.index + 2 && self.page.is_new_page(before.index, own.index)
    }

    /// Whether a line is an amount and nothing else.
    fn is_amount(&self, at: usize) -> bool {
        let text = self.entries.get(at).map_or("", |entry| self.page.text(entry.index));
        let is_plain = |c: char| is_digit(c) || matches!(c, '.' | ',' | '-');
        text.contains('.') && text.chars().all(is_plain) && is_figure(self.page, text)
    }

    /// Whether a line opens with a code or the lower levels of one.
    fn is_coded(&self, at: usize) -> bool {
        let text = self.entries.get(at).map_or("", |entry| self.page.text(entry.index));
        let first = text.split(is_blank_char).next().unwrap_or("");
        (2..=9).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Style and number of the ordinal that a line opens with.
    fn ordinal(&self, at: usize) -> Option<(usize, u32)> {
        let entry = self.entries.get(at)?;
        self.page.ordinal(self.page.text(entry.index)).map(|found| (found.style, found.value))
    }

    /// Whether the number of a page stands between an entry and the one before it.
    fn is_page_break(&self, at: usize) -> bool {
        let Some(entry) = self.entries.get(at) else { return false };
        let from = entry.index.saturating_sub(self.distance(at).min(6));
        (from + 1..entry.index)
            .any(|line| self.page.line(line).is_some_and(|line| !line.is_blank()))
    }

    /// Below the title and the unit of a form a line with an amount alone is a cell of a row.
    fn mark_amounts(&mut self) {
        let mut is_form = false;
        for at in 0..self.entries.len() {
            let kind = self.kind(at);
            let is_titled = at.checked_sub(1).is_some_and(|above| self.kind(above) == Kind::Title);
            is_form = match kind {
                Kind::Caption => is_titled,
                Kind::Title | Kind::Note | Kind::Stop | Kind::Sentence => false,
                _ => is_form,
            };
            if is_form
                && self.is_amount(at)
                && let Some(entry) = self.entries.get_mut(at)
            {
                entry.kind = Kind::Cell;
            }
        }
    }

    /// Whether cells of rows stand on lines of their own here.
    fn is_cells(&self, at: usize) -> bool {
        let is_row = |next: &usize| matches!(self.kind(*next), Kind::Cell | Kind::Weak | Kind::Row);
        self.kind(at) == Kind::Cell && (at + 1..at + 9).filter(is_row).count() >= 2
    }

    /// A row, or three lines with a label and a number in a row.
    fn is_seed(&self, at: usize) -> bool {
        match self.kind(at) {
            Kind::Row | Kind::Count => true,
            Kind::Weak => (1..3).all(|next| self.kind(at + next) == Kind::Weak),
            Kind::Cell => self.is_cells(at),
            _ => false,
        }
    }

    /// Whether a blank line stands between most lines here.
    fn is_loose(&self, at: usize) -> bool {
        let near = at + 1..(at + 9).min(self.entries.len());
        near.clone().filter(|next| self.distance(*next) > 1).count() * 2 > near.len()
    }

    /// First entry and behind the last one of the table around a row.
    fn table(&self, seed: usize, floor: usize) -> Option<(usize, usize)> {
        let loose = self.is_loose(seed);
        let top = self.top(seed, floor, loose);
        let end = self.end(seed, loose);
        let count =
            |wanted: &[Kind]| (top..end).filter(|at| wanted.contains(&self.kind(*at))).count();
        let rows = count(&[Kind::Row]);
        let captioned = top.checked_sub(1).is_some_and(|above| {
            matches!(self.kind(above), Kind::Caption | Kind::Title | Kind::Labelled)
        });
        let certain = rows >= 2
            || count(&[Kind::Count]) >= 1
            || count(&[Kind::Row, Kind::Weak, Kind::Cell]) >= 3
            || (captioned && rows >= 1);
        certain.then_some((top, end))
    }

    fn top(&self, seed: usize, floor: usize, loose: bool) -> usize {
        let mut top = seed;
        while top > floor && seed - top < HEADER {
            let fits = match self.kind(top - 1) {
                Kind::Row | Kind::Count | Kind::Weak | Kind::Cell => true,
                Kind::Header | Kind::Fragment => true,
                Kind::Chapter => !loose,
                _ => false,
            };
            if !fits || (!loose && self.distance(top) > 1) {
                break;
            }
            top -= 1;
        }
        top
    }

    fn end(&self, seed: usize, loose: bool) -> usize {
        let mut end = seed + 1;
        let (mut pending, mut header, mut text, mut deadline) = (0, false, false, None);
        let mut ordinal = self.ordinal(seed);
        for at in seed + 1..self.entries.len() {
            let kind = self.kind(at);
            // the form feed between pages ends a line as well
            let distance = self.distance(at) - usize::from(self.is_first(at));
            let next = self.ordinal(at);
            let counts_on = matches!((ordinal, next), (Some((style, number)), Some(next))
                if next == (style, number + 1) || next == (style, number));
            ordinal = next.or(ordinal);
            let row = matches!(kind, Kind::Row | Kind::Count)
                || (matches!(kind, Kind::Weak | Kind::Cell) && !text)
                || (!loose && !text && self.is_amount(at));
            // behind a page break the table goes on, be it with a wrapped label
            let goes_on = row
                || (self.is_page_break(at)
                    && (at + 1..at + 3).any(|next| {
                        self.distance(next) == 1
                            && matches!(self.kind(next), Kind::Row | Kind::Weak)
                    }));
            if !loose && distance > 1 && !(goes_on && distance <= 5) {
                break;
            }
            if row {
                end = at + 1;
                (pending, header, text, deadline) = (0, false, false, None);
                continue;
            }
            // a name with its ordinal or code is a row without figures
            pending += usize::from(loose || !(counts_on || self.is_coded(at)));
            match kind {
                Kind::Note | Kind::Caption | Kind::Title | Kind::Stop => break,
                Kind::Chapter if loose => {
                    deadline.get_or_insert(at + 3);
                }
                Kind::Header | Kind::Weak => header = true,
                Kind::Sentence if loose && !header => break,
                Kind::Sentence => text = true,
                _ => {}
            }
            let most = match (loose, header) {
                (false, _) => DENSE,
                (true, false) => WRAPPED,
                (true, true) => TEXTS,
            };
            if pending > most || deadline.is_some_and(|deadline| at >= deadline) {
                break;
            }
        }
        // a total without figures ends an empty form
        if self.is_total(end) { end + 1 } else { end }
    }

    /// Behind the last line of a form that was left blank: below its title and unit nothing stands
    /// but heads, up to its total or note.
    fn empty(&self, at: usize, floor: usize) -> Option<usize> {
        let is_under = at > floor.max(1)
            && self.kind(at - 1) == Kind::Caption
            && matches!(self.kind(at - 2), Kind::Title | Kind::Caption);
        if !is_under {
            return None;
        }
        let is_head = |at: &usize| {
            let is_words = matches!(self.kind(*at), Kind::Header | Kind::Fragment);
            is_words && !self.is_amount(*at) && !self.is_coded(*at)
        };
        let end = (at..at + HEADER).find(|at| !is_head(at))?;
        let is_behind = end >= self.entries.len()
            || matches!(self.kind(end), Kind::Title | Kind::Caption | Kind::Chapter | Kind::Stop);
        let has_total = end.checked_sub(1).is_some_and(|last| self.is_total(last));
        let is_closed = self.kind(end) == Kind::Note || (has_total && is_behind);
        (is_closed && end >= at + 3).then_some(end)
    }

    /// Whether a line is the name of a total and nothing else.
    fn is_total(&self, at: usize) -> bool {
        let text = self.entries.get(at).map_or("", |entry| self.page.text(entry.index));
        text.len() < 60 && self.page.vocabulary.total.contains(&self.page.vocabulary.folded(text))
    }

    fn region(&self, top: usize, end: usize) -> Option<Region> {
        let entries = self.entries.get(top..end)?;
        let rows = entries
            .iter()
            .enumerate()
            .filter_map(|(number, entry)| {
                let line = self.page.line(entry.index)?;
                Some(
                    line.tokens()
                        .enumerate()
                        .map(|(column, (text, start))| cell(number, column, text, start))
                        .collect(),
                )
            })
            .collect();
        Some(Region {
            from: entries.first()?.index,
            to: entries.last()?.index + 1,
            rows,
            layout: Layout::Stream,
        })
    }
}

fn kind(page: &Page<'_>, index: usize) -> Kind {
    let text = page.text(index);
    let text = text.get(list_mark(text).unwrap_or(0)..).unwrap_or(text).trim_start();
    if page.is_contents(index) || page.is_tabbed(index) {
        // agency and unit may stand apart by a tab
        let is_caption = page.is_tabbed(index) && text.len() < 200 && page.names_unit(text);
        return if is_caption { Kind::Caption } else { Kind::Stop };
    }
    if text.len() > LONGEST {
        return Kind::Sentence;
    }
    if page.is_note(text) {
        return Kind::Note;
    }
    if !has_sentence_mark(text) {
        if page.names_unit(text) || page.is_year_line(text) {
            return Kind::Caption;
        }
        if let Some(kind) = row(page, text) {
            return kind;
        }
        if page.is_form_title(text) {
            return Kind::Title;
        }
        if page.is_chapter(text) {
            return Kind::Chapter;
        }
        if is_labelled(text) {
            return Kind::Labelled;
        }
    }
    let (words, length) = (tokens(text, 0).count(), text.chars().count());
    if has_sentence_mark(text) || (length > 60 && length > words * 16) {
        return Kind::Sentence;
    }
    if words > 1 { Kind::Header } else { Kind::Fragment }
}

/// `部门名称：某局`: a few words, a colon, something behind it.
fn is_labelled(text: &str) -> bool {
    text.find(['：', ':']).is_some_and(|at| {
        let label = text.get(..at).unwrap_or("");
        (2..=10).contains(&label.chars().count())
            && !label.contains(is_blank_char)
            && label.starts_with(is_ideograph)
            && !label.ends_with(['）', ')'])
    })
}

/// Whether a line is a row of figures; a token behind a number that measures it (`3 辆`) is a
/// sentence's.
fn row(page: &Page<'_>, text: &str) -> Option<Kind> {
    let words = &page.vocabulary.column_number;
    let (mut all, mut numbers, mut measures, mut counters) = (0_usize, 0_usize, 0_usize, 0_usize);
    let (mut last, mut before_last, mut code) = (false, false, false);
    let mut year = false;
    for (token, _) in tokens(text, 0) {
        let number = is_figure(page, token);
        if last && !number {
            let measure = page.vocabulary.units.prefix_of(token).is_some();
            measures += usize::from(measure || token.chars().count() == 1);
            // `2023 年度…`: the year is no figure of the row
            numbers -= usize::from(year && token.starts_with(is_ideograph));
        }
        let counter = words.iter().any(|word| word == token);
        counters += usize::from(counter);
        if all == 0 {
            code = number && token.len() >= 3 && token.bytes().all(|b| b.is_ascii_digit());
        }
        year = number && token.len() == 4 && (token.starts_with("19") || token.starts_with("20"));
        all += 1;
        numbers += usize::from(number);
        (before_last, last) = (last, number);
    }
    if counters > 0 && numbers > 0 && counters + numbers == all {
        return Some(Kind::Count);
    }
    if all < 2 || (measures > 0 && numbers < 4) {
        return None;
    }
    if numbers == all
        || (numbers >= 2 && numbers * 2 >= all)
        || (numbers >= 3 && last && before_last)
    {
        return Some(Kind::Row);
    }
    ((last && numbers >= 1) || code).then_some(Kind::Weak)
}

/// A number, a percentage, a comparison with one, or a mark for nothing.
fn is_figure(page: &Page<'_>, token: &str) -> bool {
    token.len() <= 64
        && (page.vocabulary.is_blank(token)
            || (token.contains(is_digit) && cell_number(token, &page.vocabulary.units).is_some()))
}
