//! The words for cells that could not be read and for figures that no check rests on.

use crate::audit::{IllegibleCode, NoCheckCode, NotRead};

words! {
    /// Why a cell could not be read; its values stand in braces.
    pub(super) illegible of IllegibleCode:
    NotWhole =>
        "“{text}”不是一个完整的数"
        "“{text}” is not a complete number",
    ErrorValue =>
        "“{text}”不是数"
        "“{text}” is not a number",
    PrintedTwice =>
        "“{text}”像是符号、数和单位印重了"
        "“{text}” looks as if its sign, number and unit were printed twice",
    NothingBeforePoint =>
        "“{text}”的小数点前没有数字，这份文件里有的数又被空格断开，前面可能缺了数字"
        "“{text}” has no digit before its point, and blanks break other numbers of this document; digits may be missing",
    NoOrdinal =>
        "“{text}”看不出是第几号：数字前后的字各行要一样，如 XM-001、XM-002"
        "“{text}” does not tell its number: what stands before and behind the digits must be the same in all rows, as in XM-001, XM-002",
    RowAstray =>
        "这一行的格子与表头错开，看不出属于哪一列"
        "the cells of this row do not stand under the heads; to which column they belong cannot be told",
    RowShiftOpen =>
        "这一行的格子与表头错开，有几种对法"
        "the cells of this row do not stand under the heads and fit in several ways",
    TotalRowShort =>
        "合计行的格子比表头少，看不出属于哪一列"
        "the row of totals has fewer cells than the head; to which column they belong cannot be told",
    HeaderGaps =>
        "表头有空格，合并的格子可能丢失，分不清哪一列是它"
        "the head has blank cells and merged ones may be lost; which column is meant cannot be told",
    BlanksLost =>
        "空格丢失，这一行的数有几种对列方式，不能确定是哪一列"
        "blanks were lost and the numbers of this row fit the columns in several ways",
}

words! {
    /// Why no check rests on a figure; its values stand in braces.
    pub(super) no_check of NoCheckCode:
    NoRule =>
        "没有规则核对这个数"
        "no rule checks this number",
    SentenceUnread =>
        "没有规则读出这句话"
        "no rule reads this sentence",
    InProse =>
        "叙述文字中的数"
        "a number in running text",
    Corroborated =>
        "只有印证，没有核对：即使印错了，也不一定看得出来"
        "corroborated only, not checked: a misprint might not show",
    Undecided =>
        "有关的核对不能进行"
        "the checks of it could not be made",
    NoFigure =>
        "{kind}"
        "{kind}",
}

words! {
    /// Why numbers or pages were not read.
    pub(super) not_read of NotRead:
    Table =>
        "表没有认出"
        "the table was not recognised",
    Column =>
        "有一栏没有认出"
        "a column was not recognised",
    Row =>
        "不在认出的行或栏里"
        "in no recognised row or column",
    CellText =>
        "格子里的文字，没有规则读"
        "text of cells that no rule reads",
    Line =>
        "像表里的一行，没有读成表"
        "looks like a row of a table and was not read as one",
    Picture =>
        "页是扫描件或图片"
        "the page is a scan or a picture",
    Fonts =>
        "页的字体没有文字编码"
        "the fonts of the page do not say which characters they show",
}
