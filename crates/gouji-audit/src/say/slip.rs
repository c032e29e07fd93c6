//! The words for slips of the pen.

use crate::audit::{Slip, SuspectSlip};
use gouji_values::lang::{Bilingual, Lang, tell};
use std::fmt;

/// What kind of slip it is, for the list of codes.
pub(super) fn meaning(slip: Slip) -> Bilingual {
    let (chinese, english) = match slip {
        Slip::Transposed => ("相邻两位数字颠倒", "two neighbouring digits transposed"),
        Slip::Exchanged => ("两位数字写反", "two digits exchanged"),
        Slip::Digit => ("一位数字写错", "one digit wrong"),
        Slip::Dropped => ("漏写一位数字", "one digit missing"),
        Slip::Doubled => ("一位数字重复写了两次", "one digit written twice"),
        Slip::Inserted => ("多写一位数字", "one digit too many"),
        Slip::Shifted(_) => (
            "小数点错位，或者元与万元混用",
            "point misplaced, or yuan and ten thousand yuan confused",
        ),
        Slip::Sign => ("正负号写反或漏写", "sign wrong or missing"),
        Slip::OtherColumn => ("填成了相邻一列的数", "figure of the neighbouring column"),
        Slip::OtherRow => ("填成了相邻一行的数", "figure of the neighbouring row"),
        Slip::LastYear => ("填成了上年的数", "figure of the year before"),
        Slip::OtherForm => {
            ("填成了另一张表同名一格的数", "figure of the same cell of another form")
        }
        Slip::Swapped => ("两个数互换了位置", "two figures in each other's place"),
        Slip::LeftOut => ("合计漏加了一项", "an item left out of the total"),
        Slip::CountedTwice => ("合计多加了一项", "an item too many in the total"),
        Slip::SumOfOther => ("合计是另一列的数加出来的", "total of the figures of another column"),
        Slip::Block(_) => (
            "整行或整列的小数点错位，或者单位混用",
            "points of a whole row or column misplaced, or units confused",
        ),
        Slip::Rows(_) => ("整列的数上下错了行", "figures of a column one row off"),
        Slip::Separator => ("千分位和小数点混用", "separator and point confused"),
        Slip::Other => ("别的笔误", "another slip"),
    };
    Bilingual::new(chinese, english)
}

impl fmt::Display for SuspectSlip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words(Lang::Chinese))
    }
}

impl SuspectSlip {
    /// What happened, and to what of the document, for the reader.
    #[must_use]
    pub fn words(&self, lang: Lang) -> String {
        let mut out = self.slip.words(lang);
        if let Some(from) = &self.from {
            out.push_str(lang.colon());
            out.push_str(from);
        }
        out
    }
}

impl Slip {
    /// What happened, for the reader.
    #[must_use]
    pub fn words(self, lang: Lang) -> String {
        let (chinese, english) = match self {
            Self::Shifted(places) | Self::Block(places) => {
                let places = places.unsigned_abs();
                let what = match places {
                    4 => lang.of("元与万元混用", "yuan and ten thousand yuan confused").to_owned(),
                    8 => {
                        lang.of("元与亿元混用", "yuan and hundred million yuan confused").to_owned()
                    }
                    places => tell!(lang, "小数点错了 {places} 位", "point {places} places off"),
                };
                return match self {
                    Self::Block(_) => {
                        tell!(lang, "整行或整列{what}", "whole row or column: {what}")
                    }
                    _ => what,
                };
            }
            Self::CountedTwice => ("合计重复加了一项", "an item added twice to the total"),
            Self::SumOfOther => {
                ("合计时用了另一列的数", "total taken with a figure of another column")
            }
            Self::Rows(true) => ("一段数错行，各低了一行", "a run of figures one row too low"),
            Self::Rows(false) => ("一段数错行，各高了一行", "a run of figures one row too high"),
            Self::Separator => ("小数点与分隔符混淆", "point and separator confused"),
            Self::Other => ("", ""),
            slip => return meaning(slip).of(lang).to_owned(),
        };
        lang.of(chinese, english).to_owned()
    }
}
