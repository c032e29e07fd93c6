//! Pages behind the last one with the numbered list of findings, so that a print has the words.
//!
//! Their fonts are those that viewers bring along, for Chinese `STSong-Light`, for letters and figures
//! Helvetica; none is embedded: the program carries no font.

use super::super::remark::{Remark, summary};
use super::super::{Refusal, Subject};
use super::{numbers, strange};
use gouji_read::read::OWN_PAGE;
use gouji_report::report::headline::Certainty;
use gouji_values::lang::Lang;
use lopdf::{Dictionary, IncrementalDocument, Object, ObjectId, Stream, StringFormat, dictionary};

/// A4, in points.
const SHEET: [f64; 4] = [0.0, 0.0, 595.0, 842.0];
const MARGIN: f64 = 54.0;
/// Where the number of a page stands.
const FOOT: f64 = MARGIN - 10.0;
const WIDTH: f64 = 595.0 - 2.0 * MARGIN;
/// How many findings the list holds; nobody prints more.
const MOST: usize = 1000;
/// How many further places of a finding the list names.
const PLACES: usize = 8;

/// How a line is written: points of its letters, of its indent, and of what is left above it.
#[derive(Clone, Copy)]
struct Style {
    size: f64,
    indent: f64,
    above: f64,
}

const TITLE: Style = Style { size: 16.0, indent: 0.0, above: 0.0 };
const SUMMARY: Style = Style { size: 9.0, indent: 0.0, above: 3.0 };
const HEAD: Style = Style { size: 11.0, indent: 0.0, above: 10.0 };
const WORDS: Style = Style { size: 9.5, indent: 16.0, above: 2.0 };

/// Lines of text in pages.
struct Pages {
    done: Vec<String>,
    open: String,
    /// Where the next line stands.
    y: f64,
}

impl Pages {
    fn new() -> Self {
        Self { done: Vec::new(), open: String::new(), y: top() }
    }

    /// Adds a paragraph; `keep` is how much must be left on the page for it to begin here.
    #[expect(clippy::float_arithmetic, reason = "a place on a page, no money")]
    fn add(&mut self, words: &str, style: Style, keep: f64) {
        let foot = MARGIN + 14.0;
        if self.y - keep < foot {
            self.turn();
        }
        for (index, line) in wrapped(words, (WIDTH - style.indent) / style.size).iter().enumerate()
        {
            let above = if index == 0 && !self.open.is_empty() { style.above } else { 0.0 };
            self.y -= style.size * 1.4 + above;
            if self.y < foot {
                self.turn();
                self.y -= style.size * 1.4;
            }
            self.open.push_str(&shown(line, MARGIN + style.indent, self.y, style.size));
        }
    }

    fn turn(&mut self) {
        self.done.push(std::mem::take(&mut self.open));
        self.y = top();
    }

    /// The contents of the pages, each with its number at the foot.
    fn finish(mut self) -> Vec<String> {
        self.turn();
        let count = self.done.len();
        let foot = |number: usize| {
            let words = format!("勾稽审核结果　第 {number} 页，共 {count} 页");
            shown(&words, MARGIN, FOOT, 8.0)
        };
        (1..).zip(self.done).map(|(number, page)| format!("{page}{}", foot(number))).collect()
    }
}

#[expect(clippy::float_arithmetic, reason = "a place on a page, no money")]
fn top() -> f64 {
    SHEET[3] - MARGIN
}

/// A line of text at a place: letters of ASCII in a font that every viewer has, so that figures show
/// also where the other one does not.
fn shown(words: &str, x: f64, y: f64, size: f64) -> String {
    let mut out = format!("BT 1 0 0 1 {x:.2} {y:.2} Tm");
    let chars: Vec<char> = words.chars().collect();
    for run in chars.chunk_by(|one, next| is_plain(*one) == is_plain(*next)) {
        let text: String = run.iter().collect();
        if run.first().is_some_and(|c| is_plain(*c)) {
            let text = text.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
            out.push_str(&format!(" /F2 {size} Tf ({text}) Tj"));
        } else {
            let code: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
            out.push_str(&format!(" /F1 {size} Tf <{code}> Tj"));
        }
    }
    out + " ET\n"
}

fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~')
}

/// Widths of the letters of ASCII in Helvetica, from the blank on, in thousandths of their size.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// How wide a character is, in thousandths of its size.
fn width(c: char) -> usize {
    let at = (c as usize).checked_sub(' ' as usize);
    at.and_then(|at| WIDTHS.get(at)).map_or(1000, |width| usize::from(*width))
}

