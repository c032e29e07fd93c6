//! Formulas that name columns and rows as the page prints them: `《会议表》费用 <= 次数*人数*550元`.
//!
//! In: a formula with names, found in the words of its form while it was read. Out: a rule. A name that may be a row and
//! a column is what the other names of the formula are; where that does not tell, it is asked for.

use super::bind::{Around, BoundRule, Places, written_form};
use super::binder::Binder;
use super::lines::ImportedLine;
use super::parse::ImportParser;
use super::syntax::{Expr, FormulaCells, ImportFault, ImportedFormula, NamedCells, NamedPlace};
use super::units::is_of_amounts;
use super::value::Value;
use gouji_rules::formula::{Owner, resolve_condition, resolve_expectation};
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::{ColumnKind, Form, LabelWords};
use gouji_values::label::label_key;

/// No name of a column or row is longer.
const LONGEST: usize = 40;
/// Names of a form that are told where one is not known, at most.
const TOLD: usize = 12;

/// What a name of a form may be.
#[derive(Clone, Debug, Default)]
struct Meant {
    /// The column's name in formulas, and what it holds.
    column: Option<(String, ColumnKind)>,
    /// The row's.
    row: Option<String>,
}

impl Binder<'_> {
    /// What titles, headers and labels are matched with.
    pub(super) fn context(&self) -> Context<'_> {
        let ruleset = self.ruleset;
        Context { vocabulary: &ruleset.vocabulary, year: None, grades: &ruleset.grades }
    }

    /// What a text means among the columns and rows of a form.
    fn meant(&self, form: &Form, text: &str) -> Option<Meant> {
        let key = label_key(text, &self.ruleset.vocabulary);
        if key.is_empty() {
            return None;
        }
        let context = self.context();
        let is_name = |name: &str| label_key(name, &self.ruleset.vocabulary) == key;
        let is = |name: &str, words: &LabelWords| is_name(name) || words.fit(&key, &context);
        let column = form.columns.iter().find(|own| is(&own.name, &own.headers));
        let row = form.rows.iter().find(|own| is(&own.name, &own.labels));
        let out = Meant {
            column: column.map(|own| (own.name.clone(), own.kind)),
            // a side stands where a row would
            row: row
                .map(|own| own.name.clone())
                .or_else(|| form.sides.iter().find(|side| is_name(side)).cloned()),
        };
        (out.column.is_some() || out.row.is_some()).then_some(out)
    }

    /// The names of a form, to be told.
    fn names_of(form: &Form) -> String {
        let columns = form.columns.iter().map(|own| own.name.as_str());
        let rows = form.rows.iter().map(|own| own.name.as_str());
        let all: Vec<&str> = columns.chain(rows).collect();
        let more = if all.len() > TOLD { " 等" } else { "" };
        let shown: Vec<&str> = all.iter().take(TOLD).copied().collect();
        let sides = match form.sides.as_slice() {
            [] => String::new(),
            sides => format!("；分几侧印，各侧是 {}", sides.join("、")),
        };
        format!("{}{more}{sides}", shown.join("、"))
    }
}

