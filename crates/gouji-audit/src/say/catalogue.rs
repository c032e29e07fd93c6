//! All codes with what they mean: what `gouji explain --codes` lists.

use super::{check, phrase, serve, slip, unread, why};
use crate::audit::{FaultCode, Nature, NoCheckCode, Slip, WhyCode};
use gouji_values::code::Code;
use gouji_values::document::NoticeCode;
use gouji_values::error::{MistakeCode, UnreadableCode};

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

/// The codes of what is said, room by room.
#[must_use]
pub fn catalogue() -> Vec<CodeRoom> {
    vec![
        room("核对的种类（checks[].nature）", nature),
        room("问题的种类（checks[].fault）", fault),
        room("问题的说法", phrase::template),
        room("不能核对的原因（checks[].reason、rules[].reasons）", why_words),
        room("核对的提示", check::hint_words),
        room("注意事项（notices[].code）", notice),
        room("文件未能审核的原因（error_code）", unreadable),
        room("规则文件的错误", mistake),
        room("gouji serve 没有办理的原因（code）", serve::template),
        room("数没有读的原因（coverage.unread[].kind）", unread::not_read),
        room("数没有核对的原因（coverage.unchecked[].code）", no_check),
        room("格子里的数读不出的原因", unread::illegible),
        slips(),
    ]
}

fn slips() -> CodeRoom {
    let entry = |slip: &Slip| CodeEntry { id: slip.id(), words: slip::meaning(*slip) };
    CodeRoom {
        name: "slip",
        title: "可能的笔误（findings[].cause.suspects[].slip）",
        codes: Slip::ALL.iter().map(entry).collect(),
    }
}

/// The words of a reason; of one that is nothing but the name of a kind, what it is.
fn no_check(code: NoCheckCode) -> &'static str {
    match code {
        NoCheckCode::NoFigure => "不是要核对的数：日期、编号等",
        code => unread::no_check(code),
    }
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

fn notice(code: NoticeCode) -> &'static str {
    match code {
        NoticeCode::NamedOtherwise => "文件名的扩展名与内容不符",
        NoticeCode::EncodingConverted => "文件是别的编码，转换后阅读",
        NoticeCode::FileConverted => "文件由办公软件转换成能读的格式后审核",
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
        NoticeCode::MarginsUnread => "页眉、页脚里的数没有核对",
        NoticeCode::ObjectsUnread => "嵌入的对象没有读取",
        NoticeCode::PagesUnread => "有的页没有读出",
        NoticeCode::PagesRecognised => "扫描页的文字由文字识别程序读出，可能有错字",
        NoticeCode::PagesUnrecognised => "文字识别程序没有读出扫描页",
        NoticeCode::CharactersUnknown => "有个别字无法得知",
        NoticeCode::SlantedUnread => "斜着的文字没有读",
        NoticeCode::HiddenTextLayer => "文字是图片后面的隐藏文字层，可能有错字",
        NoticeCode::RowsLoose => "表下面像是行的文字没有归到各栏",
        NoticeCode::RowsTorn => "换页后的行没有接到前一页的表上",
        NoticeCode::FileUnread => "一起审核的文件里有一份没有读",
        NoticeCode::LayerLeftOut => "有一层规则没有用上",
        NoticeCode::LayerBroken => "有一层规则有错，没有用上",
        NoticeCode::YearUncovered => "规则集不包含文件的年度",
        NoticeCode::FigureRepaired => "损坏的数字按等式读出",
        NoticeCode::BlanksLost => "空格丢失，数字所在的列不能确定",
        NoticeCode::FormLikely => "表题或表头不全的表，按相符最多的表样读",
        NoticeCode::FormUnclear => "表题或表头不全的表，分不清是哪一种",
        NoticeCode::ColumnsMissing => "表题相符，但没有找到应有的列",
        NoticeCode::ClassTwice => "同一类款连着印了两行",
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

/// Mistakes of a waiver that says what it waives.
fn of_waivers(code: MistakeCode) -> &'static str {
    if code == MistakeCode::WaiverTwice {
        "同一条豁免写了两次"
    } else {
        "fingerprint 不是一处问题的编号"
    }
}

