//! A formula's tree to a rule: its forms, rows and columns become paths of the rule language.

use super::binder::Binder;
use super::lines::ImportedLine;
use super::named::all_names;
use super::syntax::{
    CELLS, Condition, Expr, FormulaCells, FormulaComparison, ImportFault, ImportedFormula,
};
use super::units::{USUAL, is_of_amounts, with_units};
use super::value::Value;
use gouji_rules::formula::{Owner, resolve_condition, resolve_expectation};
use gouji_rules::ruleset::{ColumnKind, Form};
use gouji_values::label::label_key;

/// A rule without its words.
pub(super) struct BoundRule {
    /// The one form that it speaks of.
    pub(super) form: Option<String>,
    /// Form and first place, for its id.
    pub(super) about: String,
    pub(super) when: Option<String>,
    pub(super) expect: Vec<String>,
}

/// Which places the cells of a formula name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Places<'a> {
    /// Row and column.
    Cells,
    /// Rows alone: once for this column.
    Rows(&'a str),
    /// Columns alone: once for each row.
    Columns,
    /// Rows and columns by their names.
    NamedCells,
    /// Columns by their names: once for each row.
    NamedColumns,
    /// Rows by their names: once for each column.
    NamedRows,
}

/// What is meant where a formula does not say.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    pub(super) form: &'a str,
    /// The unit of numbers beside amounts; none where forms have several.
    pub(super) unit: Option<&'a str>,
}

