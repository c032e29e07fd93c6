//! Makes sets of final accounts that agree with themselves: random figures, any layout, words of
//! the rule files.
//!
//! Independent of the program: it knows the rule files' words and what the forms mean.

pub mod accounts;
pub mod books;
pub mod budget;
pub mod forms;
pub mod grid;
pub mod layout;
pub mod prose;
pub mod random;
pub mod tables;
pub mod words;

use books::Books;
use layout::{LAYOUTS, Layout, Money, QIAN, WAN, YUAN};
use random::Random;
use words::Words;

/// The lines above a form.
#[derive(Clone, Copy, Debug)]
pub enum Caption {
    /// Each detail on its line.
    Lines,
    /// Agency, year and unit side by side.
    OneLine,
    /// 表一 … 表九.
    Chinese,
    /// The year in the title.
    Year,
    /// Agency and year in the title.
    Agency,
    /// No year at all.
    Continued,
}

/// How a document is printed.
#[derive(Clone, Debug)]
pub struct Style {
    pub layout: Layout,
    pub money: Money,
    /// Forms in their order, by id.
    pub forms: Vec<&'static str>,
    /// 部门 or 单位.
    pub kind: &'static str,
    pub agency_label: &'static str,
    pub unit_label: &'static str,
    /// How nothing is printed.
    pub blank: &'static str,
    /// 行次 in 01 and 04; 栏次 in the others.
    pub lines: bool,
    pub numbers: bool,
    /// 类, 款, 项 in three columns.
    pub split_codes: bool,
    pub total_in_code: bool,
    /// State capital has rows and columns of its own (from 2020).
    pub capital: bool,
    pub wide_capital: bool,
    pub wide_general: bool,
    /// 01 as before 2019: appropriations in one row.
    pub old_totals: bool,
    /// 其中：教育收费.
    pub fees: bool,
    pub triples: bool,
    pub all_economic: bool,
    pub interleaved: bool,
    pub caption: Caption,
    pub prose_first: bool,
}

/// A document and how it was made.
pub struct Generated {
    pub text: String,
    pub style: Style,
    pub books: Books,
}

/// Forms of a year in the order of the time.
fn forms_of(year: i64, random: &Random) -> Vec<&'static str> {
    let mut out = vec![
        "收支总表",
        "收入决算表",
        "支出决算表",
        "拨款总表",
        "一般公共预算支出表",
        "基本支出明细表",
    ];
    let last_first = match year {
        ..=2021 => true,
        2022 => random.chance(50),
        _ => random.chance(15),
    };
    match (year, last_first) {
        (..=2019, _) => out.extend(["三公经费表", "政府性基金表"]),
        (_, true) => out.extend(["三公经费表", "政府性基金表", "国资预算表"]),
        (_, false) => out.extend(["政府性基金表", "国资预算表", "三公经费表"]),
    }
    out
}

/// Makes a document; the same seed gives the same one. `None` for any layout.
pub fn generate(seed: u64, layout: Option<Layout>) -> Generated {
    generate_with(seed, layout, |_| {})
}

/// As [`generate`], with a style that the caller has a say in.
pub fn generate_with(
    seed: u64,
    layout: Option<Layout>,
    adjust: impl FnOnce(&mut Style),
) -> Generated {
    let random = &Random::new(seed);
    let year = 2018 + random.below(7) as i64;
    let empty = random.chance(3);
    let books = Books::new(random, year, empty);
    let forms = forms_of(year, random);
    let mut money = *random.pick(&[WAN, WAN, WAN, YUAN, YUAN, QIAN]);
    money.separators = random.chance(35);
    let split_codes = random.chance(20);
    let mut style = Style {
        layout: layout.unwrap_or(*random.pick(&LAYOUTS)),
        money,
        forms,
        kind: *random.pick(&["部门", "单位"]),
        agency_label: *random.pick(&["部门名称", "单位名称", "编制单位", "部门"]),
        unit_label: *random.pick(&["金额单位", "单位"]),
        blank: *random.pick(&["", "", "0", "0.00", "—", "-"]),
        lines: random.chance(60),
        numbers: random.chance(70),
        split_codes,
        total_in_code: !split_codes && random.chance(50),
        capital: year >= 2020,
        wide_capital: random.chance(30),
        wide_general: random.chance(15),
        old_totals: year == 2018 && random.chance(50),
        fees: random.chance(20),
        triples: random.chance(60),
        all_economic: random.chance(50),
        interleaved: random.chance(20),
        caption: *random.pick(&[
            Caption::Lines,
            Caption::OneLine,
            Caption::Chinese,
            Caption::Year,
            Caption::Agency,
            Caption::Continued,
        ]),
        prose_first: random.chance(20),
    };
    if style.agency_label == "部门" {
        style.agency_label = "部门名称";
    }
    adjust(&mut style);
    forms::settle(&mut style);
    let words = Words::read("national");
    let mut text = format!("{}\n{year}年度{}决算\n\n", books.agency, style.kind);
    let with_prose = random.chance(85);
    if with_prose && style.prose_first {
        prose::write(&books, &style, random, &mut text);
    }
    text.push_str(&format!("第二部分 {year}年度{}决算表\n\n", style.kind));
    forms::write_forms(&books, &style, &words, random, &mut text);
    if with_prose && !style.prose_first {
        prose::write(&books, &style, random, &mut text);
    }
    Generated { text, style, books }
}
