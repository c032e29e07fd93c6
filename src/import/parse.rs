//! Text of an 审核公式 to its tree. What is understood stands in `rules/README.md`.

use super::scan::Scan;
use super::syntax::{
    Condition, Expr, FormulaCells, FormulaComparison, ImportFault, ImportedFormula,
};
use crate::vocabulary::AuditFormulaWords;

/// Formulas nest at most so deep.
const DEPTH: usize = 32;
/// Cells of a range, and terms of a formula, at most.
pub(super) const CELLS: usize = 200;
const RELATIONS: &[(&str, &str)] = &[
    ("<=", "<="),
    (">=", ">="),
    ("=<", "<="),
    ("=>", ">="),
    ("<>", "!="),
    ("!=", "!="),
    ("==", "=="),
    ("≤", "<="),
    ("≥", ">="),
    ("≠", "!="),
    ("=", "=="),
    ("<", "<"),
    (">", ">"),
];
const FUNCTIONS: &[(&str, &str, std::ops::RangeInclusive<usize>)] = &[
    ("ABS", "abs", 1..=1),
    ("MAX", "max", 2..=64),
    ("MIN", "min", 2..=64),
    ("ROUND", "round", 2..=2),
];

/// Reads one formula. `origin` is the cell of a sheet, column and row, in which its figures begin.
pub(super) fn formula(
    text: &str,
    words: &AuditFormulaWords,
    origin: Option<(u32, u32)>,
) -> Result<ImportedFormula, ImportFault> {
    let mut parser = Parser { scan: Scan::new(text), words, origin, depth: 0, terms: 0 };
    let form = parser.scan_form_head();
    let when = if parser.scan.take_name("IF") || parser.scan.take_any(&words.condition) {
        let condition = parser.condition()?;
        let comma = parser.scan.take(",");
        if !(parser.scan.take_name("THEN") || parser.scan.take_any(&words.then) || comma) {
            return Err(ImportFault::new(parser.scan.at, "条件后面没有 THEN（则）"));
        }
        Some(condition)
    } else {
        None
    };
    let demands = parser.demands()?;
    match parser.scan.peek() {
        None => Ok(ImportedFormula { form, when, demands }),
        Some(_) => Err(ImportFault::new(parser.scan.at, format!("看不懂“{}”", parser.scan.rest()))),
    }
}

/// A text that is the name or number of a form and nothing more.
pub(super) fn form_alone(text: &str, words: &AuditFormulaWords) -> Option<String> {
    let mut scan = Scan::new(text);
    let bracket = scan.take("[");
    let name = scan.attempt(|scan| form_name(scan, words)).or_else(|| code(&mut scan))?;
    let closed = !bracket || scan.take("]");
    scan.take(":");
    (closed && scan.peek().is_none()).then_some(name)
}

