//! Small figures that show what was proved: an assignment that meets some clauses, term after term.

use super::refute::are_possible;
use super::stated::Place;
use super::sum::{Clause, Exact, Row, Sign, Sum, printed};
use crate::formula::{Binary, Function, Node, Owner, kind_of};
use crate::ruleset::Ruleset;
use gouji_values::kind::Kind;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, One, Signed, Zero};
use std::collections::{BTreeMap, BTreeSet};

/// A value for each term.
pub(super) type Values = BTreeMap<usize, Exact>;

/// The terms of clauses.
pub(super) fn terms_of<'c>(clauses: impl IntoIterator<Item = &'c Clause>) -> BTreeSet<usize> {
    let rows = clauses.into_iter().flatten();
    rows.flat_map(|row| row.sum.terms.keys().copied()).collect()
}

/// Figures that meet all clauses, one for each of these terms; `None` where none were found, or where
/// they would be figures that another one of them is worked out from.
pub(super) fn figures(
    clauses: &[&Clause],
    terms: &BTreeSet<usize>,
    place: &Place<'_>,
    kind: impl Fn(&Node) -> Kind,
) -> Option<Values> {
    let node = |term: &usize| place.terms.nodes.get(*term).copied();
    let nodes: Vec<&Node> = terms.iter().filter_map(node).collect();
    let (places, worked_out): (Vec<&Node>, Vec<&Node>) =
        nodes.into_iter().partition(|node| node.is_place());
    let is_apart = match worked_out.as_slice() {
        [] => true,
        [one] => {
            let whole = format!("{one:?}");
            is_any(one) && !places.iter().any(|own| whole.contains(&format!("{own:?}")))
        }
        _ => false,
    };
    if !is_apart {
        return None;
    }
    let mut values = Values::new();
    let mut set: Vec<Clause> = Vec::new();
    for term in terms {
        let found =
            candidates(*term, terms, clauses, kind(node(term)?)).into_iter().find(|value| {
                let one = vec![Row { sum: Sum::of(*term, *value), sign: Sign::Zero }];
                let all: Vec<&Clause> = clauses.iter().copied().chain(&set).chain([&one]).collect();
                matches!(are_possible(&all), Ok(true))
            })?;
        set.push(vec![Row { sum: Sum::of(*term, found), sign: Sign::Zero }]);
        values.insert(*term, found);
    }
    Some(values)
}

/// Whether what is worked out may be any number that is not less than nothing.
fn is_any(node: &Node) -> bool {
    matches!(
        node,
        Node::Binary(Binary::Multiply | Binary::Divide, ..)
            | Node::Aggregate(Function::Sum | Function::Count, ..)
            | Node::Call(Function::Abs | Function::Max | Function::Min | Function::Percent, _)
    )
}

/// Values to try for a term: small ones, those that its bounds name, and those beside them.
fn candidates(term: usize, terms: &BTreeSet<usize>, clauses: &[&Clause], kind: Kind) -> Vec<Exact> {
    let step = match kind {
        Kind::Amount => Exact::from(10_000),
        Kind::Percent | Kind::Points => Exact::new(1, 10),
        _ => Exact::one(),
    };
    let nth = terms.iter().position(|own| *own == term).unwrap_or_default();
    let small = (0..12i128).map(|at| (at + nth as i128) % 12 + 1);
    let mut out: Vec<Exact> = small.filter_map(|at| step.checked_mul(&Exact::from(at))).collect();
    for row in clauses.iter().flat_map(|clause| clause.iter()) {
        let Some(factor) = row.sum.terms.get(&term) else { continue };
        let Some(bound) = (-row.sum.constant).checked_div(factor) else { continue };
        out.extend(
            [Some(bound), bound.checked_add(&step), bound.checked_add(&-step)]
                .into_iter()
                .flatten(),
        );
    }
    out.push(Exact::zero());
    let less: Vec<Exact> = out.iter().filter(|own| own.is_positive()).map(|own| -*own).collect();
    out.extend(less);
    // nobody counts halves, or less than nothing
    out.retain(|own| kind != Kind::Count || own.is_integer() && !own.is_negative());
    out
}

/// Whether a clause holds of these figures; `None` where one of its terms has no figure.
pub(super) fn holds(clause: &Clause, values: &Values) -> Option<bool> {
    let mut any = false;
    for row in clause {
        let mut sum = row.sum.constant;
        for (term, factor) in &row.sum.terms {
            sum = sum.checked_add(&values.get(term)?.checked_mul(factor)?)?;
        }
        any |= match row.sign {
            Sign::Zero => sum.is_zero(),
            Sign::AtMost => !sum.is_positive(),
            Sign::Below => sum.is_negative(),
        };
    }
    Some(any)
}

/// A value with its unit.
pub(super) fn shown(value: &Exact, kind: Kind) -> String {
    let by = |times: Exact| value.checked_mul(&times).map_or_else(String::new, |own| printed(&own));
    let is_large = value.abs() >= Exact::from(10_000);
    match kind {
        _ if value.is_zero() => "0".to_owned(),
        Kind::Amount if is_large => format!("{}万元", by(Exact::new(1, 10_000))),
        Kind::Amount => format!("{}元", printed(value)),
        Kind::Percent => format!("{}%", by(Exact::from(100))),
        Kind::Points => format!("{}个百分点", by(Exact::from(100))),
        _ => printed(value),
    }
}

/// What a value of a comparison is: of both sides the one that says it.
pub(super) fn kind_of_sides(sides: [&Node; 2], ruleset: &Ruleset, owner: &Owner) -> Kind {
    let kinds = sides.map(|node| kind_of(node, &ruleset.names, owner));
    let says = |kind: &Kind| !kind.is_bare() && !matches!(kind, Kind::Figure | Kind::Ratio);
    kinds.into_iter().find(says).unwrap_or(Kind::Number)
}
