//! `gouji rules guide`: the guide to rule files, its contents or the sections on a word.

use super::{Status, output};
use std::fmt::Write;

const GUIDE: &str = include_str!("../../rules/README.md");

/// The word that asks for all of it.
const WHOLE: &str = "全文";
/// Sections that are printed for a word that stands in no heading, at most.
const MOST: usize = 2;

/// A section: its heading with the marks before it, and its lines.
struct Section<'g> {
    heading: &'g str,
    text: &'g str,
}

impl Section<'_> {
    fn title(&self) -> &str {
        self.heading.trim_start_matches('#').trim()
    }

    fn is_main(&self) -> bool {
        self.heading.starts_with("## ")
    }
}

/// Prints the contents, the whole, or what the guide says about a word.
pub(crate) fn run(word: Option<&str>) -> Status {
    let sections = sections(GUIDE);
    let text = match word.map(str::trim).filter(|word| !word.is_empty()) {
        None => contents(&sections),
        Some(WHOLE) => GUIDE.to_owned(),
        Some(word) => match about(&sections, word) {
            Some(text) => text,
            None => {
                output::say(&format!("命令有误：指南里没有“{word}”；gouji rules guide 列出各节\n"));
                return Status::Usage;
            }
        },
    };
    output::print(text.as_bytes()).map_or(Status::Failed, |()| Status::Clean)
}

/// The sections, code left alone.
fn sections(guide: &str) -> Vec<Section<'_>> {
    let (mut out, mut is_code): (Vec<(usize, &str)>, bool) = (Vec::new(), false);
    let mut at = 0;
    for line in guide.split_inclusive('\n') {
        is_code ^= line.starts_with("```");
        if !is_code && (line.starts_with("## ") || line.starts_with("### ")) {
            out.push((at, line.trim_end()));
        }
        at += line.len();
    }
    let ends = out.iter().skip(1).map(|(start, _)| *start).chain([guide.len()]);
    out.iter()
        .zip(ends)
        .filter_map(|((start, heading), end)| {
            Some(Section { heading, text: guide.get(*start..end)? })
        })
        .collect()
}

fn contents(sections: &[Section<'_>]) -> String {
    let mut out = String::from(
        "规则指南的各节（gouji rules guide 词：印出说到它的一节，如 lookup、豁免、数的种类；gouji rules guide 全文：全部）\n",
    );
    for section in sections {
        let indent = if section.is_main() { "  " } else { "    " };
        let _ = writeln!(out, "{indent}{}", section.title());
    }
    out
}

/// The sections whose heading has a word, with those below them; else those that say it most.
fn about(sections: &[Section<'_>], word: &str) -> Option<String> {
    let wanted = word.to_lowercase();
    let titled: Vec<usize> = (0..sections.len())
        .filter(|at| {
            sections.get(*at).is_some_and(|own| own.title().to_lowercase().contains(&wanted))
        })
        .collect();
    let mut out = String::new();
    if !titled.is_empty() {
        let mut last = None;
        for at in titled {
            if last.is_some_and(|last| at <= last) {
                continue;
            }
            let is_main = sections.get(at).is_some_and(Section::is_main);
            let below = sections.iter().skip(at + 1).take_while(|own| is_main && !own.is_main());
            let end = at + below.count();
            for section in sections.get(at..=end).into_iter().flatten() {
                out.push_str(section.text);
            }
            last = Some(end);
        }
        return Some(out);
    }
    let mut said: Vec<(usize, &Section<'_>)> = sections
        .iter()
        .map(|section| (section.text.to_lowercase().matches(&wanted).count(), section))
        .filter(|(count, _)| *count > 0)
        .collect();
    said.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let (shown, rest) = said.split_at(MOST.min(said.len()));
    for (_, section) in shown {
        let _ = writeln!(out, "{}\n", section.heading);
        // of a long section the paragraphs that say it
        for piece in section.text.split("\n\n").skip(1) {
            let lines: Vec<&str> = if piece.starts_with('|') {
                piece.lines().filter(|line| line.to_lowercase().contains(&wanted)).collect()
            } else if piece.to_lowercase().contains(&wanted) {
                piece.lines().collect()
            } else {
                Vec::new()
            };
            if !lines.is_empty() {
                let _ = writeln!(out, "{}\n", lines.join("\n"));
            }
        }
    }
    if !rest.is_empty() {
        let titles: Vec<&str> = rest.iter().map(|(_, section)| section.title()).collect();
        let _ = writeln!(out, "还说到“{word}”的：{}", titles.join("、"));
    }
    (!shown.is_empty()).then_some(out)
}
