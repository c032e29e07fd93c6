//! The forms of a budget.

mod accounts;
mod sides;

use super::super::books::total_of;
use super::super::grid::{Cell, Grid, amount, word};
use super::super::random::Random;
use super::books::Budget;
use super::{Head, Style, Three};

type Row = Vec<Cell>;
/// Header: a text, `<` or `^`, by column.
type Columns = Vec<Vec<String>>;

const INCOME: [&str; 5] = [
    "一般公共预算拨款收入",
    "政府性基金预算拨款收入",
    "国有资本经营预算拨款收入",
    "事业收入",
    "其他收入",
];
const NUMERALS: [&str; 16] = [
    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四",
    "十五", "十六",
];

/// All forms, with their titles.
pub fn all(books: &Budget, style: &Style, random: &Random, step: i64) -> Vec<(String, Grid)> {
    let writer = Writer { books, style, random, step };
    let mut out = vec![
        writer.totals(),
        writer.income(),
        writer.spending(),
        writer.grants(),
        writer.general(),
        writer.economic(),
        writer.three(),
    ];
    for source in [1, 2] {
        if books.sum("").source(source) != 0 || random.chance(30) {
            out.push(writer.source(source));
        }
    }
    if random.chance(60) {
        out.push(writer.projects());
    }
    out
}

struct Writer<'a> {
    books: &'a Budget,
    style: &'a Style,
    random: &'a Random,
    step: i64,
}

fn columns(names: &[&str]) -> Columns {
    names.iter().map(|name| vec![(*name).to_owned()]).collect()
}

/// Columns to rows of a header; short ones go on downwards.
fn head(columns: &[Vec<String>]) -> Vec<Vec<String>> {
    let height = columns.iter().map(Vec::len).max().unwrap_or(0);
    (0..height)
        .map(|row| {
            columns
                .iter()
                .map(|column| column.get(row).cloned().unwrap_or_else(|| "^".to_owned()))
                .collect()
        })
        .collect()
}

/// A column below another's upper cell.
fn under(upper: &str, names: &[&str]) -> Columns {
    names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            vec![if at == 0 { upper.to_owned() } else { "<".to_owned() }, (*name).to_owned()]
        })
        .collect()
}

/// `（一）`.
fn bracketed(at: usize) -> String {
    format!("（{}）", NUMERALS[at])
}

