//! The forms of final accounts from the accounts of a unit.

use super::books::{Books, Economic, Figures, total_of};
use super::layout::{Layout, write};
use super::random::Random;
use super::words::Words;
use super::{Caption, Style};

type Row = Vec<String>;

/// Writes all forms of the style in their order.
pub fn write_forms(books: &Books, style: &Style, words: &Words, random: &Random, out: &mut String) {
    let mut writer = Writer { books, style, words, random };
    for (position, form) in style.forms.iter().enumerate() {
        let (title, rows) = match *form {
            "收支总表" => writer.totals(),
            "收入决算表" => writer.income(),
            "支出决算表" => writer.spending(),
            "拨款总表" => writer.grants(),
            "一般公共预算支出表" => writer.general(),
            "基本支出明细表" => writer.economic(),
            "政府性基金表" => writer.source(1, "政府性基金表", true),
            "国资预算表" => writer.source(2, "国资预算表", style.wide_capital),
            "三公经费表" => writer.three(),
            _ => writer.facts(),
        };
        caption(books, style, position, &title, out);
        write(style.layout, &rows, out);
        out.push_str(&format!("\n注：本表反映{}本年度的有关收支情况。\n\n", style.kind));
    }
}

/// The lines above a form.
fn caption(books: &Books, style: &Style, position: usize, title: &str, out: &mut String) {
    let (agency, year) = (&books.agency, books.year);
    let owner = format!("{}：{agency}", style.agency_label);
    let unit = format!("{}：{}", style.unit_label, style.money.unit);
    let text = match style.caption {
        Caption::Lines => {
            format!("{title}\n\n公开{:02}表\n\n{owner}\n\n{year}年度\n\n{unit}", position + 1)
        }
        Caption::OneLine => {
            format!("{title}\n\n公开 {:02} 表\n\n{owner} {year} 年度 {unit}", position + 1)
        }
        Caption::Chinese => format!("表{}\n\n{title}\n\n{owner}\t\t{unit}", NUMERALS[position]),
        Caption::Year => format!("{year}年度{title}\n\n{owner}\n{unit}"),
        Caption::Agency => format!("{agency}{year}年度{title}\n\n{unit}"),
        Caption::Continued => format!("{title}\n\n公开{:02}表\n{owner}\n{unit}", position + 1),
    };
    out.push_str(&text);
    out.push_str("\n\n");
}

struct Writer<'a> {
    books: &'a Books,
    style: &'a Style,
    words: &'a Words,
    random: &'a Random,
}

const NUMERALS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/// `十二、`
pub fn numeral(number: usize) -> String {
    match number {
        1..=10 => format!("{}、", NUMERALS[number - 1]),
        11..=19 => format!("十{}、", NUMERALS[number - 11]),
        20 => "二十、".to_owned(),
        _ => format!("二十{}、", NUMERALS[number - 21]),
    }
}

