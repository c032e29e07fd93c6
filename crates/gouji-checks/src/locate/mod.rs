//! Which figure is wrong: checks of a document → causes.
//!
//! Goes in: the checks with their verdicts and what their sides are made of. Comes out: findings,
//! one for each cause, with the figure that is probably wrong, what was probably meant and what
//! probably happened. Deliberately absent: verdicts (they stay as `check` made them) and words of
//! single checks (their rules have them).

mod across;
mod alike;
mod apart;
mod attach;
mod block;
mod cause;
mod component;
mod costs;
mod cured;
mod explain;
mod figure_cell;
mod firm;
mod linear;
mod misfit;
mod named;
mod neighbour;
mod posterior;
pub mod repair;
mod resting;
mod rounding;
mod search;
pub mod slip;
mod solve;
mod system;
mod told;
pub mod turned;
mod unit;
mod weigh;

pub use cause::{findings, order};
pub use misfit::fold;
pub use rounding::{improbable, remarks};

use crate::check::Checked;
use gouji_audit::audit::Verdict;
use gouji_values::document::{Notice, NoticeCode};
use gouji_values::lang::Bilingual;

/// What is said of a document too large for all this, where something would have been looked for.
#[must_use]
pub fn left_out(checked: &Checked) -> Option<Notice> {
    let has = |verdict: Verdict| {
        checked.is_cut_short && checked.checks.iter().any(|check| check.verdict == verdict)
    };
    let message = match (has(Verdict::Violation), has(Verdict::Rounding)) {
        (true, true) => Bilingual::new(
            "文件里要核对的数很多，不相符的只逐处列出，没有推断是哪个数错，尾差也没有分析是否反常；需要时，请拆成几个文件审核",
            "the document has very many numbers to check: what does not agree is listed place by place, which number is wrong was not inferred, and whether rounding differences are odd was not analysed; if need be, split the document",
        ),
        (true, false) => Bilingual::new(
            "文件里要核对的数很多，不相符的只逐处列出，没有推断是哪个数错；需要推断时，请拆成几个文件审核",
            "the document has very many numbers to check: what does not agree is listed place by place, and which number is wrong was not inferred; if need be, split the document",
        ),
        (false, true) => Bilingual::new(
            "文件里要核对的数很多，尾差没有分析是否反常；需要分析时，请拆成几个文件审核",
            "the document has very many numbers to check: whether rounding differences are odd was not analysed; if need be, split the document",
        ),
        (false, false) => return None,
    };
    Some(Notice::whole(NoticeCode::NotAnalysed, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_said() {
        let said = |is_cut_short: bool, verdicts: &[Verdict]| {
            let mut checks = gouji_sample::document().checks;
            checks.retain(|check| {
                check.verdict == Verdict::Holds || verdicts.contains(&check.verdict)
            });
            left_out(&Checked { is_cut_short, checks, ..Checked::default() })
                .map(|notice| notice.message)
        };
        let tells = |verdicts: &[Verdict], cause: bool, rounding: bool| {
            let message = said(true, verdicts).unwrap_or_default();
            assert_eq!(
                (message.contains("没有推断是哪个数错"), message.contains("尾差")),
                (cause, rounding),
                "{message}"
            );
            assert_eq!(said(false, verdicts), None);
        };
        tells(&[], false, false);
        tells(&[Verdict::Violation], true, false);
        tells(&[Verdict::Rounding], false, true);
        tells(&[Verdict::Violation, Verdict::Rounding], true, true);
    }
}
