//! Files as the editor of Windows saves them: a byte order mark, Windows line ends, the code page
//! of China, UTF-16.

use crate::command::run;

fn utf16(text: &str) -> Vec<u8> {
    [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

type Save = (&'static str, fn(&str) -> Vec<u8>);

/// Each way to save, with Windows line ends.
const WAYS: [Save; 4] = [
    ("UTF-8", |text| text.replace('\n', "\r\n").into_bytes()),
    ("UTF-8 with a mark", |text| format!("\u{FEFF}{}", text.replace('\n', "\r\n")).into_bytes()),
    ("ANSI, code page 936", |text| {
        encoding_rs::GB18030.encode(&text.replace('\n', "\r\n")).0.into_owned()
    }),
    ("Unicode", |text| utf16(&text.replace('\n', "\r\n"))),
];

const TABLE: &str =
    "会议费支出明细表\n单位：元\n会议名称 | 住宿费 | 伙食费 | 合计\n年会 | 30 | 16 | 49\n";

#[test]
fn rules_work_however_they_were_saved() {
    for (way, save) in WAYS {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        assert_eq!(run(root, &["rules", "new", "本局 规则", "--extends", "henan"]).0, Some(0));
        for file in ["ruleset.toml", "rules.toml"] {
            let path = root.join("本局 规则").join(file);
            let text = std::fs::read_to_string(&path).unwrap();
            std::fs::write(&path, save(&text)).unwrap();
        }
        std::fs::write(root.join("会议 费.txt"), save(TABLE)).unwrap();
        std::fs::write(root.join("gouji.toml"), save("rules = [\"本局 规则\"]\n")).unwrap();
        let (code, out, said) = run(root, &["rules", "test", "本局 规则", "--strict"]);
        assert_eq!(code, Some(0), "{way}: {out}{said}");
        let (code, out, said) = run(root, &["会议 费.txt"]);
        assert_eq!(code, Some(1), "{way}: {said}");
        assert!(out.contains("会议费-每行") && out.contains("会议 费.txt:4:"), "{way}: {out}");
    }
}

#[test]
fn a_mistake_stands_at_its_line_however_it_was_saved() {
    for (way, save) in WAYS {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        assert_eq!(run(root, &["rules", "new", "甲"]).0, Some(0));
        let path = root.join("甲/rules.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        let line = text.lines().position(|line| line.starts_with("expect")).unwrap() + 1;
        std::fs::write(&path, save(&text.replacen("expect", "expcet", 1))).unwrap();
        let (code, _, said) = run(root, &["rules", "check", "甲"]);
        assert!(code == Some(2) && said.contains(&format!("rules.toml:{line}:1")), "{way}: {said}");
    }
}
