//! The numbers in cells that no form and no claim took, and why.

use super::account::{Account, COLUMN_NUMBER, DAY, HEADER, NAME, naming_word};
use super::prose::{NumberShapes, has_digit};
use ecow::EcoString;
use gouji_audit::audit::NotRead;
use gouji_forms::form::{FilledForm, TakenCells, is_column_numbers, is_naming, is_number_like};
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::ColumnKind;
use gouji_values::document::{Cell, Layout, Span, Table};
use gouji_values::label::label_key;
use gouji_values::number::{cell_number, fold, is_digit};
use std::cell::OnceCell;
use std::ops::Range;

/// Rows of a table without a form in which headers may stand.
const HEADS: usize = 4;
/// Whole numbers that are as good as one amount: a table that holds so many holds figures.
const SEVERAL: usize = 3;
/// Cells with words and digits whose numbers are told apart; of what comes behind all count as not
/// read.
const WORDY: usize = 50_000;

/// A table in the walk.
struct Walked<'t> {
    number: usize,
    table: &'t Table,
    /// Its forms by their index.
    forms: Range<usize>,
    /// What forms took of it, once that is asked for.
    taken: OnceCell<TakenCells>,
    /// What stands over it, where it has no form.
    caption: Option<EcoString>,
    /// Amounts, and whole numbers, that stand alone in a cell.
    amounts: usize,
    numbers: usize,
}

/// Where a cell stands in its table.
enum Stands {
    /// In no form.
    Outside,
    /// Over the first row of a form, or in a row that numbers the columns.
    Header,
    /// In a row of the form with this index.
    Row(usize),
    /// Among the rows of the form with this index, but in none of them.
    Between(usize),
}

impl<'a> Account<'a> {
    /// All cells of all tables.
    pub(super) fn tables(&mut self, shapes: &NumberShapes<'_>) {
        let (document, recognition) = (self.world.page.document, self.world.page.recognition);
        let context = Context {
            vocabulary: &self.world.ruleset.vocabulary,
            year: recognition.facts.year,
            grades: &self.world.ruleset.grades,
        };
        let mut next = 0;
        let mut wordy = 0;
        for (number, table) in document.tables.iter().enumerate() {
            let first = next;
            next += recognition
                .forms
                .get(first..)
                .unwrap_or(&[])
                .iter()
                .take_while(|filled| filled.table == number)
                .count();
            let mut walked = Walked {
                number,
                table,
                forms: first..next,
                taken: OnceCell::new(),
                caption: None,
                amounts: 0,
                numbers: 0,
            };
            let is_known = first < next;
            walked.caption = if is_known { None } else { self.caption(number) };
            let naming = if is_known { Vec::new() } else { self.naming_columns(table) };
            let figures_before = self.with_figures;
            for row in &table.rows {
                let numbers_columns = OnceCell::new();
                for cell in row {
                    let Some(start) = self.left_over(cell) else { continue };
                    let text = cell.text.text.trim();
                    if is_number_like(text, context.vocabulary) {
                        if self.is_known(start) {
                            continue;
                        }
                        if *numbers_columns.get_or_init(|| is_column_numbers(row, &context)) {
                            self.no_figure(COLUMN_NUMBER);
                        } else if self.labels.contains(start) {
                            self.no_figure(NAME);
                        } else if is_known {
                            self.number_in_form(&walked, cell);
                        } else {
                            self.number_in_unknown(&mut walked, cell, &naming, &context);
                        }
                        continue;
                    }
                    wordy += 1;
                    self.words(&walked, cell, if wordy <= WORDY { Some(shapes) } else { None });
                }
            }
            let holds = if is_known {
                self.form_has_figures(&walked)
            } else {
                walked.amounts > 0 || walked.numbers >= SEVERAL
            };
            self.with_figures = (
                figures_before.0 + usize::from(holds),
                figures_before.1 + usize::from(holds && is_known),
            );
        }
    }

    /// Where the text of a cell begins, if it holds digits and is no figure or code of a form.
    fn left_over(&self, cell: &Cell) -> Option<u32> {
        if cell.text.text.is_empty() {
            return None;
        }
        let start = cell.text.canonical(0);
        (!self.cells.contains(start) && has_digit(&cell.text.text)).then_some(start)
    }

