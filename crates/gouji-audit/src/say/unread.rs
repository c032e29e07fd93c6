//! The words for cells that could not be read and for figures that no check rests on.

use crate::audit::{IllegibleCode, NoCheckCode, NotRead};

/// Why a cell could not be read; its values stand in braces.
pub(super) fn illegible(code: IllegibleCode) -> &'static str {
    match code {
        IllegibleCode::NotWhole => "“{text}”不是一个完整的数",
        IllegibleCode::ErrorValue => "“{text}”不是数",
        IllegibleCode::PrintedTwice => "“{text}”像是符号、数和单位印重了",
        IllegibleCode::NothingBeforePoint => {
            "“{text}”的小数点前没有数字，这份文件里有的数又被空格断开，前面可能缺了数字"
        }
        IllegibleCode::RowAstray => "这一行的格子与表头错开，看不出属于哪一列",
        IllegibleCode::RowShiftOpen => "这一行的格子与表头错开，有几种对法",
        IllegibleCode::TotalRowShort => "合计行的格子比表头少，看不出属于哪一列",
        IllegibleCode::HeaderGaps => "表头有空格，合并的格子可能丢失，分不清哪一列是它",
        IllegibleCode::BlanksLost => "空格丢失，这一行的数有几种对列方式，不能确定是哪一列",
    }
}

/// Why no check rests on a figure; its values stand in braces.
pub(super) fn no_check(code: NoCheckCode) -> &'static str {
    match code {
        NoCheckCode::NoRule => "没有规则核对这个数",
        NoCheckCode::SentenceUnread => "没有规则读出这句话",
        NoCheckCode::InProse => "叙述文字中的数",
        NoCheckCode::Corroborated => "只有印证，没有核对：即使印错了，也不一定看得出来",
        NoCheckCode::Undecided => "有关的核对不能进行",
        NoCheckCode::NoFigure => "{kind}",
    }
}

/// Why numbers or pages were not read.
pub(super) fn not_read(code: NotRead) -> &'static str {
    match code {
        NotRead::Table => "表没有认出",
        NotRead::Column => "有一栏没有认出",
        NotRead::Row => "不在认出的行或栏里",
        NotRead::CellText => "格子里的文字，没有规则读",
        NotRead::Line => "像表里的一行，没有读成表",
        NotRead::Picture => "页是扫描件或图片",
        NotRead::Fonts => "页的字体没有文字编码",
    }
}
