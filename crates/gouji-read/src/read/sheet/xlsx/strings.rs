//! The texts of a workbook that cells refer to by their number.

use crate::read::sheet::package::{push_text, reader};
use quick_xml::events::Event;

/// Texts that cells refer to by their number, `None` where there are more than `most`; the reading
/// aids of Japanese are no part of them.
pub(super) fn shared_strings(xml: &str, most: usize) -> Option<Vec<String>> {
    let mut out = Vec::new();
    let (mut text, mut in_text, mut in_aid) = (String::new(), false, false);
    let mut reader = reader(xml);
    while let Ok(event) = reader.read_event() {
        match &event {
            Event::Start(element) => match element.local_name().as_ref() {
                "t" => in_text = !in_aid,
                "rPh" => in_aid = true,
                _ => {}
            },
            Event::Empty(element) if element.local_name().as_ref() == "si" => {
                out.push(String::new())
            }
            Event::End(element) => match element.local_name().as_ref() {
                "t" => in_text = false,
                "rPh" => in_aid = false,
                "si" => out.push(unescaped(std::mem::take(&mut text))),
                _ => {}
            },
            Event::Eof => break,
            event if in_text => push_text(event, &mut text),
            _ => {}
        }
        if out.len() > most {
            return None;
        }
    }
    Some(out)
}

/// `_x000D_` stands for the character of this number.
pub(super) fn unescaped(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        out.push_str(rest.get(..at).unwrap_or(""));
        rest = rest.get(at..).unwrap_or("");
        let code = rest
            .get(2..6)
            .filter(|_| rest.get(6..7) == Some("_"))
            .and_then(|code| u32::from_str_radix(code, 16).ok());
        match code.and_then(char::from_u32) {
            Some(c) => {
                out.push(c);
                rest = rest.get(7..).unwrap_or("");
            }
            None => {
                out.push_str("_x");
                rest = rest.get(2..).unwrap_or("");
            }
        }
    }
    out + rest
}
