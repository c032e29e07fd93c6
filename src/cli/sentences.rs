//! Sentences that documents print and a wording of the ruleset nearly fits: what it would have to
//! be is made of the sentence, and tried.

use super::engine::LoadedRules;
use super::misfit::misfit;
use super::nearly::value_of;
use super::parted::{Parted, parted};
use super::rule_place::at;
use gouji_audit::audit::{DocumentAudit, Verdict};
use gouji_rules::pattern::{Context, Pattern, PatternPassage};
use gouji_rules::ruleset::Claim;
use gouji_values::error::{MistakeCode, RuleMistake};
use gouji_values::number::is_digit;
use gouji_values::vocabulary::Vocabulary;
use std::sync::Arc;

/// Units that an amount takes with it.
const MONEY: &[&str] = &["亿元", "千万元", "百万元", "万元", "千元", "元"];
/// Signs of wordings that are more than words and captures.
const MORE: &[char] = &['*', '(', ')', '|', '?', '+', '…', '[', ']', '<', '>'];

/// Whether a rule that requires a sentence of this claim did not find any.
fn is_required_in_vain(documents: &[&DocumentAudit], claim: &str) -> bool {
    let mut checks = documents.iter().flat_map(|document| &document.checks);
    checks.any(|check| check.verdict == Verdict::Violation && check.expression == claim)
}

/// A piece of a wording.
#[derive(Debug)]
enum Piece {
    Words(String),
    /// As it is written, and its kind.
    Capture(String, String),
}

/// Tells of the claims of a ruleset that no document has, where one prints nearly the same.
pub(super) fn sentences(
    engine: &LoadedRules,
    layer: &str,
    documents: &[&DocumentAudit],
    never: &[String],
) -> Vec<RuleMistake> {
    let Ok(ruleset) = engine.ruleset() else { return Vec::new() };
    let words = engine.vocabulary();
    let is_missed = |id: &String| never.contains(id) || is_required_in_vain(documents, id);
    let claims =
        ruleset.claims.iter().filter(|claim| claim.origin.layer == layer && is_missed(&claim.id));
    let mut out = Vec::new();
    for claim in claims {
        let Some(text) = engine.rule_text(&claim.origin.file) else { continue };
        let Some(span) = value_of(&text, claim.origin.span.start, "text") else { continue };
        let written = text.get(span.clone()).unwrap_or("");
        let quote = if written.starts_with('\'') { '\'' } else { '"' };
        let Some(wording) = written
            .strip_prefix(quote)
            .and_then(|rest| rest.strip_suffix(quote))
            .filter(|own| !own.contains(quote))
        else {
            continue;
        };
        if let Some(heading) = fitting(wording, documents, &words) {
            let file = claim.origin.file.as_str();
            let told = apart((file, &text), (claim.origin.span.start, &claim.id), &heading)
                .or_else(|| other_part(engine, (claim, &heading), documents, &words));
            out.extend(told);
            continue;
        }
        let plain = without_optional(wording);
        let Some((sentence, meant)) = nearest(&plain, documents, &words) else {
            let found = parted(wording, documents);
            let start = span.start + quote.len_utf8();
            out.extend(found.map(|found| {
                let place = start + found.at..span.end - quote.len_utf8();
                far(claim, (wording, &found), (&text, place))
            }));
            continue;
        };
        let parts = meant.as_deref().and_then(|meant| parting(wording, meant));
        // of a sentence that a document must have and has not nothing else is it
        let is_near = meant.is_some() || !is_required_in_vain(documents, &claim.id);
        if !is_near && !is_mostly(&plain, &sentence) {
            continue;
        }
        let from = match misfit(&plain, &sentence, &words).map(|told| format!("：{told}")) {
            Some(told) => told,
            None => from_word(wording, meant.as_deref(), parts),
        };
        let message =
            format!("没有一份文件有“{wording}”这样的话{from}，语句 {} 从未核对", claim.id);
        let start = span.start + quote.len_utf8();
        let span = parts.map_or(span.clone(), |at| start + at..span.end - quote.len_utf8());
        let sentence = short(&sentence);
        let help = match meant {
            Some(meant) => format!("文件里的话是“{sentence}”：写成 text = \"{meant}\""),
            None => format!("文件里相近的话是“{sentence}”：text 照它的字写，数换成 {{名称:种类}}"),
        };
        let place = (claim.origin.file.as_str(), text, span);
        out.push(at(place, MistakeCode::WithoutEffect, message, help));
    }
    out
}

