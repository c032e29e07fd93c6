//! All rules against a document: in pieces, on as many threads as are idle, joined as if they had
//! run one after the other.

#[cfg(test)]
mod tests;

use super::duties::{Duty, PIECES, SMALLEST, duties};
use super::once_each::once_each;
use super::rule::run_rule;
use crate::check::evaluate::Evaluator;
use crate::check::evaluate::known::{NEW, PlaceIndex};
use crate::check::evaluate::lacking::LackingSum;
use crate::check::judge::added_up::added_up;
use crate::check::judge::around::Around;
use crate::check::judge::checked::{Checked, Sources};
use crate::check::judge::exact_sums::Sums;
use crate::check::judge::few_cents::round_off;
use crate::check::judge::left_out::left_out;
use crate::check::judge::misread::misread;
use crate::check::judge::progress::RuleRun;
use crate::check::judge::recognised::recognised;
use crate::check::judge::restated::left_open;
use crate::check::judge::strange::strange_columns;
use crate::check::seen::shared::Shared;
use crate::check::seen::world::World;
use ecow::{EcoString, eco_format};
use gouji_audit::audit::{
    Check, CheckDetail, CheckedAt, Fault, Nature, ReadingDoubt, RuleOutcome, RuleStatus, Severity,
    Sides, Verdict, Why,
};
use gouji_forms::form::{Captures, Proof};
use gouji_prose::prose::FrameDoubt;
use gouji_rules::ruleset::{Claim, OtherYears, Rule, RuleKind};
use gouji_rules::script::WHOLE;
use gouji_values::number::Figure;
use gouji_values::paper::Paper;
use rayon::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Runs all rules.
#[must_use]
pub fn check(shared: &Arc<Shared>) -> Checked {
    check_rules(shared, &shared.ruleset.rules)
}

/// Runs all rules, and tells of each check what its sides are made of, also where everything holds;
/// nothing of documents that are too large for that.
#[must_use]
pub fn check_whole(shared: &Arc<Shared>) -> Checked {
    if size(shared) > shared.large_from.no_causes {
        Checked::default()
    } else {
        run(shared, &shared.ruleset.rules, true)
    }
}

/// Runs some rules of the ruleset; everything that they speak of is known all the same.
#[must_use]
pub fn check_rules(shared: &Arc<Shared>, rules: &[Rule]) -> Checked {
    run(shared, rules, false)
}

fn run(shared: &Arc<Shared>, rules: &[Rule], is_whole: bool) -> Checked {
    let (duties, work) = duties(shared, rules);
    let each = work.div_ceil(PIECES).max(SMALLEST);
    // stretches of about the same work
    let stretches: Vec<&[Duty<'_>]> =
        duties.chunk_by(|a, b| a.before / each == b.before / each).collect();
    let size = size(shared);
    let hasty = Haste {
        is_over: AtomicBool::new(is_whole),
        is_large: size > shared.large_from.no_causes,
        goes_on: size > shared.large_from.around_alone && shared.beside.is_empty(),
    };
    let first = if is_whole { Way::Whole } else { Way::Hasty(&hasty) };
    let mut pieces: Vec<Piece<'_, '_>> =
        stretches.into_par_iter().map(|duties| Piece::of(shared, duties, &first)).collect();
    let is_cut_short = hasty.is_large && (hasty.is_over() || any_violation(&pieces));
    // what does not hold is explained by what does: then each check is to say what its sides are
    // made of, in a large document where it shares figures with what does not hold
    let around = (!hasty.is_over() && !hasty.is_large && any_violation(&pieces))
        .then(|| Arc::new(Around::of(shared.document.text.len(), || checks_of(&pieces))));
    if around.is_some() || (hasty.is_over() && !is_cut_short) {
        let again = around.as_ref().map_or(Way::Whole, Way::Around);
        pieces.par_iter_mut().filter(|piece| piece.is_hasty).for_each(|piece| {
            // what was done in haste goes first: both would take as much room again
            piece.clear();
            *piece = Piece::of(shared, piece.duties, &again);
        });
    }
    // only the indices of the first are taken over
    pieces.iter_mut().skip(1).for_each(|piece| piece.known = PlaceIndex::default());
    let mut out = Joined::new(shared.world());
    // the room for all at once: what grows takes twice as much for a while
    out.checked.checks = Vec::with_capacity(
        pieces.iter().flat_map(|piece| &piece.runs).map(|(.., run)| run.checks.len()).sum(),
    );
    for piece in pieces {
        out.append(piece);
    }
    let lacking = std::mem::take(&mut out.lacking);
    let (checked, untold) = out.finish();
    let mut out = Checked { is_cut_short, around, ..checked };
    aligned_by(shared.world(), &mut out.checks);
    left_out(shared.world(), lacking, &mut out.checks);
    misread(shared.world(), &mut out.checks);
    round_off(shared.world(), &mut out.checks);
    strange_columns(shared.world(), &mut out);
    corroborated(shared.world(), &mut out.checks);
    let restated = rules
        .iter()
        .filter(|rule| rule.kind == RuleKind::Restated)
        .map(|rule| rule.id.as_str())
        .collect();
    if is_cut_short {
        left_open(&restated, &mut out.checks);
    } else {
        out.sources.balanced(&restated, &mut out.checks);
    }
    added_up(shared.world(), untold, &mut out.checks);
    crate::check::judge::prose::fold(shared.world(), &mut out.checks);
    once_each(&mut out.checks);
    recognised(shared.world(), &mut out.checks);
    out.checks.sort_by_cached_key(place_of);
    out
}

/// How much there is to check: cells of all forms, and captures of sentences, whose checks take
/// twice as much.
fn size(shared: &Shared) -> usize {
    let rows = shared
        .recognition
        .forms
        .iter()
        .flat_map(|filled| &filled.sides)
        .flat_map(|side| &side.rows);
    let cells: usize = rows.map(|row| row.cells.len()).sum();
    let captures = shared
        .recognition
        .statements
        .iter()
        .flat_map(|found| found.items.iter().flatten().chain([&found.captures]));
    cells + 2 * captures.map(Captures::len).sum::<usize>()
}

/// A script of so much work is not asked what would come of other figures: that is asked hundreds
/// of times.
const COSTLY: u64 = 2_000;

/// Some duties by themselves.
struct Piece<'d, 'r> {
    duties: &'d [Duty<'r>],
    /// Some of its sums hold without a word on what their sides are made of.
    is_hasty: bool,
    /// What each came to, and whether it is the first of its rule.
    runs: Vec<(&'r Rule, bool, RuleRun<'static>)>,
    sources: Sources,
    /// The index of each figure's place in them.
    known: PlaceIndex,
    /// Sums over rows that tables do not print.
    lacking: Vec<LackingSum>,
}

