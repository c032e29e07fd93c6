//! The notes behind the forms: sentences of the usual kinds, in several wordings.

use super::Style;
use super::books::{Books, Figures, total_of};
use super::forms::numeral;
use super::random::Random;

/// Writes the notes.
pub fn write(books: &Books, style: &Style, random: &Random, out: &mut String) {
    let mut writer = Writer { books, style, random, out, sections: 0 };
    writer.out.push_str(&format!("第三部分 {}年度{}决算情况说明\n\n", books.year, style.kind));
    writer.totals();
    writer.income();
    writer.spending();
    writer.grants();
    writer.general();
    writer.basic();
    if !style.forms.contains(&"国资预算表") {
        writer.fund(1, "政府性基金");
    } else {
        writer.fund(1, "政府性基金");
        writer.fund(2, "国有资本经营");
    }
    writer.three();
    writer.others();
}

struct Writer<'a> {
    books: &'a Books,
    style: &'a Style,
    random: &'a Random,
    out: &'a mut String,
    sections: usize,
}

/// Percent with two decimals, half away from zero.
fn percent(part: i64, whole: i64) -> String {
    if whole == 0 {
        return "0.00%".to_owned();
    }
    let scaled = (i128::from(part) * 20_000 + i128::from(whole)) / (2 * i128::from(whole));
    format!("{}.{:02}%", scaled / 100, scaled % 100)
}

