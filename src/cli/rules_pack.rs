//! `gouji rules pack`, `install` and `installed`: rulesets as files that are handed out.

use super::pack::{FORMAT, MANIFEST, Pack, sha256};
use super::{Status, day, engine, input, installed, output, rule_files};
use clap::Args;
use gouji_report::report::terminal::mistakes;
use gouji_rules::ruleset::{PackInfo, RuleFile, RulesetInfo};
use gouji_values::error::RuleMistake;
use minisign::{PublicKey, PublicKeyBox, SecretKeyBox, SignatureBox};
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// `gouji rules pack`.
#[derive(Args, Debug)]
pub(crate) struct PackArgs {
    /// 规则文件夹
    #[arg(value_name = "文件夹", help_heading = "参数")]
    pub folder: PathBuf,
    /// 版本，例如 1.0；以后每发一次加大
    #[arg(long = "version", id = "pack_version", value_name = "版本", help_heading = "选项")]
    pub version: String,
    /// 规则是哪个单位的
    #[arg(long, value_name = "单位", help_heading = "选项")]
    pub owner: String,
    /// 谁批准的
    #[arg(long, value_name = "单位或人", help_heading = "选项")]
    pub approved_by: Option<String>,
    /// 批准的日期；不写时为今天
    #[arg(long, value_name = "日期", value_parser = day::read, help_heading = "选项")]
    pub date: Option<String>,
    /// 签名用的私钥文件（minisign 的格式）；签名写在规则包旁边的 .minisig 里
    #[arg(long, value_name = "私钥文件", help_heading = "选项")]
    pub key: Option<PathBuf>,
    /// 写到这个文件（不覆盖已有的）；不写时为 名称-版本.gouji.zip
    #[arg(short, long, value_name = "文件", help_heading = "选项")]
    pub output: Option<PathBuf>,
}

/// `gouji rules install`.
#[derive(Args, Debug)]
pub(crate) struct InstallArgs {
    /// 规则包，gouji rules pack 写出的
    #[arg(value_name = "规则包", help_heading = "参数")]
    pub file: PathBuf,
    /// 装给这台机器的所有人用（要有管理员权限）；不写时只装给自己
    #[arg(long, help_heading = "选项")]
    pub system: bool,
    /// 发布单位的公钥文件，或公钥本身：规则包旁边的 .minisig 与它不合的不装
    #[arg(long, value_name = "公钥", help_heading = "选项")]
    pub key: Option<String>,
    /// 已经装有更新的版本，也换成这一个
    #[arg(long, help_heading = "选项")]
    pub force: bool,
}

/// Why a command ends, said.
fn refused(why: impl std::fmt::Display) -> Status {
    output::say(&format!("{why}\n"));
    Status::Usage
}

fn told(list: &[RuleMistake]) -> Status {
    output::say(&mistakes(list, &output::error_page()));
    Status::Usage
}

/// Makes a pack of a folder whose rules load and whose cases pass.
pub(crate) fn pack(args: &PackArgs) -> Status {
    match packed(args) {
        Ok(text) => output::print(text.as_bytes()).map_or(Status::Failed, |()| Status::Clean),
        Err(status) => status,
    }
}