impl<'d, 'r> Piece<'d, 'r> {
    fn of(shared: &Arc<Shared>, duties: &'d [Duty<'r>], way: &Way<'_>) -> Self {
        let mut evaluator = Evaluator::new(shared.world());
        evaluator.shared = Some(Arc::clone(shared));
        // of a large document nobody asks, or all of it is done again
        evaluator.forgets = matches!(way, Way::Hasty(haste) if haste.is_large);
        let runs = duties.iter().map(|duty| {
            let sums = match way {
                Way::Hasty(haste) => {
                    Sums::wanted(duty.is_of_ruleset && (haste.is_large || !haste.is_over()))
                }
                Way::Around(around) if duty.is_of_ruleset => Sums::away_from(around),
                Way::Around(_) | Way::Whole => Sums::default(),
            };
            let mut run = RuleRun {
                only: duty.form,
                left: Some(WHOLE.shared_by(duty.of)),
                sums,
                ..RuleRun::default()
            };
            run_rule(&mut evaluator, duty.rule, &mut run);
            if let Way::Hasty(haste) = way {
                haste.see(&run.checks);
            }
            (duty.rule, duty.begins, run)
        });
        let runs: Vec<_> = runs.collect();
        let is_hasty = evaluator.forgets
            || runs.iter().any(|(.., run): &(_, _, RuleRun<'_>)| run.sums.has_any);
        let sources = Sources {
            arena: evaluator.arena,
            places: evaluator.printed,
            figures: evaluator.figures,
        };
        let (known, lacking) = (evaluator.known, evaluator.lacking);
        Self { duties, is_hasty, runs, sources, known, lacking }
    }
}

impl Piece<'_, '_> {
    fn clear(&mut self) {
        (self.runs, self.sources, self.known) =
            (Vec::new(), Sources::default(), PlaceIndex::default());
        self.lacking = Vec::new();
    }
}

/// All that pieces came to.
fn checks_of<'p>(pieces: &'p [Piece<'_, '_>]) -> impl Iterator<Item = &'p Check> {
    pieces.iter().flat_map(|piece| &piece.runs).flat_map(|(.., run)| &run.checks)
}

fn any_violation(pieces: &[Piece<'_, '_>]) -> bool {
    checks_of(pieces).any(|check| check.verdict == Verdict::Violation)
}

