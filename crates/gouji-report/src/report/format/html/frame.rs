//! What stands around the sections of a page, and their anchors.

use super::out::{Out, push};
use sha2::{Digest, Sha256};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// The head of the page. Nothing may be fetched from anywhere.
pub(in crate::report) fn begin() -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"X-UA-Compatible\" content=\"IE=edge\">\n<meta name=\"renderer\" content=\"webkit\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>勾稽审核报告</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
    )
}

/// What closes a page.
pub(in crate::report) fn close(out: &mut Out<'_>) {
    push(out, format_args!("</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n"));
}

/// The anchor of a document; those of its parts begin with it.
pub(super) fn key(path: &str) -> String {
    let digest: String =
        Sha256::digest(path.as_bytes()).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("d{digest}")
}
