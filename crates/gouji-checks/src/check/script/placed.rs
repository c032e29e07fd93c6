//! Where what a script worked out stands: of figures of its own, the cell that its words name.

use super::session::Session;
use gouji_audit::audit::Check;

/// Cells that are looked at, from the one that was read last.
const MOST: usize = 16;

/// Shorter words stand in any text.
const LETTERS: usize = 2;

impl Session {
    /// Gives a check without a figure the cell that was read last of those whose text stands in the label that
    /// the author gives it, so that it names a line.
    pub(super) fn give_place(&self, check: &mut Check, label: &str) {
        if !check.cites.is_empty() || label.is_empty() {
            return;
        }
        let last: Vec<u32> = self.state().log.iter().rev().take(MOST).copied().collect();
        check.cites = self
            .with(None, |evaluator| {
                let is_named = |index: &&u32| {
                    let place = evaluator.printed.get(**index as usize).copied();
                    place.is_some_and(|place| {
                        let text = evaluator.world.printed(place).text;
                        let text = text.trim();
                        text.chars().count() >= LETTERS && label.contains(text)
                    })
                };
                match last.iter().find(is_named).copied() {
                    Some(named) => evaluator.figures_of(&[], &[named]),
                    None => Vec::new(),
                }
            })
            .into();
        if check.cites.is_empty() {
            return;
        }
        // neither number bears the name of that cell
        let counts = [&check.stated, &check.computed, &check.difference].map(Clone::clone);
        check.detail_mut().counts = Some(Box::new(counts));
    }
}
