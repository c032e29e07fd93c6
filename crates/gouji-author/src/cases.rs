//! Cases of rules: each little document goes through the real pipeline with its one rule.
//!
//! In: a compiled [`Ruleset`]. Out: for each case what went wrong, if anything did. Deliberately
//! absent: files and wording of reports ([`CaseOutcome::mistake`] gives what and where, the command
//! line prints it).

mod edit;
mod lacking;
mod made;
mod meant;
mod renewed;
mod told;

pub use edit::Astray;
pub use made::{CaseAsked, MadeCases, make};
pub use meant::MeantInstead;
pub use renewed::CaseEdit as CaseRewrite;

use ecow::EcoString;
use gouji_audit::audit::{Check, Verdict};
use gouji_checks::check::{Checked, Neighbour, Shared, check_rules};
use gouji_checks::settle::recognised;
use gouji_forms::form::{Recognition, facts};
use gouji_read::read::{Limits, read};
use gouji_rules::ruleset::{Case, Origin, Rule, Rulebook, Ruleset};
use gouji_values::document::Document;
use gouji_values::error::{ReadError, RuleMistake};
use gouji_values::number::{Decimal, round};
use gouji_values::paper::{LAST_YEAR, Paper};
use lacking::{lacking, nothing};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

/// The name that a case's document goes by.
const NAME: &str = "case.txt";

/// What went wrong with a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseProblem {
    /// Should have reported a violation.
    Missing {
        /// What it gave instead, in words.
        found: String,
    },
    /// Should not have.
    Noisy {
        /// What it reported.
        message: String,
    },
    /// Another verdict than expected.
    Verdict {
        /// What it gave, in words.
        found: String,
    },
    /// The right verdict at another figure.
    Misplaced {
        /// The labels of the stated figures.
        found: Vec<String>,
    },
    /// The right verdict with another difference.
    Difference {
        /// What it gave.
        found: Vec<String>,
    },
    /// What it changes in its base is not one cell.
    Astray(Astray),
    /// The document of the case cannot be read.
    Unreadable(ReadError),
}

/// One case, run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseOutcome {
    /// Id of the rule or claim.
    pub rule: String,
    /// Its number under the rule, from 1.
    pub number: usize,
    /// Where it was written.
    pub origin: Origin,
    /// The place in that file which the problem is about.
    pub span: Range<usize>,
    /// What it expects.
    pub expect: String,
    /// What went wrong.
    pub problem: Option<CaseProblem>,
    /// What its document lacks of the form that its rule is about.
    pub lacking: Option<String>,
}

/// What no case shows of a rule or claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// That it finds nothing wrong.
    Holding,
    /// That it finds a violation.
    Breaking,
    /// Neither of the two.
    Both,
    /// That its sentence is understood; of a claim that checks nothing itself, so that it can
    /// neither hold nor break.
    Reading,
}

/// A rule or claim of which no case shows something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untested {
    /// Id of the rule or claim.
    pub rule: String,
    /// Where it was written.
    pub origin: Origin,
    /// What no case shows.
    pub lack: Lack,
}

/// All cases of a ruleset, and the rules that lack some.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CasesRun {
    /// Rules with an expectation of any kind.
    pub rules: usize,
    /// Outcomes in order of the rule files.
    pub outcomes: Vec<CaseOutcome>,
    /// Rules and claims that lack cases.
    pub untested: Vec<Untested>,
    /// Claims that the document of some case makes.
    pub read: BTreeSet<String>,
    /// What rules that fail their cases were probably meant to be.
    pub meant: Vec<MeantInstead>,
}

impl CasesRun {
    /// The cases that failed.
    pub fn failed(&self) -> impl Iterator<Item = &CaseOutcome> {
        self.outcomes.iter().filter(|outcome| outcome.problem.is_some())
    }
}

