//! The forms of a budget.

use super::super::books::total_of;
use super::super::grid::{Cell, Grid, amount, word};
use super::super::random::Random;
use super::books::{Budget, Figures};
use super::{Against, By, Codes, Head, Sides, Style, Three};

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

    /// How an account is printed: code and name, or both in one.
    fn account(&self, code: &str, name: &str) -> Row {
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
    fn account_head(&self, economic: bool) -> Columns {
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

    /// Income of a list: labels and amounts.
    fn income_list(&self, sources: usize) -> Vec<(String, i64)> {
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

    fn totals(&self) -> (String, Grid) {
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

    fn grants(&self) -> (String, Grid) {
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

    fn income(&self) -> (String, Grid) {
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

    fn spending(&self) -> (String, Grid) {
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

    fn general(&self) -> (String, Grid) {
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

    fn source(&self, source: usize) -> (String, Grid) {
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