/// The lines of a paragraph, each at most so many times as wide as its letters are high.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::float_arithmetic,
    reason = "a place on a page, no money"
)]
fn wrapped(words: &str, wide: f64) -> Vec<String> {
    /// Longer stretches of letters and digits are broken.
    const WHOLE: usize = 24;
    let most = (wide * 1000.0).max(4000.0) as usize;
    let mut out = Vec::new();
    let (mut line, mut taken): (Vec<char>, usize) = (Vec::new(), 0);
    for c in words.chars() {
        // what closes hangs over the edge
        let hangs = "，。；：、）》”％,.;:)%".contains(c) && taken < most;
        if taken + width(c) > most && !hangs {
            let is_letter = |c: &char| c.is_ascii_graphic();
            let tail = if is_letter(&c) {
                line.iter().rev().take_while(|c| is_letter(c)).count()
            } else {
                0
            };
            let tail = if tail > WHOLE || tail >= line.len() { 0 } else { tail };
            let rest = line.split_off(line.len() - tail);
            out.push(line.iter().collect());
            taken = rest.iter().map(|c| width(*c)).sum();
            line = rest;
            if c == ' ' && line.is_empty() {
                continue;
            }
        }
        taken += width(c);
        line.push(c);
    }
    out.push(line.iter().collect());
    out
}

/// The words of the list.
fn contents(subject: &Subject<'_>, remarks: &[Remark]) -> Vec<String> {
    let mut pages = Pages::new();
    pages.add("勾稽审核结果", TITLE, 0.0);
    for words in summary(subject, remarks).iter().filter(|words| !words.is_empty()) {
        pages.add(words, SUMMARY, 0.0);
    }
    let guide = match remarks {
        [] => "本页由审核程序加上，不是原文件的内容。",
        _ => {
            "序号与正文中标色处旁边方括号里的红色数字相同。红色数字、标色和本页由审核程序加上，不是原文件的内容。"
        }
    };
    pages.add(guide, SUMMARY, 0.0);
    let findings: Vec<&[Remark]> =
        remarks.chunk_by(|one, next| one.number == next.number).collect();
    for finding in findings.iter().take(MOST) {
        let Some((first, others)) = finding.split_first() else { continue };
        let head = format!("{}. {}　{}", first.number, first.weight, first.name);
        pages.add(&head, HEAD, 60.0);
        let sure = first.more.iter().find(|(name, _)| *name == Certainty::NAME.of(Lang::Chinese));
        let sure = sure.map(|(name, words)| format!("；{name}：{words}")).unwrap_or_default();
        pages.add(&format!("位置：{}{sure}", first.place), WORDS, 0.0);
        if !others.is_empty() {
            let named: Vec<&str> =
                others.iter().take(PLACES).map(|other| other.place.as_str()).collect();
            let more = if others.len() > PLACES {
                format!(" 等 {} 处", others.len())
            } else {
                String::new()
            };
            pages.add(&format!("同一序号还标在：{}{more}", named.join("；")), WORDS, 0.0);
        }
        pages.add(&first.message, WORDS, 0.0);
        // what the message says is not said twice
        let values = first.values.iter().filter(|_| !first.says_values);
        let values: Vec<String> = values.map(|(name, value)| format!("{name} {value}")).collect();
        if !values.is_empty() {
            pages.add(&values.join("，"), WORDS, 0.0);
        }
        let names = ["说明", "提示", "依据"];
        for (name, words) in first.more.iter().filter(|(name, _)| names.contains(name)) {
            pages.add(&format!("{name}：{words}"), WORDS, 0.0);
        }
    }
    if findings.len() > MOST {
        let left = findings.len() - MOST;
        pages.add(&format!("另有 {left} 处问题见批注和网页报告。"), HEAD, 0.0);
    }
    pages.finish()
}

