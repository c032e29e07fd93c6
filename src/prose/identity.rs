//! Figures that follow from others of their sentence by their names: 净资产 = 资产 - 负债.

use super::compare::said;
use super::passage::Passage;
use super::place::{Role, Spot};
use super::quantity::Kind;
use super::reading::{Reading, Relation, Said, Slot};
use super::words::Class;

/// Reads all of them.
pub fn identities(passage: &Passage<'_>, out: &mut Vec<Said>) {
    let spots = passage.spots();
    for identity in &passage.tokens.lists.identities {
        let Some(((word, _), terms)) = identity.split_first() else { continue };
        let outcomes = spots.iter().filter(|spot| is_fact(passage, spot) && names(spot, word));
        for outcome in outcomes {
            out.extend(identity_of(passage, outcome, terms));
        }
    }
}

fn is_fact(passage: &Passage<'_>, spot: &Spot) -> bool {
    passage.figure(spot).is_some_and(|figure| {
        figure.is_figure() && matches!(figure.kind, Kind::Money | Kind::Count)
    }) && matches!(spot.role, Role::Value | Role::Left)
        && spot.row.is_none()
        && !spot.when.is_last
}

/// Whether a fact is named by a word.
fn names(spot: &Spot, word: &str) -> bool {
    spot.raw.contains(word)
}

fn identity_of(passage: &Passage<'_>, outcome: &Spot, terms: &[(String, i8)]) -> Option<Said> {
    let own = passage.figure(outcome)?;
    let mut items = Vec::new();
    for (word, sign) in terms {
        let mut found = passage.in_sentence(outcome).map(|(_, other)| other).filter(|other| {
            other.figure != outcome.figure
                && is_fact(passage, other)
                && other.stream == outcome.stream
                && (outcome.when.edge.is_none() || other.when.edge == outcome.when.edge)
                && names(other, word)
                && passage.figure(other).is_some_and(|figure| figure.is_like(own))
        });
        let one = found.next()?;
        if found.next().is_some() {
            return None;
        }
        items.push((one.figure, *sign));
    }
    let at = |figure: usize| passage.spots().partition_point(|spot| spot.figure < figure);
    let is_item = |figure: usize| passage.list_of(at(figure)).is_some();
    let has_items = is_item(outcome.figure) || items.iter().any(|(figure, _)| is_item(*figure));
    let is_plain = passage.words_of_sentence(outcome).all(|class| match class {
        Class::Scope | Class::Open | Class::Last => false,
        // 原值80万元，其中房屋60万元；折旧20万元，净值60万元: the parts are no terms
        Class::OfWhich => !has_items,
        _ => true,
    });
    let reading = Reading::of([(Slot::Total, outcome.figure, 1)]).with_items(&items);
    let reading = (Relation::Balance, reading);
    if is_plain {
        said(outcome, vec![reading], Vec::new())
    } else {
        said(outcome, Vec::new(), vec![reading])
    }
}
