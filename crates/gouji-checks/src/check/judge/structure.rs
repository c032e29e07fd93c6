//! `structure`: each sum that follows from a table itself.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::value::{Evaluated, Missing};
use crate::check::judge::compare::{Identity, PlaceOutcome};
use crate::check::judge::progress::Wanted;
use crate::check::seen::keys::at;
use crate::check::seen::tree::sum_of;
use ecow::{EcoString, eco_format};
use gouji_audit::audit::{Check, CheckedAt, Nature, Verdict, Why};
use gouji_forms::form::{Content, Family, FamilySlips, FilledForm, Law, Member, StructureCell};
use gouji_rules::formula::Binary;
use gouji_rules::ruleset::{Rule, Structure};
use gouji_values::number::{Decimal, Number};
use gouji_values::paper::Paper;
use std::sync::Arc;

/// Whether a total is off by what no slip of a digit explains: the table may leave out a row or
/// column of it, as some must not be published, or print what is not to be added. Codes say what is
/// to be added: of these a sum that is too large is wrong.
pub(in crate::check) fn may_mean_another(
    difference: Option<Decimal>,
    size: usize,
    structure: Structure,
) -> bool {
    let Some(by) = difference else { return true };
    let is_decided = match structure {
        Structure::Sides => true,
        Structure::Code => by.is_sign_negative(),
        // one more or less in the last digits is rounding, or other figures than those printed
        Structure::Rate if by.mantissa().abs() < 10 => return true,
        Structure::Header | Structure::Indent | Structure::Total | Structure::Rate => false,
    };
    // a rate is worked out of what is printed
    let addends = if structure == Structure::Rate { 0 } else { size.saturating_sub(1) };
    !is_decided && !is_slip_of_digit(by.abs(), addends)
}

/// By how much a check does not hold, as shown.
fn apart(check: &Check) -> Option<Decimal> {
    check.difference.as_ref()?.parse().ok()
}

/// Whether a sum comes out with one of several addends printed with its point elsewhere, or without
/// its last zeros, or with all that are printed without decimals ten times as large: of many digits that
/// is no chance, whatever else is known of the sum.
fn is_shift_of_addend(check: &Check, filled: &FilledForm, member: &Member) -> bool {
    /// The least number that has digits enough beside the zeros at its end.
    const TELLING: u128 = 10_000;
    /// By so many places: to another digit, or to another unit.
    const TIMES: [i64; 5] = [10, 100, 1_000, 10_000, 100_000_000];
    let by = apart(check);
    let printed = |cell: &StructureCell| {
        let slot = filled.sides.get(cell.side)?.rows.get(cell.row)?.cells.get(cell.column)?;
        match &slot.content {
            Content::Number(number) if !number.value.is_zero() => Some(*number),
            _ => None,
        }
    };
    let is_telling = |value: Decimal| {
        let mut digits = value.mantissa().unsigned_abs();
        while digits >= TELLING && digits.is_multiple_of(10) {
            digits /= 10;
        }
        digits >= TELLING
    };
    let is_shift = |value: Decimal, by: Decimal| {
        is_telling(value)
            && TIMES.iter().any(|times| value.checked_mul(Decimal::from(times - 1)) == Some(by))
    };
    let terms = || member.terms.iter().filter_map(printed);
    // what writes 294400.00 without its decimals may take a zero more
    let (whole, others): (Vec<Number>, Vec<Number>) = terms().partition(|one| one.decimals == 0);
    let whole: Decimal = whole.into_iter().map(|one| one.value).sum();
    let is_cut = |by: Decimal| !others.is_empty() && is_telling(whole) && is_shift(whole, by);
    by.is_some_and(|by| {
        terms().count() > 1 && (terms().any(|one| is_shift(one.value, by)) || is_cut(by))
    })
}

/// Whether a difference is that of one digit for another, or of two digits exchanged, in so many
/// addends of which each is rounded.
pub(in crate::check) fn is_slip_of_digit(difference: Decimal, addends: usize) -> bool {
    /// A digit is for another by 1 to 9, two that are exchanged by 9 to 81 of the lower one.
    const DIFFERENCES: [i64; 17] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 18, 27, 36, 45, 54, 63, 72, 81];
    /// What rounding may add has to be so much less than the digit.
    const LESS: i64 = 10;
    let last = Decimal::new(1, difference.scale());
    let open = last * Decimal::from(addends) / Decimal::TWO;
    let mut place = last;
    while place <= difference + open {
        let room = if place > open * Decimal::from(LESS) { open } else { Decimal::ZERO };
        let is_met = |digits: i64| (Decimal::from(digits) * place - difference).abs() <= room;
        if DIFFERENCES.into_iter().any(is_met) {
            return true;
        }
        place *= Decimal::TEN;
    }
    false
}

/// Whether a wrong figure of a sum that comes out would be told, whichever it is.
fn is_proven(filled: &FilledForm, slips: &FamilySlips, family: &Family, member: &Member) -> bool {
    let is_number = |cell: &&StructureCell| {
        let row = filled.sides.get(cell.side).and_then(|side| side.rows.get(cell.row));
        let slot = row.and_then(|row| row.cells.get(cell.column));
        slot.is_some_and(|slot| matches!(slot.content, Content::Number(_)))
    };
    std::iter::once(&member.stated)
        .chain(&member.terms)
        .filter(is_number)
        .all(|cell| slips.bears(family.structure, member.stated, *cell))
}

