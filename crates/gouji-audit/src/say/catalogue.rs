//! All codes with what they mean: what `gouji explain --codes` lists.

use super::{hint, phrase, serve, slip, unread, why};
use crate::audit::{FaultCode, Nature, NoCheckCode, Slip, WhyCode};
use gouji_values::code::Code;
use gouji_values::document::NoticeCode;
use gouji_values::error::{MistakeCode, UnreadableCode};
use gouji_values::lang::Bilingual;

/// Codes of one kind.
#[derive(Clone, Debug)]
pub struct CodeRoom {
    /// Name of the kind: `reason`, `notice` …
    pub name: &'static str,
    /// What they are about.
    pub title: Bilingual,
    /// The codes.
    pub codes: Vec<CodeEntry>,
}

/// A code with what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeEntry {
    /// The code.
    pub id: &'static str,
    /// What it means; values stand in braces.
    pub words: Bilingual,
}

/// The codes of what is said, room by room.
#[must_use]
pub fn catalogue() -> Vec<CodeRoom> {
    vec![
        room("核对的种类（checks[].nature）", "kinds of checks (checks[].nature)", nature),
        room("问题的种类（checks[].fault）", "kinds of problems (checks[].fault)", fault),
        room("问题的说法", "what problems say", phrase::template),
        room(
            "不能核对的原因（checks[].reason、rules[].reasons）",
            "why something was not checked (checks[].reason, rules[].reasons)",
            why_words,
        ),
        room("核对的提示", "hints of checks", hint::hint_words),
        room("注意事项（notices[].code）", "notices (notices[].code)", notice),
        room(
            "文件未能审核的原因（error_code）",
            "why a document was not audited (error_code)",
            unreadable,
        ),
        room("规则文件的错误", "mistakes in rule files", mistake),
        room(
            "gouji serve 没有办理的原因（code）",
            "why gouji serve refused a request (code)",
            serve::template,
        ),
        room(
            "数没有读的原因（coverage.unread[].kind）",
            "why numbers were not read (coverage.unread[].kind)",
            unread::not_read,
        ),
        room(
            "数没有核对的原因（coverage.unchecked[].code）",
            "why numbers were not checked (coverage.unchecked[].code)",
            no_check,
        ),
        room(
            "格子里的数读不出的原因",
            "why the number of a cell cannot be read",
            unread::illegible,
        ),
        slips(),
    ]
}

fn slips() -> CodeRoom {
    let entry = |slip: &Slip| CodeEntry { id: slip.id(), words: slip::meaning(*slip) };
    CodeRoom {
        name: "slip",
        title: Bilingual::new(
            "可能的笔误（findings[].cause.suspects[].slip）",
            "probable slips (findings[].cause.suspects[].slip)",
        ),
        codes: Slip::ALL.iter().map(entry).collect(),
    }
}

/// The words of a reason; of one that is nothing but the name of a kind, what it is.
fn no_check(code: NoCheckCode) -> Bilingual {
    match code {
        NoCheckCode::NoFigure => Bilingual::new(
            "不是要核对的数：日期、编号等",
            "no figure to be checked: a date, numbering and the like",
        ),
        code => unread::no_check(code),
    }
}

fn room<C: Code>(
    chinese: &'static str,
    english: &'static str,
    words: impl Fn(C) -> Bilingual,
) -> CodeRoom {
    let entry = |code: &C| CodeEntry { id: code.id(), words: words(*code) };
    let title = Bilingual::new(chinese, english);
    CodeRoom { name: C::ROOM, title, codes: C::ALL.iter().map(entry).collect() }
}