/// From which word on a wording is not what the sentence has there.
fn from_word(wording: &str, meant: Option<&str>, parts: Option<usize>) -> String {
    let Some(at) = parts else { return String::new() };
    // what the sentence has there, where both are the same up to it
    let there = meant.filter(|meant| meant.get(..at) == wording.get(..at));
    let there = there.map(|meant| head(meant, at)).filter(|own| !own.starts_with('{'));
    let there = there.map(|own| format!("，文件印的是“{own}”")).unwrap_or_default();
    format!("，从“{}”起对不上{there}", head(wording, at))
}

/// Whether a sentence has four fifths of the words of a wording.
fn is_mostly(plain: &str, sentence: &str) -> bool {
    let Some(pieces) = pieces(plain) else { return false };
    let whole: usize = pieces.iter().map(Piece::length).sum();
    aligned(&pieces, sentence, false).is_some_and(|(found, _)| found * 5 >= whole * 4)
}

/// That the nearest sentence parts from a wording at a word.
fn far(
    claim: &Claim,
    (wording, found): (&str, &Parted),
    (text, place): (&Arc<str>, std::ops::Range<usize>),
) -> RuleMistake {
    let Parted { wanted, found: there, sentence, line, path, .. } = found;
    let there = if there.is_empty() {
        "这一段到这里就完了".to_owned()
    } else {
        format!("文件里是“{there}”")
    };
    let message = format!(
        "没有一份文件有“{wording}”这样的话，语句 {} 从未核对：最像的一句在“{wanted}”处对不上，{there}",
        claim.id
    );
    let help = format!(
        "{path} 第 {line} 行是“{sentence}”：text 照它写；几个数分在几句、几段里的，每句写一条 [[claim]]，再写一条 [[rule]]，expect 里用 语句.名称"
    );
    at(
        (claim.origin.file.as_str(), Arc::clone(text), place),
        MistakeCode::WithoutEffect,
        message,
        help,
    )
}

/// A wording whose optional single signs are there: `，其中：?` as `，其中：`.
fn without_optional(wording: &str) -> String {
    let mut out = String::new();
    for c in wording.chars() {
        if c != '?' || out.is_empty() || out.ends_with(MORE) || out.ends_with(['{', '}']) {
            out.push(c);
        }
    }
    out
}

/// Where in a wording the words begin that the one that fits has otherwise.
fn parting(wording: &str, meant: &str) -> Option<usize> {
    let mut other = meant.chars().peekable();
    // of a number of letters the whole word is meant
    let mut word = 0;
    for (at, c) in wording.char_indices() {
        if c == '?' {
            continue;
        }
        if other.next() != Some(c) {
            return Some(word);
        }
        if matches!(c, '，' | '、' | '：' | '；' | '}') {
            word = at + c.len_utf8();
        }
    }
    None
}

/// What stands at a place of a wording, up to its next capture.
fn head(wording: &str, at: usize) -> &str {
    let own = wording.get(at..).unwrap_or("");
    own.split('{').next().filter(|own| !own.is_empty()).unwrap_or(own)
}

/// The heading above a paragraph that a wording fits as it is written.
fn fitting(wording: &str, documents: &[&DocumentAudit], words: &Vocabulary) -> Option<String> {
    let pattern = Pattern::parse(wording, words).ok()?;
    for document in documents {
        let context = Context { vocabulary: words, year: document.year, grades: &[] };
        let mut heading = String::new();
        for (_, paragraph) in document.document.paragraphs() {
            if paragraph.heading.is_some() {
                heading = paragraph.text.text.trim().to_owned();
            }
            let passage = PatternPassage::new(paragraph.text.clone(), words);
            if !pattern.find_all(&passage, &context).is_empty() {
                return Some(heading);
            }
        }
    }
    None
}

/// Why a claim is not found whose wording fits: it is looked for elsewhere.
fn apart(
    (file, text): (&str, &Arc<str>),
    (from, claim): (usize, &str),
    heading: &str,
) -> Option<RuleMistake> {
    let place = |span| (file, Arc::clone(text), span);
    if let Some(span) = value_of(text, from, "in") {
        let message = format!("语句 {claim} 的句式在正文里找得到，in 写的却不是正文");
        let help = "删去 in 这一行，就在正文里找".to_owned();
        return Some(at(place(span), MistakeCode::WithoutEffect, message, help));
    }
    let span = value_of(text, from, "under")?;
    let bare = heading.find(['、', '）', ')', '．', '.']).filter(|at| *at < 13);
    let mark = |at: usize| {
        heading.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
    };
    let bare = bare.and_then(|at| heading.get(at + mark(at)..)).unwrap_or(heading).trim();
    if bare.is_empty() {
        return None;
    }
    let message = format!("语句 {claim} 的句式在“{heading}”下面找得到，不在 under 写的标题下面");
    let help = format!("写成 under = [\"{bare}\"]");
    Some(at(place(span), MistakeCode::WithoutEffect, message, help))
}

