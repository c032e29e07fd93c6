//! `gouji rules new --from FOLDER --year YEAR`: carries a layer into a new year, and says what to
//! look at.

use super::{Status, engine, output, rule_files, rules_new};
use gouji_report::report::terminal::mistakes;
use std::path::Path;
use toml_edit::{DocumentMut, value};

/// A place that somebody is to look at.
struct ToSee {
    file: String,
    line: usize,
    text: String,
}

/// Runs the command.
pub(crate) fn run(folder: &Path, from: &Path, year: Option<i32>, title: Option<&str>) -> Status {
    match carried(folder, from, year.unwrap_or_default(), title) {
        Ok(text) => output::print(text.as_bytes()).map_or(Status::Failed, |()| Status::Clean),
        Err(status) => status,
    }
}

fn refused(why: &str) -> Status {
    output::say(&format!("{why}\n"));
    Status::Usage
}

fn carried(folder: &Path, from: &Path, year: i32, title: Option<&str>) -> Result<String, Status> {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    let Some(name) = name else {
        return Err(refused("命令有误：请写新文件夹的名称"));
    };
    let is_taken = rules_new::names()?.contains(&name);
    if is_taken || name.contains(['"', '\\', '{', '}']) {
        return Err(refused(&format!(
            "命令有误：{name} 是已有规则集的名称，或者有引号、反斜线、花括号；请换一个"
        )));
    }
    let is_used = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if folder.is_file() || is_used {
        let shown = folder.display();
        return Err(refused(&format!("{shown} 已经存在而且不是空的，没有改动它；请换一个名称")));
    }
    let mut files = rule_files::read_folder(from).map_err(|list| {
        output::say(&mistakes(&list, &output::error_page()));
        Status::Usage
    })?;
    files.retain(|(path, _)| path != "pack.toml");
    for extra in ["README.md", "schema.json"] {
        if let Ok(text) = std::fs::read_to_string(from.join(extra)) {
            files.push((extra.to_owned(), text));
        }
    }
    let Some((_, settings)) = files.iter_mut().find(|(path, _)| path == "ruleset.toml") else {
        return Err(refused(&format!("{} 里没有 ruleset.toml", from.display())));
    };
    let old = from.file_name().map(|name| name.to_string_lossy().into_owned());
    let old_name = settings.parse::<DocumentMut>().ok().and_then(|settings| {
        settings.get("name").and_then(|name| name.as_str()).map(str::to_owned)
    });
    let Some((text, before)) = renewed(settings, &name, year, title) else {
        return Err(refused("ruleset.toml 读不出来；先用 gouji rules check 看错在哪里"));
    };
    *settings = text;
    let new = folder.display().to_string().replace('\\', "/");
    let from_path = from.display().to_string().replace('\\', "/");
    let names = [Some(from_path.trim_end_matches('/').to_owned()), old_name, old];
    for (_, guide) in files.iter_mut().filter(|(path, _)| path == "README.md") {
        for old in names.iter().flatten() {
            *guide = with_folder(guide, old, &new);
        }
    }
    rules_new::write(folder, files.clone().into_iter()).map_err(|why| {
        output::say(&why);
        Status::Failed
    })?;
    let mut out = format!(
        "已把 {} 带到 {year} 年：{}，{} 个文件；名称 {name}，适用年度 {year}..\n",
        from.display(),
        folder.display(),
        files.len()
    );
    if last_year(before.as_deref()).is_none_or(|last| last >= year) {
        out.push_str(&format!(
            "  原来的规则集（years {}）以后只管到上一年：在 {} 里写 years = \"{}\"\n",
            before.as_deref().unwrap_or("没有写"),
            from.join("ruleset.toml").display(),
            until(before.as_deref(), year - 1)
        ));
    }
    told(&mut out, folder, &files, year);
    if let Err(list) = engine::check_folder(folder, &[]) {
        output::say(&mistakes(&list, &output::error_page()));
    }
    let shown = folder.display();
    out.push_str(&format!("  改好以后：gouji rules check {shown}，gouji rules test {shown}\n"));
    Ok(out)
}

/// The last of some years; `None` where they do not end, or cannot be read.
fn last_year(years: Option<&str>) -> Option<i32> {
    let years = years?;
    let last = years.split_once("..").map_or(years, |(_, to)| to.trim_start_matches('='));
    last.trim().parse().ok()
}

/// A guide whose commands name another folder: `-r xian`, `rules check xian`.
fn with_folder(text: &str, old: &str, new: &str) -> String {
    /// What a folder stands behind in a command.
    const BEFORE: [&str; 7] = [
        "-r ",
        "--rules ",
        "rules check ",
        "rules test ",
        "rules fmt ",
        "rules pack ",
        "ruleset = \"",
    ];
    let mut out = text.to_owned();
    for before in BEFORE {
        let (mut made, mut rest) = (String::new(), out.as_str());
        while let Some((head, tail)) = rest.split_once(before) {
            made.push_str(head);
            made.push_str(before);
            let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
            rest = match tail.strip_prefix(old) {
                Some(behind) if !behind.starts_with(goes_on) && old != new => {
                    made.push_str(new);
                    behind
                }
                _ => tail,
            };
        }
        made.push_str(rest);
        out = made;
    }
    out
}

