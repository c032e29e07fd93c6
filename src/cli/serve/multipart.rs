//! `multipart/form-data`: what a form of a page sends. The body is there whole.

use gouji_values::error::Refusal;
use memchr::memmem;

/// A part of a form.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FormPart {
    /// The name of the field.
    pub field: String,
    /// Of a file its name.
    pub file: Option<String>,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// More parts are no form.
const MOST: usize = 2_000;

/// What parts the parts, by the header of the body; `None` where that is no form.
pub(crate) fn boundary(kind: &str) -> Option<Result<String, Refusal>> {
    let (kind, rest) = kind.split_once(';').unwrap_or((kind, ""));
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let found = values(rest).into_iter().find(|(name, _)| name == "boundary");
    let fits = |(_, value): (String, String)| Some(value).filter(|value| is_boundary(value));
    Some(found.and_then(fits).ok_or_else(|| broken("Content-Type 里没有可用的 boundary")))
}

fn is_boundary(value: &str) -> bool {
    (1..=70).contains(&value.len()) && value.bytes().all(|byte| (0x20..0x7f).contains(&byte))
}

/// The parts of a body.
pub(crate) fn parts(body: &[u8], boundary: &str) -> Result<Vec<FormPart>, Refusal> {
    let mark = format!("\r\n--{boundary}");
    let mark = mark.as_bytes();
    let first = mark.get(2..).unwrap_or_default();
    let mut rest = match body.strip_prefix(first) {
        Some(rest) => rest,
        // words before the first part mean nothing
        None => behind(body, mark).ok_or_else(|| broken("没有找到表单的开头"))?.1,
    };
    let mut out = Vec::new();
    loop {
        // blanks may stand behind the mark
        if rest.starts_with(b"--") {
            return Ok(out);
        }
        let end = memmem::find(rest, b"\r\n").ok_or_else(|| broken("表单中断了"))?;
        if !rest.get(..end).unwrap_or_default().iter().all(|byte| matches!(byte, b' ' | b'\t')) {
            return Err(broken("表单的分隔行不对"));
        }
        // a part without headers begins with the blank line
        let part = rest.get(end..).unwrap_or_default();
        let (head, body) = behind(part, b"\r\n\r\n").ok_or_else(|| broken("表单中断了"))?;
        let (bytes, after) = behind(body, mark).ok_or_else(|| broken("表单中断了"))?;
        if out.len() >= MOST {
            return Err(broken("表单的项太多"));
        }
        out.push(part_of(head, bytes)?);
        rest = after;
    }
}

/// What stands before a mark and what stands behind it.
fn behind<'a>(bytes: &'a [u8], mark: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = memmem::find(bytes, mark)?;
    Some((bytes.get(..at)?, bytes.get(at + mark.len()..)?))
}

fn part_of(head: &[u8], bytes: &[u8]) -> Result<FormPart, Refusal> {
    let head = std::str::from_utf8(head).map_err(|_| broken("表单里的名称不是 UTF-8"))?;
    let is_about = |line: &&str| {
        line.split_once(':')
            .is_some_and(|(name, _)| name.trim().eq_ignore_ascii_case("content-disposition"))
    };
    let line = head.split("\r\n").find(is_about).unwrap_or("");
    let (mut field, mut file) = (None, None);
    for (name, value) in values(line.split_once(';').map_or("", |(_, rest)| rest)) {
        match name.as_str() {
            "name" => field = Some(value),
            "filename" => file = Some(value),
            _ => {}
        }
    }
    let field = field.ok_or_else(|| broken("表单里有一项没有名称"))?;
    Ok(FormPart { field, file, bytes: bytes.to_vec() })
}

