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
mod meet;
mod named_rows;
mod relation;
mod same_words;
mod shares;
mod siblings;
mod slips;
mod table_amounts;
mod told;
mod triples;
mod twice;

use super::prose_passage::{ProsePassage, Together};
use super::said::ProseReader;
use super::{FilledForm, Proof};
use gouji_prose::prose::Relation;
use gouji_rules::ruleset::Ruleset;
use meet::RowMatch;
use named_rows::NamedRows;
use relation::{Of, Tie};
use slips::Slips;
use std::collections::BTreeSet;
use table_amounts::TableAmounts;
use told::{NamedRate, Says};
use twice::AmountsByValue;
pub(super) use twice::are_one_slip_apart;

/// All that sentences say of what tables hold.
#[must_use]
pub(super) fn ties(
    reader: &ProseReader<'_>,
    ruleset: &Ruleset,
    forms: &[FilledForm],
    heard: &[ProsePassage],
    (is_known, is_proven): (&dyn Fn(u32) -> bool, &dyn Fn(u32) -> bool),
) -> Vec<Together> {
    if reader.is_idle() {
        return Vec::new();
    }
    if heard.iter().all(|one| one.read.tokens.figures.is_empty()) {
        return Vec::new();
    }
    let told = told::told(reader, heard);
    let held = TableAmounts::new(reader, ruleset, forms);
    let pool = AmountsByValue::new(heard, &told);
    let rows = NamedRows::new(&held, heard);
    let slips = Slips::new((&held, &rows), (heard, &told), &pool);
    let mut out: Vec<Tie<'_>> = Vec::new();
    let (mut open, mut grown) = (Vec::new(), Vec::new());
    let mut met: Vec<Option<RowMatch<'_, '_>>> = Vec::with_capacity(told.len());
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
            let is_tied = |met: &RowMatch<'_, '_>| {
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
    let triples = triples::triples(&held, heard, &told, &met);
    let wrong = triples.wrong.into_iter();
    out.extend(wrong.filter(|tie| !tie.said().any(|at| known_at(at) || shared.contains(&at))));
    let named = siblings::siblings((&held, &rows), heard, &told);
    let is_named: BTreeSet<(usize, usize)> = named.iter().flat_map(Tie::said).collect();
    out.extend(named);
    for (at, (one, own)) in told.iter().zip(met).enumerate() {
        let is_new = !is_named.contains(&(one.heard, one.figure));
        let own_tie = own.iter().filter(|_| is_new);
        let tie = own_tie.map(|met| of_three(&triples.proven, proven(&slips, at, met.tie(one))));
        out.extend(tie);
        let rates = own.into_iter().flat_map(|met| met.rates);
        out.extend(rates.map(|tie| of_three(&triples.proven, tie)));
    }
    out.extend(rates_again(reader, heard, &pool, is_known));
    out.extend(shares::families(&pool, &open));
    out.extend(changes::sums(&pool, &told));
    let said = add_growth(&mut out, grown);
    let is_open = |at: (usize, usize)| !known_at(at) && !said.contains(&at);
    out.extend(changes::parts(&pool, &told, is_open));
    let is_proven_at = |at: (usize, usize)| start(at).is_some_and(is_proven);
    out.extend(same_words::same_words(heard, &told_figures(&out, true), &is_proven_at));
    let (said, checked) = (told_figures(&out, false), told_figures(&out, true));
    let is_open = |at: (usize, usize)| !known_at(at) && !said.contains(&at);
    let is_unchecked = |at: (usize, usize)| !is_proven_at(at) && !checked.contains(&at);
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
    heard: &[ProsePassage],
    pool: &AmountsByValue<'_>,
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

/// What ties a figure of three to its row, as proof where the two others would tell it.
fn of_three<'a>(told: &BTreeSet<(usize, usize)>, tie: Tie<'a>) -> Tie<'a> {
    let is_proven = tie.relation == Relation::Held && tie.said().any(|at| told.contains(&at));
    Tie { proof: if is_proven { Proof::Words } else { tie.proof }, ..tie }
}

/// What ties an amount, as proof where each slip of the amount would be told.
fn proven<'a>(slips: &Slips<'_, '_>, at: usize, tie: Tie<'a>) -> Tie<'a> {
    Tie { proof: if slips.proves(at) { Proof::Words } else { tie.proof }, ..tie }
}
