//! The lines of a file of 审核公式: which text is a formula, which its message and kind; what a
//! line says of those below.

use super::parse::{form_alone, sheet_cell};
use gouji_audit::audit::Severity;
use gouji_values::number::fold;
use gouji_values::vocabulary::AuditFormulaWords;

/// A formula with what stands around it.
#[derive(Clone, Debug)]
pub(super) struct ImportedLine {
    /// Line, from 1.
    pub(super) line: usize,
    /// Characters of the line before the formula.
    pub(super) before: usize,
    pub(super) formula: String,
    pub(super) message: Option<String>,
    pub(super) severity: Severity,
    /// The form of the heading or column above or beside it.
    pub(super) form: Option<String>,
    /// The unit of numbers without one, where a line above says it.
    pub(super) unit: Option<String>,
    /// Where the figures of the sheet begin.
    pub(super) origin: Option<(u32, u32)>,
}

/// What lines say.
#[derive(Clone, Debug, Default)]
pub(super) struct ImportedLines {
    pub(super) entries: Vec<ImportedLine>,
    /// `财决01表 = 收支总表`: line, what is declared, the form.
    pub(super) aliases: Vec<(usize, String, String)>,
}

/// A column of a file with a header.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Formula,
    Message,
    Kind,
    Form,
    Severity,
    Other,
}

/// Reads all lines.
pub(super) fn lines(text: &str, words: &AuditFormulaWords) -> ImportedLines {
    let mut out = ImportedLines::default();
    let mut header: Option<(char, Vec<Field>)> = None;
    let mut around = ImportedLine {
        line: 0,
        before: 0,
        formula: String::new(),
        message: None,
        severity: Severity::Error,
        form: None,
        unit: None,
        origin: None,
    };
    for (index, line) in text.lines().enumerate() {
        let line = line.trim_start_matches('\u{feff}');
        around.line = index + 1;
        if line.trim().is_empty()
            || line.trim_start().starts_with('#')
            || line.trim_start().starts_with("//")
        {
            continue;
        }
        if header.is_none() && out.entries.is_empty() {
            header = header_of(line, words);
            if header.is_some() {
                continue;
            }
        }
        if let Some(cell) = area(line, words) {
            around.origin = Some(cell);
        } else if let Some(unit) = unit(line, words) {
            around.unit = Some(unit);
        } else if let Some(form) = form_alone(line, words) {
            around.form = Some(form);
        } else if let Some((name, form)) = alias(line, words) {
            out.aliases.push((index + 1, name, form));
        } else if let Some(severity) = kind(line, words).filter(|_| !line.contains(is_relation)) {
            around.severity = severity;
        } else {
            let entry = match &header {
                Some((separator, fields)) => by_header(&around, line, *separator, fields, words),
                None => by_place(&around, line, words),
            };
            one_by_one(entry, &mut out.entries);
        }
    }
    out
}

fn is_relation(c: char) -> bool {
    matches!(fold(c), '=' | '<' | '>' | '≤' | '≥' | '≠' | '≦' | '≧')
}

/// Several formulas of one line stand between semicolons.
fn one_by_one(entry: ImportedLine, out: &mut Vec<ImportedLine>) {
    let mut before = entry.before;
    for formula in entry.formula.split([';', '；', '。']) {
        if !formula.trim().is_empty() {
            out.push(ImportedLine { before, formula: formula.to_owned(), ..entry.clone() });
        }
        before += formula.chars().count() + 1;
    }
}

/// The separator and columns of a line that names them.
fn header_of(line: &str, words: &AuditFormulaWords) -> Option<(char, Vec<Field>)> {
    let field = |text: &str| {
        let is = |known: &[String]| known.iter().any(|word| word == text.trim());
        match () {
            () if is(&words.formula_column) => Field::Formula,
            () if is(&words.message_column) => Field::Message,
            () if is(&words.kind_column) => Field::Kind,
            () if is(&words.form_column) => Field::Form,
            () if is(&words.severity_column) => Field::Severity,
            () => Field::Other,
        }
    };
    ['\t', '|', ','].into_iter().find_map(|separator| {
        let fields: Vec<Field> =
            split(line, separator).into_iter().map(|(_, text)| field(&text)).collect();
        (fields.len() > 1 && fields.contains(&Field::Formula)).then_some((separator, fields))
    })
}

