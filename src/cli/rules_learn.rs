//! `gouji rules learn`: rules proposed from what nearly always holds in many documents.

use super::args::{ReadingArgs, RulesetArgs};
use super::documents::{Documents, GivenDocument};
use super::engine::RulesetRequest;
use super::loaded::Loaded;
use super::progress;
use super::typed::jobs;
use super::{Status, check, documents, engine, output, place, run};
use clap::Args;
use clap::builder::TypedValueParser;
use gouji_audit::audit::Unreadable;
use gouji_author::draft::learn::{Broken, LearnOptions, Learnt};
use gouji_report::report::terminal::mistakes;
use gouji_report::report::width::hang;
use gouji_values::error::UnreadableCode;
use std::path::{Path, PathBuf};

/// `gouji rules learn`.
#[derive(Args, Debug)]
pub(crate) struct LearnArgs {
    /// 文件或文件夹；多年、多单位的同类文件越多越好
    #[arg(required = true, value_name = "文件或文件夹", help_heading = "参数")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub ruleset: RulesetArgs,
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// 至少在几份文件里成立；同一份文件的几个副本、几种格式只算一份
    #[arg(long, value_name = "份数", default_value_t = 5, value_parser = learnt_from(), help_heading = "选项")]
    pub documents: usize,
    /// 至少百分之几的地方成立，80 到 100；表间关系和语句照这个数要的份数：98 要 150 份，95 要 60 份，90 要 30 份，80 要 15 份
    #[arg(long, value_name = "百分数", default_value_t = 98, value_parser = clap::value_parser!(u32).range(80..=100), help_heading = "选项")]
    pub held: u32,
    /// 写成这个新文件夹里的规则集；不写时显示在屏幕上
    #[arg(short, long, value_name = "文件夹", help_heading = "选项")]
    pub output: Option<PathBuf>,
    /// 同时读几份文件；不写时与处理器核数相同
    #[arg(short, long, value_name = "份数", value_parser = jobs, help_heading = "选项")]
    pub jobs: Option<usize>,
}

/// From how many documents may be learnt: one proves nothing.
fn learnt_from() -> impl TypedValueParser<Value = usize> {
    clap::value_parser!(u16).range(2..).map(usize::from)
}

/// Runs the command: 3 where a document could not be read, else 0.
pub(crate) fn run(args: &LearnArgs) -> Status {
    let name = match &args.output {
        None => Ok(NAME.to_owned()),
        Some(folder) => folder_name(folder),
    };
    let name = match name {
        Ok(name) => name,
        Err(why) => {
            output::say(&why);
            return Status::Usage;
        }
    };
    let found = documents::find(&args.paths, None).read_as(&args.reading);
    let ocr = found.ocr.clone();
    let rules =
        check::load_as(&args.ruleset, |request| RulesetRequest { ocr, takes_ocr: true, ..request });
    let rules = match rules {
        Ok(rules) => rules,
        Err(status) => return status,
    };
    progress::watch_for_interrupt();
    let learnt = match learnt(args, &rules, &found) {
        Ok(Some((learnt, is_any_unread))) => (learnt, is_any_unread),
        Ok(None) => {
            output::say("已中断，没有写出规则\n");
            return Status::BrokenOff;
        }
        Err(list) => {
            output::say(&mistakes(&list, &output::error_page()));
            return Status::Usage;
        }
    };
    let (learnt, is_any_unread) = learnt;
    let written = match &args.output {
        Some(folder) => to_folder(folder, &name, &learnt, args),
        None => to_screen(&learnt, args),
    };
    match written {
        Ok(()) if !is_any_unread => Status::Clean,
        _ => Status::Failed,
    }
}

/// What learnt rules are called where no folder names them.
const NAME: &str = "学到的规则";

/// The name of the ruleset in a new folder; why it cannot be written.
fn folder_name(folder: &Path) -> Result<String, String> {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.ok_or_else(|| "命令有误：-o 请写新文件夹的名称\n".to_owned())?;
    if engine::is_built_in(&name) {
        return Err(format!("命令有误：{name} 是内置规则集的名称；请换一个\n"));
    }
    if std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
        || folder.is_file()
    {
        return Err(format!("{} 已经存在，没有改动；请换一个名称\n", folder.display()));
    }
    Ok(name)
}

/// Goes over the documents twice; `None` where that was broken off. Whether any could not be read.
fn learnt(
    args: &LearnArgs,
    rules: &engine::LoadedRules,
    found: &Documents,
) -> Result<Option<(Learnt, bool)>, Vec<gouji_values::error::RuleMistake>> {
    let mut learner = rules.learner(LearnOptions { documents: args.documents, held: args.held })?;
    let mut unread = Vec::new();
    let is_whole = each(
        found,
        &mut learner,
        |learner, loaded| learner.see(&loaded.name, &loaded.files()),
        |learner, seen| match seen {
            Ok(seen) => learner.add(seen),
            Err(bad) => unread.push(bad),
        },
    );
    for bad in &unread {
        output::say(&format!("{}：{}\n", bad.path, bad.message));
    }
    if !is_whole {
        return Ok(None);
    }
    let (documents, further) = learner.counted();
    output::say(&format!(
        "读了 {documents} 份文件{}{}\n",
        if further > 0 {
            format!("（另有 {further} 个是同一份文件的副本，不重复算）")
        } else {
            String::new()
        },
        if unread.is_empty() {
            String::new()
        } else {
            format!("，{} 份没有读成", unread.len())
        },
    ));
    let mut trial = learner.trial()?;
    output::say(&format!("可能成立的关系 {} 条，在同样的文件上逐条核对\n", trial.len()));
    let is_whole = trial.is_empty()
        || each(
            found,
            &mut trial,
            |trial, loaded| trial.try_on(&loaded.name, &loaded.files()),
            |trial, tried| {
                // what could not be read was told the first time
                if let Ok(tried) = tried {
                    trial.add(tried);
                }
            },
        );
    Ok(is_whole.then(|| (trial.learnt(), !unread.is_empty())))
}

