//! The search for proofs at one place.

use super::super::whole::Ruleset;
use super::model::{figures, holds, kind_of_sides, shown, terms_of};
use super::refute::{Refuted, TooMuch, refute};
use super::stated::{Place, Stated};
use super::sum::{Clause, Exact, Sign, is_bare, printed};
use super::{ProvedFormula, RuleProof, RuleProofKind};
use crate::formula::{Node, kind_of, written_pieces};
use gouji_values::kind::Kind;
use num_traits::{CheckedDiv, Zero};
use std::collections::{BTreeMap, BTreeSet};

/// What a clause of a proof stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum StandsFor {
    /// A condition.
    Condition,
    /// What is known of a term.
    Known,
    /// That a formula is broken.
    Broken,
    /// A formula, by its place in the list.
    Formula(usize),
}

/// Clauses with what each stands for.
type Given<'c> = Vec<(StandsFor, &'c Clause)>;

pub(super) struct Search<'r, 'p> {
    ruleset: &'r Ruleset,
    layer: &'p str,
    place: &'p Place<'r>,
    /// Formulas that are told already, or were left out as others say the same.
    done: BTreeSet<usize>,
    pub(super) found: Vec<RuleProof>,
    /// Rules with a formula that took too long.
    pub(super) undecided: BTreeSet<&'r str>,
}

impl<'r, 'p> Search<'r, 'p> {
    pub(super) fn new(ruleset: &'r Ruleset, layer: &'p str, place: &'p Place<'r>) -> Self {
        let (done, undecided) = (BTreeSet::new(), BTreeSet::new());
        Self { ruleset, layer, place, done, found: Vec::new(), undecided }
    }

    pub(super) fn run(&mut self) {
        let own: Vec<usize> = (0..self.place.stated.len()).filter(|at| self.is_own(*at)).collect();
        for at in &own {
            self.alone(*at);
        }
        for at in &own {
            self.contradictions(*at);
        }
        for at in &own {
            self.only_zero(*at);
        }
        for at in own.iter().rev() {
            self.follows(*at);
        }
    }

    fn is_own(&self, at: usize) -> bool {
        self.place.stated.get(at).is_some_and(|stated| stated.rule.origin.layer == *self.layer)
    }

    fn stated(&self, at: usize) -> Option<&'p Stated<'r>> {
        self.place.stated.get(at)
    }

    /// Refutes clauses, and notes the rule where that takes too long.
    fn refuted(&mut self, at: usize, given: &Given<'_>) -> Option<Refuted> {
        let clauses: Vec<&Clause> = given.iter().map(|(_, clause)| *clause).collect();
        match refute(&clauses) {
            Ok(found) => found,
            Err(TooMuch) => {
                self.undecided.extend(self.stated(at).map(|stated| stated.rule.id.as_str()));
                None
            }
        }
    }

