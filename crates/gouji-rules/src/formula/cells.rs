//! Formulas of a spreadsheet, in the names of the author's forms: cells (`SUM(G2:G4)`), and a sign
//! of equality in front of what is worked out (`=天数*标准`).

use super::foreign;
use super::names::{FormNames, FormulaMistake, Names, Owner};
use super::parse::parse;
use super::resolve::Resolver;
use super::syntax::{Syntax, SyntaxKind};
use super::token::{CELLS, LEADING};
use gouji_values::error::MistakeSubject;
use gouji_values::kind::{Kind, Operation, result};
use std::ops::Range;

/// The mistake with advice in the names of the forms, where it is one of a spreadsheet.
pub(super) fn named(
    mistake: FormulaMistake,
    source: &str,
    names: &Names,
    owner: &Owner,
) -> FormulaMistake {
    let found = match &mistake.about {
        MistakeSubject::Cells => cells(source, names, owner),
        MistakeSubject::LeadingSign => leading(source, names, owner),
        // a cell alone is read as a name
        MistakeSubject::Name(name) if foreign::names_cells(name) => cells(source, names, owner),
        _ => None,
    };
    found.unwrap_or(mistake)
}

/// What to write in place of cells: the column that the other side names.
fn cells(source: &str, names: &Names, owner: &Owner) -> Option<FormulaMistake> {
    let place = place_of(source)?;
    let before = source.get(..place.start)?.trim_end();
    let left = before.trim_end_matches(['=', '<', '>', '!', '≤', '≥', '≠']);
    let stated = parse(left).ok().filter(|_| left.len() < before.len());
    let is_sum = source.get(place.clone())?.contains([':', '：'])
        && source.get(place.clone())?.contains(['(', '（']);
    let sum = stated.as_ref().filter(|_| is_sum).and_then(|side| sum_of(side, names, owner));
    let mistake = FormulaMistake::new(place, CELLS);
    let own = match owner {
        Owner::Form(form, _) => names.forms.get(*form),
        _ => None,
    };
    let named = names.forms.iter().rev().find(|form| source.contains(form.id.as_str()));
    let form = own.or(named).or(names.forms.last())?;
    let columns: Vec<String> = form
        .columns
        .iter()
        .filter(|(_, kind)| kind.is_numeric())
        .map(|(name, _)| match own {
            Some(_) => name.clone(),
            None => format!("{}.行名.{name}", form.id),
        })
        .collect();
    let across = own
        .filter(|_| sum.is_none())
        .and_then(|form| in_columns(source.get(mistake.span.clone())?, left, form));
    if let Some((meant, said)) = across {
        return Some(
            mistake
                .help(format!("{said}：写成 {meant}；列的先后与表里不同的，换成表里那一栏的列名")),
        );
    }
    Some(mistake.help(match (sum, source.trim_start().starts_with('=')) {
        (Some(sum), _) => format!("写成 {sum}"),
        (None, true) => {
            format!("写列名，前面不写等号；{} 里能算的列有：{}", form.id, columns.join("、"))
        }
        (None, false) => format!("写列名；{} 里能算的列有：{}", form.id, columns.join("、")),
    }))
}

/// Cells of one row in the names of the columns of a form, taken in its order, and which they are.
fn in_columns(written: &str, stated: &str, form: &FormNames) -> Option<(String, String)> {
    let inner = written.split_once(['(', '（']).map(|(name, rest)| (name.trim(), rest));
    let (body, is_sum) = match inner {
        Some((name, rest)) if name.eq_ignore_ascii_case("sum") => {
            (rest.trim_end().trim_end_matches([')', '）']), true)
        }
        Some(_) => return None,
        None => (written, false),
    };
    let mut row: Option<String> = None;
    let mut cell = |text: &str| -> Option<usize> {
        let text = text.replace('$', "").to_ascii_uppercase();
        let letters = text.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = text.get(letters.len()..)?;
        let is_one_row = row.get_or_insert_with(|| number.to_owned()) == number;
        let is_cell = letters.len() == 1 && !number.is_empty() && is_one_row;
        let letter = letters.bytes().next().filter(|_| is_cell)?;
        Some(usize::from(letter.checked_sub(b'A')?))
    };
    let mut known: Vec<(usize, &str)> = Vec::new();
    let mut meant = String::new();
    let is_sign = |c: char| match is_sum {
        true => matches!(c, ',' | '，' | '+'),
        false => matches!(c, '+' | '-' | '*' | '/'),
    };
    for piece in body.split_inclusive(is_sign) {
        let own = piece.trim_end_matches(is_sign).trim();
        let (from, to) = match own.split_once([':', '：']) {
            Some((from, to)) if is_sum => (cell(from.trim())?, cell(to.trim())?),
            Some(_) => return None,
            None => (cell(own)?, cell(own)?),
        };
        let mut names: Vec<&str> = Vec::new();
        for at in from..=to {
            let (name, kind) = form.columns.get(at)?;
            let fits = kind.is_numeric() && *kind != Kind::Any && name != stated.trim();
            known.push((at, Some(name.as_str()).filter(|_| fits)?));
            names.push(name);
        }
        meant.push_str(&names.join(" + "));
        if let Some(sign) = piece.chars().next_back().filter(|c| is_sign(*c)) {
            meant.push_str(&format!(" {} ", if is_sum { '+' } else { sign }));
        }
    }
    let letters = known.iter().filter_map(|(at, _)| Some((b'A' + u8::try_from(*at).ok()?) as char));
    let letters: Vec<String> = letters.map(String::from).collect();
    let names: Vec<&str> = known.iter().map(|(_, name)| *name).collect();
    let said = format!("{} 栏按表样的先后是 {}", letters.join("、"), names.join("、"));
    (!names.is_empty()).then_some((meant, said))
}

