//! What is seen in one document: ideas, and the shapes of its unknown tables.

use super::idea::Idea;
use super::known::Known;
use super::{between, cells, said, within};
use crate::draft::grid::{ColumnGuess, DraftGrid, grid};
use crate::draft::{identity, write};
use gouji_audit::audit::DocumentAudit;
use gouji_checks::check::{Shared, World};
use gouji_checks::coverage::facts;
use gouji_forms::form::bare_title;
use gouji_rules::pattern::Context;
use gouji_values::document::Table;
use std::collections::{BTreeMap, BTreeSet};

/// A table that no form knows, as far as others may be alike.
#[derive(Clone, Debug)]
pub(super) struct SeenTable {
    /// Its title and heads.
    pub(super) shape: String,
    pub(super) title: String,
    /// Of each column whether it holds rates, amounts … here.
    pub(super) kinds: Vec<ColumnGuess>,
    pub(super) grid: DraftGrid,
}

/// What is seen in one document.
#[derive(Debug)]
pub struct Sighting {
    /// Agency, year and figures: two files of one document have it in common.
    pub(super) twin: String,
    pub(super) kind: Option<String>,
    pub(super) ideas: BTreeSet<Idea>,
    pub(super) tables: Vec<SeenTable>,
    /// How many tables the forms of the rules took, by form.
    pub(super) forms: BTreeMap<String, usize>,
}

/// What is seen in a document that was audited.
pub(super) fn sighting(
    shared: &Shared,
    audit: &DocumentAudit,
    taken: &BTreeSet<String>,
) -> Sighting {
    let world = shared.world();
    let known = Known::of(audit.checks.iter());
    let cells = between::cells(&world);
    let mut ideas: BTreeSet<Idea> = between::ideas(&world, &cells, &known).into_iter().collect();
    let sentences = facts(&world, &audit.checks, &audit.coverage);
    ideas.extend(said::ideas(&world, &sentences, &cells, &known));
    for (filled, form) in cells::sure_forms(&world) {
        for side in 0..filled.sides.len() {
            if let Some(grid) = cells::grid_of(filled, form, side) {
                ideas.extend(within::ideas(&grid, None, &cells::side_path(form, side)));
            }
        }
    }
    let tables = unknown(&world, taken);
    for table in &tables {
        ideas.extend(within::ideas(&table.grid, Some(&table.shape), ""));
    }
    Sighting { twin: twin(&world), kind: audit.kind.clone(), ideas, tables, forms: forms(&world) }
}

/// How many tables each form of the rules took.
pub(super) fn forms(world: &World<'_>) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    for filled in world.page.recognition.forms.iter().filter(|filled| filled.own.is_none()) {
        if let Some(form) = world.ruleset.forms.get(filled.form) {
            *out.entry(form.id.clone()).or_default() += 1;
        }
    }
    out
}

/// Agency, year, kind and all figures of the tables: the same in two files of one document.
pub(super) fn twin(world: &World<'_>) -> String {
    let recognition = world.page.recognition;
    let mut text = String::new();
    for filled in &recognition.forms {
        for cell in filled.sides.iter().flat_map(|side| &side.rows).flat_map(|row| &row.cells) {
            if let gouji_forms::form::Content::Number(number) = &cell.content {
                text.push_str(&number.value.normalize().to_string());
                text.push(' ');
            }
        }
    }
    // without tables it is known by its words
    if text.is_empty() {
        text = world.page.document.text.chars().filter(|c| !c.is_whitespace()).collect();
    }
    let facts = &recognition.facts;
    let key = format!("{:?} {:?} {text}", facts.year, facts.kind);
    gouji_engine::engine::fingerprint(facts.agency.as_deref(), &key)
}

/// The tables that no form of the rules took, with a title that others may have.
fn unknown(world: &World<'_>, taken: &BTreeSet<String>) -> Vec<SeenTable> {
    let (document, recognition) = (world.page.document, world.page.recognition);
    let is_taken = |at: usize| {
        recognition.forms.iter().any(|filled| filled.own.is_none() && filled.table == at)
    };
    let free = document.tables.iter().enumerate().filter(|(at, _)| !is_taken(*at));
    free.filter_map(|(_, table)| seen_table(world, table, taken)).collect()
}

fn seen_table(world: &World<'_>, table: &Table, taken: &BTreeSet<String>) -> Option<SeenTable> {
    let (recognition, words) = (world.page.recognition, &world.ruleset.vocabulary);
    let context =
        Context { vocabulary: words, year: recognition.facts.year, grades: &world.ruleset.grades };
    let mut grid = grid(world.page.document, table, words, taken)?;
    let title = bare_title(grid.title.as_deref()?, &recognition.facts, &context);
    for share in identity::shares(&grid) {
        grid.set_percent(share.share);
    }
    let shape = format!("{title}\n{}", write::heads_of(&grid));
    let kinds = grid.columns.iter().map(|column| column.kind).collect();
    Some(SeenTable { shape, title, kinds, grid })
}