/// Does something with each document, several at a time, and takes what comes of it in their order.
/// False if the run was broken off.
fn each<S: Sync, T: Send>(
    found: &Documents,
    state: &mut S,
    make: impl Fn(&S, &Loaded) -> Result<T, Unreadable> + Sync,
    take: impl FnMut(&mut S, Result<T, Unreadable>),
) -> bool {
    let made = |own: &S, (_, given): (usize, &Result<GivenDocument, Unreadable>)| {
        let loaded = given.as_ref().map_err(Clone::clone).and_then(GivenDocument::load);
        loaded.and_then(|loaded| guarded(&loaded, || make(own, &loaded)))
    };
    run::in_order(&found.list, state, made, take)
}

/// One document that brings the engine down must not take the others with it.
fn guarded<T>(
    loaded: &Loaded,
    make: impl FnOnce() -> Result<T, Unreadable>,
) -> Result<T, Unreadable> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(make)).unwrap_or_else(|_| {
        Err(Unreadable::new(
            loaded.name.clone(),
            UnreadableCode::Internal,
            "读这份文件时程序出错，没有结果；其他文件不受影响",
        ))
    })
}

/// Writes the folder, and says what did not hold.
fn to_folder(folder: &Path, name: &str, learnt: &Learnt, args: &LearnArgs) -> Result<(), ()> {
    if !learnt.files.is_empty() {
        let head = learnt.head(name);
        let files = std::iter::once(("ruleset.toml", &head))
            .chain(learnt.files.iter().map(|(name, text)| (*name, text)));
        place::make(folder, true).map_err(|why| output::say(&format!("{why}\n")))?;
        for (name, text) in files {
            output::write_file(&folder.join(name), text.as_bytes())
                .map_err(|why| output::say(&format!("{why}\n")))?;
        }
    }
    output::print(summary(learnt, Some(folder), args).as_bytes())
}

/// Shows the rule files, and says on standard error what did not hold.
fn to_screen(learnt: &Learnt, args: &LearnArgs) -> Result<(), ()> {
    output::say(&summary(learnt, None, args));
    let texts: Vec<&str> = learnt.files.iter().map(|(_, text)| text.as_str()).collect();
    output::print(texts.join("\n").as_bytes())
}

/// Places of one proposal that are shown.
const SHOWN: usize = 20;

/// Why nothing was learnt, and what came nearest.
fn nothing(learnt: &Learnt, args: &LearnArgs) -> String {
    let mut out = format!(
        "没有归纳出新的关系：成立的都已经有规则核对，或者文件不够多（现在要至少 {} 份文件、百分之 {} 的地方成立）\n",
        args.documents, args.held
    );
    if let Some((name, counted, asked)) = &learnt.nearest {
        out.push_str(&format!("  最接近的是：{name}（{counted}）\n"));
        let way = match asked {
            asked if *asked >= args.held as usize => "再添几个单位的文件，或者减小 --documents",
            80.. => &format!("再添文件，或者写 --held {asked}"),
            _ => "文件太少，--held 最低 80，至少要 15 份没有一处不成立；请再添文件",
        };
        out.push_str(&format!("  {way}\n"));
    } else {
        out.push_str(&format!(
            "  没有一条在 {} 份文件里都见到：文件少的，先用 --documents 2 看看有没有，再添文件\n",
            args.documents
        ));
    }
    out
}

/// What was learnt, and the places where it does not hold.
fn summary(learnt: &Learnt, folder: Option<&Path>, args: &LearnArgs) -> String {
    let [within, between, said] = learnt.counts;
    if within + between + said == 0 {
        return nothing(learnt, args);
    }
    let forms = if learnt.forms > 0 {
        format!("（为没有表样的表写出表样 {} 个）", learnt.forms)
    } else {
        String::new()
    };
    let mut out =
        format!("归纳出表内关系 {within} 条{forms}、表间关系 {between} 条、语句 {said} 条\n");
    if !learnt.broke.is_empty() {
        let places: usize = learnt.broke.iter().map(|(_, _, places)| places.len()).sum();
        out.push_str(&format!("不成立的 {places} 处，多半是错，值得看一眼：\n"));
    }
    let width = output::page(false, false).width;
    for (name, counted, places) in &learnt.broke {
        hang(&mut out, "  ", 4, &format!("{name}（{counted}）"), width);
        for Broken { path, place, label, stated, computed } in places.iter().take(SHOWN) {
            let text = format!("{path} {place}  {label}：列示 {stated}，应为 {computed}");
            hang(&mut out, "    ", 6, &text, width);
        }
        if places.len() > SHOWN {
            out.push_str(&format!("    另有 {} 处\n", places.len() - SHOWN));
        }
    }
    if let Some(folder) = folder {
        let folder = folder.display();
        out.push_str(&format!(
            "已写入 {folder}：都是提示，逐条看过再用\n  检查：gouji rules check {folder}\n  使用：gouji check 文件 --rules {folder}\n"
        ));
    }
    out
}