impl Writer<'_> {
    fn amount(&self, fen: i64) -> String {
        if fen == 0 { self.style.blank.to_owned() } else { self.style.money.print(fen) }
    }

    fn amounts(&self, list: &[i64]) -> Row {
        list.iter().map(|fen| self.amount(*fen)).collect()
    }

    fn title(&mut self, form: &str) -> String {
        self.words.title(form, self.random)
    }

    fn header(&mut self, form: &str, column: &str) -> String {
        self.words.header(form, column, self.random)
    }

    fn label(&mut self, form: &str, row: &str) -> String {
        self.words.label(form, row, self.random)
    }

    /// One side of 01 or 04 against the other: label, line number, amounts.
    fn beside(
        &self,
        left: Vec<(String, Row)>,
        right: Vec<(String, Row)>,
        widths: (usize, usize),
        first_right: usize,
    ) -> Vec<Row> {
        let blank = |width| (String::new(), vec![String::new(); width]);
        let mut rows = Vec::new();
        for at in 0..left.len().max(right.len()) {
            let mut row = Row::new();
            for (side, width, first) in [(&left, widths.0, 1), (&right, widths.1, first_right)] {
                let (label, amounts) = side.get(at).cloned().unwrap_or_else(|| blank(width));
                row.push(label);
                if self.style.lines {
                    row.push((first + at).to_string());
                }
                row.extend(amounts);
            }
            rows.push(row);
        }
        rows
    }

    /// Pads a side so that its closing rows stand beside those of the other.
    fn pad(side: &mut Vec<(String, Row)>, length: usize, width: usize) {
        while side.len() < length {
            side.push((String::new(), vec![String::new(); width]));
        }
    }

    fn totals(&mut self) -> (String, Vec<Row>) {
        const FORM: &str = "收支总表";
        let books = self.books;
        let sum = books.sum("");
        let mut left = Vec::new();
        let numbered = |list: &mut Vec<(String, Row)>, label: String, row: Row| {
            list.push((format!("{}{label}", numeral(list.len() + 1)), row))
        };
        if self.style.old_totals {
            numbered(&mut left, "财政拨款收入".to_owned(), self.amounts(&[sum.grant.iter().sum()]));
            left.push(("其中：政府性基金预算财政拨款".to_owned(), self.amounts(&[sum.grant[1]])));
            // numbered rows go on with 二、
            for (at, name) in
                ["上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"]
                    .into_iter()
                    .enumerate()
            {
                left.push((
                    format!("{}{name}", numeral(at + 2)),
                    self.amounts(&[sum.other_income[at]]),
                ));
            }
        } else {
            for (source, row) in
                ["一般公共预算拨款", "政府性基金拨款", "国资拨款"].into_iter().enumerate()
            {
                if source < 2 || self.style.capital {
                    let label = self.label(FORM, row);
                    numbered(&mut left, label, self.amounts(&[sum.grant[source]]));
                }
            }
            for (at, row) in
                ["上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"]
                    .into_iter()
                    .enumerate()
            {
                let label = self.label(FORM, row);
                numbered(&mut left, label, self.amounts(&[sum.other_income[at]]));
            }
        }
        let mut right = Vec::new();
        for (code, name) in books.classes() {
            let total: i64 = books.sum(code).spending().iter().sum();
            numbered(&mut right, name.to_owned(), self.amounts(&[total]));
        }
        let length = left.len().max(right.len());
        Self::pad(&mut left, length, 1);
        Self::pad(&mut right, length, 1);
        let spent: i64 = sum.spending().iter().sum();
        let opening = sum.opening.iter().sum::<i64>() + books.other_opening;
        let closing = sum.closing.iter().sum::<i64>() + books.other_closing;
        let total = sum.income() + opening + books.reserves;
        assert_eq!(total, spent + closing + books.distributed);
        for (row, fen) in [
            ("本年收入合计", sum.income()),
            ("使用结余", books.reserves),
            ("年初结转", opening),
            ("总计", total),
        ] {
            let label = self.label(FORM, row);
            left.push((label, self.amounts(&[fen])));
        }
        for (row, fen) in [
            ("本年支出合计", spent),
            ("结余分配", books.distributed),
            ("年末结转", closing),
            ("总计", total),
        ] {
            let label = self.label(FORM, row);
            right.push((label, self.amounts(&[fen])));
        }
        let (label, amount) = (self.header(FORM, "项目"), self.header(FORM, "金额"));
        let right_label =
            if label == "收入项目" { "支出项目".to_owned() } else { label.clone() };
        let (label, right_label) = if label == "支出项目" || label == "支出功能分类" {
            ("项目".to_owned(), "项目".to_owned())
        } else {
            (label, right_label)
        };
        let mut rows = Vec::new();
        if self.style.lines {
            rows.push(["收入", "", "", "支出", "", ""].map(str::to_owned).to_vec());
            rows.push(vec![
                label,
                "行次".to_owned(),
                amount.clone(),
                right_label,
                "行次".to_owned(),
                amount,
            ]);
            rows.push(["栏次", "", "1", "栏次", "", "2"].map(str::to_owned).to_vec());
        } else {
            rows.push(["收入", "", "支出", ""].map(str::to_owned).to_vec());
            rows.push(vec![label, amount.clone(), right_label, amount]);
        }
        let first_right = left.len() + 1;
        rows.extend(self.beside(left, right, (1, 1), first_right));
        (self.title(FORM), rows)
    }

    /// Code cells: one, or 类, 款 and 项 apart.
    fn code(&self, code: &str) -> Row {
        if !self.style.split_codes {
            return vec![code.to_owned()];
        }
        let part = |from: usize, to: usize| code.get(from..to).unwrap_or("").to_owned();
        vec![part(0, 3), part(3, 5), part(5, 7)]
    }

    /// Headers and rows of a form by accounts. A header of two levels is `upper lower`.
    fn by_account(
        &mut self,
        form: &str,
        columns: &[(&str, &str)],
        shown: impl Fn(&Figures) -> bool,
        values: impl Fn(&Figures) -> Vec<i64>,
    ) -> (String, Vec<Row>) {
        let codes = if self.style.split_codes { 3 } else { 1 };
        let heads: Vec<(String, String)> = columns
            .iter()
            .map(|(upper, column)| {
                let header = self.words.header(form, column, self.random);
                // a header that names its upper level stands below nothing
                if upper.is_empty() || header.starts_with("本年支出") {
                    (header, String::new())
                } else {
                    ((*upper).to_owned(), header)
                }
            })
            .collect();
        let (mut top, mut second) = (Row::new(), Row::new());
        let name = self.header(form, "科目名称");
        if self.style.split_codes {
            top.extend(["功能分类科目编码", "", ""].map(str::to_owned));
            second.extend(["类", "款", "项"].map(str::to_owned));
            top.push(name);
            second.push(String::new());
        } else {
            top.extend(["项目", ""].map(str::to_owned));
            second.push(self.header(form, "科目编码"));
            second.push(name);
        }
        let mut before = String::new();
        for (upper, lower) in heads {
            // a merged cell is printed once
            top.push(if !lower.is_empty() && upper == before {
                String::new()
            } else {
                upper.clone()
            });
            second.push(lower);
            before = upper;
        }
        let mut rows = vec![top, second];
        if self.style.numbers {
            let mut row = vec!["栏次".to_owned()];
            row.resize(codes + 1, String::new());
            row.extend((1..=columns.len()).map(|number| number.to_string()));
            rows.push(row);
        }
        let sum = self.books.sum("");
        let total_label = self.words.label(form, "合计", self.random);
        let mut total = vec![String::new(); codes];
        if self.style.total_in_code {
            total[0] = total_label
        } else {
            total.push(total_label)
        }
        total.resize(codes + 1, String::new());
        total.extend(self.amounts(&values(&sum)));
        rows.push(total);
        for line in self.books.lines(&shown) {
            let mut row = self.code(line.code);
            row.push(line.name.to_owned());
            row.extend(self.amounts(&values(&line.figures)));
            rows.push(row);
        }
        (self.title(form), rows)
    }

    fn income(&mut self) -> (String, Vec<Row>) {
        let fees = self.style.fees;
        let mut columns = vec![
            ("", "本年收入合计"),
            ("", "财政拨款收入"),
            ("", "上级补助收入"),
            ("", "事业收入"),
            ("", "经营收入"),
            ("", "附属单位上缴收入"),
            ("", "其他收入"),
        ];
        if fees {
            columns.insert(4, ("", "教育收费"));
        }
        self.by_account(
            "收入决算表",
            &columns,
            |figures| figures.income() != 0,
            move |figures| {
                let mut out = vec![figures.income(), figures.grant.iter().sum()];
                out.extend(figures.other_income);
                if fees {
                    out.insert(4, figures.other_income[1]);
                }
                out
            },
        )
    }

    fn spending(&mut self) -> (String, Vec<Row>) {
        let columns = [
            ("", "本年支出合计"),
            ("", "基本支出"),
            ("", "项目支出"),
            ("", "上缴上级支出"),
            ("", "经营支出"),
            ("", "对附属单位补助支出"),
        ];
        self.by_account(
            "支出决算表",
            &columns,
            |figures| figures.spending().iter().sum::<i64>() != 0,
            |figures| {
                let spending = figures.spending();
                let mut out = vec![spending.iter().sum()];
                out.extend(spending);
                out
            },
        )
    }

    fn general(&mut self) -> (String, Vec<Row>) {
        if self.style.wide_general {
            let columns = [
                ("", "年初结转"),
                ("", "本年收入"),
                ("本年支出", "小计"),
                ("本年支出", "基本支出"),
                ("本年支出", "项目支出"),
                ("", "年末结转"),
            ];
            return self.by_account(
                "一般公共预算支出表",
                &columns,
                |figures| figures.source(0) != 0 || figures.grant[0] != 0,
                |figures| {
                    vec![
                        figures.opening[0],
                        figures.grant[0],
                        figures.source(0),
                        figures.spent[0][0],
                        figures.spent[0][1],
                        figures.closing[0],
                    ]
                },
            );
        }
        let columns = [("本年支出", "小计"), ("本年支出", "基本支出"), ("本年支出", "项目支出")];
        self.by_account(
            "一般公共预算支出表",
            &columns,
            |figures| figures.source(0) != 0,
            |figures| vec![figures.source(0), figures.spent[0][0], figures.spent[0][1]],
        )
    }

    fn source(&mut self, source: usize, form: &str, wide: bool) -> (String, Vec<Row>) {
        let shown =
            move |figures: &Figures| figures.source(source) != 0 || figures.grant[source] != 0;
        let spent = move |figures: &Figures| {
            vec![figures.source(source), figures.spent[source][0], figures.spent[source][1]]
        };
        if wide {
            let columns = [
                ("", "年初结转"),
                ("", "本年收入"),
                ("本年支出", "小计"),
                ("本年支出", "基本支出"),
                ("本年支出", "项目支出"),
                ("", "年末结转"),
            ];
            return self.by_account(form, &columns, shown, move |figures| {
                let mut out = vec![figures.opening[source], figures.grant[source]];
                out.extend(spent(figures));
                out.push(figures.closing[source]);
                out
            });
        }
        self.by_account(
            form,
            &[("本年支出", "小计"), ("本年支出", "基本支出"), ("本年支出", "项目支出")],
            shown,
            spent,
        )
    }

    fn grants(&mut self) -> (String, Vec<Row>) {
        const FORM: &str = "拨款总表";
        let books = self.books;
        let sum = books.sum("");
        let sources = if self.style.capital { 3 } else { 2 };
        let with_total = |values: [i64; 3]| {
            let mut out = vec![values.iter().sum::<i64>()];
            out.extend(&values[..sources]);
            out
        };
        let mut left = Vec::new();
        let rows = ["一般公共预算拨款", "政府性基金拨款", "国资拨款"];
        let labels: Vec<String> = rows[..sources].iter().map(|row| self.label(FORM, row)).collect();
        for (source, label) in labels.iter().enumerate() {
            left.push((
                format!("{}{label}", numeral(source + 1)),
                self.amounts(&[sum.grant[source]]),
            ));
        }
        let mut right = Vec::new();
        for (at, (code, name)) in books.classes().into_iter().enumerate() {
            let figures = books.sum(code);
            right.push((
                format!("{}{name}", numeral(at + 1)),
                self.amounts(&with_total([
                    figures.source(0),
                    figures.source(1),
                    figures.source(2),
                ])),
            ));
        }
        let length = right.len();
        Self::pad(&mut left, length, 1);
        let opening: i64 = sum.opening.iter().sum();
        let grants: i64 = sum.grant.iter().sum();
        let spent = [sum.source(0), sum.source(1), sum.source(2)];
        let total = [0, 1, 2].map(|source| spent[source] + sum.closing[source]);
        assert_eq!(grants + opening, total.iter().sum::<i64>());
        let names = ["本年收入合计", "年初结转"];
        for (row, fen) in names.into_iter().zip([grants, opening]) {
            let label = self.label(FORM, row);
            left.push((label, self.amounts(&[fen])));
        }
        for (source, name) in
            ["一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"]
                [..sources]
                .iter()
                .enumerate()
        {
            left.push(((*name).to_owned(), self.amounts(&[sum.opening[source]])));
        }
        for (row, values) in [("本年支出合计", spent), ("年末结转", sum.closing)] {
            let label = self.label(FORM, row);
            right.push((label, self.amounts(&with_total(values))));
        }
        let length = left.len();
        Self::pad(&mut right, length, sources + 1);
        let label = self.label(FORM, "总计");
        left.push((label.replace("支出", "收入"), self.amounts(&[grants + opening])));
        right.push((label.replace("收入", "支出"), self.amounts(&with_total(total))));
        let amount = self.header(FORM, "金额");
        let mut heads = vec![
            self.header(FORM, "小计"),
            self.header(FORM, "一般公共预算"),
            self.header(FORM, "政府性基金"),
        ];
        if self.style.capital {
            heads.push(self.header(FORM, "国资预算"));
        }
        let mut top = vec!["收入".to_owned(), String::new()];
        let mut second = vec!["项目".to_owned(), amount];
        let mut right_head = vec!["项目".to_owned()];
        if self.style.lines {
            top.push(String::new());
            second.insert(1, "行次".to_owned());
            right_head.push("行次".to_owned());
        }
        top.push("支出".to_owned());
        right_head.extend(heads);
        second.extend(right_head);
        top.resize(second.len(), String::new());
        let first_right = left.len() + 1;
        let mut rows = vec![top, second];
        rows.extend(self.beside(left, right, (1, sources + 1), first_right));
        (self.title(FORM), rows)
    }

    fn economic(&mut self) -> (String, Vec<Row>) {
        const FORM: &str = "基本支出明细表";
        let books = self.books;
        let entries = |list: &Economic, heads: &[(&str, &str)]| -> Vec<[String; 3]> {
            let mut out = Vec::new();
            for (code, name) in heads {
                let below: Economic =
                    list.iter().filter(|entry| entry.0.starts_with(code)).copied().collect();
                out.push([(*code).to_owned(), (*name).to_owned(), self.amount(total_of(&below))]);
                let kept = below.iter().filter(|entry| entry.2 != 0 || self.style.all_economic);
                out.extend(kept.map(|(code, name, fen)| {
                    [(*code).to_owned(), (*name).to_owned(), self.amount(*fen)]
                }));
            }
            out
        };
        let staff =
            entries(&books.staff, &[("301", "工资福利支出"), ("303", "对个人和家庭的补助")]);
        let running = entries(&books.running, &[("302", "商品和服务支出"), ("310", "资本性支出")]);
        let mut groups = vec![staff];
        if self.style.triples {
            let (goods, capital) =
                running.into_iter().partition(|entry: &[String; 3]| entry[0].starts_with("302"));
            groups.extend([goods, capital]);
        } else {
            groups.push(running);
        }
        let width = groups.len();
        let (code, amount) = (self.header(FORM, "科目编码"), self.header(FORM, "决算数"));
        let mut rows = Vec::new();
        let mut top =
            vec!["人员经费".to_owned(), String::new(), String::new(), "公用经费".to_owned()];
        top.resize(3 * width, String::new());
        rows.push(top);
        rows.push(
            (0..width)
                .flat_map(|_| [code.clone(), "科目名称".to_owned(), amount.clone()])
                .collect(),
        );
        for at in 0..groups.iter().map(Vec::len).max().unwrap_or(0) {
            rows.push(
                groups
                    .iter()
                    .flat_map(|group| group.get(at).cloned().unwrap_or_default())
                    .collect(),
            );
        }
        let (staff, running) =
            (self.amount(total_of(&books.staff)), self.amount(total_of(&books.running)));
        let mut last =
            vec!["人员经费合计".to_owned(), String::new(), staff, "公用经费合计".to_owned()];
        last.resize(3 * width - 1, String::new());
        last.push(running);
        rows.push(last);
        (self.title(FORM), rows)
    }

    fn three(&mut self) -> (String, Vec<Row>) {
        const FORM: &str = "三公经费表";
        let books = self.books;
        let spread = |three: [i64; 4]| {
            [three.iter().sum(), three[0], three[1] + three[2], three[1], three[2], three[3]]
        };
        let (budget, spent) = (spread(books.three_budget), spread(books.three));
        let heads = ["合计", "因公出国（境）费", "公务用车购置及运行维护费", "", "", "公务接待费"];
        let lower = ["", "", "小计", "公务用车购置费", "公务用车运行维护费", ""];
        let mut rows = Vec::new();
        if self.style.interleaved {
            rows.push(heads.iter().flat_map(|head| [(*head).to_owned(), String::new()]).collect());
            rows.push(lower.iter().flat_map(|head| [(*head).to_owned(), String::new()]).collect());
            rows.push(
                (0..12)
                    .map(|at| if at % 2 == 0 { "预算数" } else { "决算数" }.to_owned())
                    .collect(),
            );
            rows.push(
                (0..6).flat_map(|at| [budget[at], spent[at]]).map(|fen| self.amount(fen)).collect(),
            );
        } else {
            let mut top: Row = vec![String::new(); 12];
            top[0] = "预算数".to_owned();
            top[6] = "决算数".to_owned();
            rows.push(top);
            rows.push(heads.iter().chain(&heads).map(|head| (*head).to_owned()).collect());
            rows.push(lower.iter().chain(&lower).map(|head| (*head).to_owned()).collect());
            rows.push((1..=12).map(|number| number.to_string()).collect());
            rows.push(budget.iter().chain(&spent).map(|fen| self.amount(*fen)).collect());
        }
        (self.title(FORM), rows)
    }

    /// 山西: purchases, running costs, vehicles.
    fn facts(&mut self) -> (String, Vec<Row>) {
        let books = self.books;
        let row = |label: &str, value: String| vec![label.to_owned(), value];
        let count = |number: i64| {
            if number == 0 { self.style.blank.to_owned() } else { number.to_string() }
        };
        let [goods, works, services, ..] = books.purchases;
        let mut rows = vec![
            row("一、政府采购情况", String::new()),
            row("项目", "统计数".to_owned()),
            row("合计", self.amount(goods + works + services)),
        ];
        for (label, fen) in [("货物", goods), ("工程", works), ("服务", services)] {
            rows.push(row(label, self.amount(fen)));
        }
        rows.push(row("二、机关运行经费", String::new()));
        rows.push(row("项目", "统计数".to_owned()));
        rows.push(row("（一）行政单位", self.amount(total_of(&books.running))));
        rows.push(row("（二）参照公务员法管理事业单位", self.style.blank.to_owned()));
        rows.push(row("三、国有资产占用情况", String::new()));
        rows.push(row(
            "（一）车辆数合计（辆）",
            count(books.vehicles.iter().map(|(_, number)| number).sum()),
        ));
        for (at, (name, number)) in books.vehicles.iter().enumerate() {
            rows.push(row(&format!("{}. {name}", at + 1), count(*number)));
        }
        ("部门决算公开相关信息统计表".to_owned(), rows)
    }
}

/// Whether the layout can hold a style: what cannot be told apart without blank cells.
pub fn settle(style: &mut Style) {
    if matches!(style.layout, Layout::Spaces) {
        style.split_codes = false;
        style.lines = true;
        style.blank = "0";
        style.total_in_code = true;
    }
}