/// Why a claim is not found that stands in a part which begins under another heading than the rule file
/// says.
fn other_part(
    engine: &LoadedRules,
    (claim, heading): (&Claim, &str),
    documents: &[&DocumentAudit],
    words: &Vocabulary,
) -> Option<RuleMistake> {
    let ruleset = engine.ruleset().ok()?;
    let part = claim.scope.first().and_then(|part| ruleset.parts.get(*part))?;
    let is_headed = documents.iter().any(|document| {
        let context = Context { vocabulary: words, year: document.year, grades: &[] };
        document.document.paragraphs().any(|(_, paragraph)| {
            let passage = PatternPassage::new(paragraph.text.clone(), words);
            paragraph.heading.is_some()
                && part.starts.iter().any(|own| !own.find_all(&passage, &context).is_empty())
        })
    });
    if is_headed || claim.scope.len() > 1 || heading.is_empty() {
        return None;
    }
    let text = engine.rule_text(&part.origin.file)?;
    let span = value_of(&text, part.origin.span.start, "start")?;
    let written = text.get(span.clone())?.trim_matches(['[', ']', ' ']);
    let bare = words.ordinal(heading).and_then(|own| heading.get(own.len..)).unwrap_or(heading);
    let message = format!(
        "没有一份文件有标题 {written}，部分 {} 从未认出；语句 {} 的话印在“{heading}”下面",
        part.id, claim.id
    );
    let help = format!("写成 start = [\"{}\"]", bare.trim());
    Some(at((&part.origin.file, text, span), MistakeCode::WithoutEffect, message, help))
}

/// The sentence that a wording fits most nearly, and the wording that fits it.
fn nearest(
    wording: &str,
    documents: &[&DocumentAudit],
    words: &Vocabulary,
) -> Option<(String, Option<String>)> {
    let pieces = pieces(wording)?;
    let whole: usize = pieces.iter().map(Piece::length).sum();
    let mut best: Option<(usize, String, Option<String>)> = None;
    for document in documents {
        for (_, paragraph) in document.document.paragraphs() {
            for sentence in paragraph.text.text.split_inclusive(['。', '；', ';', '\n']) {
                let Some((found, meant)) = aligned(&pieces, sentence, false) else { continue };
                let shorter = aligned(&pieces, sentence, true).and_then(|(_, meant)| meant);
                // half of the words
                if found * 2 < whole {
                    continue;
                }
                let fits = |meant: &String| {
                    let context = Context { vocabulary: words, year: document.year, grades: &[] };
                    let passage = PatternPassage::new(paragraph.text.clone(), words);
                    Pattern::parse(meant, words)
                        .is_ok_and(|pattern| !pattern.find_all(&passage, &context).is_empty())
                };
                // a count takes its word with it: what need not be written is not told
                let meant = shorter.filter(fits).or(meant.filter(fits));
                let is_better = best.as_ref().is_none_or(|(known, _, other)| {
                    (meant.is_some(), found) > (other.is_some(), *known)
                });
                if !is_better {
                    continue;
                }
                best = Some((found, sentence.trim().to_owned(), meant));
            }
        }
    }
    best.map(|(_, sentence, meant)| (sentence, meant))
}

/// The beginning of a long sentence.
fn short(sentence: &str) -> String {
    const MOST: usize = 60;
    let mut out: String = sentence.chars().take(MOST).collect();
    if sentence.chars().nth(MOST).is_some() {
        out.push('…');
    }
    out
}

impl Piece {
    /// How many characters of it are words.
    fn length(&self) -> usize {
        match self {
            Self::Words(words) => words.chars().count(),
            Self::Capture(..) => 0,
        }
    }
}

/// The pieces of a plain wording.
fn pieces(wording: &str) -> Option<Vec<Piece>> {
    let mut out = Vec::new();
    let mut rest = wording;
    while let Some((words, behind)) = rest.split_once('{') {
        let (capture, next) = behind.split_once('}')?;
        if !words.is_empty() {
            out.push(Piece::Words(words.to_owned()));
        }
        let kind = capture.split_once(':').map_or(capture, |(_, kind)| kind).trim();
        out.push(Piece::Capture(format!("{{{capture}}}"), kind.to_owned()));
        rest = next;
    }
    if !rest.is_empty() {
        out.push(Piece::Words(rest.to_owned()));
    }
    let is_plain = |piece: &Piece| match piece {
        Piece::Words(words) => !words.contains(MORE),
        Piece::Capture(..) => true,
    };
    (out.iter().all(is_plain) && out.len() > 1).then_some(out)
}