impl ImportParser<'_> {
    /// A column, a row or a cell of a form by the names that the page prints.
    pub(super) fn named(
        &mut self,
        form: Option<&str>,
        at: usize,
    ) -> Result<Option<Expr>, ImportFault> {
        let Some(written) = form.map(str::to_owned).or_else(|| self.form.clone()) else {
            return Ok(None);
        };
        let binder = self.binder;
        let index = match (binder.form(&written), form) {
            (Ok(index), _) => index,
            (Err(reason), Some(_)) => return Err(ImportFault::new(at, reason)),
            (Err(_), None) => return Ok(None),
        };
        let Some(schema) = binder.ruleset.forms.get(index) else { return Ok(None) };
        self.form.get_or_insert_with(|| written.clone());
        let start = self.scan.at;
        let cells =
            |place, text: String| Some(Expr::Named(NamedCells { form: index, place, text, at }));
        let Some((text, first)) = self.longest(schema) else {
            self.scan.at = start;
            return match self.labelled(schema)? {
                Some((label, column, kind)) => {
                    let row = format!("[\"{label}\"]");
                    Ok(cells(NamedPlace::Cell { row, column, kind }, label))
                }
                None if form.is_some() => Err(self.unknown(schema)),
                None => Ok(None),
            };
        };
        // 合计 基本支出
        let is_apart = self.scan.is_at_blank()
            && self.scan.peek().is_some_and(|c| c.is_alphanumeric() || c == '“');
        let (is_row, is_column) =
            (self.suffix(|words| &words.row), self.suffix(|words| &words.column));
        let behind = self.scan.at;
        let open = self.scan.take("[");
        let parted = open || self.scan.take(".") || self.scan.take("·");
        let is_one_cell = parted || is_row || is_column || is_apart;
        let second = if is_one_cell { self.longest(schema) } else { None };
        let Some((other, second)) = second else {
            if parted {
                return Err(self.unknown(schema));
            }
            self.scan.at = behind;
            let place = match (first.column, first.row) {
                (Some((name, kind)), None) => NamedPlace::Column { name, kind },
                (None, Some(row)) => NamedPlace::Row(row),
                (Some((name, kind)), Some(_)) if is_column => NamedPlace::Column { name, kind },
                (Some(_), Some(row)) if is_row => NamedPlace::Row(row),
                (Some((column, kind)), Some(row)) => NamedPlace::Either { row, column, kind },
                (None, None) => return Ok(None),
            };
            return Ok(cells(place, text));
        };
        self.suffix(|words| &words.column);
        self.suffix(|words| &words.row);
        if open {
            self.scan.expect("]")?;
        }
        let both = format!("{text}.{other}");
        let (as_row, as_column) =
            (first.row.clone().zip(second.column.clone()), first.column.zip(second.row));
        let (row, (column, kind)) = match (as_row, as_column) {
            (Some((row, column)), None) => (row, column),
            (None, Some((column, row))) => (row, column),
            // 合计.小计: the row stands first
            (Some((row, column)), Some(_)) if !is_column => (row, column),
            (Some(_), Some((column, row))) => (row, column),
            (None, None) => {
                return Err(ImportFault::new(start, format!("“{both}”要一个是行名、一个是栏目")));
            }
        };
        Ok(cells(NamedPlace::Cell { row: format!(".{row}"), column, kind }, both))
    }

    /// A word for rows or columns behind a name.
    fn suffix(
        &mut self,
        word: fn(&gouji_values::vocabulary::AuditFormulaWords) -> &Vec<String>,
    ) -> bool {
        self.scan.take_any(word(self.words))
    }

    /// The longest name of a form that stands here and ends where a word ends.
    fn longest(&mut self, form: &Form) -> Option<(String, Meant)> {
        self.scan.peek();
        let start = self.scan.at;
        for end in (start + 1..=start + LONGEST).rev() {
            let text = self.scan.text(start..end);
            let is_whole = text.chars().count() == end - start
                && text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '”'))
                && !text.starts_with('(')
                && text.matches('(').count() == text.matches(')').count();
            if !is_whole || !self.ends_at(end) {
                continue;
            }
            if let Some(meant) = self.binder.meant(form, &text) {
                self.scan.at = end;
                return Some((text, meant));
            }
        }
        None
    }

    /// Whether a name may end here: no word goes on, but one for rows or columns.
    fn ends_at(&self, end: usize) -> bool {
        let rest = self.scan.text(end..end + 4);
        let words = self.words.row.iter().chain(&self.words.column).chain(&self.words.then);
        let joins = self.words.and.iter().chain(&self.words.or);
        !rest.starts_with(|c: char| c.is_alphanumeric() || c == '(' && rest.starts_with("(含"))
            || words.chain(joins).any(|word| rest.starts_with(word.as_str()))
    }

    /// A row that the form does not name, by its label, and a column: `办公费.决算数`.
    fn labelled(
        &mut self,
        form: &Form,
    ) -> Result<Option<(String, String, ColumnKind)>, ImportFault> {
        let start = self.scan.at;
        let label = self
            .scan
            .while_(|c| c.is_alphanumeric() || matches!(c, '(' | ')' | '“' | '”' | '、' | '_'));
        let has_word = label.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
        if !has_word || !(self.scan.take(".") || self.scan.take("·")) {
            self.scan.at = start;
            return Ok(None);
        }
        match self.longest(form).and_then(|(_, meant)| meant.column) {
            Some((column, kind)) => {
                self.suffix(|words| &words.column);
                Ok(Some((label, column, kind)))
            }
            None => Err(self.unknown(form)),
        }
    }

    /// That no column and no row is called as the text says that stands here.
    fn unknown(&mut self, form: &Form) -> ImportFault {
        self.scan.peek();
        let at = self.scan.at;
        let stop = |c: char| "+-*/=<>≤≥≠,;".contains(c);
        let text: String = self.scan.text(at..at + 20).chars().take_while(|c| !stop(*c)).collect();
        let names = Binder::names_of(form);
        ImportFault::new(
            at,
            format!("表样 {} 里没有“{}”这个栏目或行；有 {names}", form.id, text.trim()),
        )
    }
}

