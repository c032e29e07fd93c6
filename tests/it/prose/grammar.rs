//! A grammar of sentences: names, connectives, the order of clauses, brackets and words that say
//! nothing are drawn; the figures follow from each other.

use crate::generator::random::Random;

/// A sentence, right and with one figure changed.
pub struct Pair {
    pub family: &'static str,
    pub right: String,
    pub wrong: String,
}

/// A family: draws the figures, the sentence of figures, and which figure may be changed by how
/// many hundredths.
struct Draft {
    figures: Vec<i64>,
    write: Box<dyn Fn(&[i64]) -> String>,
    slips: Vec<(usize, i64)>,
}

/// Words that may be exchanged, by their list in `vocabulary.toml`.
pub const CONNECTIVES: [(&str, &[&str]); 12] = [
    ("up", &["增加", "增长", "上升", "多支出"]),
    ("down", &["减少", "下降", "压减", "少支出"]),
    ("compare", &["比", "较"]),
    ("last", &["上年", "去年", "上年同期"]),
    ("share", &["占", "约占"]),
    ("whole", &["包括", "分为"]),
    ("sum", &["合计", "共计", "共"]),
    ("deduct", &["扣", "扣减", "扣了"]),
    ("left", &["结余", "剩余", "节约"]),
    ("lasts", &["历时", "为期", "工期"]),
    ("most", &["最高", "最多", "最大"]),
    ("complete", &["完成率", "执行率", "支付率"]),
];

const NAMES: [&str; 8] = [
    "林道养护费",
    "档案整理费",
    "渔港疏浚支出",
    "校舍加固支出",
    "灯光球场改造",
    "古树复壮经费",
    "冬季供暖补助",
    "巡护船艇购置",
];

/// Said before a sentence; says nothing of figures.
const OPENINGS: [&str; 5] = ["", "经核实，", "据统计，", "按规定程序，", "按照县里部署，"];

/// Behind a name.
const BRACKETS: [&str; 4] = ["", "（据实结算）", "（直达资金）", "（列入民生实事）"];

struct Words<'a>(&'a Random);

impl Words<'_> {
    fn any(&self, list: &str) -> &'static str {
        let (_, words) = CONNECTIVES.iter().find(|(name, _)| *name == list).unwrap();
        let words: &[&'static str] = words;
        self.0.pick::<&'static str>(words)
    }

    fn name(&self, nth: usize) -> String {
        let name = NAMES[nth % NAMES.len()];
        format!("{name}{}", self.0.usually(&BRACKETS))
    }

    /// From `low` to `high`, in hundredths.
    fn amount(&self, low: i64, high: i64) -> i64 {
        low * 100 + self.0.below(((high - low) * 100) as usize) as i64
    }
}

