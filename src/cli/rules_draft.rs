//! `gouji rules draft`: a rule file proposed from tables that no form knows.

use super::args::RulesetArgs;
use super::documents::GivenDocument;
use super::{Status, check, documents, output};
use gouji_report::report::terminal::mistakes;
use std::path::{Path, PathBuf};

/// Runs the command.
pub(crate) fn run(paths: &[PathBuf], ruleset: &RulesetArgs, target: Option<&Path>) -> Status {
    if let Some(target) = target.filter(|target| target.exists()) {
        output::say(&format!("{} 已经存在，没有改动；请换一个名字\n", target.display()));
        return Status::Usage;
    }
    let engine = match check::load(ruleset) {
        Ok(engine) => engine,
        Err(status) => return status,
    };
    let mut given = Vec::new();
    let documents = documents::find(paths, None).converted(None);
    for found in &documents.list {
        match found.as_ref().map_err(Clone::clone).and_then(GivenDocument::load) {
            Ok(loaded) => given.extend(
                loaded.files().into_iter().map(|(name, bytes)| (name.to_owned(), bytes.to_vec())),
            ),
            Err(unreadable) => {
                output::say(&format!("{}：{}\n", unreadable.path, unreadable.message))
            }
        }
    }
    if given.is_empty() {
        return Status::Failed;
    }
    let draft = match engine.draft(&given) {
        Ok(draft) => draft,
        Err(list) => {
            output::say(&mistakes(&list, &output::error_page()));
            return Status::Usage;
        }
    };
    output::say(&format!(
        "没有识别的表 {} 张，归纳出表样 {} 个、规则 {} 条；请逐条核对后放进规则文件夹\n",
        draft.unknown, draft.forms, draft.rules
    ));
    if draft.heads > 0 {
        output::say(&format!(
            "已有的表样里印成别的字的栏目 {} 个，也写出了要加的表头\n",
            draft.heads
        ));
    }
    if draft.forms == 0 && draft.heads == 0 {
        return Status::Clean;
    }
    let written = match target {
        None => output::print(draft.text.as_bytes()),
        Some(path) => output::write_file(path, draft.text.as_bytes())
            .map_err(|why| output::say(&format!("{why}\n"))),
    };
    written.map_or(Status::Failed, |()| Status::Clean)
}
