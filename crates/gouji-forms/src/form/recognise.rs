//! The document as a whole: which table is which form, then parts, then sentences.

use super::caption::{Caption, CaptionPatterns, caption};
use super::cut_off::{cut_off, in_pieces};
use super::facts::Facts;
use super::fill::fill;
use super::header::{HeaderIndex, HeaderMatch, headers_at};
use super::header::{heading_unit, names_row, put_below, put_together, surest};
use super::lacking::{missing_columns, missing_title};
use super::likely::{SpotChoice, choose, mended, spots};
use super::part::parts;
use super::sentence::spoken;
use super::strange::{is_half_taken, is_naming};
use super::stream::{StreamForm, stream_forms};
use super::structure::{Derived, TakenColumns, add_by_names, derive, families, own_names};
use super::table_look::{TableContext, TableLook, ends_form, is_of_several};
use super::title::{titled, titled_behind_year};
use super::twice::printed_twice;
use super::{Family, FilledForm, FormSide, OwnForm, Recognition, StructureCell};
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::Ruleset;
use gouji_values::document::{Block, Document, Layout, Notice, Span, Table};
use gouji_values::label::label_key;
use rayon::prelude::*;
use std::ops::Range;
use std::sync::Arc;

/// Recognises everything that the ruleset knows in a document.
#[must_use]
pub fn recognise(document: &Document, ruleset: &Ruleset, facts: Facts) -> Recognition {
    let Ruleset { vocabulary, grades, .. } = ruleset;
    let context = Context { vocabulary, year: facts.year, grades };
    // a document without tables asks no form what its columns are called
    let forms = if document.tables.is_empty() { &[][..] } else { &ruleset.forms };
    let index = HeaderIndex::new(forms, facts.kind.as_deref());
    let patterns =
        if forms.is_empty() { CaptionPatterns::default() } else { CaptionPatterns::new(&context) };
    let parts = parts(document, ruleset, &context);
    let naming = (!forms.is_empty()).then(|| ruleset.headers_that(is_naming));
    let known = TableContext {
        document,
        ruleset,
        context,
        facts: &facts,
        index,
        patterns,
        parts: &parts,
        naming,
    };
    let tables = || {
        let looks: Vec<_> = document.tables.par_iter().map(|table| known.look(table)).collect();
        let chosen = choose(&known, &looks);
        let looked: Vec<_> = looks.into_iter().zip(chosen).collect();
        document
            .tables
            .par_iter()
            .zip(looked)
            .enumerate()
            .map(|(number, (table, (look, chosen)))| known.table(number, table, look, &chosen))
            .collect::<Vec<_>>()
    };
    let (tables, spoken) =
        rayon::join(tables, || spoken(document, &parts, (ruleset, &facts), &context));
    let mut out = Recognition::default();
    for found in tables {
        out.forms.extend(found.forms);
        out.unknown.extend(found.unknown);
        out.notices.extend(found.notices);
    }
    out.notices.extend(printed_twice(document, &out.forms));
    cut_off(document, &mut out.forms);
    in_pieces(document, &mut out.forms);
    add_by_names(&mut out.forms, ruleset, &known.context);
    out.statements = spoken.beside(&out.forms, &parts, ruleset, &context);
    // of a table from which nothing follows nothing is known
    out.forms.retain(|filled| filled.own.is_none() || !filled.structure.is_empty());
    out.parts = parts;
    out.speaks_of_budget = speaks_of_budget(document, ruleset);
    out.facts = facts;
    out
}

/// Whether one of the first paragraphs holds a word of budgets.
fn speaks_of_budget(document: &Document, ruleset: &Ruleset) -> bool {
    const FIRST: usize = 12;
    let Some(words) = ruleset.vocabulary.prose.get("document") else { return false };
    let paragraphs = document.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph),
        Block::Table(_) => None,
    });
    paragraphs.take(FIRST).any(|paragraph| {
        let text = ruleset.vocabulary.folded(&paragraph.text.text);
        words.iter().any(|word| text.contains(word.as_str()))
    })
}

/// What was found in a table.
#[derive(Default)]
struct InTable {
    forms: Vec<FilledForm>,
    unknown: Option<(usize, Caption)>,
    notices: Vec<Notice>,
}

