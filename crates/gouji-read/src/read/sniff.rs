//! Which formats are not read: found by the first bytes, answered with what to do.

use gouji_values::error::ReadError;

/// What makes of a file one that is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Remedy {
    /// A word processor opens it.
    SaveAsDocx,
    /// A spreadsheet program opens it.
    SaveAsXlsx,
    /// An office program opens it; which one is not known.
    SaveAnew,
    /// It is a picture.
    Recognise,
    /// Something else, in words.
    Other(&'static str),
}

impl Remedy {
    /// What to do, in words.
    fn help(self) -> &'static str {
        match self {
            Self::SaveAsDocx => "请用 Word 或 WPS 打开，另存为 docx 后再审核",
            Self::SaveAsXlsx => "请用 Excel 或 WPS 打开，另存为 xlsx 后再审核",
            Self::SaveAnew => "请在原程序（Office 或 WPS）中打开，另存为 docx 或 xlsx 后再审核",
            Self::Recognise => "请先用文字识别（OCR）得到文本，核对后再审核",
            Self::Other(help) => help,
        }
    }
}

use Remedy::{Other, Recognise, SaveAnew, SaveAsDocx, SaveAsXlsx};

/// What an office program can make of a file that is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConversionTarget {
    /// A text document.
    Docx,
    /// A workbook.
    Xlsx,
}

impl ConversionTarget {
    /// The extension of such a file.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
        }
    }
}

/// Extensions of documents that are not read as they are.
pub(crate) const UNREAD: &[&str] = &["doc", "dot", "wps", "wpt", "rtf", "odt", "et", "ett"];

/// What an office program can make of bytes that no reader takes.
pub(super) fn target(bytes: &[u8]) -> Option<ConversionTarget> {
    match found(bytes)?.1 {
        SaveAsDocx => Some(ConversionTarget::Docx),
        SaveAsXlsx => Some(ConversionTarget::Xlsx),
        _ => None,
    }
}

/// The start of the container of old Office files, also of those that a password protects.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Streams of such a container, what it then is, and what to do; the first that is there decides.
const STREAMS: &[(&str, &str, Remedy)] = &[
    (
        "EncryptedPackage",
        "设了打开密码的 Office 文档",
        Other("请在 Office 或 WPS 中用密码打开，取消打开密码，另存为 docx 或 xlsx 后再审核"),
    ),
    ("WordDocument", "旧版 Word 或 WPS 文字文档（doc、wps）", SaveAsDocx),
    ("Workbook", "旧版 Excel 或 WPS 表格（xls、et）", SaveAsXlsx),
    ("Book", "旧版 Excel 表格（xls）", SaveAsXlsx),
    ("PowerPoint Document", "演示文稿（ppt、dps）", SLIDES),
];

const SLIDES: Remedy = Other("演示文稿不审核；请把其中的表和文字放进 docx 或 xlsx");

/// Names in a ZIP file, what it then is, and what to do.
const PACKAGES: &[(&str, &str, Remedy)] = &[
    ("OFD.xml", "OFD 版式文件", Other("请用 OFD 阅读器导出为 docx 或 pdf 后再审核")),
    ("ppt/presentation.xml", "演示文稿（pptx）", SLIDES),
    ("xl/workbook.bin", "二进制 Excel 工作簿（xlsb）", SaveAsXlsx),
    ("mimetypeapplication/vnd.oasis.opendocument.text", "OpenDocument 文字文档（odt）", SaveAsDocx),
];

/// Bytes at both ends of a ZIP file that name what is in it.
const DIRECTORY: usize = 1 << 18;

