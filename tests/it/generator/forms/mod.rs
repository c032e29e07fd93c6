//! The forms of final accounts from the accounts of a unit.

mod accounts;
mod sides;

use super::books::{Books, Economic, total_of};
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
