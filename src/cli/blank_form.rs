//! `--template`: the official blank form that documents are held against.

use super::args::CheckArgs;
use super::run::Plan;
use super::{Status, documents, output};
use std::slice;

/// Reads the form that was given, for all engines of a run; why it cannot be used is said.
pub(crate) fn take(args: &CheckArgs, plan: &mut Plan) -> Result<(), Status> {
    let Some(path) = &args.template else { return Ok(()) };
    let refuse = |why: &str| {
        output::say(&format!("--template {} 不能用：{why}\n", path.display()));
        Status::Usage
    };
    let found = documents::find(slice::from_ref(path), None).read_as(&args.reading);
    let [form] = found.list.as_slice() else {
        return Err(refuse("要写一份文件（空白格式），docx、pdf、txt 等"));
    };
    let form = form.as_ref().map_err(|unreadable| refuse(&unreadable.message))?;
    let loaded = form.load().map_err(|unreadable| refuse(&unreadable.message))?;
    plan.hold_against(&loaded).map_err(|why| refuse(&why))
}