/// Runs the cases of the rules that `wanted` chooses.
#[must_use]
pub fn run(ruleset: &Arc<Ruleset>, wanted: impl Fn(&Rule) -> bool) -> CasesRun {
    run_some(ruleset, wanted, |_| false)
}

/// Runs the cases of the rules that `wanted` chooses, and of the other rules those that `also`
/// chooses.
fn run_some(
    ruleset: &Arc<Ruleset>,
    wanted: impl Fn(&Rule) -> bool,
    also: impl Fn(&Case) -> bool,
) -> CasesRun {
    let mut out = CasesRun::default();
    let mut bench = Bench { ruleset: Arc::clone(ruleset), known: HashMap::new() };
    for rule in &ruleset.rules {
        let is_wanted = wanted(rule);
        out.rules += usize::from(is_wanted);
        for (number, case) in
            rule.cases.iter().enumerate().filter(|(_, case)| is_wanted || also(case))
        {
            let (span, problem) = match bench.case(rule, case) {
                Ok(()) => (case.places.expect.clone(), None),
                Err((span, problem)) => (span, Some(problem)),
            };
            out.outcomes.push(CaseOutcome {
                lacking: lacking(ruleset, rule, case, problem.as_ref()),
                rule: rule.id.to_string(),
                number: number + 1,
                origin: case.origin.clone(),
                span,
                expect: case.expect.clone(),
                problem,
            });
        }
        if !is_wanted {
            continue;
        }
        let has = |expects: &[&str]| {
            rule.cases.iter().any(|case| expects.contains(&case.expect.as_str()))
        };
        // what must never be found holds where nothing is found; what brings figures together by
        // their values never holds, it corroborates
        let holding: &[&str] =
            if rule.demand.forbids() { &["none"] } else { &["holds", "rounding", "corroborated"] };
        let lack = match (has(holding), has(&["violation"])) {
            (true, true) => continue,
            (false, true) => Lack::Holding,
            (true, false) => Lack::Breaking,
            (false, false) => Lack::Both,
        };
        out.untested.push(Untested {
            rule: rule.id.to_string(),
            origin: rule.origin.clone(),
            lack,
        });
    }
    out.read = bench.read();
    out
}

/// Runs the cases of a ruleset's own layer: its rules and those of its parents that it amends, in
/// each year's version.
///
/// # Errors
/// Mistakes of the rule files.
pub fn run_layer(rulebook: &Rulebook, name: &str) -> Result<CasesRun, Vec<RuleMistake>> {
    run_layer_of(rulebook, name, |_| true)
}

/// The same for the rules of some ids.
///
/// # Errors
/// Mistakes of the rule files.
pub fn run_layer_of(
    rulebook: &Rulebook,
    name: &str,
    chosen: impl Fn(&str) -> bool,
) -> Result<CasesRun, Vec<RuleMistake>> {
    let mut out = CasesRun::default();
    let mut seen: BTreeSet<(EcoString, usize)> = BTreeSet::new();
    let mut cases: BTreeSet<(EcoString, usize)> = BTreeSet::new();
    let mut silent: BTreeMap<(EcoString, usize), Untested> = BTreeMap::new();
    for year in rulebook.years(name) {
        let (ruleset, _) = rulebook.compile(name, &[], year)?;
        let ruleset = Arc::new(ruleset);
        let place = |rule: &Rule| (rule.origin.file.clone(), rule.origin.span.start);
        let is_new = |rule: &Rule| {
            rule.origin.layer == name && !seen.contains(&place(rule)) && chosen(&rule.id)
        };
        // a layer may test rules of the layers above: with its parameters, grades or forms
        let is_own_case = |case: &Case| {
            case.origin.layer == name
                && !cases.contains(&(case.origin.file.clone(), case.origin.span.start))
        };
        let found = run_some(&ruleset, is_new, is_own_case);
        seen.extend(ruleset.rules.iter().map(place));
        cases.extend(
            found
                .outcomes
                .iter()
                .map(|outcome| (outcome.origin.file.clone(), outcome.origin.span.start)),
        );
        out.rules += found.rules;
        out.outcomes.extend(found.outcomes.into_iter().filter(|own| chosen(&own.rule)));
        out.untested.extend(found.untested);
        out.read.extend(found.read);
        let own = ruleset.claims.iter().filter(|claim| claim.origin.layer == name);
        for claim in own.filter(|claim| chosen(&claim.id)) {
            if !ruleset.rules.iter().any(|rule| rule.id == claim.id) {
                let place = (claim.origin.file.clone(), claim.origin.span.start);
                silent.insert(
                    place,
                    Untested {
                        rule: claim.id.clone(),
                        origin: claim.origin.clone(),
                        lack: Lack::Reading,
                    },
                );
            }
        }
    }
    out.untested.extend(silent.into_values().filter(|claim| !out.read.contains(&claim.rule)));
    Ok(out)
}

