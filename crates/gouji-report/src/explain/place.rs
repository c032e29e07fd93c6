//! The figures at a place of a document, and every check that rests on them.

use super::{ExplainedLine, sentence};
use gouji_audit::audit::{
    Check, CheckFigure, CheckRelation, DocumentAudit, FigureRole, NoCheck, ReadingDoubt, Verdict,
};
use gouji_audit::say::stated_name;
use gouji_values::document::{PagePlace, Span};
use gouji_values::lang::{Lang, tell};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A line of a document, perhaps a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskedPlace {
    /// 1-based.
    pub line: u32,
    /// 1-based, in characters.
    pub column: Option<u32>,
}

/// Explains a place; in a document set that of each file, since lines are counted from the start of
/// a file.
#[must_use]
pub fn place(audit: &DocumentAudit, at: AskedPlace) -> Vec<ExplainedLine> {
    let document = &audit.document;
    let files: Vec<(&str, Span)> = match document.files.as_slice() {
        [] => vec![(audit.path.as_str(), Span::new(0, document.text.len()))],
        files => files.iter().map(|file| (file.name.as_str(), file.span)).collect(),
    };
    let own: Vec<Found> = files
        .iter()
        .filter_map(|(name, span)| {
            Some(on_line(
                audit,
                name,
                document.locator.line_in(&document.text, *span, at.line)?,
                at,
            ))
        })
        .collect();
    if own.is_empty() {
        let most =
            files.iter().map(|(_, span)| document.locator.lines_in(*span)).max().unwrap_or(0);
        return vec![ExplainedLine::Head(format!("{} 只有 {most} 行", audit.path))];
    }
    // a file of the set without a figure there is of interest only where none has one
    let has_figures = own.iter().any(|found| found.has_figures);
    own.into_iter()
        .filter(|found| found.has_figures == has_figures)
        .flat_map(|found| found.lines)
        .collect()
}

/// What is said of a line.
struct Found {
    lines: Vec<ExplainedLine>,
    /// Whether a figure stands at the place.
    has_figures: bool,
}

fn on_line(audit: &DocumentAudit, name: &str, line: Span, at: AskedPlace) -> Found {
    let document = &audit.document;
    let mut out = Vec::new();
    let mut figures: BTreeMap<Span, Vec<&Check>> = BTreeMap::new();
    for check in &audit.checks {
        for figure in check
            .figures()
            .filter(|figure| figure.document().is_none() && touches(figure.span(), line))
        {
            figures.entry(figure.span()).or_default().push(check);
        }
    }
    let mut unchecked: BTreeMap<Span, &NoCheck> = BTreeMap::new();
    for figure in audit.coverage.unchecked.iter().filter(|figure| touches(figure.span, line)) {
        figures.entry(figure.span).or_default();
        unchecked.insert(figure.span, &figure.why);
    }
    let here = offset(document.slice(line), at.column).map(|inner| line.start + inner);
    let covers = |span: Span| {
        here.is_none_or(|here| span.start <= here && here < span.end.max(span.start + 1))
    };
    let chosen: Vec<Span> = figures.keys().copied().filter(|span| covers(*span)).collect();
    let column = at.column.map_or(String::new(), |column| format!("第 {column} 列"));
    if chosen.is_empty() {
        out.push(ExplainedLine::Head(format!("{name} 第 {} 行{column}：没有读到数字", at.line)));
        out.push(ExplainedLine::Block(document.slice(line).trim().to_owned()));
        let others: Vec<String> = figures
            .keys()
            .map(|span| {
                format!(
                    "{}（第 {} 列）",
                    text(document.slice(*span)),
                    document.locator.position(&document.text, span.start).column
                )
            })
            .collect();
        if !others.is_empty() {
            out.push(ExplainedLine::Item("本行", others.join("，")));
        }
        let is_here = |span: Span| {
            touches(span, line) && document.slice(line).chars().any(gouji_values::number::is_digit)
        };
        let unread = audit.coverage.unread.iter().find(|unread| unread.span.is_some_and(is_here));
        out.extend(unread.map(|unread| {
            ExplainedLine::Item(
                "没读",
                format!("这里有数没有读：{}", unread.why.words(Lang::Chinese)),
            )
        }));
        return Found { lines: out, has_figures: false };
    }
    let file = if document.files.is_empty() { String::new() } else { format!("{name} ") };
    for span in chosen {
        let own = figures.get(&span).map_or(&[][..], Vec::as_slice);
        let position = document.locator.position(&document.text, span.start);
        let label = own
            .iter()
            .flat_map(|check| check.figures())
            .find(|figure| figure.document().is_none() && figure.span() == span)
            .map_or_else(|| "".into(), |figure| figure.label());
        out.push(ExplainedLine::Head(format!(
            "{}  {label}（{file}第 {} 行第 {} 列）",
            text(document.slice(span)),
            position.line,
            position.column
        )));
        if let Some(why) = unchecked.get(&span) {
            let word = if why.is_corroborated() { "印证" } else { "未核对" };
            out.push(ExplainedLine::Item(word, why.to_string()));
        }
        for check in own {
            one(audit, check, span, &mut out);
        }
        out.push(ExplainedLine::Gap);
    }
    said(audit, line, covers, &mut out);
    Found { lines: out, has_figures: true }
}

