//! Findings and notices chosen by their codes.
//!
//! A finding has the codes of its checks (kind and fault) and of the slips that explain it. What is
//! left out is counted, so that no report says that nothing was found.

use super::{DocumentAudit, Finding};
use gouji_values::code::Code;
use gouji_values::document::{Notice, NoticeCode};
use gouji_values::lang::{bilingual, counted};

/// Which findings and notices a reader wants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Those with one of these codes; without any, all.
    pub only: Vec<String>,
    /// None with one of these codes.
    pub without: Vec<String>,
}

impl Choice {
    /// Whether everything is wanted.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.only.is_empty() && self.without.is_empty()
    }

    /// Takes out of a document what is not wanted. What was left out is told by a notice.
    pub fn apply(&self, document: &mut DocumentAudit) {
        if self.is_all() {
            return;
        }
        let wanted: Vec<bool> =
            document.findings.iter().map(|finding| self.wants(&codes(document, finding))).collect();
        let mut wanted = wanted.into_iter();
        let found = document.findings.len();
        document.findings.retain(|_| wanted.next().unwrap_or(true));
        let told = document.notices.len();
        document.notices.retain(|notice| self.wants(&[notice.code.id()]));
        let left_out = (found - document.findings.len(), told - document.notices.len());
        document.left_out = left_out.0;
        if left_out != (0, 0) {
            let (findings, notices) = left_out;
            let (told, more) = (counted(findings, "finding"), counted(notices, "notice"));
            let message = bilingual!(
                "按 --only、--without 没有列出问题 {findings} 处、注意事项 {notices} 条",
                "{told} and {more} left out by --only or --without"
            );
            document.notices.insert(0, Notice::whole(NoticeCode::LeftOutByCode, message));
        }
    }

    fn wants(&self, codes: &[&str]) -> bool {
        let is_among = |list: &[String]| list.iter().any(|code| codes.contains(&code.as_str()));
        (self.only.is_empty() || is_among(&self.only)) && !is_among(&self.without)
    }
}

/// The codes of a finding.
fn codes(document: &DocumentAudit, finding: &Finding) -> Vec<&'static str> {
    let checks = finding.checks.iter().filter_map(|at| document.checks.get(*at));
    let slips = finding.cause.iter().flat_map(|cause| &cause.suspects);
    checks
        .flat_map(|check| [Some(check.nature.id()), check.fault()])
        .chain(slips.map(|suspect| suspect.slip.as_ref().map(|told| told.slip.id())))
        .flatten()
        .collect()
}
