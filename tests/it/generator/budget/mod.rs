//! Makes sets of budgets that agree with themselves, in layouts of many places.

pub mod books;
mod forms;
mod prose;

use super::grid::{Block, Format, Grid, word};
use super::random::Random;
use books::Budget;

/// How accounts are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codes {
    /// Code and name in columns of their own.
    Column,
    /// 类, 款, 项 in three columns; `true`: the upper ones are printed in each row.
    Split(bool),
    /// `[20103]` before the name, in its cell.
    Bracketed,
    /// `20103` before the name, in its cell.
    Joined,
}

/// The income list and what stands against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sides {
    /// 一、 … 本年收入合计, 上年结转, 收入总计.
    Plain,
    /// 一、本年收入, （一） … 二、上年结转, （一） ….
    Nested,
    /// 一、财政拨款收入, 1、 … 收入总计.
    Granted,
    /// 合计 in the first row.
    First,
}

/// What the expense side lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// 一、一般公共服务支出 ….
    Functions,
    /// With 款 and 项 below, told by indentation alone.
    Indented,
    /// 一、基本支出, 二、项目支出.
    Uses,
    /// Functions, and uses beside them.
    Both,
    /// Functions with 基本支出 (人员经费, 公用经费) and 项目支出.
    Kinds,
}

/// A table of income or expenses by …
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Account,
    Unit,
    OneRow,
    List,
}

/// Header of basic and project expenses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// 合计, 基本支出, 项目支出.
    Flat,
    /// 合计, 基本支出 (小计, 人员经费, 公用经费), 项目支出.
    Grouped,
    /// 小计, 其中：(基本支出, 项目支出).
    OfWhich,
    /// 合计, 人员经费, 公用经费, 项目支出.
    Spread,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Three {
    Row,
    Down,
    /// With 会议费 and 培训费 behind, not in the sum.
    Meetings,
    /// Last year's and this year's side by side.
    Years,
}

/// How a budget is printed.
#[derive(Clone, Debug)]
pub struct Style {
    pub format: Format,
    pub unit: &'static str,
    /// Fen of the last digit that is printed, and how many decimals there are.
    pub step: i64,
    pub decimals: usize,
    pub separators: bool,
    pub blank: &'static str,
    /// 部门 or 单位.
    pub kind: &'static str,
    /// Which words titles are made of.
    pub titles: usize,
    pub caption: usize,
    pub codes: Codes,
    pub levels: [bool; 3],
    pub total_first: bool,
    pub total: &'static str,
    pub head: Head,
    pub last_year: bool,
    /// `** | 1 | 2` below the header.
    pub serial: bool,
    pub sides: Sides,
    pub against: Against,
    pub income: By,
    pub spending: By,
    pub three: Three,
    /// An indentation of two full spaces a level.
    pub indent: bool,
}

/// A budget and how it was made.
pub struct Generated {
    pub blocks: Vec<Block>,
    pub style: Style,
}

impl Style {
    fn new(random: &Random) -> Self {
        let (unit, step, decimals) = *random.pick(&[
            ("万元", 10_000, 2),
            ("万元", 10_000, 2),
            ("万元", 10_000, 2),
            ("元", 1, 2),
            ("元", 100, 0),
            ("万元", 1, 6),
        ]);
        let codes = *random.pick(&[
            Codes::Column,
            Codes::Column,
            Codes::Split(true),
            Codes::Split(false),
            Codes::Bracketed,
            Codes::Joined,
        ]);
        Self {
            format: Format::any(random),
            unit,
            step,
            decimals,
            separators: random.chance(40),
            blank: *random.pick(&["", "", "0.00", "0", "-"]),
            kind: *random.pick(&["部门", "单位"]),
            titles: random.below(4),
            caption: random.below(5),
            codes,
            levels: if matches!(codes, Codes::Column) && random.chance(25) {
                [false, false, true]
            } else {
                [true; 3]
            },
            total_first: random.chance(60),
            total: *random.pick(&["合计", "合计", "总计"]),
            head: *random.pick(&[Head::Flat, Head::Grouped, Head::OfWhich, Head::Spread]),
            last_year: random.chance(20),
            serial: random.chance(25),
            sides: *random.pick(&[
                Sides::Plain,
                Sides::Plain,
                Sides::Nested,
                Sides::Granted,
                Sides::First,
            ]),
            against: *random.pick(&[
                Against::Functions,
                Against::Functions,
                Against::Indented,
                Against::Uses,
                Against::Both,
                Against::Kinds,
            ]),
            income: *random.pick(&[By::Account, By::Unit, By::OneRow, By::List]),
            spending: *random.pick(&[By::Account, By::Account, By::Unit, By::OneRow]),
            three: *random.pick(&[Three::Row, Three::Down, Three::Meetings, Three::Years]),
            indent: random.chance(30),
        }
    }