/// What was read from the sentences at a place.
fn said(
    audit: &DocumentAudit,
    line: Span,
    covers: impl Fn(Span) -> bool,
    out: &mut Vec<ExplainedLine>,
) {
    let here = audit.facts.iter().filter(|read| touches(read.span, line) && covers(read.span));
    for read in here {
        out.push(ExplainedLine::Head("这句话读出了什么".to_owned()));
        out.push(ExplainedLine::Block(text(audit.document.slice(read.span))));
        let items = sentence(audit, read, true).into_iter();
        out.extend(items.map(|(word, text)| ExplainedLine::Item(word, text)));
        out.push(ExplainedLine::Gap);
    }
}

fn touches(span: Span, line: Span) -> bool {
    span.start < line.end.max(line.start + 1) && line.start < span.end.max(span.start + 1)
}

/// Bytes before a column of a line.
fn offset(line: &str, column: Option<u32>) -> Option<u32> {
    let before = column?.checked_sub(1)? as usize;
    let bytes: usize =
        line.chars().filter(|c| *c != '\u{FEFF}').take(before).map(char::len_utf8).sum();
    let mark = if line.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    u32::try_from(bytes + mark).ok()
}

fn text(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() { "（空白）".to_owned() } else { words.join("") }
}

/// The word for a verdict.
pub(super) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "相符",
        Verdict::Rounding => "尾差",
        Verdict::Corroborated => "印证",
        Verdict::Violation => "不符",
        Verdict::Unchecked => "未核对",
    }
}

/// What is said of figures that agree only as they are printed.
const ROUNDED: &str = "按列示的位数四舍五入后相符";

