//! What sentences say of amounts that tables of the document hold.
//!
//! In: the passages as they were read, and the tables with their rows. Out: that an amount of a
//! sentence is that of a cell, and that the rates told of it are those of the cell's row: printed
//! there, or worked out of two of its amounts.
//!
//! Which cell is meant the figures tell together with the names: an amount with the name of a row
//! is that of the row; one with another name, or with none, is so only where its rates are those of
//! the row too. Of an amount that no cell holds nothing is said.

mod broken;
mod changes;
mod echo;
mod held;
mod meet;
mod named_rows;
mod shares;
mod siblings;
mod slips;
mod told;
mod twice;

use super::heard::{Heard, Together};
use super::said::ProseReader;
use super::{FilledForm, Proof};
use gouji_prose::prose::{Filling, Quantity, Reading, Relation, Slot};
use gouji_rules::pattern::CELL_EDGE;
use gouji_rules::ruleset::Ruleset;
use gouji_values::document::LogicalText;
use gouji_values::number::Decimal;
use held::Held;
use meet::Met;
use named_rows::NamedRows;
use slips::Slips;
use std::collections::BTreeSet;
use std::sync::Arc;
use told::{NamedRate, Says, ToldAmount, ToldRate};
use twice::Pool;
pub(super) use twice::are_one_slip_apart;

