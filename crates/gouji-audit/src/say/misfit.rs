//! What is said of a table that does not fit as a whole.

use crate::audit::{Misfit, MisfitCause};
use gouji_values::lang::{BilingualText, Lang, counted, tell};

impl Misfit {
    /// What does not come out, what explains it, and what to do.
    #[must_use]
    pub fn words(&self, broken: usize, lang: Lang) -> String {
        let tables: Vec<String> = self.tables.iter().map(|table| format!("“{table}”")).collect();
        let tables = tables.join(lang.of("与", " and "));
        let places = counted(broken, "place");
        let told = match self.tables.as_slice() {
            [_] if self.is_beside_others => tell!(
                lang,
                "{tables}与其他几张表对不上（{broken} 处）",
                "{tables} does not agree with several other tables ({places})"
            ),
            [_] => tell!(
                lang,
                "{tables}这张表里的数对不上（{broken} 处）",
                "the figures of {tables} do not come out ({places})"
            ),
            _ => tell!(lang, "{tables}对不上（{broken} 处）", "{tables} do not agree ({places})"),
        };
        let decided = self.decided;
        let of = match decided > broken {
            true => tell!(lang, "，共核对 {decided} 处", " of {decided} checked"),
            false => String::new(),
        };
        format!("{told}{of}{}{}", lang.colon(), self.cause.words(lang))
    }
}

impl MisfitCause {
    /// What is said of a table in which no check is broken.
    #[must_use]
    pub fn of_table(&self, table: &str) -> BilingualText {
        BilingualText::each(|lang| format!("“{table}”{}{}", lang.colon(), self.words(lang)))
    }

    /// What explains it, and what to do.
    #[must_use]
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Self::RowsApart { column, is_above } => {
                let side = above_or_below(*is_above, lang);
                tell!(
                    lang,
                    "“{column}”一栏的数比同行的其他栏{side}了一行，请核对这一栏是否错行",
                    "the figures of column “{column}” stand one row {side} those of the other columns; please check whether the column slipped"
                )
            }
            Self::RowsMoved { first, last, is_above: Some(is_above) } => {
                let side = above_or_below(*is_above, lang);
                tell!(
                    lang,
                    "从“{first}”到“{last}”几行的数像是比各行的名称{side}了一行，请核对是否错行",
                    "from “{first}” to “{last}” the figures seem to stand one row {side} the names of the rows; please check whether they slipped"
                )
            }
            Self::RowsMoved { first, last, is_above: None } => tell!(
                lang,
                "从“{first}”到“{last}”两行的数像是互换了，请核对是否错行",
                "the figures of the rows “{first}” and “{last}” seem to be exchanged; please check the rows"
            ),
            Self::ColumnsMoved { first, last, is_swapped: true } => tell!(
                lang,
                "“{first}”与“{last}”两栏的数像是互换了，请核对是否错栏",
                "the figures of the columns “{first}” and “{last}” seem to be exchanged; please check the columns"
            ),
            Self::ColumnsMoved { first, last, is_swapped: false } => tell!(
                lang,
                "从“{first}”到“{last}”各栏的数像是错了一栏，请核对是否错栏",
                "from “{first}” to “{last}” the figures seem to stand one column off; please check the columns"
            ),
            Self::ColumnsApart => tell!(
                lang,
                "各栏的合计像是相邻一栏的，请核对是否错栏",
                "the totals seem to be those of the neighbouring columns; please check the columns"
            ),
            Self::ColumnBlank { name } => tell!(
                lang,
                "“{name}”一栏一个数也没有，而同行的其他栏要它有数，像是漏填，或者数错到了旁边一栏，请核对是否错栏",
                "column “{name}” has no figure at all, while the other columns of its rows want some: it seems not to be filled in, or its figures stand in the column beside; please check the columns"
            ),
            Self::OtherUnit(places) => {
                let places = places.unsigned_abs();
                tell!(
                    lang,
                    "两边都差 {places} 位小数点，像是金额单位不一致，请核对单位",
                    "the two sides are all {places} decimal places apart, as if their units differed; please check the units"
                )
            }
            Self::Cut => tell!(
                lang,
                "差额都在末位，像是小数截去而没有四舍五入",
                "all differences are in the last digit, as if decimals were cut off instead of rounded"
            ),
            Self::Doubled => tell!(
                lang,
                "各项之和都是合计的两倍，像是同一项印了两次，请核对是否重复列示",
                "the sums of the items are twice the totals, as if an item were printed twice; please check for doubled items"
            ),
            Self::PrintedTwice { name } => tell!(
                lang,
                "“{name}”印了两行，编码和数都一样，合计里只有一行的数，请核对是否重复列示",
                "“{name}” is printed in two rows with the same code and figures, and the total holds only one of them; please check for doubled items"
            ),
            Self::Block { name } => tell!(
                lang,
                "差额都等于“{name}”的数，像是合计漏加或多加了它，请核对合计的口径",
                "all differences equal the figures of “{name}”, as if the totals left it out or added it once too often; please check what the totals cover"
            ),
            Self::SameGap { by } => tell!(
                lang,
                "都差 {by}，像是有一行没有列出或者多列了，请先核对这一行",
                "all are off by {by}, as if a row were missing or one too many; please check that row first"
            ),
            Self::SharedGap { by } => tell!(
                lang,
                "都差 {by}，或者几处合起来差这么多，像是同一笔钱（如结转）有的地方列了、有的地方没有列，也可能是有一处没有随着修改，请先核对这一笔",
                "all are off by {by}, or some of them together, as if one sum of money (such as a carry-over) stood at some places and not at others, or one place was not changed with the rest; please check that sum first"
            ),
            Self::RowsMissing { behind, before } => tell!(
                lang,
                "合计大于所列各项，“{before}”的上级科目没有列出，“{behind}”与“{before}”之间像是少了几行，请核对是否缺页、漏行",
                "the total is more than the items and the class of “{before}” is not listed: rows seem to be missing between “{behind}” and “{before}”; please check for missing pages or rows"
            ),
            Self::RowsMissingUnder { name } => under(name, lang),
            Self::RowsLacking { name, rows, by } => lacking(name, *rows, by, lang),
            Self::ZerosCut { printed, meant } => zeros(printed, meant, lang),
            Self::RowsBelow { name, first, rows } => below(name, first, *rows, lang),
            Self::Unknown => tell!(
                lang,
                "没有一个数能解释，可能是表印错了、口径或年度不同，也可能是表没有读对；请先看识读结果（gouji tables），再核对原表",
                "no single figure explains it; the table may be misprinted, of another scope or year, or misread: please look at how it was read (gouji tables) first, then at the original table"
            ),
        }
    }
}

