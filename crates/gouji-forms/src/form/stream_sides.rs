//! Rows of a form with two sides, in a stream whose lines are no rows: which names and figures are
//! one row, and on which side it stands.
//!
//! A row is a name with the figures behind it. Its side is told by all rows together: the ordinals
//! of each side count up, rows on one line stand left and right, a total bears the name of its
//! side, a row has no more figures than its side has columns. Where two ways are as good the side is
//! left open.

use super::align::SlotAt;
use super::stream_pieces::{Piece, TokenLine};
use super::token::{FigureToken, TokenClass};
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::{ColumnKind, Form};
use gouji_values::label::label_key;

/// Ways that are followed at once.
const WAYS: usize = 200;
/// Rows of a form: one with more is not looked at.
const MOST: usize = 400;

/// The tokens of all lines, cut into rows with their sides; none where the form has not two sides of
/// names and figures.
pub(super) fn sided(
    lines: &[TokenLine],
    slots: &[SlotAt],
    form: &Form,
    context: &Context<'_>,
) -> Option<Vec<Piece>> {
    let figures = |group: usize| {
        let own = slots.iter().filter(move |slot| slot.group == group);
        own.filter(|slot| slot.kind != ColumnKind::Label).count()
    };
    let is_plain = slots.iter().all(|slot| {
        matches!(
            slot.kind,
            ColumnKind::Label | ColumnKind::Line | ColumnKind::Amount | ColumnKind::Count
        )
    });
    let is_two = form.sides.len() == 2 && slots.iter().all(|slot| slot.group < 2);
    let room = [figures(0), figures(1)];
    if !is_plain || !is_two || room.contains(&0) {
        return None;
    }
    let cutter = Cutter { form, context, most: room.into_iter().max().unwrap_or(0) };
    let mut rows = cutter.rows(lines);
    if rows.len() > MOST {
        return None;
    }
    let seen: Vec<SideSeen> = rows.iter().map(|row| SideSeen::of(row, form, context)).collect();
    for (row, group) in rows.iter_mut().zip(groups(&seen, room)) {
        row.group = group;
    }
    Some(rows)
}

struct Cutter<'a> {
    form: &'a Form,
    context: &'a Context<'a>,
    /// Figures that a row may have.
    most: usize,
}

impl Cutter<'_> {
    fn rows(&self, lines: &[TokenLine]) -> Vec<Piece> {
        let mut out: Vec<Piece> = Vec::new();
        let all = lines.iter().flat_map(|(at, line)| line.iter().map(move |token| (*at, token)));
        for (at, token) in all {
            match out.last_mut().filter(|row| self.goes_on(&row.tokens, token)) {
                Some(row) => row.tokens.push(token.clone()),
                None => out.push(Piece { at, tokens: vec![token.clone()], group: None }),
            }
        }
        out
    }

    fn goes_on(&self, row: &[FigureToken], token: &FigureToken) -> bool {
        let Some(last) = row.last() else { return false };
        if token.class != TokenClass::Text {
            let figures = row.iter().filter(|token| token.class != TokenClass::Text).count();
            return figures < self.most;
        }
        // `总 计`
        let is_pair = row.len() == 1 && last.length() == 1 && token.length() == 1;
        let is_text = last.class == TokenClass::Text;
        (is_text && is_pair)
            || is_text
                && last.last
                && token.first
                && (last.unclosed || (!self.opens(token) && last.length() >= token.length()))
    }

    /// Whether a text begins a row: it has an ordinal, or is the name of a row of the form.
    fn opens(&self, token: &FigureToken) -> bool {
        let words = self.context.vocabulary;
        let key = label_key(&token.text.text, words);
        words.ordinal(&token.text.text).is_some()
            || words.total.contains(&key)
            || self.form.rows.iter().any(|row| row.labels.fit(&key, self.context))
    }
}

/// What tells the side of a row.
struct SideSeen {
    label: String,
    /// Style and number of its ordinal.
    ordinal: Option<(usize, u32)>,
    figures: usize,
    /// The side whose name it bears.
    named: Option<usize>,
    /// It begins on the line of the row before.
    is_beside: bool,
}

