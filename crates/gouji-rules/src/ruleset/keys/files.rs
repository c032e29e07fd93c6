//! What the kinds of rule files hold.

use super::shared::CASES;
use super::{KeyKind, RuleKey, key};

/// What a rule file holds.
pub(super) const RULE_FILE: &[RuleKey] = &[
    key("form", KeyKind::Tables("[[form]]"), "表样：表长什么样"),
    key("part", KeyKind::Tables("[[part]]"), "部分：文件中的一段，有自己的表和语句"),
    key("scale", KeyKind::Tables("[[scale]]"), "等级标准"),
    key("source", KeyKind::Tables("[[source]]"), "来源：规则引用的制度、办法，各写一次"),
    key("claim", KeyKind::Tables("[[claim]]"), "语句：正文说了什么，说的数应当等于什么"),
    key("role", KeyKind::Tables("[[role]]"), "角色：句子里的一个数凭哪些字认出，公式里叫什么"),
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
    key("wording", KeyKind::Tables("[[wording]]"), "字样：照印出的样子看，不应有的字和标点"),
    key("rule", KeyKind::Tables("[[rule]]"), "规则：什么应当相等或不超过"),
    key("param", KeyKind::Values, "参数：各地可以改的数；中文的键要加引号"),
    key(
        "defaults",
        KeyKind::Table("[defaults]"),
        "本文件各条都一样的键，写一次：[defaults.measure]；某一条自己写了的，按它自己的",
    ),
    CASES,
];

/// What a file of cases holds.
pub(super) const CASE_FILE: &[RuleKey] = &[CASES];

/// Keys that all items of a kind in a file have in common.
pub(super) const DEFAULTS: &[RuleKey] = &[
    key("claim", KeyKind::Shared("[[claim]]"), "各条语句都一样的键"),
    key("role", KeyKind::Shared("[[role]]"), "各个角色都一样的键"),
    key("relation", KeyKind::Shared("[[relation]]"), "各条叙述关系都一样的键"),
    key("measure", KeyKind::Shared("[[measure]]"), "各个名目都一样的键"),
    key("wording", KeyKind::Shared("[[wording]]"), "各条字样都一样的键"),
    key("rule", KeyKind::Shared("[[rule]]"), "各条规则都一样的键"),
];