impl Binder<'_> {
    /// The rule of a formula; its line has the form of its heading or column, and the unit.
    pub(super) fn bind(
        &self,
        formula: &ImportedFormula,
        line: &ImportedLine,
    ) -> Result<BoundRule, ImportFault> {
        if !all_names(formula).is_empty() {
            return self.bind_named(formula, line);
        }
        let (heading, cells) = (line.form.as_deref(), formula.cells());
        let Some((first, _)) = cells.first() else {
            return Err(ImportFault::new(0, "公式里没有行次、栏次"));
        };
        let named = formula
            .form
            .as_deref()
            .or(heading)
            .or_else(|| cells.iter().find_map(|(cells, _)| cells.form.as_deref()));
        if let (None, Some(heading), Some(own)) = (&formula.form, heading, &first.form)
            && let Some((open, _)) = cells.iter().find(|(cells, _)| cells.form.is_none())
            && self.form(own) != self.form(heading)
        {
            return Err(ImportFault::new(
                open.at,
                format!("不清楚这里是“{own}”还是上面的“{heading}”，请写明表号"),
            ));
        }
        let default = named.ok_or_else(|| {
            ImportFault::new(first.at, "没有写是哪张表：写成 01表27行1栏，或在前面单独写一行 01表")
        })?;
        let mut forms: Vec<usize> = Vec::new();
        for (own, _) in &cells {
            forms.push(
                self.form(own.form.as_deref().unwrap_or(default))
                    .map_err(|reason| ImportFault::new(own.at, reason))?,
            );
        }
        let around =
            Around { form: default, unit: line.unit.as_deref().or_else(|| self.unit(&forms)) };
        let single = forms
            .iter()
            .all(|form| Some(form) == forms.first())
            .then(|| forms.first().copied())
            .flatten();
        let about = forms
            .first()
            .and_then(|form| self.ruleset.forms.get(*form))
            .map_or("", |form| form.id.as_str());
        let about = format!("{about}-{}", place_words(first));

        let added: usize =
            cells.iter().filter(|(_, added)| *added).map(|(cells, _)| cells.len()).sum();
        if added > CELLS {
            return Err(ImportFault::new(first.at, format!("公式太长（最多 {CELLS} 项）")));
        }
        let mut expect = Vec::new();
        for places in self.places(&cells, single)? {
            for demand in &formula.demands {
                for index in 0..width(demand)? {
                    expect.push(self.demand(demand, index, places, around)?);
                }
            }
        }
        let when = formula
            .when
            .as_ref()
            .map(|condition| self.condition(condition, &cells, single, around))
            .transpose()?;
        let owner = single.map_or(Owner::Document, |form| Owner::Form(form, None));
        for source in &expect {
            resolve_expectation(source, &self.ruleset.names, &owner, None)
                .map_err(|mistake| ImportFault::new(0, mistake.message))?;
        }
        if let Some(source) = &when {
            resolve_condition(source, &self.ruleset.names, &owner)
                .map_err(|mistake| ImportFault::new(0, mistake.message))?;
        }
        let form = single.and_then(|form| self.ruleset.forms.get(form)).map(|form| form.id.clone());
        Ok(BoundRule { form, about, when, expect })
    }

    /// How often the formula stands for a rule's expectation.
    fn places<'s>(
        &'s self,
        cells: &[(&FormulaCells, bool)],
        single: Option<usize>,
    ) -> Result<Vec<Places<'s>>, ImportFault> {
        let (without_column, without_row) = (
            cells.iter().find(|(cells, _)| cells.columns.is_empty()),
            cells.iter().find(|(cells, _)| cells.rows.is_empty()),
        );
        let Some(form) = single.and_then(|form| self.ruleset.forms.get(form)) else {
            return match without_column.or(without_row) {
                None => Ok(vec![Places::Cells]),
                Some((cells, _)) => Err(ImportFault::new(cells.at, "两张表之间要写明行次和栏次")),
            };
        };
        if let Some((cells, _)) = cells
            .iter()
            .find(|(cells, added)| *added && cells.rows.is_empty() && cells.columns.len() == 1)
        {
            return Err(ImportFault::new(cells.at, "整栏相加没有写从哪一行到哪一行"));
        }
        match (without_column, without_row) {
            (None, None) => Ok(vec![Places::Cells]),
            (None, Some(_)) => Ok(vec![Places::Columns]),
            (Some(_), None) => match cells.iter().find(|(cells, _)| !cells.columns.is_empty()) {
                Some((cells, _)) => Err(ImportFault::new(cells.at, "有的写了栏次，有的没有写")),
                None => Ok(amounts(form).map(Places::Rows).collect()),
            },
            (Some((cells, _)), Some(_)) => {
                Err(ImportFault::new(cells.at, "有的只写行次，有的只写栏次"))
            }
        }
    }

    pub(super) fn demand(
        &self,
        demand: &FormulaComparison,
        index: usize,
        places: Places<'_>,
        around: Around<'_>,
    ) -> Result<String, ImportFault> {
        let (mut left, mut right) = (
            self.value(&demand.left, index, places, around)?,
            self.value(&demand.right, index, places, around)?,
        );
        with_units(&mut left, &mut right, around.unit)
            .map_err(|reason| ImportFault::new(demand.at, reason))?;
        let is_stated = |value: &Value| matches!(value, Value::Cell { .. });
        if !is_stated(&left)
            && !is_stated(&right)
            && !matches!((&left, &right), (Value::Number(_), _) | (_, Value::Number(_)))
        {
            // the rule language wants the stated figure alone on its side
            (left, right) = alone(left, right)
                .or_else(|(left, right)| alone(right, left).map(|(right, left)| (left, right)))
                .unwrap_or_else(|both| both);
        }
        Ok(format!("{} {} {}", written(&left, 0), demand.relation, written(&right, 0)))
    }

    fn condition(
        &self,
        condition: &Condition,
        cells: &[(&FormulaCells, bool)],
        single: Option<usize>,
        around: Around<'_>,
    ) -> Result<String, ImportFault> {
        match condition {
            Condition::Compare(comparison) => {
                let mut own: Vec<(&FormulaCells, bool)> = Vec::new();
                comparison.left.each(false, &mut |cells, added| own.push((cells, added)));
                comparison.right.each(false, &mut |cells, added| own.push((cells, added)));
                let places = match self.places(cells, single)?.as_slice() {
                    [Places::Rows(_), ..] => {
                        return Err(ImportFault::new(comparison.at, "有条件的公式要写明栏次"));
                    }
                    [places, ..] => *places,
                    [] => Places::Cells,
                };
                if width(comparison)? > 1 {
                    return Err(ImportFault::new(comparison.at, "条件里一次只能比较一格"));
                }
                self.demand(comparison, 0, places, around)
            }
            Condition::Both(sign, left, right) => {
                let (left, right) = (
                    self.condition(left, cells, single, around)?,
                    self.condition(right, cells, single, around)?,
                );
                Ok(if *sign == "&&" {
                    format!("({left}) && ({right})")
                } else {
                    format!("({left}) || ({right})")
                })
            }
        }
    }

    /// The condition of a formula with names.
    pub(super) fn named_condition(
        &self,
        condition: &Condition,
        places: Places<'_>,
        around: Around<'_>,
    ) -> Result<String, ImportFault> {
        match condition {
            Condition::Compare(comparison) => self.demand(comparison, 0, places, around),
            Condition::Both(sign, left, right) => {
                let left = self.named_condition(left, places, around)?;
                let right = self.named_condition(right, places, around)?;
                Ok(format!("({left}) {sign} ({right})"))
            }
        }
    }

    fn value(
        &self,
        expr: &Expr,
        index: usize,
        places: Places<'_>,
        around: Around<'_>,
    ) -> Result<Value, ImportFault> {
        let all = |list: &[Expr]| {
            list.iter()
                .map(|own| self.value(own, index, places, around))
                .collect::<Result<Vec<_>, _>>()
        };
        Ok(match expr {
            Expr::Number(number) => Value::Number(number.clone()),
            Expr::Named(named) => self.named_value(named, places)?,
            Expr::Sum(list) if let [Expr::Named(named)] = list.as_slice() => {
                Value::Call("sum", vec![self.named_value(named, places)?])
            }
            Expr::Cells(cells) => {
                self.cell(cells, if cells.len() == 1 { 0 } else { index }, places, around)?
            }
            Expr::Sum(list) => {
                let mut terms = Vec::new();
                for own in list {
                    match own {
                        Expr::Cells(cells) => {
                            for at in 0..cells.len() {
                                terms.push(self.cell(cells, at, places, around)?);
                            }
                        }
                        other => terms.push(self.value(other, index, places, around)?),
                    }
                }
                let sum = terms
                    .into_iter()
                    .reduce(|sum, term| Value::Binary('+', Box::new(sum), Box::new(term)));
                sum.ok_or_else(|| ImportFault::new(0, "SUM 里没有内容"))?
            }
            Expr::Call(name, list) => Value::Call(name, all(list)?),
            Expr::Negate(own) => Value::Negate(Box::new(self.value(own, index, places, around)?)),
            Expr::Binary(sign, left, right) => {
                let (left, right) = (
                    self.value(left, index, places, around)?,
                    self.value(right, index, places, around)?,
                );
                Value::Binary(*sign, Box::new(left), Box::new(right))
            }
        })
    }

    fn cell(
        &self,
        cells: &FormulaCells,
        index: usize,
        places: Places<'_>,
        around: Around<'_>,
    ) -> Result<Value, ImportFault> {
        let form = self
            .form(cells.form.as_deref().unwrap_or(around.form))
            .map_err(|reason| ImportFault::new(cells.at, reason))?;
        let form = self.ruleset.forms.get(form);
        let id = form.map_or("", |form| form.id.as_str());
        let path = match (cells.nth(index), places) {
            ((Some(row), Some(column)), _) => format!("{id}[line({row})][column({column})]"),
            ((Some(row), None), Places::Rows(column)) => format!("{id}[line({row})].{column}"),
            ((None, Some(column)), _) => format!("column({column})"),
            _ => return Err(ImportFault::new(cells.at, "没有写明行次或栏次")),
        };
        let is_amount = form.is_some_and(|form| match places {
            Places::Rows(name) => form
                .columns
                .iter()
                .any(|column| column.name == name && column.kind == ColumnKind::Amount),
            _ => is_of_amounts(form),
        });
        Ok(Value::Cell { path, is_amount, is_count: false })
    }

    /// The unit of the amounts of some forms, if they have one: what they say, or the usual one.
    pub(super) fn unit(&self, forms: &[usize]) -> Option<&str> {
        let units = &self.ruleset.names.units;
        let mut all = forms.iter().map(|form| {
            let own = self.ruleset.forms.get(*form).and_then(|form| form.unit);
            let own = own.map(|unit| units.get(unit)).filter(|unit| unit.money);
            own.map_or(USUAL, |unit| unit.name.as_str())
        });
        let first = all.next()?;
        all.all(|other| other == first).then_some(first)
    }

    /// The form that a name or number means.
    pub(super) fn form(&self, name: &str) -> Result<usize, String> {
        let bare = |text: &str| text.trim_matches(['《', '》']).to_owned();
        let meant = self.aliases.get(name).map_or(name, String::as_str);
        let (whole, forms) = (bare(meant), &self.ruleset.forms);
        let title = label_key(&whole, &self.ruleset.vocabulary);
        let plain = |form: &Form| form.id == whole || form.titles.plain.contains(&title);
        let all = |is: &dyn Fn(&Form) -> bool| -> Vec<usize> {
            (0..forms.len()).filter(|at| forms.get(*at).is_some_and(is)).collect()
        };
        let mut by_name = all(&plain);
        if by_name.is_empty() {
            let context = self.context();
            by_name = all(&|form: &Form| form.titles.fit(&title, &context));
        }
        let cut = self
            .ruleset
            .vocabulary
            .audit_formula
            .form
            .iter()
            .find_map(|word| whole.strip_suffix(word.as_str()))
            .unwrap_or(&whole);
        let fits = |form: &Form| form.numbers.iter().any(|number| same_number(cut, number));
        let found = if by_name.is_empty() {
            (0..forms.len()).filter(|at| forms.get(*at).is_some_and(fits)).collect()
        } else {
            by_name
        };
        match found.as_slice() {
            [form] => Ok(*form),
            [] => Err(format!(
                "没有表号或标题是“{whole}”的表样；它如果就是某一张，在前面写一行“{name} = 表样名”；没有这张表样的，先用 gouji rules draft 文件 从一份有这张表的文件写出来，再用 -r 文件夹 转换"
            )),
            many => {
                let ids: Vec<&str> = many
                    .iter()
                    .filter_map(|at| forms.get(*at))
                    .map(|form| form.id.as_str())
                    .collect();
                Err(format!(
                    "“{whole}”可以是几张表样（{}）；在前面写一行“{name} = 表样名”",
                    ids.join("、")
                ))
            }
        }
    }
}

