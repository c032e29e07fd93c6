//! What a line keeps from run to run: its number, the days on which it was found and found mended,
//! and who looked at it.

use super::{Ledger, LedgerRow, LineStatus};

impl Ledger {
    /// A line with its days: what it took the place of hands its own on, and who looked at it.
    pub(super) fn dated(&self, mut row: LedgerRow, known: Option<&LedgerRow>) -> LedgerRow {
        match known {
            Some(known) => {
                row.number.clone_from(&known.number);
                row.found.clone_from(&known.found);
                row.mended.clone_from(&known.mended);
                row.reviewer.clone_from(&known.reviewer);
            }
            None => row.found = self.day.clone().unwrap_or_default(),
        }
        if LineStatus::find(&row.status) == Some(LineStatus::Mended) {
            self.date_mended(&mut row);
        } else {
            row.mended.clear();
        }
        row
    }

    /// Gives a line that is mended its day, unless it has one.
    pub(super) fn date_mended(&self, row: &mut LedgerRow) {
        if row.mended.trim().is_empty() {
            row.mended = self.day.clone().unwrap_or_default();
        }
    }
}

/// Gives the lines numbers that have none: higher ones than any before.
pub(super) fn number(rows: &mut [LedgerRow]) {
    let highest = rows.iter().filter_map(|row| row.number.trim().parse::<u64>().ok()).max();
    let open = rows.iter_mut().filter(|row| row.number.trim().is_empty());
    for (number, row) in (highest.unwrap_or(0) + 1..).zip(open) {
        row.number = number.to_string();
    }
}
