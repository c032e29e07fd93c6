//! Tables that no form knows: invented titles, rows and columns. What is a sum is told by the
//! header, by codes, by numbering, by a total row or by two sides that are equal; and tables that
//! look like sums and are none.

use super::grid::{Block, Cell, Format, Grid, amount, word};
use super::random::Random;

const PLACES: [&str; 12] = [
    "东河片区",
    "西岭片区",
    "南桥工坊",
    "北塔仓库",
    "柳庄站点",
    "石桥站点",
    "枫林苗圃",
    "青湾码头",
    "白鹭观测点",
    "松山林场",
    "竹溪泵站",
    "梅园展厅",
];
const THINGS: [&str; 12] = [
    "桌椅更新",
    "灯具养护",
    "渠道清淤",
    "苗木补植",
    "标牌制作",
    "雨棚加固",
    "书架添置",
    "围栏修补",
    "水样送检",
    "路面灌缝",
    "屋面防水",
    "钟楼检修",
];
const COLUMNS: [&str; 8] = ["材料", "工钱", "运杂", "租赁", "试验", "保管", "检修", "印制"];
const GROUPS: [&str; 4] = ["现场用款", "后方用款", "外协用款", "储备用款"];
const TITLES: [&str; 6] = [
    "养护用款分配明细表",
    "站点用款测算表",
    "片区用款安排一览表",
    "年度用款构成表",
    "用款分列统计表",
    "专项用款汇总表",
];
const NUMERALS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/// What makes the sums of a table known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Header,
    Code,
    Numbering,
    Total,
    Sides,
}

pub const KINDS: [Kind; 5] = [Kind::Header, Kind::Code, Kind::Numbering, Kind::Total, Kind::Sides];

/// What makes a table look as if it did not add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trap {
    /// Rates in columns among the amounts.
    Rates,
    /// A column of which the amounts are a part of another one.
    PartColumn,
    /// A row of which the amounts are a part of the row above.
    PartRow,
    /// Accounts that are not printed, though their sum is.
    Withheld,
    /// A column that is not printed.
    NoColumn,
    /// A row that is not printed.
    NoRow,
}

pub const TRAPS: [Trap; 6] =
    [Trap::Rates, Trap::PartColumn, Trap::PartRow, Trap::Withheld, Trap::NoColumn, Trap::NoRow];

/// A document with one invented table, or with a few.
pub struct Generated {
    pub blocks: Vec<Block>,
    pub format: Format,
    pub kinds: Vec<Kind>,
}

/// A row of a table before it is printed.
#[derive(Clone)]
struct Row {
    labels: Vec<String>,
    amounts: Vec<i64>,
    level: usize,
}

struct Made {
    title: String,
    label_heads: Vec<String>,
    /// Header cells by column: an upper one and a lower one.
    heads: Vec<(String, String)>,
    /// Where the amounts of a row come from.
    from: Vec<Option<usize>>,
    rows: Vec<Row>,
}

fn some<'a>(random: &Random, list: &[&'a str], number: usize) -> Vec<&'a str> {
    let mut rest = list.to_vec();
    (0..number.min(list.len())).map(|_| rest.remove(random.below(rest.len()))).collect()
}

fn sum(rows: &[Row], width: usize) -> Vec<i64> {
    (0..width).map(|column| rows.iter().map(|row| row.amounts[column]).sum()).collect()
}

/// Columns that add up: a total, and groups with their own.
fn columns(random: &Random, grouped: bool) -> (Vec<(String, String)>, Vec<Option<usize>>) {
    // where an amount comes from: a leaf, or the sum of the leaves of a group; none: of all
    let mut heads = vec![("合计".to_owned(), String::new())];
    let mut from = vec![None];
    let names = some(random, &COLUMNS, 4 + random.below(4));
    if grouped {
        for (group, names) in names.chunks(2).enumerate() {
            if names.len() == 2 {
                heads.push((GROUPS[group].to_owned(), "小计".to_owned()));
                from.push(Some(100 + group));
            }
            for name in names {
                let upper = if names.len() == 2 { GROUPS[group] } else { name };
                let lower = if names.len() == 2 { *name } else { "" };
                heads.push((upper.to_owned(), lower.to_owned()));
                from.push(Some(names_before(&from)));
            }
        }
    } else {
        for (at, name) in names.iter().enumerate() {
            heads.push(((*name).to_owned(), String::new()));
            from.push(Some(at));
        }
    }
    (heads, from)
}