/// Adds the pages behind the last one.
pub(super) fn add(
    out: &mut IncrementalDocument,
    subject: &Subject<'_>,
    remarks: &[Remark],
) -> Result<(), Refusal> {
    let catalog = out.get_prev_documents().catalog().map_err(strange)?;
    let root = catalog.get(b"Pages").and_then(Object::as_reference).map_err(strange)?;
    let file = &mut out.new_document;
    let chinese = font(file);
    let plain = file.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "Type1",
        "BaseFont" => "Helvetica",
        "Encoding" => "WinAnsiEncoding",
    });
    let fonts = file.add_object(dictionary! {
        "F1" => Object::Reference(chinese),
        "F2" => Object::Reference(plain),
    });
    let mut made = Vec::new();
    for words in contents(subject, remarks) {
        let mut stream = Stream::new(Dictionary::new(), words.into_bytes());
        stream.compress().map_err(strange)?;
        let content = file.add_object(stream);
        let mark = dictionary! {
            "LastModified" => Object::string_literal("D:20000101000000Z"),
            "Private" => 1,
        };
        let mut info = Dictionary::new();
        info.set(OWN_PAGE, mark);
        made.push(Object::Reference(file.add_object(dictionary! {
            "Type" => "Page",
            "Parent" => Object::Reference(root),
            "MediaBox" => numbers(SHEET),
            "CropBox" => numbers(SHEET),
            "Rotate" => 0,
            "Resources" => dictionary! { "Font" => Object::Reference(fonts) },
            "Contents" => Object::Reference(content),
            "PieceInfo" => info,
        })));
    }
    change(out, root, |kids| kids.extend(made))
}

/// Takes a page out of the tree.
pub(super) fn remove(out: &mut IncrementalDocument, page: ObjectId) -> Result<(), Refusal> {
    let dict = out.get_prev_documents().get_dictionary(page).map_err(strange)?;
    let parent = dict.get(b"Parent").and_then(Object::as_reference).map_err(strange)?;
    change(out, parent, |kids| kids.retain(|kid| kid.as_reference().ok() != Some(page)))
}

/// Changes the pages right below a node of the tree; the nodes above it count anew.
fn change(
    out: &mut IncrementalDocument,
    node: ObjectId,
    change: impl FnOnce(&mut Vec<Object>),
) -> Result<(), Refusal> {
    /// No tree is deeper.
    const DEPTH: usize = 64;
    out.opt_clone_object_to_new_document(node).map_err(strange)?;
    let list = {
        let kids = out.new_document.get_dictionary(node).and_then(|dict| dict.get(b"Kids"));
        match kids.map_err(strange)? {
            Object::Reference(id) => {
                let prev = out.get_prev_documents();
                let own = out.new_document.get_object(*id).or_else(|_| prev.get_object(*id));
                own.map_err(strange)?.clone()
            }
            other => other.clone(),
        }
    };
    let mut kids = list.as_array().map_err(strange)?.clone();
    let before = kids.len();
    change(&mut kids);
    let more = i64::try_from(kids.len()).unwrap_or(0) - i64::try_from(before).unwrap_or(0);
    let mut at = Some(node);
    let mut kids = Some(kids);
    for _ in 0..DEPTH {
        let Some(id) = at else { break };
        out.opt_clone_object_to_new_document(id).map_err(strange)?;
        let dict =
            out.new_document.get_object_mut(id).and_then(Object::as_dict_mut).map_err(strange)?;
        if let Some(kids) = kids.take() {
            dict.set("Kids", Object::Array(kids));
        }
        let count = dict.get(b"Count").and_then(Object::as_i64).map_err(strange)?;
        dict.set("Count", count + more);
        at = dict.get(b"Parent").and_then(Object::as_reference).ok();
    }
    Ok(())
}

/// A font for Chinese that is not embedded: viewers have one in its place.
fn font(file: &mut lopdf::Document) -> ObjectId {
    let literal = |words: &str| Object::String(words.into(), StringFormat::Literal);
    let descriptor = file.add_object(dictionary! {
        "Type" => "FontDescriptor",
        "FontName" => "STSong-Light",
        "Flags" => 6,
        "FontBBox" => numbers([-25.0, -254.0, 1000.0, 880.0]),
        "ItalicAngle" => 0,
        "Ascent" => 880,
        "Descent" => -120,
        "CapHeight" => 880,
        "StemV" => 93,
    });
    let letters = file.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "CIDFontType0",
        "BaseFont" => "STSong-Light",
        "CIDSystemInfo" => dictionary! {
            "Registry" => literal("Adobe"),
            "Ordering" => literal("GB1"),
            "Supplement" => 4,
        },
        "DW" => 1000,
        "FontDescriptor" => Object::Reference(descriptor),
    });
    file.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "Type0",
        "BaseFont" => "STSong-Light-UniGB-UTF16-H",
        "Encoding" => "UniGB-UTF16-H",
        "DescendantFonts" => vec![Object::Reference(letters)],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_to_the_page_and_numbers_whole() {
        let lines = wrapped("合计为353.15万元，应为354.16万元。", 8.5);
        assert_eq!(lines, ["合计为353.15万元，", "应为354.16万元。"]);
        assert_eq!(wrapped("", 8.0), [""]);
        let long = "a".repeat(60);
        assert!(wrapped(&long, 8.0).iter().all(|line| line.len() <= 14));
    }
}