/// A form as formulas write it, without the signs of a title.
pub(super) fn written_form(name: &str) -> String {
    name.trim_matches(['《', '》']).to_owned()
}

/// Columns in which rows are added.
fn amounts(form: &Form) -> impl Iterator<Item = &str> {
    form.columns
        .iter()
        .filter(|column| matches!(column.kind, ColumnKind::Amount | ColumnKind::Count))
        .map(|column| column.name.as_str())
}

/// `01` and `公开1` are the number 公开01; `财决01` is not.
fn same_number(written: &str, number: &str) -> bool {
    let parts = |text: &str| {
        let at = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
        let (series, digits) = text.split_at(at);
        (series.to_owned(), digits.trim_start_matches('0').to_owned())
    };
    let ((series, digits), (own, known)) = (parts(written), parts(number));
    !digits.is_empty() && digits == known && (series.is_empty() || series == own)
}

/// How many comparisons ranges stand for; they must be of one length.
fn width(comparison: &FormulaComparison) -> Result<usize, ImportFault> {
    let mut widest = 1;
    let mut wrong = None;
    let mut see = |cells: &FormulaCells, added: bool| {
        if !added && cells.len() > 1 {
            if widest > 1 && widest != cells.len() {
                wrong = Some(ImportFault::new(
                    cells.at,
                    format!("区域大小不同：{widest} 格和 {} 格", cells.len()),
                ));
            }
            widest = cells.len();
        }
    };
    comparison.left.each(false, &mut see);
    comparison.right.each(false, &mut see);
    wrong.map_or(Ok(widest), Err)
}

