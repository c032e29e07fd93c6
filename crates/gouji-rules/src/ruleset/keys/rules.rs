//! The keys of claims, relations, measures, wordings, rules and their cases.

use super::shared::{
    ACCEPTED, AGENCY, BASIS, CASE, DEMANDS, DOCUMENTS, EACH, FROM, HINT, ID, MESSAGE, NAME, OFF,
    PROPOSED, REASON, REPLACES, SCOPE, SEVERITY, UNDER, UNTIL, WHEN, YEARS,
};
use super::{KeyKind, PLACES, REACHES, ROLE_KINDS, RuleKey, SEVERITIES, VERDICTS, key, must};

/// A claim: what a sentence says, and what its figures should equal.
pub(super) const CLAIM: &[RuleKey] = &[
    ID,
    YEARS,
    FROM,
    UNTIL,
    REASON,
    OFF,
    key(
        "text",
        KeyKind::Texts,
        "句式，例如 \"收入合计{合计:amount}，比上年{变动:change}\"；可写几种",
    ),
    UNDER,
    key("not_under", KeyKind::Texts, "上面的标题不含这些词"),
    key("not_after", KeyKind::Texts, "句式前面紧接着这些字（写法同 text）的，说的是别的数，不取"),
    key(
        "in",
        KeyKind::OneOf(PLACES),
        "在哪里找：text 正文（默认），cells 表格的格子，headings 标题，contents 目录",
    ),
    SCOPE,
    DOCUMENTS,
    AGENCY,
    EACH,
    WHEN,
    DEMANDS,
    NAME,
    SEVERITY,
    MESSAGE,
    BASIS,
    HINT,
    REPLACES,
    PROPOSED,
    ACCEPTED,
    CASE,
];

/// A relation of the figures of a sentence.
pub(super) const RELATION: &[RuleKey] = &[
    ID,
    YEARS,
    FROM,
    UNTIL,
    REASON,
    OFF,
    key(
        "of",
        KeyKind::Text,
        "程序认得的一种关系：change 增减额，growth 幅度，share 占比，sum 合计……见指南；自己的关系不写 of，写 roles",
    ),
    key(
        "roles",
        KeyKind::Texts,
        "自己的关系：句子里要有哪些角色（[[role]]）的数，公式里用角色的名字，例如 [\"补助总额\", \"户均补助\", \"受助户数\"]",
    ),
    key(
        "reach",
        KeyKind::OneOf(REACHES),
        "这些数隔多远还算一处：clause 同一分句，segment 分号之间，sentence 同一句（默认），passage 同一段",
    ),
    SCOPE,
    DOCUMENTS,
    AGENCY,
    WHEN,
    DEMANDS,
    NAME,
    SEVERITY,
    MESSAGE,
    BASIS,
    HINT,
    REPLACES,
    PROPOSED,
    ACCEPTED,
    CASE,
];

/// A role: by which words a figure of a sentence is known.
pub(super) const ROLE: &[RuleKey] = &[
    ID,
    YEARS,
    FROM,
    UNTIL,
    REASON,
    OFF,
    key("role", KeyKind::Text, "公式里的名字；不写时是 id。另一行也给同一个角色时，写那个名字"),
    key("before", KeyKind::Texts, "数前面的字：同一分句、上一个数之后，有其中一个"),
    key("after", KeyKind::Texts, "紧接在数和单位后面的字，是其中一个"),
    must(
        "kind",
        KeyKind::OneOf(ROLE_KINDS),
        "什么数：amount 金额，percent 百分数，points 百分点，count 个数，score 分数，number 没有单位的数",
    ),
    key("unit", KeyKind::Texts, "个数的单位，例如 \"户\"、\"公里\"；金额也可写，例如 \"元/亩\""),
    key("unless", KeyKind::Texts, "同一分句里有这些字的，不是它"),
    key(
        "rounded",
        KeyKind::Bool,
        "个数是平均出来的，末位四舍五入（单车、每户、每公里多少）；金额、百分数本来就是",
    ),
    key("example", KeyKind::Text, "例句，取的数用【】标出，例如 \"户均补助【0.5】万元\""),
];

