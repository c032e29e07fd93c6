//! Where what a script worked out stands: of figures of its own, those of the row that it looked at last.

use super::session::Session;
use gouji_audit::audit::Check;

impl Session {
    /// Gives a check without a figure the cell that the script read last, so that it names a line.
    pub(super) fn give_place(&self, check: &mut Check) {
        if !check.cites.is_empty() {
            return;
        }
        let Some(last) = self.state().log.last().copied() else { return };
        check.cites = self.with(None, |evaluator| evaluator.figures_of(&[], &[last])).into();
        // neither number bears the name of that cell
        let counts = [&check.stated, &check.computed, &check.difference].map(Clone::clone);
        check.detail_mut().counts = Some(Box::new(counts));
    }
}
