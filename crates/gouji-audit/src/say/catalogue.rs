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

words! {
    nature of Nature:
    Formula => "按公式核对",
    Tree => "上级科目等于下级科目之和",
    Series => "连续编号，或者几处应当相同",
    Restated => "以别的单位再印一次的数",
    Never => "不应出现的字样",
    Expected => "脚本里写的核对",
    Reported => "脚本发现的问题",
    Skipped => "脚本略过的地方",
    Broken => "脚本没有运行完",
}

words! {
    fault of FaultCode:
    Apart => "两边不符合应有的关系",
    NoBase => "基数为 0，却写了比率",
    BlankForm => "写了金额，对应的表却一个数也没有填",
    Improbable => "相差的数不像是四舍五入造成的",
    Unwanted => "出现了不应出现的字样",
    Reported => "脚本发现的问题",
}

/// The words of a reason; of one that has none, since it never reaches a reader, what it is.
fn why_words(code: WhyCode) -> &'static str {
    match why::template(code) {
        "" => "规则集里没有这张表样",
        words => words,
    }
}

words! {
    notice of NoticeCode:
    NamedOtherwise => "文件名的扩展名与内容不符",
    EncodingConverted => "文件是别的编码，转换后阅读",
    FileConverted => "文件由办公软件转换成能读的格式后审核",
    CharactersBroken => "有的字符无法解读，以“�”代替",
    ControlCharacters => "略去了控制字符",
    HiddenContent => "文件里有隐藏的内容",
    PageCut => "网页在中间中断，可能没有保存完整",
    OwnSheet => "以前审核时加上的工作表没有审核",
    FormatsUnread => "数字格式和隐藏的行列没有读取",
    ErrorCells => "有的格是错误值",
    FormulasUnsaved => "有的公式没有保存结果，读不出数字",
    FormulasComputed => "有的公式没有保存结果，已照公式算出",
    ShownDiffers => "有的格显示的数不是存储的数",
    FormulaDiffers => "有的公式与存储的结果不符",
    Revisions => "修订没有定稿",
    PicturesUnread => "图片没有读取",
    MarginsUnread => "页眉、页脚里的数没有核对",
    ObjectsUnread => "嵌入的对象没有读取",
    PagesUnread => "有的页没有读出",
    PagesRecognised => "扫描页的文字由文字识别程序读出，可能有错字",
    PagesUnrecognised => "文字识别程序没有读出扫描页",
    CharactersUnknown => "有个别字无法得知",
    SlantedUnread => "斜着的文字没有读",
    HiddenTextLayer => "文字是图片后面的隐藏文字层，可能有错字",
    RowsLoose => "表下面像是行的文字没有归到各栏",
    RowsTorn => "换页后的行没有接到前一页的表上",
    FileUnread => "一起审核的文件里有一份没有读",
    LayerLeftOut => "有一层规则没有用上",
    LayerBroken => "有一层规则有错，没有用上",
    YearUncovered => "规则集不包含文件的年度",
    FigureRepaired => "损坏的数字按等式读出",
    BlanksLost => "空格丢失，数字所在的列不能确定",
    FormLikely => "表题或表头不全的表，按相符最多的表样读",
    FormUnclear => "表题或表头不全的表，分不清是哪一种",
    ColumnsMissing => "表题相符，但没有找到应有的列",
    ClassTwice => "同一类款连着印了两行",
    ColumnBlank => "合计栏一个数也没有",
    RowsLacking => "合计里有的数没有列出相应的行",
    RoundingOdd => "尾差可能但不太像四舍五入",
    SumsOfPrinted => "合计几乎都是列示数之和，少数不是",
    NotAnalysed => "要核对的数很多，没有推断原因或分析尾差",
    RulesAdjusted => "按 gouji.toml 或尺度停用、降低了一些规则",
    WaiverOpen => "豁免没有写是针对什么数的",
    WaiverOutdated => "豁免是针对原来的数写的",
    WaiverExpired => "豁免已经到期",
    WaiverBroad => "一条豁免不论数是多少都有效",
    LedgerSettled => "台账中的说明不再需要",
    LedgerDiffers => "台账所写与这次核对不符",
    LeftOutByCode => "按代码略去了一些问题或注意事项",
}

words! {
    unreadable of UnreadableCode:
    Empty => "文件是空的",
    Unsupported => "不是可以审核的格式",
    Limit => "超过上限，没有审核",
    Damaged => "文件损坏，无法读取",
    NotOpened => "没有这个文件，或者打不开",
    FolderClosed => "文件夹中有一处进不去",
    FolderEmpty => "文件夹中没有可以审核的文件",
    Rules => "需要的规则不能用",
    Internal => "审核这份文件时程序出错",
}

