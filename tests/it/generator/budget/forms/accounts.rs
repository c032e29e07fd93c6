//! Forms with a row for each account or unit.

use super::super::super::grid::{Grid, word};
use super::super::books::Figures;
use super::super::{By, Codes};
use super::{Columns, Row, Writer, columns, head, under};

impl Writer<'_> {
    /// How an account is printed: code and name, or both in one.
    pub(super) fn account(&self, code: &str, name: &str) -> Row {
        let depth = match code.len() {
            5 => 1,
            7 => 2,
            _ => 0,
        };
        let name = if self.style.indent && self.style.levels[0] {
            format!("{}{name}", "\u{3000}".repeat(depth))
        } else {
            name.to_owned()
        };
        match self.style.codes {
            Codes::Column => vec![word(code), word(name)],
            Codes::Bracketed => vec![word(format!("[{code}]{name}"))],
            Codes::Joined => vec![word(format!("{code} {name}"))],
            Codes::Split(all) => {
                let economic = code.starts_with('3');
                let ends: &[usize] = if economic { &[3, 5] } else { &[3, 5, 7] };
                let mut start = 0;
                let mut row = Row::new();
                for end in ends {
                    let is_shown = code.len() >= *end && (all || code.len() == *end);
                    row.push(word(if is_shown { &code[start..*end] } else { "" }));
                    start = *end;
                }
                row.push(word(name));
                row
            }
        }
    }

    /// Header of the account's columns.
    pub(super) fn account_head(&self, economic: bool) -> Columns {
        let what = if economic { "经济分类科目" } else { "功能分类科目" };
        match self.style.codes {
            Codes::Column => columns(&["科目编码", "科目名称"]),
            Codes::Bracketed | Codes::Joined => columns(&[what]),
            Codes::Split(_) => {
                let levels: &[&str] =
                    if economic { &["类", "款"] } else { &["类", "款", "项"] };
                let mut out = under(&format!("{what}编码"), levels);
                out.push(vec![format!("{what}名称")]);
                out
            }
        }
    }

    /// A form by accounts.
    fn by_account(
        &self,
        values_head: Columns,
        shown: impl Fn(&Figures) -> bool,
        values: impl Fn(&Figures) -> Vec<i64>,
    ) -> Grid {
        let mut heads = self.account_head(false);
        let width = heads.len();
        heads.extend(values_head);
        let body = self
            .books
            .lines(self.style.levels, &shown)
            .iter()
            .map(|line| {
                let mut row = self.account(line.code, line.name);
                row.extend(self.amounts(&values(&line.figures)));
                row
            })
            .collect();
        let total = self.total(width, &values(&self.books.sum("")));
        Grid { head: head(&heads), body: self.with_total(body, total) }
    }

    /// A form by units; the department itself stands above them where there are several.
    fn by_unit(&self, values_head: Columns, values: impl Fn(&Figures) -> Vec<i64>) -> Grid {
        let mut heads = columns(&["单位代码", "单位名称"]);
        heads.extend(values_head);
        let sum = self.books.sum("");
        let mut body: Vec<Row> = Vec::new();
        let line = |code: String, name: &str, figures: &Figures| {
            let mut row = vec![word(code), word(name)];
            row.extend(self.amounts(&values(figures)));
            row
        };
        body.push(line("302".to_owned(), &self.books.agency, &sum));
        for (at, name) in self.books.units.iter().enumerate() {
            body.push(line(format!("302{:03}", at + 1), name, &self.books.unit(at)));
        }
        let total = self.total(2, &values(&sum));
        Grid { head: head(&heads), body: self.with_total(body, total) }
    }

    pub(super) fn income(&self) -> (String, Grid) {
        let title = self.title(["收入总表", "收入预算总表", "收入总体情况表", "@收入预算总表"]);
        let short = ["一般公共预算", "政府性基金预算", "国有资本经营预算", "事业收入", "其他收入"];
        let grouped = self.style.income != By::Account;
        let mut heads = columns(&["合计"]);
        if grouped {
            let mut names = vec!["小计"];
            names.extend(short);
            heads.extend(under("本年收入", &names));
            // what is no budget of the state is one column there
            let names = ["小计", "一般公共预算", "政府性基金预算", "国有资本经营预算", "单位资金"];
            heads.extend(under("上年结转结余", &names));
        } else {
            heads.extend(columns(&short));
            heads.extend(columns(&["上年结转"]));
        }
        let values = move |figures: &Figures| {
            let income: Vec<i64> = (0..5).map(|source| figures.income(source)).collect();
            let mut out = vec![figures.total()];
            if grouped {
                out.push(income.iter().sum());
                out.extend(income);
                out.push(figures.carry());
                out.extend(&figures.carried[..3]);
                out.push(figures.carried[3] + figures.carried[4]);
            } else {
                out.extend(income);
                out.push(figures.carry());
            }
            out
        };
        let grid = match self.style.income {
            By::Account => self.by_account(heads, |figures| figures.total() != 0, values),
            By::Unit => self.by_unit(heads, values),
            By::OneRow => {
                let row = self.amounts(&values(&self.books.sum("")));
                Grid { head: head(&heads), body: vec![row] }
            }
            By::List => {
                let rows = self.income_list(5).into_iter();
                Grid {
                    head: head(&columns(&["项目", "预算数"])),
                    body: rows.map(|(label, fen)| vec![word(label), self.amount(fen)]).collect(),
                }
            }
        };
        (title, grid)
    }

    pub(super) fn spending(&self) -> (String, Grid) {
        let title = self.title(["支出总表", "支出预算总表", "支出总体情况表", "@支出预算总表"]);
        let heads = self.kinds_head(false);
        let values = |figures: &Figures| self.kinds(None, figures.kinds());
        let grid = match self.style.spending {
            By::Unit => self.by_unit(heads, values),
            By::OneRow => {
                let row = self.amounts(&values(&self.books.sum("")));
                Grid { head: head(&heads), body: vec![row] }
            }
            _ => self.by_account(heads, |figures| figures.total() != 0, values),
        };
        (title, grid)
    }

    pub(super) fn general(&self) -> (String, Grid) {
        let title = self.title([
            "一般公共预算支出表",
            "一般公共预算财政拨款支出预算表",
            "一般公共预算支出情况表（按功能分类科目）",
            "@一般公共预算支出功能分类预算表",
        ]);
        let last = self.style.last_year;
        let grid = self.by_account(
            self.kinds_head(last),
            |figures| figures.source(0) != 0,
            |figures| self.kinds(last.then_some(figures.last), figures.spent[0]),
        );
        (title, grid)
    }

    pub(super) fn source(&self, source: usize) -> (String, Grid) {
        let what = ["", "政府性基金预算", "国有资本经营预算"][source];
        let title =
            self.title(["@@支出表", "@@拨款支出预算表", "@@支出情况表", "@@支出功能分类预算表"]);
        let title = title.replace(&self.style.kind.repeat(2), what);
        let grid = self.by_account(
            self.kinds_head(false),
            |figures| figures.source(source) != 0,
            |figures| self.kinds(None, figures.spent[source]),
        );
        (title, grid)
    }
}