fn packed(args: &PackArgs) -> Result<String, Status> {
    let info = tried(&args.folder)?;
    let is_word = |text: &str| !text.trim().is_empty() && !text.contains(['\n', '/', '\\']);
    if version(&args.version).is_none() {
        return Err(refused(format!(
            "命令有误：版本 {} 应当是用点隔开的数，例如 1.0、2027.1",
            args.version
        )));
    }
    if !is_word(&args.owner) || !is_word(&info.name) {
        return Err(refused("命令有误：单位和规则集的名称不能是空的，不能有斜线"));
    }
    let read = rule_files::read_folder(&args.folder).map_err(|list| told(&list))?;
    let texts = read.into_iter().filter(|(path, _)| path != MANIFEST);
    let mut files: Vec<(String, Vec<u8>)> =
        texts.map(|(path, text)| (path, text.into_bytes())).collect();
    if let Ok(guide) = std::fs::read(args.folder.join("README.md")) {
        files.push(("README.md".to_owned(), guide));
    }
    let made = Pack::of(
        PackInfo {
            format: FORMAT,
            name: info.name.clone(),
            title: info.title.clone(),
            version: args.version.clone(),
            owner: args.owner.clone(),
            approved_by: args.approved_by.clone(),
            date: args.date.clone().unwrap_or_else(day::today),
            ..PackInfo::default()
        },
        files,
    );
    let bytes = made.to_bytes().map_err(refused)?;
    let default = || PathBuf::from(format!("{}-{}.gouji.zip", info.name, args.version));
    let target = args.output.clone().unwrap_or_else(default);
    if target.exists() {
        return Err(refused(format!(
            "{} 已经存在，没有改动；请换一个版本或名字",
            target.display()
        )));
    }
    let signature = args.key.as_deref().map(|key| signed(key, &bytes, &made.info)).transpose()?;
    output::write_file(&target, &bytes).map_err(refused)?;
    let mut out = format!(
        "已打包 {}：{}，{} 个文件\n  SHA-256 {}\n",
        made.info.words(),
        target.display(),
        made.files.len(),
        sha256(&bytes)
    );
    if let Some(signature) = signature {
        let beside = beside(&target);
        output::write_file(&beside, signature.as_bytes()).map_err(refused)?;
        out.push_str(&format!("  签名 {}，和规则包一起发\n", beside.display()));
    }
    out.push_str(&applies(&info));
    out.push_str(&format!("  安装：gouji rules install {}\n", target.display()));
    Ok(out)
}

/// The one ruleset of a folder, which loads and whose cases pass.
fn tried(folder: &Path) -> Result<RulesetInfo, Status> {
    let engines = engine::check_folder(folder, &[]).map_err(|list| told(&list))?;
    let [engine] = engines.as_slice() else {
        return Err(refused(format!("{} 里有几个规则集；一个一个打包", folder.display())));
    };
    let tested = engine::test_some(Some(folder), &[]).map_err(|list| told(&list))?;
    let cases: usize = tested.iter().map(|own| own.run.outcomes.len()).sum();
    let failed: Vec<RuleMistake> = tested.into_iter().flat_map(|own| own.failed).collect();
    if !failed.is_empty() {
        let status = told(&failed);
        output::say("用例没有全部通过，没有打包\n");
        return Err(status);
    }
    let name = engine.title().0;
    let info = engine.info(&name).cloned().unwrap_or_default();
    if !folder.join("ruleset.toml").is_file() {
        return Err(refused(format!("{} 里没有 ruleset.toml", folder.display())));
    }
    let proposed = super::rules_accept::proposed(folder);
    if !proposed.is_empty() {
        output::say(&format!(
            "提醒 有 {} 条建议还没有认可（{}），装的地方只作提示；认可用 gouji rules accept\n",
            proposed.len(),
            proposed.join("、")
        ));
    }
    if cases == 0 {
        output::say(
            "提醒 一个用例也没有：规则对不对没有试过；从一份文件写用例用 gouji rules case 文件，写好再打包\n",
        );
    } else {
        output::say(&format!(
            "提醒 {cases} 个用例也在包里：其中有真实单位的名称和数、不宜公开的，改掉再打包\n"
        ));
    }
    match &info.extends {
        Some(parent) if !engine::is_built_in(parent) => output::say(&format!(
            "提醒 上级 {parent} 不是程序自带的，包里没有它：装的地方要先装 {parent}\n"
        )),
        _ => {}
    }
    Ok(info)
}

/// Which documents the ruleset is for.
fn applies(info: &RulesetInfo) -> String {
    let years = info.years.as_ref().map_or(String::new(), |years| format!("，{years} 年度"));
    if info.agency.is_empty() {
        format!("  ruleset.toml 没有写 agency：只有写 -r {} 时才用它\n", info.name)
    } else {
        format!("  用于有“{}”的文件{years}，自动选用\n", info.agency.join("”“"))
    }
}

/// A version as numbers that can be compared.
fn version(text: &str) -> Option<Vec<u32>> {
    let parts: Option<Vec<u32>> = text.split('.').map(|part| part.parse().ok()).collect();
    parts.filter(|parts| !parts.is_empty())
}

/// The file of a signature.
fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".minisig");
    name.into()
}

