//! What sentences say of an amount: its names and the rates behind it.

use crate::form::prose_passage::ProsePassage;
use crate::form::said::ProseReader;
use gouji_prose::prose::{self, Amount, Class, Kind, Role, Sign, Spot, What, When};
use gouji_values::number::fold;
use rayon::prelude::*;

/// What a name of an item does not go on behind.
const ENDS: [char; 4] = [',', ';', ':', '\u{3002}'];

/// What a rate says of its amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// By how much it grew; the sign of the way.
    Growth(i8),
    /// The amount by which it changed; the sign of the way.
    Change(i8),
    /// How much of its budget it is.
    Completion,
    /// How much of a whole it is.
    Share,
}

/// A rate, or an amount by which the amount changed.
pub(super) struct ToldRate {
    /// Its figure.
    pub(super) figure: usize,
    pub(super) says: Says,
    /// What a share is of.
    pub(super) of: String,
    /// No word tells that it is of something else: 同口径.
    pub(super) is_plain: bool,
}

/// An amount with what is told of it.
pub(super) struct ToldAmount {
    /// Number of the passage.
    pub(super) heard: usize,
    /// Its figure.
    pub(super) figure: usize,
    /// What it may be the amount of, the nearest first.
    pub(super) names: Box<[String]>,
    pub(super) rates: Vec<ToldRate>,
    /// The time and stage that it is of.
    pub(super) when: When,
    /// It is what is left of others.
    pub(super) is_rest: bool,
    /// It is said to be a part of the one before it: 其中结转2万元.
    pub(super) is_part: bool,
    /// It is said to be what it was before: 与上年持平.
    pub(super) is_as_before: bool,
    /// What the label says that it stands behind: 公用经费：行政运行80万元，培训支出2万元.
    pub(super) label: Option<String>,
}

/// All amounts that sentences state.
pub(super) fn told(reader: &ProseReader<'_>, heard: &[ProsePassage]) -> Vec<ToldAmount> {
    let each = heard.par_iter().enumerate();
    each.flat_map_iter(|(number, one)| told_in(reader, number, one)).collect()
}

/// Those of one passage.
fn told_in(reader: &ProseReader<'_>, number: usize, one: &ProsePassage) -> Vec<ToldAmount> {
    let mut out = Vec::new();
    let mut labels = labels(reader, one);
    let mut named = one.read.amounts.iter().peekable();
    for (at, spot) in one.read.spots.iter().enumerate() {
        let own = named.next_if(|amount| amount.figure == spot.figure);
        if !is_amount(&one.read, spot) {
            continue;
        }
        let mut names = names(reader, &one.read, spot, own);
        if let Some(name) = item_name(reader, one, spot).filter(|name| !names.contains(name)) {
            names.insert(0, name);
        }
        out.push(ToldAmount {
            heard: number,
            figure: spot.figure,
            names: names.into_boxed_slice(),
            when: spot.when,
            is_rest: spot.role == Role::Left,
            rates: rates(reader, &one.read, at, spot),
            is_part: spot.stream != 0
                || spot.words.iter().any(|class| matches!(class, Class::OfWhich)),
            is_as_before: one.read.is_as_before(spot),
            label: labels.get_mut(spot.figure).and_then(Option::take),
        });
    }
    out
}

/// For each figure the words before the last colon of its sentence, without their numbering.
fn labels(reader: &ProseReader<'_>, one: &ProsePassage) -> Vec<Option<String>> {
    let tokens = &one.read.tokens;
    let label = |from: usize, colon: usize| -> Option<String> {
        let first = tokens.tokens.get(from)?;
        let last = tokens.tokens.get(colon.checked_sub(1)?)?;
        let text = one.text.text.get(tokens.bytes(first.from, last.to))?;
        let key = reader.key(text.get(reader.numbering(text).unwrap_or(0)..)?);
        (!key.is_empty()).then_some(key)
    };
    let mut out = vec![None; tokens.figures.len()];
    // where the words begin that a colon may end, and what the last one ended
    let (mut from, mut last) = (0, None);
    for (at, token) in tokens.tokens.iter().enumerate() {
        match token.what {
            What::Sign(Sign::Colon) => last = label(from, at),
            What::Sign(Sign::Stop | Sign::Edge) => last = None,
            What::Figure(figure) => {
                out.get_mut(figure).into_iter().for_each(|own| own.clone_from(&last));
            }
            _ => {}
        }
        let signs = [Sign::Colon, Sign::Stop, Sign::Edge, Sign::Semicolon, Sign::Comma];
        if signs.iter().any(|sign| token.what == What::Sign(*sign)) {
            from = at + 1;
        }
    }
    out
}

/// What a share is of, without the stage at its end: 占支出预算的40%.
fn whole(reader: &ProseReader<'_>, read: &prose::Read, spot: &Spot) -> String {
    let name = read.tokens.without_stages(&spot.of);
    reader.key(if name.is_empty() { &spot.of } else { name })
}

