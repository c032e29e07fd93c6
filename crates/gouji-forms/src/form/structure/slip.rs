//! How the relations of a table would stand, were one of its figures another one: a relation is
//! found, and borne out, by what comes out.

use super::support::{SumOutcome, Support, came};
use super::{Family, Law, Structure, StructureCell, Whole};
use crate::form::FormSide;
use gouji_values::hash::QuickMap;

/// Rates of a column that come out before one that does not is wrong.
const RATES: usize = 6;

/// The relations of a table as they stand.
#[derive(Debug, Default)]
pub struct FamilySlips {
    families: Vec<OwnFamily>,
    /// For each cell the sums that come out and that it stands in: family, several addends, stated.
    of: QuickMap<StructureCell, Vec<InSum>>,
    /// For each kind of relation and stated cell the family.
    stated: QuickMap<(Structure, StructureCell), usize>,
    /// The sums that are known to be whole by other things than their own family.
    whole: QuickMap<(Structure, StructureCell), Whole>,
    /// For each kind of relation and row the columns in which a sum does not come out.
    broken: QuickMap<(Structure, usize, usize), Vec<usize>>,
}

#[derive(Debug)]
struct OwnFamily {
    structure: Structure,
    law: Law,
    support: Support,
    members: usize,
    is_borne_out: bool,
}

#[derive(Clone, Copy, Debug)]
struct InSum {
    family: usize,
    is_several: bool,
    is_stated: bool,
}

impl FamilySlips {
    /// Of the relations between the cells of the sides of a form.
    #[must_use]
    pub fn of(sides: &[FormSide], families: &[Family]) -> Self {
        let mut out = Self::default();
        for (at, family) in families.iter().enumerate() {
            out.families.push(OwnFamily {
                structure: family.structure,
                law: family.law,
                support: Support::of(sides, &family.members),
                members: family.members.len(),
                is_borne_out: family.is_borne_out,
            });
            let known = family.whole.iter();
            out.whole.extend(known.map(|(cell, whole)| ((family.structure, *cell), *whole)));
            for member in &family.members {
                out.stated.entry((family.structure, member.stated)).or_insert(at);
                let is_several = match came(sides, member) {
                    _ if family.law != Law::Sum => false,
                    SumOutcome::To(count) => count > 1,
                    SumOutcome::Apart(_) => {
                        let StructureCell { side, row, column } = member.stated;
                        let known = out.broken.entry((family.structure, side, row)).or_default();
                        known.push(column);
                        continue;
                    }
                    SumOutcome::Unknown => continue,
                };
                let stated = InSum { family: at, is_several, is_stated: true };
                out.of.entry(member.stated).or_default().push(stated);
                for term in &member.terms {
                    let own = InSum { is_stated: false, ..stated };
                    out.of.entry(*term).or_default().push(own);
                }
            }
        }
        out
    }

    /// Whether a sum of this kind would still be told to be one, by those that come out, were the
    /// figure of a cell of it another one.
    #[must_use]
    pub fn bears(&self, kind: Structure, stated: StructureCell, cell: StructureCell) -> bool {
        let Some(at) = self.stated.get(&(kind, stated)) else { return false };
        let Some(family) = self.families.get(*at) else { return false };
        let sums = self.of.get(&cell).map_or(&[][..], Vec::as_slice);
        let own = || sums.iter().filter(|sum| sum.family == *at);
        if family.law != Law::Sum {
            return !family.is_borne_out && own().count() == 1 && family.members > RATES;
        }
        let several = own().filter(|sum| sum.is_several).count();
        let is_stated = own().any(|sum| sum.is_stated);
        let broken = if is_stated { 1 } else { own().count() };
        let support = Support {
            several: family.support.several.saturating_sub(several),
            single: family.support.single.saturating_sub(own().count() - several),
            broken: family.support.broken + broken,
        };
        let is_alone = family.support.broken == 0 && broken == 1;
        // two totals that contradict each other come out no more
        let is_borne_out =
            family.is_borne_out && family.structure != Structure::Sides && support.is_enough();
        is_borne_out
            || (is_alone
                && !self.is_broken_beside(kind, stated)
                && (self.is_whole(kind, stated, is_stated)
                    || self.is_found_twice(*at, sums, is_stated)))
    }

    /// Whether a sum of the same row does not come out in another column: a row may be missing.
    fn is_broken_beside(&self, kind: Structure, stated: StructureCell) -> bool {
        let columns = self.broken.get(&(kind, stated.side, stated.row));
        matches!(kind, Structure::Total | Structure::Indent)
            && columns.is_some_and(|columns| columns.iter().any(|own| *own != stated.column))
    }

    /// Whether a sum is known to be whole, were it itself or one of its addends another figure.
    fn is_whole(&self, kind: Structure, stated: StructureCell, is_stated: bool) -> bool {
        match self.whole.get(&(kind, stated)) {
            Some(Whole::Beside) => true,
            Some(Whole::Total) => !is_stated,
            None => false,
        }
    }

    /// Whether a relation of another kind, or one that states what this one adds, finds the same
    /// figure wrong.
    fn is_found_twice(&self, at: usize, sums: &[InSum], is_stated: bool) -> bool {
        let kind = |family: usize| self.families.get(family).map(|family| family.structure);
        let mut own = sums.iter().filter(|sum| sum.family == at);
        if let (Some(one), Some(other), None) = (own.next(), own.next(), own.next())
            && one.is_stated != other.is_stated
        {
            return true;
        }
        sums.iter().filter(|sum| sum.family != at).any(|sum| {
            let is_sum = self.families.get(sum.family).is_some_and(|one| one.law == Law::Sum);
            is_sum && (kind(sum.family) != kind(at) || sum.is_stated != is_stated)
        })
    }
}
