//! The keys of settings and waivers: of a ruleset, of the program.

use super::{KeyKind, RuleKey, key, must};

/// The settings of a ruleset.
pub(super) const RULESET: &[RuleKey] = &[
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
    key("requires", KeyKind::Text, "至少要用哪一版程序，例如 \">= 0.1\"；旧的程序据此说明要换新版"),
    key("directions", KeyKind::Values, "已不用"),
];

/// What a file of waivers holds.
pub(super) const WAIVERS: &[RuleKey] =
    &[key("waiver", KeyKind::Tables("[[waiver]]"), "豁免：有人说明了原因的问题")];

/// A waiver.
pub(super) const WAIVER: &[RuleKey] = &[
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
    key(
        "met",
        KeyKind::Tables("met"),
        "按规则豁免时遇到的各处问题和数，gouji rules waivers 写：数变了、另有一处的，仍按问题列出",
    ),
    must("reason", KeyKind::Text, "原因"),
    key("who", KeyKind::Text, "谁说明的"),
    key("until", KeyKind::Day, "到哪一天为止，例如 2027-12-31；不写时一直有效"),
];

/// A finding that a waiver of a whole rule met.
pub(super) const MET: &[RuleKey] = &[
    must("id", KeyKind::Text, "这一处问题的编号：--format json 里 findings 的 id"),
    key("stated", KeyKind::Number, "豁免时列示的数"),
    key("computed", KeyKind::Number, "豁免时应为的数"),
];

/// The settings of the program for a folder.
pub(super) const PROGRAM: &[RuleKey] = &[
    key("ruleset", KeyKind::Text, "规则集的名称，或从本文件起算的文件夹"),
    key("rules", KeyKind::Texts, "另外加上的规则文件夹，从本文件起算"),
    key("year", KeyKind::Number, "年度"),
    key("fail-on", KeyKind::OneOf(&["error", "warning", "never"]), "达到哪一级时退出状态为 1"),
    key("lang", KeyKind::OneOf(&["zh", "en"]), "结果用哪种文字：中文或英文"),
    key("format", KeyKind::Text, "结果格式"),
    key("output", KeyKind::Text, "结果写到的文件或文件夹，从本文件起算"),
    key("profile", KeyKind::Text, "尺度：strict、usual、quiet，或规则集 profiles.toml 里写的"),
    key("scope", KeyKind::Tables("[[scope]]"), "只用于一部分文件、一部分单位的改动"),
];

/// A section of it.
pub(super) const SCOPE: &[RuleKey] = &[
    key(
        "files",
        KeyKind::Texts,
        "只用于这些文件，从本文件起算，例如 \"乡镇/**\"；不写时是全部文件",
    ),
    key("agency", KeyKind::Texts, "只用于这些单位，写结果里显示的名称；不写时是全部单位"),
    OFF,
    SEVERITY,
    PARAM,
    WHY,
];

/// What a file of profiles holds.
pub(super) const PROFILES: &[RuleKey] =
    &[key("profile", KeyKind::Tables("[[profile]]"), "尺度：用 --profile 选的一套停用和级别")];

/// A profile.
pub(super) const PROFILE: &[RuleKey] = &[
    must("name", KeyKind::Text, "名称，命令里用，例如 quiet"),
    key("title", KeyKind::Text, "什么时候用"),
    OFF,
    SEVERITY,
    PARAM,
    WHY,
];

const OFF: RuleKey = key("off", KeyKind::Texts, "停用的规则、语句、名目、字样的编号");
const SEVERITY: RuleKey =
    key("severity", KeyKind::Values, "改级别：编号 = \"warning\"；gouji.toml 里只能降低");
const PARAM: RuleKey = key("param", KeyKind::Values, "改参数的值");
const WHY: RuleKey = key("reason", KeyKind::Text, "理由；改了规则的必须写，印在结果里");
