//! The accounts of an invented unit for a year: exact amounts in fen that agree with each other.

use super::accounts::{
    Account, CAPITAL, COMMON, FUNDS, HEALTH, HOUSING, PENSION, RUNNING, SOCIAL, STAFF, TRADES,
};
use super::random::Random;

/// General budget, funds, state capital.
pub const SOURCES: usize = 3;

/// The figures of one account.
#[derive(Clone, Default)]
pub struct Figures {
    /// Appropriated by source.
    pub grant: [i64; SOURCES],
    pub opening: [i64; SOURCES],
    pub closing: [i64; SOURCES],
    /// Spent by source: basic, project.
    pub spent: [[i64; 2]; SOURCES],
    /// Other income: 上级补助, 事业, 经营, 附属单位上缴, 其他.
    pub other_income: [i64; 5],
    /// Spent of other money: basic, project, 上缴上级, 经营, 对附属单位补助.
    pub other_spent: [i64; 5],
    /// Budget at the beginning of the year and last year's spending (general budget).
    pub budget: i64,
    pub last: i64,
}

impl Figures {
    pub fn income(&self) -> i64 {
        self.grant.iter().chain(&self.other_income).sum()
    }

    /// 基本, 项目, 上缴, 经营, 补助.
    pub fn spending(&self) -> [i64; 5] {
        let mut out = self.other_spent;
        for source in self.spent {
            out[0] += source[0];
            out[1] += source[1];
        }
        out
    }

    pub fn source(&self, source: usize) -> i64 {
        self.spent[source].iter().sum()
    }

    fn add(&mut self, other: &Self) {
        for i in 0..SOURCES {
            self.grant[i] += other.grant[i];
            self.opening[i] += other.opening[i];
            self.closing[i] += other.closing[i];
            self.spent[i][0] += other.spent[i][0];
            self.spent[i][1] += other.spent[i][1];
        }
        for i in 0..5 {
            self.other_income[i] += other.other_income[i];
            self.other_spent[i] += other.other_spent[i];
        }
        self.budget += other.budget;
        self.last += other.last;
    }
}

/// A line of a form by accounts.
pub struct Line {
    pub code: &'static str,
    pub name: &'static str,
    pub figures: Figures,
}

/// Economic accounts of form 06: code, name, amount.
pub type Economic = Vec<(&'static str, &'static str, i64)>;

/// 出国, 购置, 运行, 接待.
pub type Three = [i64; 4];