/// How duties are done.
enum Way<'h> {
    /// Sums that come out are not looked at further, until something does not.
    Hasty(&'h Haste),
    /// Each check says what its sides are made of.
    Whole,
    /// Sums that come out away from these figures are not looked at further.
    Around(&'h Arc<Around>),
}

/// Whether all that was checked so far holds.
#[derive(Default)]
struct Haste {
    is_over: AtomicBool,
    /// It is not over where something is wrong: what is wrong is looked at by itself. Only where
    /// rounding is to be explained all sums are counted.
    goes_on: bool,
    /// There is so much to check that what holds is not done again anyway.
    is_large: bool,
}

impl Haste {
    fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Relaxed)
    }

    fn see(&self, checks: &[Check]) {
        let ends = |check: &Check| match check.verdict {
            Verdict::Rounding => true,
            // whether a figure that is printed twice is off by rounding is told by all its sums
            Verdict::Violation => !self.goes_on || check.nature == Nature::Restated,
            Verdict::Holds | Verdict::Corroborated | Verdict::Unchecked => false,
        };
        if checks.iter().any(ends) {
            self.is_over.store(true, Ordering::Relaxed);
        }
    }
}

/// Pieces, one after the other.
struct Joined<'a, 'r> {
    world: World<'a>,
    checked: Checked,
    /// The index of each figure's place.
    known: PlaceIndex,
    /// The last rule, of which more may come.
    last: Option<(&'r Rule, RuleRun<'static>)>,
    /// Checks of which nothing is told unless others decide them.
    untold: Vec<Check>,
    /// Sums over rows that tables do not print.
    lacking: Vec<LackingSum>,
}

impl<'a, 'r> Joined<'a, 'r> {
    fn new(world: World<'a>) -> Self {
        let (checked, known) = (Checked::default(), PlaceIndex::default());
        Self { world, checked, known, last: None, untold: Vec::new(), lacking: Vec::new() }
    }

    /// Takes over what further rules came to. Figures keep the order in which the rules first read
    /// them, as if one evaluator had run them all.
    fn append(&mut self, piece: Piece<'_, 'r>) {
        let Piece { runs, sources: Sources { arena, places, figures }, known, lacking, .. } = piece;
        self.lacking.extend(lacking);
        if self.checked.rules.is_empty() && self.last.is_none() {
            // the first: its figures keep their indices
            self.checked.sources = Sources { arena, places, figures };
            self.known = known;
            self.take(runs, 0);
            return;
        }
        let (world, sources, known) = (self.world, &mut self.checked.sources, &mut self.known);
        let by = sources.arena.count();
        let mut indices = Vec::with_capacity(places.len());
        for (place, figure) in places.into_iter().zip(figures) {
            let index = known.index(&world, place);
            if *index == NEW {
                *index = u32::try_from(sources.places.len()).unwrap_or(NEW);
                sources.places.push(place);
                sources.figures.push(None);
            }
            if let Some(known) = usize::try_from(*index)
                .ok()
                .and_then(|at| sources.figures.get_mut(at))
                .filter(|known| known.is_none())
            {
                *known = figure
                    .map(|figure| Figure { expression: figure.expression.moved(by), ..figure });
            }
            indices.push(*index);
        }
        let index = |printed: u32| {
            usize::try_from(printed)
                .ok()
                .and_then(|at| indices.get(at))
                .copied()
                .unwrap_or(u32::MAX)
        };
        sources.arena.append(arena, index);
        self.take(runs, by);
    }

    /// Takes over what rules came to, their expressions moved by so many.
    fn take(&mut self, runs: Vec<(&'r Rule, bool, RuleRun<'static>)>, by: u32) {
        for (rule, begins, mut run) in runs {
            let own = run.checks.iter_mut().chain(&mut run.untold).filter(|_| by > 0);
            for sides in own.filter_map(|check| check.sides.as_mut()) {
                *sides =
                    Sides { stated: sides.stated.moved(by), computed: sides.computed.moved(by) };
            }
            if begins {
                self.close();
                self.last = Some((rule, run));
            } else if let Some((_, last)) = &mut self.last {
                last.append(run);
            }
        }
    }

    /// Nothing more comes of the last rule.
    fn close(&mut self) {
        let Some((rule, mut run)) = self.last.take() else { return };
        let is_own = self.world.ruleset.is_own(rule);
        let packed = &self.world.ruleset.packed_layers;
        let is_packed = packed.iter().any(|layer| rule.origin.layer == *layer);
        self.checked.rules.push(RuleOutcome { is_own, is_packed, ..run.outcome(rule) });
        if run.used > COSTLY {
            self.checked.costly.insert(rule.id.clone());
        }
        self.checked.checks.append(&mut run.checks);
        self.untold.append(&mut run.untold);
        self.checked.mistakes.append(&mut run.mistakes);
    }

    fn finish(mut self) -> (Checked, Vec<Check>) {
        self.close();
        let year = self.world.page.recognition.facts.year;
        for OtherYears { id, years, of } in &self.world.ruleset.other_years {
            let of =
                of.as_ref().map_or_else(String::new, |of| format!("；它用的 {of} 只用于这些年度"));
            let why = match year {
                Some(year) => Why::OtherYears {
                    years: years.as_str().into(),
                    year: eco_format!("文件是 {year} 年{of}"),
                },
                None => Why::YearUnknown,
            };
            self.checked.rules.push(RuleOutcome {
                id: id.as_str().into(),
                status: RuleStatus::NotApplicable,
                checks: 0,
                why: vec![why],
                lost: Vec::new(),
                label: None,
                is_own: true,
                is_packed: false,
            });
        }
        (self.checked, self.untold)
    }
}

