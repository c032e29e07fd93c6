//! Stated against computed: the conclusion from both sides and from what was read for them.
//!
//! First it is asked whether both sides are there; what is not there, or blank, has a conclusion of
//! its own. Two values are judged by what they are: numbers, texts, days, a target and what was
//! reached. A violation gets what a report says of it.

use super::asked_sides::{FILLED, LISTED, is_fact, is_looked_up, is_looked_up_by_key};
use super::compare::{Identity, JudgedComparison, PlaceOutcome, is_single};
use crate::check::evaluate::Evaluator;
use crate::check::evaluate::days::no_day_in;
use crate::check::evaluate::function::ordered;
use crate::check::evaluate::scope::Scope;
use crate::check::evaluate::value::{Evaluated, Missing, Value};
use crate::check::judge::severity::{Doubt, lower, lower_as_said};
use ecow::{EcoString, eco_format};
use gouji_audit::audit::{
    Check, CheckDetail, CheckRelation, Cite, Fault, Hint, Nature, Sides, Verdict, Why,
};
use gouji_forms::form::Certainty;
use gouji_rules::formula::Resolved;
use gouji_values::number::{Decimal, Figure};

/// What is compared, apart from the two values.
struct Comparison<'c, 'r> {
    identity: &'c Identity<'r>,
    relation: CheckRelation,
    /// Each side is a single figure.
    tie: bool,
    /// The formula, where the sides come from one.
    again: Option<&'c Resolved>,
    /// The printed figures that were read for both sides.
    figures: Vec<Cite>,
}

/// Why two values are not judged.
enum Unjudged {
    /// The check is left open.
    Open(Why),
    /// What it speaks of is not here.
    NotApplicable(Why),
}