/// What is said of amounts without decimals that lack a zero.
fn zeros(printed: &str, meant: &str, lang: Lang) -> String {
    tell!(
        lang,
        "没有小数的数像是都少印了末尾的一个 0（如“{printed}”应为 {meant}），请核对这些数",
        "the amounts without decimals all seem to lack the zero at their end (“{printed}” for {meant}); please check them"
    )
}

/// What is said of a row that is more than its items.
fn under(name: &str, lang: Lang) -> String {
    tell!(
        lang,
        "“{name}”大于所列各项之和，所列的各项里像是少了几行，请核对是否缺页、漏行",
        "“{name}” is more than the sum of its items: some of them seem to be missing; please check for missing pages or rows"
    )
}

/// What is said of a row below which another table has some.
fn below(name: &str, first: &str, rows: usize, lang: Lang) -> String {
    let of = counted(rows, "row");
    tell!(
        lang,
        "“{name}”下面一行也没有列出，而别的表里有“{first}”等 {rows} 行，请核对是否缺页、漏行",
        "nothing is listed below “{name}”, while another table has {of} there, “{first}” first; please check for missing pages or rows"
    )
}

/// What is said of rows that a total holds and the table lacks.
fn lacking(name: &str, rows: usize, by: &str, lang: Lang) -> String {
    match rows {
        1 => tell!(
            lang,
            "没有“{name}”这一行，而合计比所列各项之和多 {by}，正是别的表里这一行的数，请核对是否缺页、漏行",
            "there is no row “{name}”, while the total is {by} more than the sum of its items, which is the figure of that row in another table; please check for missing pages or rows"
        ),
        _ => tell!(
            lang,
            "没有“{name}”等 {rows} 行，而合计比所列各项之和多 {by}，正是别的表里这几行的数，请核对是否缺页、漏行",
            "{rows} rows, “{name}” among them, are not there, while the total is {by} more than the sum of its items, which is what these rows come to in another table; please check for missing pages or rows"
        ),
    }
}

/// On which side of where it belongs something stands.
fn above_or_below(is_above: bool, lang: Lang) -> &'static str {
    if is_above { lang.of("高", "above") } else { lang.of("低", "below") }
}
