//! Which formats are not read: found by the first bytes, answered with what to do.

use crate::error::ReadError;

const SAVE_AS_TEXT: &str = "请在原程序中打开，另存为纯文本（制表符分隔）后再审核";
const RECOGNISE: &str = "请先用文字识别（OCR）得到文本，核对后再审核";

/// Signatures at the start of a file, what it is, and what to do.
const SIGNATURES: &[(&[u8], &str, &str)] = &[
    (b"PK\x03\x04", "压缩包或 Office 文档", "如果是 Word、Excel，请另存为纯文本（制表符分隔）；如果是压缩包，请先解压"),
    (b"PK\x05\x06", "空的压缩包", "请先解压，再审核里面的文件"),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "旧版 Office 文档（doc、xls）", SAVE_AS_TEXT),
    (b"{\\rtf", "RTF 文档", SAVE_AS_TEXT),
    (b"\x89PNG\r\n", "PNG 图片", RECOGNISE),
    (b"\xFF\xD8\xFF", "JPEG 图片", RECOGNISE),
    (b"GIF87a", "GIF 图片", RECOGNISE),
    (b"GIF89a", "GIF 图片", RECOGNISE),
    (b"II*\0", "TIFF 图片", RECOGNISE),
    (b"MM\0*", "TIFF 图片", RECOGNISE),
    (b"\x1F\x8B", "gzip 压缩文件", "请先解压"),
    (b"7z\xBC\xAF\x27\x1C", "7z 压缩包", "请先解压"),
    (b"Rar!\x1A\x07", "RAR 压缩包", "请先解压"),
    (b"\x7FELF", "程序文件", "请检查是否选错了文件"),
    (b"SQLite format 3\0", "数据库文件", "请检查是否选错了文件"),
];

/// The error for a file of a known format that is not read.
pub(super) fn unsupported(bytes: &[u8]) -> Option<ReadError> {
    let found = SIGNATURES.iter().find(|(signature, _, _)| bytes.starts_with(signature)).map(|(_, found, help)| (*found, *help));
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or(bytes);
    let found = found
        .or_else(|| head.windows(5).any(|w| w == b"%PDF-").then_some(("PDF 文档", "请用 PDF 阅读器另存为文本，或者复制全文到 txt 文件")))
        .or_else(|| (bytes.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP")).then_some(("WebP 图片", RECOGNISE)))
        .or_else(|| (bytes.starts_with(b"BM") && head.get(6..10) == Some(b"\0\0\0\0")).then_some(("BMP 图片", RECOGNISE)));
    found.map(|(found, help)| ReadError::Unsupported { found: found.to_owned(), help: help.to_owned() })
}

/// The error for bytes that are no text in any encoding.
pub(super) fn binary() -> ReadError {
    ReadError::Unsupported {
        found: "二进制文件，不是文本".to_owned(), help: "请检查是否选错了文件；支持的是纯文本".to_owned()
    }
}
