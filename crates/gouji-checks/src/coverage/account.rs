//! Every number of a document, accounted for once: no figure, checked, read but not checked, not
//! read.
//!
//! Figures that forms and claims took come first; then one walk over all paragraphs and one over
//! all cells of all tables finds the numbers that nobody took. Those are listed by table, column or
//! stretch of lines, never one by one.

use super::prose::{NumberShapes, has_digit, is_code, is_in_name, printed};
use super::rested::Rested;
use super::scale;
use super::starts::Starts;
use crate::check::{FigurePlace, Shared, World};
use ecow::EcoString;
use gouji_audit::audit::{Check, Coverage, NoCheck, NoFigures, NotRead, UncheckedFigure, Unread};
use gouji_forms::form::{Captures, Content, FormCell, is_naming};
use gouji_rules::pattern::{CapturedValue, Context};
use gouji_rules::ruleset::{Column, ColumnKind};
use gouji_values::document::{Block, Document, PageTrouble, Paragraph, Span};
use gouji_values::hash::{QuickMap, QuickSet};
use gouji_values::number::is_digit;
use gouji_values::paper::Paper;
use std::ops::Range;

/// What became of each number of a document.
#[must_use]
pub fn coverage(shared: &Shared, checks: &[Check]) -> Coverage {
    let mut account = Account::new(shared, checks);
    account.figures_of_forms();
    account.statements();
    let shapes = account.shapes();
    account.paragraphs(&shapes);
    account.tables(&shapes);
    account.finish()
}

/// The words for numbers that are no figures, where no pattern of the vocabulary has any.
const CONTENTS: &str = "目录页码";
const SCALE: &str = "图的刻度";
const IN_NAME: &str = "名称里的数";
const CALLED: &str = "年份、日期、编号";
pub(super) const HEADER: &str = "表头";
pub(super) const NAME: &str = "行的名称";
pub(super) const DAY: &str = "日期";
pub(super) const COLUMN_NUMBER: &str = "栏次";

/// The word for numbers that only name rows.
pub(super) fn naming_word(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Code => "编码",
        ColumnKind::Line => "行次",
        ColumnKind::Year => "年份",
        _ => "序号",
    }
}

/// Characters of words that name a row even where no figure stands in it.
const NAME_LENGTH: usize = 20;

fn is_label(kind: ColumnKind) -> bool {
    matches!(kind, ColumnKind::Label | ColumnKind::Group)
}

/// Whether cells of a column are measured: figures, or targets.
fn is_measure(kind: ColumnKind) -> bool {
    kind.is_numeric() || kind == ColumnKind::Target
}

fn is_figure_in(slot: &FormCell) -> bool {
    matches!(slot.content, Content::Number(_) | Content::Unreadable(_))
}

/// The account of a document as far as it goes.
pub(super) struct Account<'a> {
    pub(super) shared: &'a Shared,
    pub(super) world: World<'a>,
    /// Where figures of checks begin.
    rested: Rested,
    /// Where figures begin that are counted.
    seen: Starts,
    /// Those of them that are a whole cell of a form.
    pub(super) cells: Starts,
    /// Where digits stand that belong to a number that is accounted for.
    pub(super) done: Starts,
    /// Where the names of rows begin, or a piece of them.
    pub(super) labels: Starts,
    /// Where years, dates and numbering begin that a claim took.
    called: Starts,
    /// The codes that columns of codes hold.
    codes: QuickSet<EcoString>,
    /// Where tables stand, in order, none in another.
    grids: Vec<Span>,
    /// Numbers that are no figures, by kind, in the order in which they come.
    no_figures: Vec<NoFigures>,
    /// What was not read, by reason, table and column.
    groups: QuickMap<(NotRead, usize, u32), usize>,
    /// Tables with figures, and those of them in which a form was found.
    pub(super) with_figures: (usize, usize),
    out: Coverage,
}

impl<'a> Account<'a> {
    fn new(shared: &'a Shared, checks: &[Check]) -> Self {
        let world = shared.world();
        let text = &world.page.document.text;
        let rested = Rested::of(&world, checks);
        let [seen, cells, done, labels, called] = [(); 5].map(|()| Starts::new(text));
        let (no_figures, groups, out) = (Vec::new(), QuickMap::default(), Coverage::default());
        Self {
            shared,
            world,
            rested,
            seen,
            cells,
            done,
            labels,
            called,
            codes: QuickSet::default(),
            grids: grids(world.page.document),
            no_figures,
            groups,
            with_figures: (0, 0),
            out,
        }
    }