/// Where cells stand, with the function around them.
fn place_of(source: &str) -> Option<Range<usize>> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '$' | ':' | '：');
    let mut start = None;
    let mut end = 0;
    let mut at = 0;
    for word in source.split_inclusive(|c: char| !is_part(c)) {
        let own = word.trim_end_matches(|c: char| !is_part(c));
        let mut parts = own.split([':', '：']).filter(|part| !part.is_empty()).peekable();
        if parts.peek().is_some() && parts.all(foreign::names_cells) {
            start = start.or(Some(at));
            end = at + own.len();
        }
        at += word.len();
    }
    let (mut start, mut end) = (start?, end);
    let behind = source.get(end..)?;
    let close = behind.trim_start().strip_prefix([')', '）']);
    if let (Some(call), Some(rest)) =
        (source.get(..start)?.trim_end().strip_suffix(['(', '（']), close)
    {
        start = call.trim_end_matches(char::is_alphanumeric).len();
        end = source.len() - rest.len();
    }
    Some(start..end)
}

/// The sum that a total states: of its column, or of the rows above it.
fn sum_of(stated: &Syntax, names: &Names, owner: &Owner) -> Option<String> {
    let form_of = |id: &str| names.forms.iter().find(|form| form.id == id);
    let sum = |form: &FormNames, list: String| match form.has_codes {
        true => format!("sum({list}, level == 1)"),
        false => format!("sum({list})"),
    };
    match &stated.kind {
        SyntaxKind::Member(row, column, _) => {
            let SyntaxKind::Member(form, row, _) = &row.kind else { return None };
            let SyntaxKind::Name(form) = &form.kind else { return None };
            let form = form_of(form)?;
            let is_row = form.rows.contains(row);
            let is_column = form.columns.iter().any(|(name, _)| name == column);
            (is_row && is_column).then(|| sum(form, format!("{}.{column}", form.id)))
        }
        SyntaxKind::Name(row) => {
            let Owner::Form(form, _) = owner else { return None };
            let is_row = names.forms.get(*form)?.rows.contains(row);
            is_row.then(|| format!("sum(above({row}))"))
        }
        _ => None,
    }
}

/// The columns that may print what is worked out behind a sign of equality.
fn leading(source: &str, names: &Names, owner: &Owner) -> Option<FormulaMistake> {
    let Owner::Form(form, _) = owner else { return None };
    let form = names.forms.get(*form)?;
    let rest = source.trim_start().trim_start_matches(['=', '＝']).trim();
    let syntax = parse(rest).ok()?;
    let kind = Resolver::new(names, owner).typed(&syntax).ok()?.1;
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mentions = |name: &str| rest.split(|c: char| !is_word(c)).any(|word| word == name);
    let fits = |own: Kind| {
        own.is_numeric() && own != Kind::Any && result(Operation::Equal, own, kind).is_ok()
    };
    let columns = form.columns.iter().filter(|(name, own)| fits(*own) && !mentions(name));
    let columns: Vec<&str> = columns.map(|(name, _)| name.as_str()).collect();
    // totals stand last
    let (last, others) = columns.split_last()?;
    let help = match others {
        [] => format!("写成 {last} == {rest}"),
        others => format!(
            "写成 {last} == {rest}；{last} 换成印着这个数的列，可以是：{}、{last}",
            others.join("、")
        ),
    };
    Some(FormulaMistake::new(0..source.len(), LEADING).help(help))
}