    /// The conditions of a formula.
    fn conditions(&self, at: usize) -> Given<'p> {
        let conditions = self.stated(at).into_iter().flat_map(|stated| &stated.conditions);
        conditions.map(|clause| (StandsFor::Condition, clause)).collect()
    }

    /// Clauses behind what is known of their terms.
    fn grounded(&self, given: Given<'p>) -> Given<'p> {
        let mut terms = terms_of(given.iter().map(|(_, clause)| *clause));
        let mut out = Given::new();
        let mut open: Vec<&'p Clause> = self.place.known.iter().collect();
        loop {
            let is_near = |clause: &&'p Clause| !terms_of([*clause]).is_disjoint(&terms);
            let (near, far): (Vec<&Clause>, Vec<&Clause>) = open.into_iter().partition(is_near);
            if near.is_empty() {
                out.extend(given);
                return out;
            }
            for clause in near {
                terms.extend(terms_of([clause]));
                out.push((StandsFor::Known, clause));
            }
            open = far;
        }
    }

    /// Refutes clauses such that one of them has a part in it: others that cannot hold without it are left
    /// out, one after the other.
    fn refuted_by(
        &mut self,
        at: usize,
        given: &mut Given<'_>,
        wanted: StandsFor,
    ) -> Option<Refuted> {
        loop {
            let refuted = self.refuted(at, given)?;
            let is_wanted = |own: &usize| given.get(*own).is_some_and(|(from, _)| *from == wanted);
            if refuted.of.iter().any(is_wanted) {
                return Some(refuted);
            }
            let is_formula = |own: &&usize| {
                given.get(**own).is_some_and(|(from, _)| matches!(from, StandsFor::Formula(_)))
            };
            let last = refuted.of.iter().rev().find(is_formula).copied()?;
            given.remove(last);
        }
    }

    /// Whether a formula is never asked, always broken, or never.
    fn alone(&mut self, at: usize) {
        let Some(stated) = self.stated(at) else { return };
        let ground = self.conditions(at);
        let tries = [
            (RuleProofKind::NeverAsked, Vec::new()),
            (RuleProofKind::AlwaysBroken, vec![(StandsFor::Formula(at), &stated.demand)]),
            (
                RuleProofKind::NeverBroken,
                stated.denied.iter().map(|clause| (StandsFor::Broken, clause)).collect(),
            ),
        ];
        for (kind, more) in tries {
            let given = self.grounded(ground.iter().copied().chain(more).collect());
            if let Some(refuted) = self.refuted(at, &given) {
                self.done.insert(at);
                self.tell(kind, vec![at], &given, &refuted);
                return;
            }
        }
    }

    /// What may stand beside a formula where that is asked.
    fn beside(&self, at: usize) -> Vec<usize> {
        let Some(own) = self.stated(at) else { return Vec::new() };
        let others = self.place.stated.iter().enumerate();
        others
            .filter(|(other, stated)| {
                *other != at && !self.done.contains(other) && stated.is_asked_with(own)
            })
            .map(|(other, _)| other)
            .collect()
    }

    /// Formulas that no figures meet together with one.
    fn contradictions(&mut self, at: usize) {
        if self.done.contains(&at) {
            return;
        }
        let beside = self.beside(at);
        let near = self.near(at, &beside);
        let Some(own) = self.stated(at) else { return };
        let mut given = self.conditions(at);
        given.push((StandsFor::Formula(at), &own.demand));
        let units = near.iter().filter_map(|other| Some((*other, self.stated(*other)?)));
        let (units, ways): (Vec<_>, Vec<_>) =
            units.partition(|(_, stated)| stated.demand.len() == 1);
        given.extend(
            units.iter().map(|(other, stated)| (StandsFor::Formula(*other), &stated.demand)),
        );
        let mut tries = vec![given.clone()];
        // of several ways one formula at a time
        tries.extend(ways.iter().map(|(other, stated)| {
            let more = (StandsFor::Formula(*other), &stated.demand);
            given.iter().copied().chain([more]).collect()
        }));
        for given in tries {
            let mut given = self.grounded(given);
            let found = self.refuted_by(at, &mut given, StandsFor::Formula(at));
            let Some(refuted) = found else { continue };
            let mut formulas = used(&given, &refuted);
            formulas.sort_unstable();
            self.done.insert(at);
            self.tell(RuleProofKind::Contradiction, formulas, &given, &refuted);
            return;
        }
    }

    /// Those of some formulas that share terms with one, or with others that do.
    fn near(&self, at: usize, among: &[usize]) -> Vec<usize> {
        let terms = |at: usize| {
            let stated = self.stated(at);
            let own = stated.into_iter().flat_map(|own| own.conditions.iter().chain([&own.demand]));
            terms_of(own)
        };
        let mut known = terms(at);
        let mut open: Vec<(usize, BTreeSet<usize>)> =
            among.iter().map(|other| (*other, terms(*other))).collect();
        let mut out = Vec::new();
        loop {
            let (near, far): (Vec<_>, Vec<_>) =
                open.into_iter().partition(|(_, terms)| !terms.is_disjoint(&known));
            if near.is_empty() {
                out.sort_unstable();
                return out;
            }
            for (other, terms) in near {
                out.push(other);
                known.extend(terms);
            }
            open = far;
        }
    }

    /// Two equations of which one leaves a single term of the other: it can only be 0.
    fn only_zero(&mut self, at: usize) {
        if self.done.contains(&at) {
            return;
        }
        let Some(own) = self.stated(at) else { return };
        let [row] = own.demand.as_slice() else { return };
        if row.sign != Sign::Zero || row.sum.terms.len() < 2 {
            return;
        }
        for other in self.beside(at) {
            let Some(stated) = self.stated(other) else { continue };
            let [theirs] = stated.demand.as_slice() else { continue };
            // of two of one condition the later one tells
            let is_told = stated.is_asked_with(own) && own.is_asked_with(stated);
            if theirs.sign != Sign::Zero
                || theirs.sum.terms.len() < 2
                || is_told && self.is_own(other) && other > at
            {
                continue;
            }
            let zero = row.sum.terms.iter().find_map(|(term, factor)| {
                let times = factor.checked_div(theirs.sum.terms.get(term)?)?;
                let mut left = row.sum.clone();
                left.plus(&theirs.sum, &-times)?;
                let (term, _) = left.terms.first_key_value()?;
                (left.terms.len() == 1 && left.constant.is_zero()).then_some(*term)
            });
            if let Some(term) = zero {
                let formulas = vec![at.min(other), at.max(other)];
                let name = self.names(&formulas).remove(&term).unwrap_or_default();
                let mut proof = self.proof(RuleProofKind::OnlyZero, &formulas);
                proof.example = vec![(name, "0".to_owned())];
                self.found.push(proof);
            }
        }
    }

    /// Whether a formula follows from others.
    fn follows(&mut self, at: usize) {
        if self.done.contains(&at) {
            return;
        }
        let Some(own) = self.stated(at) else { return };
        let near = self.near(at, &self.beside(at));
        let mut given = self.conditions(at);
        given.extend(own.denied.iter().map(|clause| (StandsFor::Broken, clause)));
        let units = near.into_iter().filter_map(|other| {
            let stated = self.stated(other)?;
            (stated.demand.len() == 1).then_some((StandsFor::Formula(other), &stated.demand))
        });
        given.extend(units);
        let mut given = self.grounded(given);
        let Some(refuted) = self.refuted_by(at, &mut given, StandsFor::Broken) else { return };
        let mut formulas = used(&given, &refuted);
        formulas.sort_unstable();
        formulas.insert(0, at);
        self.done.insert(at);
        self.tell(RuleProofKind::Follows, formulas, &given, &refuted);
    }

    /// Tells a proof of formulas.
    fn tell(
        &mut self,
        kind: RuleProofKind,
        formulas: Vec<usize>,
        given: &Given<'p>,
        refuted: &Refuted,
    ) {
        let mut proof = self.proof(kind, &formulas);
        proof.by_condition = refuted
            .of
            .iter()
            .any(|at| given.get(*at).is_some_and(|(from, _)| *from == StandsFor::Condition));
        let names = self.names(&formulas);
        self.work(&mut proof, &formulas, given, refuted);
        self.example(&mut proof, &formulas, &names);
        if kind == RuleProofKind::Follows {
            let needs = |at: &usize| terms_of(self.stated(*at).map(|own| &own.demand));
            let own = formulas.first().map(needs).unwrap_or_default();
            let others: BTreeSet<usize> = formulas.iter().skip(1).flat_map(needs).collect();
            let more = others.difference(&own).filter_map(|term| names.get(term).cloned());
            proof.also_needs = more.collect();
        }
        self.found.push(proof);
    }

    fn proof(&self, kind: RuleProofKind, formulas: &[usize]) -> RuleProof {
        let formula = |at: &usize| {
            let stated = self.stated(*at)?;
            let rule = stated.rule;
            Some(ProvedFormula {
                rule: rule.id.to_string(),
                origin: rule.origin.clone(),
                formulas: stated.formulas.iter().map(|own| own.source.to_string()).collect(),
                when: rule.when.as_ref().map(|(words, _)| words.clone()),
                severity: rule.severity,
                holds: None,
                times: None,
            })
        };
        RuleProof {
            kind,
            formulas: formulas.iter().filter_map(formula).collect(),
            by_condition: false,
            left: None,
            example: Vec::new(),
            also_needs: Vec::new(),
        }
    }

    /// What terms are called in formulas.
    fn names(&self, formulas: &[usize]) -> BTreeMap<usize, String> {
        let mut out = BTreeMap::new();
        for stated in formulas.iter().filter_map(|at| self.stated(*at)) {
            let when = stated.rule.when.as_ref().map(|(words, _)| words.as_str());
            let sources = stated.formulas.iter().map(|own| own.source.as_str()).chain(when);
            for source in sources {
                for (node, text) in written_pieces(source, &self.ruleset.names, &stated.rule.owner)
                {
                    let term = self.place.terms.nodes.iter().position(|known| **known == node);
                    if let Some(term) = term {
                        out.entry(term).or_insert(text);
                    }
                }
            }
        }
        out
    }

    fn kind(&self, node: &Node, at: usize) -> Kind {
        let owner = self.stated(at).map(|stated| &stated.rule.owner);
        owner.map_or(Kind::Any, |owner| kind_of(node, &self.ruleset.names, owner))
    }

    /// How the clauses add up to what cannot be, where there is one sum, of formulas alone.
    fn work(
        &self,
        proof: &mut RuleProof,
        formulas: &[usize],
        given: &Given<'p>,
        refuted: &Refuted,
    ) {
        let Some((times, left)) = &refuted.work else { return };
        let Some(stated) = formulas.first().and_then(|at| self.stated(*at)) else { return };
        let Some(first) = stated.formulas.first() else { return };
        let Some(computed) = &first.resolved.computed else { return };
        if proof.kind != RuleProofKind::Contradiction || !is_bare(left) {
            return;
        }
        let parts = times.keys().filter_map(|at| given.get(*at).map(|(from, _)| *from));
        if parts.into_iter().any(|from| !matches!(from, StandsFor::Formula(_))) {
            return;
        }
        let sides = [&first.resolved.stated, computed];
        let kind = kind_of_sides(sides, self.ruleset, &stated.rule.owner);
        let sign = match left.sign {
            Sign::Zero => "=",
            Sign::AtMost => "<=",
            Sign::Below => "<",
        };
        proof.left = Some(format!("{} {sign} 0", shown(&left.sum.constant, kind)));
        for (at, times) in times {
            let Some((StandsFor::Formula(of), _)) = given.get(*at) else { continue };
            let nth = formulas.iter().position(|own| own == of);
            if let Some(formula) = nth.and_then(|nth| proof.formulas.get_mut(nth)) {
                formula.times = Some(printed(times));
            }
        }
    }

    /// Small figures: of what follows such that break it, else such that meet the first, and what each
    /// formula says of them.
    fn example(&self, proof: &mut RuleProof, formulas: &[usize], names: &BTreeMap<usize, String>) {
        let Some(first) = formulas.first() else { return };
        let Some(stated) = self.stated(*first) else { return };
        let conditions = formulas.iter().filter_map(|at| self.stated(*at));
        let conditions: Vec<&Clause> = conditions.flat_map(|own| &own.conditions).collect();
        let mut wanted: Vec<&Clause> = match proof.kind {
            RuleProofKind::NeverAsked | RuleProofKind::OnlyZero => return,
            RuleProofKind::Follows => stated.denied.iter().collect(),
            RuleProofKind::AlwaysBroken => Vec::new(),
            RuleProofKind::Contradiction | RuleProofKind::NeverBroken => vec![&stated.demand],
        };
        wanted.extend(&conditions);
        let shown_formulas = formulas.iter().filter_map(|at| self.stated(*at));
        let all = shown_formulas.map(|own| &own.demand).chain(conditions.iter().copied());
        let terms = terms_of(all);
        wanted.extend(self.place.known.iter().filter(|clause| {
            let own = terms_of([*clause]);
            own.is_subset(&terms)
        }));
        let kind = |node: &Node| self.kind(node, *first);
        let Some(values) = figures(&wanted, &terms, self.place, kind) else { return };
        let told: Option<Vec<(String, String)>> =
            values.iter().map(|(term, value)| self.told(*term, value, *first, names)).collect();
        let Some(told) = told.filter(|told| !told.is_empty()) else { return };
        proof.example = told;
        for (at, formula) in formulas.iter().zip(&mut proof.formulas) {
            formula.holds = self.stated(*at).and_then(|own| holds(&own.demand, &values));
        }
    }

    fn told(
        &self,
        term: usize,
        value: &Exact,
        at: usize,
        names: &BTreeMap<usize, String>,
    ) -> Option<(String, String)> {
        let node = self.place.terms.nodes.get(term)?;
        Some((names.get(&term)?.clone(), shown(value, self.kind(node, at))))
    }
}

/// The formulas that a proof rests on.
fn used(given: &Given<'_>, refuted: &Refuted) -> Vec<usize> {
    let of = refuted.of.iter().filter_map(|at| match given.get(*at) {
        Some((StandsFor::Formula(of), _)) => Some(*of),
        _ => None,
    });
    of.collect()
}