/// `Z01`: a code of letters and digits, which is a form where nothing else stands.
fn code(scan: &mut Scan) -> Option<String> {
    let code = scan.while_(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    let has = |of_kind: fn(&char) -> bool| code.chars().any(|c| of_kind(&c));
    (has(char::is_ascii_alphabetic) && has(char::is_ascii_digit)).then_some(code)
}

/// `C3`, as column and row of a sheet.
pub(super) fn sheet_cell(text: &str) -> Option<(u32, u32)> {
    let mut scan = Scan::new(text);
    let cell = letters(&mut scan)?;
    scan.peek().is_none().then_some(cell)
}

fn letters(scan: &mut Scan) -> Option<(u32, u32)> {
    scan.attempt(|scan| {
        let name = scan.while_(|c| c.is_ascii_alphabetic());
        if name.is_empty() || name.len() > 2 {
            return None;
        }
        let column = name
            .bytes()
            .fold(0, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
        let row = scan.whole().ok().flatten().filter(|row| *row > 0)?;
        Some((column, row))
    })
}

/// `01表`, `01-1表`, `公开01表`, `Z01[`, `SJ_02->`, `《收入决算表》`: the name without brackets.
fn form_name(scan: &mut Scan, words: &AuditFormulaWords) -> Option<String> {
    if scan.take("《") {
        let name = scan.while_(|c| c != '》');
        return scan.take("》").then_some(name);
    }
    let start = scan.at;
    let letters = scan.while_(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    scan.at = start;
    let is_word = |name: &str| name.chars().any(|c| !c.is_ascii_digit());
    let behind = |rest: &str| {
        rest.is_empty()
            || rest.starts_with(|c: char| c.is_ascii_digit())
            || words.nth.iter().any(|nth| rest.starts_with(nth.as_str()))
    };
    for word in &words.form {
        for (at, _) in letters.match_indices(word.as_str()) {
            let (name, rest) = letters.split_at(at + word.len());
            if at > 0
                && is_word(name)
                && behind(rest)
                && !names_place(letters.get(..at).unwrap_or(""), words)
            {
                scan.take(name);
                return Some(name.to_owned());
            }
        }
    }
    // a code of letters and digits is a form only where a bracket or an arrow says so
    let is_code = letters.starts_with(|c: char| c.is_ascii_alphabetic())
        && letters.is_ascii()
        && letters.contains(|c: char| c.is_ascii_digit());
    let code = letters.trim_end_matches('-').to_owned();
    if is_code && scan.take(&code) {
        return (scan.starts_with("[") || scan.starts_with("->") || scan.starts_with("!"))
            .then_some(code);
    }
    None
}

/// Whether a text begins with 27行 or 第27行: a place in a form, no form.
fn names_place(text: &str, words: &AuditFormulaWords) -> bool {
    let bare = words.nth.iter().find_map(|nth| text.strip_prefix(nth.as_str())).unwrap_or(text);
    let rest = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < bare.len()
        && words.row.iter().chain(&words.column).any(|word| rest.starts_with(word.as_str()))
}

struct Parser<'a> {
    scan: Scan,
    words: &'a AuditFormulaWords,
    origin: Option<(u32, u32)>,
    depth: usize,
    terms: usize,
}

impl Parser<'_> {
    /// `01表：` before the formula.
    fn scan_form_head(&mut self) -> Option<String> {
        let words = self.words;
        self.scan.attempt(|scan| {
            let name = form_name(scan, words)?;
            scan.take(":").then_some(name)
        })
    }

    fn condition(&mut self) -> Result<Condition, ImportFault> {
        let mut left = self.all_of()?;
        while self.scan.take("||")
            || self.scan.take_name("OR")
            || self.scan.take_any(&self.words.or)
        {
            left = Condition::Both("||", Box::new(left), Box::new(self.all_of()?));
        }
        Ok(left)
    }

    fn all_of(&mut self) -> Result<Condition, ImportFault> {
        let mut left = self.one_comparison()?;
        while self.scan.take("&&")
            || self.scan.take_name("AND")
            || self.scan.take_any(&self.words.and)
        {
            left = Condition::Both("&&", Box::new(left), Box::new(self.one_comparison()?));
        }
        Ok(left)
    }

    fn one_comparison(&mut self) -> Result<Condition, ImportFault> {
        let left = self.sum()?;
        let at = self.scan.at;
        let relation = self.relation().ok_or_else(|| ImportFault::new(at, "条件里没有比较"))?;
        let right = self.sum()?;
        Ok(Condition::Compare(FormulaComparison { left, relation, right, at }))
    }

    /// `a = b`, `a = b = c`, `a、b >= 0`.
    fn demands(&mut self) -> Result<Vec<FormulaComparison>, ImportFault> {
        let mut out: Vec<FormulaComparison> = Vec::new();
        let left = self.listed()?;
        loop {
            let at = self.scan.at;
            let Some(relation) = self.relation() else {
                return if out.is_empty() {
                    Err(ImportFault::new(at, "没有比较（=、>、<、≥、≤）"))
                } else {
                    Ok(out)
                };
            };
            if !out.is_empty()
                && (relation != "==" || out.iter().any(|known| known.relation != "=="))
            {
                return Err(ImportFault::new(at, "连着的几个比较里有不等号，请拆成几条"));
            }
            for right in self.listed()? {
                out.extend(left.iter().map(|left| FormulaComparison {
                    left: left.clone(),
                    relation,
                    right: right.clone(),
                    at,
                }));
            }
        }
    }

    fn relation(&mut self) -> Option<&'static str> {
        RELATIONS.iter().find(|(sign, _)| self.scan.take(sign)).map(|(_, relation)| *relation)
    }

    fn listed(&mut self) -> Result<Vec<Expr>, ImportFault> {
        let mut out = vec![self.sum()?];
        while self.scan.take("、") {
            out.push(self.sum()?);
        }
        Ok(out)
    }

    fn sum(&mut self) -> Result<Expr, ImportFault> {
        let mut left = self.product()?;
        while let Some(sign @ ('+' | '-')) = self.scan.peek() {
            self.scan.at += 1;
            left = Expr::Binary(sign, Box::new(left), Box::new(self.product()?));
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Expr, ImportFault> {
        let mut left = self.factor()?;
        while let Some(sign @ ('*' | '/')) = self.scan.peek() {
            self.scan.at += 1;
            left = Expr::Binary(sign, Box::new(left), Box::new(self.factor()?));
        }
        Ok(left)
    }

    fn factor(&mut self) -> Result<Expr, ImportFault> {
        self.depth += 1;
        self.terms += 1;
        if self.terms > CELLS {
            return Err(ImportFault::new(self.scan.at, format!("公式太长（最多 {CELLS} 项）")));
        }
        if self.depth > DEPTH {
            return Err(ImportFault::new(self.scan.at, "括号套得太深"));
        }
        let out = if self.scan.take("-") {
            Ok(Expr::Negate(Box::new(self.factor()?)))
        } else {
            self.primary()
        };
        self.depth -= 1;
        out
    }

    fn primary(&mut self) -> Result<Expr, ImportFault> {
        if let Some(call) = self.call()? {
            return Ok(call);
        }
        self.scan.peek();
        let start = self.scan.at;
        let words = self.words;
        if let Some(form) = self.scan.attempt(|scan| form_name(scan, words)) {
            self.scan.take("->");
            self.scan.take("!");
            return match self.place(Some(&form), start)? {
                Some(place) => Ok(place),
                None => Err(ImportFault::new(start, format!("“{form}”后面没有行次、栏次"))),
            };
        }
        if let Some(place) = self.place(None, start)? {
            return Ok(place);
        }
        if self.scan.take("(") {
            let inner = self.sum()?;
            self.scan.expect(")")?;
            return Ok(inner);
        }
        let number = self.scan.while_(|c| c.is_ascii_digit() || c == '.');
        if number.is_empty() {
            let what = if self.scan.peek().is_none() {
                "公式没有写完".to_owned()
            } else {
                format!("看不懂“{}”", self.scan.rest())
            };
            return Err(ImportFault::new(self.scan.at, what));
        }
        let percent = if self.scan.take("%") { "%" } else { "" };
        Ok(Expr::Number(format!("{number}{percent}")))
    }

    fn call(&mut self) -> Result<Option<Expr>, ImportFault> {
        let start = self.scan.at;
        let name = self.scan.while_(|c| c.is_ascii_alphabetic() || c == '_');
        if name.is_empty() || !self.scan.take("(") {
            self.scan.at = start;
            return Ok(None);
        }
        let mut arguments = vec![self.sum()?];
        while self.scan.take(",") || self.scan.take("、") {
            arguments.push(self.sum()?);
        }
        self.scan.expect(")")?;
        if name.eq_ignore_ascii_case("SUM") {
            return Ok(Some(Expr::Sum(arguments)));
        }
        match FUNCTIONS.iter().find(|(known, ..)| name.eq_ignore_ascii_case(known)) {
            Some((_, own, count)) if count.contains(&arguments.len()) => {
                Ok(Some(Expr::Call(own, arguments)))
            }
            Some(_) => Err(ImportFault::new(start, format!("{name} 的参数个数不对"))),
            None => Err(ImportFault::new(
                start,
                format!("没有函数 {name}；可以用 SUM、ABS、MAX、MIN、ROUND"),
            )),
        }
    }

    /// Cells of a form, in any of their ways to be written.
    fn place(&mut self, form: Option<&str>, at: usize) -> Result<Option<Expr>, ImportFault> {
        let cells =
            |(rows, columns)| FormulaCells { form: form.map(str::to_owned), rows, columns, at };
        if self.scan.peek() == Some('(')
            && let Some(list) = self.numbered_list(form, at)?
        {
            return Ok(Some(list));
        }
        let bracket = self.scan.take("[");
        let Some(first) = self.corner(bracket)? else {
            return if bracket {
                Err(ImportFault::new(at, "方括号里应当是 [行次,栏次] 或 [C3]"))
            } else {
                Ok(None)
            };
        };
        let mut area = first;
        let mut open = bracket && !self.scan.take("]");
        let behind = self.scan.at;
        if self.scan.take(":") || self.scan.take("~") || self.scan.take_any(&self.words.to) {
            // the second corner may stand in brackets of its own
            open |= self.scan.take("[");
            let Some(last) = self.corner(open)? else {
                return Err(ImportFault::new(behind, "区域没有写完，例如 1行1栏:8行1栏"));
            };
            area = (spanned(&area.0, &last.0, at)?, spanned(&area.1, &last.1, at)?);
        }
        if open {
            self.scan.expect("]")?;
        }
        let cells = cells(area);
        if cells.len() > CELLS {
            return Err(ImportFault::new(
                at,
                format!("区域太大（{} 格，最多 {CELLS} 格）", cells.len()),
            ));
        }
        Ok(Some(Expr::Cells(cells)))
    }

    /// One corner: `27行1栏`, `27行`, `1栏`, `1至8行`, `C3`, in brackets also `27,1`. Lists of rows
    /// and of columns.
    fn corner(&mut self, bracket: bool) -> Result<Option<(Vec<u32>, Vec<u32>)>, ImportFault> {
        let at = self.scan.at;
        if let Some((column, row)) = letters(&mut self.scan) {
            let Some((first_column, first_row)) = self.origin else {
                let example = self.words.area.first().map_or("", String::as_str);
                return Err(ImportFault::new(
                    at,
                    format!(
                        "不知道单元格地址对应哪一行哪一栏：在前面写一行“{example} = C3”，即第一个数（行次 1、栏次 1）的地址"
                    ),
                ));
            };
            return match (column.checked_sub(first_column), row.checked_sub(first_row)) {
                (Some(column), Some(row)) => Ok(Some((vec![row + 1], vec![column + 1]))),
                _ => Err(ImportFault::new(at, "这个单元格在数据区以外")),
            };
        }
        let start = self.scan.at;
        let Some(first) = self.numbers()? else { return Ok(None) };
        if self.scan.take_any(&self.words.row) {
            let columns = self.suffixed(|words| &words.column)?;
            return Ok(Some((first, columns)));
        }
        if self.scan.take_any(&self.words.column) {
            let rows = self.suffixed(|words| &words.row)?;
            return Ok(Some((rows, first)));
        }
        if bracket && self.scan.take(",") {
            let columns =
                self.numbers()?.ok_or_else(|| ImportFault::new(at, "逗号后面没有栏次"))?;
            return Ok(Some((first, columns)));
        }
        self.scan.at = start;
        Ok(None)
    }

    /// Numbers and the word behind them, if both are there.
    fn suffixed(
        &mut self,
        word: fn(&AuditFormulaWords) -> &Vec<String>,
    ) -> Result<Vec<u32>, ImportFault> {
        let start = self.scan.at;
        let found = self.numbers()?;
        match found {
            Some(found) if self.scan.take_any(word(self.words)) => Ok(found),
            _ => {
                self.scan.at = start;
                Ok(Vec::new())
            }
        }
    }

    /// `27`, `第27`, `1至8`.
    fn numbers(&mut self) -> Result<Option<Vec<u32>>, ImportFault> {
        let at = self.scan.at;
        self.scan.take_any(&self.words.nth);
        let Some(first) = self.scan.whole()? else {
            self.scan.at = at;
            return Ok(None);
        };
        let behind = self.scan.at;
        if self.scan.take("~") || self.scan.take_any(&self.words.to) {
            self.scan.take_any(&self.words.nth);
            if let Some(last) = self.scan.whole()? {
                return spanned(&[first], &[last], at).map(Some);
            }
        }
        self.scan.at = behind;
        Ok(Some(vec![first]))
    }

    /// `(1+2+…+8)行`, `(27-28)行1栏`: each number is a row or column.
    fn numbered_list(
        &mut self,
        form: Option<&str>,
        at: usize,
    ) -> Result<Option<Expr>, ImportFault> {
        let start = self.scan.at;
        self.scan.take("(");
        let Some(list) = self.signed_numbers()?.filter(|_| self.scan.take(")")) else {
            self.scan.at = start;
            return Ok(None);
        };
        self.terms += list.len();
        let place = |row: Vec<u32>, column: Vec<u32>| {
            Expr::Cells(FormulaCells {
                form: form.map(str::to_owned),
                rows: row,
                columns: column,
                at,
            })
        };
        let terms: Vec<(bool, Expr)> = if self.scan.take_any(&self.words.row) {
            let columns = self.suffixed(|words| &words.column)?;
            list.into_iter().map(|(plus, row)| (plus, place(vec![row], columns.clone()))).collect()
        } else if self.scan.take_any(&self.words.column) {
            let rows = self.suffixed(|words| &words.row)?;
            list.into_iter()
                .map(|(plus, column)| (plus, place(rows.clone(), vec![column])))
                .collect()
        } else {
            self.scan.at = start;
            return Ok(None);
        };
        Ok(terms.into_iter().fold(None, |sum, (plus, term)| {
            Some(match sum {
                None if plus => term,
                None => Expr::Negate(Box::new(term)),
                Some(sum) => {
                    Expr::Binary(if plus { '+' } else { '-' }, Box::new(sum), Box::new(term))
                }
            })
        }))
    }

    /// `1+2-3`, `1+2+…+8`, `1、2、3`, `1至8`.
    fn signed_numbers(&mut self) -> Result<Option<Vec<(bool, u32)>>, ImportFault> {
        let at = self.scan.at;
        let mut out: Vec<(bool, u32)> = Vec::new();
        let mut plus = !self.scan.take("-");
        let mut goes_on = false;
        loop {
            if !self.scan.while_(|c| matches!(c, '…' | '.' | '·')).is_empty() {
                goes_on = true;
            } else {
                let Some(numbers) = self.numbers()? else { return Ok(None) };
                if let (true, Some((_, before)), Some(next)) =
                    (goes_on, out.last().copied(), numbers.first())
                {
                    let between = spanned(&[before], &[*next], at)?;
                    out.extend(
                        between
                            .iter()
                            .skip(1)
                            .take(between.len().saturating_sub(2))
                            .map(|number| (plus, *number)),
                    );
                }
                goes_on = false;
                out.extend(numbers.into_iter().map(|number| (plus, number)));
            }
            match self.scan.peek() {
                Some('+' | '、') => plus = true,
                Some('-') => plus = false,
                _ => return Ok(Some(out).filter(|_| !goes_on)),
            }
            self.scan.at += 1;
        }
    }
}

/// All numbers from the first of one corner to the last of the other; none where neither writes
/// any.
fn spanned(first: &[u32], last: &[u32], at: usize) -> Result<Vec<u32>, ImportFault> {
    match (first.first(), last.last()) {
        (None, None) => Ok(Vec::new()),
        (Some(first), Some(last)) if first > last => {
            Err(ImportFault::new(at, "区域的起点在终点后面"))
        }
        (Some(first), Some(last)) if *last - *first >= u32::try_from(CELLS).unwrap_or(u32::MAX) => {
            Err(ImportFault::new(at, format!("区域太大（最多 {CELLS} 格）")))
        }
        (Some(first), Some(last)) => Ok((*first..=*last).collect()),
        _ => Err(ImportFault::new(at, "区域的两头写法不同")),
    }
}
