//! A row of as many parts as names behind what they come to, without a word that opens a list: 参保218万人，职工、居民分别为62万人和156万人;
//! 总投资36万元，2023年、2024年分别安排10万元、26万元; 满分100分，四类指标分值分别为15分、20分、35分、30分.

use super::Frame;
use super::sum::sum;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::Relation;
use crate::prose::words::Class;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    let is_told = |total: usize| {
        out.iter().any(|frame| {
            frame.relation == Relation::Sum && frame.reading.figures().first() == Some(&total)
        })
    };
    let found = view.places().filter_map(|first| frame(view, first));
    let found: Vec<Frame> = found.filter(|frame| !is_told(frame.anchor)).collect();
    out.extend(found);
}

fn frame(view: &View<'_, '_>, first: usize) -> Option<Frame> {
    let row: Vec<usize> = view.row_from(first)?.collect();
    let spot = view.spot(first)?;
    let near = view.before(first).take_while(|(_, other)| other.sentence == spot.sentence);
    let mut heads = near.filter(|(at, _)| view.is_like(*at, first));
    let (head, of) = heads.next().filter(|_| heads.next().is_none())?;
    let is_part = |at: &usize| {
        view.spot(*at)
            .is_some_and(|part| part.role == spot.role && part.when.is_last == of.when.is_last)
            && view.figure(*at).is_some_and(|own| own.is_figure() && !own.is_spelled)
    };
    let names = names_of(view, first);
    let apart = |class: &Class| {
        matches!(
            class,
            Class::Compare
                | Class::Last
                | Class::Per
                | Class::Average
                | Class::Open
                | Class::OfWhich
                | Class::Not
                | Class::Scope
                | Class::Rest
                | Class::Income
                | Class::Outgo
        )
    };
    let is_told = may_head(view, head, of, spot)
        && row.len() == names
        && row.iter().all(is_part)
        && !view.words(head, first).iter().any(apart)
        && of.when.stage.zip(spot.when.stage).is_none_or(|(one, other)| one == other)
        && of.segment == spot.segment
        && !view.has_scope(first);
    let frame = sum(view, head, &row);
    is_told.then(|| if is_all(view, of) { frame.weak() } else { frame.open() })
}

/// How many parts the words before a row name: as many as they join, or as they say in words: 决策、过程两类一级指标分值分别为.
fn names_of(view: &View<'_, '_>, first: usize) -> usize {
    let number = |at: usize| view.figure(at).filter(|own| own.is_spelled).map(|own| own.value);
    let clause = view.spot(first).map(|spot| spot.clause);
    let before = view.before(first).take_while(|(_, other)| Some(other.clause) == clause);
    let mut spelled = before.filter_map(|(at, _)| number(at));
    let said = spelled.find_map(|own| usize::try_from(own).ok().filter(|own| *own > 1));
    said.unwrap_or_else(|| view.joined(view.lead(first).trim_start_matches(',')).len())
}

/// Whether a figure may be what the parts of a row come to: a fact, or the points that can be had.
fn may_head(view: &View<'_, '_>, head: usize, of: &Spot, part: &Spot) -> bool {
    let is_score = view.figure(head).is_some_and(|own| own.kind == Kind::Score);
    let is_full = is_score && of.role == Role::Weight && part.role == Role::Weight;
    let is_plain = view.is_fact(head) && part.role == Role::Value;
    (is_full || is_plain)
        && view.is_plain(head)
        && !of.words.contains(&Class::OfWhich)
        && !of.goes_on
}

/// Whether words say that a figure is all of something: 总投资36万元, 满分100分.
fn is_all(view: &View<'_, '_>, of: &Spot) -> bool {
    let tokens = view.passage.tokens;
    of.is_sum
        || of.role == Role::Weight
        || of.words.iter().any(|class| matches!(class, Class::Sum | Class::Total))
        || tokens.has_word("all_told", &view.own_words(of))
}
