//! What speaks for and against a form besides its columns: title, name of the sheet, number, note,
//! names of rows, kind of the document.

use super::Way;
use crate::form::caption::Caption;
use crate::form::header::{LikelyHeader, aside};
use crate::form::table_look::{TableContext, TableLook, is_of_several};
use gouji_rules::pattern::near;
use gouji_rules::ruleset::{ColumnKind, Form, LabelWords};
use gouji_values::document::{Block, Span, Table};
use gouji_values::label::label_key;
use gouji_values::lang::Bilingual;
use gouji_values::vocabulary::Vocabulary;

/// What speaks for a form whose title the table bears.
pub(super) const TITLE: i32 = 8;
/// What is said of a title that is nearly the form's.
pub(super) const NEAR_TITLE: Bilingual = Bilingual::new("表题相近", "the title is similar");

/// What speaks against a form where the table bears a title, and none that is like the form's.
const OTHER_TITLE: i32 = -12;
/// The same of a heading without a word that makes it a title.
const OTHER_HEADING: i32 = -6;
/// Digits of a year.
const YEAR_DIGITS: usize = 4;

/// What speaks for the forms of a table besides its columns.
pub(super) struct Evidence<'a> {
    known: &'a TableContext<'a>,
    table: &'a Table,
    look: &'a TableLook,
    /// The name of the sheet that it stands on.
    sheet: Option<&'a str>,
    /// The line below it.
    note: Option<String>,
    /// Forms whose title is the sheet's name.
    of_sheet: Vec<usize>,
}

impl<'a> Evidence<'a> {
    pub(super) fn new(known: &'a TableContext<'a>, table: &'a Table, look: &'a TableLook) -> Self {
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
    pub(super) fn way(&self, mut found: LikelyHeader, end: usize) -> Option<Way> {
        let form = self.known.ruleset.forms.get(found.header.form)?;
        // what seems to come several times may do so because a head is damaged
        let is_other = self
            .look
            .several
            .is_some_and(|form| form != found.header.form || found.damaged.is_empty());
        if is_other || is_of_several(&found.header, self.known.ruleset) {
            return None;
        }
        if let Some(by) =
            aside(self.table, &found.header, form, &self.known.index, &self.known.context)
        {
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
        let mut add = |points: i32, words: Bilingual| {
            weight += points;
            if points > 0 {
                besides.push(words);
            }
        };
        let title = self.title(&found, form);
        add(title, if title >= TITLE { Bilingual::new("表题", "the title") } else { NEAR_TITLE });
        add(self.sheet(&found, form), Bilingual::new("工作表名", "the name of the sheet"));
        add(self.number(form), Bilingual::new("表号", "the number of the form"));
        add(self.note(form), Bilingual::new("表下的注", "the note below the table"));
        add(self.rows(&found, form, end), Bilingual::new("行的名称", "the names of rows"));
        let is_borne_out = !besides.is_empty();
        let points = self.kind(form);
        weight += points;
        besides
            .extend((points > 0).then_some(Bilingual::new("文件的种类", "the kind of document")));
        let is_reworded = title > 0 && self.is_reworded(form);
        Some(Way { found, weight, besides, is_borne_out, title, is_reworded })
    }

    /// The form stands in documents of this kind alone.
    fn kind(&self, form: &Form) -> i32 {
        let kind = self.known.facts.kind.as_ref();
        if kind.is_some_and(|kind| form.documents.contains(kind)) { 2 } else { 0 }
    }

    fn title(&self, found: &LikelyHeader, form: &Form) -> i32 {
        if self.look.titled.contains(&found.header.form) {
            return TITLE;
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
            !is_nothing(heading, words)
                && heading.chars().filter(char::is_ascii_digit).count() < YEAR_DIGITS
                && self.look.caption.agency.as_ref().is_none_or(|(name, _)| !heading.contains(name))
        });
        match (has_titles, is_titled, is_headed) {
            (true, true, _) => OTHER_TITLE,
            (true, false, true) => OTHER_HEADING,
            _ => 0,
        }
    }

    /// The title has other words than the form's, and lost none of its letters: nothing is damaged.
    fn is_reworded(&self, form: &Form) -> bool {
        let lost = |title: &str, key: &str| {
            let mut letters = title.chars();
            key.chars().all(|letter| letters.any(|own| own == letter))
        };
        let is_other = |title: &String, key: &str| near(title, key).is_some() && !lost(title, key);
        let lines = &self.look.caption.lines;
        lines.iter().any(|(key, ..)| form.titles.plain.iter().any(|title| is_other(title, key)))
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

/// Whether a heading says nothing of what stands below it: the name that a program gives a sheet.
fn is_nothing(heading: &str, words: &Vocabulary) -> bool {
    /// Letters of a title that says nothing but that it is one.
    const LETTERS: usize = 3;
    let name = heading.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_numbered = name.len() < heading.len() && name.chars().count() <= LETTERS;
    heading.is_ascii()
        || (is_numbered && words.form_title.iter().any(|word| name.ends_with(word.as_str())))
}

/// Whether a title lost a few letters.
fn is_near(titles: &LabelWords, key: &str) -> bool {
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