    fn shapes(&self) -> NumberShapes<'a> {
        let ruleset = self.world.ruleset;
        let context = Context {
            vocabulary: &ruleset.vocabulary,
            year: self.world.page.recognition.facts.year,
            grades: &ruleset.grades,
        };
        NumberShapes::new(ruleset.not_figures(), context)
    }

    /// Figures in cells of forms, and the cells of forms that only name rows.
    fn figures_of_forms(&mut self) {
        let shared = self.shared;
        let cells = || {
            shared.laid.sides().flat_map(|(form, side, laid)| {
                laid.figures().map(move |(at, cell)| (form, side, at, cell))
            })
        };
        cells().for_each(|(.., cell)| _ = self.seen.insert(cell.span.start));
        cells().for_each(|(.., cell)| _ = self.cells.insert(cell.span.start));
        (self.out.figures, self.out.checked) =
            (self.seen.count(), self.seen.common(&self.rested.checked));
        if self.out.checked < self.out.figures {
            let mut listed = Starts::new(&self.world.page.document.text);
            for (form, side, (row, column), cell) in cells() {
                let start = cell.span.start;
                if !self.rested.checked.contains(start) && listed.insert(start) {
                    let text = self
                        .world
                        .printed(FigurePlace::Cell { paper: Paper::OWN, form, side, row, column })
                        .text
                        .into();
                    let why = self.rested.why(|starts| starts.contains(start), NoCheck::NoRule);
                    self.list(UncheckedFigure { text, span: cell.span, why }, false);
                }
            }
        }
        self.other_cells_of_forms();
    }

    /// Cells of forms that are no figures for sums: codes and numbers of rows, targets, captures of
    /// their words; and the further pieces of figures that are printed in several.
    fn other_cells_of_forms(&mut self) {
        let world = self.world;
        for filled in &world.page.recognition.forms {
            let Some(schema) = world.schema(filled) else { continue };
            for row in filled.sides.iter().flat_map(|side| &side.rows) {
                // words beside which no figure stands are more than a name, unless they are few
                let holds = |(slot, column): (&FormCell, &Column)| {
                    is_measure(column.kind) && is_figure_in(slot)
                };
                let has_figures = row.cells.iter().zip(&schema.columns).any(holds);
                for (slot, column) in row.cells.iter().zip(&schema.columns) {
                    let is_figure = is_measure(column.kind) || is_naming(column.kind);
                    if is_figure && slot.text.is_joined() {
                        let pieces = slot.text.pieces_of(0..slot.text.text.len());
                        pieces.iter().skip(1).for_each(|piece| self.pass_digits(*piece));
                    }
                    if is_label(column.kind)
                        && (has_figures || slot.text.text.chars().count() <= NAME_LENGTH)
                    {
                        self.label(slot);
                    } else if !column.kind.is_numeric() {
                        self.naming_cell(slot, column.kind);
                    }
                }
                for captured in row.captures.iter().flatten() {
                    if matches!(captured.captured.value, CapturedValue::Number(_)) {
                        self.figure(captured.span, &captured.text, NoCheck::NoRule);
                    }
                }
            }
        }
    }

    /// The name of a row, whose numbers are a part of it.
    fn label(&mut self, slot: &FormCell) {
        if has_digit(&slot.text.text) {
            let pieces = slot.text.pieces_of(0..slot.text.text.len());
            pieces.iter().for_each(|piece| _ = self.labels.insert(piece.start));
        }
    }

    fn naming_cell(&mut self, slot: &FormCell, kind: ColumnKind) {
        let is_read = !slot.repeated && !matches!(slot.content, Content::Absent | Content::Blank);
        if !is_read
            || !(is_naming(kind) || kind == ColumnKind::Target)
            || !has_digit(&slot.text.text)
        {
            return;
        }
        let span = slot.text.span();
        if kind == ColumnKind::Code {
            self.codes.insert(slot.text.text.trim().into());
        }
        if kind == ColumnKind::Target {
            if matches!(slot.content, Content::Number(_))
                && self.figure(span, &slot.text.text, NoCheck::NoRule)
            {
                self.cells.insert(span.start);
            }
        } else if self.cells.insert(span.start) && !self.seen.contains(span.start) {
            self.no_figure(naming_word(kind));
        }
    }

    /// The digits of a stretch belong to a number that is accounted for.
    fn pass_digits(&mut self, span: Span) {
        let text = self.world.page.document.slice(span);
        for (at, _) in text.char_indices().filter(|(_, c)| is_digit(*c)) {
            self.done.insert(span.start + u32::try_from(at).unwrap_or(0));
        }
    }

    /// Numbers that claims took.
    fn statements(&mut self) {
        let world = self.world;
        for (statement, found) in world.page.recognition.statements.iter().enumerate() {
            let captures =
                found.captures.iter().map(|(capture, captured)| (None, capture, captured));
            let items = found.items.iter().enumerate().flat_map(|(group, items)| {
                let each = items.iter().enumerate();
                each.flat_map(move |(item, captures): (usize, &Captures)| {
                    captures
                        .iter()
                        .map(move |(capture, captured)| (Some((group, item)), capture, captured))
                })
            });
            for (item, capture, captured) in captures.chain(items) {
                // what the sentence says of all its items
                let captured =
                    world.capture(Paper::OWN, statement, item, capture).unwrap_or(captured);
                match captured.value {
                    CapturedValue::Number(_) => {
                        let printed = world.printed(FigurePlace::Capture {
                            paper: Paper::OWN,
                            statement,
                            item,
                            capture,
                        });
                        if printed.value.is_some() {
                            self.figure(printed.span, &printed.text, NoCheck::NoRule);
                        }
                    }
                    CapturedValue::Year(_)
                    | CapturedValue::Date { .. }
                    | CapturedValue::Ordinal { .. } => {
                        self.call(found.text.span_of(captured.range.clone()));
                    }
                    CapturedValue::Text(_) | CapturedValue::Direction(_) => {}
                }
            }
        }
    }

    /// The digits of a stretch are a year, a date or numbering.
    fn call(&mut self, span: Span) {
        let text = self.world.page.document.slice(span);
        for (at, _) in text.char_indices().filter(|(_, c)| is_digit(*c)) {
            self.called.insert(span.start + u32::try_from(at).unwrap_or(0));
        }
    }

    /// Counts a figure, unless it was counted before, and lists it where no check rests on it; the
    /// reason is `otherwise` where no rule asks for it. Gives whether it was counted now.
    fn figure(&mut self, span: Span, text: &str, otherwise: NoCheck) -> bool {
        if !self.seen.insert(span.start) {
            return false;
        }
        self.out.figures += 1;
        let document = &self.world.page.document.text;
        let digits =
            document.get(span.range()).unwrap_or("").char_indices().filter(|(_, c)| is_digit(*c));
        for (at, _) in digits.skip(1) {
            self.done.insert(span.start + u32::try_from(at).unwrap_or(0));
        }
        let is_prose = self.is_prose(span.start);
        self.out.prose.figures += usize::from(is_prose);
        if self.rested.checked.reach(document, span.start) {
            self.out.checked += 1;
            self.out.prose.checked += usize::from(is_prose);
            return true;
        }
        let why = self.rested.why(|starts| starts.reach(document, span.start), otherwise);
        self.list(UncheckedFigure { text: text.into(), span, why }, is_prose);
        true
    }

    /// Lists a figure that is not checked.
    fn list(&mut self, figure: UncheckedFigure, is_prose: bool) {
        let is_corroborated = figure.why.is_corroborated();
        self.out.corroborated += usize::from(is_corroborated);
        self.out.prose.corroborated += usize::from(is_corroborated && is_prose);
        self.out.unchecked.push(figure);
    }

    /// Whether a place is in no table.
    fn is_prose(&self, start: u32) -> bool {
        let before = self.grids.partition_point(|grid| grid.start <= start);
        let nearest = before.checked_sub(1).and_then(|at| self.grids.get(at));
        nearest.is_none_or(|grid| start >= grid.end)
    }

    /// Whether a number is accounted for by what forms and claims took.
    pub(super) fn is_known(&self, start: u32) -> bool {
        self.done.contains(start) || self.seen.reach(&self.world.page.document.text, start)
    }

    /// What a number is that a claim took as a year, a date or numbering.
    pub(super) fn called(&self, start: u32) -> Option<&'static str> {
        self.called.contains(start).then_some(CALLED)
    }

    /// What a number is that only names: the code of a row, or a part of a name.
    fn naming(&self, text: &str, range: &Range<usize>) -> Option<&'static str> {
        if is_code(text, range, |digits| self.codes.contains(digits)) {
            return Some(naming_word(ColumnKind::Code));
        }
        let quotes = &self.world.ruleset.vocabulary.quotes;
        is_in_name(text, range, quotes).then_some(IN_NAME)
    }

    /// Counts a number that is no figure.
    pub(super) fn no_figure(&mut self, kind: &str) {
        match self.no_figures.iter_mut().find(|known| known.kind == kind) {
            Some(known) => known.count += 1,
            None => self.no_figures.push(NoFigures { kind: kind.into(), count: 1 }),
        }
    }

    /// Counts a figure that was not read, with the others of its table and column.
    pub(super) fn not_read(
        &mut self,
        why: NotRead,
        (table, column): (usize, u32),
        span: Span,
        name: impl FnOnce() -> Option<EcoString>,
    ) {
        self.out.figures += 1;
        let unread = &mut self.out.unread;
        let at = *self.groups.entry((why, table, column)).or_insert_with(|| {
            let table = (why != NotRead::Line).then_some(table);
            unread.push(Unread {
                why,
                count: 0,
                span: None,
                table,
                name: name(),
                pages: Vec::new(),
            });
            unread.len() - 1
        });
        if let Some(group) = unread.get_mut(at) {
            group.count += 1;
            group.span = Some(group.span.map_or(span, |known| known.to(span)));
        }
    }

    fn paragraphs(&mut self, shapes: &NumberShapes<'_>) {
        // the first of neighbouring lines that look like rows
        let mut first = None;
        let document = self.world.page.document;
        let marks = scale::marks(document, &self.world.ruleset.vocabulary);
        for (block, found) in document.blocks.iter().enumerate() {
            let Block::Paragraph(paragraph) = found else {
                first = None;
                continue;
            };
            first = paragraph.is_row.then_some(first.unwrap_or(block));
            self.paragraph(paragraph, (first, marks.contains(&block)), shapes);
        }
    }

    fn paragraph(
        &mut self,
        paragraph: &Paragraph,
        (row_from, is_scale): (Option<usize>, bool),
        shapes: &NumberShapes<'_>,
    ) {
        let text = &paragraph.text;
        shapes.each_number(text, |number| {
            let start = number.span.start;
            if self.is_known(start) {
                return;
            }
            if paragraph.in_contents {
                self.no_figure(CONTENTS);
                return;
            }
            let class = number.class();
            let class = class.or_else(|| is_scale.then_some(SCALE));
            let class = class.or_else(|| self.called(start));
            if let Some(class) = class.or_else(|| self.naming(&text.text, &number.range)) {
                self.no_figure(class);
                // each is listed, but not counted
                let text = printed(&text.text, number.range);
                let why = NoCheck::NoFigure { kind: class.into() };
                self.out.unchecked.push(UncheckedFigure { text, span: number.span, why });
            } else if let Some(from) = row_from {
                self.not_read(NotRead::Line, (from, 0), number.span, || None);
            } else {
                let why = if number.weighs { NoCheck::SentenceUnread } else { NoCheck::InProse };
                self.figure(number.span, &printed(&text.text, number.range), why);
            }
        });
    }

    fn finish(mut self) -> Coverage {
        let document = self.world.page.document;
        for why in [PageTrouble::Picture, PageTrouble::Fonts] {
            let own = || document.unread_pages.iter().filter(|page| page.why == why);
            for file in own().collect::<Vec<_>>().chunk_by(|a, b| a.file == b.file) {
                let name = file
                    .first()
                    .map(|page| page.file.as_str())
                    .filter(|name| !name.is_empty())
                    .map(EcoString::from);
                let pages = file.iter().map(|page| page.page).collect();
                let why =
                    if why == PageTrouble::Picture { NotRead::Picture } else { NotRead::Fonts };
                self.out.unread.push(Unread {
                    why,
                    count: 0,
                    span: None,
                    table: None,
                    name,
                    pages,
                });
            }
        }
        let mut out = self.out;
        out.unchecked.sort_by_key(|figure| figure.span.start);
        // pages come last
        out.unread
            .sort_by_key(|unread| (unread.span.map_or(u32::MAX, |span| span.start), unread.why));
        out.no_figures = self.no_figures;
        out.tables = document.tables.len();
        // the forms of a table follow each other
        out.recognised =
            self.world.page.recognition.forms.chunk_by(|a, b| a.table == b.table).count();
        out.with_figures = self.with_figures;
        out.pages = document.pages;
        out
    }
}

/// Where the tables of a document stand, those within another as a part of it.
fn grids(document: &Document) -> Vec<Span> {
    let mut spans: Vec<Span> = document.tables.iter().map(|table| table.span).collect();
    spans.sort_by_key(|span| (span.start, span.end));
    spans.dedup_by(|next, before| {
        let is_within = next.start < before.end;
        before.end = if is_within { before.end.max(next.end) } else { before.end };
        is_within
    });
    spans
}
