//! What the facts come to that are named before a total: 在职、退休及遗属人员合计80人; 基本支出和项目支出共计80万元.

use super::frame::Frame;
use super::sum::sum;
use super::view::View;
use crate::prose::place::Spot;

/// A shorter name is that of many things.
const SHORT: usize = 2;
/// The facts stand at most so many sentences before.
const FAR: usize = 3;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    super::frame::of_untold(view, out, frame);
}

fn frame(view: &View<'_, '_>, total: usize) -> Option<Frame> {
    let spot = view.spot(total)?;
    if !spot.is_sum || !view.is_fact(total) || view.has_scope(total) {
        return None;
    }
    let lead = view.lead(total);
    let text = view.bare(&lead);
    let names = parts(view, text)?;
    let facts: Option<Vec<usize>> = names
        .iter()
        .enumerate()
        .map(|(nth, name)| fact_named(view, (total, spot), name, nth == 0))
        .collect();
    let mut facts = facts?;
    facts.sort_unstable();
    let is_each = facts.windows(2).all(|pair| matches!(pair, [a, b] if a != b));
    is_each.then(|| sum(view, total, &facts).weak())
}

/// The names that are joined before a total, two of them or more.
fn parts<'t>(view: &View<'_, '_>, text: &'t str) -> Option<Vec<&'t str>> {
    let out = view.joined(text);
    let is_name = |part: &&str| part.chars().count() >= SHORT;
    (out.len() > 1 && out.iter().all(is_name)).then_some(out)
}

/// The only fact before a total that bears a name; more words may stand in it: 遗属人员 of 遗属补助人员. Before the first
/// name stand other words: 由林场管理的在职职工 of 林场在职职工.
fn fact_named(
    view: &View<'_, '_>,
    (total, spot): (usize, &Spot),
    name: &str,
    is_first: bool,
) -> Option<usize> {
    let bears = |other: &Spot| {
        let own = view.bare(&other.name);
        own.chars().count() >= SHORT
            && (name.ends_with(own)
                || own.ends_with(name)
                || is_short_for(name, own)
                || is_first && end_alike(name, own) > SHORT)
    };
    let near = view.before(total).take_while(|(_, other)| other.sentence + FAR >= spot.sentence);
    let mut found = near.filter(|(at, other)| {
        view.is_fact(*at) && view.is_like(*at, total) && !other.when.is_last && bears(other)
    });
    let (fact, _) = found.next()?;
    found.next().is_none().then_some(fact)
}

/// Whether a name says less of the same: 遗属人员 of 遗属补助人员, 退休 of 退休人员.
fn is_short_for(name: &str, own: &str) -> bool {
    let letters: Vec<char> = name.chars().collect();
    let end: String = letters.iter().skip(SHORT).collect();
    let start: String = letters.iter().take(SHORT).collect();
    let more = own.chars().count().checked_sub(letters.len());
    own.starts_with(&start) && own.ends_with(&end) && more.is_some_and(|more| more <= SHORT)
}

/// How many letters at the end of two names are the same.
fn end_alike(a: &str, b: &str) -> usize {
    a.chars().rev().zip(b.chars().rev()).take_while(|(a, b)| a == b).count()
}
