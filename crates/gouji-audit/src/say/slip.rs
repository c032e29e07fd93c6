//! The words for slips of the pen.

use crate::audit::{Slip, SuspectSlip};
use std::fmt;

/// What kind of slip it is, for the list of codes.
pub(super) fn meaning(slip: Slip) -> &'static str {
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

impl fmt::Display for SuspectSlip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.slip.words())?;
        self.from.iter().try_for_each(|from| write!(f, "：{from}"))
    }
}

impl Slip {
    /// What happened, for the reader.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Shifted(places) | Self::Block(places) => {
                let what = match places.abs() {
                    4 => "元与万元混用".to_owned(),
                    8 => "元与亿元混用".to_owned(),
                    places => format!("小数点错了 {places} 位"),
                };
                if matches!(self, Self::Block(_)) { format!("整行或整列{what}") } else { what }
            }
            Self::CountedTwice => "合计重复加了一项".to_owned(),
            Self::SumOfOther => "合计时用了另一列的数".to_owned(),
            Self::Rows(true) => "一段数错行，各低了一行".to_owned(),
            Self::Rows(false) => "一段数错行，各高了一行".to_owned(),
            Self::Separator => "小数点与分隔符混淆".to_owned(),
            Self::Other => String::new(),
            slip => meaning(slip).to_owned(),
        }
    }
}
