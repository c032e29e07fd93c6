//! Stated against computed: the verdict, and the check that a report shows.

use crate::audit::{
    About, Check, CheckDetail, CheckRelation, CheckedAt, Cite, Fault, Hint, MessagePiece, Nature,
    Seen, Sides, Verdict, Why,
};
use crate::check::evaluate::Evaluator;
use crate::check::evaluate::function::ordered;
use crate::check::evaluate::scope::Scope;
use crate::check::evaluate::value::{Evaluated, Missing, Value};
use crate::check::judge::severity::{Doubt, lower};
use crate::formula::{Node, Resolved};
use crate::number::{Decimal, Figure, UnitId, divide, round};
use crate::ruleset::Rule;
use ecow::{EcoString, eco_format};
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
    /// Draws the conclusion from both sides and what was read for them.
    pub(in crate::check) fn conclude(
        &mut self,
        identity: &Identity<'_>,
        relation: CheckRelation,
        tie: bool,
        (stated, stated_trace): (Evaluated, Vec<u32>),
        (computed, operands): (Evaluated, Vec<u32>),
        again: Option<&Resolved>,
    ) -> PlaceOutcome {
        let figures = self.figures_of(&stated_trace, &operands);
        let unchecked = |this: &mut Self, why: Why| {
            PlaceOutcome::Check(this.undecided(identity, relation, why, figures.clone()))
        };
        // a blank opposite a blank is nothing; a capture or a row that is not there makes the check
        // not applicable
        let (stated, computed) = match (stated, computed) {
            (Err(Missing::NotApplicable(why) | Missing::NoCapture(why)), _) => {
                return PlaceOutcome::NotApplicable(why);
            }
            (_, Err(Missing::NotApplicable(why) | Missing::NoCapture(why))) => {
                return PlaceOutcome::NotApplicable(why);
            }
            (Err(Missing::NoRow(why)), _) => return PlaceOutcome::NotApplicable(why),
            (Ok(Value::Number(figure)), Err(Missing::NoRow(why)))
                if !figure.value.is_zero() && relation == CheckRelation::Equal =>
            {
                return PlaceOutcome::Unfound(self.undecided(identity, relation, why, figures));
            }
            (_, Err(Missing::NoRow(why))) => return PlaceOutcome::NotApplicable(why),
            (Ok(Value::Blank(None)), _) => return PlaceOutcome::NotApplicable(Why::TableLacksCell),
            (Ok(Value::Blank(Some(_))), Ok(Value::Blank(_))) => return PlaceOutcome::Nothing,
            (Ok(Value::Blank(Some(_))), Ok(Value::Number(figure))) if figure.value.is_zero() => {
                return PlaceOutcome::Nothing;
            }
            (Ok(Value::Blank(Some(_))), Err(Missing::ZeroBase(_))) => return PlaceOutcome::Nothing,
            // nothing is not too much
            (Ok(Value::Blank(Some(_))), Ok(Value::Number(figure)))
                if relation == CheckRelation::AtMost && !figure.value.is_sign_negative() =>
            {
                return PlaceOutcome::Nothing;
            }
            (Ok(Value::Blank(Some(place))), Ok(_)) => {
                let name = self
                    .printed
                    .get(place as usize)
                    .map(|place| self.world.label(*place))
                    .unwrap_or_default();
                return unchecked(self, Why::StatedBlank { name: name.into() });
            }
            (Ok(Value::Number(figure)), Err(Missing::ZeroBase(base))) => {
                return self.without_base((identity, relation), &figure, &base, figures, again);
            }
            (Err(missing), _) | (_, Err(missing)) => return unchecked(self, missing.reason()),
            (Ok(Value::Number(figure)), Ok(Value::Blank(_)))
                if tie
                    && relation == CheckRelation::Equal
                    && !figure.value.is_zero()
                    && again.is_some_and(|again| self.is_in_blank_form(again)) =>
            {
                return self.beside_blank_form(identity, &figure, figures);
            }
            (Ok(Value::Number(figure)), Ok(Value::Blank(place))) => {
                if place.is_none() && tie {
                    return PlaceOutcome::NotApplicable(Why::OtherLacksCell);
                }
                if figure.value.is_zero() {
                    let judged = JudgedComparison {
                        stated: Some(self.shown(&figure, figure.value)),
                        computed: Some("0".into()),
                        difference: Some("0".into()),
                        unit: figure.unit,
                        verdict: Verdict::Holds,
                        sides: Some(Sides {
                            stated: figure.expression,
                            computed: self.constant(Decimal::ZERO, None).expression,
                        }),
                    };
                    return PlaceOutcome::Check(self.check(identity, relation, judged, figures));
                }
                return unchecked(self, if tie { Why::OtherBlank } else { Why::AddendsBlank });
            }
            (Ok(Value::Text(..) | Value::Date(..) | Value::Bool(_)), Ok(Value::Blank(_))) => {
                return PlaceOutcome::NotApplicable(Why::OtherBlank);
            }
            (Ok(stated), Ok(computed)) => (stated, computed),
        };
        let judged = match (&stated, &computed) {
            (Value::Number(a), Value::Number(b)) if relation == CheckRelation::Meets => {
                match self.reached(a, b) {
                    Ok((reached, (a, b))) => JudgedComparison {
                        verdict: if reached { Verdict::Holds } else { Verdict::Violation },
                        ..self.numbers(relation, &a, &b, tie)
                    },
                    Err(missing) => return unchecked(self, missing.reason()),
                }
            }
            (Value::Text(a, _), Value::Text(b, _))
                if relation == CheckRelation::Meets
                    && self.world.ruleset.vocabulary.folded(a)
                        == self.world.ruleset.vocabulary.folded(b) =>
            {
                JudgedComparison {
                    stated: Some(a.into()),
                    computed: Some(b.into()),
                    ..JudgedComparison::bare(Verdict::Holds)
                }
            }
            (Value::Blank(_), _) | (_, Value::Blank(_)) if relation == CheckRelation::Meets => {
                return PlaceOutcome::NotApplicable(Why::NotFilledIn);
            }
            _ if relation == CheckRelation::Meets => {
                return PlaceOutcome::NotApplicable(Why::TargetInWords);
            }
            (Value::Number(a), Value::Number(b)) => match self.aligned(ordered(relation), a, b) {
                // of an amount without its unit a rate says how much was used, not how much there
                // is: ≤50 beside 96 %
                Ok((x, y))
                    if relation == CheckRelation::AtMost
                        && tie
                        && self.is_ratio(a.unit)
                        && b.unit.is_none()
                        && x.value > y.value =>
                {
                    return unchecked(self, Why::RateOrAmount);
                }
                Ok((a, b)) => self.numbers(relation, &a, &b, tie),
                Err(missing) => return unchecked(self, missing.reason()),
            },
            (Value::Text(a, _), Value::Text(b, _))
                if matches!(relation, CheckRelation::Equal | CheckRelation::NotEqual) =>
            {
                let words = &self.world.ruleset.vocabulary;
                let same = words.folded(a) == words.folded(b);
                let holds = same == (relation == CheckRelation::Equal);
                JudgedComparison {
                    stated: Some(a.into()),
                    computed: Some(b.into()),
                    ..JudgedComparison::bare(if holds {
                        Verdict::Holds
                    } else {
                        Verdict::Violation
                    })
                }
            }
            (Value::Date(a, _), Value::Date(b, _)) => {
                let ordering = a.cmp(b);
                let holds = relation.holds(ordering);
                let day = |(y, m, d): &(i32, u32, u32)| Some(eco_format!("{y}-{m:02}-{d:02}"));
                JudgedComparison {
                    stated: day(a),
                    computed: day(b),
                    ..JudgedComparison::bare(if holds {
                        Verdict::Holds
                    } else {
                        Verdict::Violation
                    })
                }
            }
            (Value::Text(text, _), other) | (other, Value::Text(text, _))
                if matches!(other, Value::Date(..) | Value::Text(..)) =>
            {
                return unchecked(self, Why::DateUnclear { text: text.into() });
            }
            _ => return unchecked(self, Why::KindsDiffer),
        };
        if let (Value::Number(a), Value::Number(b), CheckRelation::Equal, Some(_)) =
            (&stated, &computed, relation, again)
            && judged.verdict == Verdict::Violation
            && let Some(why) = self.lacks_addend(a, b, &stated_trace)
        {
            return unchecked(self, why);
        }
        // a sentence may cut off what a table prints; of a table printed again the rule says how
        let judged = match (&stated, &computed) {
            (Value::Number(a), Value::Number(b))
                if judged.verdict == Verdict::Violation
                    && tie
                    && identity.nature == Nature::Formula
                    && matches!(relation, CheckRelation::Equal | CheckRelation::AtMost)
                    && self.is_cut(a, b) =>
            {
                JudgedComparison { verdict: Verdict::Rounding, ..judged }
            }
            _ => judged,
        };
        if self.works.is_some()
            && let (Value::Number(a), Value::Number(b)) = (&stated, &computed)
        {
            self.keep(identity, relation, tie, (a, b), again.is_some());
        }
        let mut check = self.check(identity, relation, judged, figures);
        if check.verdict == Verdict::Violation && !self.brief {
            let mut detail = CheckDetail {
                is_tie: tie,
                is_fact: again.is_some_and(is_fact),
                ..CheckDetail::of(Fault::Apart)
            };
            self.soften(&mut check, &mut detail, again);
            if let (Value::Number(a), Value::Number(b)) = (&stated, &computed)
                && relation == CheckRelation::Equal
                && !tie
                && self.differs_in_last_digit(a, b)
            {
                lower(&mut check, Doubt::LastDigit);
                detail.hint.get_or_insert(Hint::LastDigit);
            }
            detail.words = self.words_of(identity.rule);
            detail.worked = match (&stated, &computed) {
                (Value::Number(a), Value::Number(b)) => (
                    self.worked(a.expression, a.unit),
                    self.worked(b.expression, a.unit.or(b.unit)),
                ),
                _ => (None, None),
            };
            check.detail = Some(Box::new(detail));
            if check.cites.is_empty() {
                self.point_to_sentence(&mut check);
            }
        }
        PlaceOutcome::Check(check)
    }

    /// What a script found by itself and says in its own words, of the printed figures that it
    /// names.
    pub(in crate::check) fn reported(
        &mut self,
        identity: &Identity<'_>,
        reads: &[u32],
        words: &str,
    ) -> PlaceOutcome {
        let figures = self.figures_of(reads, &[]);
        let mut check = self.check(
            identity,
            CheckRelation::NotEqual,
            JudgedComparison::bare(Verdict::Violation),
            figures,
        );
        let said = Some(Box::from([MessagePiece::Text(words.into())]));
        check.detail = Some(Box::new(CheckDetail {
            words: said,
            own: Some(words.into()),
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

    /// What fails at the column's decimals but holds with each number's own printed ones cannot be
    /// told for certain; doubt of the reading caps the severity.
    fn soften(&mut self, check: &mut Check, detail: &mut CheckDetail, again: Option<&Resolved>) {
        if !self.own_decimals
            && let Some(resolved) = again
            && let Some(computed) = &resolved.computed
        {
            self.own_decimals = true;
            let both = (self.node(&resolved.stated), self.node(computed));
            self.take_trace();
            let tie = self.together.is_none() && is_single(&resolved.stated) && is_single(computed);
            let verdict = match both {
                (Ok(Value::Number(a)), Ok(Value::Number(b))) => self
                    .aligned(ordered(resolved.relation), &a, &b)
                    .ok()
                    .map(|(a, b)| self.numbers(resolved.relation, &a, &b, tie).verdict),
                _ => None,
            };
            self.own_decimals = false;
            if verdict.is_some_and(|verdict| verdict != Verdict::Violation) {
                lower(check, Doubt::FewDecimals);
                detail.hint.get_or_insert(Hint::FewDecimals);
            }
        }
        let doubtful = check.figures().any(|figure| figure.is_doubtful());
        if doubtful {
            lower(check, Doubt::Reading);
        }
        if let Some(Scope::Claim { paper, statement, .. }) = self.scopes.last()
            && self.world.statement(*paper, *statement).is_some_and(|found| found.is_inferred)
        {
            lower(check, Doubt::Inferred);
        }
    }

    /// A value in the unit of a figure and at its decimals.
    pub(in crate::check) fn shown(&self, like: &Figure, value: Decimal) -> EcoString {
        let times = like
            .unit
            .map_or(Decimal::ONE, |unit| self.world.ruleset.vocabulary.units.get(unit).times);
        let decimals = like
            .ulp
            .and_then(|ulp| divide(ulp, times))
            .map_or(2, |(ulp, _)| ulp.normalize().scale());
        if value.is_zero() {
            return eco_format!("{}", Decimal::new(0, decimals));
        }
        let Some((value, _)) = divide(value, times) else {
            return eco_format!("{value}");
        };
        let mut out = round(value, decimals);
        out.rescale(decimals);
        eco_format!("{out}")
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
            seen,
        });
        self.about = Some((rule.id.clone(), Arc::clone(&about)));
        about
    }
}

/// Whether a fact of the document stands on either side.
fn is_fact(resolved: &Resolved) -> bool {
    matches!(resolved.stated, Node::Doc(_)) || matches!(resolved.computed, Some(Node::Doc(_)))
}

/// A node that is one figure, not an expression.
pub(super) fn is_single(node: &Node) -> bool {
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
