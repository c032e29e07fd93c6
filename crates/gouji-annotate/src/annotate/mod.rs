//! Annotated copies: the user's own file with the findings in it. In: the bytes of a file and its
//! audit. Out: the bytes of a copy in which notes stand at the very figures; all that carries no
//! note is byte for byte as it was. Workbooks of older formats alone (`xls`, `ods`) are written anew,
//! as xlsx.
//!
//! What an earlier run put in is replaced, so that annotating twice is annotating once.
//! Deliberately absent: files (the command line has them), what is wrong (the checks said it),
//! formats that cannot carry notes (they get the HTML report).

mod anchor;
mod anew;
mod docx;
pub mod package;
mod pdf;
mod remark;
mod xlsx;
pub mod xml;

pub use xlsx::joined;

use gouji_audit::audit::DocumentAudit;
use gouji_report::report::Imprint;
use gouji_values::document::Span;
use std::panic::{AssertUnwindSafe, catch_unwind};
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
const AUTHOR: &str = "勾稽";

/// The annotated copy of a file of a document. `file` is its name in
/// a document set.
///
/// # Errors
/// [`Refusal`] where the file cannot carry notes; the HTML report shows the same findings.
pub fn annotate(
    audit: &DocumentAudit,
    file: Option<&str>,
    bytes: &[u8],
    options: CopyOptions<'_>,
) -> Result<Vec<u8>, Refusal> {
    let document = &audit.document;
    let (format, part, is_first) = match file {
        None => (document.format, None, true),
        Some(name) => {
            let index =
                document.files.iter().position(|file| file.name == name).ok_or(Refusal::Format)?;
            document
                .files
                .get(index)
                .map_or(("", None, false), |file| (file.format, Some(file.span), index == 0))
        }
    };
    let subject = Subject { audit, part, is_first, bytes, options, anew: None };
    let write: fn(&Subject<'_>) -> Result<Vec<u8>, Refusal> = match format {
        "xlsx" => xlsx::write,
        "xls" => |subject| anew::write(subject, "xls"),
        "ods" => |subject| anew::write(subject, "ods"),
        "docx" => docx::write,
        "pdf" => pdf::write,
        _ => return Err(Refusal::Format),
    };
    // a library that breaks down on a strange file must not take the run with it
    catch_unwind(AssertUnwindSafe(|| write(&subject)))
        .unwrap_or_else(|_| Err(Refusal::strange("写批注时程序出错")))
}

/// What a copy is made of.
struct Subject<'a> {
    audit: &'a DocumentAudit,
    /// Its stretch of a document set.
    part: Option<Span>,
    /// Findings without a place are told in the first file of a set.
    is_first: bool,
    bytes: &'a [u8],
    options: CopyOptions<'a>,
    /// The format of the file, where the copy is written anew in another one.
    anew: Option<&'static str>,
}

impl Subject<'_> {
    /// Whether a place stands in this file.
    fn holds(&self, span: Span) -> bool {
        self.part.is_none_or(|part| part.covers(span))
    }
}
