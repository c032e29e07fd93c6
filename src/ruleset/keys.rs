//! The keys of rule files, each described once: the reader knows by it which keys there are, and
//! the JSON Schema for editors is made of it.

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyKind {
    /// A text.
    Text,
    /// A text or a list of texts.
    Texts,
    /// `true` or `false`.
    Bool,
    /// A number, or a text with one.
    Number,
    /// A list of whole numbers.
    Wholes,
    /// One of some words.
    OneOf(&'static [&'static str]),
    /// One of some words, or a name.
    OneOfOr(&'static [&'static str]),
    /// A table of this name.
    Table(&'static str),
    /// A list of tables of this name.
    Tables(&'static str),
    /// A table with keys of the tables of this name, as many as all of them have in common.
    Shared(&'static str),
    /// Values by any name.
    Values,
    /// A day, as TOML writes it or as a text.
    Day,
    /// The keys of the kinds of rules, which `kind` lists.
    Demands,
    /// What another reader looks at.
    Anything,
}

/// A key.
#[derive(Clone, Copy, Debug)]
pub(super) struct RuleKey {
    pub(super) name: &'static str,
    pub(super) kind: KeyKind,
    pub(super) required: bool,
    /// For an author, in Chinese.
    pub(super) about: &'static str,
}

pub(super) const fn key(name: &'static str, kind: KeyKind, about: &'static str) -> RuleKey {
    RuleKey { name, kind, required: false, about }
}

pub(super) const fn must(name: &'static str, kind: KeyKind, about: &'static str) -> RuleKey {
    RuleKey { name, kind, required: true, about }
}

const ID: RuleKey = must("id", KeyKind::Text, "编号：公式和修改都用它，发布以后不再改");
const YEARS: RuleKey =
    key("years", KeyKind::Text, "适用的年度：\"2022..\"、\"2018..2021\"、\"..2019\"、\"2023\"");
const FROM: RuleKey = key("from", KeyKind::Number, "从哪一年度起（含），例如 2022");
const UNTIL: RuleKey = key("until", KeyKind::Number, "到哪一年度为止（含），例如 2024");
const REASON: RuleKey = key("reason", KeyKind::Text, "修改或停用上级的同名一条时写明理由");
const OFF: RuleKey = key("off", KeyKind::Bool, "停用上级的这一条，要写 reason");
const UNIT: RuleKey =
    key("unit", KeyKind::Text, "页面上没有写单位时用的单位，例如 \"万元\"、\"分\"");

/// Kinds of column.
pub(super) const COLUMN_KINDS: &[&str] = &[
    "label", "code", "group", "text", "line", "ordinal", "amount", "percent", "count", "score",
    "target", "grade", "year", "date",
];
/// Roundings of a form.
pub(super) const ROUNDINGS: &[&str] = &["auto", "exact", "nearest", "truncate"];
/// Severities.
pub(super) const SEVERITIES: &[&str] = &["error", "warning", "info"];
/// Verdicts that a case may expect.
pub(super) const VERDICTS: &[&str] =
    &["violation", "holds", "rounding", "corroborated", "unchecked", "none"];
/// Places of claims.
pub(super) const PLACES: &[&str] = &["text", "cells", "headings"];

const SCOPE: RuleKey = key("scope", KeyKind::Texts, "只在这些部分（[[part]] 的 id）里");
const AGENCY: RuleKey =
    key("agency", KeyKind::Texts, "只用于这些单位的文件；本级、部门、括号的写法都认");
const DOCUMENTS: RuleKey = key(
    "documents",
    KeyKind::Texts,
    "只用于这些种类的文件（vocabulary.toml 的 [kinds]）；种类没有认出的文件照样核对",
);
const EACH: RuleKey = key(
    "each",
    KeyKind::OneOfOr(&["row", "column"]),
    "每一个核对一次的是什么：row 行，column 列（公式里行名、列名混用时要写），或者分组栏的名称（每组一次）",
);
const WHEN: RuleKey = key("when", KeyKind::Text, "条件：不满足、或其中缺数时不核对");
const DEMANDS: RuleKey = key("", KeyKind::Demands, "");
const NAME: RuleKey = key("name", KeyKind::Text, "一句话说明");
const SEVERITY: RuleKey = key(
    "severity",
    KeyKind::OneOf(SEVERITIES),
    "error 文件里的数自相矛盾（默认），warning 要有前提，info 文字和提示",
);
const MESSAGE: RuleKey =
    key("message", KeyKind::Text, "报告的话，可用 {stated}、{computed}、{difference} 和行名列名");
const BASIS: RuleKey = key(
    "basis",
    KeyKind::Texts,
    "依据：写 [[source]] 的 id，条款写在 # 后面（\"财预〔2020〕10号#各级指标权重\"），或者一句话；可写几条",
);
const HINT: RuleKey = key("hint", KeyKind::Text, "给核对人的提示");
const CASE: RuleKey = key("case", KeyKind::Tables("case"), "用例：一个小文件，应当得出什么");
const CASES: RuleKey = key(
    "case",
    KeyKind::Tables("case"),
    "用例：写明是哪条规则的；规则集里 cases 文件夹的文件只写用例",
);
const REPLACES: RuleKey =
    key("replaces", KeyKind::Texts, "代替哪些旧编号：对旧编号的修改、停用、豁免和台账接着有效");
const UNDER: RuleKey = key("under", KeyKind::Texts, "上面的标题含有这些词之一");

/// All tables of rule files by the name that messages give them.
pub(super) const TABLES: &[(&str, &[RuleKey])] = &[
    (
        "规则文件",
        &[
            key("form", KeyKind::Tables("[[form]]"), "表样：表长什么样"),
            key("part", KeyKind::Tables("[[part]]"), "部分：文件中的一段，有自己的表和语句"),
            key("scale", KeyKind::Tables("[[scale]]"), "等级标准"),
            key("source", KeyKind::Tables("[[source]]"), "来源：规则引用的制度、办法，各写一次"),
            key("claim", KeyKind::Tables("[[claim]]"), "语句：正文说了什么，说的数应当等于什么"),
            key(
                "relation",
                KeyKind::Tables("[[relation]]"),
                "叙述关系：句子里的数互相应当怎样，不论怎么写",
            ),
            key(
                "measure",
                KeyKind::Tables("[[measure]]"),
                "名目：句子说的是什么数，怎样称呼，在哪张表的哪一格",
            ),
            key(
                "wording",
                KeyKind::Tables("[[wording]]"),
                "字样：照印出的样子看，不应有的字和标点",
            ),
            key("rule", KeyKind::Tables("[[rule]]"), "规则：什么应当相等或不超过"),
            key("param", KeyKind::Values, "参数：各地可以改的数；中文的键要加引号"),
            key(
                "defaults",
                KeyKind::Table("[defaults]"),
                "本文件各条都一样的键，写一次：[defaults.measure]；某一条自己写了的，按它自己的",
            ),
            CASES,
        ],
    ),
    ("用例文件", &[CASES]),
    (
        "[defaults]",
        &[
            key("claim", KeyKind::Shared("[[claim]]"), "各条语句都一样的键"),
            key("relation", KeyKind::Shared("[[relation]]"), "各条叙述关系都一样的键"),
            key("measure", KeyKind::Shared("[[measure]]"), "各个名目都一样的键"),
            key("wording", KeyKind::Shared("[[wording]]"), "各条字样都一样的键"),
            key("rule", KeyKind::Shared("[[rule]]"), "各条规则都一样的键"),
        ],
    ),
    (
        "[[form]]",
        &[
            ID,
            YEARS,
            FROM,
            UNTIL,
            REASON,
            OFF,
            DOCUMENTS,
            key(
                "title",
                KeyKind::Texts,
                "表题，不写编号、年度、单位名称；`…` 代表任意字；不写时只看栏目",
            ),
            key(
                "number",
                KeyKind::Texts,
                "表号，例如 \"公开01\"：导入审核公式（rules import）按它找表；识别表时只作没有表题的表的旁证",
            ),
            UNDER,
            key("sides", KeyKind::Texts, "左右并列的栏目组，例如 [\"收入\", \"支出\"]"),
            UNIT,
            key(
                "rounding",
                KeyKind::OneOf(ROUNDINGS),
                "四舍五入：auto 默认，exact 不舍入，nearest 四舍五入，truncate 截尾",
            ),
            key(
                "end",
                KeyKind::Texts,
                "行首印着这些字的行起不再是这张表（几块表画成一张大表时），`…` 代表任意字",
            ),
            key("columns", KeyKind::Tables("columns"), "栏目"),
            key("rows", KeyKind::Tables("rows"), "公式里要点名的行"),
        ],
    ),
    (
        "columns",
        &[
            must("name", KeyKind::Text, "公式里的名字"),
            key("kind", KeyKind::OneOf(COLUMN_KINDS), "种类"),
            key("header", KeyKind::Texts, "印出的栏目名，不写时同 name"),
            key("side", KeyKind::Text, "只在这一侧"),
            key("optional", KeyKind::Bool, "没有这一栏也算这张表"),
            UNIT,
            key("text", KeyKind::Texts, "格子里文字的句式"),
        ],
    ),
    (
        "rows",
        &[
            must("name", KeyKind::Text, "公式里的名字"),
            key("label", KeyKind::Texts, "印出的行名，不写时同 name"),
            key("code", KeyKind::Text, "科目编码，代替行名"),
            key("after", KeyKind::Text, "在这一行之后（行名相同时）"),
            key("total", KeyKind::Bool, "合计行：不计入 sum 和 count"),
            UNIT,
        ],
    ),
    (
        "[[part]]",
        &[
            ID,
            YEARS,
            FROM,
            UNTIL,
            REASON,
            OFF,
            key("start", KeyKind::Texts, "开头的标题或表题的句式"),
            key("key", KeyKind::Texts, "里面的取值句式，第一个取值是它的名称"),
        ],
    ),
    (
        "[[scale]]",
        &[
            ID,
            YEARS,
            FROM,
            UNTIL,
            REASON,
            OFF,
            key("grades", KeyKind::Tables("grades"), "由高到低的等级，最后一级从 0 起"),
        ],
    ),
    (
        "[[source]]",
        &[
            ID,
            YEARS,
            FROM,
            UNTIL,
            REASON,
            OFF,
            key("number", KeyKind::Text, "文号"),
            key("title", KeyKind::Text, "名称，不带书名号"),
        ],
    ),
    (
        "grades",
        &[must("name", KeyKind::Text, "等级"), must("from", KeyKind::Number, "从多少分起（含）")],
    ),
    (
        "[[claim]]",
        &[
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
            key(
                "not_after",
                KeyKind::Texts,
                "句式前面紧接着这些字（写法同 text）的，说的是别的数，不取",
            ),
            key(
                "in",
                KeyKind::OneOf(PLACES),
                "在哪里找：text 正文（默认），cells 表格的格子，headings 标题",
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
            CASE,
        ],
    ),
    (
        "[[relation]]",
        &[
            ID,
            YEARS,
            FROM,
            UNTIL,
            REASON,
            OFF,
            must(
                "of",
                KeyKind::Text,
                "哪一种关系：change 增减额，growth 幅度，share 占比，sum 合计……见指南",
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
            CASE,
        ],
    ),
    (
        "[[measure]]",
        &[
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
            CASE,
        ],
    ),
    (
        "[[wording]]",
        &[
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
            key(
                "mixed",
                KeyKind::Texts,
                "全角半角各一对，例如 [\"（）\", \"()\"]：一对里左右不同的",
            ),
            key(
                "stop",
                KeyKind::Texts,
                "段末的标点，例如 [\"。\", \"！\"]：前后各段都有、只有这一段没有的",
            ),
            key("number_twice", KeyKind::Bool, "编号写了两遍（1.1.），而前后是 2.、3. 的"),
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
        ],
    ),
    (
        "[[rule]]",
        &[
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
            CASE,
        ],
    ),
    (
        "case",
        &[
            key("rule", KeyKind::Text, "是哪条规则（语句、字样）的用例；写在规则下面的不用写"),
            key("given", KeyKind::Text, "一个完整的小文件；或者写 base"),
            key("base", KeyKind::Text, "底稿的名称：cases 文件夹里的 .txt 文件"),
            key(
                "set",
                KeyKind::Values,
                "改底稿的几格：set = { \"支出决算表.合计.项目支出\" = \"79.89\" }，路径是 表样.行.列 或 表样.侧.行.列",
            ),
            key(
                "say",
                KeyKind::Text,
                "加在正文里的一句话：底稿里写着 {say} 的那一行，没有的加在最后",
            ),
            must(
                "expect",
                KeyKind::OneOf(VERDICTS),
                "violation 不符，holds 相符，rounding 尾差，corroborated 印证（数字一致，但不算核对），unchecked 未能核对，none 无可核对",
            ),
            key("at", KeyKind::Text, "被核对的数的名称里应有的词"),
            key("difference", KeyKind::Text, "相差多少：列示数减计算数"),
            key("last_year", KeyKind::Text, "上年文件"),
            key("papers", KeyKind::Values, "同一单位的别的文件：公式里的名称，小文件或底稿的名称"),
        ],
    ),
    (
        "ruleset.toml",
        &[
            key("name", KeyKind::Text, "名称，命令里用"),
            key("title", KeyKind::Text, "标题"),
            key("extends", KeyKind::Text, "上级规则集"),
            key("agency", KeyKind::Texts, "文件里出现这些词时用本规则集"),
            key(
                "beside",
                KeyKind::Bool,
                "行业的规则集：不代替地方的规则集，文件里有 agency 的词时加在它上面",
            ),
            key("years", KeyKind::Text, "适用的年度，例如 \"2022..\""),
            key("language", KeyKind::Number, "规则语言的版本，现在是 2；不写是 1"),
            key(
                "requires",
                KeyKind::Text,
                "至少要用哪一版程序，例如 \">= 0.2\"；旧的程序据此说明要换新版",
            ),
            key("directions", KeyKind::Values, "已不用"),
        ],
    ),
    (
        "vocabulary.toml",
        &[
            key("units", KeyKind::Anything, "单位：名称和折算"),
            key("blank", KeyKind::Texts, "空白标记"),
            key("total", KeyKind::Texts, "合计行的字"),
            key("numbering", KeyKind::Texts, "编号样式，由高到低，各写第一个编号"),
            key("numerals", KeyKind::Text, "〇到十的汉字"),
            key("quotes", KeyKind::Text, "引号"),
            key("column_number", KeyKind::Texts, "栏次行行首的字"),
            key("contents", KeyKind::Texts, "目录的标题"),
            key("note", KeyKind::Texts, "表下注释开头的字"),
            key("form_title", KeyKind::Texts, "表题最后的字"),
            key("unit_label", KeyKind::Texts, "表头里写单位的那一行的字"),
            key("form_number", KeyKind::Texts, "表号的句式"),
            key("year_units", KeyKind::Texts, "年度数字后面的字"),
            key("agency", KeyKind::Texts, "取单位名称的句式，依次尝试"),
            key("year", KeyKind::Texts, "取年度的句式，依次尝试"),
            key("title_agency", KeyKind::Texts, "标题里取单位名称的句式，先于 agency"),
            key("title_year", KeyKind::Texts, "标题里取年度的句式"),
            key("title_last_year", KeyKind::Texts, "标题里取年度的句式：写的是文件年度的上一年"),
            key("reporting_levels", KeyKind::Anything, "标题里认部门、单位、汇总的句式"),
            key(
                "papers",
                KeyKind::Anything,
                "公式里说到的同一单位的别的文件：名称、种类、相差几年",
            ),
            key("unit_qualifiers", KeyKind::Texts, "单位名称后面可以带的字：部门、本级"),
            key(
                "kinds",
                KeyKind::Anything,
                "文件种类：名称 name，认它的句式 words，只在标题里认的 titles",
            ),
            key("directions", KeyKind::Anything, "增减词：up、down、same"),
            key("same_before", KeyKind::Texts, "“持平”一类的词前面可以有的字"),
            key(
                "should_be",
                KeyKind::Texts,
                "message 里说某个数应当是多少的词：查不出哪一边错时，不照这样的话说",
            ),
            key("date", KeyKind::Texts, "日期的样式"),
            key("not_figures", KeyKind::Anything, "不是数据的数字：样式和说明"),
            key("unit_column", KeyKind::Texts, "单位名单里单位名称一栏的栏目"),
            key("audit_formula", KeyKind::Anything, "审核公式里的字"),
            key("prose", KeyKind::Anything, "正文里的词各起什么作用：类别和词"),
            key("parts", KeyKind::Anything, "叙述关系的各部分叫什么"),
            key("fragments", KeyKind::Anything, "片段：句式里常用的一截，起了名字，写作 {名字}"),
        ],
    ),
    ("waivers.toml", &[key("waiver", KeyKind::Tables("[[waiver]]"), "豁免：有人说明了原因的问题")]),
    (
        "[[waiver]]",
        &[
            key(
                "fingerprint",
                KeyKind::Text,
                "一处问题的编号：--format json 里 findings 的 id，台账里隐藏的“编号”；或者写 rule",
            ),
            key("rule", KeyKind::Text, "规则或语句的编号：它的全部问题；或者写 fingerprint"),
            key("agency", KeyKind::Text, "只豁免这个单位的，写结果里显示的单位全称"),
            key("form", KeyKind::Text, "只豁免这张表（表样）或这种语句的"),
            key("year", KeyKind::Number, "只豁免这一年度的"),
            key("stated", KeyKind::Number, "豁免时列示的数：数变了，豁免就不再有效"),
            key("computed", KeyKind::Number, "豁免时应为的数：数变了，豁免就不再有效"),
            must("reason", KeyKind::Text, "原因"),
            key("who", KeyKind::Text, "谁说明的"),
            key("until", KeyKind::Day, "到哪一天为止，例如 2027-12-31；不写时一直有效"),
        ],
    ),
    (
        "gouji.toml",
        &[
            key("ruleset", KeyKind::Text, "规则集的名称，或从本文件起算的文件夹"),
            key("rules", KeyKind::Texts, "另外加上的规则文件夹，从本文件起算"),
            key("year", KeyKind::Number, "年度"),
            key(
                "fail-on",
                KeyKind::OneOf(&["error", "warning", "never"]),
                "达到哪一级时退出状态为 1",
            ),
            key("format", KeyKind::Text, "结果格式"),
            key("output", KeyKind::Text, "结果写到的文件或文件夹，从本文件起算"),
        ],
    ),
];

/// The keys of a table; none for one that is not in the list.
pub(super) fn keys(table: &str) -> &'static [RuleKey] {
    TABLES.iter().find(|(name, _)| *name == table).map_or(&[], |(_, keys)| keys)
}

/// Keys that each item has for itself.
const OWN: &[&str] = &["id", "years", "from", "until", "reason", "off", "replaces", "case"];

/// The keys of a table that all items of a file may have in common.
pub(super) fn shared_keys(table: &str) -> impl Iterator<Item = &'static RuleKey> + use<> {
    keys(table).iter().filter(|key| key.kind != KeyKind::Demands && !OWN.contains(&key.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn column_kinds_are_those_that_are_read() {
        let mut read: Vec<&str> =
            super::super::compile::COLUMN_KINDS.iter().map(|(name, _)| *name).collect();
        let mut own = COLUMN_KINDS.to_vec();
        read.sort_unstable();
        own.sort_unstable();
        assert_eq!(own, read);
    }
}
