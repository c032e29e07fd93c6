//! What a finding says is true: the arithmetic that it prints is parsed and worked out, for every
//! violation of the fixtures, of texts with planted slips, and of the documents beside the
//! repository where these are at hand.

use crate::effort::beside;
use crate::engines::engine;
use gouji::audit::{Check, DocumentAudit, Verdict};
use rust_decimal::Decimal;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// A number with what stands behind it.
struct Term {
    value: Decimal,
    unit: String,
}

/// Reads and works out a sum, product or quotient of printed numbers.
struct Reader<'a> {
    rest: &'a str,
    /// The unit of the result: numbers without one are in it.
    unit: &'a str,
    has_units: bool,
}

fn times(unit: &str) -> Decimal {
    match unit {
        "%" | "％" => Decimal::new(1, 2),
        "‰" => Decimal::new(1, 3),
        "百元" => Decimal::from(100),
        "千元" => Decimal::from(1_000),
        "百万元" => Decimal::from(1_000_000),
        unit if unit.starts_with('万') => Decimal::from(10_000),
        unit if unit.starts_with('亿') => Decimal::from(100_000_000),
        _ => Decimal::ONE,
    }
}

impl Reader<'_> {
    fn skip(&mut self, sign: &str) -> bool {
        let trimmed = self.rest.trim_start();
        match trimmed.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn sum(&mut self) -> Option<Decimal> {
        let mut out = if self.skip("－") { -self.product()? } else { self.product()? };
        loop {
            if self.skip("＋") {
                out = out.checked_add(self.product()?)?;
            } else if self.skip("－") {
                out = out.checked_sub(self.product()?)?;
            } else {
                return Some(out);
            }
        }
    }

    fn product(&mut self) -> Option<Decimal> {
        let mut out = self.factor()?;
        loop {
            if self.skip("×") {
                out = out.checked_mul(self.factor()?)?;
            } else if self.skip("÷") {
                out = out.checked_div(self.factor()?)?;
            } else {
                return Some(out);
            }
        }
    }

    fn factor(&mut self) -> Option<Decimal> {
        if self.skip("(") {
            let out = self.sum()?;
            return self.skip(")").then_some(out);
        }
        if self.skip("－") {
            return Some(-self.factor()?);
        }
        let term = self.term()?;
        let is_ratio = matches!(term.unit.as_str(), "%" | "％" | "‰");
        let scale = is_ratio || self.has_units;
        Some(if scale { term.value.checked_mul(times(&term.unit))? } else { term.value })
    }

    fn term(&mut self) -> Option<Term> {
        let (value, rest) = number(self.rest)?;
        let ends = |c: char| c.is_whitespace() || matches!(c, ')' | '(');
        let end = rest.find(ends).unwrap_or(rest.len());
        let unit = rest[..end].to_owned();
        self.rest = &rest[end..];
        Some(Term { value, unit })
    }
}

fn number(text: &str) -> Option<(Decimal, &str)> {
    let text = text.trim_start();
    let end = text
        .char_indices()
        .find(|(at, c)| !(c.is_ascii_digit() || *c == '.' || *c == '-' && *at == 0))
        .map_or(text.len(), |(at, _)| at);
    Some((Decimal::from_str(&text[..end]).ok()?, &text[end..]))
}

/// What is wrong with a line of arithmetic; nothing where it is true, or where terms are left out.
fn wrong(line: &str) -> Option<String> {
    let (worked, result) = line.rsplit_once('＝')?;
    if worked.contains('…') {
        return None;
    }
    let result = result.trim();
    let Some((value, unit)) = number(result) else { return Some("no result".to_owned()) };
    let is_unit = |c: char| c.is_alphabetic() && !c.is_ascii();
    let has_units = worked.contains(is_unit);
    let mut reader = Reader { rest: worked.trim(), unit, has_units };
    let Some(found) = reader.sum().filter(|_| reader.rest.trim().is_empty()) else {
        return Some(format!("cannot be read at {:?} ({})", reader.rest, reader.unit));
    };
    // bare amounts stand in the unit of the result; a ratio of them does not
    let scale =
        if has_units || unit.starts_with(['%', '％']) { times(unit) } else { Decimal::ONE };
    let stated = value * scale;
    let half = Decimal::new(5, value.scale() + 1) * scale;
    let gap = (found - stated).abs();
    if !gap.is_zero() && value.scale() < 2 {
        return Some(format!("{found} has too few digits as {stated}"));
    }
    (gap > half).then(|| format!("{found} is not {stated}"))
}