/// How many characters of the words of a wording a sentence has in their order, and the wording as
/// the sentence would have it; `is_short`: without the words that counts take with them.
fn aligned(pieces: &[Piece], sentence: &str, is_short: bool) -> Option<(usize, Option<String>)> {
    let mut found = 0;
    let mut meant = String::new();
    let mut rest = sentence;
    let mut open: Option<(&str, &str)> = None;
    let mut is_whole = true;
    for piece in pieces {
        let words = match piece {
            Piece::Capture(written, kind) => {
                is_whole &= open.replace((written, kind)).is_none();
                continue;
            }
            Piece::Words(words) => words.as_str(),
        };
        // the unit of an amount belongs to the amount
        let words = match open {
            Some((_, "amount")) => {
                MONEY.iter().find_map(|unit| words.strip_prefix(unit)).unwrap_or(words)
            }
            Some((_, "percent")) => words.strip_prefix(['%', '％']).unwrap_or(words),
            _ => words,
        };
        if words.is_empty() {
            continue;
        }
        let Some((own, at)) = common(words, rest) else {
            is_whole = false;
            continue;
        };
        found += own.chars().count();
        let (gap, behind) = rest.split_at_checked(at)?;
        if let Some(capture) = open.take() {
            meant.push_str(&between(capture, gap, is_short)?);
        }
        meant.push_str(own);
        rest = behind.get(own.len()..)?;
    }
    if let Some(capture) = open {
        let end = rest.find(['，', '。', '；', '、', ',', ';']).unwrap_or(rest.len());
        match rest.get(..end).and_then(|gap| between(capture, gap, is_short)) {
            Some(own) => meant.push_str(own.trim_end_matches(|c: char| !matches!(c, '}'))),
            None => is_whole = false,
        }
    }
    Some((found, is_whole.then_some(meant)))
}

/// The longest piece of words that a text has, and where.
fn common<'w>(words: &'w str, text: &str) -> Option<(&'w str, usize)> {
    if let Some(at) = text.find(words) {
        return Some((words, at));
    }
    let starts: Vec<usize> = words.char_indices().map(|(at, _)| at).chain([words.len()]).collect();
    let all = starts.iter().enumerate().flat_map(|(from, start)| {
        starts.iter().skip(from + 2).filter_map(move |end| words.get(*start..*end))
    });
    let fits = all.filter_map(|piece| Some((piece, text.find(piece)?)));
    fits.max_by_key(|(piece, at)| (piece.len(), std::cmp::Reverse(*at)))
}

/// A capture with what stands before and behind its figure in a sentence.
fn between((written, kind): (&str, &str), gap: &str, is_short: bool) -> Option<String> {
    let is_number = matches!(kind, "amount" | "percent" | "count" | "score" | "points" | "year");
    if !is_number {
        return Some(written.to_owned());
    }
    let start = gap.find(is_digit)?;
    let (before, number) = gap.split_at(start);
    let end =
        number.find(|c: char| !(is_digit(c) || matches!(c, '.' | ','))).unwrap_or(number.len());
    let behind = number.get(end..)?;
    let behind = match kind {
        "amount" => MONEY.iter().find_map(|unit| behind.strip_prefix(unit)).or_else(|| {
            // the unit stands in the words that follow
            MONEY.iter().any(|unit| unit.starts_with(behind)).then_some("")
        })?,
        "percent" => behind.strip_prefix(['%', '％']).unwrap_or(behind),
        "count" if is_short => "",
        _ => behind,
    };
    (!before.contains(is_digit) && !behind.contains(is_digit))
        .then(|| format!("{before}{written}{behind}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(wording: &str, sentence: &str) -> Option<String> {
        aligned(&pieces(wording)?, sentence, false)?.1
    }

    #[test]
    fn a_wording_is_written_as_the_sentence_has_it() {
        let sentence = "2024年度共举办培训班3期，培训160人次，培训费支出35.30万元。";
        assert_eq!(
            meant("培训费支出{费:amount}元", sentence).as_deref(),
            Some("培训费支出{费:amount}")
        );
        assert_eq!(
            meant("共举办培训{期:count}期，培训{人:count}人次", sentence).as_deref(),
            Some("共举办培训班{期:count}期，培训{人:count}人次")
        );
        assert_eq!(
            meant("培训费支出共{费:amount}", sentence).as_deref(),
            Some("培训费支出{费:amount}")
        );
    }
}
