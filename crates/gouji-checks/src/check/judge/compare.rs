//! What comes of an expectation at a place, and the check that a report shows.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::value::Value;
use crate::check::judge::severity::{Doubt, lower};
use ecow::{EcoString, eco_format};
use gouji_audit::audit::{
    About, Check, CheckDetail, CheckRelation, CheckedAt, Cite, Fault, MessagePiece, Nature, Seen,
    Sides, Verdict, Why,
};
use gouji_rules::formula::Node;
use gouji_rules::ruleset::Rule;
use gouji_values::lang::{BilingualText, Lang};
use gouji_values::number::{Decimal, Figure, UnitId, divide, round};
use std::sync::Arc;

/// What came of one expectation at one place.
#[derive(Debug)]
pub(in crate::check) enum PlaceOutcome {
    /// A check.
    Check(Check),
    /// What it speaks of is not here; why.
    NotApplicable(Why),
    /// A check that could not be made, because no row bears the name that is looked up: where there
    /// are several ways it is none.
    Unfound(Check),
    /// A check that is left open, and of which nothing is told unless others decide it.
    Untold(Check),
    /// All is blank: nothing to check.
    Nothing,
}

impl PlaceOutcome {
    /// Whether both sides say the same, and say more than nothing.
    pub(super) fn comes_out(&self) -> bool {
        let Self::Check(check) = self else { return false };
        let is_something =
            |text: &EcoString| text.contains(|c: char| c.is_alphanumeric() && c != '0');
        check.relation == CheckRelation::Equal
            && matches!(check.verdict, Verdict::Holds | Verdict::Rounding)
            && check.stated.as_ref().is_some_and(is_something)
            && check.computed.as_ref().is_some_and(is_something)
    }
}

/// A comparison, before it is put into words.
pub(in crate::check) struct JudgedComparison {
    pub(in crate::check) verdict: Verdict,
    pub(in crate::check) stated: Option<EcoString>,
    pub(in crate::check) computed: Option<EcoString>,
    pub(in crate::check) difference: Option<EcoString>,
    pub(in crate::check) unit: Option<UnitId>,
    pub(in crate::check) sides: Option<Sides>,
}

impl JudgedComparison {
    pub(in crate::check) fn bare(verdict: Verdict) -> Self {
        Self { verdict, stated: None, computed: None, difference: None, unit: None, sides: None }
    }
}

/// What a check is known by.
pub(in crate::check) struct Identity<'r> {
    pub(in crate::check) rule: &'r Rule,
    /// The number of the expectation.
    pub(in crate::check) number: usize,
    /// The place.
    pub(in crate::check) at: CheckedAt,
    pub(in crate::check) nature: Nature,
    pub(in crate::check) expression: EcoString,
}

