//! Forms of two sides: where the money comes from against what it is for.

use super::super::super::grid::{Grid, amount, word};
use super::super::books::Figures;
use super::super::{Against, Sides};
use super::{INCOME, NUMERALS, Row, Writer, bracketed, head, under};

impl Writer<'_> {
    /// Income of a list: labels and amounts.
    pub(super) fn income_list(&self, sources: usize) -> Vec<(String, i64)> {
        let sum = self.books.sum("");
        let carry: i64 = sum.carried[..sources].iter().sum();
        let income: i64 = (0..sources).map(|source| sum.income(source)).sum();
        let all = income + carry;
        let mut out: Vec<(String, i64)> = Vec::new();
        match self.style.sides {
            Sides::Nested => {
                out.push(("一、本年收入".to_owned(), income));
                for (source, name) in INCOME[..sources].iter().enumerate() {
                    out.push((format!("{}{name}", bracketed(source)), sum.income(source)));
                }
                out.push(("二、上年结转".to_owned(), carry));
                for (source, name) in INCOME[..sources].iter().enumerate() {
                    out.push((format!("{}{name}", bracketed(source)), sum.carried[source]));
                }
                out.push(("收入总计".to_owned(), all));
            }
            Sides::Granted if sources > 3 => {
                let granted: i64 = (0..3).map(|source| sum.income(source)).sum();
                out.push(("一、财政拨款收入".to_owned(), granted));
                let names = ["一般公共预算资金", "政府性基金", "国有资本经营预算"];
                for (source, name) in names.iter().enumerate() {
                    out.push((format!("{}、{name}", source + 1), sum.income(source)));
                }
                out.push(("二、事业收入".to_owned(), sum.income(3)));
                out.push(("三、其他收入".to_owned(), sum.income(4)));
                out.push(("四、上年结转".to_owned(), carry));
                out.push(("收入总计".to_owned(), all));
            }
            Sides::First => {
                out.push(("合计".to_owned(), all));
                for (source, name) in INCOME[..sources].iter().enumerate() {
                    out.push((format!("{}、{name}", NUMERALS[source]), sum.income(source)));
                }
                out.push((format!("{}、上年结转", NUMERALS[sources]), carry));
            }
            _ => {
                for (source, name) in INCOME[..sources].iter().enumerate() {
                    out.push((format!("{}、{name}", NUMERALS[source]), sum.income(source)));
                }
                out.push(("本年收入合计".to_owned(), income));
                out.push(("上年结转结余".to_owned(), carry));
                out.push(("收入总计".to_owned(), all));
            }
        }
        out
    }

    /// Puts lists side by side; their last rows (`tail`) stand in one row.
    fn beside(&self, lists: Vec<(Vec<Row>, usize)>, tail: usize) -> Vec<Row> {
        let height = lists.iter().map(|(rows, _)| rows.len()).max().unwrap_or(0);
        let mut out = vec![Row::new(); height];
        for (mut rows, width) in lists {
            let blank = || {
                let mut row = vec![amount(""); width];
                row[0] = word("");
                row
            };
            while rows.len() < height {
                rows.insert(rows.len() - tail, blank());
            }
            for (row, cells) in out.iter_mut().zip(rows) {
                row.extend(cells);
            }
        }
        out
    }

    /// The expense side: rows of a label and amounts, 合计 first or the totals last.
    fn against(&self, values: impl Fn(&Figures) -> Vec<i64>, sources: usize) -> Vec<Row> {
        let books = self.books;
        let sum = books.sum("");
        let row = |label: String, list: &[i64]| {
            let mut row = vec![word(label)];
            row.extend(self.amounts(list));
            row
        };
        let nothing = vec![0; values(&sum).len()];
        let is_in = |figures: &Figures| (0..sources).any(|source| figures.source(source) != 0);
        let mut rows = Vec::new();
        let deep = self.style.against == Against::Indented && sources > 3;
        let mut class = 0;
        for line in books.lines([true, deep, deep], is_in) {
            let list = values(&line.figures);
            let label = match line.code.len() {
                3 => {
                    class += 1;
                    format!("{}、{}", NUMERALS[(class - 1) % 16], line.name)
                }
                5 => format!("\u{3000}\u{3000}{}", line.name),
                _ => format!("\u{3000}\u{3000}\u{3000}\u{3000}{}", line.name),
            };
            rows.push(row(label, &list));
        }
        match self.style.sides {
            Sides::First => rows.insert(0, row("合计".to_owned(), &values(&sum))),
            Sides::Granted if sources > 3 => rows.push(row("支出总计".to_owned(), &values(&sum))),
            Sides::Nested => rows.push(row("支出总计".to_owned(), &values(&sum))),
            _ => {
                rows.push(row("本年支出合计".to_owned(), &values(&sum)));
                rows.push(row("年终结转结余".to_owned(), &nothing));
                rows.push(row("支出总计".to_owned(), &values(&sum)));
            }
        }
        rows
    }

    fn uses(&self) -> Vec<Row> {
        let [staff, running, project] = self.books.sum("").kinds();
        let row = |label: &str, fen: i64| vec![word(label), self.amount(fen)];
        let mut rows = vec![
            row("一、基本支出", staff + running),
            row("二、项目支出", project),
            row("三、事业单位经营支出", 0),
        ];
        let all = staff + running + project;
        match self.style.sides {
            Sides::First => rows.insert(0, row("合计", all)),
            Sides::Plain => {
                rows.push(row("本年支出合计", all));
                rows.push(row("年终结转结余", 0));
                rows.push(row("支出总计", all));
            }
            _ => rows.push(row("支出总计", all)),
        }
        rows
    }

    /// Totals at the end that stand side by side.
    fn tail(&self, left: usize, right: usize) -> usize {
        match self.style.sides {
            Sides::First => 0,
            Sides::Plain => 3,
            Sides::Granted if left.min(right) > 3 && left != right => 1,
            _ => 1,
        }
    }

    pub(super) fn totals(&self) -> (String, Grid) {
        let title = self.title(["收支总表", "收支预算总表", "收支总体情况表", "财务收支预算总表"]);
        let left: Vec<Row> = self
            .income_list(5)
            .into_iter()
            .map(|(label, fen)| vec![word(label), self.amount(fen)])
            .collect();
        let mut heads = under("收入", &["项目", "预算数"]);
        let mut lists = vec![(left, 2)];
        match self.style.against {
            Against::Uses => {
                heads.extend(under("支出", &["项目", "预算数"]));
                lists.push((self.uses(), 2));
            }
            Against::Kinds => {
                let names = ["项目", "合计", "人员经费", "公用经费", "项目支出"];
                heads.extend(under("支出", &names));
                let values = |figures: &Figures| {
                    let [staff, running, project] = figures.kinds();
                    vec![figures.total(), staff, running, project]
                };
                lists.push((self.against(values, 5), 5));
            }
            Against::Both => {
                heads.extend(under("支出", &["功能分类", "预算数", "支出用途", "预算数"]));
                lists.push((self.against(|figures| vec![figures.total()], 5), 2));
                lists.push((self.uses(), 2));
            }
            _ => {
                heads.extend(under("支出", &["项目", "预算数"]));
                lists.push((self.against(|figures| vec![figures.total()], 5), 2));
            }
        }
        let tail = self.tail(lists[0].0.len(), lists[1].0.len());
        // a list with fewer totals than the others has its own last row
        let tail = match self.style.sides {
            Sides::Granted => 1,
            _ => tail,
        };
        (title, Grid { head: head(&heads), body: self.beside(lists, tail) })
    }

    pub(super) fn grants(&self) -> (String, Grid) {
        let title = self.title([
            "财政拨款收支总表",
            "财政拨款收支预算总表",
            "财政拨款收支总体情况表",
            "@财政拨款收支预算总表",
        ]);
        let left: Vec<Row> = self
            .income_list(3)
            .into_iter()
            .map(|(label, fen)| vec![word(label), self.amount(fen)])
            .collect();
        let values = |figures: &Figures| {
            let mut out = vec![figures.granted()];
            out.extend((0..3).map(|source| figures.source(source)));
            out
        };
        let right = self.against(values, 3);
        let mut heads = under("收入", &["项目", "预算数"]);
        let names = ["项目", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"];
        heads.extend(under("支出", &names));
        let tail = match self.style.sides {
            Sides::First => 0,
            Sides::Nested => 1,
            _ => 3,
        };
        (title, Grid { head: head(&heads), body: self.beside(vec![(left, 2), (right, 5)], tail) })
    }
}