    /// Whether figures stand in the forms of a table.
    fn form_has_figures(&self, walked: &Walked<'_>) -> bool {
        let forms = &self.world.page.recognition.forms;
        forms.get(walked.forms.clone()).unwrap_or(&[]).iter().any(|filled| !filled.is_empty())
    }

    /// A number alone in a cell of a table with forms.
    fn number_in_form(&mut self, walked: &Walked<'_>, cell: &Cell) {
        let (at, span) = (walked.number, cell.text.span());
        let world = self.world;
        let made = || {
            TakenCells::of(
                walked.table,
                walked.forms.clone(),
                world.page.recognition,
                world.ruleset,
            )
        };
        let taken = || walked.taken.get_or_init(made);
        let stands = self.stands(walked, cell);
        if let Stands::Row(form) = stands
            && let Some(word) = self.named_by(form, cell)
        {
            self.no_figure(word);
            return;
        }
        if let Stands::Row(form) | Stands::Between(form) = stands
            && let Some(kind) = taken().names(form, cell, walked.table.layout)
        {
            self.no_figure(naming_word(kind));
            return;
        }
        match stands {
            Stands::Header => self.no_figure(HEADER),
            Stands::Outside | Stands::Between(_) => {
                self.not_read(NotRead::Row, (at, 0), span, || None)
            }
            Stands::Row(form) => match taken()
                .column_of(form, cell)
                .map(|strange| (strange.names, strange.header.clone()))
            {
                Some((Some(kind), _)) => self.no_figure(naming_word(kind)),
                Some((None, header)) => {
                    self.not_read(NotRead::Column, (at, cell.column), span, || {
                        Some(header).filter(|header| !header.is_empty())
                    });
                }
                None => self.not_read(NotRead::Row, (at, 0), span, || None),
            },
        }
    }