fn signed(key: &Path, bytes: &[u8], info: &PackInfo) -> Result<String, Status> {
    let shown = key.display();
    let text = std::fs::read_to_string(key)
        .map_err(|error| refused(format!("私钥 {shown} 读不出来：{}", output::reason(&error))))?;
    let unusable =
        |_| refused(format!("{shown} 不是 minisign 的私钥，或者口令不对；minisign -G 建一对"));
    let written = || SecretKeyBox::from_string(&text).map_err(unusable);
    let secret = match written()?.into_unencrypted_secret_key() {
        Ok(secret) => secret,
        // it asks for the password
        Err(_) => written()?.into_secret_key(None).map_err(unusable)?,
    };
    let comment = format!("{} {}", info.called(), info.date);
    minisign::sign(None, &secret, Cursor::new(bytes), Some(&comment), Some("gouji rules pack"))
        .map(SignatureBox::into_string)
        .map_err(|error| refused(format!("签名没有做成：{error}")))
}

/// Holds the signature beside a pack against a public key.
fn verified(file: &Path, key: &str, bytes: &[u8]) -> Result<(), Status> {
    let text = match std::fs::read_to_string(key) {
        Ok(text) => text,
        Err(_) => key.to_owned(),
    };
    let public = PublicKeyBox::from_string(&text).and_then(PublicKeyBox::into_public_key);
    let public = public.or_else(|_| PublicKey::from_base64(text.trim())).map_err(|_| {
        refused(format!(
            "命令有误：{key} 不是公钥文件，也不是公钥（minisign 的格式，RW 开头的一行）"
        ))
    })?;
    let signature = std::fs::read_to_string(beside(file))
        .map_err(|_| refused(format!("没有 {}，不能核对签名，没有安装", beside(file).display())))?;
    let signature = SignatureBox::from_string(&signature)
        .map_err(|_| refused(format!("{} 不是签名文件，没有安装", beside(file).display())))?;
    minisign::verify(&public, &signature, Cursor::new(bytes), true, false, false)
        .map_err(|_| refused("签名与公钥不合：规则包不是这个单位发的，或者被改动过；没有安装"))
}

/// Installs a pack for the user or for everybody.
pub(crate) fn install(args: &InstallArgs) -> Status {
    match done(args) {
        Ok(text) => output::print(text.as_bytes()).map_or(Status::Failed, |()| Status::Clean),
        Err(status) => status,
    }
}

fn done(args: &InstallArgs) -> Result<String, Status> {
    let shown = args.file.display();
    let bytes = input::read(&args.file, input::DOCUMENT)
        .map_err(|refusal| refused(format!("{shown} 读不出来：{}", refusal.words())))?;
    let pack = Pack::read(&bytes).map_err(|why| refused(format!("{shown} {why}")))?;
    if let Some(key) = &args.key {
        verified(&args.file, key, &bytes)?;
    }
    let info = loads(&pack)?;
    let place = if args.system { installed::system_place() } else { installed::own_place() };
    let Some(place) = place else {
        return Err(refused("不知道装在哪里：环境变量 HOME（Windows 是 APPDATA）没有设"));
    };
    let target = place.join(&info.name);
    let before = std::fs::read_to_string(target.join(MANIFEST)).ok();
    let before = before.and_then(|text| PackInfo::read(&text).ok());
    if let Some(before) = &before
        && version(&before.version) > version(&pack.info.version)
        && !args.force
    {
        return Err(refused(format!(
            "已经装有 {}，比这个 {} 新，没有改动；要换回去加 --force",
            before.called(),
            pack.info.version
        )));
    }
    put(&place, &target, &pack).map_err(|why| {
        let hint = if args.system {
            "；装给所有人要有管理员权限，去掉 --system 只装给自己"
        } else {
            ""
        };
        output::say(&format!("没有装成：{why}{hint}\n"));
        Status::Failed
    })?;
    let who = if args.system { "这台机器的所有人" } else { "自己" };
    let mut out = format!(
        "已装给{who}：{}\n  在 {}\n  规则包 SHA-256 {}{}\n",
        pack.info.words(),
        target.display(),
        sha256(&bytes),
        if args.key.is_some() { "，签名相符" } else { "" }
    );
    if let Some(before) = before {
        out.push_str(&format!("  换下了 {}\n", before.called()));
    }
    if engine::is_built_in(&info.name) {
        out.push_str(&format!("  代替程序自带的 {}\n", info.name));
    }
    if args.key.is_none() && beside(&args.file).is_file() {
        out.push_str("  旁边有签名，没有核对：加 --key 公钥\n");
    }
    out.push_str(&applies(&info));
    Ok(out)
}