impl TableContext<'_> {
    /// The lines above a table, and the headers in it.
    fn look(&self, table: &Table) -> TableLook {
        let Self { document, ruleset, context, facts, index, patterns, parts, .. } = self;
        let found = caption(document, table, patterns, context);
        let (titled, title) = titled(&found, ruleset, facts, context);
        let mut caption = Caption { title, ..found };
        let mut titled = titled;
        let mut blocks = Vec::new();
        if table.layout != Layout::Stream {
            blocks = grid_blocks(table, &titled, index, ruleset, context);
            // a title with the name of somebody unknown before its year, and the columns of its form
            if titled.is_empty()
                && let Some((forms, line)) = titled_behind_year(&caption, ruleset, facts, context)
            {
                let by_year = grid_blocks(table, &forms, index, ruleset, context);
                if by_year.iter().any(|(header, _)| forms.contains(&header.form)) {
                    (titled, blocks, caption.title) = (forms, by_year, Some(line));
                }
            }
        }
        let part =
            parts.iter().rposition(|part| part.block <= table.block && table.block < part.end);
        let mut out = TableLook {
            caption,
            titled,
            part,
            blocks,
            several: None,
            spots: Vec::new(),
            mended: Vec::new(),
        };
        if table.layout != Layout::Stream {
            let first = out.blocks.first().map(|(header, _)| header);
            out.several =
                first.filter(|header| is_of_several(header, ruleset)).map(|header| header.form);
            if out.several.is_some() {
                out.blocks.clear();
            }
            // on pages heads stand in many lines, and tables without a title go on with others
            if document.pages == 0 {
                out.blocks.iter_mut().for_each(|(header, _)| put_below(table, header, ruleset));
                out.spots = spots(self, table, &out);
                out.mended = mended(self, table, &out);
            }
        }
        out
    }

    /// The forms that bear a title, by the titles that they may have.
    pub(super) fn titled_alike(&self, text: &str) -> Vec<usize> {
        let key = label_key(text, self.context.vocabulary);
        let lines = vec![(key, text.to_owned(), Span::default())];
        let caption = Caption { lines, ..Caption::default() };
        titled(&caption, self.ruleset, self.facts, &self.context).0
    }

    fn table(&self, number: usize, table: &Table, look: TableLook, choice: &SpotChoice) -> InTable {
        let Self { ruleset, context, .. } = self;
        let mut out = InTable::default();
        let TableLook { caption, titled, part, mut blocks, .. } = look;
        if table.layout == Layout::Stream {
            out.forms = self.stream(number, table, &titled, part, &caption);
        } else {
            let mut headers: Vec<HeaderMatch> = Vec::new();
            for chosen in &choice.chosen {
                chosen.place(&mut blocks);
                out.notices.push(chosen.notice(table, ruleset));
            }
            for (mut header, rows) in blocks {
                put_together(table, (&mut header, rows.end), self.document, ruleset);
                self.grid(number, table, &header, rows, part, &caption, &mut out.forms);
                headers.resize(out.forms.len(), header);
            }
            for (filled, header) in out.forms.iter_mut().zip(&headers) {
                if let Some(chosen) = choice.chosen.iter().find(|chosen| chosen.is(header)) {
                    filled.is_likely = true;
                    filled.unsure_columns =
                        chosen.unsure_columns(choice.is_damaged, part.is_some(), ruleset);
                    chosen.leave_open(filled);
                }
                let schema = filled.schema(ruleset);
                filled.structure = schema.map_or_else(Vec::new, |form| {
                    families(table, header.rows.clone(), &filled.sides, form, context)
                });
            }
            if let [header] = headers.as_slice() {
                let own = out.forms.iter().filter_map(|filled| {
                    let form = filled.schema(ruleset)?;
                    Some(filled.sides.iter().flat_map(|side| own_names(table, side, form, context)))
                });
                let own: Vec<u32> = own.flatten().collect();
                let bound = header.bound.iter().map(|bound| bound.physical);
                let taken = TakenColumns {
                    header: header.rows.clone(),
                    columns: bound.filter(|physical| !own.contains(physical)).collect(),
                };
                let name = ruleset.forms.get(header.form).map_or("", |form| form.id.as_str());
                let rest = self.by_itself(number, table, part, &caption, Some((name, &taken)));
                out.forms.extend(rest);
            }
        }
        if out.forms.is_empty() {
            let rest = self.by_itself(number, table, part, &caption, None);
            let is_read = rest.is_some();
            missing_columns((&titled, is_read), ruleset, context, table, &mut out.notices);
            if titled.is_empty() {
                out.notices.extend(choice.unclear(table, ruleset, is_read));
                let shown = |form: usize| {
                    let blocks = grid_blocks(table, &[form], &self.index, ruleset, context);
                    blocks.iter().any(|(header, _)| header.form == form)
                };
                let kind = self.facts.kind.as_deref();
                missing_title(ruleset, kind, shown, table, &mut out.notices);
            }
            out.forms.extend(rest);
            out.unknown = Some((number, caption));
        }
        out
    }

    /// The forms in a table of tokens.
    fn stream(
        &self,
        number: usize,
        table: &Table,
        titled: &[usize],
        part: Option<usize>,
        caption: &Caption,
    ) -> Vec<FilledForm> {
        let Self { ruleset, context, index, .. } = self;
        let found = stream_forms(table, titled, index, ruleset, context);
        let pieces: Vec<usize> = found.iter().map(|found| found.form).collect();
        let form = |mut found: StreamForm| {
            // where the header of a form is printed again each piece lacks the rows of the others
            let is_piece = pieces.iter().filter(|form| **form == found.form).count() > 1;
            found.sides.iter_mut().for_each(|side| side.may_lack = is_piece);
            let unit = caption
                .unit
                .map(|(unit, _)| unit)
                .or_else(|| ruleset.forms.get(found.form).and_then(|form| form.unit));
            FilledForm {
                form: found.form,
                table: number,
                block: table.block,
                part,
                by_title: found.by_title,
                is_likely: false,
                unsure_columns: None,
                is_half: false,
                caption: caption.clone(),
                sides: found.sides,
                span: rows_span(table, found.rows),
                unit,
                open: found.open,
                own: None,
                structure: Vec::new(),
            }
        };
        found.into_iter().map(form).collect()
    }

    /// A table that no form knows, or the columns that a form of this name left of it, where
    /// relations follow from the table itself.
    fn by_itself(
        &self,
        number: usize,
        table: &Table,
        part: Option<usize>,
        caption: &Caption,
        taken: Option<(&str, &TakenColumns)>,
    ) -> Option<FilledForm> {
        if table.layout == Layout::Stream {
            return None;
        }
        let context = &self.context;
        let title = || caption.heading().map(|title| title.split_whitespace().collect());
        let known = taken.map(|(name, _)| name.to_owned());
        let name = known.or_else(title).unwrap_or_else(|| {
            let word = context.vocabulary.form_title.first().map_or("", String::as_str);
            format!("{word}{}", number + 1)
        });
        let taken = taken.map(|(_, taken)| taken);
        let Derived { form, header, left } = derive(table, name, taken, self.naming?, context)?;
        let mut sides = fill(table, &header, table.rows.len(), &form, context);
        for side in &mut sides {
            side.may_lack = is_placed(table.layout);
        }
        let mut structure = families(table, header.rows.clone(), &sides, &form, context);
        if taken.is_some() {
            leave_known(&mut structure, &sides, &left);
        }
        let unit = heading_unit(table, &header, &form, context.vocabulary)
            .or(caption.unit.map(|(unit, _)| unit));
        Some(FilledForm {
            form: usize::MAX,
            table: number,
            block: table.block,
            part,
            by_title: false,
            is_likely: false,
            unsure_columns: None,
            is_half: false,
            caption: caption.over(rows_span(table, header.rows.clone())),
            sides,
            span: rows_span(table, header.rows.start..table.rows.len()),
            unit,
            open: Vec::new(),
            own: Some(OwnForm(Arc::new(form))),
            structure,
        })
    }

    /// The rows under a header.
    #[expect(
        clippy::too_many_arguments,
        reason = "one header of a table with all that is known of it"
    )]
    fn grid(
        &self,
        number: usize,
        table: &Table,
        header: &HeaderMatch,
        rows: Range<usize>,
        part: Option<usize>,
        caption: &Caption,
        out: &mut Vec<FilledForm>,
    ) {
        let context = &self.context;
        let Some(form) = self.ruleset.forms.get(header.form) else { return };
        let mut sides = fill(table, header, rows.end, form, context);
        for side in &mut sides {
            side.may_lack = is_placed(table.layout);
        }
        let span = rows_span(table, header.rows.start..rows.end);
        let unit = heading_unit(table, header, form, context.vocabulary)
            .or(caption.unit.map(|(unit, _)| unit))
            .or(form.unit);
        match out.last_mut().filter(|last| last.form == header.form && last.by_title) {
            // the header of a titled form is printed again further down: one list of rows
            Some(last) => {
                for (known, more) in last.sides.iter_mut().zip(sides) {
                    known.rows.extend(more.rows);
                    super::fill::finish(known, form, context);
                }
                last.span = last.span.to(span);
            }
            None => out.push(FilledForm {
                form: header.form,
                table: number,
                block: table.block,
                part,
                by_title: header.by_title,
                is_likely: !header.moved.is_empty(),
                unsure_columns: (!header.moved.is_empty()).then(|| header.moved.clone()),
                is_half: is_half_taken(table, header, context),
                caption: caption.over(rows_span(table, header.rows.clone())),
                sides,
                span,
                unit,
                open: Vec::new(),
                own: None,
                structure: Vec::new(),
            }),
        }
    }
}

