//! What a copy is made of, and why there is none.

use gouji_audit::audit::DocumentAudit;
use gouji_report::report::Imprint;
use gouji_values::document::Span;
use thiserror::Error;

/// What a copy is to show besides findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CopyOptions<'a> {
    /// Figures that were checked and agree are tinted.
    pub ticks: bool,
    /// What the list of findings carries so that it can be relied on later.
    pub imprint: Option<&'a Imprint>,
}

/// Why a file got no notes of its own.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Its format has no place for notes, or none that is written here.
    #[error("这种格式不能加批注")]
    Format,
    /// It is encrypted: what is appended would have to be, too.
    #[error("文件设有加密或权限密码，不能加批注；请去掉密码另存后再试")]
    Encrypted,
    /// A signature would not be valid any more.
    #[error("文件带有数字签名，加批注会使签名失效；请用没有签名的文件")]
    Signed,
    /// It is not built as it should be.
    #[error("文件的内部结构特殊（{0}），不能加批注；请用办公软件另存为新文件后再试")]
    Strange(String),
}

impl Refusal {
    pub(crate) fn strange(what: impl Into<String>) -> Self {
        Self::Strange(what.into())
    }
}

/// Author of our notes: by it they are known again.
pub(super) const AUTHOR: &str = "勾稽";

/// What a copy is made of.
pub(super) struct Subject<'a> {
    pub(super) audit: &'a DocumentAudit,
    /// Its stretch of a document set.
    pub(super) part: Option<Span>,
    /// Findings without a place are told in the first file of a set.
    pub(super) is_first: bool,
    pub(super) bytes: &'a [u8],
    pub(super) options: CopyOptions<'a>,
    /// The format of the file, where the copy is written anew in another one.
    pub(super) anew: Option<&'static str>,
}

impl Subject<'_> {
    /// Whether a place stands in this file.
    pub(super) fn holds(&self, span: Span) -> bool {
        self.part.is_none_or(|part| part.covers(span))
    }
}