/// Signatures at the start of a file, what it is, and what to do.
const SIGNATURES: &[(&[u8], &str, Remedy)] = &[
    (
        b"PK\x03\x04",
        "压缩包或 Office 文档",
        Other("如果是 Office 文档，请在原程序中打开，另存为 docx 或 xlsx；如果是压缩包，请先解压"),
    ),
    (b"PK\x05\x06", "空的压缩包", Other("请先解压，再审核里面的文件")),
    (COMPOUND, "旧版 Office 文档（doc、xls、wps、et）", SaveAnew),
    (b"{\\rtf", "RTF 文档", SaveAsDocx),
    (b"\x89PNG\r\n", "PNG 图片", Recognise),
    (b"\xFF\xD8\xFF", "JPEG 图片", Recognise),
    (b"GIF87a", "GIF 图片", Recognise),
    (b"GIF89a", "GIF 图片", Recognise),
    (b"II*\0", "TIFF 图片", Recognise),
    (b"MM\0*", "TIFF 图片", Recognise),
    (b"\x1F\x8B", "gzip 压缩文件", Other("请先解压")),
    (b"7z\xBC\xAF\x27\x1C", "7z 压缩包", Other("请先解压")),
    (b"Rar!\x1A\x07", "RAR 压缩包", Other("请先解压")),
    (b"\x7FELF", "程序文件", Other("请检查是否选错了文件")),
    (b"SQLite format 3\0", "数据库文件", Other("请检查是否选错了文件")),
];

/// The error for a file of a known format that is not read.
pub(super) fn unsupported(bytes: &[u8]) -> Option<ReadError> {
    found(bytes).map(|(found, remedy)| ReadError::Unsupported {
        found: found.to_owned(),
        help: remedy.help().to_owned(),
    })
}

/// What a file is that is not read, and what to do with it.
fn found(bytes: &[u8]) -> Option<(&'static str, Remedy)> {
    let found = SIGNATURES
        .iter()
        .find(|(signature, _, _)| bytes.starts_with(signature))
        .map(|(_, found, remedy)| (*found, *remedy));
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or(bytes);
    compound(bytes)
        .or_else(|| package(bytes))
        .or(found)
        .or_else(|| {
            (bytes.starts_with(b"<?xml") && holds(head, b"progid=\"Word.Document\""))
                .then_some(("XML 格式的 Word 文档", SaveAsDocx))
        })
        .or_else(|| {
            holds(head, b"%PDF-").then_some((
                "PDF 文档",
                Other("请用 PDF 阅读器另存为文本，或者复制全文到 txt 文件"),
            ))
        })
        .or_else(|| {
            (bytes.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP"))
                .then_some(("WebP 图片", Recognise))
        })
        .or_else(|| {
            (bytes.starts_with(b"BM") && head.get(6..10) == Some(b"\0\0\0\0"))
                .then_some(("BMP 图片", Recognise))
        })
}

/// What the streams of a container tell.
fn compound(bytes: &[u8]) -> Option<(&'static str, Remedy)> {
    let has = |name: &str| {
        // what is embedded in a document says nothing of the document
        #[cfg(feature = "formats")]
        if let Some(known) = super::sheet::has_stream(bytes, name) {
            return known;
        }
        let name: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        // entries of the directory are 128 bytes each, a stream is of type 2
        bytes.chunks_exact(128).any(|entry| entry.starts_with(&name) && entry.get(66) == Some(&2))
    };
    let known = || {
        STREAMS.iter().find(|(name, _, _)| has(name)).map(|(_, found, remedy)| (*found, *remedy))
    };
    bytes.starts_with(COMPOUND).then(known).flatten()
}

/// What the names in a ZIP file tell.
fn package(bytes: &[u8]) -> Option<(&'static str, Remedy)> {
    let start = bytes.get(..bytes.len().min(DIRECTORY)).unwrap_or(bytes);
    let end = bytes.get(bytes.len().saturating_sub(DIRECTORY)..).unwrap_or(bytes);
    let has = |name: &str| holds(start, name.as_bytes()) || holds(end, name.as_bytes());
    let known = || {
        PACKAGES.iter().find(|(name, _, _)| has(name)).map(|(_, found, remedy)| (*found, *remedy))
    };
    bytes.starts_with(b"PK\x03\x04").then(known).flatten()
}

fn holds(bytes: &[u8], name: &[u8]) -> bool {
    bytes.windows(name.len()).any(|window| window == name)
}

/// The error for bytes that are no text in any encoding.
pub(super) fn binary() -> ReadError {
    ReadError::Unsupported {
        found: "二进制文件，不是文本".to_owned(),
        help: "请检查是否选错了文件；支持 Word、Excel、PDF、网页、CSV 和纯文本".to_owned(),
    }
}