/// The accounts of a unit.
pub struct Books {
    pub agency: String,
    pub year: i64,
    pub accounts: Vec<(&'static Account, Figures)>,
    pub staff: Economic,
    pub running: Economic,
    pub three: Three,
    pub three_budget: Three,
    pub three_last: Three,
    /// Other money at the beginning and the end, used reserves, distributed surplus.
    pub other_opening: i64,
    pub other_closing: i64,
    pub reserves: i64,
    pub distributed: i64,
    /// Last year: total of all, total of appropriations, basic staff and running.
    pub last_total: i64,
    pub last_grants: i64,
    pub last_staff: i64,
    pub last_running: i64,
    /// 货物, 工程, 服务; 中小, 小微.
    pub purchases: [i64; 5],
    pub vehicles: Vec<(&'static str, i64)>,
}

impl Books {
    pub fn new(random: &Random, year: i64, empty: bool) -> Self {
        let (agency, own) = random.pick(&TRADES);
        let carries = random.chance(60);
        let has_other_income = random.chance(55);
        let accounts = if empty {
            Vec::new()
        } else {
            Self::accounts(random, own, year, (carries, has_other_income))
        };
        let mut sum = Figures::default();
        accounts.iter().for_each(|(_, figures)| sum.add(figures));
        let (staff, running) = economic(random, sum.spent[0][0]);
        let basic = |code: &str| {
            running.iter().find(|(found, ..)| *found == code).map_or(0, |found| found.2)
        };
        let mut three = [basic("30212"), basic("31013"), basic("30231"), basic("30217")];
        let spare = sum.spent[0][1] / 8;
        for amount in three.iter_mut().filter(|_| random.chance(25)) {
            *amount += random.share(spare);
        }
        let three_budget = three.map(|amount| {
            if amount == 0 {
                if random.chance(20) { random.amount() / 100 } else { 0 }
            } else {
                amount + random.share(amount / 2)
            }
        });
        let three_last =
            three.map(|amount| if amount == 0 { 0 } else { amount / 2 + random.share(amount) });
        let (other_in, other_out): (i64, i64) =
            (sum.other_income.iter().sum(), sum.other_spent.iter().sum());
        let moved = other_in - other_out;
        let (mut reserves, mut distributed, mut other_opening) = (0, 0, (-moved).max(0));
        if carries && has_other_income {
            reserves = if random.chance(20) { random.amount() / 50 } else { 0 };
            other_opening += if random.chance(50) { random.amount() / 10 } else { 0 };
            let rest = other_opening + reserves + moved;
            distributed = if random.chance(25) { random.share(rest) } else { 0 };
        }
        let other_closing = other_opening + reserves + moved - distributed;
        let opening: i64 = sum.opening.iter().sum();
        let grants: i64 = sum.grant.iter().sum::<i64>() + opening;
        let total = sum.income() + opening + other_opening + reserves;
        let last_grants = sum.last + sum.last / 7;
        let last_total = last_grants + (total - grants) / 2 + random.share((total - grants) / 3);
        let last = |random: &Random, amount: i64| amount / 2 + random.share(amount);
        let (last_staff, last_running) =
            (last(random, total_of(&staff)), last(random, total_of(&running)));
        let mut purchases = [0; 5];
        if !empty && random.chance(80) {
            purchases[0] = random.amount() / 10;
            purchases[1] = if random.chance(40) { random.amount() / 10 } else { 0 };
            purchases[2] = random.amount() / 20;
            let all: i64 = purchases.iter().sum();
            purchases[3] = random.share(all);
            purchases[4] = random.share(purchases[3]);
        }
        let mut vehicles = Self::vehicles(random, empty);
        // who buys a vehicle has one
        vehicles[7].1 += i64::from(three[1] > 0);
        Self {
            agency: (*agency).to_owned(),
            year,
            accounts,
            staff,
            running,
            three,
            three_budget,
            three_last,
            other_opening,
            other_closing,
            reserves,
            distributed,
            last_total,
            last_grants,
            last_staff,
            last_running,
            purchases,
            vehicles,
        }
    }

    /// The accounts that an agency spends on, by code, with their figures.
    fn accounts(
        random: &Random,
        own: &'static [Account],
        year: i64,
        (carries, has_other_income): (bool, bool),
    ) -> Vec<(&'static Account, Figures)> {
        let mut accounts: Vec<(&'static Account, Figures)> = Vec::new();
        for (position, account) in own.iter().chain(&COMMON).enumerate() {
            if (account.code.starts_with("224") && year < 2019)
                || (position > 0 && random.chance(30))
            {
                continue;
            }
            accounts.push((account, general(random, carries, has_other_income)));
        }
        for (source, list, odds) in
            [(1, &FUNDS[..], 45), (2, &CAPITAL[..], if year < 2020 { 0 } else { 35 })]
        {
            if random.chance(odds) {
                for account in list.iter().filter(|_| random.chance(55)) {
                    accounts.push((account, special(random, source, carries)));
                }
            }
        }
        accounts.sort_by_key(|(account, _)| account.code);
        accounts
    }

    /// How many vehicles of each kind there are.
    fn vehicles(random: &Random, empty: bool) -> Vec<(&'static str, i64)> {
        let vehicles = [
            "副部（省）级及以上领导用车",
            "主要负责人用车",
            "机要通信用车",
            "应急保障用车",
            "执法执勤用车",
            "特种专业技术用车",
            "离退休干部服务用车",
            "其他用车",
        ];
        vehicles
            .iter()
            .map(|name| {
                (*name, if empty || random.chance(50) { 0 } else { 1 + random.below(9) as i64 })
            })
            .collect()
    }

    /// Sum of the accounts whose code begins so.
    pub fn sum(&self, prefix: &str) -> Figures {
        let mut out = Figures::default();
        self.accounts
            .iter()
            .filter(|(account, _)| account.code.starts_with(prefix))
            .for_each(|(_, figures)| out.add(figures));
        out
    }

    /// Lines of a form by accounts: each 类, 款 and 项 with something to show.
    pub fn lines(&self, shown: impl Fn(&Figures) -> bool) -> Vec<Line> {
        let mut out: Vec<Line> = Vec::new();
        let mut done: Vec<&str> = Vec::new();
        for (account, figures) in self.accounts.iter().filter(|(_, figures)| shown(figures)) {
            for (length, name) in [3, 5].into_iter().zip(account.names) {
                let code = &account.code[..length];
                if !done.contains(&code) {
                    done.push(code);
                    out.push(Line { code, name: self.named(name), figures: self.sum(code) });
                }
            }
            out.push(Line { code: account.code, name: account.names[2], figures: figures.clone() });
        }
        out
    }

    /// What an account was called in this year.
    pub fn named(&self, name: &'static str) -> &'static str {
        match (self.year, name) {
            (..=2018, HEALTH) => "医疗卫生与计划生育支出",
            (..=2018, "文化旅游体育与传媒支出") => "文化体育与传媒支出",
            (..=2018, "自然资源海洋气象等支出") => "国土海洋气象等支出",
            (..=2020, "资源勘探工业信息等支出") => "资源勘探信息等支出",
            (..=2019, PENSION) => "行政事业单位离退休",
            _ => name,
        }
    }

    /// Names of the 类 rows of forms 01 and 04 with their codes.
    pub fn classes(&self) -> Vec<(&'static str, &'static str)> {
        let all = [
            ("201", "一般公共服务支出"),
            ("202", "外交支出"),
            ("203", "国防支出"),
            ("204", "公共安全支出"),
            ("205", "教育支出"),
            ("206", "科学技术支出"),
            ("207", "文化旅游体育与传媒支出"),
            ("208", SOCIAL),
            ("210", HEALTH),
            ("211", "节能环保支出"),
            ("212", "城乡社区支出"),
            ("213", "农林水支出"),
            ("214", "交通运输支出"),
            ("215", "资源勘探工业信息等支出"),
            ("216", "商业服务业等支出"),
            ("217", "金融支出"),
            ("219", "援助其他地区支出"),
            ("220", "自然资源海洋气象等支出"),
            ("221", HOUSING),
            ("222", "粮油物资储备支出"),
            ("223", "国有资本经营预算支出"),
            ("224", "灾害防治及应急管理支出"),
            ("229", "其他支出"),
            ("231", "债务还本支出"),
            ("232", "债务付息支出"),
            ("234", "抗疫特别国债安排的支出"),
        ];
        let until = |code: &str| match code {
            "223" | "234" => 2020,
            "224" => 2019,
            _ => 0,
        };
        all.into_iter()
            .filter(|(code, _)| self.year >= until(code))
            .map(|(code, name)| (code, self.named(name)))
            .collect()
    }
}

pub fn total_of(list: &Economic) -> i64 {
    list.iter().map(|(.., amount)| amount).sum()
}

/// An account paid from the general budget, partly from other money.
fn general(random: &Random, carries: bool, has_other_income: bool) -> Figures {
    let mut out = Figures::default();
    let kind = random.below(10);
    if kind < 7 {
        out.spent[0][0] = random.amount();
    }
    if kind >= 5 {
        out.spent[0][1] = random.amount();
    }
    let spent = out.source(0);
    if carries && random.chance(30) {
        out.opening[0] = random.share(spent / 4);
    }
    if carries && random.chance(30) {
        out.closing[0] = random.amount() / 8;
    }
    out.grant[0] = spent + out.closing[0] - out.opening[0];
    if has_other_income && random.chance(45) {
        let pairs = [(0, 1), (1, 0), (1, 1), (2, 3), (3, 4), (4, 0), (4, 1)];
        for (from, to) in pairs.into_iter().filter(|_| random.chance(25)) {
            let amount = random.amount() / 6;
            out.other_income[from] += amount;
            out.other_spent[to] +=
                if carries && random.chance(30) { amount - amount / 5 } else { amount };
        }
    }
    out.budget = if random.chance(12) { spent } else { spent / 2 + random.share(spent) };
    out.last = if random.chance(8) { spent } else { spent / 2 + random.share(spent) };
    out
}

/// An account paid from funds or state capital.
fn special(random: &Random, source: usize, carries: bool) -> Figures {
    let mut out = Figures::default();
    out.spent[source][1] = random.amount();
    if source == 1 && random.chance(15) {
        out.spent[source][0] = random.amount() / 4;
    }
    let spent = out.source(source);
    if carries && random.chance(50) {
        out.opening[source] = random.share(spent / 3);
        out.closing[source] = random.amount() / 8;
    }
    out.grant[source] = spent + out.closing[source] - out.opening[source];
    out
}

/// Basic spending by economic accounts.
fn economic(random: &Random, basic: i64) -> (Economic, Economic) {
    let mut staff: Economic = STAFF.iter().map(|(code, name)| (*code, *name, 0)).collect();
    let mut running: Economic = RUNNING.iter().map(|(code, name)| (*code, *name, 0)).collect();
    let mut rest = basic;
    for entry in running.iter_mut().filter(|_| random.chance(70)) {
        let amount = random.share(basic / 60);
        rest -= amount;
        entry.2 = amount;
    }
    for entry in staff.iter_mut().skip(1).filter(|_| random.chance(70)) {
        let amount = random.share(rest / 4);
        rest -= amount;
        entry.2 = amount;
    }
    staff[0].2 = rest;
    (staff, running)
}