/// Whether all figures of a relation stand in one row.
fn is_of_row(structure: Structure) -> bool {
    matches!(structure, Structure::Header | Structure::Rate)
}

impl Evaluator<'_> {
    /// All checks of one kind of structure on a form; where only some are wanted, these.
    pub(in crate::check) fn structure(
        &mut self,
        rule: &Rule,
        structure: Structure,
        form: usize,
        wanted: Option<&Wanted<'_>>,
        mut emit: impl FnMut(PlaceOutcome),
    ) {
        let world = self.world;
        let Some(filled) = world.filled(Paper::OWN, form) else { return };
        let own = || filled.structure.iter().filter(|family| family.structure == structure);
        if own().next().is_none() {
            return;
        }
        // what is asked for alone is asked what would come of other figures
        let slips = wanted.is_none().then(|| {
            let own = || Arc::new(FamilySlips::of(&filled.sides, &filled.structure));
            Arc::clone(self.slips.entry(form).or_insert_with(own))
        });
        for family in own() {
            let is_proven = |member: &Member| {
                slips.as_deref().is_none_or(|slips| is_proven(filled, slips, family, member))
            };
            for member in &family.members {
                let StructureCell { side, row, column } = member.stated;
                let place = CheckedAt::Branch(at([form, side, row, column]), None);
                if wanted.is_some_and(|wanted| !wanted.has(&world, (&rule.id, 0), &place)) {
                    continue;
                }
                self.forget();
                let mut outcome = self.member(rule, form, family, member, place);
                if let PlaceOutcome::Check(check) = &mut outcome
                    && check.verdict == Verdict::Violation
                    && !(family.law == Law::Sum && is_shift_of_addend(check, filled, member))
                {
                    if !family.is_borne_out {
                        check.leave_open(Why::StructureAlone);
                    } else if !family.is_explained
                        && may_mean_another(apart(check), check.size(), structure)
                    {
                        check.leave_open(match structure {
                            Structure::Rate => Why::RateOfAnother,
                            _ => Why::StructureMayLack,
                        });
                    }
                }
                if let PlaceOutcome::Check(check) = &mut outcome
                    && check.verdict.is_checked()
                    && !is_proven(member)
                {
                    check.corroborate(Why::StructureWeak);
                }
                emit(match outcome {
                    // of a form the rules say what is open
                    PlaceOutcome::Check(check)
                        if filled.own.is_none() && check.verdict == Verdict::Unchecked =>
                    {
                        PlaceOutcome::Untold(check)
                    }
                    outcome => outcome,
                });
            }
        }
    }

    fn member(
        &mut self,
        rule: &Rule,
        form: usize,
        family: &Family,
        member: &Member,
        place: CheckedAt,
    ) -> PlaceOutcome {
        let world = self.world;
        let Some(filled) = world.filled(Paper::OWN, form) else { return PlaceOutcome::Nothing };
        let expression = self.expression_of(form, family, member);
        let identity = Identity { rule, number: 0, at: place, nature: Nature::Tree, expression };
        let StructureCell { side, row, column } = member.stated;
        let lacks_rows = filled.sides.get(side).is_none_or(|side| side.incomplete);
        // a row is whole whatever rows are missing
        let tie = member.terms.len() == 1;
        let stated = Ok((side, row, column));
        if family.law != Law::Sum {
            return self.worked_out(&identity, form, stated, tie, |this| {
                this.rate(form, family.law, member)
            });
        }
        let terms = if !is_of_row(family.structure) && lacks_rows {
            Err(self.lacks_rows(filled))
        } else {
            Ok(member.terms.iter().map(|term| (term.side, term.row, term.column)))
        };
        self.sum_of_cells(&identity, form, stated, terms, tie)
    }

    /// What a rate is worked out to be from the two amounts of its row.
    fn rate(&mut self, form: usize, law: Law, member: &Member) -> Evaluated {
        let [value, base] = member.terms.as_slice() else {
            return Err(Missing::Unchecked(Why::NumberWanted));
        };
        let value = self.cell(Paper::OWN, form, value.side, value.row, value.column)?;
        let base = self.cell(Paper::OWN, form, base.side, base.row, base.column)?;
        let part = match law {
            Law::Change => self.binary(Binary::Subtract, value, base.clone())?,
            Law::Share | Law::Sum => value,
        };
        self.percent(part, base)
    }

    /// What a check says that it is: `合计 == 基本支出 + 项目支出`, by columns or by rows.
    fn expression_of(&self, form: usize, family: &Family, member: &Member) -> EcoString {
        let world = self.world;
        let name = |cell: &StructureCell| -> EcoString {
            if is_of_row(family.structure) {
                let filled = world.filled(Paper::OWN, form);
                let column = filled.and_then(|filled| world.column(filled, cell.column));
                return column.map_or_else(EcoString::new, |column| column.name.as_str().into());
            }
            let row = world.row(Paper::OWN, form, cell.side, cell.row);
            row.map_or_else(EcoString::new, |row| {
                row.code.clone().unwrap_or_else(|| row.key.clone())
            })
        };
        if let (Law::Share | Law::Change, [value, base]) = (family.law, member.terms.as_slice()) {
            let (value, base) = (name(value), name(base));
            let part =
                if family.law == Law::Change { eco_format!("({value} - {base})") } else { value };
            return eco_format!("{} == {part} ÷ {base}", name(&member.stated));
        }
        sum_of(&name(&member.stated), member.terms.iter().map(name))
    }
}
