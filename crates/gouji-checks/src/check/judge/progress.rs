//! What a rule came to so far.

use crate::check::judge::compare::PlaceOutcome;
use crate::check::judge::exact_sums::Sums;
use crate::check::seen::keys::number_of;
use crate::check::seen::world::World;
use gouji_audit::audit::{Check, CheckedAt, RuleOutcome, RuleStatus, Verdict, Why};
use gouji_rules::ruleset::{Expectation, Rule};
use gouji_rules::script::Allowance;
use gouji_values::error::RuleMistake;
use gouji_values::hash::QuickSet;

/// Things that comparisons did not find and that are kept, at most.
const LOST: usize = 8;

/// Which checks are asked for.
pub enum Wanted<'a> {
    /// By their rule, the number of their expectation and their place: where it is asked again and again, to put each
    /// place into words took longer than most rules.
    Places(QuickSet<(&'a str, u32, &'a CheckedAt)>),
    /// By their keys: those of one key are asked for together.
    Keys(QuickSet<&'a str>),
}

impl<'a> Wanted<'a> {
    /// These and no others.
    #[must_use]
    pub fn places(checks: &'a [Check]) -> Self {
        let places = checks.iter().map(|check| (check.rule.as_str(), check.number, &check.at));
        Self::Places(places.collect())
    }

    pub(in crate::check) fn has(
        &self,
        world: &World<'_>,
        (rule, number): (&str, u32),
        at: &CheckedAt,
    ) -> bool {
        match self {
            Self::Places(places) => places.contains(&(rule, number, at)),
            Self::Keys(keys) => keys.contains(world.key(rule, number, at).as_str()),
        }
    }
}

/// What a rule came to so far.
#[derive(Default)]
pub(in crate::check) struct RuleRun<'a> {
    pub(in crate::check) checks: Vec<Check>,
    /// Checks that are left open, and of which nothing is told unless others decide them.
    pub(in crate::check) untold: Vec<Check>,
    /// It looked at something: a form, sentence or part that it stands on is there.
    pub(in crate::check) looked: bool,
    pub(in crate::check) skipped: usize,
    /// Why its condition could not be told where it compares what does not go together.
    pub(in crate::check) open_condition: Option<Why>,
    /// Why nothing came of it where its condition was true nowhere, if more is known.
    pub(in crate::check) never: Option<Why>,
    pub(in crate::check) not_applicable: Vec<Why>,
    /// The same of a comparison beside others, with its number.
    pub(in crate::check) lost: Vec<(u32, Why)>,
    /// Rows that were not found under their names, where the table has others that may be they.
    pub(in crate::check) lost_rows: Vec<Why>,
    /// What went wrong in its script: it did not run to its end.
    pub(in crate::check) mistakes: Vec<RuleMistake>,
    /// What the document left open ended its script, behind checks that were made: others were not.
    pub(in crate::check) stopped: Option<Why>,
    /// What its script may still do here; nothing is said before it runs.
    pub(in crate::check) left: Option<Allowance>,
    /// How much work its script was.
    pub(in crate::check) used: u64,
    /// Of rules on forms only those of this filled form.
    pub(in crate::check) only: Option<usize>,
    /// Only these checks.
    pub(in crate::check) wanted: Option<&'a Wanted<'a>>,
    /// Sums that come out as printed.
    pub(in crate::check) sums: Sums,
}

