//! All codes with what they mean: what `gouji explain --codes` lists.

use crate::locate::Slip;
use crate::say::{CodeEntry, CodeRoom, catalogue};

/// All codes, room by room.
#[must_use]
pub fn codes() -> Vec<CodeRoom> {
    let slips = Slip::ALL.iter();
    let slips = CodeRoom {
        name: "slip",
        title: "可能的笔误（findings[].cause.suspects[].slip）",
        codes: slips.map(|one| CodeEntry { id: one.id(), words: slip(*one) }).collect(),
    };
    let mut out = catalogue();
    out.push(slips);
    out
}

fn slip(slip: Slip) -> &'static str {
    match slip {
        Slip::Transposed => "相邻两位数字颠倒",
        Slip::Exchanged => "两位数字写反",
        Slip::Digit => "一位数字写错",
        Slip::Dropped => "漏写一位数字",
        Slip::Doubled => "一位数字重复写了两次",
        Slip::Inserted => "多写一位数字",
        Slip::Shifted(_) => "小数点错位，或者元与万元混用",
        Slip::Sign => "正负号写反或漏写",
        Slip::OtherColumn => "填成了相邻一列的数",
        Slip::OtherRow => "填成了相邻一行的数",
        Slip::LastYear => "填成了上年的数",
        Slip::OtherForm => "填成了另一张表同名一格的数",
        Slip::Swapped => "两个数互换了位置",
        Slip::LeftOut => "合计漏加了一项",
        Slip::CountedTwice => "合计多加了一项",
        Slip::SumOfOther => "合计是另一列的数加出来的",
        Slip::Block(_) => "整行或整列的小数点错位，或者单位混用",
        Slip::Rows(_) => "整列的数上下错了行",
        Slip::Separator => "千分位和小数点混用",
        Slip::Other => "别的笔误",
    }
}
