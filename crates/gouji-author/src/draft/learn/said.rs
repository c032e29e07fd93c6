//! Sentences whose figure stands in a cell, and those whose figures add up, by their words.

use super::cells::NamedCell;
use super::idea::{Idea, Topic, digits, likeness};
use super::known::Known;
use crate::draft::write::{literal, quoted};
use gouji_audit::audit::{FigureRead, SentenceRead};
use gouji_checks::check::World;
use gouji_prose::prose::{Bound, Kind};
use gouji_values::document::Span;
use gouji_values::number::{cell_number, round};

/// Digits of an amount of a sentence, at least.
const DIGITS: u32 = 4;
/// Characters of the words before a figure.
const WORDS: std::ops::RangeInclusive<usize> = 5..=40;
/// Cells that a sentence is held to speak of, at most.
const CELLS: usize = 3;

/// The ideas of all sentences.
pub(super) fn ideas(
    world: &World<'_>,
    sentences: &[SentenceRead],
    cells: &[NamedCell],
    known: &Known,
) -> Vec<Idea> {
    let mut out = Vec::new();
    for sentence in sentences {
        for (at, figure) in sentence.figures.iter().enumerate() {
            if figure.kind == Kind::Money
                && figure.bound == Bound::Exact
                && !known.is_tied(figure.span.start)
                && let Some((text, said)) = wording(world, sentence, at)
            {
                out.extend(ties(world, figure, cells, (&text, &said)));
            }
        }
    }
    out
}

/// The cells that a figure equals, those that its words name best.
fn ties(
    world: &World<'_>,
    figure: &FigureRead,
    cells: &[NamedCell],
    (text, said): (&str, &str),
) -> Vec<Idea> {
    let words = &world.ruleset.vocabulary;
    let Some(number) = cell_number(&figure.text, &words.units) else { return Vec::new() };
    let Some(unit) = number.unit.map(|unit| words.units.get(unit)).filter(|unit| unit.money) else {
        return Vec::new();
    };
    if digits(number.value) < DIGITS {
        return Vec::new();
    }
    let is_it = |cell: &&NamedCell| {
        let printed = cell.value.checked_div(unit.times);
        printed.is_some_and(|value| round(value, number.decimals) == number.value)
    };
    let mut found: Vec<(u32, &NamedCell)> = cells
        .iter()
        .filter(is_it)
        .map(|cell| {
            let form = world.ruleset.forms.get(cell.form).map_or("", |form| form.id.as_str());
            let names = [cell.row.as_str(), &cell.head, form].join(" ");
            (likeness(said, &names, words), cell)
        })
        .filter(|(like, _)| *like > 0)
        .collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.path.cmp(&b.1.path)));
    found
        .into_iter()
        .take(CELLS)
        .map(|(like, cell)| Idea {
            topic: Topic::Said,
            shape: None,
            form: String::new(),
            text: text.to_owned(),
            demand: format!("expect = {}", quoted(&format!("{FIGURE} == {}", cell.path))),
            name: format!("“{said}”= {}", cell.path),
            rows: Vec::new(),
            ends: None,
            alike: None,
            likeness: like,
        })
        .collect()
}

/// What the figure of a wording is called.
const FIGURE: &str = "数";

/// The words of a figure's clause as a pattern, and as people read them. `None` where they are too
/// few, or hold figures that a pattern could not read.
fn wording(world: &World<'_>, sentence: &SentenceRead, at: usize) -> Option<(String, String)> {
    let document = world.page.document;
    let own = sentence.figures.get(at)?;
    let before = at.checked_sub(1).and_then(|at| sentence.figures.get(at));
    let from = before.map_or(sentence.span.start, |figure| figure.span.end);
    let words = document.slice(Span { start: from, end: own.span.start });
    let words: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    let clause = words.rsplit(is_edge).next()?;
    let clause = behind_year(clause, &world.ruleset.vocabulary.year_units);
    let agency = world.page.recognition.facts.agency.as_deref().unwrap_or("");
    let clause = clause.strip_prefix(agency).unwrap_or(clause);
    let is_plain = |c: char| c.is_alphabetic() || matches!(c, '\u{201C}' | '\u{201D}');
    let is_whole = WORDS.contains(&clause.chars().count()) && clause.chars().all(is_plain);
    is_whole.then(|| (format!("{}{{{FIGURE}:amount}}", literal(clause)), clause.to_owned()))
}

/// Where a clause ends.
fn is_edge(c: char) -> bool {
    matches!(
        c,
        '\u{FF0C}'
            | '\u{3002}'
            | '\u{FF1B}'
            | '\u{FF1A}'
            | '\u{3001}'
            | ','
            | ';'
            | ':'
            | '.'
            | ')'
            | '\u{FF09}'
    )
}

/// A clause behind the year that it begins with.
fn behind_year<'t>(clause: &'t str, units: &[String]) -> &'t str {
    let digits = clause.chars().take_while(char::is_ascii_digit).count();
    let rest = clause.get(digits..).filter(|_| digits == 4).unwrap_or(clause);
    let unit =
        units.iter().filter(|_| digits == 4).find_map(|unit| rest.strip_prefix(unit.as_str()));
    unit.unwrap_or(rest)
}
