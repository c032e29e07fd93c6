//! What a printed figure is called: its form, row and column, or its claim.

use super::place::FigurePlace;
use super::world::World;
use ecow::{EcoString, eco_format};
use gouji_audit::audit::FigureCell;
use gouji_audit::say::{
    CAPTION_FIELDS, DOCUMENT_YEAR, IN_CONTENTS, IN_HEADING, IN_TABLE, IN_TEXT, WHOLE, nth,
};
use gouji_forms::form::{Captures, FilledForm, FormRow, Statement};
use gouji_rules::pattern::{CELL_EDGE, CapturedValue, PARAGRAPH_EDGE};
use gouji_rules::ruleset::{Claim, ClaimPlace, ColumnKind, Form};
use gouji_values::lang::{Bilingual, Lang, tell};
use gouji_values::number::{Decimal, Units, fold, is_digit};
use gouji_values::paper::{LAST_YEAR, Paper};

/// At most this many characters of a sentence name a figure.
const MOST: usize = 16;

/// Whether a sign ends a piece of text.
fn parts(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, CELL_EDGE | PARAGRAPH_EDGE)
        || matches!(
            c,
            '，' | ','
                | '。'
                | '；'
                | ';'
                | '：'
                | ':'
                | '、'
                | '（'
                | '('
                | '）'
                | ')'
                | '“'
                | '”'
                | '《'
                | '》'
                | '%'
                | '％'
        )
}

/// The words that end a piece of text, back to the mark or the number before them.
fn words_before(text: &str, units: &Units) -> String {
    // blanks part a name from its number: 设备 90.00 万元
    let text = text.trim_end_matches(|c: char| c.is_whitespace() && c != '\n');
    let ends = |c: char| is_digit(c) || parts(c);
    let mut start = text.rfind(ends).map_or(0, |at| at + text.get(at..).map_or(0, first_len));
    while let Some(open) = bracket_within(text, start) {
        let before = text.get(..open).unwrap_or("");
        start = before.rfind(ends).map_or(0, |at| at + before.get(at..).map_or(0, first_len));
    }
    let words = text.get(start..).unwrap_or("");
    // behind a number stands its unit
    let is_behind_number = text.trim_end_matches(words).ends_with(is_digit);
    let words = match words.strip_prefix('年').filter(|_| is_behind_number) {
        Some(rest) => said_alone(text, rest.strip_prefix('度').unwrap_or(rest)),
        None if is_behind_number => behind_unit(text, words, units),
        None => words,
    };
    let words = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    let count = words.chars().count();
    words.chars().skip(count.saturating_sub(MOST)).collect()
}