impl Evaluator<'_> {
    /// What is left open before anything of it was read.
    pub(in crate::check) fn unread(&mut self, identity: &Identity<'_>, why: Why) -> PlaceOutcome {
        let why = Missing::Unchecked(why);
        self.conclude(
            identity,
            CheckRelation::Equal,
            false,
            (Err(why.clone()), Vec::new()),
            (Err(why), Vec::new()),
            None,
        )
    }

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
        let stated_trace = self.chosen_first(again, &stated, stated_trace);
        let figures = self.figures_of(&stated_trace, &operands);
        let of = Comparison { identity, relation, tie, again, figures };
        if let (Ok(Value::Number(figure)), Err(Missing::NoRow(why))) = (&stated, &computed)
            && !figure.value.is_zero()
            && relation == CheckRelation::Equal
        {
            let why = why.clone();
            return PlaceOutcome::Unfound(self.undecided(identity, relation, why, of.figures));
        }
        if let Some(why) = self.name_not_found(&of, &stated, &computed) {
            return PlaceOutcome::Check(self.undecided(identity, relation, why, of.figures));
        }
        if let Some(why) = what_is_not_here(&stated, &computed) {
            return PlaceOutcome::NotApplicable(why.clone());
        }
        match (stated, computed) {
            (Ok(Value::Blank(place)), computed) => self.of_stated_blank(of, place, computed),
            (Ok(Value::Number(figure)), Err(Missing::ZeroBase(base))) => {
                self.without_base((identity, relation), &figure, &base, of.figures, again)
            }
            (Err(missing), _) | (_, Err(missing)) => self.left_open(of, missing.reason()),
            (Ok(Value::Number(figure)), Ok(Value::Blank(place))) => {
                self.of_number_beside_blank(of, &figure, place)
            }
            (Ok(_), Ok(Value::Blank(Some(_)))) => self.left_open(of, Why::OtherBlank),
            (Ok(_), Ok(Value::Blank(None))) => PlaceOutcome::NotApplicable(Why::OtherBlank),
            (Ok(stated), Ok(computed)) => self.of_values(of, &stated, &computed, &stated_trace),
        }
    }

    /// In a rule of the author's own layers: that no row bears the name by which one side is looked
    /// up, or that this name is blank, beside a side that says something.
    fn name_not_found(
        &self,
        of: &Comparison<'_, '_>,
        stated: &Evaluated,
        computed: &Evaluated,
    ) -> Option<Why> {
        let says = |side: &Evaluated| match side {
            Ok(Value::Number(figure)) => !figure.value.is_zero(),
            Ok(Value::Text(..) | Value::Date(..)) => true,
            _ => false,
        };
        let (missing, other) = match (stated, computed) {
            (Err(missing), other) | (other, Err(missing)) => (missing, other),
            _ => return None,
        };
        match missing {
            // a total has no name
            Missing::NotApplicable(Why::NameBlank) if self.is_row_without_words() => None,
            Missing::NoRow(why) | Missing::NotApplicable(why @ Why::NameBlank)
                if says(other) && self.world.ruleset.is_of_author(of.identity.rule) =>
            {
                Some(why.clone())
            }
            _ => None,
        }
    }

    /// A check that is left open for a reason.
    fn left_open(&mut self, of: Comparison<'_, '_>, why: Why) -> PlaceOutcome {
        let why = self.blank_total(of.identity.rule, why);
        PlaceOutcome::Check(self.undecided(of.identity, of.relation, why, of.figures))
    }

    /// The conclusion from a blank cell that should say what the other side comes to.
    fn of_stated_blank(
        &mut self,
        of: Comparison<'_, '_>,
        place: Option<u32>,
        computed: Evaluated,
    ) -> PlaceOutcome {
        let Some(place) = place else {
            let why = self.why_not_there().unwrap_or(Why::TableLacksCell);
            return PlaceOutcome::NotApplicable(why);
        };
        match computed {
            Ok(Value::Blank(_))
            | Err(
                Missing::ZeroBase(_)
                | Missing::Unchecked(
                    Why::NameBlank
                    | Why::ParameterKeyBlank { .. }
                    | Why::ConditionBlank
                    | Why::ValueBlank
                    | Why::ScoreBlank,
                ),
            ) => PlaceOutcome::Nothing,
            Ok(Value::Number(figure)) if figure.value.is_zero() => PlaceOutcome::Nothing,
            // a total has no day and no words
            Ok(Value::Date(..) | Value::Text(..)) if self.is_row_without_words() => {
                PlaceOutcome::Nothing
            }
            // nothing is not too much
            Ok(Value::Number(figure))
                if of.relation == CheckRelation::AtMost
                    && !figure.value.is_sign_negative()
                    && (self.is_row_without_words()
                        || !self.world.ruleset.is_of_author(of.identity.rule)) =>
            {
                PlaceOutcome::Nothing
            }
            Ok(_) => {
                let name = self
                    .printed
                    .get(place as usize)
                    .map(|place| self.world.label(*place))
                    .unwrap_or_default();
                self.left_open(of, Why::StatedBlank { name: name.into() })
            }
            Err(missing) => self.left_open(of, missing.reason()),
        }
    }

    /// The conclusion from a number whose other side is blank.
    fn of_number_beside_blank(
        &mut self,
        of: Comparison<'_, '_>,
        figure: &Figure,
        place: Option<u32>,
    ) -> PlaceOutcome {
        let Comparison { identity, relation, tie, again, .. } = of;
        if tie
            && relation == CheckRelation::Equal
            && !figure.value.is_zero()
            && again.is_some_and(|again| self.is_in_blank_form(again))
        {
            return self.beside_blank_form(identity, figure, of.figures);
        }
        if place.is_none() && tie {
            let why = self.why_not_there().unwrap_or(Why::OtherLacksCell);
            return PlaceOutcome::NotApplicable(why);
        }
        if !figure.value.is_zero() {
            let why = if tie { Why::OtherBlank } else { self.why_no_addends(again) };
            return self.left_open(of, why);
        }
        let judged = JudgedComparison {
            stated: Some(self.shown(figure, figure.value)),
            computed: Some("0".into()),
            difference: Some("0".into()),
            unit: figure.unit,
            verdict: Verdict::Holds,
            sides: Some(Sides {
                stated: figure.expression,
                computed: self.constant(Decimal::ZERO, None).expression,
            }),
        };
        PlaceOutcome::Check(self.check(identity, relation, judged, of.figures))
    }

    /// The conclusion from two values, neither of which is blank.
    fn of_values(
        &mut self,
        of: Comparison<'_, '_>,
        stated: &Value,
        computed: &Value,
        stated_trace: &[u32],
    ) -> PlaceOutcome {
        let mut judged = match self.judged(&of, stated, computed) {
            Ok(judged) => judged,
            Err(Unjudged::Open(why)) => return self.left_open(of, why),
            Err(Unjudged::NotApplicable(why)) => return PlaceOutcome::NotApplicable(why),
        };
        // less than what is printed alike is not borne out, and not refuted
        let is_strict = matches!(of.relation, CheckRelation::Less | CheckRelation::Greater);
        if is_strict && judged.verdict == Verdict::Rounding {
            return self.left_open(of, Why::StrictUnclear);
        }
        if let (Value::Number(a), Value::Number(b)) = (stated, computed) {
            if judged.verdict == Verdict::Violation
                && of.relation == CheckRelation::Equal
                && of.again.is_some()
                && let Some(why) = self.lacks_addend(a, b, stated_trace)
            {
                return self.left_open(of, why);
            }
            if judged.verdict == Verdict::Violation
                && let Some(row) =
                    self.total_unasked(of.identity.rule, of.relation, a.kind, of.again)
            {
                return self.left_open(of, Why::TotalUnasked { row });
            }
            // a sentence may cut off what a table prints; of a table printed again the rule says how
            if judged.verdict == Verdict::Violation
                && of.tie
                && of.identity.nature == Nature::Formula
                && matches!(of.relation, CheckRelation::Equal | CheckRelation::AtMost)
                && self.is_cut(a, b)
            {
                judged.verdict = Verdict::Rounding;
            }
            if let Some(again) = of.again.filter(|_| !self.brief) {
                let known_by = ([&of.identity.rule.id, &of.identity.expression], &of.identity.at);
                self.note_lacking(known_by, again, judged.verdict, (a, b));
            }
            if self.works.is_some() {
                self.keep(of.identity, of.relation, of.tie, (a, b), of.again.is_some());
            }
        }
        let Comparison { identity, relation, tie, again, figures } = of;
        let mut check = self.check(identity, relation, judged, figures);
        if check.verdict == Verdict::Violation && !self.brief {
            self.tell_violation(identity, (tie, again), &mut check, stated, computed);
        }
        PlaceOutcome::Check(check)
    }

    /// The verdict on two values and what a report shows of them.
    fn judged(
        &mut self,
        of: &Comparison<'_, '_>,
        stated: &Value,
        computed: &Value,
    ) -> Result<JudgedComparison, Unjudged> {
        let relation = of.relation;
        match (stated, computed) {
            _ if relation == CheckRelation::Meets => self.judged_target(of, stated, computed),
            (Value::Number(a), Value::Number(b)) => self.judged_numbers(of, a, b),
            (Value::Text(a, _), Value::Text(b, _))
                if matches!(relation, CheckRelation::Equal | CheckRelation::NotEqual) =>
            {
                let is_same = self.are_same_text(a, b)
                    || self.are_of_one_unit(stated, computed)
                    || self.is_taken_as(stated, computed);
                let holds = is_same == (relation == CheckRelation::Equal);
                Ok(judged_words(holds, a.into(), b.into()))
            }
            (Value::Bool(is), Value::Bool(wanted))
                if let Some((text, should)) =
                    of.again.and_then(|again| self.words_asked(again, *wanted)) =>
            {
                Ok(judged_words(is == wanted, text, should))
            }
            (Value::Bool(is), Value::Bool(wanted)) => {
                let words = if of.again.is_some_and(is_looked_up) { LISTED } else { FILLED };
                let said = |truth: bool| if truth { words.1 } else { words.0 };
                let lacking = of.again.filter(|_| !is).and_then(|again| self.row_looked_for(again));
                if let Some(Why::NoRowNamed { form, name }) = lacking {
                    let stated = eco_format!("{form}里没有“{name}”");
                    let wanted_words = if *wanted { "有" } else { "没有" };
                    return Ok(judged_words(is == wanted, stated, wanted_words.into()));
                }
                Ok(judged_words(is == wanted, said(*is).into(), said(*wanted).into()))
            }
            (Value::Date(a, _), Value::Date(b, _)) => {
                let holds = relation.holds(a.cmp(b));
                Ok(judged_words(holds, self.in_words(stated), self.in_words(computed)))
            }
            (Value::Text(text, _), Value::Text(..) | Value::Date(..))
            | (Value::Date(..), Value::Text(text, _)) => Err(Unjudged::Open(no_day_in(text))),
            // words where the form has numbers
            (Value::Text(_, Some(at)), _) | (_, Value::Text(_, Some(at)))
                if self.is_for_numbers(*at) =>
            {
                match self.no_numbers([stated, computed]) {
                    Missing::Unchecked(why) => Err(Unjudged::Open(why)),
                    _ => Err(Unjudged::Open(Why::KindsDiffer)),
                }
            }
            _ => Err(Unjudged::Open(Why::KindsDiffer)),
        }
    }

    /// The verdict on what was reached beside its target.
    fn judged_target(
        &mut self,
        of: &Comparison<'_, '_>,
        stated: &Value,
        computed: &Value,
    ) -> Result<JudgedComparison, Unjudged> {
        match (stated, computed) {
            (Value::Number(a), Value::Number(b)) => {
                let (reached, (a, b)) =
                    self.reached(a, b).map_err(|missing| Unjudged::Open(missing.reason()))?;
                Ok(JudgedComparison {
                    verdict: if reached { Verdict::Holds } else { Verdict::Violation },
                    ..self.numbers(of.relation, &a, &b, of.tie)
                })
            }
            _ => {
                let told = self.reached_in_words(stated, computed);
                let told = told.ok_or(Unjudged::NotApplicable(Why::TargetInWords))?;
                Ok(judged_words(told, self.in_words(stated), self.in_words(computed)))
            }
        }
    }

    /// The verdict on two numbers in one unit.
    fn judged_numbers(
        &mut self,
        of: &Comparison<'_, '_>,
        stated: &Figure,
        computed: &Figure,
    ) -> Result<JudgedComparison, Unjudged> {
        let (a, b) = self
            .aligned(ordered(of.relation), stated, computed)
            .map_err(|missing| Unjudged::Open(missing.reason()))?;
        // of an amount without its unit a rate says how much was used, not how much there is:
        // ≤50 beside 96 %
        let is_rate_beside_amount = of.relation == CheckRelation::AtMost
            && of.tie
            && self.is_ratio(stated.unit)
            && computed.unit.is_none()
            && a.value > b.value;
        if is_rate_beside_amount {
            return Err(Unjudged::Open(Why::RateOrAmount));
        }
        Ok(self.numbers(of.relation, &a, &b, of.tie))
    }

    /// Adds to a violation what a report says of it: doubts, the words of its rule, how both sides
    /// were worked out.
    fn tell_violation(
        &mut self,
        identity: &Identity<'_>,
        (tie, again): (bool, Option<&Resolved>),
        check: &mut Check,
        stated: &Value,
        computed: &Value,
    ) {
        let mut detail = CheckDetail {
            // what is looked up in a table is not the cell by which it was looked up
            is_tie: tie && !again.is_some_and(is_looked_up_by_key),
            is_fact: again.is_some_and(is_fact),
            ..CheckDetail::of(Fault::Apart)
        };
        self.soften(check, &mut detail, again);
        let numbers = match (stated, computed) {
            (Value::Number(a), Value::Number(b)) => Some((a, b)),
            _ => None,
        };
        if let Some((a, b)) = numbers
            && check.relation == CheckRelation::Equal
            && !tie
            && self.differs_in_last_digit(a, b)
        {
            lower(check, Doubt::LastDigit);
            detail.hint.get_or_insert(Hint::LastDigit);
        }
        if self.world.ruleset.is_of_author(identity.rule) && check.lacks_one_addend() {
            detail.hint.get_or_insert(Hint::AddendBlank);
        }
        detail.words = self.words_of(identity.rule);
        detail.worked = numbers.map_or((None, None), |(a, b)| {
            (self.worked(a.expression, a.unit), self.worked(b.expression, a.unit.or(b.unit)))
        });
        if numbers.is_some_and(|(a, b)| a.value.abs() > b.value.abs()) && self.is_of_list() {
            detail.hint.get_or_insert(Hint::ListInFull);
        }
        check.detail = Some(Box::new(detail));
        if check.cites.is_empty() {
            self.point_to_sentence(check);
        }
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
            && let Some(found) = self.world.statement(*paper, *statement)
        {
            lower_as_said(check, found.certainty);
            match found.certainty {
                Certainty::Taught => {
                    detail.hint.get_or_insert(Hint::ListTaught);
                }
                Certainty::Slipped => {
                    detail.hint.get_or_insert(Hint::ListSlipped);
                }
                Certainty::Said | Certainty::OneSlip => {}
            }
        }
    }
}

/// Why a check does not apply: a side speaks of what is not in the document, or of a row that is not
/// in its form.
fn what_is_not_here<'w>(stated: &'w Evaluated, computed: &'w Evaluated) -> Option<&'w Why> {
    match (stated, computed) {
        (Err(Missing::NotApplicable(why) | Missing::NoCapture(why)), _)
        | (_, Err(Missing::NotApplicable(why) | Missing::NoCapture(why)))
        | (Err(Missing::NoRow(why)), _)
        | (_, Err(Missing::NoRow(why))) => Some(why),
        _ => None,
    }
}

/// The verdict on two values that are shown as words.
fn judged_words(holds: bool, stated: EcoString, computed: EcoString) -> JudgedComparison {
    JudgedComparison {
        stated: Some(stated),
        computed: Some(computed),
        ..JudgedComparison::bare(if holds { Verdict::Holds } else { Verdict::Violation })
    }
}
