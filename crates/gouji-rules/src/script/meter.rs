//! What a script may still do: work, checks and words are counted, never time, so that the same
//! input ends in the same place.
//!
//! Rhai counts its own steps, but neither those of closures nor what a native function does in one
//! of them. So Rhai's steps and the native functions take from one allowance, which belongs to the
//! thread while a script runs on it.

use super::fault::{Fault, Limit};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a script may do. A unit of work is at most about a microsecond: a step of Rhai, or as much
/// in a native function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allowance {
    /// Units of work.
    pub work: u64,
    /// Checks.
    pub checks: u64,
    /// Bytes of what it says.
    pub words: u64,
}

/// What one rule may do in one document.
pub const WHOLE: Allowance = Allowance { work: 400_000, checks: 4_000, words: 400_000 };

impl Allowance {
    /// Its equal share for each of a number of places.
    #[must_use]
    pub fn shared_by(self, places: usize) -> Self {
        let places = u64::try_from(places).unwrap_or(u64::MAX).max(1);
        Self {
            work: self.work.div_ceil(places),
            checks: self.checks.div_ceil(places),
            words: self.words.div_ceil(places),
        }
    }

    /// How much of it is gone, given what is left.
    #[must_use]
    pub fn used(self, left: Self) -> Self {
        Self {
            work: self.work.saturating_sub(left.work),
            checks: self.checks.saturating_sub(left.checks),
            words: self.words.saturating_sub(left.words),
        }
    }
}

thread_local! {
    static LEFT: Cell<Allowance> = const { Cell::new(Allowance { work: 0, checks: 0, words: 0 }) };
}

thread_local! {
    static CAPTURED: RefCell<Arc<BTreeSet<String>>> = RefCell::default();
}

/// Runs a script whose closures take these variables along.
pub fn with_captured<T>(names: &Arc<BTreeSet<String>>, run: impl FnOnce() -> T) -> T {
    let before = CAPTURED.replace(Arc::clone(names));
    let out = run();
    CAPTURED.set(before);
    out
}

/// Whether a closure of the script that runs takes a variable along.
#[must_use]
pub fn is_captured(name: &str) -> bool {
    CAPTURED.with_borrow(|names| !names.is_empty() && names.contains(name))
}

/// Gives the thread back what it had, whatever happens.
struct Restore(Allowance);

impl Drop for Restore {
    fn drop(&mut self) {
        LEFT.set(self.0);
    }
}

/// Runs a script with an allowance; gives what is left of it. A thread that waits may take up
/// another script meanwhile.
pub fn within<T>(allowance: Allowance, run: impl FnOnce() -> T) -> (T, Allowance) {
    let _restore = Restore(LEFT.replace(allowance));
    let out = run();
    (out, LEFT.get())
}

/// Takes units of work. What is used up stays used up.
///
/// # Errors
/// No work is left.
pub fn charge(work: u64) -> Result<(), Fault> {
    let left = LEFT.get();
    let rest = left.work.checked_sub(work);
    LEFT.set(Allowance { work: rest.unwrap_or(0), ..left });
    rest.map(|_| ()).ok_or(Fault::Stopped(Limit::Work))
}

/// Takes work for so many things, of which so many are a unit.
///
/// # Errors
/// No work is left.
pub fn charge_for(things: usize, a_unit: usize) -> Result<(), Fault> {
    charge(u64::try_from(things / a_unit.max(1)).unwrap_or(u64::MAX))
}

/// Takes a check and the words that it is to say.
///
/// # Errors
/// No check is left, or no words.
pub fn charge_check(words: usize) -> Result<(), Fault> {
    /// A check is put together of figures and words, and a report shows it.
    const CHECK: u64 = 20;
    charge(CHECK)?;
    let left = LEFT.get();
    let checks = left.checks.checked_sub(1).ok_or(Fault::Stopped(Limit::Checks));
    let words = left
        .words
        .checked_sub(u64::try_from(words).unwrap_or(u64::MAX))
        .ok_or(Fault::Stopped(Limit::Words));
    match (checks, words) {
        (Ok(checks), Ok(words)) => {
            LEFT.set(Allowance { checks, words, ..left });
            Ok(())
        }
        // the script ends there, whatever it does about it
        (Err(fault), _) | (_, Err(fault)) => {
            LEFT.set(Allowance::default());
            Err(fault)
        }
    }
}

/// A step of Rhai: whether there is no work left for it.
pub(super) fn step() -> Option<rhai::Dynamic> {
    charge(1).is_err().then(|| rhai::Dynamic::from(Limit::Work))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_up_stays_so_and_the_thread_gets_its_own_back() {
        let (inner, left) = within(Allowance { work: 30, checks: 1, words: 5 }, || {
            let inner = within(Allowance { work: 2, checks: 0, words: 0 }, || {
                (charge(2), charge(1), charge(0))
            });
            assert_eq!(charge_check(3), Ok(()));
            inner
        });
        assert_eq!(inner.0, (Ok(()), Err(Fault::Stopped(Limit::Work)), Ok(())));
        assert_eq!(left, Allowance { work: 10, checks: 0, words: 2 });
        let (said, left) =
            within(Allowance { work: 100, checks: 0, words: 5 }, || (charge_check(1), charge(1)));
        assert_eq!(said, (Err(Fault::Stopped(Limit::Checks)), Err(Fault::Stopped(Limit::Work))));
        assert_eq!(left, Allowance::default());
        assert_eq!(
            charge(1),
            Err(Fault::Stopped(Limit::Work)),
            "outside of a run there is no allowance"
        );
    }

    #[test]
    fn shares_are_equal_and_never_nothing() {
        assert_eq!(WHOLE.shared_by(4).work, WHOLE.work / 4);
        assert_eq!(WHOLE.shared_by(0), WHOLE);
        assert_eq!(Allowance { work: 1, checks: 1, words: 1 }.shared_by(3).checks, 1);
    }
}