/// `a=b; c="d"`. Browsers write quotes and line breaks of a name as `%22`, `%0D` and `%0A`, other
/// programs quotes as `\"`.
fn values(text: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((name, behind)) = rest.split_once('=') {
        let name = name.trim_matches([' ', '\t', ';']).to_ascii_lowercase();
        let behind = behind.trim_start();
        let (value, after) = match behind.strip_prefix('"') {
            Some(quoted) => quoted_value(quoted),
            None => {
                let (value, after) = behind.split_once(';').unwrap_or((behind, ""));
                (value.trim().to_owned(), after)
            }
        };
        out.push((name, value.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n")));
        rest = after;
    }
    out
}

fn quoted_value(text: &str) -> (String, &str) {
    let mut out = String::new();
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (out, text.get(at + 1..).unwrap_or("")),
            '\\' if letters.peek().is_some_and(|(_, next)| *next == '"') => {
                letters.next();
                out.push('"');
            }
            other => out.push(other),
        }
    }
    (out, "")
}

fn broken(why: &str) -> Refusal {
    Refusal::BodyBroken { why: why.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn part(field: &str, file: Option<&str>, bytes: &[u8]) -> FormPart {
        FormPart { field: field.into(), file: file.map(str::to_owned), bytes: bytes.to_vec() }
    }

    #[test]
    fn files_and_fields_are_read() {
        let body = "before\r\n--x\r\nContent-Disposition: form-data; name=\"format\"\r\n\r\ncsv\r\n\
             --x  \r\nContent-Type: text/plain\r\ncontent-disposition: form-data; name=file; \
             filename=\"决算 %22甲\\\".txt\"\r\n\r\n一\r\n--xy\r\n\r\n--x\r\nContent-Disposition: \
             form-data; name=\"file\"; filename=\"空\"\r\n\r\n\r\n--x--\r\nbehind";
        assert_eq!(
            parts(body.as_bytes(), "x"),
            // a line that only begins like the mark parts nothing where it is none
            Err(broken("表单的分隔行不对"))
        );
        let body = body.replace("--xy", "-xy");
        assert_eq!(
            parts(body.as_bytes(), "x").unwrap(),
            [
                part("format", None, b"csv"),
                part("file", Some("决算 \"甲\".txt"), "一\r\n-xy\r\n".as_bytes()),
                part("file", Some("空"), b""),
            ]
        );
        assert_eq!(parts(b"--x--", "x").unwrap(), []);
    }

    #[test]
    fn what_is_no_form_is_told() {
        assert_eq!(boundary("application/json"), None);
        assert_eq!(boundary("multipart/form-data; boundary=\"a b\""), Some(Ok("a b".to_owned())));
        for kind in [
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=é",
        ] {
            assert!(boundary(kind).is_some_and(|found| found.is_err()), "{kind}");
        }
        for body in [
            "",
            "--x",
            "--x\r\n",
            "--x\r\n\r\n",
            "--x\r\nContent-Disposition: form-data; name=a\r\n\r\nabc",
            "--x\r\nContent-Disposition: form-data\r\n\r\nabc\r\n--x--",
            "--y\r\n\r\n--y--",
        ] {
            assert!(parts(body.as_bytes(), "x").is_err(), "{body}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_form_or_none(body in proptest::collection::vec(
            prop_oneof![Just("--x".to_owned()), Just("\r\n".to_owned()), Just("--".to_owned()), Just("Content-Disposition: form-data; name=\"a\"; filename=\"".to_owned()), ".{0,6}"], 0..20))
        {
            let _ = parts(body.concat().as_bytes(), "x");
        }

        #[test]
        fn what_is_sent_is_read(bytes in proptest::collection::vec(any::<u8>(), 0..200), name in "[^\"\\\\%\r\n\0]{1,12}") {
            let mut body = format!("--q7q7\r\nContent-Disposition: form-data; name=\"f\"; filename=\"{name}\"\r\n\r\n").into_bytes();
            body.extend(&bytes);
            body.extend(b"\r\n--q7q7--\r\n");
            prop_assert_eq!(parts(&body, "q7q7").unwrap(), vec![part("f", Some(&name), &bytes)]);
        }
    }
}
