//! Headings of parts whose number no document prints: 第四部分监督方式, where it is 第三部分. A part is found by its
//! words all the same, so nothing else tells of it.

use super::engine::LoadedRules;
use super::rule_place::{at, behind};
use gouji_audit::audit::DocumentAudit;
use gouji_values::error::{MistakeCode, RuleMistake};

/// What may stand between the number of a heading and its words.
const BETWEEN: &[char] = &['、', '.', '．', '，', ',', '：', ':', ' ', '\u{3000}', '\t'];

/// All of them, at the texts that say how the parts of a ruleset begin.
pub(super) fn part_numbers(
    engine: &LoadedRules,
    layer: &str,
    documents: &[&DocumentAudit],
) -> Vec<RuleMistake> {
    numbered(engine, layer, documents).into_iter().filter_map(|(_, told)| told).collect()
}

/// The parts of a ruleset that begin with a number: what each is known by, and what is said of it where a document
/// prints it with another one.
pub(super) fn numbered(
    engine: &LoadedRules,
    layer: &str,
    documents: &[&DocumentAudit],
) -> Vec<(String, Option<RuleMistake>)> {
    let Ok(ruleset) = engine.ruleset() else { return Vec::new() };
    let mut out = Vec::new();
    for part in ruleset.parts.iter().filter(|part| part.origin.layer == layer) {
        let Some(text) = engine.rule_text(&part.origin.file) else { continue };
        let Some(starts) = super::nearly::value_of(&text, part.origin.span.start, "start") else {
            continue;
        };
        let written = text.get(starts.clone()).unwrap_or("");
        let texts: Vec<&str> = written.split(['"', '\'']).skip(1).step_by(2).collect();
        let lines = || documents.iter().flat_map(|document| document.document.text.lines());
        let is_printed = |start: &str| lines().any(|line| bare(line) == bare(start));
        // one of them is there as it is written
        let key = format!("part {}", part.id);
        if texts.iter().any(|start| is_printed(start)) {
            out.push((key, None));
            continue;
        }
        for start in texts {
            let Some((number, words)) = parted(start) else { continue };
            let found = lines().find_map(|line| {
                let (own, there) = parted(line)?;
                (own != number && bare(there) == bare(words)).then(|| line.trim())
            });
            let Some(line) = found else { continue };
            let Some(span) = behind(&text, starts.start, start) else { continue };
            let message = format!(
                "文件里没有标题“{start}”，有“{line}”：序号不同。找部分时不看序号，仍按“{}”认出",
                words.trim()
            );
            let help = format!("照文件印的写，写成 start = [\"{}\"]", bare(line));
            let place = (part.origin.file.as_str(), text.clone(), span);
            let told = at(place, MistakeCode::WithoutEffect, message, help);
            out.push((key.clone(), Some(told)));
        }
    }
    out
}

/// A text without blanks.
fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The number of a heading, and its words; where it has both.
fn parted(heading: &str) -> Option<(String, &str)> {
    let heading = heading.trim();
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百零".contains(c);
    let open = ['第', '（', '('];
    let rest = heading.strip_prefix(open).unwrap_or(heading);
    let length = rest.find(|c: char| !is_number(c)).filter(|length| *length > 0)?;
    let (number, behind) = rest.split_at_checked(length)?;
    let words = if heading.starts_with('第') {
        ["部分", "章", "节", "篇", "条"].iter().find_map(|unit| behind.strip_prefix(unit))?
    } else if heading.starts_with(['（', '(']) {
        behind.strip_prefix(['）', ')'])?
    } else {
        behind.starts_with(BETWEEN).then_some(behind)?
    };
    let words = words.trim_start_matches(BETWEEN);
    (!words.is_empty()).then(|| (number.to_owned(), words))
}
