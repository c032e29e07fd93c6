//! What is said of a table that does not fit as a whole.

use crate::audit::{Misfit, MisfitCause};

impl Misfit {
    /// What does not come out, what explains it, and what to do.
    #[must_use]
    pub fn words(&self, broken: usize) -> String {
        let tables =
            self.tables.iter().map(|table| format!("“{table}”")).collect::<Vec<_>>().join("与");
        let told = match self.tables.as_slice() {
            [_] if self.is_beside_others => {
                format!("{tables}与其他几张表对不上（{broken} 处）")
            }
            [_] => format!("{tables}这张表里的数对不上（{broken} 处）"),
            _ => format!("{tables}对不上（{broken} 处）"),
        };
        let of = if self.decided > broken {
            format!("，共核对 {} 处", self.decided)
        } else {
            String::new()
        };
        format!("{told}{of}：{}", self.cause.words())
    }
}

impl MisfitCause {
    /// What is said of a table in which no check is broken.
    #[must_use]
    pub fn of_table(&self, table: &str) -> String {
        format!("“{table}”：{}", self.words())
    }

    /// What explains it, and what to do.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::RowsApart { column, is_above } => {
                let side = if *is_above { "高" } else { "低" };
                format!("“{column}”一栏的数比同行的其他栏{side}了一行，请核对这一栏是否错行")
            }
            Self::RowsMoved { first, last, is_above } => {
                let how = match is_above {
                    Some(true) => "几行的数像是比各行的名称高了一行",
                    Some(false) => "几行的数像是比各行的名称低了一行",
                    None => "两行的数像是互换了",
                };
                format!("从“{first}”到“{last}”{how}，请核对是否错行")
            }
            Self::ColumnsMoved { first, last, is_swapped: true } => {
                format!("“{first}”与“{last}”两栏的数像是互换了，请核对是否错栏")
            }
            Self::ColumnsMoved { first, last, is_swapped: false } => {
                format!("从“{first}”到“{last}”各栏的数像是错了一栏，请核对是否错栏")
            }
            Self::ColumnsApart => "各栏的合计像是相邻一栏的，请核对是否错栏".to_owned(),
            Self::ColumnBlank { name } => {
                format!("“{name}”一栏一个数也没有，而同行的其他栏要它有数，像是漏填，或者数错到了旁边一栏，请核对是否错栏")
            }
            Self::OtherUnit(places) => {
                let places = places.unsigned_abs();
                format!("两边都差 {places} 位小数点，像是金额单位不一致，请核对单位")
            }
            Self::Cut => "差额都在末位，像是小数截去而没有四舍五入".to_owned(),
            Self::Doubled => "各项之和都是合计的两倍，像是同一项印了两次，请核对是否重复列示".to_owned(),
            Self::PrintedTwice { name } => {
                format!("“{name}”印了两行，编码和数都一样，合计里只有一行的数，请核对是否重复列示")
            }
            Self::Block { name } => {
                format!("差额都等于“{name}”的数，像是合计漏加或多加了它，请核对合计的口径")
            }
            Self::SameGap { by } => {
                format!("都差 {by}，像是有一行没有列出或者多列了，请先核对这一行")
            }
            Self::SharedGap { by } => {
                format!("都差 {by}，或者几处合起来差这么多，像是同一笔钱（如结转）有的地方列了、有的地方没有列，也可能是有一处没有随着修改，请先核对这一笔")
            }
            Self::RowsMissing { behind, before } => {
                format!("合计大于所列各项，“{before}”的上级科目没有列出，“{behind}”与“{before}”之间像是少了几行，请核对是否缺页、漏行")
            }
            Self::RowsMissingUnder { name } => {
                format!("“{name}”大于所列各项之和，所列的各项里像是少了几行，请核对是否缺页、漏行")
            }
            Self::RowsLacking { name, rows: 1, by } => {
                format!("没有“{name}”这一行，而合计比所列各项之和多 {by}，正是别的表里这一行的数，请核对是否缺页、漏行")
            }
            Self::RowsLacking { name, rows, by } => {
                format!("没有“{name}”等 {rows} 行，而合计比所列各项之和多 {by}，正是别的表里这几行的数，请核对是否缺页、漏行")
            }
            Self::Unknown => {
                "没有一个数能解释，可能是表印错了、口径或年度不同，也可能是表没有读对；请先看识读结果（gouji tables），再核对原表".to_owned()
            }
        }
    }
}
