//! The budget of an invented department for a year: exact amounts in fen that agree.

use super::super::accounts::{Account, CAPITAL, COMMON, FUNDS, RUNNING, STAFF, TRADES};
use super::super::books::Economic;
use super::super::random::Random;

/// 一般公共预算, 政府性基金, 国有资本经营, 事业收入, 其他收入.
pub const SOURCES: usize = 5;

/// Amounts of an account, or of many.
#[derive(Clone, Copy, Default)]
pub struct Figures {
    /// By source: staff, running, projects.
    pub spent: [[i64; 3]; SOURCES],
    /// How much of each source comes from last year.
    pub carried: [i64; SOURCES],
    /// Last year's budget of the general source: basic, projects.
    pub last: [i64; 2],
}

impl Figures {
    fn add(&mut self, other: &Self) {
        for source in 0..SOURCES {
            for kind in 0..3 {
                self.spent[source][kind] += other.spent[source][kind];
            }
            self.carried[source] += other.carried[source];
        }
        self.last[0] += other.last[0];
        self.last[1] += other.last[1];
    }

    pub fn source(&self, source: usize) -> i64 {
        self.spent[source].iter().sum()
    }

    /// What comes in this year of a source.
    pub fn income(&self, source: usize) -> i64 {
        self.source(source) - self.carried[source]
    }

    /// Staff, running, projects of all sources.
    pub fn kinds(&self) -> [i64; 3] {
        [0, 1, 2].map(|kind| self.spent.iter().map(|spent| spent[kind]).sum())
    }

    pub fn total(&self) -> i64 {
        self.kinds().iter().sum()
    }

    pub fn carry(&self) -> i64 {
        self.carried.iter().sum()
    }

    /// Appropriations: the first three sources.
    pub fn granted(&self) -> i64 {
        (0..3).map(|source| self.source(source)).sum()
    }
}

/// A line of a form: code, name, amounts.
pub struct Line {
    pub code: &'static str,
    pub name: &'static str,
    pub figures: Figures,
}

/// A project: name, code of the unit, general money, other money.
pub struct Project {
    pub name: String,
    pub amounts: [i64; SOURCES],
}

pub struct Budget {
    pub agency: String,
    pub year: i64,
    pub accounts: Vec<(&'static Account, usize, Figures)>,
    /// Names of the units below, the first is the office itself.
    pub units: Vec<String>,
    /// General money, basic expenses by economic class.
    pub staff: Economic,
    pub running: Economic,
    /// 出国, 购置, 运行, 接待; this year and last.
    pub three: [i64; 4],
    pub three_last: [i64; 4],
    /// 会议费, 培训费.
    pub meetings: [i64; 2],
    /// 货物, 工程, 服务.
    pub purchases: [i64; 3],
}

/// Nobody plans less than a thousand yuan.
fn large(fen: i64) -> i64 {
    if fen < 100_000 { 0 } else { fen }
}

/// Parts an amount over codes; small parts may be nothing.
fn part(
    random: &Random,
    total: i64,
    codes: &[(&'static str, &'static str)],
    step: i64,
) -> Economic {
    let mut out: Economic = Vec::new();
    let mut rest = total;
    for (code, name) in codes {
        if random.chance(25) {
            continue;
        }
        let share = large(random.share(rest / 2 + 1)) / step * step;
        if share > 0 {
            rest -= share;
            out.push((code, name, share));
        }
    }
    if rest > 0 {
        match out.first_mut() {
            Some(first) => first.2 += rest,
            None => out.push((codes[0].0, codes[0].1, rest)),
        }
    }
    out
}

impl Budget {
    /// Amounts are multiples of `step` fen.
    pub fn new(random: &Random, year: i64, step: i64) -> Self {
        let (agency, own) = random.pick(&TRADES);
        let round = |fen: i64| fen / step * step;
        let units = match random.below(3) {
            0 => vec![(*agency).to_owned()],
            1 => vec![format!("{agency}（本级）"), format!("{}服务中心", &agency[..6])],
            _ => vec![
                format!("{agency}（本级）"),
                format!("{}信息中心", &agency[..6]),
                format!("{}后勤保障中心", &agency[..6]),
            ],
        };
        let carries = random.chance(50);
        let others = random.chance(40);
        let mut accounts = Vec::new();
        let spread = |random: &Random, source: usize, basic: bool| {
            let mut figures = Figures::default();
            if basic {
                figures.spent[source][0] = round(random.amount());
                figures.spent[source][1] = round(large(random.amount() / 6));
            }
            if !basic || random.chance(35) {
                figures.spent[source][2] = round(random.amount());
            }
            if carries && random.chance(40) {
                figures.carried[source] = round(large(random.share(figures.spent[source][2])));
            }
            figures
        };
        for (position, account) in own.iter().chain(&COMMON).enumerate() {
            if position > 0 && random.chance(35) {
                continue;
            }
            let basic = position == 0 || account.code.starts_with('2') && random.chance(55);
            let mut figures = spread(random, 0, basic);
            if others && random.chance(30) {
                let more = spread(random, 3 + random.below(2), random.chance(40));
                figures.add(&more);
            }
            let last = figures.spent[0];
            let changed = |fen: i64| round(fen / 2 + random.share(fen));
            figures.last = [changed(last[0] + last[1]), changed(last[2])];
            accounts.push((account, random.below(units.len()), figures));
        }
        for (source, list) in [(1, &FUNDS[..]), (2, &CAPITAL[..])] {
            if random.chance(40) {
                for account in list.iter().filter(|_| random.chance(50)) {
                    let unit = random.below(units.len());
                    accounts.push((account, unit, spread(random, source, false)));
                }
            }
        }
        accounts.sort_by_key(|(account, ..)| account.code);
        let mut sum = Figures::default();
        accounts.iter().for_each(|(.., figures)| sum.add(figures));
        let staff = part(random, sum.spent[0][0], &STAFF, step);
        let running = part(random, sum.spent[0][1], &RUNNING, step);
        let of = |code: &str| {
            running.iter().find(|(found, ..)| *found == code).map_or(0, |found| found.2)
        };
        let three = [of("30212"), of("31013"), of("30231"), of("30217")];
        let last = |fen: i64| if fen == 0 { 0 } else { round(fen / 2 + random.share(fen)) };
        let three_last = three.map(last);
        let meetings = [of("30215"), of("30216")];
        let purchases = [0; 3].map(|_: i64| {
            if random.chance(70) { round(random.share(sum.spent[0][2] / 6 + 1)) } else { 0 }
        });
        Self {
            agency: (*agency).to_owned(),
            year,
            accounts,
            units,
            staff,
            running,
            three,
            three_last,
            meetings,
            purchases,
        }
    }