/// A measure: what an amount is called, and in which cells it stands.
pub(super) const MEASURE: &[RuleKey] = &[
    ID,
    YEARS,
    FROM,
    UNTIL,
    REASON,
    OFF,
    must(
        "words",
        KeyKind::Texts,
        "怎样称呼，写全；可用括号、| 和 ?，{科目:text} 取名称里的一段，公式里可用",
    ),
    key(
        "cells",
        KeyKind::Anything,
        "各阶段的格子，例如 { \"决算\" = \"三公经费表.决算数.接待费\" }；表样有几种的写列表，一处相符即可",
    ),
    key("unsaid", KeyKind::Text, "没有写阶段的数算哪个阶段；不写时不核对"),
    key("part_of", KeyKind::Texts, "它列在哪些名目之下；别的单子里的同名一项不是它"),
    key("anywhere", KeyKind::Bool, "不论列在哪里、前面还有什么数，有这个名称就是它"),
    UNDER,
    key("not_under", KeyKind::Texts, "上面的标题都不含有这些词"),
    SCOPE,
    DOCUMENTS,
    AGENCY,
    WHEN,
    NAME,
    SEVERITY,
    MESSAGE,
    BASIS,
    HINT,
    REPLACES,
    PROPOSED,
    ACCEPTED,
    CASE,
];

/// A wording that should not be printed.
pub(super) const WORDING: &[RuleKey] = &[
    ID,
    YEARS,
    FROM,
    UNTIL,
    REASON,
    OFF,
    key(
        "printed",
        KeyKind::Texts,
        "不应有的字，照印出的样子，全角半角、引号、空格都算；写法同语句的 text，可写几种",
    ),
    key("pairs", KeyKind::Texts, "要成对的符号，例如 [\"“”\", \"（）\"]：少一个的"),
    key("mixed", KeyKind::Texts, "全角半角各一对，例如 [\"（）\", \"()\"]：一对里左右不同的"),
    key(
        "stop",
        KeyKind::Texts,
        "段末的标点，例如 [\"。\", \"！\"]：前后各段都有、只有这一段没有的",
    ),
    key("number_twice", KeyKind::Bool, "编号写了两遍（1.1.），而前后是 2.、3. 的"),
    key(
        "near",
        KeyKind::Texts,
        "固定的说法，例如 [\"一般公共预算财政拨款\"]：写错、漏写、多写一个字的；\"doc.agency\" 是本单位的名称",
    ),
    key("except", KeyKind::Texts, "同一处（stop 是同一段）有这些字的不提示"),
    UNDER,
    key("not_under", KeyKind::Texts, "上面的标题不含这些词"),
    key(
        "in",
        KeyKind::Texts,
        "在哪里找：text 正文（默认），cells 表格的格子，headings 标题；可写几个",
    ),
    SCOPE,
    NAME,
    key(
        "severity",
        KeyKind::OneOf(SEVERITIES),
        "info 提示（默认），不影响退出状态；不得出现的字写 error 或 warning",
    ),
    MESSAGE,
    BASIS,
    HINT,
    CASE,
];

/// A rule on forms or claims.
pub(super) const RULE: &[RuleKey] = &[
    ID,
    YEARS,
    FROM,
    UNTIL,
    REASON,
    OFF,
    key("form", KeyKind::Text, "核对哪张表；不写时公式里写完整路径；\"*\" 每张表"),
    key("claim", KeyKind::Text, "核对哪一种语句"),
    SCOPE,
    DOCUMENTS,
    AGENCY,
    EACH,
    key(
        "rows",
        KeyKind::OneOf(&["all", "leaves", "totals"]),
        "哪些行：leaves 明细行（不是合计，下面没有更细的行），totals 合计行，all 全部（默认）",
    ),
    WHEN,
    DEMANDS,
    NAME,
    SEVERITY,
    MESSAGE,
    BASIS,
    HINT,
    REPLACES,
    PROPOSED,
    ACCEPTED,
    CASE,
];

/// A case of a rule.
pub(super) const CASE_ITEM: &[RuleKey] = &[
    key("rule", KeyKind::Text, "是哪条规则（语句、字样）的用例；写在规则下面的不用写"),
    key("given", KeyKind::Text, "一个完整的小文件；或者写 base"),
    key("base", KeyKind::Text, "底稿的名称：cases 文件夹里的 .txt 文件"),
    key(
        "set",
        KeyKind::Values,
        "改底稿的几格：set = { \"支出决算表.合计.项目支出\" = \"79.89\" }，路径是 表样.行.列 或 表样.侧.行.列",
    ),
    key("say", KeyKind::Text, "加在正文里的一句话：底稿里写着 {say} 的那一行，没有的加在最后"),
    must(
        "expect",
        KeyKind::OneOf(VERDICTS),
        "violation 不符，holds 相符，rounding 尾差，corroborated 印证（数字一致，但不算核对），unchecked 未能核对，none 无可核对",
    ),
    key("at", KeyKind::Text, "被核对的数的名称里应有的词"),
    key("difference", KeyKind::Text, "相差多少：列示数减计算数"),
    key("last_year", KeyKind::Text, "上年文件"),
    key("template", KeyKind::Text, "空白格式"),
    key("papers", KeyKind::Values, "同一单位的别的文件：公式里的名称，小文件或底稿的名称"),
];
