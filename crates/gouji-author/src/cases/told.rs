//! What went wrong with a case, in words.

use super::lacking::{is_unknown, other_place, other_verdict};
use super::{Astray, CaseOutcome, CaseProblem};
use gouji_audit::audit::Why;
use gouji_values::error::{MistakeCode, RuleMistake, Underlying};
use gouji_values::number::Decimal;
use std::str::FromStr;
use std::sync::Arc;

impl CaseOutcome {
    /// What to write as the difference of a case: a bare number in the unit of what is printed.
    fn other_difference(&self, found: &[String]) -> String {
        let rule = "差额是列示数减计算数，只写数和负号，不写单位（单位与列示数相同）";
        match found {
            [one] if Decimal::from_str(one).is_ok() => {
                format!("{rule}：写成 difference = \"{one}\"")
            }
            _ => rule.to_owned(),
        }
    }

    /// What went wrong as a mistake of the rule file; `text` is that file's.
    #[must_use]
    pub fn mistake(&self, text: Arc<str>) -> Option<RuleMistake> {
        let head = format!("{} 的第 {} 个用例", self.rule, self.number);
        // what kept the table from being recognised is told below
        let is = |found: &str| match self.lacking {
            Some(_) if is_unknown(found) => "实际没有认出这张表".to_owned(),
            _ => format!("实际是 {found}"),
        };
        let (message, label, help) = match self.problem.as_ref()? {
            CaseProblem::Missing { found } => {
                let message = format!("{head}漏报：应当报告问题，却没有报告");
                let unit = Why::UnitUnprinted.to_string();
                let help = self.lacking.clone().or_else(|| {
                    let is_bare = found.contains(&unit);
                    let is_judged = ["holds", "rounding"].iter().any(|own| found.starts_with(own));
                    if is_bare {
                        let help = "在 given 的表题下面加一行单位，如 单位：元；元、万元照自己的表写";
                        return Some(help.to_owned());
                    }
                    is_judged.then(|| {
                        format!(
                            "先看公式和参数是不是要的意思；公式没有错、不应当报告的，写成 expect = \"{}\"，应当报告的，改小文件里的数",
                            found.split('（').next().unwrap_or(found)
                        )
                    })
                });
                (message, is(found), help)
            }
            CaseProblem::Noisy { message } => (
                format!("{head}误报：不应当报告问题，却报告了"),
                "实际是 violation".to_owned(),
                Some(format!(
                    "先看公式是不是要的意思；公式没有错、应当报告的，写成 expect = \"violation\"，不应当报告的，改小文件里的数。报告的是：{message}"
                )),
            ),
            CaseProblem::Verdict { found } => {
                let help = self.lacking.clone().unwrap_or_else(|| other_verdict(found));
                (format!("{head}结论不同"), is(found), Some(help))
            }
            CaseProblem::Misplaced { found } => (
                format!("{head}错位：报告的不是这个数"),
                format!("实际在 {}", found.join("、")),
                Some(other_place(text.get(self.span.clone()).unwrap_or(""), found)),
            ),
            CaseProblem::Difference { found } => (
                format!("{head}差额不同"),
                format!("实际是 {}", found.join("、")),
                Some(self.other_difference(found)),
            ),
            CaseProblem::Astray(Astray { message, help }) => {
                (format!("{head}：{message}"), String::new(), Some(help.clone()))
            }
            CaseProblem::Unreadable(error) => {
                (format!("{head}的文件读不出来：{error}"), String::new(), None)
            }
        };
        let source = match &self.problem {
            Some(CaseProblem::Unreadable(error)) => Some(Underlying::new(error.clone())),
            _ => None,
        };
        Some(RuleMistake {
            source,
            text,
            span: self.span.clone(),
            label,
            help,
            ..RuleMistake::of_file(MistakeCode::CaseFails, self.origin.file.clone(), message)
        })
    }
}