fn place_words(cells: &FormulaCells) -> String {
    let word = |number: Option<u32>, word: &str| {
        number.map_or(String::new(), |number| format!("{number}{word}"))
    };
    let (row, column) = cells.nth(0);
    format!("{}{}", word(row, "行"), word(column, "栏"))
}

/// Takes terms from the left side to the right until a cell is alone; else both as they were.
fn alone(left: Value, right: Value) -> Result<(Value, Value), (Value, Value)> {
    match left {
        Value::Cell { .. } => Ok((left, right)),
        Value::Binary(sign @ ('+' | '-'), first, term) => {
            let other = if sign == '+' { '-' } else { '+' };
            let moved = Value::Binary(other, Box::new(right.clone()), term.clone());
            alone(*first.clone(), moved).map_err(|_| (Value::Binary(sign, first, term), right))
        }
        other => Err((other, right)),
    }
}

/// In the rule language; in brackets where what is around binds tighter than `level`.
fn written(value: &Value, level: u8) -> String {
    let bracketed = |text: String, own: u8| if own < level { format!("({text})") } else { text };
    match value {
        Value::Cell { path: text, .. } | Value::Number(text) => text.clone(),
        Value::Call(name, list) => format!(
            "{name}({})",
            list.iter().map(|own| written(own, 0)).collect::<Vec<_>>().join(", ")
        ),
        Value::Negate(own) => bracketed(format!("-{}", written(own, 3)), 2),
        Value::Binary(sign @ ('+' | '-'), left, right) => bracketed(
            format!(
                "{} {sign} {}",
                written(left, 1),
                written(right, if *sign == '-' { 2 } else { 1 })
            ),
            1,
        ),
        Value::Binary(sign, left, right) => {
            bracketed(format!("{} {sign} {}", written(left, 2), written(right, 3)), 2)
        }
    }
}
