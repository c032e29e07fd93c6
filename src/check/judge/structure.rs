//! `structure`: each sum that follows from a table itself.

use crate::audit::{At, Check, Nature, Relation, Verdict, Why};
use crate::check::evaluate::Evaluator;
use crate::check::evaluate::value::{Evaluated, Missing};
use crate::check::judge::compare::{Identity, Outcome};
use crate::check::seen::keys::at;
use crate::form::{Family, Law, Member, StructureCell};
use crate::formula::Binary;
use crate::hash::QuickSet;
use crate::number::Decimal;
use crate::paper::Paper;
use crate::ruleset::{Rule, Structure};
use ecow::{EcoString, eco_format};

/// Whether a total is off by what no slip of a digit explains: the table may leave out a row or
/// column of it, as some must not be published, or print what is not to be added. Codes say what is
/// to be added: of these a sum that is too large is wrong.
fn may_mean_another(check: &Check, structure: Structure) -> bool {
    let difference = check.difference.as_ref().and_then(|by| by.parse::<Decimal>().ok());
    let Some(by) = difference else { return true };
    let is_decided = match structure {
        Structure::Sides => true,
        Structure::Code => by.is_sign_negative(),
        // one more or less in the last digits is rounding, or other figures than those printed
        Structure::Rate if by.mantissa().abs() < 10 => return true,
        Structure::Header | Structure::Indent | Structure::Total | Structure::Rate => false,
    };
    !is_decided && !is_slip_of_digit(by.abs())
}

/// Whether a difference is that of one digit for another, or of two digits exchanged.
fn is_slip_of_digit(difference: Decimal) -> bool {
    /// A digit is for another by 1 to 9, two that are exchanged by 9 to 81 of the lower one.
    const DIFFERENCES: [i64; 17] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 18, 27, 36, 45, 54, 63, 72, 81];
    let mut place = Decimal::new(1, difference.scale());
    while place <= difference {
        if DIFFERENCES.iter().any(|digits| Decimal::from(*digits) * place == difference) {
            return true;
        }
        place *= Decimal::TEN;
    }
    false
}

/// Whether all figures of a relation stand in one row.
fn is_of_row(structure: Structure) -> bool {
    matches!(structure, Structure::Header | Structure::Rate)
}

/// So many addends an expression names.
const SHOWN: usize = 6;

impl Evaluator<'_> {
    /// All checks of one kind of structure on a form; where only some are wanted, by their keys,
    /// these.
    pub(in crate::check) fn structure(
        &mut self,
        rule: &Rule,
        structure: Structure,
        form: usize,
        wanted: Option<&QuickSet<&str>>,
        mut emit: impl FnMut(Outcome),
    ) {
        let world = self.world;
        let Some(filled) = world.filled(Paper::OWN, form) else { return };
        for family in filled.structure.iter().filter(|family| family.structure == structure) {
            for member in &family.members {
                let StructureCell { side, row, column } = member.stated;
                let place = At::Branch(at([form, side, row, column]), None);
                if wanted
                    .is_some_and(|wanted| !wanted.contains(world.key(&rule.id, 0, &place).as_str()))
                {
                    continue;
                }
                self.forget();
                let mut outcome = self.member(rule, form, family, member, place);
                if let Outcome::Check(check) = &mut outcome
                    && check.verdict == Verdict::Violation
                {
                    if !family.is_borne_out {
                        check.leave_open(Why::StructureAlone);
                    } else if may_mean_another(check, structure) {
                        check.leave_open(match structure {
                            Structure::Rate => Why::RateOfAnother,
                            _ => Why::StructureMayLack,
                        });
                    }
                }
                // of a form the rules say what is open
                let is_open = matches!(&outcome, Outcome::Check(check) if check.verdict == Verdict::Unchecked);
                if filled.own.is_some() || !is_open {
                    emit(outcome);
                }
            }
        }
    }

    fn member(
        &mut self,
        rule: &Rule,
        form: usize,
        family: &Family,
        member: &Member,
        place: At,
    ) -> Outcome {
        let world = self.world;
        let Some(filled) = world.filled(Paper::OWN, form) else { return Outcome::Nothing };
        let expression = self.expression_of(form, family, member);
        let identity = Identity { rule, number: 0, at: place, nature: Nature::Tree, expression };
        self.take_trace();
        let StructureCell { side, row, column } = member.stated;
        let stated = self.cell(Paper::OWN, form, side, row, column);
        let stated_trace = self.take_trace();
        let lacks_rows =
            |cell: &StructureCell| filled.sides.get(cell.side).is_none_or(|side| side.incomplete);
        // a row is whole whatever rows are missing
        let is_of_row = is_of_row(family.structure);
        let total = if !is_of_row && lacks_rows(&member.stated) {
            Err(self.lacks_rows(filled))
        } else if family.law != Law::Sum {
            self.rate(form, family.law, member)
        } else {
            let terms = member.terms.iter().map(|term| (term.side, term.row, term.column));
            self.added(form, terms)
        };
        let operands = self.take_trace();
        let tie = member.terms.len() == 1;
        self.conclude(
            &identity,
            Relation::Equal,
            tie,
            (stated, stated_trace),
            (total, operands),
            None,
        )
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
        let terms: Vec<EcoString> = member.terms.iter().take(SHOWN).map(name).collect();
        let more = if member.terms.len() > SHOWN { " + …" } else { "" };
        eco_format!("{} == {}{more}", name(&member.stated), terms.join(" + "))
    }
}