fn one(audit: &DocumentAudit, check: &Check, here: Span, out: &mut Vec<ExplainedLine>) {
    let mut head = check.rule.clone();
    if !check.also.is_empty() {
        head.push_str(&format!("（同一式：{}）", check.also.join("、")));
    }
    out.push(ExplainedLine::Item(verdict(check.verdict), format!("{head}  {}", check.expression)));
    let unit = check.unit.as_deref().unwrap_or("");
    let mut values = Vec::new();
    let name = stated_name(check, Lang::Chinese);
    values.extend(check.stated.as_ref().map(|value| format!("{name} {value}{unit}")));
    values.extend(
        check
            .computed
            .as_ref()
            .map(|value| format!("{} {value}{unit}", super::words::must(check.relation))),
    );
    values.extend(check.difference.as_ref().map(|value| format!("相差 {value}{unit}")));
    let differs =
        check.difference.as_deref().is_some_and(|by| by.contains(|c| ('1'..='9').contains(&c)));
    if differs && check.relation == CheckRelation::Equal && check.verdict == Verdict::Holds {
        values.push(ROUNDED.to_owned());
    }
    if !check.both().is_empty() {
        out.push(ExplainedLine::Item("", check.both()));
    } else if !values.is_empty() {
        out.push(ExplainedLine::Item("", values.join("，")));
    }
    let is_reason = matches!(check.verdict, Verdict::Unchecked | Verdict::Corroborated);
    if !check.message().is_empty() && (values.is_empty() || is_reason) {
        out.push(ExplainedLine::Item("", check.message()));
    }
    for figure in
        check.figures().filter(|figure| figure.span() != here || figure.document().is_some())
    {
        out.push(ExplainedLine::Item(
            "",
            format!("{} {}", role(figure.role), shown(audit, &figure)),
        ));
    }
}

fn role(role: FigureRole) -> &'static str {
    match role {
        FigureRole::Stated => "列示",
        FigureRole::Operand => "取数",
    }
}

fn shown(audit: &DocumentAudit, figure: &CheckFigure<'_>) -> String {
    let printed = figure.printed();
    let reading = match &printed.reading {
        ReadingDoubt::Plain | ReadingDoubt::Joined => String::new(),
        ReadingDoubt::Repaired(how) => format!("，{how}"),
        ReadingDoubt::Aligned(rule) => format!("，由该式定列：{rule}"),
    };
    let place = if printed.document.is_some() {
        "另一份文件".to_owned()
    } else {
        let document = &audit.document;
        let position = document.locator.position(&document.text, printed.span.start);
        let place = document.locator.place(printed.span).map_or_else(
            || format!("第 {} 行第 {} 列", position.line, position.column),
            |place| native_words(place, Lang::Chinese).into_owned(),
        );
        document.file(printed.span).map_or(place.clone(), |file| format!("{} {place}", file.name))
    };
    format!("{}  {}（{place}{reading}）", text(&printed.text), figure.label())
}

/// A native place for a reader: a box on a page (`p21 96 408 423 12`, in points) by its page and
/// how far down it stands.
#[must_use]
pub fn native_words(place: &str, lang: Lang) -> Cow<'_, str> {
    let on_page = || {
        let PagePlace { page, top, .. } = PagePlace::parse(place)?;
        // 72 points are 2.54 cm
        let down = (top * 254 + 3600) / 7200;
        Some(tell!(
            lang,
            "第 {page} 页（距上边 {down} 厘米）",
            "page {page} ({down} cm from the top)"
        ))
    };
    let words = on_page().or_else(|| match lang {
        Lang::Chinese => None,
        Lang::English => in_english(place),
    });
    words.map_or(Cow::Borrowed(place), Cow::Owned)
}

/// The place of a text or a table of a text (`表2 第3行第4列`) in English; nothing of others.
fn in_english(place: &str) -> Option<String> {
    /// What stands before and behind the number of each.
    const PIECES: [(&str, &str, &str); 6] = [
        ("文本框", "", "text box"),
        ("内表", "", "inner table"),
        ("表", "", "table"),
        ("第", "行", "row"),
        ("第", "列", "column"),
        ("第", "段", "paragraph"),
    ];
    let mut rest = place;
    let mut out: Vec<String> = Vec::new();
    while !rest.is_empty() {
        let piece = PIECES.iter().find_map(|(before, behind, name)| {
            let number = rest.strip_prefix(before)?;
            let digits = number.trim_start_matches(|c: char| c.is_ascii_digit());
            let after = digits.strip_prefix(behind)?;
            let number = number.strip_suffix(digits).filter(|number| !number.is_empty())?;
            Some((format!("{name} {number}"), after))
        });
        let (words, after) = piece?;
        out.push(words);
        rest = after.trim_start();
    }
    Some(out.join(", "))
}