words! {
    mistake of MistakeCode:
    CaseNamesRule => "规则下面的用例不写 rule",
    CaseWithoutRule => "用例没有写是哪条规则的",
    CaseIncomplete => "用例缺少 given 或 expect",
    CaseTwoDocuments => "用例写了 given，又写了 base",
    CaseCellText => "用例一格里的字有 | 或换行",
    CaseBaseUnknown => "没有用例所写的底稿",
    CaseRuleUnknown => "没有用例所写的规则",
    CaseVerdictUnknown => "用例的 expect 没有这个词",
    PlaceUnknown => "in 没有这个词",
    ClaimWithoutText => "声明缺少 text",
    CaptureReserved => "取值与函数或保留字同名",
    CaptureRepeats => "取值在一种写法里重复、在另一种里不重复",
    RelationUnknown => "没有这种关系",
    RelationUnclear => "关系没有写 of 或 roles，两样都写了，或者角色重复",
    RoleUnknown => "没有这个角色",
    RoleUnused => "没有公式或关系用到这个角色",
    RoleKind => "角色缺少 kind，没有这种，或者同一个角色的不同",
    RoleWithoutWords => "角色没有写凭什么认",
    RoleExampleMark => "例句没有标出一个数",
    RoleExample => "例句里的数不由这一行取，或者不只这一行取得到",
    FormWithoutColumns => "表样没有列",
    RoundingUnknown => "rounding 没有这个词",
    ColumnWithoutKind => "列缺少 kind",
    ColumnKindUnknown => "没有这种列类型",
    SideUnknown => "表样没有这一侧",
    RowUnknown => "没有这一行",
    PartWithoutStart => "部分缺少 start",
    GradesEqual => "两个等级从同一个分数起",
    GradesUnordered => "等级没有由高到低排列",
    GradeTwice => "等级写了两次",
    GradesWithoutZero => "没有从 0 起的等级",
    NumberUnusable => "不是可用的数",
    ParameterNotNumber => "参数表里的一项不是数",
    PartUnknown => "没有这个部分",
    UnitUnknown => "没有这个单位",
    NameUnusable => "不能当名称",
    NameReserved => "与函数或保留字同名",
    ValueUnknown => "这个键不能是这个值",
    YearsUnclear => "年度范围看不懂",
    IdMissing => "缺少 id",
    IdEmpty => "id 是空的",
    ColumnWithoutName => "列缺少 name",
    RowWithoutName => "行缺少 name",
    GradeIncomplete => "等级缺少 name 或 from",
    ParameterKind => "参数不是数、文字或一张表",
    FormNeeded => "这种规则要写 form",
    ScriptFileUnknown => "没有这个脚本文件",
    TreeWithoutLevels => "tree 缺少 levels",
    CodeColumnUnknown => "表样没有这个编码列",
    ParentUnknown => "上级没有要修改或停用的一条",
    IdTwice => "id 在同一层里写了两次",
    ReasonMissing => "修改上级的没有写明理由",
    ParameterUnused => "没有规则用到这个参数",
    FragmentUnused => "没有句式用到这个片段",
    WithoutEffect => "写了不起作用",
    ReadOtherwise => "以前的程序读法不同",
    LanguageUnknown => "规则语言的版本不认识",
    ProgramOlder => "规则要用更新的程序",
    ParameterUnitLost => "参数在上级带单位，这里没有",
    ParameterKindChanged => "参数的种类与上级不同",
    IdTaken => "id 已经用过",
    NameTaken => "与表样、部分、声明或等级标准同名",
    NameTwice => "表样里的名称用了两次",
    LookMissing => "字样没有写明找什么",
    PairUnusable => "不是左右一对符号",
    DemandMissing => "规则没有写要核对什么",
    DemandsSeveral => "规则写了不止一种核对方式",
    SeverityUnknown => "severity 没有这个词",
    DocumentKindUnknown => "没有这种文件种类",
    OwnerTwice => "form 和 claim 都写了",
    FormUnknown => "没有这张表样",
    ClaimUnknown => "没有这种声明",
    MessageBraces => "message 里的花括号没有配对",
    RulesetUnknown => "没有这个规则集",
    RulesetCircle => "extends 绕成了一个圈",
    BesideIncomplete => "beside 的规则集缺少 agency 或 extends",
    VocabularyUnclear => "词表里的键或值不认识",
    SourceUnknown => "没有这个来源",
    ValueEmpty => "这里是空的",
    FingerprintUnclear => "fingerprint 不是一处问题的编号",
    WaiverTwice => "同一条豁免写了两次",
    WaiverWithoutTarget => "豁免没有写 fingerprint，也没有写 rule",
    DayUnclear => "不是日期",
    ValueKind => "值的种类不对",
    KeyUnknown => "没有这个键",
    Syntax => "TOML 写法有错",
    Pattern => "句式写法有错",
    Formula => "公式写法有错，或者里面的名称没有",
    Script => "脚本写法有错",
    ScriptFailed => "脚本运行出错",
    CaseFails => "用例的结果与 expect 不同",
    RulesetsSeveral => "文件夹里有几个规则集",
    RulesetWithoutParent => "没有写上级规则集",
    SwitchedOnAgain => "上级停用的在这里又启用了",
    AmendsNothing => "与上级写的一样，等于没改",
    AmendedTwice => "上级已经改过一次，这里又改",
    RulesConflict => "两条规则互相矛盾",
    ConfigTarget => "gouji.toml 写的规则集或文件夹不存在",
    FileUnreadable => "规则文件读不出来",
}