/// All that sentences say of what tables hold.
#[must_use]
pub(super) fn ties(
    reader: &ProseReader<'_>,
    ruleset: &Ruleset,
    forms: &[FilledForm],
    heard: &[Heard],
    (is_known, is_proven): (&dyn Fn(u32) -> bool, &dyn Fn(u32) -> bool),
) -> Vec<Together> {
    if reader.is_idle() {
        return Vec::new();
    }
    if heard.iter().all(|one| one.read.tokens.figures.is_empty()) {
        return Vec::new();
    }
    let told = told::told(reader, heard);
    let held = Held::new(reader, ruleset, forms);
    let pool = Pool::new(heard, &told);
    let rows = NamedRows::new(&held, heard);
    let slips = Slips::new((&held, &rows), (heard, &told), &pool);
    let mut out: Vec<Tie<'_>> = Vec::new();
    let (mut open, mut grown) = (Vec::new(), Vec::new());
    let mut met: Vec<Option<Met<'_, '_>>> = Vec::with_capacity(told.len());
    // the whole of the last share that was found
    let mut last = None;
    let start = |(passage, figure): (usize, usize)| {
        let passage = heard.get(passage)?;
        let figure = passage.read.tokens.figures.get(figure)?;
        Some(passage.text.canonical(figure.span.start))
    };
    let known_at = |at: (usize, usize)| start(at).is_some_and(is_known);
    out.extend(shares::named(&pool, &told, known_at));
    let shared: BTreeSet<(usize, usize)> = out.iter().filter_map(Tie::share_of).collect();
    for (at, one) in told.iter().enumerate() {
        let known =
            |figure: usize| known_at((one.heard, figure)) || shared.contains(&(one.heard, figure));
        let own = meet::meet(&held, heard, one);
        let is_met = |figure: usize| {
            let is_tied = |met: &Met<'_, '_>| {
                figure == one.figure || met.rates.iter().any(|tie| tie.says(figure))
            };
            own.as_ref().is_some_and(is_tied) || known(figure)
        };
        let first = out.len();
        for rate in one.rates.iter().filter(|rate| !is_met(rate.figure)) {
            let Some((base, tie)) = pool.base_of(at, rate, last) else {
                let again = pool.change_again(at, rate);
                match again.or_else(|| pool.slipped_share(at, rate)) {
                    Some(tie) => out.push(tie),
                    None => open.extend(pool.open_share(at, rate)),
                }
                grown.extend(pool.grown(one, rate));
                continue;
            };
            if rate.says == Says::Share {
                last = Some(base);
            }
            out.push(tie);
        }
        let is_said = |out: &[Tie<'_>]| out.iter().skip(first).any(|tie| tie.says(one.figure));
        if !is_met(one.figure) && !is_said(&out) {
            let nothing = meet::nothing(&held, heard, one);
            out.extend(
                nothing.or_else(|| pool.said_before(at).map(|again| proven(&slips, at, again))),
            );
        }
        // what was found by its value alone excuses no slip
        if own.is_none() {
            out.extend(slips.tie(at));
        }
        met.push(own);
    }
    out.extend(broken::broken(&held, heard, &told, &met));
    let named = siblings::siblings((&held, &rows), heard, &told);
    let is_named: BTreeSet<(usize, usize)> = named.iter().flat_map(Tie::said).collect();
    out.extend(named);
    for (at, (one, own)) in told.iter().zip(met).enumerate() {
        let is_new = !is_named.contains(&(one.heard, one.figure));
        out.extend(own.iter().filter(|_| is_new).map(|met| proven(&slips, at, met.tie(one))));
        out.extend(own.into_iter().flat_map(|met| met.rates));
    }
    out.extend(rates_again(reader, heard, &pool, is_known));
    out.extend(shares::families(&pool, &open));
    out.extend(changes::sums(&pool, &told));
    let said = add_growth(&mut out, grown);
    let is_open = |at: (usize, usize)| !known_at(at) && !said.contains(&at);
    out.extend(changes::parts(&pool, &told, is_open));
    let (said, checked) = (told_figures(&out, false), told_figures(&out, true));
    let is_open = |at: (usize, usize)| !known_at(at) && !said.contains(&at);
    let is_unchecked =
        |at: (usize, usize)| !start(at).is_some_and(is_proven) && !checked.contains(&at);
    let echoes = echo::echoes(&held, heard, (&is_open, &is_unchecked));
    out.extend(echoes);
    out.iter().filter_map(|tie| tie.say(reader, heard)).flatten().collect()
}

/// Adds what is grown where nothing else is said of the change; the figures of which something is said.
fn add_growth<'a>(
    out: &mut Vec<Tie<'a>>,
    grown: Vec<((usize, usize), Tie<'a>)>,
) -> BTreeSet<(usize, usize)> {
    let mut said: BTreeSet<(usize, usize)> = out.iter().flat_map(Tie::said).collect();
    for (change, tie) in grown {
        if !said.contains(&change) {
            said.extend(tie.said());
            out.push(tie);
        }
    }
    said
}

/// The figures of ties that tell something of them, or of those alone that are proof.
fn told_figures(ties: &[Tie<'_>], is_proof: bool) -> BTreeSet<(usize, usize)> {
    // that it did not grow by more than it is, hardly anything fails
    let own = ties
        .iter()
        .filter(|tie| tie.relation != Relation::Grown && (!is_proof || tie.proof == Proof::Words));
    own.flat_map(Tie::said).collect()
}

/// Rates that name their amount and were said of it before, unless something is known of them.
fn rates_again<'t>(
    reader: &ProseReader<'_>,
    heard: &[Heard],
    pool: &Pool<'_>,
    is_known: &dyn Fn(u32) -> bool,
) -> Vec<Tie<'t>> {
    let is_new = |named: &NamedRate| {
        heard.get(named.heard).is_some_and(|passage| {
            let figure = passage.read.tokens.figures.get(named.rate.figure);
            figure.is_some_and(|figure| !is_known(passage.text.canonical(figure.span.start)))
        })
    };
    let named = told::named_rates(reader, heard).into_iter().filter(is_new);
    named.filter_map(|named| pool.rate_again(&named)).collect()
}

/// Where the words begin by which a figure is called.
fn words_before(text: &str, figure: usize) -> usize {
    const MOST: usize = 16;
    let before = text.get(..figure).unwrap_or_default();
    before.char_indices().rev().take(MOST).last().map_or(figure, |(at, _)| at)
}

/// What ties an amount, as proof where each slip of the amount would be told.
fn proven<'a>(slips: &Slips<'_, '_>, at: usize, tie: Tie<'a>) -> Tie<'a> {
    Tie { proof: if slips.proves(at) { Proof::Words } else { tie.proof }, ..tie }
}

/// A figure of a tie.
enum Of<'a> {
    /// Of a sentence: the passage, and its number.
    Said(usize, usize),
    /// Of a cell.
    Cell(&'a held::HeldCell<'a>),
    /// Nothing, where blank cells stand beside a name.
    Blank(&'a LogicalText),
}