/// The same years, up to one.
fn until(before: Option<&str>, last: i32) -> String {
    let from = before.and_then(|years| years.split_once("..")).map_or("", |(from, _)| from.trim());
    format!("{from}..{last}")
}

/// The text of `ruleset.toml` with another name and year, its remarks kept, and the years that it
/// had.
fn renewed(
    text: &str,
    name: &str,
    year: i32,
    title: Option<&str>,
) -> Option<(String, Option<String>)> {
    let mut document: DocumentMut = text.parse().ok()?;
    let before = document.get("years").and_then(|years| years.as_str()).map(str::to_owned);
    let old = document.get("title").and_then(|title| title.as_str()).unwrap_or(name).to_owned();
    let last = (year - 1).to_string();
    let renewed = old.replace(&last, &year.to_string());
    let new = match title {
        Some(title) => title.to_owned(),
        None if renewed == old => format!("{old}（{year}年）"),
        None => renewed,
    };
    for (key, new) in [("name", name.to_owned()), ("title", new), ("years", format!("{year}.."))] {
        match document.get_mut(key).and_then(|item| item.as_value_mut()) {
            Some(known) => {
                let decor = known.decor().clone();
                *known = new.into();
                *known.decor_mut() = decor;
            }
            None => {
                document.insert(key, value(new));
            }
        }
    }
    Some((document.to_string(), before))
}

/// What somebody is to look at, by what it is.
fn told(out: &mut String, folder: &Path, files: &[(String, String)], year: i32) {
    const SHOWN: usize = 40;
    let rules = || files.iter().filter(|(path, _)| is_rule(path));
    let lines = || {
        rules().flat_map(|(path, text)| {
            text.lines().enumerate().map(move |(at, line)| (path.as_str(), at + 1, line))
        })
    };
    let place = |(file, line, text): (&str, usize, &str)| ToSee {
        file: file.to_owned(),
        line,
        text: text.trim().chars().take(60).collect(),
    };
    let code = |line: &str| !line.trim_start().starts_with('#');
    let is_waiver = |path: &str| path == "waivers.toml";
    let key = |line: &str| line.split('=').next().unwrap_or("").trim().to_owned();
    let is_year_key = |line: &str| ["years", "from", "until", "year"].contains(&key(line).as_str());
    let has_year = |line: &str| names_year(line, year);
    let waivers: Vec<ToSee> = lines()
        .filter(|(path, _, line)| {
            is_waiver(path) && ["rule", "fingerprint"].contains(&key(line).as_str())
        })
        .map(place)
        .collect();
    let own = || {
        lines().filter(|(path, _, line)| !is_waiver(path) && *path != "ruleset.toml" && code(line))
    };
    let applies: Vec<ToSee> =
        own().filter(|(_, _, line)| is_year_key(line) && has_year(line)).map(place).collect();
    let named: Vec<ToSee> =
        own().filter(|(_, _, line)| !is_year_key(line) && has_year(line)).map(place).collect();
    let params: Vec<ToSee> = params(files).into_iter().collect();
    let lists = [
        ("适用年度写明了的：新的一年还适用吗", applies),
        ("提到年度、日期、文号的：有没有新的办法、新的日期", named),
        ("参数：标准、限额、比率变了没有", params),
        ("豁免：上一年说明过的，新的一年不一定还成立，不要的删去", waivers),
    ];
    for (what, places) in lists {
        if places.is_empty() {
            continue;
        }
        out.push_str(&format!("  {what}（{} 处）\n", places.len()));
        for ToSee { file, line, text } in places.iter().take(SHOWN) {
            out.push_str(&format!("    {}:{line}  {text}\n", folder.join(file).display()));
        }
        if places.len() > SHOWN {
            out.push_str(&format!("    …… 另有 {} 处\n", places.len() - SHOWN));
        }
    }
}

fn is_rule(path: &str) -> bool {
    !path.starts_with("cases/") && (path.ends_with(".toml") || path.ends_with(".rhai"))
}

/// Whether a line names a year of this century before one.
fn names_year(line: &str, before: i32) -> bool {
    let digits: Vec<&str> = line.split(|c: char| !c.is_ascii_digit()).collect();
    digits.into_iter().any(|part| {
        part.len() == 4 && part.parse::<i32>().is_ok_and(|year| (2000..before).contains(&year))
    })
}

/// The lines of parameters.
fn params(files: &[(String, String)]) -> Vec<ToSee> {
    let mut out = Vec::new();
    for (path, text) in files.iter().filter(|(path, _)| is_rule(path)) {
        let mut is_param = false;
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.starts_with('[') {
                is_param = line.starts_with("[param");
            } else if is_param && line.contains('=') && !line.starts_with('#') {
                let text = line.chars().take(60).collect();
                out.push(ToSee { file: path.clone(), line: at + 1, text });
            }
        }
    }
    out
}