impl RuleRun<'_> {
    /// Whether a check of an expectation, by its number and place, is asked for.
    pub(in crate::check) fn wants(
        &self,
        world: &World<'_>,
        rule: &Rule,
        number: usize,
        expectation: &Expectation,
        at: &CheckedAt,
    ) -> bool {
        // a series gives checks of other keys
        let is_one = expectation.resolved.computed.is_some();
        self.wanted
            .is_none_or(|wanted| !is_one || wanted.has(world, (&rule.id, number_of(number)), at))
    }

    pub(in crate::check) fn take(&mut self, outcome: PlaceOutcome) {
        match outcome {
            PlaceOutcome::Check(check) | PlaceOutcome::Unfound(check) => self.checks.push(check),
            PlaceOutcome::Untold(check) => self.untold.push(check),
            PlaceOutcome::NotApplicable(why) => {
                if !self.not_applicable.contains(&why) && self.not_applicable.len() < 3 {
                    self.not_applicable.push(why);
                }
            }
            PlaceOutcome::Nothing => self.looked = true,
        }
    }

    /// Keeps what one of several comparisons did not find.
    pub(in crate::check) fn lose(&mut self, number: u32, why: Why) {
        let is_known = self.lost.iter().any(|known| *known == (number, why.clone()));
        if !is_known && self.lost.len() < LOST {
            self.lost.push((number, why));
        }
    }

    /// Keeps that a row was not found under its name, beside others that were.
    pub(in crate::check) fn lose_row(&mut self, why: Why) {
        if !self.lost_rows.contains(&why) && self.lost_rows.len() < LOST {
            self.lost_rows.push(why);
        }
    }

    /// What comparisons did not find of which no place was checked, beside others that were.
    fn lost(&self) -> Vec<Why> {
        if self.checks.is_empty() {
            return Vec::new();
        }
        let is_made = |number: u32| self.checks.iter().any(|check| check.number == number);
        let mut out: Vec<Why> = self.lost_rows.clone();
        for (number, why) in &self.lost {
            if !is_made(*number) && !out.contains(why) {
                out.push(why.clone());
            }
        }
        out
    }

    /// Takes over what the same rule came to on a further form.
    pub(in crate::check) fn append(&mut self, more: Self) {
        self.checks.extend(more.checks);
        self.untold.extend(more.untold);
        self.looked |= more.looked;
        self.skipped += more.skipped;
        self.open_condition = self.open_condition.take().or(more.open_condition);
        self.never = self.never.take().or(more.never);
        for why in more.not_applicable {
            self.take(PlaceOutcome::NotApplicable(why));
        }
        for (number, why) in more.lost {
            self.lose(number, why);
        }
        more.lost_rows.into_iter().for_each(|why| self.lose_row(why));
        self.mistakes.extend(more.mistakes);
        self.stopped = self.stopped.take().or(more.stopped);
        self.used += more.used;
        self.sums.has_any |= more.sums.has_any;
    }

    pub(in crate::check) fn outcome(&self, rule: &Rule) -> RuleOutcome {
        let decided = self.checks.iter().any(|check| check.verdict != Verdict::Unchecked);
        // a first row has none before it: what the others lack says more
        let is_first = |why: &Why| matches!(why, Why::NoRowBefore | Why::NoSentenceBefore);
        let is_passed_over =
            rule.when.is_some() && self.skipped > 1 && self.not_applicable.iter().all(is_first);
        let status = if !self.mistakes.is_empty() || self.stopped.is_some() {
            RuleStatus::Failed
        } else if self.checks.is_empty() && self.open_condition.is_some() {
            RuleStatus::Undecided
        } else if decided
            || (self.checks.is_empty()
                && (self.looked
                    || (self.skipped > 0 && (self.not_applicable.is_empty() || is_passed_over))))
        {
            RuleStatus::Done
        } else if self.checks.is_empty() {
            RuleStatus::NotApplicable
        } else {
            RuleStatus::Undecided
        };
        let first = self.checks.first();
        let why = match status {
            // a condition that was true nowhere
            RuleStatus::Done if self.checks.is_empty() && !self.looked => {
                let never =
                    if rule.when.is_some() { Why::ConditionNever } else { Why::NothingOfRule };
                vec![self.never.clone().unwrap_or(never)]
            }
            // a script that only reports, and did not
            RuleStatus::Done if self.checks.is_empty() => {
                let is_report =
                    |why: &&Why| matches!(why, Why::ReportNever | Why::ReportBehind { .. });
                self.never.iter().filter(is_report).cloned().collect()
            }
            RuleStatus::Done => Vec::new(),
            RuleStatus::NotApplicable if self.not_applicable.is_empty() => vec![Why::NothingOfRule],
            RuleStatus::NotApplicable => self.not_applicable.clone(),
            RuleStatus::Failed => self
                .mistakes
                .iter()
                .take(1)
                .map(|mistake| Why::ScriptFailed { what: mistake.message.as_str().into() })
                .chain(self.stopped.clone())
                .take(1)
                .collect(),
            RuleStatus::Undecided => {
                let reason = first.and_then(|check| check.reason.as_deref().cloned());
                reason.or_else(|| self.open_condition.clone()).into_iter().collect()
            }
        };
        let label = first
            .filter(|_| status == RuleStatus::Undecided)
            .and_then(|check| check.own().cloned());
        let (checks, is_own) = (self.checks.len(), false);
        let (id, lost) = (rule.id.clone(), self.lost());
        RuleOutcome { id, status, checks, why, lost, label, is_own, is_packed: false }
    }
}