/// A relation between figures of a passage and cells.
struct Tie<'a> {
    heard: usize,
    relation: Relation,
    parts: Vec<(Slot, Of<'a>, i8)>,
    proof: Proof,
}

impl Tie<'static> {
    /// That a rate is the share of one amount in another.
    fn share(part: &ToldAmount, whole: &ToldAmount, rate: &ToldRate) -> Self {
        let parts = vec![
            (Slot::Part, Of::Said(part.heard, part.figure), 1),
            (Slot::Whole, Of::Said(whole.heard, whole.figure), 1),
            (Slot::Share, Of::Said(part.heard, rate.figure), 1),
        ];
        Self { heard: part.heard, relation: Relation::Share, parts, proof: Proof::Value }
    }

    /// That figures, each with its passage and sign, come to the first of them.
    fn sum(
        relation: Relation,
        total: (usize, usize, i8),
        items: impl Iterator<Item = (usize, usize, i8)>,
    ) -> Self {
        let of = |slot| move |(heard, figure, sign)| (slot, Of::Said(heard, figure), sign);
        let total_part = [total].into_iter().map(of(Slot::Total));
        let parts = total_part.chain(items.map(of(Slot::Item))).collect();
        Self { heard: total.0, relation, parts, proof: Proof::Value }
    }
}

impl Tie<'_> {
    /// Whether a figure of the sentence is one of its parts.
    fn says(&self, figure: usize) -> bool {
        self.parts.iter().any(|(_, of, _)| matches!(of, Of::Said(_, own) if *own == figure))
    }

    /// Of a share the figure of its rate, with its passage.
    fn share_of(&self) -> Option<(usize, usize)> {
        self.parts.iter().find_map(|(slot, of, _)| match of {
            Of::Said(heard, figure) if *slot == Slot::Share => Some((*heard, *figure)),
            _ => None,
        })
    }

    /// The figures of passages among its parts.
    fn said(&self) -> impl Iterator<Item = (usize, usize)> {
        self.parts.iter().filter_map(|(_, of, _)| match of {
            Of::Said(heard, figure) => Some((*heard, *figure)),
            Of::Cell(_) | Of::Blank(_) => None,
        })
    }

    /// It as what is said, with the words of the sentence and the cells as its text.
    fn say(&self, reader: &ProseReader<'_>, heard: &[Heard]) -> Option<Vec<Together>> {
        let one = heard.get(self.heard)?;
        let mut text = LogicalText::default();
        let mut figures: Vec<Quantity> = Vec::new();
        let mut reading = Reading::default();
        for (slot, of, sign) in &self.parts {
            if !text.text.is_empty() {
                text.push_mark(CELL_EDGE);
            }
            let start = text.text.len();
            let filling = match of {
                Of::Said(passage, at) => {
                    let passage = heard.get(*passage)?;
                    let figure = passage.read.tokens.figures.get(*at)?;
                    let from = words_before(&passage.text.text, figure.span.start);
                    text.append(&passage.text.part(from..figure.span.start));
                    let start = text.text.len();
                    text.append(&passage.text.part(figure.span.clone()));
                    figures.push(Quantity { span: start..text.text.len(), ..figure.clone() });
                    Filling::Figure(figures.len() - 1, *sign)
                }
                Of::Cell(cell) => {
                    text.append(cell.text);
                    let span = start..text.text.len();
                    figures.push(Quantity { span, ..cell.figure.clone() });
                    Filling::Figure(figures.len() - 1, *sign)
                }
                Of::Blank(name) => {
                    text.append(name);
                    let range = start..text.text.len();
                    Filling::Worked { value: Decimal::ZERO, like: 0, range }
                }
            };
            match slot {
                Slot::Item => reading.items.push(vec![(*slot, filling)]),
                _ => reading.parts.push((*slot, filling)),
            }
        }
        let found = reader.said(self.relation, &reading, &figures);
        let (text, place): (Arc<LogicalText>, _) = (Arc::new(text), one.place);
        Some(
            found
                .into_iter()
                .map(|found| Together { found, text: Arc::clone(&text), place, proof: self.proof })
                .collect(),
        )
    }
}
