//! Files of a rule folder that are known by their names: which keys stand in which, told where a key
//! stands in another one, or the file has nearly such a name.

use super::keys::keys;

/// A file by its name, what stands in it, where it lies, and the keys at its top.
struct KnownFile {
    name: &'static str,
    holds: &'static str,
    lies: &'static str,
    keys: &'static [&'static str],
}

const BESIDE: &str = "同一个文件夹，文件名就是这个";
const FILES: &[KnownFile] = &[
    KnownFile {
        name: "waivers.toml",
        holds: "豁免",
        lies: BESIDE,
        keys: &["waiver", "waivers", "豁免"],
    },
    KnownFile {
        name: "vocabulary.toml",
        holds: "阅读用的词",
        lies: BESIDE,
        keys: &[
            "papers",
            "prose",
            "fragments",
            "kinds",
            "parts",
            "units",
            "counters",
            "identities",
        ],
    },
    KnownFile {
        name: "ruleset.toml",
        holds: "规则集的名称、上级",
        lies: BESIDE,
        keys: &["extends", "language", "requires", "name", "title", "agency", "beside"],
    },
    KnownFile {
        name: "profiles.toml",
        holds: "尺度",
        lies: BESIDE,
        keys: &["profile", "profiles", "尺度"],
    },
    KnownFile {
        name: "gouji.toml",
        holds: "程序的设置（[[scope]] 等）",
        lies: "放在审核的文件所在的文件夹；规则集自己的几种尺度写 profiles.toml 的 [[profile]]",
        keys: &["scope", "scopes", "fail-on", "fail_on", "ruleset", "output", "format", "lang"],
    },
];

/// What to do with a key of a file, called `file`, that its table `what` does not have and another
/// file does.
pub(super) fn elsewhere(what: &str, file: &str, key: &str) -> Option<String> {
    let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
    if what != "规则文件" && what != "用例文件" && !what.ends_with(".toml") {
        return None;
    }
    let known = FILES.iter().find(|known| known.name != what && known.keys.contains(&key));
    let Some(KnownFile { name, holds, lies, .. }) = known else {
        let holds = FILES.iter().find(|own| own.name == what).map_or("用例", |own| own.holds);
        let is_elsewhere = !matches!(what, "规则文件" | "ruleset.toml")
            && keys("规则文件").iter().any(|own| own.name == key.trim_end_matches('s'));
        return is_elsewhere.then(|| {
            format!("{what} 里只写{holds}；{key} 写在规则文件夹的另一个文件里，例如 rules.toml")
        });
    };
    if is_nearly(file, name) {
        return Some(format!("{holds}的文件名是 {name}：{file} 改名为 {name}，内容不用动"));
    }
    Some(format!("{holds}写在 {name} 里：{lies}"))
}

/// Whether a key tells that its file has a name which is another one with a slip of the hand.
pub(super) fn is_misnamed(what: &str, file: &str, key: &str) -> bool {
    let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let known = FILES.iter().find(|known| known.name != what && known.keys.contains(&key));
    (what == "规则文件" || what.ends_with(".toml"))
        && known.is_some_and(|own| is_nearly(file, own.name))
}

/// Whether a file's name is another one with a slip of the hand, or words added to it.
fn is_nearly(file: &str, name: &str) -> bool {
    let stem = |name: &str| {
        let own = name.to_lowercase();
        own.split(['.', ' ', '(', '（', '-', '_']).next().unwrap_or("").to_owned()
    };
    let (own, known) = (stem(file), stem(name));
    file != name && strsim::osa_distance(&own, &known) <= known.len() / 4
}

/// The name of a file without the folders before it.
pub(super) fn file_name(path: &str) -> &str {
    path.trim().rsplit(['\\', '/']).next().unwrap_or(path).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_nearly_a_name_are_known() {
        for file in ["waiver.toml", "Waivers.toml", "waivers (1).toml", "wavers.toml"] {
            assert!(is_nearly(file, "waivers.toml"), "{file}");
        }
        assert!(!is_nearly("rules.toml", "waivers.toml"));
        assert!(!is_nearly("waivers.toml", "waivers.toml"));
    }

    #[test]
    fn a_key_is_sent_to_its_file() {
        let told = |what, file, key| elsewhere(what, file, key).unwrap_or_default();
        assert!(told("规则文件", "甲/waiver.toml", "waiver").contains("改名为 waivers.toml"));
        assert!(told("规则文件", "甲/rules.toml", "waiver").contains("写在 waivers.toml 里"));
        assert!(told("规则文件", "甲/rules.toml", "scope").contains("gouji.toml"));
        assert!(told("规则文件", "甲/profile.toml", "profile").contains("改名为 profiles.toml"));
        assert!(told("waivers.toml", "甲/waivers.toml", "rule").contains("rules.toml"));
        assert_eq!(elsewhere("[[rule]]", "甲/rules.toml", "profile"), None);
        assert_eq!(elsewhere("规则文件", "甲/rules.toml", "ruel"), None);
    }
}