fn mistake(code: MistakeCode) -> &'static str {
    match code {
        MistakeCode::CaseNamesRule => "规则下面的用例不写 rule",
        MistakeCode::CaseWithoutRule => "用例没有写是哪条规则的",
        MistakeCode::CaseIncomplete => "用例缺少 given 或 expect",
        MistakeCode::CaseTwoDocuments => "用例写了 given，又写了 base",
        MistakeCode::CaseCellText => "用例一格里的字有 | 或换行",
        MistakeCode::CaseBaseUnknown => "没有用例所写的底稿",
        MistakeCode::CaseRuleUnknown => "没有用例所写的规则",
        MistakeCode::CaseVerdictUnknown => "用例的 expect 没有这个词",
        MistakeCode::PlaceUnknown => "in 没有这个词",
        MistakeCode::ClaimWithoutText => "声明缺少 text",
        MistakeCode::CaptureReserved => "取值与函数或保留字同名",
        MistakeCode::CaptureRepeats => "取值在一种写法里重复、在另一种里不重复",
        MistakeCode::RelationUnknown => "没有这种关系",
        MistakeCode::RelationUnclear => "关系没有写 of 或 roles，两样都写了，或者角色重复",
        MistakeCode::RoleUnknown => "没有这个角色",
        MistakeCode::RoleUnused => "没有公式或关系用到这个角色",
        MistakeCode::RoleKind => "角色缺少 kind，没有这种，或者同一个角色的不同",
        MistakeCode::RoleWithoutWords => "角色没有写凭什么认",
        MistakeCode::RoleExampleMark => "例句没有标出一个数",
        MistakeCode::RoleExample => "例句里的数不由这一行取，或者不只这一行取得到",
        MistakeCode::FormWithoutColumns => "表样没有列",
        MistakeCode::RoundingUnknown => "rounding 没有这个词",
        MistakeCode::ColumnWithoutKind => "列缺少 kind",
        MistakeCode::ColumnKindUnknown => "没有这种列类型",
        MistakeCode::SideUnknown => "表样没有这一侧",
        MistakeCode::RowUnknown => "没有这一行",
        MistakeCode::PartWithoutStart => "部分缺少 start",
        MistakeCode::GradesEqual => "两个等级从同一个分数起",
        MistakeCode::GradesUnordered => "等级没有由高到低排列",
        MistakeCode::GradeTwice => "等级写了两次",
        MistakeCode::GradesWithoutZero => "没有从 0 起的等级",
        MistakeCode::NumberUnusable => "不是可用的数",
        MistakeCode::ParameterNotNumber => "参数表里的一项不是数",
        MistakeCode::PartUnknown => "没有这个部分",
        MistakeCode::UnitUnknown => "没有这个单位",
        MistakeCode::NameUnusable => "不能当名称",
        MistakeCode::NameReserved => "与函数或保留字同名",
        MistakeCode::ValueUnknown => "这个键不能是这个值",
        MistakeCode::YearsUnclear => "年度范围看不懂",
        MistakeCode::IdMissing => "缺少 id",
        MistakeCode::IdEmpty => "id 是空的",
        MistakeCode::ColumnWithoutName => "列缺少 name",
        MistakeCode::RowWithoutName => "行缺少 name",
        MistakeCode::GradeIncomplete => "等级缺少 name 或 from",
        MistakeCode::ParameterKind => "参数不是数、文字或一张表",
        MistakeCode::FormNeeded => "这种规则要写 form",
        MistakeCode::ScriptFileUnknown => "没有这个脚本文件",
        MistakeCode::TreeWithoutLevels => "tree 缺少 levels",
        MistakeCode::CodeColumnUnknown => "表样没有这个编码列",
        MistakeCode::ParentUnknown => "上级没有要修改或停用的一条",
        MistakeCode::IdTwice => "id 在同一层里写了两次",
        MistakeCode::ReasonMissing => "修改上级的没有写明理由",
        MistakeCode::ParameterUnused => "没有规则用到这个参数",
        MistakeCode::FragmentUnused => "没有句式用到这个片段",
        MistakeCode::WithoutEffect => "写了不起作用",
        MistakeCode::ReadOtherwise => "以前的程序读法不同",
        MistakeCode::LanguageUnknown => "规则语言的版本不认识",
        MistakeCode::ProgramOlder => "规则要用更新的程序",
        MistakeCode::ParameterUnitLost => "参数在上级带单位，这里没有",
        MistakeCode::ParameterKindChanged => "参数的种类与上级不同",
        MistakeCode::IdTaken => "id 已经用过",
        MistakeCode::NameTaken => "与表样、部分、声明或等级标准同名",
        MistakeCode::NameTwice => "表样里的名称用了两次",
        MistakeCode::LookMissing => "字样没有写明找什么",
        MistakeCode::PairUnusable => "不是左右一对符号",
        MistakeCode::DemandMissing => "规则没有写要核对什么",
        MistakeCode::DemandsSeveral => "规则写了不止一种核对方式",
        MistakeCode::SeverityUnknown => "severity 没有这个词",
        MistakeCode::DocumentKindUnknown => "没有这种文件种类",
        MistakeCode::OwnerTwice => "form 和 claim 都写了",
        MistakeCode::FormUnknown => "没有这张表样",
        MistakeCode::ClaimUnknown => "没有这种声明",
        MistakeCode::MessageBraces => "message 里的花括号没有配对",
        MistakeCode::RulesetUnknown => "没有这个规则集",
        MistakeCode::RulesetCircle => "extends 绕成了一个圈",
        MistakeCode::BesideIncomplete => "beside 的规则集缺少 agency 或 extends",
        MistakeCode::VocabularyUnclear => "词表里的键或值不认识",
        MistakeCode::SourceUnknown => "没有这个来源",
        MistakeCode::ValueEmpty => "这里是空的",
        MistakeCode::FingerprintUnclear | MistakeCode::WaiverTwice => of_waivers(code),
        MistakeCode::WaiverWithoutTarget => "豁免没有写 fingerprint，也没有写 rule",
        MistakeCode::DayUnclear => "不是日期",
        MistakeCode::ValueKind => "值的种类不对",
        MistakeCode::KeyUnknown => "没有这个键",
        MistakeCode::Syntax => "TOML 写法有错",
        MistakeCode::Pattern => "句式写法有错",
        MistakeCode::Formula => "公式写法有错，或者里面的名称没有",
        MistakeCode::Script => "脚本写法有错",
        MistakeCode::ScriptFailed => "脚本运行出错",
        MistakeCode::CaseFails => "用例的结果与 expect 不同",
        MistakeCode::RulesetsSeveral => "文件夹里有几个规则集",
        MistakeCode::RulesetWithoutParent => "没有写上级规则集",
        MistakeCode::SwitchedOnAgain => "上级停用的在这里又启用了",
        MistakeCode::AmendsNothing => "与上级写的一样，等于没改",
        MistakeCode::AmendedTwice => "上级已经改过一次，这里又改",
        MistakeCode::RulesConflict => "两条规则互相矛盾",
        MistakeCode::ConfigTarget => "gouji.toml 写的规则集或文件夹不存在",
        MistakeCode::FileUnreadable => "规则文件读不出来",
    }
}
