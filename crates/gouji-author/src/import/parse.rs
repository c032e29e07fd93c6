//! Text of an 审核公式 to its tree. What is understood stands in `rules/README.md`.

use super::binder::Binder;
use super::scan::Scan;
use super::syntax::{CELLS, Condition, Expr, FormulaComparison, ImportFault, ImportedFormula};
use gouji_values::vocabulary::AuditFormulaWords;

/// Formulas nest at most so deep.
const DEPTH: usize = 32;
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
    (binder, above): (&Binder<'_>, Option<String>),
) -> Result<ImportedFormula, ImportFault> {
    let scan = Scan::new(text);
    let mut parser =
        ImportParser { scan, words, origin, depth: 0, terms: 0, binder, form: above, prefix: None };
    // a formula as a cell of a workbook holds it
    if !["==", "=>", "=<"].iter().any(|sign| parser.scan.starts_with(sign)) {
        parser.scan.take("=");
    }
    let form = parser.scan_form_head();
    if form.is_some() {
        parser.form.clone_from(&form);
    }
    let when = if parser.scan.take_name("IF") || parser.scan.take_any(&words.condition) {
        let (at, is_call) = (parser.scan.at, parser.scan.starts_with("("));
        let condition = parser.condition().map_err(|fault| match is_call {
            true => ImportFault::new(at, "IF(…) 是电子表格的写法，请写成 IF 条件 THEN 公式"),
            false => fault,
        })?;
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

pub(super) fn letters(scan: &mut Scan) -> Option<(u32, u32)> {
    scan.attempt(|scan| {
        scan.take("$"); // $C$5 is C5
        let name = scan.while_(|c| c.is_ascii_alphabetic());
        scan.take("$");
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
pub(super) fn form_name(scan: &mut Scan, words: &AuditFormulaWords) -> Option<String> {
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

pub(super) struct ImportParser<'a> {
    pub(super) scan: Scan,
    pub(super) words: &'a AuditFormulaWords,
    pub(super) origin: Option<(u32, u32)>,
    pub(super) depth: usize,
    pub(super) terms: usize,
    pub(super) binder: &'a Binder<'a>,
    /// The form whose names stand without one.
    pub(super) form: Option<String>,
    /// The form that stands before a function or a bracket, for all behind it.
    pub(super) prefix: Option<String>,
}

impl ImportParser<'_> {
    /// `01表：` before the formula.
    fn scan_form_head(&mut self) -> Option<String> {
        let words = self.words;
        self.scan.attempt(|scan| {
            let name = form_name(scan, words)?;
            let is_head = scan.take(":") || {
                let behind = scan.at;
                let has_condition = scan.take_any(&words.condition) || scan.take_name("IF");
                scan.at = behind;
                has_condition
            };
            is_head.then_some(name)
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
                return match (out.is_empty(), self.scan.peek()) {
                    (false, _) => Ok(out),
                    (true, None) => Err(ImportFault::new(at, "没有比较（=、>、<、≥、≤）")),
                    (true, Some(_)) => Err(ImportFault::new(
                        self.scan.at,
                        format!("这里应当是比较（=、>、<、≥、≤），写的是“{}”", self.scan.rest()),
                    )),
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
            if let Some(place) = self.place(Some(&form), start)? {
                return Ok(place);
            }
            // 《支出决算表》MAX(…): the form of all in it
            if self.scan.peek().is_some_and(|c| c.is_ascii_alphabetic() || c == '(') {
                self.form = Some(form.clone());
                self.prefix = Some(form);
                return self.primary();
            }
            return match self.named(Some(&form), start)? {
                Some(named) => Ok(named),
                None => Err(ImportFault::new(start, format!("“{form}”后面没有行次、栏次"))),
            };
        }
        let prefix = self.prefix.clone();
        if let Some(place) = self.place(prefix.as_deref(), start)? {
            return Ok(place);
        }
        if let Some(named) = self.named(None, start)? {
            return Ok(named);
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
        let unit = if percent.is_empty() { self.unit() } else { String::new() };
        Ok(Expr::Number(format!("{number}{percent}{unit}")))
    }

    /// The unit behind a number: `550元`, `550元/人`.
    fn unit(&mut self) -> String {
        const LONGEST: usize = 6;
        let units = &self.binder.ruleset.names.units;
        for length in (1..=LONGEST).rev() {
            let text = self.scan.text(self.scan.at..self.scan.at + length);
            let name = text.split('/').next().unwrap_or("");
            let is_whole = text.chars().count() == length && !text.ends_with('/');
            if is_whole && units.find(name).is_some() && !text.contains(char::is_whitespace) {
                self.scan.at += length;
                return text;
            }
        }
        String::new()
    }

    fn call(&mut self) -> Result<Option<Expr>, ImportFault> {
        let start = self.scan.at;
        let name = self.scan.while_(|c| c.is_ascii_alphabetic() || c == '_');
        if name.is_empty() || !self.scan.take("(") {
            self.scan.at = start;
            return Ok(None);
        }
        let is_sum = name.eq_ignore_ascii_case("SUM");
        let known = FUNCTIONS.iter().find(|(known, ..)| name.eq_ignore_ascii_case(known));
        if !is_sum && known.is_none() {
            return Err(ImportFault::new(
                start,
                format!("没有函数 {name}；可以用 SUM、ABS、MAX、MIN、ROUND"),
            ));
        }
        let mut arguments = vec![self.sum()?];
        while self.scan.take(",") || self.scan.take("、") {
            arguments.push(self.sum()?);
        }
        self.scan.expect(")")?;
        let Some((_, own, count)) = known else { return Ok(Some(Expr::Sum(arguments))) };
        // MAX(D5:H5): of all cells of the range
        if let ([Expr::Cells(cells)], true) = (arguments.as_slice(), *count.end() > 2) {
            arguments = cells.each_alone();
        }
        if count.contains(&arguments.len()) {
            return Ok(Some(Expr::Call(own, arguments)));
        }
        Err(ImportFault::new(start, format!("{name} 的参数个数不对")))
    }
}