/// Fields with the characters before each; a field in double quotes may hold the separator.
fn split(line: &str, separator: char) -> Vec<(usize, String)> {
    let mut out = vec![(0, String::new())];
    let mut quoted = false;
    for (at, c) in line.chars().enumerate() {
        let Some((start, field)) = out.last_mut() else { break };
        match c {
            '"' if field.is_empty() && !quoted => {
                quoted = true;
                *start = at + 1;
            }
            '"' if quoted => quoted = false,
            c if c == separator && !quoted => out.push((at + 1, String::new())),
            c => field.push(c),
        }
    }
    out
}

fn by_header(
    around: &ImportedLine,
    line: &str,
    separator: char,
    fields: &[Field],
    words: &AuditFormulaWords,
) -> ImportedLine {
    let mut entry = around.clone();
    for ((before, text), field) in split(line, separator).into_iter().zip(fields) {
        let said = Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned);
        match field {
            Field::Formula => (entry.before, entry.formula) = (before, text),
            Field::Message => entry.message = said,
            Field::Kind => entry.severity = kind(&text, words).unwrap_or(around.severity),
            Field::Form => entry.form = said.or(entry.form),
            Field::Severity => {
                entry.severity = severity_word(&text, words).unwrap_or(entry.severity)
            }
            Field::Other => {}
        }
    }
    entry
}

/// A formula and behind it, after a tab, `|` or `//`, its message and kind in any order.
fn by_place(around: &ImportedLine, line: &str, words: &AuditFormulaWords) -> ImportedLine {
    let plain = line.replace("//", "\t").replace('|', "\t");
    let mut fields = plain.split('\t');
    let mut entry =
        ImportedLine { formula: fields.next().unwrap_or("").to_owned(), ..around.clone() };
    let mut said: Vec<&str> = Vec::new();
    for field in fields.map(str::trim).filter(|field| !field.is_empty()) {
        match kind(field, words) {
            Some(severity) => entry.severity = severity,
            None => said.push(field),
        }
    }
    entry.message = (!said.is_empty()).then(|| said.join("；"));
    entry
}

/// A severity as lists call it.
pub(super) fn severity_word(text: &str, words: &AuditFormulaWords) -> Option<Severity> {
    let is = |known: &[String]| known.iter().any(|word| word == text.trim());
    match () {
        () if is(&words.as_error) => Some(Severity::Error),
        () if is(&words.as_warning) => Some(Severity::Warning),
        () if is(&words.as_info) => Some(Severity::Info),
        () => None,
    }
}

/// The severity that a kind of formula stands for; a kind is a few words.
fn kind(text: &str, words: &AuditFormulaWords) -> Option<Severity> {
    let has = |known: &[String]| known.iter().any(|word| text.contains(word.as_str()));
    match () {
        () if text.trim().chars().count() > 12 => None,
        () if has(&words.warning) => Some(Severity::Warning),
        () if has(&words.error) => Some(Severity::Error),
        () => None,
    }
}

/// `数据区 = C3`
fn area(line: &str, words: &AuditFormulaWords) -> Option<(u32, u32)> {
    let line = line.trim();
    let rest = words.area.iter().find_map(|word| line.strip_prefix(word.as_str()))?;
    sheet_cell(rest.trim_start().strip_prefix(['=', '＝', ':', '：'])?)
}

/// `单位：万元`
fn unit(line: &str, words: &AuditFormulaWords) -> Option<String> {
    let line = line.trim();
    let rest = words.unit.iter().find_map(|word| line.strip_prefix(word.as_str()))?;
    let name = rest.trim_start().strip_prefix(['=', '＝', ':', '：'])?.trim();
    let is_name = !name.is_empty() && name.chars().all(char::is_alphabetic);
    is_name.then(|| name.to_owned())
}

/// `财决01表 = 收支总表`: a form's name or number alone on the left, words alone on the right.
fn alias(line: &str, words: &AuditFormulaWords) -> Option<(String, String)> {
    let (left, right) = line.split_once(['=', '＝'])?;
    let name = form_alone(left, words)?;
    let form: String = right.trim().trim_matches(['《', '》']).to_owned();
    let is_name = !form.is_empty()
        && form.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '“' | '”' | '（' | '）'));
    let is_place = |c: &str| {
        words.row.iter().chain(&words.column).any(|word| c.contains(word.as_str()))
            && c.contains(|c: char| c.is_ascii_digit())
    };
    // C5 = D5 compares two cells of a sheet
    let is_cell = |text: &str| {
        let row = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        !row.starts_with('0') && sheet_cell(text).is_some()
    };
    let are_cells = is_cell(&name) && is_cell(&form);
    (is_name && !are_cells && !is_place(&form)).then_some((name, form))
}