/// All names of an expression; `added`: whether it is added up whole.
fn names<'e>(expr: &'e Expr, added: bool, out: &mut Vec<(&'e NamedCells, bool)>) {
    match expr {
        Expr::Named(named) => out.push((named, added)),
        Expr::Sum(all) => {
            let is_whole = matches!(all.as_slice(), [Expr::Named(_)]);
            all.iter().for_each(|own| names(own, is_whole, out));
        }
        Expr::Call(_, all) => all.iter().for_each(|own| names(own, added, out)),
        Expr::Negate(own) => names(own, added, out),
        Expr::Binary(_, left, right) => {
            names(left, added, out);
            names(right, added, out);
        }
        Expr::Number(_) | Expr::Cells(_) => {}
    }
}

/// All names of a formula.
pub(super) fn all_names(formula: &ImportedFormula) -> Vec<(&NamedCells, bool)> {
    let mut out = Vec::new();
    for comparison in formula.comparisons() {
        names(&comparison.left, false, &mut out);
        names(&comparison.right, false, &mut out);
    }
    out
}

impl Binder<'_> {
    /// The rule of a formula with names.
    pub(super) fn bind_named(
        &self,
        formula: &ImportedFormula,
        line: &ImportedLine,
    ) -> Result<BoundRule, ImportFault> {
        let named = all_names(formula);
        let numbered = formula.cells();
        let Some((first, _)) = named.first() else {
            return Err(ImportFault::new(0, "公式里没有名称"));
        };
        let mut forms: Vec<usize> = named.iter().map(|(own, _)| own.form).collect();
        let own_form = self.ruleset.forms.get(first.form).map_or("", |form| form.id.as_str());
        for (own, _) in &numbered {
            let written = own.form.as_deref().unwrap_or(own_form);
            forms.push(self.form(written).map_err(|reason| ImportFault::new(own.at, reason))?);
        }
        let single = forms.iter().all(|form| *form == first.form).then_some(first.form);
        let places = shape(&named, &numbered)?;
        if single.is_none() && places != Places::NamedCells {
            return Err(ImportFault::new(
                first.at,
                "两张表之间要写明哪一行哪一栏，例如 合计.决算数",
            ));
        }
        let unit = line.unit.as_deref().or_else(|| self.unit(&forms));
        let around = Around { form: own_form, unit };
        let mut expect = Vec::new();
        for demand in &formula.demands {
            expect.push(self.demand(demand, 0, places, around)?);
        }
        let when = formula.when.as_ref();
        let when = when.map(|when| self.named_condition(when, places, around)).transpose()?;
        let owner = match places {
            Places::NamedCells => Owner::Document,
            _ => Owner::Form(first.form, None),
        };
        for source in &expect {
            resolve_expectation(source, &self.ruleset.names, &owner, None)
                .map_err(|mistake| ImportFault::new(first.at, mistake.message))?;
        }
        if let Some(source) = &when {
            resolve_condition(source, &self.ruleset.names, &owner)
                .map_err(|mistake| ImportFault::new(first.at, mistake.message))?;
        }
        let form = (places != Places::NamedCells).then(|| own_form.to_owned());
        let about = format!("{own_form}-{}", first.text.replace(['.', ' ', '“', '”'], ""));
        Ok(BoundRule { form, about, when, expect })
    }

    /// The path of what a name means.
    pub(super) fn named_value(
        &self,
        named: &NamedCells,
        places: Places<'_>,
    ) -> Result<Value, ImportFault> {
        let form = self.ruleset.forms.get(named.form);
        let id = form.map_or("", |form| form.id.as_str());
        let of_amounts =
            if form.is_some_and(is_of_amounts) { ColumnKind::Amount } else { ColumnKind::Text };
        let cell = |path: String, kind: ColumnKind| {
            let (is_amount, is_count) = (kind == ColumnKind::Amount, kind == ColumnKind::Count);
            Ok(Value::Cell { path, is_amount, is_count })
        };
        match (&named.place, places) {
            (NamedPlace::Cell { row, column, kind }, _) => {
                let path = self.path(named.form, row, column).ok_or_else(|| {
                    ImportFault::new(named.at, format!("表样 {id} 里没有“{}”这一格", named.text))
                })?;
                cell(path, *kind)
            }
            (NamedPlace::Column { name, kind }, Places::NamedCells) => {
                cell(format!("{id}.{name}"), *kind)
            }
            (NamedPlace::Column { name, kind }, _) => cell(name.clone(), *kind),
            (NamedPlace::Row(row), _) => cell(row.clone(), of_amounts),
            (NamedPlace::Either { column, kind, .. }, Places::NamedColumns) => {
                cell(column.clone(), *kind)
            }
            (NamedPlace::Either { row, .. }, _) => cell(row.clone(), of_amounts),
        }
    }

    /// The path of a cell; of a form with sides that of the one side that has it.
    fn path(&self, form: usize, row: &str, column: &str) -> Option<String> {
        let form = self.ruleset.forms.get(form)?;
        let sides = form.sides.iter().map(|side| format!(".{side}"));
        let ways = std::iter::once(String::new()).chain(sides);
        let paths = ways.map(|side| format!("{}{side}{row}.{column}", form.id));
        let resolves = |path: &String| {
            resolve_condition(&format!("present({path})"), &self.ruleset.names, &Owner::Document)
                .is_ok()
        };
        let mut found = paths.filter(resolves);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }
}