impl SideSeen {
    fn of(row: &Piece, form: &Form, context: &Context<'_>) -> Self {
        let texts = row.tokens.iter().filter(|token| token.class == TokenClass::Text);
        let text: String = texts.map(|token| token.text.text.trim()).collect();
        let label = label_key(&text, context.vocabulary);
        let mut bears = (0..form.sides.len())
            .filter(|at| form.sides.get(*at).is_some_and(|side| label.contains(side.as_str())));
        let named = bears.next().filter(|_| bears.next().is_none());
        Self {
            ordinal: context.vocabulary.ordinal(&text).map(|found| (found.style, found.value)),
            figures: row.tokens.iter().filter(|token| token.class != TokenClass::Text).count(),
            named,
            is_beside: row.tokens.first().is_some_and(|token| !token.first),
            label,
        }
    }
}

/// Whether a name holds a second ordinal of the kind that it begins with: it is the names of two
/// rows.
pub(super) fn is_double(label: &str, context: &Context<'_>) -> bool {
    let words = context.vocabulary;
    let Some(first) = words.ordinal(label) else { return false };
    let rest = label.get(first.len..).unwrap_or("");
    let mut places = rest.char_indices().filter_map(|(at, _)| rest.get(at..));
    places.any(|rest| words.ordinal(rest).is_some_and(|found| found.style == first.style))
}

/// Sides of the rows so far, and what they cost.
#[derive(Clone)]
struct Way {
    cost: usize,
    last: [Option<(usize, u32)>; 2],
    before: Option<usize>,
    /// The side of each row; none where ways that cost the same tell two.
    groups: Vec<Option<usize>>,
}

/// The side of each row, where the cheapest ways agree.
fn groups(rows: &[SideSeen], room: [usize; 2]) -> Vec<Option<usize>> {
    let mut ways = vec![Way { cost: 0, last: [None; 2], before: None, groups: Vec::new() }];
    for (at, row) in rows.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| rows.get(before));
        let mut next: Vec<Way> = Vec::new();
        for (way, group) in ways.iter().flat_map(|way| [0, 1].map(|group| (way, group))) {
            if room.get(group).is_none_or(|room| *room < row.figures)
                && room.iter().any(|room| *room >= row.figures)
            {
                continue;
            }
            let mut way = way.clone();
            way.cost += cost(&way, row, before, group);
            if let (Some(ordinal), Some(last)) = (row.ordinal, way.last.get_mut(group)) {
                *last = Some(ordinal);
            }
            way.before = Some(group);
            way.groups.push(Some(group));
            merge(&mut next, way);
        }
        next.sort_by_key(|way| way.cost);
        next.truncate(WAYS);
        ways = next;
    }
    let least = ways.iter().map(|way| way.cost).min().unwrap_or(0);
    let mut best = ways.into_iter().filter(|way| way.cost == least);
    let Some(mut first) = best.next() else { return vec![None; rows.len()] };
    best.for_each(|way| first.agree(&way));
    first.groups
}

impl Way {
    fn agree(&mut self, other: &Self) {
        for (own, other) in self.groups.iter_mut().zip(&other.groups) {
            *own = own.filter(|_| own == other);
        }
    }
}

/// Of two ways that go on alike the cheaper one; of two as cheap what both say.
fn merge(ways: &mut Vec<Way>, way: Way) {
    let alike = ways.iter_mut().find(|known| known.last == way.last && known.before == way.before);
    match alike {
        Some(known) if known.cost == way.cost => known.agree(&way),
        Some(known) if known.cost > way.cost => *known = way,
        Some(_) => {}
        None => ways.push(way),
    }
}

fn cost(way: &Way, row: &SideSeen, before: Option<&SideSeen>, group: usize) -> usize {
    let mut cost = 0;
    let last = way.last.get(group).copied().flatten();
    cost += match (row.ordinal, last) {
        (None, _) => usize::from(row.named.is_some_and(|named| named != group)) * 6,
        (Some((_, 1)), None) => 0,
        (Some((style, value)), Some((known, last))) if style == known && value == last + 1 => 0,
        // a list within the list, or the next one
        (Some((_, 1)), Some(_)) => 4,
        (Some((style, value)), Some((known, last))) if style == known && value > last => 5,
        (Some(_), _) => 9,
    };
    if let (Some(before), Some(side)) = (before, way.before) {
        // on one line, or one behind the other with one ordinal or one name
        let is_pair = row.is_beside
            || (row.ordinal.is_some() && row.ordinal == before.ordinal)
            || (row.label == before.label && !row.label.is_empty());
        if is_pair && group <= side {
            cost += 7;
        }
    }
    cost
}