fn names_before(from: &[Option<usize>]) -> usize {
    from.iter().flatten().filter(|at| **at < 100).count()
}

/// The amounts of a row from its leaves.
fn spread(from: &[Option<usize>], leaves: &[i64]) -> Vec<i64> {
    from.iter()
        .map(|of| match of {
            None => leaves.iter().sum(),
            Some(group) if *group >= 100 => {
                let group = group - 100;
                leaves[group * 2] + leaves[group * 2 + 1]
            }
            Some(at) => leaves[*at],
        })
        .collect()
}

fn leaves(random: &Random, number: usize) -> Vec<i64> {
    (0..number)
        .map(|_| if random.chance(15) { 0 } else { random.amount() / 10_000 * 10_000 + 10_000 })
        .collect()
}

fn make(kind: Kind, random: &Random) -> Made {
    let title = (*random.pick(&TITLES)).to_owned();
    let (heads, from) = columns(random, kind == Kind::Header);
    let width = names_before(&from);
    let make_row = |label: &str, level: usize| Row {
        labels: vec![label.to_owned()],
        amounts: spread(&from, &leaves(random, width)),
        level,
    };
    let with_total = |mut rows: Vec<Row>, top: &[Row], labels: usize| {
        let mut words = vec![String::new(); labels];
        words[labels - 1] = "合计".to_owned();
        let total = Row { labels: words, amounts: sum(top, from.len()), level: 0 };
        if random.chance(50) {
            rows.insert(0, total);
        } else {
            rows.push(total);
        }
        rows
    };
    let label_heads = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    match kind {
        Kind::Header | Kind::Total => {
            let rows: Vec<Row> = some(random, &PLACES, 4 + random.below(6))
                .iter()
                .map(|name| make_row(name, 0))
                .collect();
            let top = rows.clone();
            Made {
                title,
                label_heads: label_heads(&["站点"]),
                heads,
                from: from.clone(),
                rows: with_total(rows, &top, 1),
            }
        }
        Kind::Code | Kind::Numbering => {
            let things = some(random, &THINGS, 12);
            let places = some(random, &PLACES, 4);
            let (mut rows, mut top) = (Vec::new(), Vec::new());
            let first = 401 + random.below(5);
            let mut at = 0;
            for (class, place) in places[..2 + random.below(3)].iter().enumerate() {
                let below: Vec<Row> = (0..2 + random.below(2))
                    .map(|nth| {
                        at += 1;
                        let mut row = make_row(things[(at - 1) % things.len()], 1);
                        let name = row.labels[0].clone();
                        row.labels = match kind {
                            Kind::Code => {
                                vec![format!("{}{:02}", first + class, nth + 1), name]
                            }
                            _ => vec![format!("（{}）{name}", NUMERALS[nth])],
                        };
                        row
                    })
                    .collect();
                let labels = match kind {
                    Kind::Code => vec![(first + class).to_string(), (*place).to_owned()],
                    _ => vec![format!("{}、{place}", NUMERALS[class])],
                };
                let head = Row { labels, amounts: sum(&below, from.len()), level: 0 };
                top.push(head.clone());
                rows.push(head);
                rows.extend(below);
            }
            let labels = if kind == Kind::Code { 2 } else { 1 };
            let words: &[&str] =
                if kind == Kind::Code { &["代号", "名目"] } else { &["名目"] };
            Made {
                title,
                label_heads: label_heads(words),
                heads,
                from: from.clone(),
                rows: with_total(rows, &top, labels),
            }
        }
        Kind::Sides => Made {
            title,
            label_heads: Vec::new(),
            heads: Vec::new(),
            from: Vec::new(),
            rows: Vec::new(),
        },
    }
}