    /// An amount as it is printed; nothing is blank.
    pub fn print(&self, fen: i64) -> String {
        if fen == 0 {
            return self.blank.to_owned();
        }
        let scale = 10_i64.pow(self.decimals as u32);
        let units = (fen.abs() + self.step / 2) / self.step;
        let (whole, part) = (units / scale, units % scale);
        let mut digits = whole.to_string();
        if self.separators {
            let mut at = digits.len();
            while at > 3 {
                at -= 3;
                digits.insert(at, ',');
            }
        }
        let sign = if fen < 0 { "-" } else { "" };
        match self.decimals {
            0 => format!("{sign}{digits}"),
            width => format!("{sign}{digits}.{part:0width$}"),
        }
    }

    /// An amount in a sentence.
    pub fn say(&self, fen: i64) -> String {
        let plain = Self { separators: false, blank: "0", ..self.clone() };
        format!("{}{}", plain.print(fen), self.unit)
    }
}

/// Makes a budget; the same seed gives the same one.
pub fn generate(seed: u64) -> Generated {
    generate_with(seed, |_| {})
}

/// As [`generate`], with a style that the caller has a say in.
pub fn generate_with(seed: u64, adjust: impl FnOnce(&mut Style)) -> Generated {
    let random = &Random::new(seed ^ 0xB0D6);
    let mut style = Style::new(random);
    adjust(&mut style);
    let year = 2019 + random.below(8) as i64;
    // amounts that were rounded one by one, or only when they were printed
    let step = if random.chance(60) { style.step.max(100) } else { style.step.min(100) };
    let books = Budget::new(random, year, step);
    let mut blocks =
        vec![Block::Line(books.agency.clone()), Block::Line(format!("{year}年{}预算", style.kind))];
    let prose = prose::write(&books, &style, random);
    let first = random.chance(50);
    if first {
        blocks.extend(prose.iter().map(|line| Block::Line(line.clone())));
    }
    blocks.push(Block::Line(format!(
        "第{}部分 {year}年{}预算表",
        ["二", "四"][usize::from(first)],
        style.kind
    )));
    for (position, (title, grid)) in
        forms::all(&books, &style, random, step).into_iter().enumerate()
    {
        blocks.extend(caption(&books, &style, position, &title));
        blocks.push(Block::Table(with_serial(grid, &style)));
    }
    if !first {
        blocks.push(Block::Line(format!("第三部分 {year}年{}预算情况说明", style.kind)));
        blocks.extend(prose.into_iter().map(Block::Line));
    }
    Generated { blocks, style }
}

/// The lines above a form.
fn caption(books: &Budget, style: &Style, position: usize, title: &str) -> Vec<Block> {
    let (agency, number) = (&books.agency, position + 1);
    let numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一"];
    let unit = format!("单位：{}", style.unit);
    let lines = match style.caption {
        0 => vec![format!("公开{number:02}表"), title.to_owned(), unit],
        1 => vec![
            format!("表{number}"),
            title.to_owned(),
            format!("部门：{agency}"),
            format!("金额{unit}"),
        ],
        2 => vec![format!("表{}", numerals[position]), title.to_owned(), unit],
        3 => vec![
            format!("{}、{title}", numerals[position]),
            format!("{}年度{title}", books.year),
            unit,
        ],
        _ => {
            vec![format!("{}年{title}", books.year), format!("编制{}：{agency}", style.kind), unit]
        }
    };
    lines.into_iter().map(Block::Line).collect()
}

/// A row of numbers below the header.
fn with_serial(mut grid: Grid, style: &Style) -> Grid {
    let labels =
        grid.body.first().map_or(0, |row| row.iter().take_while(|cell| !cell.is_amount).count());
    // where words stand between the amounts the numbers mean nothing
    let is_list = grid.body.iter().all(|row| row[labels..].iter().all(|cell| cell.is_amount));
    if style.serial && is_list && labels > 0 {
        let mut row = vec![word("**"); labels];
        let width = grid.body[0].len();
        row.extend((1..=width - labels).map(|number| word(number.to_string())));
        grid.body.insert(0, row);
    }
    grid
}