/// All that a check prints as arithmetic.
fn lines(check: &Check) -> Vec<String> {
    let mut out: Vec<String> = check.arithmetic().iter().map(|line| line.to_string()).collect();
    let both = check.both();
    if let Some((left, right)) = both.split_once('≠') {
        let right = right.split_once("，相差").map_or(right, |(right, _)| right);
        for side in [left, right] {
            let side = side.rsplit_once(" 等 ").map_or(side, |(_, worked)| worked);
            if side.contains('＝') {
                out.push(side.trim().to_owned());
            }
        }
    }
    // what a bound or a rule's own words work out
    let message = check.message();
    for piece in message.split(['，', '；', '：']).filter(|piece| piece.contains('＝')) {
        let worked = BEFORE
            .iter()
            .fold(piece, |rest, word| rest.split_once(word).map_or(rest, |(_, behind)| behind));
        let start = worked.find(|c: char| c.is_ascii_digit() || matches!(c, '(' | '－'));
        let worked = start.and_then(|start| worked.get(start..)).unwrap_or(worked);
        // the name of the figure stands before the first number of a line that is no arithmetic
        if !worked.contains('≠') {
            out.push(worked.trim().to_owned());
        }
    }
    out
}

/// Words behind which what is worked out begins.
const BEFORE: [&str; 5] = ["应当不大于", "应当不小于", "应当小于", "应当大于", " 为 "];

/// Whether what a check gives as the difference is that of its two sides, as far as they are printed.
fn untrue_difference(check: &Check) -> Option<String> {
    let number = |text: &Option<ecow::EcoString>| Decimal::from_str(text.as_deref()?).ok();
    let (stated, computed, difference) =
        (number(&check.stated)?, number(&check.computed)?, number(&check.difference)?);
    // each of them may be rounded in its last place
    let ulp = |value: Decimal| Decimal::new(1, value.scale());
    let open = ulp(difference).max(ulp(computed));
    let gap = (stated - computed - difference).abs();
    (gap > open).then(|| format!("{stated} － {computed} is not {difference}"))
}

/// The lines of a document that are not true, and how many there are.
fn untrue(document: &DocumentAudit) -> (usize, Vec<String>) {
    let violated = document.checks.iter().filter(|check| check.verdict == Verdict::Violation);
    let mut count = 0;
    let mut out = Vec::new();
    for check in violated {
        if let Some(why) = untrue_difference(check) {
            out.push(format!("{} {}: {why}", document.path, check.rule));
        }
        for line in lines(check) {
            count += 1;
            if let Some(why) = wrong(&line) {
                out.push(format!("{} {}: {line}: {why}", document.path, check.rule));
            }
        }
    }
    (count, out)
}

fn documents(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut left = vec![folder.to_path_buf()];
    while let Some(next) = left.pop() {
        for entry in std::fs::read_dir(&next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                left.push(path);
            } else if path.extension().is_some_and(|end| {
                ["txt", "md", "pdf", "xlsx", "docx", "csv", "html", "xls"]
                    .iter()
                    .any(|known| end == *known)
            }) {
                out.push(path);
            }
        }
    }
    out.sort();
    out
}

fn all_true(paths: &[PathBuf]) -> usize {
    let mut count = 0;
    let mut found = Vec::new();
    for path in paths {
        let Ok(bytes) = std::fs::read(path) else { continue };
        let Ok(document) = engine("").audit(&path.display().to_string(), &bytes) else { continue };
        let (own, untrue) = untrue(&document);
        count += own;
        found.extend(untrue);
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    count
}

#[test]
fn a_line_is_worked_out() {
    for right in [
        "67.83 ÷ (274.08 ＋ 67.83) ＝ 19.84%",
        "－67.83 ÷ (274.08 ＋ 67.83) ＝ -19.84%",
        "1 ÷ 200 ＝ 0.5%",
        "30.00 × 0.5 ＝ 15.00万元",
        "80人 × 550元 ＝ 4.40万元",
        "95.00% × 2 ＝ 190.00%",
        "10.00 ＋ 20.00 － (-1.00) ＝ 31.00",
    ] {
        assert_eq!(wrong(right), None, "{right}");
    }
    for false_ in [
        "67.83 ÷ (274.08 － 67.83) ＝ 19.80%",
        "1 ÷ 200 ＝ 1%",
        "95.00% × 2 ＝ 1.90%",
        "1 ＋ 1 ＝ 3",
    ] {
        assert!(wrong(false_).is_some(), "{false_}");
    }
}

#[test]
fn what_the_findings_of_the_fixtures_print_is_true() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    assert!(all_true(&documents(&root)) > 10);
}

#[test]
fn a_sign_that_a_word_says_is_not_lost() {
    let text = "某县水利局2023年度部门决算\n\n一、说明\n\n\
        会议费决算数274.08万元，比上年决算减少67.83万元，下降12.50%。\n\n\
        2023年应整改200项，已整改1项，整改率5%。\n";
    let document = engine("national").audit("决算.txt", text.as_bytes()).unwrap();
    let (count, untrue) = untrue(&document);
    assert!(count >= 2 && untrue.is_empty(), "{untrue:?}");
    let all: Vec<String> = document.checks.iter().flat_map(lines).collect();
    assert!(all.iter().any(|line| line == "67.83 ÷ (274.08 ＋ 67.83) ＝ 19.84%"), "{all:?}");
    assert!(all.iter().any(|line| line == "1 ÷ 200 ＝ 0.5%"), "{all:?}");
}

#[test]
fn what_the_findings_of_real_documents_print_is_true() {
    for folder in ["documents", "government"].into_iter().filter_map(beside) {
        all_true(&documents(&folder));
    }
}