/// Two lists that come to the same.
fn sides(random: &Random, print: &dyn Fn(i64) -> Cell) -> Grid {
    let left = some(random, &PLACES, 4 + random.below(3));
    let right = some(random, &THINGS, 4 + random.below(3));
    let (mut come, mut go) = (leaves(random, left.len()), leaves(random, right.len()));
    let (a, b): (i64, i64) = (come.iter().sum(), go.iter().sum());
    if a < b {
        come[0] += b - a
    } else {
        go[0] += a - b
    }
    let all = a.max(b);
    let height = left.len().max(right.len());
    let cell = |names: &[&str], amounts: &[i64], at: usize| match names.get(at) {
        Some(name) => [word(format!("{}、{name}", NUMERALS[at])), print(amounts[at])],
        None => [word(""), amount("")],
    };
    let mut body: Vec<Vec<Cell>> = (0..height)
        .map(|at| {
            let mut row = cell(&left, &come, at).to_vec();
            row.extend(cell(&right, &go, at));
            row
        })
        .collect();
    body.push(vec![word("来源总计"), print(all), word("去向总计"), print(all)]);
    let head = vec![
        ["来源", "<", "去向", "<"].map(str::to_owned).to_vec(),
        ["名目", "数额", "名目", "数额"].map(str::to_owned).to_vec(),
    ];
    Grid { head, body }
}

fn grid(made: &Made, print: &dyn Fn(i64) -> Cell) -> Grid {
    let two = made.heads.iter().any(|(_, lower)| !lower.is_empty());
    let mut top = made.label_heads.clone();
    let mut second = vec!["^".to_owned(); top.len()];
    let mut before = "";
    for (upper, lower) in &made.heads {
        let goes_on = !lower.is_empty() && before == upper;
        top.push(if goes_on { "<".to_owned() } else { upper.clone() });
        second.push(if lower.is_empty() { "^".to_owned() } else { lower.clone() });
        before = upper;
    }
    let body = made
        .rows
        .iter()
        .map(|row| {
            let mut cells: Vec<Cell> = row.labels.iter().map(|text| word(text.clone())).collect();
            cells.extend(row.amounts.iter().map(|fen| print(*fen)));
            cells
        })
        .collect();
    Grid { head: if two { vec![top, second] } else { vec![top] }, body }
}

/// A document of invented tables.
pub fn generate(seed: u64) -> Generated {
    let random = &Random::new(seed ^ 0x7AB1E);
    let kinds: Vec<Kind> = (0..1 + random.below(3)).map(|_| *random.pick(&KINDS)).collect();
    build(random, &kinds, None)
}

/// A document with a table that only looks as if it did not add up.
pub fn trap(seed: u64, trap: Trap) -> Generated {
    let random = &Random::new(seed ^ 0x7247);
    let kind = match trap {
        Trap::Withheld => Kind::Code,
        Trap::NoColumn => Kind::Header,
        _ => *random.pick(&KINDS[..4]),
    };
    build(random, &[kind], Some(trap))
}

fn build(random: &Random, kinds: &[Kind], trap: Option<Trap>) -> Generated {
    let separators = random.chance(40);
    let blank = *random.pick(&["", "0.00", "-", "0"]);
    let print = |fen: i64| {
        let (whole, part) = (fen / 1_000_000, fen / 10_000 % 100);
        let mut digits = whole.to_string();
        if separators && digits.len() > 3 {
            digits.insert(digits.len() - 3, ',');
        }
        amount(if fen == 0 { blank.to_owned() } else { format!("{digits}.{part:02}") })
    };
    let year = 2020 + random.below(7);
    let mut blocks = vec![
        Block::Line(format!("云溪市河道养护中心{year}年单位预算")),
        Block::Line("本次公开的用款安排见下列各表。".to_owned()),
    ];
    for (position, kind) in kinds.iter().enumerate() {
        let mut made = make(*kind, random);
        if let Some(trap) = trap {
            spring(trap, &mut made, random);
        }
        let title = if made.title.is_empty() { "用款对照表" } else { &made.title };
        blocks.push(Block::Line(format!("附表{} {title}", position + 1)));
        blocks.push(Block::Line("单位：万元".to_owned()));
        let mut table = match kind {
            Kind::Sides => sides(random, &print),
            _ => grid(&made, &print),
        };
        if trap == Some(Trap::Rates) {
            rates(&mut table, random);
        }
        blocks.push(Block::Table(table));
    }
    Generated { blocks, format: Format::any(random), kinds: kinds.to_vec() }
}

