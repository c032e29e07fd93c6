//! Files that are called rule files and hold something else: a table, a page, a list of another
//! language, a sentence.

use std::ops::Range;

/// What a text is that is no rule file: its first line, what it is, what to do.
pub(super) fn other_file(text: &str) -> Option<(Range<usize>, String, String)> {
    let start = text.len() - text.trim_start_matches(['\u{FEFF}', ' ', '\r', '\n', '\t']).len();
    let body = text.get(start..)?;
    let first = body.lines().next()?.trim_end();
    let place = start..start + first.len();
    let has_head =
        body.lines().any(|line| line.trim_start().starts_with('[') && !first.starts_with("[{"));
    let told = |what: &str, help: &str| Some((place.clone(), what.to_owned(), help.to_owned()));
    const WRITE: &str = "规则写成 [[rule]]，下面各行 id = \"…\"、form = \"…\"、expect = \"…\"；样子见 gouji rules new 建的文件夹";
    let lower = first.to_ascii_lowercase();
    if ["<?xml", "<html", "<!doctype", "<rules", "<root"].iter().any(|tag| lower.starts_with(tag)) {
        return told("这是网页或 XML 文件，不是规则文件", WRITE);
    }
    if (first.starts_with('{') || first.starts_with("[{")) && body.contains("\":") && !has_head {
        return told("这是 JSON 的写法，规则文件是 TOML", WRITE);
    }
    if has_head || body.lines().any(|line| line.contains('=') && is_key_line(line)) {
        return None;
    }
    let lines: Vec<&str> = body.lines().filter(|line| !line.trim().is_empty()).collect();
    for mark in [',', '\t', '，', '|'] {
        let counts: Vec<usize> = lines.iter().map(|line| line.matches(mark).count()).collect();
        let is_table =
            lines.len() > 1 && counts.iter().all(|own| *own > 0 && counts.first() == Some(own));
        if is_table {
            return told(
                "这是表格，不是规则文件",
                "审核公式的表用 gouji rules import 文件 -o 规则.toml 转换；数据表直接用 gouji check 审核",
            );
        }
    }
    let is_yaml = lines.iter().any(|line| line.trim_start().starts_with("- "))
        && lines.iter().any(|line| line.contains(": ") || line.trim_end().ends_with(':'));
    if is_yaml {
        return told("这是 YAML 的写法，规则文件是 TOML", WRITE);
    }
    let is_sentence = lines.iter().all(|line| !line.contains(['"', '{', '[']))
        && lines.iter().any(|line| line.trim_end().ends_with(['。', '；']));
    is_sentence.then(|| {
        let help = "一句话不能核对，写成公式：[[rule]]，下面 id = \"…\"、form = \"表样\"、expect = \"支出数 <= 预算数\"；说明前面加 #";
        (place, "这里写的是一句话，不是规则".to_owned(), help.to_owned())
    })
}

/// Whether a line is a key and its value.
fn is_key_line(line: &str) -> bool {
    let key = line.split('=').next().unwrap_or("").trim();
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '"' | '.');
    !key.is_empty() && key.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_files_are_known() {
        let what = |text: &str| other_file(text).map(|(_, what, _)| what);
        assert!(what("<?xml version=\"1.0\"?><rules/>").unwrap().contains("XML"));
        assert!(what("{\"rule\": [{\"id\": \"甲\"}]}").unwrap().contains("JSON"));
        assert!(what("公式,说明\n支出数<=预算数,超支\n").unwrap().contains("表格"));
        assert!(what("支出数不能大于预算数。\n").unwrap().contains("一句话"));
        assert!(what("rule:\n  - id: 甲\n").unwrap().contains("YAML"));
        assert_eq!(what("[[rule]]\nid = \"甲\"\nform = 乙\n"), None);
    }
}
