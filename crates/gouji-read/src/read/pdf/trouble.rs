//! Why a PDF cannot be read, and what to do.

use crate::read::{Limits, Source};
use gouji_values::error::ReadError;
use gouji_values::lang::{Bilingual, Lang, tell};
use hayro_syntax::{DecryptionError, LoadPdfError};

/// What to do with a scan.
pub(super) const RECOGNISE: Bilingual = Bilingual::new(
    "请先用文字识别（OCR）软件识别，核对后存为 docx、xlsx 或带文字层的 PDF",
    "please have its text recognised (OCR) first, check that and save it as docx, xlsx or a PDF with a text layer",
);

/// The same, and how a program that recognises text is named, where the caller takes one.
pub(super) fn recognise(source: &Source<'_>, lang: Lang) -> String {
    let recognise = RECOGNISE.of(lang);
    match source.recogniser_option {
        Some(option) => tell!(
            lang,
            "{recognise}；也可以用 {option} 指定文字识别程序",
            "{recognise}; or name a program that recognises text with {option}"
        ),
        None => recognise.to_owned(),
    }
}

pub(super) const SAVE_AGAIN: &str = "请用 PDF 阅读器打开，另存或打印成新的 PDF 再审核";

pub(super) fn too_much(limits: &Limits) -> ReadError {
    ReadError::Limit {
        what: "页面的内容".to_owned(),
        limit: format!("全文 {} 次绘制", limits.operations),
        help: SAVE_AGAIN.to_owned(),
    }
}

pub(super) fn complaint(error: LoadPdfError) -> ReadError {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => ReadError::Unsupported {
            found: "有打开密码的 PDF".to_owned(),
            help: "请用密码打开，去掉密码另存后再审核".to_owned(),
        },
        LoadPdfError::Decryption(_) => ReadError::Unsupported {
            found: "加密方式不能识别的 PDF".to_owned(),
            help: "请去掉加密另存后再审核".to_owned(),
        },
        LoadPdfError::Invalid => damaged("PDF 的结构已损坏"),
    }
}

pub(super) fn damaged(what: &str) -> ReadError {
    ReadError::damaged(what, SAVE_AGAIN)
}
