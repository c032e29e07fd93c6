//! What is told of a cause: the figures that are held to be wrong, what was meant, and those that may be wrong instead.

use super::cause::{CauseRun, Group, suspect};
use super::figure_cell::FigureCell;
use super::slip::SlipTells;
use gouji_audit::audit::{Cause, CheckFigure, CheckRelation, CheckedAt, Confidence, Slip, Suspect};
use gouji_values::number::{Decimal, round};

impl CauseRun<'_> {
    /// What a figure should be that its checks work out: just that, where rounding allows other numbers beside
    /// it, and no slip names one of them. With more decimals than are printed where a rate would be rounded to
    /// nothing or to all: 2399件办结2395件 are 99.83%, not 100%.
    fn worked_out(
        &self,
        group: &Group,
        (figure, cell): (&CheckFigure<'_>, &FigureCell),
        (number, slip): (Decimal, Slip),
    ) -> Decimal {
        let own = |at: &usize| {
            let check = self.check(*at)?;
            let is_own = check.relation == CheckRelation::Equal
                && check.unit.as_deref() == figure.printed().unit.as_deref()
                && check.lead() == Some((figure.span(), figure.document()));
            if is_own { check.computed.as_deref()?.parse::<Decimal>().ok() } else { None }
        };
        let mut all = group.checks.iter().filter_map(own);
        let Some(exact) = all.next() else { return number };
        let rounded = round(exact, cell.decimals);
        let is_rate = figure.printed().unit.as_deref() == Some("%");
        let is_whole = rounded.is_zero() || rounded == Decimal::ONE_HUNDRED;
        if is_rate && is_whole && group.checks.len() == 1 && exact != number {
            return exact;
        }
        let is_told =
            slip == Slip::Other && all.all(|other| round(other, cell.decimals) == rounded);
        // the evaluator was asked about a number beside it
        let is_beside = (rounded - number).abs() <= Decimal::new(2, cell.decimals);
        if is_told && is_beside { rounded } else { number }
    }

    /// Whether a part that a sentence tells is more than the whole that it is said to be of: either may be wrong, or it
    /// is no part. 采购150万元，其中：货物100万元，服务200万元.
    fn part_exceeds(&self, at: usize) -> bool {
        let told = || {
            let check = self.check(at)?;
            let is_sentence = matches!(check.at, CheckedAt::Sentence(..));
            let (span, document) = check.lead().filter(|_| is_sentence && check.size() > 2)?;
            let row = self.rows.system.rows.get(*self.rows.row_of.get(&at)?)?;
            let whole = self.rows.at(document, span).next()?;
            let amount = |cell: usize| {
                let number = self.rows.cells.get(cell).map_or(0, |cell| cell.number);
                number.saturating_mul(row.factor(cell))
            };
            let own = amount(whole);
            let others = row.terms.iter().map(|(cell, _)| *cell).filter(|cell| *cell != whole);
            let others: Vec<i128> = others.map(amount).collect();
            let are_parts = others.iter().all(|part| part.signum() != own.signum());
            Some(are_parts && others.iter().any(|part| part.abs() > own.abs()))
        };
        told().unwrap_or(false)
    }

    pub(super) fn cause(&self, group: &Group) -> Option<Cause> {
        if group.row.is_some() {
            return Some(Cause {
                suspects: Vec::new(),
                others: Vec::new(),
                confidence: Confidence::Medium,
                ties: 0,
                is_reading: false,
                row: group.row.clone(),
            });
        }
        if !group.stated.is_empty() {
            let is_reading =
                group.stated.iter().any(|suspect| suspect.printed.reading.is_doubtful());
            return Some(Cause {
                suspects: group.stated.clone(),
                others: Vec::new(),
                confidence: Confidence::Medium,
                ties: 0,
                is_reading,
                row: None,
            });
        }
        let (cells, numbers) = (group.cells?, group.numbers?);
        let figure = |at: usize| {
            let cell = self.rows.cells.get(at)?;
            // as the first check that shows it has it
            let first = self.check(self.resting.of(at).next()?)?;
            Some((
                first.figures().find(|figure| {
                    (figure.document(), figure.span().start) == (cell.document, cell.span.start)
                })?,
                cell,
            ))
        };
        let mut suspects = Vec::new();
        // another unit explains both sides
        let is_unit =
            !group.meant.is_empty() && group.meant.iter().all(|one| one.slip.is_of_unit());
        let exceeds = matches!(group.checks.as_slice(), [only] if self.part_exceeds(*only));
        let is_told = is_unit || !exceeds;
        if cells > Confidence::Low && is_told {
            for meant in &group.meant {
                let (figure, cell) = figure(meant.cell)?;
                let tells = tells_number(numbers) && meant.is_certain;
                let is_known = tells || meant.slip.tells_itself();
                let slip = if is_known { meant.slip } else { Slip::Other };
                let number = meant.exact.or_else(|| cell.value(meant.number)).filter(|_| tells);
                let number =
                    number.map(|number| self.worked_out(group, (&figure, cell), (number, slip)));
                suspects.push(suspect(&figure, cell, number, slip, meant.from.as_ref()));
            }
        }
        // where none is said to be the wrong one, the likeliest is one of several
        let likeliest = group.meant.iter().map(|meant| meant.cell).filter(|_| !is_told);
        let mut others: Vec<usize> = likeliest.chain(group.others.iter().copied()).collect();
        if suspects.is_empty() && !others.is_empty() {
            self.stated_first(group, &mut others);
        }
        let others: Vec<Suspect> = others
            .into_iter()
            .filter_map(figure)
            .map(|(figure, cell)| suspect(&figure, cell, None, Slip::Other, None))
            .collect();
        let is_doubtful = |suspect: &Suspect| suspect.printed.reading.is_doubtful();
        let is_reading = suspects.iter().any(is_doubtful)
            || (suspects.is_empty() && others.iter().any(is_doubtful));
        let confidence = if suspects.iter().all(|suspect| suspect.suggested.is_some()) {
            numbers
        } else {
            cells
        };
        Some(Cause { suspects, others, confidence, ties: group.ties, is_reading, row: None })
    }

    /// Of figures of which any may be wrong what the checks state comes first: it was worked out of the others. It is one
    /// of them also where none of its printed decimals makes a rate come out. Each place is told once.
    fn stated_first(&self, group: &Group, others: &mut Vec<usize>) {
        let leads = group.checks.iter().filter_map(|at| self.check(*at)?.lead());
        let leads: Vec<usize> =
            leads.flat_map(|(span, document)| self.rows.at(document, span)).collect();
        let place =
            |cell: &usize| self.rows.cells.get(*cell).map(|cell| (cell.document, cell.span.start));
        let mut all: Vec<usize> = Vec::with_capacity(others.len() + 1);
        let is_stated = |cell: &&usize| leads.contains(*cell);
        if let ([only], [lead]) = (group.checks.as_slice(), leads.as_slice()) {
            let is_equality =
                self.check(*only).is_some_and(|check| check.relation == CheckRelation::Equal);
            let rows = self.rows.system.rows_of(*lead).iter();
            let mut rows = rows.filter_map(|row| self.rows.system.rows.get(*row));
            let is_confirmed = rows.any(|row| row.terms.len() > 1 && row.holds(row.residual));
            all.extend((is_equality && !is_confirmed).then_some(*lead));
        }
        all.extend(others.iter().filter(is_stated));
        all.extend(others.iter().filter(|cell| !is_stated(cell)));
        let mut known = Vec::with_capacity(all.len());
        all.retain(|cell| {
            let is_new = !known.contains(&place(cell));
            known.push(place(cell));
            is_new
        });
        *others = all;
    }
}

/// Whether the reader is told a number: below [`Confidence::Medium`] none is.
fn tells_number(confidence: Confidence) -> bool {
    confidence >= Confidence::Medium
}
