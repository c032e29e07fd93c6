//! What is left of an amount, told by a character of its words: each with a right sentence, the same with one wrong
//! figure, and right sentences in which the last figure is something else.

use super::{Changed, finds_the_wrong_and_accuses_no_right};

const READ: &[Changed] = &[
    (
        "what is left, by what may still be done",
        "苗圃抚育费年初核定3,600万元，1至8月已开支2,145万元，尚可开支1,455万元。",
        "1,455万元",
        "1,545万元",
    ),
    (
        "what is not paid, where one digit is wrong",
        "全年应缴林地占用费等收入526.37万元，已缴金库481.92万元，年末应缴未缴44.45万元，次年2月缴清。",
        "44.45万元",
        "47.45万元",
    ),
    (
        "what is left of a surface",
        "育苗大棚占地7,380平方米，滴灌覆盖5,640平方米，剩下1,740平方米靠人工浇水。",
        "1,740平方米",
        "1,470平方米",
    ),
    (
        "what was there, what came, what went, and what is carried on",
        "林业基金上年结转23.40万元，当年收入78.00万元，当年列支66.85万元，结转下年使用34.55万元。",
        "34.55万元",
        "34.25万元",
    ),
];

const RIGHT: &[&str] = &[
    // items of a list, one of them what was left of last year
    "其中：林业拨款收入4,876.48万元、基金收入500.00万元、上年结转结余800.00万元。",
    // another sentence tells what else went off
    "引种经费预算86.00万元，支出71.50万元，剩余9.00万元。另有5.50万元已由财政收回。",
    // a part, and what is left of another whole
    "林业支出6,742.80万元，其中管护6,105.36万元；管护中封山5,805.36万元、巡护300.00万元，其余637.44万元由场部安排。",
    // not all that went off is told
    "检疫站编制48名，其中在编31名，尚缺防疫岗6名。",
    // it may go either way
    "引种基金期初46.20万元，转账12.50万元，期末结转58.70万元。",
];

#[test]
fn what_is_left_is_told_by_one_character_of_its_words() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}
