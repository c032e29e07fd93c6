//! What makes a check weigh less than its rule says: the one place that decides it.

use gouji_audit::audit::{Check, Severity};
use gouji_forms::form::Certainty;

/// Why nobody can be as sure of a violation as its rule says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// A figure of it was repaired while it was read, or its column was chosen.
    Reading,
    /// The sentence leaves open which figures belong together; that one slip of the pen would make
    /// them agree says so.
    Inferred,
    /// The sentence leaves open whether all is listed; other lists of its shape say that it is, and chance may explain the
    /// slip that would make it come out.
    Taught,
    /// The amount is said in a sentence, and the form that has it is blank: one of the two is wrong.
    BlankForm,
    /// The printed base is zero, and a small number may have been rounded to it.
    ZeroBase,
    /// The printed base is zero, and the rate is the 100 % that many write for what was nothing.
    FromNothing,
    /// A figure of it was recognised in a picture.
    Recognised,
    /// Rounding could explain it, but hardly by chance.
    Roundings,
    /// It holds where each number has its own printed decimals instead of those of its column.
    FewDecimals,
    /// The two numbers differ by one unit of the last place.
    LastDigit,
    /// The figure was moved so that a sum comes out (舍位平衡).
    Balanced,
    /// The unit is wrong that a sentence prints, not the amount.
    OtherUnit,
    /// Many checks of its table do not come out, and no single figure explains them: the table may
    /// be misread.
    Misfit,
    /// The rule of the author's holds nowhere, and at most places with two arguments in the other
    /// order.
    Turned,
}

impl Doubt {
    /// The most that a check with this doubt weighs.
    fn most(self) -> Severity {
        match self {
            Self::Reading
            | Self::Inferred
            | Self::BlankForm
            | Self::ZeroBase
            | Self::Roundings
            | Self::Misfit
            | Self::Turned => Severity::Warning,
            Self::Recognised
            | Self::FromNothing
            | Self::FewDecimals
            | Self::LastDigit
            | Self::Balanced
            | Self::OtherUnit
            | Self::Taught => Severity::Info,
        }
    }
}

/// Lowers the severity of a check to what a doubt leaves.
pub fn lower(check: &mut Check, doubt: Doubt) {
    check.severity = check.severity.min(doubt.most());
}

/// The same by how sure it is what its sentence says.
pub(crate) fn lower_as_said(check: &mut Check, certainty: Certainty) {
    match certainty {
        Certainty::Said => {}
        Certainty::OneSlip => lower(check, Doubt::Inferred),
        Certainty::Taught | Certainty::Slipped => lower(check, Doubt::Taught),
    }
}

/// The severity of a check that two rules make: the higher one.
pub(crate) fn join(check: &mut Check, other: Severity) {
    check.severity = check.severity.max(other);
}