impl Writer<'_> {
    fn amount(&self, fen: i64) -> Cell {
        amount(self.style.print(fen))
    }

    fn amounts(&self, list: &[i64]) -> Row {
        list.iter().map(|fen| self.amount(*fen)).collect()
    }

    fn title(&self, words: [&str; 4]) -> String {
        let title = words[self.style.titles];
        title.replace('@', self.style.kind)
    }

    /// The total's row: its word in the column of the names.
    fn total(&self, width: usize, values: &[i64]) -> Row {
        let mut row = vec![word(""); width];
        // in merged cells the word stands in the first one
        let at = if self.style.total_first && width == 2 { 0 } else { width - 1 };
        row[at] = word(self.style.total);
        row.extend(self.amounts(values));
        row
    }

    fn with_total(&self, mut body: Vec<Row>, total: Row) -> Vec<Row> {
        if self.style.total_first {
            body.insert(0, total);
        } else {
            body.push(total);
        }
        body
    }

    /// Columns of basic and project expenses, and their amounts.
    fn kinds_head(&self, last_year: bool) -> Columns {
        let mut out = match self.style.head {
            Head::Flat => columns(&["合计", "基本支出", "项目支出"]),
            Head::Spread => columns(&["合计", "人员经费", "公用经费", "项目支出"]),
            Head::Grouped => {
                let mut out = columns(&["合计"]);
                out.extend(under("基本支出", &["小计", "人员经费", "公用经费"]));
                out.extend(columns(&["项目支出"]));
                out
            }
            Head::OfWhich => {
                let mut out = columns(&["小计"]);
                out.extend(under("其中：", &["基本支出", "项目支出"]));
                out
            }
        };
        if last_year {
            let year = self.books.year;
            let mut both =
                under(&format!("{}年预算数", year - 1), &["合计", "基本支出", "项目支出"]);
            for (at, column) in out.iter_mut().enumerate() {
                let upper = if at == 0 { format!("{year}年预算数") } else { "<".to_owned() };
                column.insert(0, upper);
            }
            both.append(&mut out);
            out = both;
        }
        out
    }

    fn kinds(&self, last: Option<[i64; 2]>, [staff, running, project]: [i64; 3]) -> Vec<i64> {
        let mut out = match last {
            Some([basic, project]) => vec![basic + project, basic, project],
            None => Vec::new(),
        };
        let all = staff + running + project;
        out.extend(match self.style.head {
            Head::Flat | Head::OfWhich => vec![all, staff + running, project],
            Head::Spread => vec![all, staff, running, project],
            Head::Grouped => vec![all, staff + running, staff, running, project],
        });
        out
    }

    fn economic(&self) -> (String, Grid) {
        let title = self.title([
            "一般公共预算基本支出表",
            "一般公共预算财政拨款基本支出预算表",
            "一般公共预算基本支出情况表（按经济分类科目）",
            "@一般公共预算基本支出部门预算经济分类预算表",
        ]);
        let mut heads = self.account_head(true);
        let width = heads.len();
        heads.extend(columns(&["合计", "人员经费", "公用经费"]));
        let names = [
            ("301", "工资福利支出"),
            ("302", "商品和服务支出"),
            ("303", "对个人和家庭的补助"),
            ("310", "资本性支出"),
        ];
        let (staff, running) = (&self.books.staff, &self.books.running);
        let mut body = Vec::new();
        for (class, name) in names {
            let below: Vec<_> = staff
                .iter()
                .map(|entry| (entry, true))
                .chain(running.iter().map(|entry| (entry, false)))
                .filter(|((code, ..), _)| code.starts_with(class))
                .collect();
            if below.is_empty() {
                continue;
            }
            let line = |code: &str, name: &str, fen: i64, is_staff: bool| {
                let mut row = self.account(code, name);
                let (first, second) = if is_staff { (fen, 0) } else { (0, fen) };
                row.extend(self.amounts(&[fen, first, second]));
                row
            };
            let sum = below.iter().map(|((.., fen), _)| fen).sum();
            body.push(line(class, name, sum, below[0].1));
            for ((code, name, fen), is_staff) in below {
                body.push(line(code, name, *fen, is_staff));
            }
        }
        let (staff, running) = (total_of(staff), total_of(running));
        let total = self.total(width, &[staff + running, staff, running]);
        (title, Grid { head: head(&heads), body: self.with_total(body, total) })
    }

    fn three(&self) -> (String, Grid) {
        let title = self.title([
            "一般公共预算“三公”经费支出表",
            "一般公共预算“三公”经费支出预算表",
            "一般公共预算“三公”经费支出情况表",
            "财政拨款“三公”经费支出预算表",
        ]);
        let spread = |three: [i64; 4]| {
            let [abroad, bought, run, guests] = three;
            [abroad + bought + run + guests, abroad, bought + run, bought, run, guests]
        };
        let now = spread(self.books.three);
        let cars = ["小计", "公务用车购置费", "公务用车运行费"];
        let block = || {
            let mut out = columns(&["合计", "因公出国（境）费"]);
            out.extend(under("公务用车购置及运行费", &cars));
            out.extend(columns(&["公务接待费"]));
            out
        };
        let grid = match self.style.three {
            Three::Row => Grid { head: head(&block()), body: vec![self.amounts(&now)] },
            Three::Meetings => {
                let mut heads = block();
                heads.extend(columns(&["会议费", "培训费"]));
                let mut row = self.amounts(&now);
                row.extend(self.amounts(&self.books.meetings));
                Grid { head: head(&heads), body: vec![row] }
            }
            Three::Years => {
                let year = self.books.year;
                let mut heads = Columns::new();
                for upper in [format!("{}年预算数", year - 1), format!("{year}年预算数")] {
                    for (at, mut column) in block().into_iter().enumerate() {
                        let first = if at == 0 { upper.clone() } else { "<".to_owned() };
                        column.insert(0, first);
                        heads.push(column);
                    }
                }
                let mut row = self.amounts(&spread(self.books.three_last));
                row.extend(self.amounts(&now));
                Grid { head: head(&heads), body: vec![row] }
            }
            Three::Down => {
                let labels = [
                    "合计",
                    "1、因公出国（境）费用",
                    "3、公务用车购置及运行费",
                    "其中：（1）公务用车购置费",
                    "（2）公务用车运行费",
                    "2、公务接待费",
                ];
                let row = |at: usize| vec![word(labels[at]), self.amount(now[at])];
                Grid {
                    head: head(&columns(&["项目", "本年预算数"])),
                    body: [0, 1, 5, 2, 3, 4].map(row).to_vec(),
                }
            }
        };
        (title, grid)
    }

    fn projects(&self) -> (String, Grid) {
        let title =
            self.title(["项目支出表", "项目支出预算表", "项目支出表", "@预算项目支出预算表"]);
        let mut heads = columns(&["项目名称", "合计"]);
        heads.extend(columns(&[
            "一般公共预算",
            "政府性基金预算",
            "国有资本经营预算",
            "事业收入",
            "其他收入",
        ]));
        let projects = self.books.projects(self.random, self.step);
        let row = |name: &str, amounts: [i64; 5]| {
            let mut row = vec![word(name), self.amount(amounts.iter().sum())];
            row.extend(self.amounts(&amounts));
            row
        };
        let mut sum = [0; 5];
        for project in &projects {
            (0..5).for_each(|source| sum[source] += project.amounts[source]);
        }
        let body = projects.iter().map(|project| row(&project.name, project.amounts)).collect();
        let total = row(self.style.total, sum);
        (title, Grid { head: head(&heads), body: self.with_total(body, total) })
    }
}
