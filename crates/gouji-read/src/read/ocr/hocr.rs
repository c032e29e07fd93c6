//! Words in hOCR: a web page whose elements say by class and title what they are and where.

use super::words::RecognisedWord;
use crate::read::sheet::package::{attribute, push_text, reader};
use quick_xml::events::Event;

/// The words; the lines where a program tells no words.
pub(super) fn words(written: &str) -> Result<Vec<RecognisedWord>, String> {
    let mut reader = reader(written);
    let config = reader.config_mut();
    (config.check_end_names, config.allow_unmatched_ends) = (false, true);
    let (mut words, mut lines): (Vec<RecognisedWord>, Vec<RecognisedWord>) = Default::default();
    // how deep the word and the line stand that are being read
    let (mut depth, mut word, mut line) = (0_usize, None, None);
    let mut is_known = false;
    loop {
        let event = reader.read_event().map_err(|error| format!("写出的 hOCR 有误：{error}"))?;
        match &event {
            Event::Start(element) => {
                depth += 1;
                let class = attribute(element, "class").unwrap_or_default();
                is_known |= class.starts_with("ocr");
                let title = attribute(element, "title").unwrap_or_default();
                if class == "ocrx_word" {
                    word = Some(depth);
                    words.push(said(&title, lines.len()));
                } else if LINES.contains(&class.as_ref()) {
                    line = Some(depth);
                    lines.push(said(&title, lines.len() + 1));
                }
            }
            Event::End(_) => {
                word = word.filter(|at| *at < depth);
                line = line.filter(|at| *at < depth);
                depth = depth.saturating_sub(1);
            }
            Event::Eof => break,
            text => {
                for (_, last) in [(word, words.last_mut()), (line, lines.last_mut())]
                    .into_iter()
                    .filter(|(at, _)| at.is_some())
                {
                    if let Some(last) = last {
                        push_text(text, &mut last.text);
                    }
                }
            }
        }
    }
    if !is_known {
        return Err("写出的不是 TSV，也不是 hOCR（没有 ocr_page、ocrx_word 等标记）".to_owned());
    }
    let mut out = if words.is_empty() { lines } else { words };
    for word in &mut out {
        word.text = word.text.trim().to_owned();
    }
    Ok(out)
}

/// The classes of lines.
const LINES: [&str; 4] = ["ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"];

/// What a title says: `bbox 10 20 30 40; x_wconf 96`.
fn said(title: &str, line: usize) -> RecognisedWord {
    let mut out = RecognisedWord { line, ..RecognisedWord::default() };
    for part in title.split(';') {
        let mut fields = part.split_whitespace();
        let name = fields.next();
        let whole = |text: &str| text.split('.').next().and_then(|text| text.parse().ok());
        let numbers: Vec<i32> = fields.filter_map(whole).collect();
        match (name, numbers.as_slice()) {
            (Some("bbox"), [left, top, right, bottom]) => {
                out.area = [*left, *top, *right, *bottom];
            }
            (Some("x_wconf"), [sure]) => out.confidence = Some(*sure),
            _ => {}
        }
    }
    out
}
