//! What people write for the keys of rule files.

/// What people write, and the keys that they may mean, the first that the table has.
pub(super) const KEYS: &[(&[&str], &[&str])] = &[
    (
        &["unit", "单位", "单位名称", "部门", "dept", "department", "org", "organization"],
        &["agency", "unit"],
    ),
    (&["编号", "序号", "rule_id", "ruleid", "key", "code"], &["id"]),
    (&["名称", "名字", "规则名称", "desc", "description", "title"], &["name", "title"]),
    (&["标题", "表题", "caption"], &["title", "name"]),
    (&["公式", "核对", "formula", "expr", "expression", "check", "assert"], &["expect"]),
    (&["条件", "if", "condition", "where", "filter"], &["when"]),
    (&["级别", "严重程度", "等级", "level", "priority"], &["severity"]),
    (&["表", "表样", "表名", "table", "sheet"], &["form"]),
    (&["依据", "来源", "law", "reference", "source"], &["basis"]),
    (&["text", "字样", "词", "词语", "word", "words", "pattern", "regex"], &["printed"]),
    (&["说明", "消息", "msg", "text", "description"], &["message", "hint"]),
    (&["提示", "备注", "note", "remark", "comment"], &["hint", "reason"]),
    (&["列", "栏", "栏目", "字段", "cols", "column", "fields"], &["columns"]),
    (&["行", "row", "line", "lines"], &["rows"]),
    (&["年度", "年份", "year", "years", "date"], &["years", "year"]),
    (&["类型", "种类", "type", "类别"], &["kind"]),
    (&["表头", "head", "heads", "headers", "栏目名"], &["header"]),
    (
        &["可选", "可缺", "required", "nullable", "must", "必填", "必须", "必有", "必印"],
        &["optional"],
    ),
    (&["label", "labels", "印作", "印的字"], &["header", "printed", "title"]),
    (&["header", "headers", "表头"], &["label", "title"]),
    (&["用例", "例子", "test", "tests", "cases", "example"], &["case"]),
    (
        &[
            "停用", "关闭", "disabled", "disable", "enabled", "enable", "active", "on", "启用",
            "有效",
        ],
        &["off"],
    ),
    (&["理由", "原因", "why", "because"], &["reason"]),
    (&["到期", "截止", "有效期", "expires", "expire", "deadline", "end"], &["until"]),
    (&["上级", "继承", "parent", "base", "inherit", "inherits", "include"], &["extends"]),
    (&["结果", "结论", "result", "verdict", "expected"], &["expect"]),
    (&["输入", "文件", "input", "document", "text"], &["given"]),
    (&["参数", "params", "parameter", "parameters", "const", "vars"], &["param"]),
    (&["豁免", "规则编号", "规则"], &["rule"]),
    (&["上年", "去年", "上年文件", "上年的文件"], &["last_year"]),
    (&["差额", "相差", "diff"], &["difference"]),
    (&["位置", "地方", "哪里", "place", "where"], &["at"]),
    (&["脚本", "code", "program", "run"], &["script"]),
    (&["合计", "sum", "is_total"], &["total"]),
];

/// The key that a word means, whatever table it stands in.
pub(super) fn any_key(written: &str) -> Option<&'static str> {
    let meant = KEYS.iter().find(|(words, _)| words.contains(&written))?;
    meant.1.first().copied()
}