/// Leaves out the sums in which none of these columns stands: a form has them itself.
fn leave_known(structure: &mut Vec<Family>, sides: &[FormSide], left: &[u32]) {
    let is_left = |cell: &StructureCell| {
        let column = sides.get(cell.side).and_then(|side| side.columns.get(cell.column)?.as_ref());
        column.is_some_and(|column| left.contains(&column.column))
    };
    for family in structure.iter_mut() {
        family.members.retain(|member| is_left(&member.stated) || member.terms.iter().any(is_left));
    }
    structure.retain(|family| !family.members.is_empty());
}

/// Headers in a table, each with its rows up to the next header.
fn grid_blocks(
    table: &Table,
    titled: &[usize],
    index: &HeaderIndex,
    ruleset: &Ruleset,
    context: &Context<'_>,
) -> Vec<(HeaderMatch, Range<usize>)> {
    let mut out: Vec<(HeaderMatch, Range<usize>)> = Vec::new();
    let mut row = 0;
    while row < table.rows.len() {
        let headers = headers_at(table, row, titled, index, ruleset, context);
        match surest(headers, ruleset) {
            Some(header) => {
                if let Some((_, rows)) = out.last_mut() {
                    rows.end = rows.end.min(row);
                }
                row = header.rows.end;
                out.push((header, row..table.rows.len()));
            }
            None => {
                // the header of a form that is not known, or too damaged to be sure: what follows
                // it is no longer this form
                if let Some((header, rows)) = out.last_mut()
                    && rows.end > row
                {
                    let is_strange = index.is_strange_header(table, row, context);
                    if is_strange && rows.start == row && !names_again(table, row, header, ruleset)
                    {
                        // right below a header stands another level of it
                        header.rows.end = row + 1;
                        rows.start = row + 1;
                    } else if is_strange || ends_form(table, row, header.form, ruleset, context) {
                        rows.end = row;
                    }
                }
                row += 1;
            }
        }
    }
    out
}

/// Whether a head stands in a row under one that names the rows: codes may stand in several columns.
fn names_again(table: &Table, row: usize, header: &HeaderMatch, ruleset: &Ruleset) -> bool {
    let columns = ruleset.forms.get(header.form).map_or(&[][..], |form| &form.columns);
    let mut naming = header
        .bound
        .iter()
        .filter(|bound| columns.get(bound.column).is_some_and(|column| names_row(column.kind)));
    let cells = table.rows.get(row).map_or(&[][..], Vec::as_slice);
    let is_head = |physical: u32| {
        cells.iter().any(|cell| cell.column == physical && !cell.text.text.trim().is_empty())
    };
    naming.any(|bound| is_head(bound.physical))
}

/// Whether rows were told apart by where their texts stand: one may lack.
fn is_placed(layout: Layout) -> bool {
    matches!(layout, Layout::Aligned | Layout::Ambiguous | Layout::Unsure)
}

fn rows_span(table: &Table, rows: Range<usize>) -> Span {
    let cells = table.rows.get(rows).unwrap_or(&[]);
    let mut spans = cells.iter().flatten().map(|cell| cell.span);
    let first = spans.next().unwrap_or(table.span);
    spans.fold(first, Span::to)
}