    /// Sum of the accounts whose code begins so.
    pub fn sum(&self, prefix: &str) -> Figures {
        let mut out = Figures::default();
        let below = self.accounts.iter().filter(|(account, ..)| account.code.starts_with(prefix));
        below.for_each(|(.., figures)| out.add(figures));
        out
    }

    /// Sum of the accounts of a unit.
    pub fn unit(&self, unit: usize) -> Figures {
        let mut out = Figures::default();
        let own = self.accounts.iter().filter(|(_, of, _)| *of == unit);
        own.for_each(|(.., figures)| out.add(figures));
        out
    }

    /// Each 类, 款 and 项 with something to show; a level may be left out.
    pub fn lines(&self, levels: [bool; 3], shown: impl Fn(&Figures) -> bool) -> Vec<Line> {
        let mut out: Vec<Line> = Vec::new();
        let mut done: Vec<&str> = Vec::new();
        for (account, ..) in self.accounts.iter().filter(|(.., figures)| shown(figures)) {
            for ((length, name), wanted) in [3, 5, 7].into_iter().zip(account.names).zip(levels) {
                let code = &account.code[..length];
                if wanted && !done.contains(&code) {
                    done.push(code);
                    out.push(Line { code, name, figures: self.sum(code) });
                }
            }
        }
        out
    }

    /// Projects of the unit: they add up to the project expenses of each source.
    pub fn projects(&self, random: &Random, step: i64) -> Vec<Project> {
        let sum = self.sum("");
        let names = [
            "信息系统运维",
            "专项调查",
            "设备更新",
            "业务用房修缮",
            "宣传培训",
            "基层补助",
            "专项检查",
        ];
        let kept: Vec<&str> = names.iter().copied().filter(|_| random.chance(70)).collect();
        let kept = if kept.is_empty() { vec![names[0]] } else { kept };
        let mut out: Vec<Project> = kept
            .iter()
            .map(|name| Project { name: (*name).to_owned(), amounts: [0; SOURCES] })
            .collect();
        for source in 0..SOURCES {
            let mut rest = sum.spent[source][2];
            for project in out.iter_mut().skip(1) {
                let share = random.share(rest / 2 + 1) / step * step;
                project.amounts[source] = share;
                rest -= share;
            }
            out[0].amounts[source] = rest;
        }
        out.retain(|project| project.amounts.iter().any(|fen| *fen != 0));
        out
    }
}
