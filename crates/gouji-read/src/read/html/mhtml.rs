//! Web archives (MHTML): the pages among the parts of a mail, decoded.

use gouji_values::error::ReadError;

/// Bytes in which the head of a mail stands.
const HEAD: usize = 1 << 14;
/// Parts within parts.
const DEEPEST: usize = 4;

/// A page's bytes, and the encoding that its part names.
pub(super) type MhtmlPart = (Vec<u8>, Option<String>);

/// Whether it begins with the head of a mail that holds a page.
pub(super) fn is(bytes: &[u8]) -> bool {
    let (head, _) = head_and_body(bytes.get(..bytes.len().min(HEAD)).unwrap_or(bytes));
    let kind = field(&head, "content-type");
    field(&head, "mime-version").is_some()
        && kind.is_some_and(|kind| {
            kind.to_ascii_lowercase().starts_with("multipart/") || is_page(&kind)
        })
}

/// The pages of an archive; `None` where it is none.
pub(super) fn pages(bytes: &[u8]) -> Result<Option<Vec<MhtmlPart>>, ReadError> {
    if !is(bytes) {
        return Ok(None);
    }
    let mut out = Vec::new();
    gather(bytes, 0, &mut out);
    if out.is_empty() {
        return Err(ReadError::damaged(
            "网页归档（mht）里没有网页",
            "请在浏览器中重新保存，或者另存为 Word、Excel 文件",
        ));
    }
    Ok(Some(out))
}

fn gather(bytes: &[u8], depth: usize, out: &mut Vec<MhtmlPart>) {
    let (head, body) = head_and_body(bytes);
    let kind = field(&head, "content-type").unwrap_or_default();
    if let Some(boundary) = parameter(&kind, "boundary").filter(|_| depth < DEEPEST) {
        let mark = format!("--{boundary}");
        let mut part: Option<usize> = None;
        for (at, line) in lines(body) {
            if line.starts_with(mark.as_bytes()) {
                if let Some(part) = part.and_then(|from| body.get(from..at)) {
                    gather(part, depth + 1, out);
                }
                part = Some(at + line.len());
            }
        }
        if let Some(part) = part.and_then(|from| body.get(from..)) {
            gather(part, depth + 1, out);
        }
    } else if is_page(&kind) {
        let transfer =
            field(&head, "content-transfer-encoding").unwrap_or_default().to_ascii_lowercase();
        let content = match transfer.trim() {
            "quoted-printable" => quoted_printable(body),
            "base64" => base64(body),
            _ => body.to_vec(),
        };
        out.push((content, parameter(&kind, "charset")));
    }
}

fn is_page(kind: &str) -> bool {
    let kind = kind.to_ascii_lowercase();
    kind.starts_with("text/html") || kind.starts_with("application/xhtml")
}

/// The lines with their starts, line ends included.
fn lines(bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut at = 0;
    bytes.split_inclusive(|byte| *byte == b'\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line)
    })
}

/// The fields at the start, one to a line, and what follows the blank line.
fn head_and_body(bytes: &[u8]) -> (Vec<String>, &[u8]) {
    let mut fields: Vec<String> = Vec::new();
    for (at, line) in lines(bytes) {
        let text = line.trim_ascii();
        if text.is_empty() {
            if fields.is_empty() {
                continue;
            }
            return (fields, bytes.get(at + line.len()..).unwrap_or(&[]));
        }
        let text = String::from_utf8_lossy(text);
        let goes_on = line.starts_with(b" ") || line.starts_with(b"\t");
        // no field: this is no head
        if fields.len() > 100 || !(goes_on || text.contains(':')) {
            return (Vec::new(), bytes);
        }
        match fields.last_mut().filter(|_| goes_on) {
            Some(last) => last.push_str(&text),
            None => fields.push(text.into_owned()),
        }
    }
    (fields, &[])
}

fn field(head: &[String], name: &str) -> Option<String> {
    head.iter().find_map(|line| {
        let (own, value) = line.split_once(':')?;
        own.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

/// `name=value` or `name="value"` of a field.
fn parameter(field: &str, name: &str) -> Option<String> {
    field.split(';').skip(1).find_map(|part| {
        let (own, value) = part.split_once('=')?;
        let value = value.trim().trim_matches('"');
        (own.trim().eq_ignore_ascii_case(name) && !value.is_empty()).then(|| value.to_owned())
    })
}

fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let digit = |byte: Option<&u8>| {
        byte.and_then(|byte| (*byte as char).to_digit(16))
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        if *byte != b'=' {
            out.push(*byte);
            continue;
        }
        match (digit(bytes.get(at)), digit(bytes.get(at + 1))) {
            (Some(high), Some(low)) => {
                out.push(high << 4 | low);
                at += 2;
            }
            // a line end that is none
            _ if bytes.get(at) == Some(&b'\n') => at += 1,
            _ if bytes.get(at..at + 2) == Some(b"\r\n") => at += 2,
            _ => out.push(b'='),
        }
    }
    out
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in bytes {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count & 0xFF) as u8);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARCHIVE: &str = "From: <saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"==X\"\r\n\r\n\
        --==X\r\nContent-Type: text/html; charset=\"gb2312\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>=BC=D7=\r\n=3D1</p>\r\n\
        --==X\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n\
        --==X\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+\r\n6YKF\r\n--==X--\r\n";

    #[test]
    fn the_pages_of_an_archive() {
        let found = pages(ARCHIVE.as_bytes()).unwrap().unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[0], (b"<p>\xBC\xD7=1</p>\r\n".to_vec(), Some("gb2312".to_owned())));
        assert_eq!(found[1], ("<p>邅".as_bytes().to_vec(), None));
    }

    #[test]
    fn what_is_no_archive() {
        for text in [
            "",
            "<html>",
            "MIME-Version: 1.0\n\n<p>",
            "部门：某局\n\nMIME-Version: 1.0\nContent-Type: text/html\n\n",
        ] {
            assert_eq!(pages(text.as_bytes()), Ok(None), "{text}");
        }
        let empty = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: image/png\n\n--x--";
        assert!(pages(empty.as_bytes()).is_err());
    }
}