/// How the names of a formula go together.
fn shape(
    named: &[(&NamedCells, bool)],
    numbered: &[(&FormulaCells, bool)],
) -> Result<Places<'static>, ImportFault> {
    let is_cell = |own: &NamedCells| matches!(own.place, NamedPlace::Cell { .. });
    let single: Vec<&NamedCells> =
        named.iter().filter(|(_, added)| !added).map(|(own, _)| *own).collect();
    let has_cells = single.iter().any(|own| is_cell(own))
        || numbered.iter().any(|(own, _)| !own.rows.is_empty() && !own.columns.is_empty());
    if has_cells {
        return match single.iter().find(|own| !is_cell(own)) {
            None => Ok(Places::NamedCells),
            Some(own) => Err(ImportFault::new(
                own.at,
                format!("有的写了哪一行哪一栏，“{}”只写了一样：写成 行.栏", own.text),
            )),
        };
    }
    let is_column = |own: &NamedCells| {
        matches!(own.place, NamedPlace::Column { .. } | NamedPlace::Either { .. })
    };
    let is_row =
        |own: &NamedCells| matches!(own.place, NamedPlace::Row(_) | NamedPlace::Either { .. });
    let all_columns = named.iter().all(|(own, _)| is_column(own))
        && numbered.iter().all(|(own, _)| own.rows.is_empty());
    let all_rows = named.iter().all(|(own, _)| is_row(own)) && numbered.is_empty();
    let first = named.first().map(|(own, _)| *own);
    let (at, text) = first.map_or((0, ""), |own| (own.at, own.text.as_str()));
    match (all_columns, all_rows) {
        (true, true) => Err(ImportFault::new(
            at,
            format!("“{text}”既是行名又是栏目：写成“{text}行”或“{text}栏”，或者写 行.栏"),
        )),
        (true, false) => Ok(Places::NamedColumns),
        (false, true) => Ok(Places::NamedRows),
        (false, false) => Err(ImportFault::new(
            at,
            "有的是行名、有的是栏目：逐行核对的都写栏目，逐栏核对的都写行名，一格一格的写 行.栏",
        )),
    }
}

/// What a formula is read with.
pub(super) fn default_form(line: &ImportedLine) -> Option<String> {
    line.form.as_deref().map(written_form)
}
