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
mod subject;
mod xlsx;
pub mod xml;

pub use subject::{CopyOptions, Refusal};
pub use xlsx::joined;

use gouji_audit::audit::DocumentAudit;
use std::panic::{AssertUnwindSafe, catch_unwind};
use subject::{AUTHOR, Subject};

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