/// With two decimals.
fn money(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// A ratio in per cent, in hundredths of a per cent, rounded.
fn percent(part: i64, whole: i64) -> i64 {
    (part * 20_000 + whole) / (whole * 2)
}

/// The clauses in any order.
fn permuted(random: &Random, mut clauses: Vec<String>) -> String {
    let mut out = Vec::new();
    while !clauses.is_empty() {
        out.push(clauses.remove(random.below(clauses.len())));
    }
    out.join("，")
}

type Family = (&'static str, fn(&Random) -> Draft);

const FAMILIES: [Family; 18] = [
    ("change", change),
    ("growth", growth),
    ("share", share),
    ("list", list),
    ("bracket", bracket),
    ("product", product),
    ("balance", balance),
    ("left", left),
    ("score", score),
    ("period", period),
    ("days", days),
    ("rank", rank),
    ("threshold", threshold),
    ("completion", completion),
    ("bracketed", bracketed),
    ("named rate", named_rate),
    ("rest", rest),
    ("shares of one", shares_of_one),
];

/// Pairs of each family: `each` of them.
pub fn pairs(seed: u64, each: usize) -> Vec<Pair> {
    let mut out = Vec::new();
    for (family, draft) in FAMILIES {
        for nth in 0..each {
            let random = Random::new(seed + nth as u64);
            let Draft { figures, write, slips } = draft(&random);
            let (at, by) = *random.pick(&slips);
            let mut wrong = figures.clone();
            wrong[at] = wrong[at] * by / 100;
            let opening = random.usually(&OPENINGS);
            out.push(Pair {
                family,
                right: format!("{opening}{}。", write(&figures)),
                wrong: format!("{opening}{}。", write(&wrong)),
            });
        }
    }
    out
}

fn change(random: &Random) -> Draft {
    let words = Words(random);
    let (base, change) = (words.amount(200, 900), words.amount(20, 90));
    let grows = random.chance(50);
    let value = if grows { base + change } else { base - change };
    let (name, last, compare) =
        (words.name(random.below(8)), words.any("last"), words.any("compare"));
    let turn = words.any(if grows { "up" } else { "down" });
    let first = random.chance(50);
    Draft {
        figures: vec![value, base, change],
        write: Box::new(move |f| {
            let (value, base, change) = (money(f[0]), money(f[1]), money(f[2]));
            if first {
                format!("{name}{value}万元，{compare}{last}的{base}万元{turn}{change}万元")
            } else {
                format!("{name}{last}为{base}万元，今年为{value}万元，{turn}{change}万元")
            }
        }),
        slips: vec![(0, 140), (1, 150), (2, 170)],
    }
}

fn growth(random: &Random) -> Draft {
    let words = Words(random);
    let (base, change) = (words.amount(200, 900), words.amount(20, 90));
    let grows = random.chance(50);
    let value = if grows { base + change } else { base - change };
    let (name, last, compare) =
        (words.name(random.below(8)), words.any("last"), words.any("compare"));
    let turn = if grows { "增长" } else { "下降" };
    Draft {
        figures: vec![value, base, percent(change, base)],
        write: Box::new(move |f| {
            let (value, base, rate) = (money(f[0]), money(f[1]), money(f[2]));
            format!("{name}{value}万元，{compare}{last}的{base}万元{turn}{rate}%")
        }),
        slips: vec![(2, 150), (2, 60)],
    }
}

fn share(random: &Random) -> Draft {
    let words = Words(random);
    let whole = words.amount(600, 900);
    let part = words.amount(100, 400);
    let (nth, share) = (random.below(8), words.any("share"));
    let (whole_name, name) = (NAMES[nth], words.name(nth + 1));
    Draft {
        figures: vec![whole, part, percent(part, whole)],
        write: Box::new(move |f| {
            let (whole, part, rate) = (money(f[0]), money(f[1]), money(f[2]));
            let share = if share == "约占" { "占" } else { share };
            format!(
                "{whole_name}总额{whole}万元，其中{name}{part}万元，{share}{whole_name}总额的{rate}%"
            )
        }),
        slips: vec![(1, 130), (2, 130), (2, 70)],
    }
}

fn list(random: &Random) -> Draft {
    let words = Words(random);
    let parts: Vec<i64> = (0..3).map(|_| words.amount(50, 300)).collect();
    let nth = random.below(8);
    let names: Vec<String> = (1..4).map(|by| words.name(nth + by)).collect();
    let (head, whole, sum) = (NAMES[nth], words.any("whole"), words.any("sum"));
    let is_before = random.chance(50);
    let mut figures = parts.clone();
    figures.push(parts.iter().sum());
    Draft {
        figures,
        write: Box::new(move |f| {
            let items: Vec<String> =
                names.iter().zip(f).map(|(name, f)| format!("{name}{}万元", money(*f))).collect();
            let (items, total) = (items.join("、"), money(f[3]));
            if is_before {
                format!("{head}{total}万元，{whole}{items}")
            } else {
                format!("{items}，{sum}{total}万元")
            }
        }),
        slips: vec![(0, 150), (1, 160), (3, 130)],
    }
}

fn bracket(random: &Random) -> Draft {
    let words = Words(random);
    let parts: Vec<i64> = (0..2).map(|_| words.amount(50, 300)).collect();
    let nth = random.below(8);
    let (head, a, b) = (NAMES[nth], NAMES[(nth + 1) % 8], NAMES[(nth + 2) % 8]);
    Draft {
        figures: vec![parts[0], parts[1], parts[0] + parts[1]],
        write: Box::new(move |f| {
            let (one, two, total) = (money(f[0]), money(f[1]), money(f[2]));
            format!("{head}{total}万元（{a}{one}万元、{b}{two}万元），由县级统筹")
        }),
        slips: vec![(0, 150), (1, 160), (2, 130)],
    }
}

fn product(random: &Random) -> Draft {
    let words = Words(random);
    let count = 12 + random.below(60) as i64;
    let each = words.amount(2, 30);
    let (name, sum) = (words.name(random.below(8)), words.any("sum"));
    let order = random.next();
    Draft {
        figures: vec![count, each, count * each],
        write: Box::new(move |f| {
            let order = Random::new(order);
            let clauses =
                vec![format!("涉及{}个村", f[0]), format!("每个村补助{}万元", money(f[1]))];
            format!("{name}{}，{sum}{}万元", permuted(&order, clauses), money(f[2]))
        }),
        slips: vec![(0, 140), (1, 140), (2, 140)],
    }
}

fn balance(random: &Random) -> Draft {
    let words = Words(random);
    let (start, income) = (words.amount(50, 90), words.amount(300, 600));
    let spent = words.amount(200, 330);
    let order = random.next();
    Draft {
        figures: vec![start, income, spent, start + income - spent],
        write: Box::new(move |f| {
            let order = Random::new(order);
            let clauses = vec![
                format!("年初结余{}万元", money(f[0])),
                format!("全年收入{}万元", money(f[1])),
                format!("全年支出{}万元", money(f[2])),
            ];
            format!("{}，年末结余{}万元", permuted(&order, clauses), money(f[3]))
        }),
        slips: vec![(0, 180), (1, 130), (2, 130), (3, 150)],
    }
}

fn left(random: &Random) -> Draft {
    let words = Words(random);
    let (plan, done) = (words.amount(400, 600), words.amount(200, 390));
    let (name, left) = (words.name(random.below(8)), words.any("left"));
    Draft {
        figures: vec![plan, done, plan - done],
        write: Box::new(move |f| {
            let (plan, done, rest) = (money(f[0]), money(f[1]), money(f[2]));
            format!("{name}下达{plan}万元，实际使用{done}万元，{left}{rest}万元")
        }),
        slips: vec![(0, 140), (1, 140), (2, 160)],
    }
}

fn score(random: &Random) -> Draft {
    let words = Words(random);
    let weight = 800 + 100 * random.below(12) as i64;
    let taken = 50 + 50 * random.below(6) as i64;
    let deduct = words.any("deduct");
    let is_last = random.chance(50);
    let score = |f: i64| {
        let text = money(f);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    Draft {
        figures: vec![weight, taken, weight - taken],
        write: Box::new(move |f| {
            let (weight, taken, got) = (score(f[0]), score(f[1]), score(f[2]));
            if is_last {
                format!("该项指标满分{weight}分，得{got}分，{deduct}{taken}分")
            } else {
                format!("该项指标满分{weight}分，{deduct}{taken}分，得{got}分")
            }
        }),
        slips: vec![(0, 150), (1, 200), (2, 50)],
    }
}

fn period(random: &Random) -> Draft {
    let words = Words(random);
    let (year, begin) = (2018 + random.below(4) as i64, 1 + random.below(6) as i64);
    let months = 5 + random.below(24) as i64;
    let end = year * 12 + begin - 1 + months - 1;
    let (name, lasts) = (words.name(random.below(8)), words.any("lasts"));
    let is_first = random.chance(50);
    Draft {
        figures: vec![months],
        write: Box::new(move |f| {
            let period = format!("{year}年{begin}月至{}年{}月", end / 12, end % 12 + 1);
            if is_first {
                format!("{name}自{period}实施，{lasts}{}个月", f[0])
            } else {
                format!("{name}{lasts}{}个月（{period}）", f[0])
            }
        }),
        slips: vec![(0, 200), (0, 50)],
    }
}

fn days(random: &Random) -> Draft {
    let words = Words(random);
    let (month, begin, length) =
        (1 + random.below(12), 1 + random.below(9) as i64, 4 + random.below(14) as i64);
    let end = begin + length - 1;
    let (lasts, opening) = (words.any("lasts"), random.chance(50));
    Draft {
        figures: vec![length],
        write: Box::new(move |f| {
            let from = if opening { "自" } else { "于" };
            format!("现场评价{from}{month}月{begin}日至{month}月{end}日进行，{lasts}{}天", f[0])
        }),
        slips: vec![(0, 200), (0, 30)],
    }
}

fn rank(random: &Random) -> Draft {
    let words = Words(random);
    let nth = random.below(8);
    let names = [NAMES[nth], NAMES[(nth + 1) % 8], NAMES[(nth + 2) % 8]];
    let figures = vec![words.amount(600, 900), words.amount(300, 500), words.amount(100, 290)];
    let most = words.any("most");
    let winner = names[0];
    let order = random.next();
    Draft {
        figures,
        write: Box::new(move |f| {
            let order = Random::new(order);
            let items: Vec<String> =
                names.iter().zip(f).map(|(name, f)| format!("{name}{}万元", money(*f))).collect();
            format!("几项支出中，{winner}{most}，{}", permuted(&order, items))
        }),
        slips: vec![(0, 10), (1, 400)],
    }
}

fn threshold(random: &Random) -> Draft {
    let words = Words(random);
    let limit = words.amount(200, 400);
    let value = words.amount(120, 190);
    let name = words.name(random.below(8));
    let text = *random.pick(&["未超过", "控制在", "低于"]);
    Draft {
        figures: vec![value, limit],
        write: Box::new(move |f| {
            let (value, limit) = (money(f[0]), money(f[1]));
            let end = match text {
                "控制在" => "以内",
                "低于" => "的控制标准",
                _ => "",
            };
            format!("{name}{value}万元，{text}{limit}万元{end}")
        }),
        slips: vec![(0, 400), (1, 20)],
    }
}

fn completion(random: &Random) -> Draft {
    let words = Words(random);
    let (plan, done) = (words.amount(400, 600), words.amount(200, 390));
    let (name, complete) = (words.name(random.below(8)), words.any("complete"));
    Draft {
        figures: vec![plan, done, percent(done, plan)],
        write: Box::new(move |f| {
            let (plan, done, rate) = (money(f[0]), money(f[1]), money(f[2]));
            format!("{name}预算数{plan}万元，执行数{done}万元，{complete}{rate}%")
        }),
        slips: vec![(0, 130), (1, 140), (2, 140)],
    }
}

/// The rate of a change in the bracket behind it.
fn bracketed(random: &Random) -> Draft {
    let words = Words(random);
    let (base, change) = (words.amount(200, 900), words.amount(20, 90));
    let grows = random.chance(50);
    let value = if grows { base + change } else { base - change };
    let (name, last, compare) =
        (words.name(random.below(8)), words.any("last"), words.any("compare"));
    let turn = words.any(if grows { "up" } else { "down" });
    Draft {
        figures: vec![value, change, percent(change, base)],
        write: Box::new(move |f| {
            let (value, change, rate) = (money(f[0]), money(f[1]), money(f[2]));
            format!("{name}{value}万元，{compare}{last}{turn}{change}万元（{rate}%）")
        }),
        slips: vec![(1, 150), (2, 150), (2, 60)],
    }
}

/// A rate by the name of the part that it is of.
fn named_rate(random: &Random) -> Draft {
    let all = 200 + random.below(300) as i64;
    let valid = all - 10 - random.below(20) as i64;
    let part = valid - 15 - random.below(30) as i64;
    let name = *random.pick(&["满意", "合格", "达标", "知晓"]);
    Draft {
        figures: vec![all, valid, part, percent(part, valid)],
        write: Box::new(move |f| {
            let rate = money(f[3]);
            format!("发放调查表{}份，收回{}份，其中{name}的{}份，{name}率{rate}%", f[0], f[1], f[2])
        }),
        slips: vec![(2, 70), (3, 80)],
    }
}

/// Parts of what a clause names, the last of them as what is left.
fn rest(random: &Random) -> Draft {
    let words = Words(random);
    let parts: Vec<i64> = (0..3).map(|_| words.amount(50, 300)).collect();
    let nth = random.below(8);
    let names: Vec<String> = (1..3).map(|by| words.name(nth + by)).collect();
    let (head, sum) = (NAMES[nth], parts.iter().sum());
    Draft {
        figures: vec![sum, parts[0], parts[1], parts[2]],
        write: Box::new(move |f| {
            let of: Vec<String> = f.iter().map(|f| money(*f)).collect();
            format!(
                "{head}{}万元中，{}{}万元，{}{}万元，其余{}万元据实结算",
                of[0], names[0], of[1], names[1], of[2], of[3]
            )
        }),
        slips: vec![(1, 150), (3, 160), (0, 140)],
    }
}

/// Shares of a whole that only the first of them names.
fn shares_of_one(random: &Random) -> Draft {
    let words = Words(random);
    let whole = words.amount(800, 900);
    let (first, second) = (words.amount(100, 300), words.amount(100, 300));
    let nth = random.below(8);
    let (whole_name, a, b) = (NAMES[nth], words.name(nth + 1), words.name(nth + 2));
    Draft {
        figures: vec![first, percent(first, whole), second, percent(second, whole), whole],
        write: Box::new(move |f| {
            let of: Vec<String> = f.iter().map(|f| money(*f)).collect();
            format!(
                "{a}{}万元，占{whole_name}的{}%；{b}{}万元，占{}%；{whole_name}{}万元",
                of[0], of[1], of[2], of[3], of[4]
            )
        }),
        slips: vec![(1, 130), (3, 130), (3, 70)],
    }
}