type Recognised = Result<(Arc<Document>, Arc<Recognition>), ReadError>;

/// Reads each text once: rules share documents.
struct Bench {
    ruleset: Arc<Ruleset>,
    known: HashMap<String, Recognised>,
}

impl Bench {
    fn recognised(&mut self, text: &str) -> Recognised {
        if let Some(known) = self.known.get(text) {
            return known.clone();
        }
        let words = &self.ruleset.vocabulary;
        let found = read(NAME, text.as_bytes(), words, &Limits::default()).map(|document| {
            let facts = facts(&document, words);
            let recognition = recognised(&document, &self.ruleset, facts);
            (Arc::new(document), Arc::new(recognition))
        });
        self.known.insert(text.to_owned(), found.clone());
        found
    }

    /// The claims that the documents read so far make.
    fn read(&self) -> BTreeSet<String> {
        let claims = &self.ruleset.claims;
        let statements =
            self.known.values().flatten().flat_map(|(_, recognition)| &recognition.statements);
        statements
            .filter_map(|statement| claims.get(statement.claim))
            .map(|claim| claim.id.clone())
            .collect()
    }

    /// The document of a case: what is written, with the cells and the sentence of the case.
    fn text<'c>(&mut self, case: &'c Case) -> Result<Cow<'c, str>, (Range<usize>, CaseProblem)> {
        if case.base.is_none() && case.edits.is_empty() && case.say.is_none() {
            return Ok(Cow::Borrowed(&case.given));
        }
        let base = edit::without_place(&case.given);
        let unreadable = |error| (case.places.given.clone(), CaseProblem::Unreadable(error));
        let (document, recognition) = self.recognised(&base).map_err(unreadable)?;
        let edited = edit::edited(case, &document, &recognition, &self.ruleset);
        edited.map(Cow::Owned).map_err(|(span, astray)| (span, CaseProblem::Astray(astray)))
    }

    fn case(&mut self, rule: &Rule, case: &Case) -> Result<(), (Range<usize>, CaseProblem)> {
        let places = &case.places;
        let unreadable = |error| (places.given.clone(), CaseProblem::Unreadable(error));
        let text = self.text(case)?;
        let own = self.recognised(&text).map_err(unreadable)?;
        let mut beside = Vec::new();
        let last_year = case.last_year.iter().map(|text| (LAST_YEAR, text));
        let named = case.papers.iter().map(|(name, text)| (name.as_str(), text));
        for (index, (name, text)) in last_year.chain(named).enumerate() {
            let (document, recognition) = self.recognised(text).map_err(unreadable)?;
            let words = &self.ruleset.vocabulary;
            if let Some(paper) = words.paper_named(name) {
                // a case has one unit
                let is_of_units = words.paper(paper).is_some_and(|beside| beside.level.is_some());
                let unit = if is_of_units { Paper::units().next() } else { None };
                let paper = unit.unwrap_or(paper);
                beside.push((paper, Neighbour { document, recognition, index: index + 1 }));
            }
        }
        let mut shared = Shared::new(Arc::clone(&self.ruleset), own.0, own.1).beside(beside);
        if let Some(form) = &case.template {
            shared.template = Some(self.recognised(form).map_err(unreadable)?.0);
        }
        let shared = Arc::new(shared);
        judge(case, &check_rules(&shared, std::slice::from_ref(rule)))
    }
}