impl Writer<'_> {
    fn section(&mut self, title: &str) {
        self.sections += 1;
        self.out.push_str(&format!("{}{title}\n\n", numeral(self.sections)));
    }

    fn say(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push_str("\n\n");
    }

    fn amount(&self, fen: i64) -> String {
        format!("{}{}", self.style.money.print(fen), self.style.money.unit)
    }

    /// As printed.
    fn printed(&self, fen: i64) -> i64 {
        self.style.money.hundredths(fen)
    }

    /// `增加1.00万元，增长5.00%`.
    fn change(&mut self, now: i64, last: i64) -> String {
        let by = now - last;
        if self.printed(by) == 0 {
            return "与上年持平".to_owned();
        }
        let (direction, rate) = if by > 0 { ("增加", "增长") } else { ("减少", "下降") };
        let amount = self.amount(by.abs());
        // without a base there is no rate, and with a tiny one the printed figures cannot give it
        if self.printed(last) < 100 {
            format!("比上年{direction}{amount}")
        } else {
            format!("比上年{direction}{amount}，{rate}{}", percent(by.abs(), last))
        }
    }

    /// `大于` and so on, of the printed amounts.
    fn against(&self, spent: i64, budget: i64) -> &'static str {
        match self.printed(spent).cmp(&self.printed(budget)) {
            std::cmp::Ordering::Less => "小于",
            std::cmp::Ordering::Equal => "等于",
            std::cmp::Ordering::Greater => "大于",
        }
    }

    fn sum(&self) -> Figures {
        self.books.sum("")
    }

    fn total(&self) -> i64 {
        let sum = self.sum();
        sum.income()
            + sum.opening.iter().sum::<i64>()
            + self.books.other_opening
            + self.books.reserves
    }

    fn totals(&mut self) {
        self.section("收入支出决算总体情况说明");
        let (year, total) = (self.books.year, self.total());
        let amount = self.amount(total);
        let change = self.change(total, self.books.last_total);
        let text = if self.random.chance(50) {
            format!(
                "{year}年度收、支总计均为{amount}。{}，收、支总计{}。主要原因是业务量变化。",
                if change.starts_with('与') { "同以前一样" } else { "就总数来看" },
                change
            )
        } else {
            format!(
                "{year}年度收入总计{amount}，支出总计{amount}。{change}，主要原因是业务量变化。"
            )
        };
        self.say(&text);
    }

    fn income(&mut self) {
        let sum = self.sum();
        self.section("收入决算情况说明");
        let total = sum.income();
        let parts: Vec<(&str, i64)> = [("财政拨款收入", sum.grant.iter().sum())]
            .into_iter()
            .chain(
                ["上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"]
                    .into_iter()
                    .zip(sum.other_income),
            )
            .collect();
        let (year, amount) = (self.books.year, self.amount(total));
        let list = self.parts(&parts, total);
        self.say(&format!("{year}年度收入合计{amount}，其中：{list}。"));
    }

    fn spending(&mut self) {
        let spending = self.sum().spending();
        self.section("支出决算情况说明");
        let total = spending.iter().sum();
        let parts: Vec<(&str, i64)> =
            ["基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]
                .into_iter()
                .zip(spending)
                .collect();
        let (year, amount) = (self.books.year, self.amount(total));
        let list = self.parts(&parts, total);
        self.say(&format!("{year}年度支出合计{amount}，其中：{list}。"));
    }

    /// `财政拨款收入1.00万元，占50.00%；…`
    fn parts(&mut self, parts: &[(&str, i64)], total: i64) -> String {
        let all = self.random.chance(40);
        let share = *self.random.pick(&["占", "占比"]);
        let parts: Vec<String> = parts
            .iter()
            .filter(|part| all || part.1 != 0)
            .map(|(name, fen)| {
                format!("{name}{}，{share}{}", self.amount(*fen), percent(*fen, total))
            })
            .collect();
        if parts.is_empty() { "没有发生".to_owned() } else { parts.join("；") }
    }

    fn grants(&mut self) {
        let sum = self.sum();
        let total = sum.grant.iter().sum::<i64>() + sum.opening.iter().sum::<i64>();
        self.section("财政拨款收入支出决算总体情况说明");
        let (year, amount) = (self.books.year, self.amount(total));
        let change = self.change(total, self.books.last_grants);
        let text = if self.random.chance(50) {
            format!("{year}年度财政拨款收、支总计均为{amount}，财政拨款收、支总计各{change}。")
        } else {
            format!("{year}年度财政拨款收入总计{amount}，支出总计{amount}。{change}。")
        };
        self.say(&text);
    }

    fn general(&mut self) {
        let sum = self.sum();
        let (spent, all) = (sum.source(0), sum.spending().iter().sum());
        self.section("一般公共预算财政拨款支出决算情况说明");
        self.say("（一）一般公共预算财政拨款支出决算总体情况");
        let (year, amount) = (self.books.year, self.amount(spent));
        let change = self.change(spent, sum.last);
        self.say(&format!(
            "{year}年度一般公共预算财政拨款支出{amount}，占本年支出合计的{}。{change}。",
            percent(spent, all)
        ));
        self.say("（二）一般公共预算财政拨款支出决算结构情况");
        let classes: Vec<(&str, Figures)> = self
            .books
            .classes()
            .into_iter()
            .map(|(code, name)| (name, self.books.sum(code)))
            .filter(|(_, figures)| figures.source(0) != 0)
            .collect();
        let mark = *self.random.pick(&["（类）", "(类)", ""]);
        let list: Vec<String> = classes
            .iter()
            .map(|(name, figures)| {
                format!(
                    "{name}{mark}{}，占{}",
                    self.amount(figures.source(0)),
                    percent(figures.source(0), spent)
                )
            })
            .collect();
        if !list.is_empty() {
            self.say(&format!(
                "{year}年度一般公共预算财政拨款支出{amount}，主要用于以下方面：{}。",
                list.join("；")
            ));
        }
        self.say("（三）一般公共预算财政拨款支出决算具体情况");
        let rate = if self.printed(sum.budget) == 0 {
            String::new()
        } else {
            format!("，完成年初预算的{}", percent(spent, sum.budget))
        };
        let budget = self.amount(sum.budget);
        self.say(&format!(
            "{year}年度一般公共预算财政拨款支出年初预算为{budget}，支出决算为{amount}{rate}。其中："
        ));
        if self.random.chance(60) { self.items() } else { self.classes(&classes) }
    }

    fn items(&mut self) {
        let long = self.random.chance(50);
        let books = self.books;
        let accounts = books.accounts.iter().filter(|(_, figures)| figures.source(0) != 0);
        for (number, (account, figures)) in accounts.enumerate() {
            let [class, section, item] = account.names.map(|name| books.named(name));
            let (budget, spent) = (figures.budget, figures.source(0));
            let rate = if self.printed(budget) < 100 {
                String::new()
            } else {
                format!("，完成年初预算的{}", percent(spent, budget))
            };
            let (against, first, second) =
                (self.against(spent, budget), self.amount(budget), self.amount(spent));
            let text = if long {
                format!(
                    "{}.{class}（类）{section}（款）{item}（项）。年初预算为{first}，支出决算为{second}{rate}，决算数{against}年初预算数的主要原因是工作安排。",
                    number + 1
                )
            } else {
                format!(
                    "{}．{class}（类）{section}（款）{item}（项）。主要用于：日常工作。年初预算为{first}，支出决算为{second}。决算数{against}预算数的主要原因：工作安排。",
                    number + 1
                )
            };
            self.say(&text);
        }
    }

    fn classes(&mut self, classes: &[(&str, Figures)]) {
        for (name, figures) in classes {
            let (budget, spent) = (figures.budget, figures.source(0));
            let change = self.change(spent, figures.last).replace("比上年", "较上年决算");
            let rate = percent(spent, budget);
            let (first, second) = (self.amount(budget), self.amount(spent));
            self.say(&format!(
                "{name}年初预算{first}，支出决算{second}，完成年初预算的{rate}，用于日常工作。{change}，主要原因是工作安排。"
            ));
        }
    }

    fn basic(&mut self) {
        let books = self.books;
        self.section("一般公共预算财政拨款基本支出决算情况说明");
        let (staff, running) = (total_of(&books.staff), total_of(&books.running));
        let total = self.amount(staff + running);
        let change = self.change(staff + running, books.last_staff + books.last_running);
        let (staff_change, running_change) =
            (self.change(staff, books.last_staff), self.change(running, books.last_running));
        self.say(&format!("{}年度一般公共预算财政拨款基本支出{total}，{change}。", books.year));
        let with_amounts = self.random.chance(40);
        for (name, list, total, change) in [
            ("人员经费", &books.staff, staff, staff_change),
            ("公用经费", &books.running, running, running_change),
        ] {
            let entries: Vec<String> = list
                .iter()
                .filter(|entry| self.printed(entry.2) != 0)
                .map(|(_, name, fen)| {
                    if with_amounts {
                        format!("{name}{}", self.amount(*fen))
                    } else {
                        (*name).to_owned()
                    }
                })
                .collect();
            let amount = self.amount(total);
            let list = if entries.is_empty() {
                "。".to_owned()
            } else {
                format!("，主要包括：{}。", entries.join("、"))
            };
            if self.random.chance(50) {
                self.say(&format!("{name}{amount}{list}"));
            } else {
                self.say(&format!("{name}{amount}，{change}。"));
            }
        }
    }

    fn fund(&mut self, source: usize, name: &str) {
        let sum = self.sum();
        self.section(&format!("{name}预算财政拨款收入支出决算情况说明"));
        let (opening, income, spent, closing) =
            (sum.opening[source], sum.grant[source], sum.spent[source], sum.closing[source]);
        if [opening, income, closing, spent[0] + spent[1]] == [0; 4] {
            let kind = self.style.kind;
            let text = *self.random.pick(&[
                "没有{}预算财政拨款收入，也没有使用{}预算财政拨款安排的支出",
                "无{}预算财政拨款收支",
            ]);
            self.say(&format!("{}年度本{kind}{}。", self.books.year, text.replace("{}", name)));
            return;
        }
        let [opening, income, total, basic, project, closing] =
            [opening, income, spent[0] + spent[1], spent[0], spent[1], closing]
                .map(|fen| self.amount(fen));
        let text = if self.random.chance(50) {
            format!(
                "{name}预算财政拨款年初结转和结余{opening}，本年收入{income}，本年支出{total}，其中：基本支出{basic}，项目支出{project}，年末结转和结余{closing}。"
            )
        } else {
            format!("{name}预算财政拨款收入{income}，支出{total}。")
        };
        self.say(&text);
    }

    fn three(&mut self) {
        let books = self.books;
        self.section("财政拨款“三公”经费支出决算情况说明");
        self.say("（一）“三公”经费财政拨款支出决算总体情况说明");
        let base = *self.random.pick(&["全年", "年初"]);
        let (budget, spent, last): (i64, i64, i64) = (
            books.three_budget.iter().sum(),
            books.three.iter().sum(),
            books.three_last.iter().sum(),
        );
        let rate = |this: &Self, spent: i64, budget: i64| {
            if this.printed(budget) < 100 {
                String::new()
            } else {
                format!("，完成{base}预算的{}", percent(spent, budget))
            }
        };
        let total_rate = rate(self, spent, budget);
        let change = self.change(spent, last);
        let (first, second, against) =
            (self.amount(budget), self.amount(spent), self.against(spent, budget));
        self.say(&format!(
            "{}年度“三公”经费财政拨款支出{base}预算为{first}，支出决算为{second}{total_rate}，{change}，决算数{against}预算数。",
            books.year
        ));
        self.say("（二）“三公”经费财政拨款支出决算具体情况说明");
        let [abroad, bought, kept, guests] = books.three;
        let budgets = [
            books.three_budget[0],
            books.three_budget[1] + books.three_budget[2],
            books.three_budget[3],
        ];
        let names = ["因公出国（境）费支出", "公务用车购置及运行维护费支出", "公务接待费支出"];
        for (at, (name, fen)) in names.into_iter().zip([abroad, bought + kept, guests]).enumerate()
        {
            let share = percent(fen, spent);
            let rate = rate(self, fen, budgets[at]);
            let text = format!("{}.{name}决算{}{rate}，占{share}。", at + 1, self.amount(fen));
            self.say(&text);
            let step = self.style.money.step;
            // less than is printed is nothing
            let some = |amount: i64, number: i64| if amount * 2 >= step { number } else { 0 };
            let number = 1 + self.random.below(9) as i64;
            match at {
                0 => self.say(&format!(
                    "全年因公出国（境）团组{}个，累计{}人次。",
                    some(abroad, number),
                    some(abroad, number * 3)
                )),
                1 => {
                    let fleet: i64 = books.vehicles.iter().map(|(_, number)| number).sum();
                    let new = some(bought, 1);
                    let text = format!(
                        "其中：公务用车购置费支出{}，购置车辆{new}辆；公务用车运行维护费支出{}，公务用车保有量为{}辆。",
                        self.amount(bought),
                        self.amount(kept),
                        fleet
                    );
                    self.say(&text);
                }
                _ => {
                    let text = format!(
                        "其中：国内公务接待支出{}，接待团组{}个、来宾{}人次。",
                        self.amount(guests),
                        some(guests, number),
                        some(guests, number * 8)
                    );
                    self.say(&text);
                }
            }
        }
    }

    fn others(&mut self) {
        let books = self.books;
        self.section("机关运行经费支出情况");
        let running = total_of(&books.running);
        let change = self.change(running, books.last_running);
        let text =
            format!("{}年度机关运行经费支出{}，{change}。", books.year, self.amount(running));
        self.say(&text);
        self.section("政府采购支出情况");
        let [goods, works, services, middle, small] = books.purchases;
        let total = goods + works + services;
        let mut text = format!(
            "{}年度政府采购支出总额{}，其中：政府采购货物支出{}、政府采购工程支出{}、政府采购服务支出{}。",
            books.year,
            self.amount(total),
            self.amount(goods),
            self.amount(works),
            self.amount(services)
        );
        if self.printed(middle) > 100 {
            let base = if self.random.chance(50) { total } else { middle };
            text += &format!(
                "授予中小企业合同金额{}，占政府采购支出总额的{}，其中：授予小微企业合同金额{}，占{}的{}。",
                self.amount(middle),
                percent(middle, total),
                self.amount(small),
                if base == total {
                    "政府采购支出总额"
                } else {
                    "授予中小企业合同金额"
                },
                percent(small, base)
            );
        }
        self.say(&text);
        self.section("国有资产占用情况");
        let fleet: i64 = books.vehicles.iter().map(|(_, number)| number).sum();
        let list: Vec<String> = books
            .vehicles
            .iter()
            .filter(|(_, number)| *number != 0)
            .map(|(name, number)| format!("{name}{number}辆"))
            .collect();
        let list = if list.is_empty() {
            String::new()
        } else {
            format!("，其中：{}", list.join("、"))
        };
        let devices = self.random.below(3);
        self.say(&format!(
            "截至{}年12月31日，共有车辆{fleet}辆{list}；单价100万元（含）以上设备（不含车辆）{devices}台（套）。",
            books.year
        ));
        self.section("预算绩效情况说明");
        let numbers =
            [self.random.below(20) + 1, self.random.below(9) + 1, self.random.below(4) + 1];
        let money = self.amount(self.sum().spending()[1]);
        self.say(&format!(
            "共对{}个项目开展绩效自评，项目{}个，涉及资金{money}。自评结果为：{}个项目自评等级为“优”，{}个项目自评等级为“良”，{}个项目自评等级为“中”。",
            numbers.iter().sum::<usize>(),
            numbers.iter().sum::<usize>(),
            numbers[0],
            numbers[1],
            numbers[2]
        ));
    }
}
