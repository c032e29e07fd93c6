//! All codes with what they mean: what `gouji explain --codes` lists.

use super::{check, phrase, why};
use crate::audit::{FaultCode, Nature, WhyCode};
use crate::code::Code;
use crate::document::NoticeCode;
use crate::error::UnreadableCode;
use crate::locate::Slip;

/// Codes of one kind.
#[derive(Clone, Debug)]
pub struct CodeRoom {
    /// Name of the kind: `reason`, `notice` …
    pub name: &'static str,
    /// What they are about, in Chinese.
    pub title: &'static str,
    /// The codes.
    pub codes: Vec<CodeEntry>,
}

/// A code with what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeEntry {
    /// The code.
    pub id: &'static str,
    /// What it means, in Chinese; values stand in braces.
    pub words: &'static str,
}

/// All codes, room by room.
#[must_use]
pub fn catalogue() -> Vec<CodeRoom> {
    let slips = Slip::ALL.iter();
    vec![
        room("核对的种类（checks[].nature）", nature),
        room("问题的种类（checks[].fault）", fault),
        room("问题的说法", phrase::template),
        room("不能核对的原因（checks[].reason、rules[].reasons）", why_words),
        room("核对的提示", check::hint_words),
        CodeRoom {
            name: "slip",
            title: "可能的笔误（findings[].cause.suspects[].slip）",
            codes: slips.map(|one| CodeEntry { id: one.id(), words: slip(*one) }).collect(),
        },
        room("注意事项（notices[].code）", notice),
        room("文件未能审核的原因（error_code）", unreadable),
    ]
}

fn room<C: Code>(title: &'static str, words: impl Fn(C) -> &'static str) -> CodeRoom {
    let entry = |code: &C| CodeEntry { id: code.id(), words: words(*code) };
    CodeRoom { name: C::ROOM, title, codes: C::ALL.iter().map(entry).collect() }
}

fn nature(nature: Nature) -> &'static str {
    match nature {
        Nature::Formula => "按公式核对",
        Nature::Tree => "上级科目等于下级科目之和",
        Nature::Series => "连续编号，或者几处应当相同",
        Nature::Restated => "以别的单位再印一次的数",
        Nature::Never => "不应出现的字样",
        Nature::Expected => "脚本里写的核对",
        Nature::Reported => "脚本发现的问题",
        Nature::Skipped => "脚本略过的地方",
        Nature::Broken => "脚本没有运行完",
    }
}

fn fault(code: FaultCode) -> &'static str {
    match code {
        FaultCode::Apart => "两边不符合应有的关系",
        FaultCode::NoBase => "基数为 0，却写了比率",
        FaultCode::BlankForm => "写了金额，对应的表却一个数也没有填",
        FaultCode::Improbable => "相差的数不像是四舍五入造成的",
        FaultCode::Unwanted => "出现了不应出现的字样",
        FaultCode::Reported => "脚本发现的问题",
    }
}

/// The words of a reason; of one that has none, since it never reaches a reader, what it is.
fn why_words(code: WhyCode) -> &'static str {
    match why::template(code) {
        "" => "规则集里没有这张表样",
        words => words,
    }
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

fn notice(code: NoticeCode) -> &'static str {
    match code {
        NoticeCode::EncodingConverted => "文件是别的编码，转换后阅读",
        NoticeCode::CharactersBroken => "有的字符无法解读，以“�”代替",
        NoticeCode::ControlCharacters => "略去了控制字符",
        NoticeCode::HiddenContent => "文件里有隐藏的内容",
        NoticeCode::PageCut => "网页在中间中断，可能没有保存完整",
        NoticeCode::OwnSheet => "以前审核时加上的工作表没有审核",
        NoticeCode::FormatsUnread => "数字格式和隐藏的行列没有读取",
        NoticeCode::ErrorCells => "有的格是错误值",
        NoticeCode::FormulasUnsaved => "有的公式没有保存结果，读不出数字",
        NoticeCode::FormulasComputed => "有的公式没有保存结果，已照公式算出",
        NoticeCode::ShownDiffers => "有的格显示的数不是存储的数",
        NoticeCode::FormulaDiffers => "有的公式与存储的结果不符",
        NoticeCode::Revisions => "修订没有定稿",
        NoticeCode::PicturesUnread => "图片没有读取",
        NoticeCode::ObjectsUnread => "嵌入的对象没有读取",
        NoticeCode::PagesUnread => "有的页没有读出",
        NoticeCode::CharactersUnknown => "有个别字无法得知",
        NoticeCode::SlantedUnread => "斜着的文字没有读",
        NoticeCode::HiddenTextLayer => "文字是图片后面的隐藏文字层，可能有错字",
        NoticeCode::RowsLoose => "表下面像是行的文字没有归到各栏",
        NoticeCode::RowsTorn => "换页后的行没有接到前一页的表上",
        NoticeCode::FileUnread => "一起审核的文件里有一份没有读",
        NoticeCode::LayerLeftOut => "有一层规则没有用上",
        NoticeCode::YearUncovered => "规则集不包含文件的年度",
        NoticeCode::FigureRepaired => "损坏的数字按等式读出",
        NoticeCode::BlanksLost => "空格丢失，数字所在的列不能确定",
        NoticeCode::ColumnsMissing => "表题相符，但没有找到应有的列",
        NoticeCode::RoundingOdd => "尾差可能但不太像四舍五入",
        NoticeCode::SumsOfPrinted => "合计几乎都是列示数之和，少数不是",
        NoticeCode::NotAnalysed => "要核对的数很多，没有推断原因或分析尾差",
        NoticeCode::WaiverOpen => "豁免没有写是针对什么数的",
        NoticeCode::WaiverOutdated => "豁免是针对原来的数写的",
        NoticeCode::WaiverExpired => "豁免已经到期",
        NoticeCode::WaiverBroad => "一条豁免不论数是多少都有效",
        NoticeCode::LedgerSettled => "台账中的说明不再需要",
        NoticeCode::LedgerDiffers => "台账所写与这次核对不符",
        NoticeCode::LeftOutByCode => "按代码略去了一些问题或注意事项",
    }
}

fn unreadable(code: UnreadableCode) -> &'static str {
    match code {
        UnreadableCode::Empty => "文件是空的",
        UnreadableCode::Unsupported => "不是可以审核的格式",
        UnreadableCode::Limit => "超过上限，没有审核",
        UnreadableCode::Damaged => "文件损坏，无法读取",
        UnreadableCode::NotOpened => "没有这个文件，或者打不开",
        UnreadableCode::FolderClosed => "文件夹中有一处进不去",
        UnreadableCode::FolderEmpty => "文件夹中没有可以审核的文件",
        UnreadableCode::Rules => "需要的规则不能用",
        UnreadableCode::Internal => "审核这份文件时程序出错",
    }
}
