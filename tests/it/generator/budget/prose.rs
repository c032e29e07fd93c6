//! The usual sentences of a budget, said in several ways.

use super::super::books::total_of;
use super::super::random::Random;
use super::Style;
use super::books::Budget;

/// `12.34%`, of hundredths of a percent.
fn percent(part: i64, whole: i64) -> String {
    let hundredths = (i128::from(part) * 20_000 / i128::from(whole) + 1) / 2;
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

pub fn write(books: &Budget, style: &Style, random: &Random) -> Vec<String> {
    let say = |fen: i64| style.say(fen);
    let (year, who) = (books.year, style.kind);
    let sum = books.sum("");
    let [staff, running, project] = sum.kinds();
    let (all, basic, carry) = (sum.total(), staff + running, sum.carry());
    let mut out = Vec::new();
    let mut add = |line: String| out.push(line);
    add(format!("一、关于{}{year}年收支预算情况的总体说明", books.agency));
    add(match random.below(3) {
        0 => format!("{year}年收支总预算{}。", say(all)),
        1 => format!("本{who}{year}年收入总计{}，支出总计{}。", say(all), say(all)),
        _ => format!("{year}年度收入、支出总预算各为{}。", say(all)),
    });
    let mut parts = vec![];
    let names = [
        "一般公共预算拨款收入",
        "政府性基金预算拨款收入",
        "国有资本经营预算拨款收入",
        "事业收入",
        "其他收入",
    ];
    for (source, name) in names.iter().enumerate() {
        if sum.income(source) != 0 {
            parts.push(format!("{name}{}", say(sum.income(source))));
        }
    }
    if carry != 0 {
        parts.push(format!("上年结转{}", say(carry)));
    }
    add(format!("{year}年收入预算{}，其中：{}。", say(all), parts.join("，")));
    let mut spent = format!("{year}年支出预算{}，其中：基本支出{}", say(all), say(basic));
    if random.chance(50) {
        spent.push_str(&format!("，占{}", percent(basic, all)));
    }
    spent.push_str(&format!("，项目支出{}", say(project)));
    if spent.contains('占') {
        spent.push_str(&format!("，占{}", percent(project, all)));
    }
    if project != 0 {
        add(format!("{spent}。"));
    }
    add(format!("二、{year}年一般公共预算支出情况"));
    let general = sum.spent[0];
    let (now, before) = (general.iter().sum::<i64>(), sum.last.iter().sum::<i64>());
    let (basic, project) = (general[0] + general[1], general[2]);
    add(format!(
        "{year}年一般公共预算支出{}，其中：基本支出{}，项目支出{}。",
        say(now),
        say(basic),
        say(project)
    ));
    if style.last_year && before != 0 && now != before {
        let word = if now > before { "增加" } else { "减少" };
        let change = (now - before).abs();
        add(format!(
            "{year}年一般公共预算支出{}，比上年预算数{}{word}{}，{}{}。",
            say(now),
            say(before),
            say(change),
            if now > before { "增长" } else { "下降" },
            percent(change, before)
        ));
    }
    add(format!("三、{year}年一般公共预算基本支出情况"));
    let (staff, running) = (total_of(&books.staff), total_of(&books.running));
    add(format!(
        "{year}年一般公共预算基本支出{}，其中：人员经费{}，公用经费{}。",
        say(staff + running),
        say(staff),
        say(running)
    ));
    add(format!("四、{year}年“三公”经费预算情况"));
    let [abroad, bought, run, guests] = books.three;
    add(format!(
        "{year}年“三公”经费预算{}，其中：因公出国（境）费{}，公务用车购置及运行费{}（公务用车购置费{}，公务用车运行费{}），公务接待费{}。",
        say(abroad + bought + run + guests),
        say(abroad),
        say(bought + run),
        say(bought),
        say(run),
        say(guests)
    ));
    let bought_goods = books.purchases;
    let purchases: i64 = bought_goods.iter().sum();
    if purchases != 0 {
        add("五、政府采购情况".to_owned());
        add(format!(
            "{year}年政府采购预算{}，其中：政府采购货物预算{}，政府采购工程预算{}，政府采购服务预算{}。",
            say(purchases),
            say(bought_goods[0]),
            say(bought_goods[1]),
            say(bought_goods[2])
        ));
    }
    out
}