/// How bad a verdict is in a case: what could not be checked weighs more than a rounding
/// difference.
fn weight(verdict: Verdict) -> usize {
    match verdict {
        Verdict::Holds => 0,
        Verdict::Rounding => 1,
        Verdict::Corroborated => 2,
        Verdict::Unchecked => 3,
        Verdict::Violation => 4,
    }
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::Rounding => "rounding",
        Verdict::Corroborated => "corroborated",
        Verdict::Unchecked => "unchecked",
        Verdict::Violation => "violation",
    }
}

fn judge(case: &Case, checked: &Checked) -> Result<(), (Range<usize>, CaseProblem)> {
    let (checks, places) = (&checked.checks, &case.places);
    let worst = checks.iter().max_by_key(|check| weight(check.verdict));
    let found = worst.map_or("none", |check| word(check.verdict));
    if found != case.expect {
        let words = match worst {
            Some(check) if matches!(check.verdict, Verdict::Unchecked | Verdict::Corroborated) => {
                format!("{found}（{}）", check.message())
            }
            Some(check) if check.verdict == Verdict::Rounding => {
                format!(
                    "rounding（相差 {}）",
                    check.difference.as_deref().unwrap_or("不足一个单位")
                )
            }
            None => format!("none（{}）", nothing(checked)),
            Some(Check { stated: Some(stated), computed: Some(computed), .. }) => {
                format!("{found}（列示 {stated}，算得 {computed}）")
            }
            _ => found.to_owned(),
        };
        let problem = match (case.expect.as_str(), worst) {
            ("violation", _) => CaseProblem::Missing { found: words },
            (_, Some(check)) if check.verdict == Verdict::Violation => {
                CaseProblem::Noisy { message: check.message() }
            }
            _ => CaseProblem::Verdict { found: words },
        };
        return Err((places.expect.clone(), problem));
    }
    let worst: Vec<&Check> = checks.iter().filter(|check| word(check.verdict) == found).collect();
    let label = |check: &Check| {
        check
            .stated_figure()
            .or_else(|| check.figure(0))
            .map_or_else(String::new, |figure| figure.label().to_string())
    };
    let mut there = worst.clone();
    if let Some(at) = &case.at {
        let words: Vec<&str> = at
            .split(|c: char| c.is_whitespace() || c == '.')
            .filter(|word| !word.is_empty())
            .collect();
        there.retain(|check| {
            let label = label(check);
            words.iter().all(|word| label.contains(word))
        });
        if there.is_empty() {
            return Err((
                places.at.clone(),
                CaseProblem::Misplaced {
                    found: worst.iter().take(3).map(|check| label(check)).collect(),
                },
            ));
        }
    }
    if let Some(wanted) = &case.difference {
        let number = |text: &str| Decimal::from_str(text.trim().trim_start_matches('+')).ok();
        let fits = |check: &&Check| {
            check.difference.as_deref().is_some_and(|found| {
                let same = number(found).zip(number(wanted)).is_some_and(|(found, wanted)| {
                    // with so many decimals as the case writes
                    round(found, wanted.scale()) == wanted
                });
                found == wanted || same
            })
        };
        if !there.iter().any(fits) {
            let found = there
                .iter()
                .take(3)
                .map(|check| check.difference.as_deref().unwrap_or("没有差额").to_owned())
                .collect();
            return Err((places.difference.clone(), CaseProblem::Difference { found }));
        }
    }
    Ok(())
}