words! {
    nature of Nature:
    Formula => "按公式核对" "checked by a formula",
    Tree => "上级科目等于下级科目之和" "a class is the sum of its subclasses",
    Series => "连续编号，或者几处应当相同" "running numbers, or places that should be the same",
    Restated => "以别的单位再印一次的数" "a figure printed again in another unit",
    Never => "不应出现的字样" "words that should not be there",
    Expected => "脚本里写的核对" "a check written in a script",
    Reported => "脚本发现的问题" "a problem found by a script",
    Skipped => "脚本略过的地方" "a place that a script left out",
    Broken => "脚本没有运行完" "a script that did not finish",
}

words! {
    fault of FaultCode:
    Apart => "两边不符合应有的关系" "the two sides do not stand in the relation",
    NoBase => "基数为 0，却写了比率" "the base is 0, yet a rate is stated",
    BlankForm => "写了金额，对应的表却一个数也没有填" "an amount is stated whose table has no figure at all",
    Improbable => "相差的数不像是四舍五入造成的" "the difference does not look like rounding",
    Unwanted => "出现了不应出现的字样" "words that should not be there",
    Reported => "脚本发现的问题" "a problem found by a script",
}

/// The words of a reason; of one that has none, since it never reaches a reader, what it is.
fn why_words(code: WhyCode) -> Bilingual {
    match code {
        WhyCode::FormUnknown => {
            Bilingual::new("规则集里没有这张表样", "the ruleset has no such form")
        }
        code => why::template(code),
    }
}

words! {
    notice of NoticeCode:
    NamedOtherwise => "文件名的扩展名与内容不符" "the extension of the file name is not that of its content",
    EncodingConverted => "文件是别的编码，转换后阅读" "the file has another encoding and was converted",
    FileConverted => "文件由办公软件转换成能读的格式后审核" "an office program converted the file before it was audited",
    CharactersBroken => "有的字符无法解读，以“�”代替" "some characters could not be decoded and are shown as “�”",
    ControlCharacters => "略去了控制字符" "control characters were left out",
    HiddenContent => "文件里有隐藏的内容" "the file has hidden content",
    PageCut => "网页在中间中断，可能没有保存完整" "the web page breaks off and may not have been saved as a whole",
    OwnSheet => "以前审核时加上的工作表没有审核" "a sheet that an earlier audit added was not audited",
    FormatsUnread => "数字格式和隐藏的行列没有读取" "number formats and hidden rows and columns were not read",
    ErrorCells => "有的格是错误值" "some cells hold error values",
    FormulasUnsaved => "有的公式没有保存结果，读不出数字" "the results of some formulas were not saved; the numbers cannot be read",
    FormulasComputed => "有的公式没有保存结果，已照公式算出" "the results of some formulas were not saved and were worked out",
    ShownDiffers => "有的格显示的数不是存储的数" "some cells show another number than they store",
    FormulaDiffers => "有的公式与存储的结果不符" "some formulas do not give the stored result",
    Revisions => "修订没有定稿" "tracked changes are open",
    PicturesUnread => "图片没有读取" "pictures were not read",
    MarginsUnread => "页眉、页脚里的数没有核对" "numbers in page heads and feet were not checked",
    ObjectsUnread => "嵌入的对象没有读取" "embedded objects were not read",
    PagesUnread => "有的页没有读出" "some pages were not read",
    PagesRecognised => "扫描页的文字由文字识别程序读出，可能有错字" "the text of scanned pages was recognised by a program and may have mistakes",
    PagesUnrecognised => "文字识别程序没有读出扫描页" "the program recognised no text on scanned pages",
    CharactersUnknown => "有个别字无法得知" "single characters cannot be known",
    SlantedUnread => "斜着的文字没有读" "slanted text was not read",
    HiddenTextLayer => "文字是图片后面的隐藏文字层，可能有错字" "the text is a hidden layer behind pictures and may have mistakes",
    RowsLoose => "表下面像是行的文字没有归到各栏" "what looks like rows below the table fits no column",
    RowsTorn => "换页后的行没有接到前一页的表上" "rows after a page break were not joined to the table before",
    FileUnread => "一起审核的文件里有一份没有读" "one of the files audited together was not read",
    LayerLeftOut => "有一层规则没有用上" "a layer of rules was not used",
    LayerBroken => "有一层规则有错，没有用上" "a layer of rules has mistakes and was not used",
    YearUncovered => "规则集不包含文件的年度" "the ruleset does not cover the year of the document",
    FigureRepaired => "损坏的数字按等式读出" "a damaged number was read so that its identity comes out",
    BlanksLost => "空格丢失，数字所在的列不能确定" "blanks were lost; the columns of the numbers are open",
    FormLikely => "表题或表头不全的表，按相符最多的表样读" "a table without a whole title or head was read as the form that fits best",
    FormUnclear => "表题或表头不全的表，分不清是哪一种" "a table without a whole title or head may be one of several forms",
    ColumnsMissing => "表题相符，但没有找到应有的列" "the title fits, but the columns were not found",
    TitleMissing => "栏目都在，缺表题" "the columns are there, but the title is not",
    ClassTwice => "同一类款连着印了两行" "a class is printed in two rows, one below the other",
    ColumnBlank => "合计栏一个数也没有" "a column of totals has no figure at all",
    RowsLacking => "合计里有的数没有列出相应的行" "the total holds figures whose rows are not listed",
    RoundingOdd => "尾差可能但不太像四舍五入" "the rounding difference is possible, but hardly comes of rounding",
    SumsOfPrinted => "合计几乎都是列示数之和，少数不是" "nearly all totals are sums of the printed figures, a few are not",
    NotAnalysed => "要核对的数很多，没有推断原因或分析尾差" "there are many numbers to check; causes or rounding differences were not analysed",
    RulesAdjusted => "按 gouji.toml 或尺度停用、降低了一些规则" "gouji.toml or a profile switched rules off or lowered them",
    WaiverOpen => "豁免没有写是针对什么数的" "a waiver does not say for which figures it is",
    WaiverOutdated => "豁免是针对原来的数写的" "a waiver was written for other figures",
    WaiverExpired => "豁免已经到期" "a waiver has expired",
    WaiverBroad => "一条豁免不论数是多少都有效" "a waiver holds whatever the figures are",
    LedgerSettled => "台账中的说明不再需要" "an explanation of the ledger is no longer needed",
    LedgerDiffers => "台账所写与这次核对不符" "the ledger does not agree with this audit",
    LeftOutByCode => "按代码略去了一些问题或注意事项" "findings or notices were left out by their codes",
}

