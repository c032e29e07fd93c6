//! "We could not do the work": what an operator must mend. Mistakes in rule files are
//! [`RuleMistake`]s, oddities of a document are notices, wrong figures are findings; the four are
//! never mixed.

use crate::code::codes;

codes! {
    /// Why a document was not audited.
    UnreadableCode, "unreadable":
    /// The file holds nothing but blanks.
    Empty = "file-empty",
    /// The content is of a format that is not read.
    Unsupported = "format-unsupported",
    /// A limit was reached.
    Limit = "limit-exceeded",
    /// The content is damaged.
    Damaged = "file-damaged",
    /// The file is not there or could not be opened.
    NotOpened = "file-not-opened",
    /// A folder could not be entered.
    FolderClosed = "folder-not-opened",
    /// A folder holds no document.
    FolderEmpty = "folder-without-documents",
    /// The rules that the document needs cannot be used.
    Rules = "rules-unusable",
    /// The program went wrong on this document.
    Internal = "internal-error",
}

/// Why bytes could not be read as a document. The message is in Chinese and says what to do.
#[derive(Debug, thiserror::Error, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// The file holds nothing but blanks.
    #[error("文件是空的，没有可审核的内容；请检查是否导出完整")]
    Empty,
    /// The content is of a format that is not read.
    #[error("这是{found}，不是可以审核的文件；{help}")]
    Unsupported {
        /// What it is.
        found: String,
        /// What to do.
        help: String,
    },
    /// A limit was reached.
    #[error("{what}超过上限（{limit}），没有审核；{help}")]
    Limit {
        /// What is too large.
        what: String,
        /// The limit.
        limit: String,
        /// What to do.
        help: String,
    },
    /// The content is damaged.
    #[error("文件无法读取：{what}；{help}")]
    Damaged {
        /// What is damaged.
        what: String,
        /// What to do.
        help: String,
    },
}

impl ReadError {
    /// Its code.
    #[must_use]
    pub fn code(&self) -> UnreadableCode {
        match self {
            Self::Empty => UnreadableCode::Empty,
            Self::Unsupported { .. } => UnreadableCode::Unsupported,
            Self::Limit { .. } => UnreadableCode::Limit,
            Self::Damaged { .. } => UnreadableCode::Damaged,
        }
    }
}

/// A mistake in a rule file: what, where, what to do. Collected, never one at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleMistake {
    /// Name of the rule file.
    pub file: String,
    /// Text of the rule file.
    pub text: std::sync::Arc<str>,
    /// Byte range in the text.
    pub span: std::ops::Range<usize>,
    /// What is wrong, in Chinese.
    pub message: String,
    /// A few words under the place.
    pub label: String,
    /// What was expected, the nearest known name, an example.
    pub help: Option<String>,
    /// Does not stop anything: deprecated, doubtful, unused.
    pub is_warning: bool,
}