/// What the ruleset of a pack is, if it loads beside the rules that there are.
fn loads(pack: &Pack) -> Result<RulesetInfo, Status> {
    let mut rulebook = installed::rulebook(true).map_err(|list| told(&list))?;
    let files = pack.files.iter().filter(|(path, _)| !path.ends_with(".md"));
    let files = files.filter_map(|(path, _)| Some(RuleFile::new(path.clone(), pack.text(path)?)));
    let name = rulebook.add_folder(&pack.info.name, files.collect()).map_err(|list| told(&list))?;
    if name != pack.info.name {
        return Err(refused(format!(
            "{MANIFEST} 里的名称 {} 和 ruleset.toml 里的 {name} 不同，没有安装",
            pack.info.name
        )));
    }
    let info = rulebook.info(&name).cloned().unwrap_or_default();
    if let Some(parent) = info.extends.as_deref().filter(|parent| rulebook.info(parent).is_none()) {
        return Err(refused(format!("要先装它的上级 {parent}；没有安装")));
    }
    rulebook.compile(&name, &[], None).map_err(|list| told(&list))?;
    Ok(info)
}

/// Puts the files of a pack in their place: whole, or what was there before stays.
fn put(place: &Path, target: &Path, pack: &Pack) -> Result<(), String> {
    let why = |path: &Path, error: &std::io::Error| {
        format!("{} 写不了：{}", path.display(), output::reason(error))
    };
    std::fs::create_dir_all(place).map_err(|error| why(place, &error))?;
    let new = tempfile::Builder::new()
        .prefix(".new-")
        .tempdir_in(place)
        .map_err(|error| why(place, &error))?;
    let manifest = pack.info.text()?;
    let all = pack.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    for (path, bytes) in all.chain([(MANIFEST, manifest.as_bytes())]) {
        let file = new.path().join(path);
        let folder = file.parent().unwrap_or(new.path());
        std::fs::create_dir_all(folder).map_err(|error| why(folder, &error))?;
        std::fs::write(&file, bytes).map_err(|error| why(&file, &error))?;
    }
    let old = tempfile::Builder::new().prefix(".old-").tempdir_in(place);
    let old = old.map_err(|error| why(place, &error))?;
    let kept = old.path().join("before");
    let has_old = target.exists();
    if has_old {
        std::fs::rename(target, &kept).map_err(|error| why(target, &error))?;
    }
    let made = new.keep();
    readable(&made);
    std::fs::rename(&made, target).map_err(|error| {
        if has_old {
            let _ = std::fs::rename(&kept, target);
        }
        let _ = std::fs::remove_dir_all(&made);
        why(target, &error)
    })
}

/// Lets everybody read a folder that was made as one of the user's alone.
fn readable(folder: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let _ = std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755));
    }
    #[cfg(not(unix))]
    let _ = folder;
}

/// Lists the packs that are installed, or takes one out.
pub(crate) fn installed(remove: Option<&str>, system: bool) -> Status {
    if let Some(name) = remove {
        let place = if system { installed::system_place() } else { installed::own_place() };
        let folder = place.map(|place| place.join(name));
        let known = installed::folders();
        let Some(folder) = folder.filter(|folder| known.contains(folder)) else {
            return refused(format!("没有装 {name}；gouji rules installed 列出装了哪些"));
        };
        return match std::fs::remove_dir_all(&folder) {
            Ok(()) => print(&format!("已卸下 {name}\n")),
            Err(error) => {
                output::say(&format!("{} 卸不下：{}\n", folder.display(), output::reason(&error)));
                Status::Failed
            }
        };
    }
    let mut out = String::new();
    for folder in installed::folders() {
        let read =
            std::fs::read_to_string(folder.join(MANIFEST)).map_err(|error| error.to_string());
        match read.and_then(|text| PackInfo::read(&text)) {
            Ok(info) => {
                out.push_str(&format!("{}：{}\n  {}\n", info.name, info.words(), folder.display()));
            }
            Err(why) => {
                out.push_str(&format!("{}：{MANIFEST} 读不出来：{why}\n", folder.display()))
            }
        }
    }
    if out.is_empty() {
        out.push_str("没有装规则包；gouji rules install 规则包 安装\n");
    }
    print(&out)
}

fn print(text: &str) -> Status {
    output::print(text.as_bytes()).map_or(Status::Failed, |()| Status::Clean)
}