words! {
    /// Why a document was not audited.
    pub(super) unreadable of UnreadableCode:
    Empty => "文件是空的" "the file is empty",
    Unsupported => "不是可以审核的格式" "the format cannot be audited",
    Limit => "超过上限，没有审核" "a limit was exceeded; it was not audited",
    Damaged => "文件损坏，无法读取" "the file is damaged and cannot be read",
    NotOpened => "没有这个文件，或者打不开" "the file is not there or cannot be opened",
    FolderClosed => "文件夹中有一处进不去" "a folder within could not be entered",
    FolderEmpty => "文件夹中没有可以审核的文件" "the folder has no document to audit",
    Rules => "需要的规则不能用" "the rules it needs cannot be used",
    Internal => "审核这份文件时程序出错" "the program went wrong on this document",
}

words! {
    mistake of MistakeCode:
    CaseNamesRule => "规则下面的用例不写 rule" "a case below a rule does not name a rule",
    CaseWithoutRule => "用例没有写是哪条规则的" "the case does not say of which rule it is",
    CaseIncomplete => "用例缺少 given 或 expect" "the case lacks given or expect",
    CaseTwoDocuments => "用例写了 given，又写了 base" "the case has both given and base",
    CaseCellText => "用例一格里的字有 | 或换行" "the text of a cell of the case has | or a line break",
    CaseBaseUnknown => "没有用例所写的底稿" "the base of the case is not there",
    CaseRuleUnknown => "没有用例所写的规则" "the rule of the case is not there",
    CaseVerdictUnknown => "用例的 expect 没有这个词" "expect of a case has no such word",
    PlaceUnknown => "in 没有这个词" "in has no such word",
    ClaimWithoutText => "声明缺少 text" "the claim lacks text",
    CaptureReserved => "取值与函数或保留字同名" "a capture has the name of a function or a reserved word",
    CaptureRepeats => "取值在一种写法里重复、在另一种里不重复" "a capture repeats in one wording and not in another",
    RelationUnknown => "没有这种关系" "there is no such relation",
    RelationUnclear => "关系没有写 of 或 roles，两样都写了，或者角色重复" "the relation has neither of nor roles, has both, or repeats a role",
    RoleUnknown => "没有这个角色" "there is no such role",
    RoleUnused => "没有公式或关系用到这个角色" "no formula or relation uses the role",
    RoleKind => "角色缺少 kind，没有这种，或者同一个角色的不同" "the role lacks kind, has an unknown one, or the same role has another elsewhere",
    RoleWithoutWords => "角色没有写凭什么认" "the role does not say by what it is recognised",
    RoleExampleMark => "例句没有标出一个数" "the example sentence does not mark a number",
    RoleExample => "例句里的数不由这一行取，或者不只这一行取得到" "the number of the example is not taken by this line, or not by it alone",
    FormWithoutColumns => "表样没有列" "the form has no columns",
    RoundingUnknown => "rounding 没有这个词" "rounding has no such word",
    ColumnWithoutKind => "列缺少 kind" "the column lacks kind",
    ColumnKindUnknown => "没有这种列类型" "there is no such kind of column",
    SideUnknown => "表样没有这一侧" "the form has no such side",
    RowUnknown => "没有这一行" "there is no such row",
    PartWithoutStart => "部分缺少 start" "the part lacks start",
    GradesEqual => "两个等级从同一个分数起" "two grades start at the same score",
    GradesUnordered => "等级没有由高到低排列" "the grades do not go from high to low",
    GradeTwice => "等级写了两次" "a grade is given twice",
    GradesWithoutZero => "没有从 0 起的等级" "no grade starts at 0",
    NumberUnusable => "不是可用的数" "not a usable number",
    ParameterNotNumber => "参数表里的一项不是数" "an entry of the table of a parameter is not a number",
    PartUnknown => "没有这个部分" "there is no such part",
    UnitUnknown => "没有这个单位" "there is no such unit",
    NameUnusable => "不能当名称" "not usable as a name",
    NameReserved => "与函数或保留字同名" "the name of a function or a reserved word",
    ValueUnknown => "这个键不能是这个值" "the key cannot have this value",
    YearsUnclear => "年度范围看不懂" "the range of years cannot be understood",
    IdMissing => "缺少 id" "id is missing",
    IdEmpty => "id 是空的" "id is empty",
    ColumnWithoutName => "列缺少 name" "the column lacks name",
    RowWithoutName => "行缺少 name" "the row lacks name",
    GradeIncomplete => "等级缺少 name 或 from" "the grade lacks name or from",
    ParameterKind => "参数不是数、文字或一张表" "the parameter is no number, text or table",
    FormNeeded => "这种规则要写 form" "this kind of rule needs form",
    ScriptFileUnknown => "没有这个脚本文件" "the script file is not there",
    TreeWithoutLevels => "tree 缺少 levels" "tree lacks levels",
    CodeColumnUnknown => "表样没有这个编码列" "the form has no such column of codes",
    ParentUnknown => "上级没有要修改或停用的一条" "what is to be changed or switched off is not in the parent",
    IdTwice => "id 在同一层里写了两次" "an id stands twice in the same layer",
    ReasonMissing => "修改上级的没有写明理由" "a change of the parent does not give its reason",
    ParameterUnused => "没有规则用到这个参数" "no rule uses the parameter",
    FragmentUnused => "没有句式用到这个片段" "no wording uses the fragment",
    WithoutEffect => "写了不起作用" "it has no effect",
    ReadOtherwise => "以前的程序读法不同" "earlier versions read it otherwise",
    LanguageUnknown => "规则语言的版本不认识" "the version of the rule language is not known",
    ProgramOlder => "规则要用更新的程序" "the rules need a newer program",
    ParameterUnitLost => "参数在上级带单位，这里没有" "the parameter has a unit in the parent and none here",
    ParameterKindChanged => "参数的种类与上级不同" "the parameter is of another kind in the parent",
    IdTaken => "id 已经用过" "the id is taken",
    NameTaken => "与表样、部分、声明或等级标准同名" "the name is that of a form, part, claim or scale",
    NameTwice => "表样里的名称用了两次" "a name stands twice in the form",
    LookMissing => "字样没有写明找什么" "what words to look for is not said",
    PairUnusable => "不是左右一对符号" "not a pair of left and right marks",
    DemandMissing => "规则没有写要核对什么" "the rule does not say what to check",
    DemandsSeveral => "规则写了不止一种核对方式" "the rule has more than one kind of check",
    SeverityUnknown => "severity 没有这个词" "severity has no such word",
    DocumentKindUnknown => "没有这种文件种类" "there is no such kind of document",
    OwnerTwice => "form 和 claim 都写了" "both form and claim are given",
    FormUnknown => "没有这张表样" "there is no such form",
    ClaimUnknown => "没有这种声明" "there is no such claim",
    MessageBraces => "message 里的花括号没有配对" "the braces of message do not pair",
    RulesetUnknown => "没有这个规则集" "there is no such ruleset",
    RulesetCircle => "extends 绕成了一个圈" "extends goes round in a circle",
    BesideIncomplete => "beside 的规则集缺少 agency 或 extends" "a ruleset beside lacks agency or extends",
    VocabularyUnclear => "词表里的键或值不认识" "a key or value of the vocabulary is not known",
    SourceUnknown => "没有这个来源" "there is no such source",
    ValueEmpty => "这里是空的" "nothing is given here",
    FingerprintUnclear => "fingerprint 不是一处问题的编号" "fingerprint is not the number of a finding",
    WaiverTwice => "同一条豁免写了两次" "the same waiver is given twice",
    WaiverWithoutTarget => "豁免没有写 fingerprint，也没有写 rule" "the waiver has neither fingerprint nor rule",
    DayUnclear => "不是日期" "not a date",
    ValueKind => "值的种类不对" "the value is of the wrong kind",
    KeyUnknown => "没有这个键" "there is no such key",
    Syntax => "TOML 写法有错" "not valid TOML",
    Pattern => "句式写法有错" "not a valid wording",
    Formula => "公式写法有错，或者里面的名称没有" "not a valid formula, or a name in it is not known",
    Script => "脚本写法有错" "not a valid script",
    ScriptFailed => "脚本运行出错" "the script went wrong",
    CaseFails => "用例的结果与 expect 不同" "the case comes to another result than expect",
    RulesetsSeveral => "文件夹里有几个规则集" "the folder has several rulesets",
    RulesetWithoutParent => "没有写上级规则集" "the parent ruleset is not given",
    SwitchedOnAgain => "上级停用的在这里又启用了" "what the parent switched off is switched on here",
    AmendsNothing => "与上级写的一样，等于没改" "the same as in the parent; nothing is changed",
    AmendedTwice => "上级已经改过一次，这里又改" "the parent changed it already, and here it is changed again",
    RulesConflict => "两条规则互相矛盾" "two rules contradict each other",
    ConfigTarget => "gouji.toml 写的规则集或文件夹不存在" "the ruleset or folder that gouji.toml names is not there",
    FileUnreadable => "规则文件读不出来" "the rule file cannot be read",
}
