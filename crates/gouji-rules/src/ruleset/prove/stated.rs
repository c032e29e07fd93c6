//! What rules demand, place by place, as clauses over the terms of the place.

use super::super::kind::RuleKind;
use super::super::schema::{Expectation, Rule};
use super::super::whole::Ruleset;
use super::sum::{Clause, Terms, compared, denied, known};
use crate::formula::{Binary, Node, kind_of};
use gouji_values::kind::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// A formula of a rule, or its formulas of which one is enough.
#[derive(Debug)]
pub(super) struct Stated<'r> {
    pub(super) rule: &'r Rule,
    pub(super) formulas: Vec<&'r Expectation>,
    /// What it demands.
    pub(super) demand: Clause,
    /// What is so where it is broken: all of these.
    pub(super) denied: Vec<Clause>,
    /// What must all be so where it is asked, as it is compared with other rules.
    pub(super) when: BTreeSet<String>,
    /// What of it compares sums.
    pub(super) conditions: Vec<Clause>,
}

impl Stated<'_> {
    /// Whether it is asked wherever another one is.
    pub(super) fn is_asked_with(&self, other: &Self) -> bool {
        let covers = |own: &[String], others: &[String]| {
            own.is_empty() || !others.is_empty() && others.iter().all(|one| own.contains(one))
        };
        self.when.is_subset(&other.when)
            && covers(&self.rule.documents, &other.rule.documents)
            && covers(&self.rule.agency, &other.rule.agency)
    }
}

/// The rules that run at one place as often.
#[derive(Debug, Default)]
pub(super) struct Place<'r> {
    pub(super) terms: Terms<'r>,
    pub(super) stated: Vec<Stated<'r>>,
    /// What is known of the terms whatever a document says.
    pub(super) known: Vec<Clause>,
}

/// All places, and the rules of which nothing could be read as sums.
pub(super) fn places(ruleset: &Ruleset) -> (Vec<Place<'_>>, BTreeSet<&str>) {
    let mut places: BTreeMap<String, Place<'_>> = BTreeMap::new();
    let mut unread = BTreeSet::new();
    for rule in &ruleset.rules {
        let is_read = read(rule, ruleset, &mut places);
        if is_read.is_none() {
            unread.insert(rule.id.as_str());
        }
    }
    let mut out: Vec<Place<'_>> = places.into_values().collect();
    for place in &mut out {
        let rows = known(&mut place.terms, ruleset);
        place.known = rows.into_iter().map(|row| vec![row]).collect();
    }
    (out, unread)
}

/// Reads a rule into the places where its formulas run; `None` where one of them is no comparison of
/// sums.
fn read<'r>(
    rule: &'r Rule,
    ruleset: &'r Ruleset,
    places: &mut BTreeMap<String, Place<'r>>,
) -> Option<()> {
    if !matches!(rule.kind, RuleKind::Expect | RuleKind::Any) {
        return None;
    }
    let when = match &rule.when {
        Some((_, node)) => Some(Option::as_ref(node)?),
        None => None,
    };
    let all: Vec<&Expectation> = rule.demand.formulas().iter().collect();
    let groups: Vec<Vec<&Expectation>> = if rule.demand.is_choice() {
        vec![all]
    } else {
        all.into_iter().map(|one| vec![one]).collect()
    };
    let mut is_whole = Some(());
    for formulas in groups {
        let Some(first) = formulas.first() else { continue };
        let iteration = first.resolved.iteration;
        // ways that run at several places are not held against each other
        if formulas.iter().any(|one| one.resolved.iteration != iteration) {
            is_whole = None;
            continue;
        }
        let key = format!("{:?} {:?} {iteration:?}", rule.owner, rule.scope);
        let place = places.entry(key).or_default();
        match stated(rule, when, formulas, (&mut place.terms, ruleset)) {
            Some(stated) => place.stated.push(stated),
            None => is_whole = None,
        }
    }
    is_whole
}

fn stated<'r>(
    rule: &'r Rule,
    when: Option<&'r Node>,
    formulas: Vec<&'r Expectation>,
    (terms, ruleset): (&mut Terms<'r>, &'r Ruleset),
) -> Option<Stated<'r>> {
    let is_number = |node: &Node| is_number(kind_of(node, &ruleset.names, &rule.owner));
    let mut demand = Clause::new();
    for one in &formulas {
        let sides = (&one.resolved.stated, one.resolved.computed.as_ref()?);
        if !is_number(sides.0) || !is_number(sides.1) {
            return None;
        }
        demand.extend(compared(one.resolved.relation, sides, (&mut *terms, ruleset))?);
    }
    let mut all = Vec::new();
    when.into_iter().for_each(|node| conjuncts(node, &mut all));
    let conditions = all.iter().filter_map(|node| {
        let Node::Compare(relation, left, right) = node else { return None };
        let is_sum = is_number(left) && is_number(right);
        is_sum.then(|| compared(*relation, (left, right), (&mut *terms, ruleset)))?
    });
    let conditions = conditions.collect();
    Some(Stated {
        rule,
        denied: denied(&demand)?,
        demand,
        conditions,
        when: all.iter().map(|node| format!("{node:?}")).collect(),
        formulas,
    })
}

/// Whether a value is a number for sure.
fn is_number(kind: Kind) -> bool {
    kind.is_numeric() && kind != Kind::Any
}

/// What must all be so.
fn conjuncts<'r>(node: &'r Node, out: &mut Vec<&'r Node>) {
    match node {
        Node::Binary(Binary::And, one, other) => {
            conjuncts(one, out);
            conjuncts(other, out);
        }
        _ => out.push(node),
    }
}