/// A check that chose the columns of its own figures proves nothing: 由该式定列.
fn aligned_by(world: World<'_>, checks: &mut [Check]) {
    for aligned in &world.page.recognition.aligned {
        let own = |check: &&mut Check| {
            check.rule == aligned.rule
                && check.verdict != Verdict::Unchecked
                && check
                    .places()
                    .any(|(span, document)| document.is_none() && aligned.figures.contains(&span))
        };
        if let Some(check) = checks.iter_mut().find(own) {
            let repaired = |figure: gouji_audit::audit::CheckFigure<'_>| {
                aligned.figures.contains(&figure.span())
                    && matches!(figure.printed().reading, ReadingDoubt::Repaired(_))
            };
            let is_repaired = check.figures().any(repaired);
            let why = if is_repaired { Why::ReadByThis } else { Why::AlignedByThis };
            if check.verdict.agrees() {
                check.corroborate(why);
            } else {
                check.leave_open(why);
            }
        }
    }
}

/// Whether a check only keeps a printed figure on one side of nothing, or an amount on one side of another one.
fn is_loose(check: &Check, claim: Option<&Claim>) -> bool {
    let is_zero = |side: &EcoString| side.chars().all(|c| matches!(c, '0' | '.'));
    let is_nothing = check.computed.as_ref().is_some_and(is_zero);
    let is_measure = claim.is_some_and(|claim| claim.measure.is_some());
    check.relation.is_bound() && (is_nothing || is_measure && check.size() > 1)
}

/// What sentences say proves nothing where its figures were brought together by their values, or where another
/// reading would have hidden a wrong one.
fn corroborated(world: World<'_>, checks: &mut [Check]) {
    for check in checks.iter_mut().filter(|check| check.verdict.is_checked()) {
        let CheckedAt::Sentence(statement, ..) = check.at else { continue };
        let Some(said) = world.statement(Paper::OWN, statement as usize) else { continue };
        let claim = world.ruleset.claims.get(said.claim);
        let is_told_as_bound = claim.is_some_and(|claim| claim.relation.is_some());
        match said.proof {
            // that one is not more than the other was said by nobody: nearly any number keeps to it; a limit that a
            // rule sets is another thing
            Proof::Words if is_loose(check, claim) && !is_told_as_bound => {
                check.corroborate(Why::OneSided);
            }
            Proof::Words => {}
            Proof::Value => check.corroborate(Why::FoundByValue),
            Proof::Reading => check.corroborate(Why::ReadingOpen),
            Proof::Doubt(_) => {}
        }
    }
    doubted(world, checks);
}

/// What a declared relation says is open where the words do not say of which figures.
fn doubted(world: World<'_>, checks: &mut [Check]) {
    for check in checks.iter_mut() {
        let CheckedAt::Sentence(statement, ..) = check.at else { continue };
        let Some(said) = world.statement(Paper::OWN, statement as usize) else { continue };
        let Proof::Doubt(doubt) = said.proof else { continue };
        // that a rate is of nothing is what is told of it
        let is_told = |detail: &CheckDetail| matches!(detail.fault, Fault::NoBase { .. });
        if doubt == FrameDoubt::NoBase
            && check.severity >= Severity::Warning
            && check.detail.as_deref().is_some_and(is_told)
        {
            continue;
        }
        let text = |from: u32, to: u32| -> EcoString {
            said.text.text.get(from as usize..to as usize).unwrap_or_default().into()
        };
        let captures = world.ruleset.claims.get(said.claim).map_or(&[][..], |own| &own.captures);
        let role = |slot: u8| captures.get(usize::from(slot)).map_or("", |own| own.name.as_str());
        check.leave_open(match doubt {
            FrameDoubt::Several(slot) => Why::RoleSeveral { name: role(slot).into() },
            FrameDoubt::Word(from, to) => Why::WordUnexplained { word: text(from, to) },
            FrameDoubt::Inexact(from, to) => Why::RoleInexact { figure: text(from, to) },
            FrameDoubt::Times => Why::RoleTimes,
            FrameDoubt::Apart => Why::RoleApart,
            FrameDoubt::NoBase => Why::BaseZero,
        });
    }
}

fn place_of(check: &Check) -> (usize, u32, u32) {
    check.places().next().map_or((0, u32::MAX, 0), |(span, document)| {
        (document.map_or(0, |d| d + 1), span.start, span.end)
    })
}