fn first_len(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// Where the bracket opens that closes just before a place and stands within a name: 因公出国（境）费. None of a number, and
/// none that follows no word.
fn bracket_within(text: &str, end: usize) -> Option<usize> {
    /// Brackets of more characters say something of their own.
    const LONG: usize = 8;
    let inner = text.get(..end)?.strip_suffix(['）', ')'])?;
    let open = inner.rfind(['（', '('])?;
    let inside = inner.get(open..)?;
    let is_word = inside.chars().skip(1).all(char::is_alphabetic);
    let is_short = (2..=LONG).contains(&inside.chars().count());
    let is_behind_word = inner.get(..open)?.ends_with(char::is_alphabetic);
    (is_word && is_short && is_behind_word).then_some(open)
}

/// The words before the first number of a list that says them once, and which of its numbers follows the text:
/// `完成率分别为90%、` comes before the second.
fn words_of_list(text: &str, units: &Units) -> Option<(String, usize)> {
    /// No longer list is gone back over.
    const LONG: usize = 40;
    let (mut rest, mut number) = (text, 1);
    while number < LONG {
        let before = rest.trim_end().strip_suffix('、')?.trim_end();
        let unit = units.iter().map(|(_, unit)| unit.name.as_str());
        let unit = unit.filter(|name| before.ends_with(name)).max_by_key(|name| name.len());
        let amount = before.strip_suffix(unit.unwrap_or("")).unwrap_or(before);
        let amount = amount.trim_end_matches(['%', '％']).trim_end();
        rest = amount.trim_end_matches(|c: char| is_digit(c) || matches!(fold(c), '.' | ','));
        if rest.len() == amount.len() {
            return None;
        }
        number += 1;
        let words = words_before(rest, units);
        if !words.is_empty() {
            return Some((words, number));
        }
    }
    None
}

/// Of the cells before a figure the nearest that holds words and is neither a figure nor a unit: where several blocks stand
/// side by side the first cell of the row names the figures of another block.
fn row_name(line: &str, units: &Units) -> Option<String> {
    /// `≥100平方米` has so many letters behind its digits.
    const UNIT: usize = 3;
    let is_name = |cell: &&str| {
        let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
        let is_figure = letters <= UNIT && cell.chars().any(is_digit);
        letters > 1 && !is_figure && units.iter().all(|(_, unit)| unit.name != *cell)
    };
    let mut cells = line.split(['\t', '|', CELL_EDGE]).map(str::trim);
    let name = cells.rfind(is_name)?;
    Some(name.chars().take(MOST).collect())
}

/// The words behind a number and its unit: `1.43万元增加`. Where they alone say nothing
/// (`200.00万元的`) the number belongs to them.
fn behind_unit<'t>(text: &'t str, text_of_unit: &'t str, units: &Units) -> &'t str {
    let name = |name: &str| text_of_unit.starts_with(name).then_some(name.len());
    let unit = units.iter().filter_map(|(_, unit)| name(&unit.name)).max();
    let rest = unit.and_then(|len| text_of_unit.get(len..)).unwrap_or("");
    said_alone(text, rest)
}

/// Words behind a number, or with it what stands before it in the clause where they alone say nothing.
fn said_alone<'t>(text: &'t str, rest: &'t str) -> &'t str {
    if rest.is_empty() || rest.chars().nth(1).is_some() {
        return rest;
    }
    let mark = text.char_indices().rev().find(|(at, c)| {
        let (before, behind) = text.split_at(*at);
        let is_in_number =
            before.ends_with(is_digit) && behind.chars().nth(1).is_some_and(is_digit);
        parts(*c) && !is_in_number
    });
    mark.map_or(text, |(at, c)| text.get(at + c.len_utf8()..).unwrap_or(""))
}

impl World<'_> {
    /// What a form is called of which something is said: of another document than the own one with the name of that.
    pub(in crate::check) fn form_beside(&self, paper: Paper, form: &Form) -> EcoString {
        let words = &self.ruleset.vocabulary;
        match words.paper(paper) {
            Some(beside) => eco_format!("{}的{}", beside.name, form.id),
            None if paper == Paper::LAST_YEAR => eco_format!("{LAST_YEAR}的{}", form.id),
            // of several units, which one
            None if !paper.is_own() => self.form_there(paper, form),
            None => form.id.as_str().into(),
        }
    }

    /// The same with the unit and the year of that document.
    pub(in crate::check) fn form_there(&self, paper: Paper, form: &Form) -> EcoString {
        let facts = self.has(paper).then(|| &self.page_of(paper).recognition.facts);
        let agency = facts.and_then(|facts| facts.agency.as_deref()).unwrap_or("");
        let year = facts.and_then(|facts| facts.year).map(|year| year.to_string());
        let (year, form) = (year.unwrap_or_default(), form.id.as_str());
        match self.ruleset.vocabulary.paper(paper) {
            Some(beside) => eco_format!("{}（{agency}{year}）的{form}", beside.name),
            None if paper == Paper::LAST_YEAR => eco_format!("{LAST_YEAR}（{year}）的{form}"),
            None => eco_format!("{agency}的{form}"),
        }
    }

    /// `[part key] form row column` or `claim item capture`, as printed.
    #[must_use]
    pub fn label(&self, place: FigurePlace) -> String {
        self.label_in(place, Lang::Chinese)
    }

    /// The same with what is not the document's in words of a language.
    #[must_use]
    pub fn label_in(&self, place: FigurePlace, lang: Lang) -> String {
        self.named(place, lang, |claim| &claim.id)
    }

    /// The same for the reader of a message: a sentence's figure stands in the text, whatever its
    /// claim is called.
    #[must_use]
    pub fn said(&self, place: FigurePlace, lang: Lang) -> String {
        self.quoted(place, lang).unwrap_or_else(|| {
            self.named(place, lang, |claim| match claim.place {
                ClaimPlace::Text | ClaimPlace::Numbered => IN_TEXT.of(lang),
                _ => &claim.id,
            })
        })
    }

    /// Of a figure of a sentence the words that stand before it there: `正文“公务接待费支出”`.
    fn quoted(&self, place: FigurePlace, lang: Lang) -> Option<String> {
        let FigurePlace::Capture { paper, statement, item, capture } = place else { return None };
        let found = self.statement(paper, statement)?;
        let stands_in = self.stands_in(self.ruleset.claims.get(found.claim)?)?;
        let captures = match item {
            Some((group, item)) => found.items.get(group)?.get(item)?,
            None => &found.captures,
        };
        let captured = captures.get(capture)?;
        if self.is_unprinted(place) {
            let (stands_in, whole) = (stands_in.of(lang), WHOLE.of(lang));
            return Some(tell!(lang, "{stands_in}{whole}", "{stands_in}: {whole}"));
        }
        let units = &self.ruleset.vocabulary.units;
        let before = found.text.text.get(..captured.range.start)?;
        let mut words = words_before(before, units);
        let listed = words.is_empty().then(|| words_of_list(before, units)).flatten();
        let nth = listed.as_ref().map_or(String::new(), |(_, number)| nth(*number, lang));
        words = listed.map_or(words, |(listed, _)| listed);
        let mut stands_in = stands_in;
        // what several passages say together has a text of figures alone
        if words.is_empty() && paper == Paper::OWN {
            let start = found.text.span_of(captured.range.clone()).start as usize;
            let line = self.page.document.text.get(..start)?.rsplit('\n').next()?;
            words = words_before(line, units);
            // behind the edge of a cell the row has the name
            let is_cell = line.trim_end().is_empty()
                || line.ends_with(['\t', '|'])
                || line.trim_end().ends_with('|');
            if let Some(name) = row_name(line, units).filter(|_| words.is_empty() && is_cell) {
                (words, stands_in) = (name, IN_TABLE);
            }
        }
        // at the beginning of a sentence what it says itself and what follows
        if words.is_empty() {
            let behind = found.text.text.get(captured.range.start..)?;
            // a blank parts a number from its unit: 15 个
            let printed = behind.chars().filter(|c| *c != ' ' && *c != '\u{3000}');
            let own = printed.take_while(|c| !parts(*c)).take(MOST);
            words = own.clone().filter(|_| own.clone().any(char::is_alphabetic)).collect();
        }
        if words.is_empty() {
            return None;
        }
        let mut out = Vec::new();
        let year = self.year_of(paper, &mut out).map(|year| year.to_string());
        out.extend(year);
        out.extend(self.part_key(paper, found.part).filter(|key| !key.is_empty()));
        let stands_in = stands_in.of(lang);
        out.push(tell!(lang, "{stands_in}“{words}”{nth}", "{stands_in} “{words}”{nth}"));
        Some(out.join(" "))
    }

    /// Where sentences of a claim stand, for the reader of a message. In tables and headings the
    /// claims of built-in rules say it with names that readers know.
    fn stands_in(&self, claim: &Claim) -> Option<Bilingual> {
        let layers = &self.ruleset.author_layers;
        let is_of_author = || layers.iter().any(|own| claim.origin.layer == *own);
        match claim.place {
            ClaimPlace::Text | ClaimPlace::Numbered => Some(IN_TEXT),
            ClaimPlace::Cells if is_of_author() => Some(IN_TABLE),
            ClaimPlace::Headings if is_of_author() => Some(IN_HEADING),
            ClaimPlace::Contents => Some(IN_CONTENTS),
            _ => None,
        }
    }

    /// Whether no sentence prints the number, as the 100 % that all shares come to: it stands for
    /// itself, whatever is printed at its place.
    pub(crate) fn is_unprinted(&self, place: FigurePlace) -> bool {
        if !matches!(place, FigurePlace::Capture { .. }) {
            return false;
        }
        let printed = self.printed(place);
        let digits: String =
            printed.text.chars().map(fold).filter(|c| c.is_ascii_digit() || *c == '.').collect();
        let value = printed.value.as_deref().map(|value| value.trim_start_matches('-'));
        // 2% is 2.00, too
        let number = |text: &str| text.parse::<Decimal>().ok();
        // 41.5万户 is 415000; 10% is not 100%
        let is_rate = printed.text.chars().map(fold).any(|c| c == '%');
        let is_multiple = |own: Decimal| {
            let first = number(&digits).filter(|printed| !printed.is_zero());
            std::iter::successors(first, |printed| printed.checked_mul(Decimal::TEN))
                .take_while(|printed| *printed <= own)
                .any(|printed| printed == own)
        };
        !digits.is_empty()
            && value.is_some_and(|value| {
                !digits.contains(value)
                    && !number(value).is_some_and(|own| match is_rate {
                        true => number(&digits) == Some(own),
                        false => is_multiple(own),
                    })
            })
    }

    /// Form, row and column of a figure of a table, apart.
    pub(in crate::check) fn cell_names(&self, place: FigurePlace) -> Option<FigureCell> {
        let FigurePlace::Cell { paper, form, side, row, column } = place else { return None };
        let filled = self.filled(paper, form)?;
        Some(FigureCell {
            form: self.schema(filled)?.id.clone(),
            row: self.row(paper, form, side, row)?.label.split_whitespace().collect(),
            column: self.column(filled, column)?.name.clone(),
        })
    }

    pub(in crate::check) fn named(
        &self,
        place: FigurePlace,
        lang: Lang,
        claim_words: impl Fn(&Claim) -> &str,
    ) -> String {
        let mut words: Vec<String> = Vec::new();
        let mut year = None;
        match place {
            FigurePlace::Cell { paper, form, side, row, column } => {
                let Some(filled) = self.filled(paper, form) else {
                    return String::new();
                };
                year = self.year_of(paper, &mut words);
                self.form_words(filled, side, paper, row, form, &mut words);
                let printed =
                    filled.sides.get(side).and_then(|side| side.columns.get(column)?.as_ref()).map(
                        |column| column.header.split_whitespace().last().unwrap_or("").to_owned(),
                    );
                let name = self.column(filled, column).map(|column| column.name.clone());
                words.extend(printed.filter(|header| !header.is_empty()).or(name));
            }
            FigurePlace::CellCapture { paper, form, side, row, capture } => {
                let Some(filled) = self.filled(paper, form) else {
                    return String::new();
                };
                self.form_words(filled, side, paper, row, form, &mut words);
                // what a group says is said of the group, not of its first row
                let group = self.group_words(filled, (side, row), capture);
                if let (Some(last), Some(group)) = (words.last_mut(), group) {
                    *last = group;
                }
                words.extend(
                    self.schema(filled)
                        .and_then(|schema| schema.captures.get(capture))
                        .map(|capture| capture.name.clone()),
                );
            }
            FigurePlace::Capture { paper, statement, item, capture } => {
                let Some(found) = self.statement(paper, statement) else {
                    return String::new();
                };
                year = self.year_of(paper, &mut words);
                words.extend(self.part_key(paper, found.part));
                self.capture_words(found, (item, capture), claim_words, &mut words);
            }
            FigurePlace::PartCapture { part, capture } => {
                let found = self.page.recognition.parts.get(part);
                words.extend(
                    found
                        .and_then(|part| self.ruleset.parts.get(part.part))
                        .map(|part| part.id.clone()),
                );
                words.extend(
                    found
                        .and_then(|part| part.captures.get(capture))
                        .map(|(name, ..)| name.clone()),
                );
            }
            FigurePlace::Caption { form, field } => {
                words.extend(
                    self.filled(Paper::OWN, form)
                        .and_then(|filled| self.schema(filled))
                        .map(|schema| schema.id.clone()),
                );
                let name = CAPTION_FIELDS.get(usize::from(field));
                words.extend(name.map(|name| name.of(lang).to_owned()));
            }
            FigurePlace::Year => words.push(DOCUMENT_YEAR.of(lang).to_owned()),
            FigurePlace::Sentence { statement } => {
                words.extend(
                    self.statement(Paper::OWN, statement)
                        .and_then(|found| self.ruleset.claims.get(found.claim))
                        .map(|claim| claim_words(claim).to_owned()),
                );
            }
            FigurePlace::Paragraph { block } => {
                words.extend(self.paragraph(block).map(|text| text.text.trim().to_owned()));
            }
        }
        if let Some(year) = year {
            words.insert(0, year.to_string());
        }
        words.retain(|word| !word.is_empty());
        words.join(" ")
    }

    /// What a capture of a sentence is called: its claim, what the sentence names, and its own name.
    fn capture_words(
        &self,
        found: &Statement,
        (item, capture): (Option<(usize, usize)>, usize),
        claim_words: impl Fn(&Claim) -> &str,
        words: &mut Vec<String>,
    ) {
        let claim = self.ruleset.claims.get(found.claim);
        words.extend(claim.map(|claim| claim_words(claim).to_owned()));
        let names = |captures: &Captures| {
            captures
                .iter()
                .map(|(_, captured)| captured)
                .find(|c| matches!(c.value, CapturedValue::Text(_)))
                .map(|c| {
                    found
                        .text
                        .text
                        .get(c.range.clone())
                        .unwrap_or("")
                        .split_whitespace()
                        .collect::<String>()
                })
        };
        let item_name =
            item.and_then(|(group, item)| found.items.get(group)?.get(item)).and_then(&names);
        let name = self.capture_name(found, capture);
        if name.is_none_or(|name| name.group.is_some()) || item_name.is_some() {
            words.extend(item_name.or_else(|| names(&found.captures)));
        } else {
            words.extend(names(&found.captures));
        }
        words.extend(name.map(|name| name.name.clone()));
    }

    /// What is printed in the column of a capture, where that is one of groups.
    fn group_words(
        &self,
        filled: &FilledForm,
        (side, row): (usize, usize),
        capture: usize,
    ) -> Option<String> {
        let schema = self.schema(filled)?;
        let column = schema.captures.get(capture)?.column;
        let is_group = schema.columns.get(column)?.kind == ColumnKind::Group;
        let rows = filled.sides.get(side)?.rows.get(..=row).filter(|_| is_group)?;
        let words = |row: &FormRow| -> Option<String> {
            Some(row.cells.get(column)?.text.text.split_whitespace().collect())
        };
        rows.iter().rev().filter_map(words).find(|words| !words.is_empty())
    }

    pub(in crate::check) fn form_words(
        &self,
        filled: &FilledForm,
        side: usize,
        paper: Paper,
        row: usize,
        form: usize,
        words: &mut Vec<String>,
    ) {
        words.extend(self.part_key(paper, filled.part));
        if let Some(schema) = self.schema(filled) {
            words.push(schema.id.clone());
            words.extend(schema.sides.get(side).cloned());
        }
        if let Some(row) = self.row(paper, form, side, row) {
            words.push(row.label.split_whitespace().collect());
        }
    }

    /// The year of last year's document, for labels; another document beside is told by its name.
    pub(in crate::check) fn year_of(&self, paper: Paper, words: &mut Vec<String>) -> Option<i32> {
        if let Some(beside) = self.ruleset.vocabulary.paper(paper) {
            words.push(beside.name.clone());
            return None;
        }
        (!paper.is_own()).then(|| self.page_of(paper).recognition.facts.year).flatten()
    }
}