impl Evaluator<'_> {
    /// What a script, or a rule without a comparison, found and says, of the printed figures that it
    /// names.
    pub(in crate::check) fn reported(
        &mut self,
        identity: &Identity<'_>,
        reads: &[u32],
        words: BilingualText,
    ) -> PlaceOutcome {
        let figures = self.figures_of(reads, &[]);
        let mut check = self.check(
            identity,
            CheckRelation::NotEqual,
            JudgedComparison::bare(Verdict::Violation),
            figures,
        );
        let own = Some(words.of(Lang::Chinese).into());
        check.detail = Some(Box::new(CheckDetail {
            words: Some(Box::from([MessagePiece::Said(Box::new(words))])),
            own,
            ..CheckDetail::of(Fault::Reported)
        }));
        if !self.brief {
            if check.figures().any(|figure| figure.is_doubtful()) {
                lower(&mut check, Doubt::Reading);
            }
            if check.cites.is_empty() {
                self.point_to_sentence(&mut check);
            }
        }
        PlaceOutcome::Check(check)
    }

    /// A value in the unit of a figure and at its decimals.
    pub(in crate::check) fn shown(&self, like: &Figure, value: Decimal) -> EcoString {
        let times = like
            .unit
            .map_or(Decimal::ONE, |unit| self.world.ruleset.vocabulary.units.get(unit).times);
        let decimals = like
            .ulp
            .and_then(|ulp| divide(ulp, times))
            .map_or_else(|| super::agree::decimals_of(like), |(ulp, _)| ulp.normalize().scale());
        if value.is_zero() {
            return eco_format!("{}", Decimal::new(0, decimals));
        }
        let Some((value, _)) = divide(value, times) else {
            return eco_format!("{value}");
        };
        let decimals = if like.ulp.is_none() { shows(value, decimals) } else { decimals };
        let decimals =
            if self.is_ratio(like.unit) { shows_no_whole(value, decimals) } else { decimals };
        let mut out = round(value, decimals);
        out.rescale(decimals);
        eco_format!("{out}")
    }

    /// A value as a report shows it beside words.
    pub(super) fn in_words(&self, value: &Value) -> EcoString {
        match value {
            Value::Text(text, _) => text.into(),
            Value::Date((year, month, day), _) => eco_format!("{year}-{month:02}-{day:02}"),
            Value::Number(figure) => self.shown(figure, figure.value),
            Value::Bool(_) | Value::Blank(_) => EcoString::new(),
        }
    }

    /// A check that could not be decided.
    pub(in crate::check) fn undecided(
        &mut self,
        identity: &Identity<'_>,
        relation: CheckRelation,
        why: Why,
        figures: Vec<Cite>,
    ) -> Check {
        let mut check =
            self.check(identity, relation, JudgedComparison::bare(Verdict::Unchecked), figures);
        check.leave_open(why);
        check
    }

    pub(in crate::check) fn check(
        &mut self,
        identity: &Identity<'_>,
        relation: CheckRelation,
        judged: JudgedComparison,
        figures: Vec<Cite>,
    ) -> Check {
        Check {
            rule: identity.rule.id.clone(),
            also: Vec::new(),
            severity: identity.rule.severity,
            verdict: judged.verdict,
            relation,
            nature: identity.nature,
            sides: judged.sides.filter(|_| !self.forgets),
            reason: None,
            number: u32::try_from(identity.number).unwrap_or(u32::MAX),
            at: identity.at.clone(),
            expression: identity.expression.clone(),
            stated: judged.stated,
            computed: judged.computed,
            difference: judged.difference,
            unit: judged
                .unit
                .map(|unit| self.world.ruleset.vocabulary.units.get(unit).name.clone()),
            cites: figures.into(),
            about: self.about(identity.rule),
            detail: None,
        }
    }

    /// What a check is known by.
    pub(in crate::check) fn key_of(&self, identity: &Identity<'_>) -> String {
        self.world.key(
            &identity.rule.id,
            crate::check::seen::keys::number_of(identity.number),
            &identity.at,
        )
    }

    /// What a rule says of itself in each of its checks.
    pub(in crate::check) fn about(&mut self, rule: &Rule) -> Arc<About> {
        if let Some((_, known)) = self.about.as_ref().filter(|(of, _)| *of == rule.id) {
            return Arc::clone(known);
        }
        // nobody reads the words of brief checks
        let seen = self
            .shared
            .as_ref()
            .filter(|_| !self.brief)
            .map(|shared| Arc::clone(shared) as Arc<dyn Seen>);
        let about = Arc::new(About {
            name: rule.name.clone(),
            basis: rule.basis.clone(),
            hint: rule.hint.clone(),
            replaces: Arc::clone(&rule.replaces),
            speaks: rule.message.is_some() && self.world.ruleset.is_of_author(rule),
            seen,
        });
        self.about = Some((rule.id.clone(), Arc::clone(&about)));
        about
    }
}

/// A node that is one figure, not an expression.
pub(in crate::check) fn is_single(node: &Node) -> bool {
    matches!(
        node,
        Node::Read(_)
            | Node::Form(_)
            | Node::Claim(_)
            | Node::PartCapture(_)
            | Node::Param(..)
            | Node::Number { .. }
            | Node::Date(_)
            | Node::Doc(_)
            | Node::Table(_)
            | Node::ScaleFrom(..)
            | Node::Text(_)
    )
}

/// The decimals with which what is nearly a whole does not look like one: 99.9997%.
pub(in crate::check) fn shows_no_whole(value: Decimal, decimals: u32) -> u32 {
    /// Nobody reads more.
    const MOST: u32 = 8;
    let is_whole = value.abs() == Decimal::ONE_HUNDRED;
    let looks_whole = |decimals: u32| round(value, decimals).abs() == Decimal::ONE_HUNDRED;
    if is_whole || !looks_whole(decimals) {
        return decimals;
    }
    // one more digit tells how far it is from the whole
    let is_seen = |decimals: &u32| !looks_whole(*decimals);
    (decimals..=MOST).find(is_seen).unwrap_or(decimals)
}

/// The decimals with which what is something does not look like nothing: 0.004.
pub(in crate::check) fn shows(value: Decimal, decimals: u32) -> u32 {
    /// Nobody reads more.
    const MOST: u32 = 8;
    let is_seen = |decimals: &u32| !round(value, *decimals).is_zero();
    (decimals..=MOST).find(is_seen).unwrap_or(decimals)
}