/// A rate under a name of its own: 一般公共预算收入增长3%.
pub(super) struct NamedRate {
    /// Number of the passage.
    pub(super) heard: usize,
    pub(super) name: String,
    pub(super) rate: ToldRate,
}

/// The rates that have names of their own.
pub(super) fn named_rates(reader: &ProseReader<'_>, heard: &[ProsePassage]) -> Vec<NamedRate> {
    let mut out = Vec::new();
    for (number, one) in heard.iter().enumerate() {
        for spot in &one.read.spots {
            let says = match spot.role {
                Role::Rate(sign @ (1 | -1)) => Says::Growth(sign),
                Role::Complete => Says::Completion,
                Role::Share => Says::Share,
                _ => continue,
            };
            let figure = one.read.tokens.figures.get(spot.figure);
            let is_rate = figure.is_some_and(|figure| {
                figure.kind == Kind::Percent && figure.is_figure() && !figure.is_times
            });
            let name = reader.key(&spot.name);
            if is_rate && spot.row.is_none() && !name.is_empty() {
                let of = whole(reader, &one.read, spot);
                let rate = ToldRate { figure: spot.figure, says, of, is_plain: false };
                out.push(NamedRate { heard: number, name, rate });
            }
        }
    }
    out
}

fn is_amount(read: &prose::Read, spot: &Spot) -> bool {
    let is_role = matches!(
        spot.role,
        Role::Value | Role::To(_) | Role::Base | Role::PlanOf | Role::Got | Role::Left
    );
    let figure = read.tokens.figures.get(spot.figure);
    is_role
        && figure.is_some_and(|figure| {
            figure.kind == Kind::Money && figure.is_figure() && !figure.is_per
        })
}

/// What stands between the numbering of a paragraph and its first figure: （四）增人增资480.59万元.
fn item_name(reader: &ProseReader<'_>, one: &ProsePassage, spot: &Spot) -> Option<String> {
    let figure = one.read.tokens.figures.get(spot.figure)?;
    let from = one.starts().rev().find(|start| *start <= figure.span.start)?;
    let before = one.text.text.get(from..figure.span.start)?;
    let name = before.get(reader.numbering(before)?..)?;
    let is_name = !name.contains(|c| ENDS.contains(&fold(c)));
    let name = reader.key(name);
    (is_name && !name.is_empty()).then_some(name)
}

fn names(
    reader: &ProseReader<'_>,
    read: &prose::Read,
    spot: &Spot,
    amount: Option<&Amount>,
) -> Vec<String> {
    let of_amount = amount.into_iter().flat_map(|amount| {
        let named = [amount.listed.as_deref(), amount.opening.as_deref()];
        let others = named.into_iter().flatten().map(|(name, _)| name.as_str());
        [amount.name.as_str()].into_iter().chain(others).chain(amount.lead.as_deref())
    });
    let mut out: Vec<String> = Vec::new();
    let named = of_amount.chain([spot.name.as_str(), spot.raw.as_str()]);
    // 支出预算: the expenditure
    for name in named.flat_map(|name| {
        let bare = read.tokens.without_stages(name);
        [Some(name), (bare != name).then_some(bare)].into_iter().flatten()
    }) {
        let key = reader.key(name);
        if !key.is_empty() && !out.contains(&key) {
            out.push(key);
        }
    }
    out
}

/// The rates directly behind an amount, up to the next amount.
fn rates(reader: &ProseReader<'_>, read: &prose::Read, at: usize, amount: &Spot) -> Vec<ToldRate> {
    let mut out = Vec::new();
    for spot in read.spots.iter().skip(at + 1) {
        if spot.stream != amount.stream {
            continue;
        }
        if spot.sentence != amount.sentence || spot.segment != amount.segment {
            break;
        }
        let Some(figure) = read.tokens.figures.get(spot.figure) else { break };
        let says = match spot.role {
            Role::Rate(sign @ (1 | -1)) => Says::Growth(sign),
            Role::Complete => Says::Completion,
            Role::Share => Says::Share,
            Role::Change(sign @ (1 | -1)) if out.is_empty() => Says::Change(sign),
            Role::Change(_) => continue,
            _ => break,
        };
        let is_amount = matches!(says, Says::Change(_));
        if figure.kind == if is_amount { Kind::Money } else { Kind::Percent }
            && figure.is_figure()
            && !figure.is_times
            && spot.row.is_none()
        {
            let is_plain =
                spot.name.is_empty() && spot.words.iter().all(|class| *class != Class::Scope);
            out.push(ToldRate {
                figure: spot.figure,
                says,
                of: whole(reader, read, spot),
                is_plain,
            });
        }
    }
    out
}