/// Rates behind some of the amounts.
fn rates(grid: &mut Grid, random: &Random) {
    let name = *random.pick(&["比上年增长%", "占比（%）", "完成率%", "为上年%"]);
    let behind = grid.body[0].len() - random.below(3);
    let height = grid.head.len();
    for (at, row) in grid.head.iter_mut().enumerate() {
        // never into the middle of a merged cell
        let is_first = at == 0;
        row.push(if is_first { name.to_owned() } else { "^".to_owned() });
    }
    for row in &mut grid.body {
        let rate = format!("{}.{:02}", random.below(120), random.below(100));
        row.push(amount(rate));
    }
    if height == 1 {
        for row in &mut grid.head {
            let last = row.pop().unwrap_or_default();
            row.insert(behind, last);
        }
        for row in &mut grid.body {
            let last = row.pop().unwrap_or_default();
            row.insert(behind, last);
        }
    }
}

fn spring(trap: Trap, made: &mut Made, random: &Random) {
    let width = made.heads.len();
    match trap {
        Trap::Rates => {}
        Trap::PartColumn => {
            // 合计, then what of it: further columns follow
            let at = 1 + random.below(width);
            let name = *random.pick(&["其中：财政安排", "其中：往年结余", "其中：政府采购"]);
            made.heads.insert(at, (name.to_owned(), String::new()));
            // a part of a sum is the sum of the parts
            let is_total = |row: &Row| row.labels.iter().any(|label| label == "合计");
            let is_leaf = |rows: &[Row], nth: usize| {
                !is_total(&rows[nth])
                    && (rows[nth].level == 1 || rows.get(nth + 1).is_none_or(|row| row.level == 0))
            };
            let parts: Vec<i64> = (0..made.rows.len())
                .map(|nth| match is_leaf(&made.rows, nth) {
                    true => random.share(made.rows[nth].amounts[at - 1]) / 10_000 * 10_000,
                    false => 0,
                })
                .collect();
            let sums: Vec<i64> = (0..made.rows.len())
                .map(|nth| match is_leaf(&made.rows, nth) {
                    true => parts[nth],
                    false if is_total(&made.rows[nth]) => parts.iter().sum(),
                    false => {
                        let below = made.rows[nth + 1..].iter().zip(&parts[nth + 1..]);
                        below.take_while(|(row, _)| row.level == 1).map(|(_, part)| part).sum()
                    }
                })
                .collect();
            for (row, part) in made.rows.iter_mut().zip(sums) {
                row.amounts.insert(at, part);
            }
        }
        Trap::PartRow => {
            let labels = made.label_heads.len();
            let at = 1 + random.below(made.rows.len());
            let above = made.rows[at - 1].clone();
            let of = |from: &Option<usize>, fen: &i64| match from {
                Some(at) if *at < 100 => Some(random.share(*fen) / 10_000 * 10_000),
                _ => None,
            };
            let leaves: Vec<i64> = made
                .from
                .iter()
                .zip(&above.amounts)
                .filter_map(|(from, fen)| of(from, fen))
                .collect();
            let amounts = spread(&made.from, &leaves);
            let mut words = vec![String::new(); labels];
            words[labels - 1] =
                (*random.pick(&["其中：急用部分", "其中：以工代赈", "其中：结转部分"])).to_owned();
            made.rows.insert(at, Row { labels: words, amounts, level: above.level + 1 });
        }
        Trap::Withheld => {
            let below: Vec<usize> =
                (0..made.rows.len()).filter(|at| made.rows[*at].level == 1).collect();
            let at = *random.pick(&below);
            made.rows.remove(at);
        }
        Trap::NoColumn => {
            let leaves: Vec<usize> = (1..width)
                .filter(|at| made.heads[*at].1 != "小计" && !made.heads[*at].1.is_empty())
                .collect();
            let at = *random.pick(&leaves);
            made.heads.remove(at);
            for row in &mut made.rows {
                row.amounts.remove(at);
            }
        }
        Trap::NoRow => {
            let rows: Vec<usize> = (0..made.rows.len())
                .filter(|at| !made.rows[*at].labels.iter().any(|label| label == "合计"))
                .collect();
            let at = *random.pick(&rows);
            made.rows.remove(at);
        }
    }
}