    /// What a number is that no column of figures holds: a day of a column of days, a long row of
    /// digits in a column of words (the number of a card).
    fn named_by(&self, form: usize, cell: &Cell) -> Option<&'static str> {
        /// Amounts have points, and counts are shorter.
        const LONG: usize = 6;
        let text = cell.text.text.trim();
        // 0371-65501234, 11010119900307123X
        let digits = text.chars().filter(|c| is_digit(*c)).count();
        let is_part = |c: char| is_digit(c) || matches!(fold(c), '-' | 'X' | 'x' | '/' | ' ');
        let is_long = digits >= LONG && text.starts_with(is_digit) && text.chars().all(is_part);
        let filled = self.world.page.recognition.forms.get(form)?;
        let columns = filled.sides.iter().flat_map(|side| side.columns.iter().enumerate());
        let own = columns.filter_map(|(at, column)| Some((at, column.as_ref()?)));
        own.filter(|(_, column)| column.column == cell.column).find_map(|(at, _)| {
            match self.world.column(filled, at)?.kind {
                ColumnKind::Date => Some(DAY),
                ColumnKind::Text if is_long || has_joined_digits(text) => Some(NAME),
                _ => None,
            }
        })
    }

    /// A number alone in a cell of a table without forms.
    fn number_in_unknown(
        &mut self,
        walked: &mut Walked<'_>,
        cell: &Cell,
        naming: &[(Range<u32>, ColumnKind)],
        context: &Context<'_>,
    ) {
        let number = cell_number(cell.text.text.trim(), &context.vocabulary.units);
        let is_whole = number.is_some_and(|number| number.decimals == 0 && number.unit.is_none());
        if let Some((_, kind)) =
            naming.iter().find(|(columns, _)| is_whole && columns.contains(&cell.column))
        {
            self.no_figure(naming_word(*kind));
            return;
        }
        if is_whole {
            walked.numbers += 1
        } else {
            walked.amounts += 1
        }
        self.not_read(NotRead::Table, (walked.number, 0), cell.text.span(), || {
            walked.caption.clone()
        });
    }

    /// The numbers of a cell with words.
    fn words(&mut self, walked: &Walked<'_>, cell: &Cell, shapes: Option<&NumberShapes<'_>>) {
        let is_known = !walked.forms.is_empty();
        let is_header = is_known && matches!(self.stands(walked, cell), Stands::Header);
        let Some(shapes) = shapes else {
            if self.labels.contains(cell.text.canonical(0)) {
                self.no_figure(NAME);
                return;
            }
            let why = if is_known { NotRead::CellText } else { NotRead::Table };
            self.not_read(why, (walked.number, 0), cell.text.span(), || walked.caption.clone());
            return;
        };
        let is_label = self.labels.contains(cell.text.canonical(0));
        let is_paper = has_joined_digits(&cell.text.text)
            && matches!(self.stands(walked, cell), Stands::Row(form)
                if self.named_by(form, cell) == Some(NAME));
        let otherwise = if is_label || is_paper { Some(NAME) } else { is_header.then_some(HEADER) };
        shapes.each_number(&cell.text, |number| {
            let start = number.span.start;
            if self.is_known(start) {
                return;
            }
            let called = self.called(start);
            if let Some(class) = number.class().or(called).or(otherwise) {
                self.no_figure(class);
            } else if is_known {
                self.not_read(NotRead::CellText, (walked.number, 0), number.span, || None);
            } else {
                self.not_read(NotRead::Table, (walked.number, 0), number.span, || {
                    walked.caption.clone()
                });
            }
        });
    }

    /// Where a cell stands among the forms of its table.
    fn stands(&self, walked: &Walked<'_>, cell: &Cell) -> Stands {
        let forms = &self.world.page.recognition.forms;
        let own = || walked.forms.clone().filter_map(|form| Some((form, forms.get(form)?)));
        let begins = Span { end: cell.span.start, ..cell.span };
        let mut out = Stands::Outside;
        for (form, filled) in own().filter(|(_, filled)| filled.span.covers(begins)) {
            out = match first_row(filled) {
                Some(first) if cell.row < first => return Stands::Header,
                _ if has_row(filled, cell.row) => return Stands::Row(form),
                _ => Stands::Between(form),
            };
        }
        out
    }

    /// Columns whose header is that of codes or numbers of rows in some form.
    fn naming_columns(&self, table: &Table) -> Vec<(Range<u32>, ColumnKind)> {
        if table.layout == Layout::Stream {
            return Vec::new();
        }
        let words = &self.world.ruleset.vocabulary;
        let names = self.world.ruleset.headers_that(is_naming);
        let cells =
            table.rows.iter().take(HEADS).flatten().filter(|cell| !cell.text.text.is_empty());
        let known = cells.filter_map(|cell| {
            Some((cell, *names.get(label_key(&cell.text.text, words).as_str())?))
        });
        known
            .map(|(cell, kind)| (cell.column..cell.column.saturating_add(cell.columns), kind))
            .collect()
    }

    /// The caption of a table without forms.
    fn caption(&self, table: usize) -> Option<EcoString> {
        let unknown = &self.world.page.recognition.unknown;
        let at = unknown.binary_search_by_key(&table, |(table, _)| *table).ok()?;
        let caption = &unknown.get(at)?.1;
        caption.heading().map(EcoString::from)
    }
}

fn first_row(filled: &FilledForm) -> Option<u32> {
    filled.sides.iter().filter_map(|side| side.rows.first()).map(|row| row.row).min()
}

/// Whether a form has something from this row of its table; rows of a side stand in the order of
/// the page.
fn has_row(filled: &FilledForm, row: u32) -> bool {
    filled.sides.iter().any(|side| side.rows.binary_search_by_key(&row, |known| known.row).is_ok())
}

/// Whether digits are joined by a sign as in the number of a paper (2024-15号, 〔2024〕15号): no amount is
/// written so.
fn has_joined_digits(text: &str) -> bool {
    let folded: Vec<char> = text.chars().map(fold).collect();
    let joins = |c: char| matches!(c, '-' | '/' | '\u{3015}' | ']' | ')');
    !folded.iter().any(|c| matches!(c, '.' | ',' | '%'))
        && folded.windows(3).any(|three| {
            matches!(three, [a, sign, b] if a.is_ascii_digit() && joins(*sign) && b.is_ascii_digit())
        })
}
