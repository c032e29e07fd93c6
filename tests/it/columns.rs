//! `gouji check --format parquet`: tables that runs are added to; without the feature how to get it.

use assert_cmd::cargo::cargo_bin_cmd;
use std::path::Path;

fn check(folder: &Path, target: Option<&Path>, more: &[&str]) -> (Option<i32>, String) {
    let mut command = cargo_bin_cmd!("gouji");
    command.arg("check").arg(folder).args(["--format", "parquet", "--date", "2026-01-05"]);
    command.args(["--fail-on", "never"]).args(more);
    if let Some(target) = target {
        command.arg("-o").arg(target);
    }
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[cfg(not(feature = "columns"))]
#[test]
fn a_program_without_columns_says_where_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let (status, said) = check(folder.path(), Some(&folder.path().join("列")), &[]);
    assert_eq!(status, Some(2));
    assert!(said.contains("--features columns"), "{said}");
}

#[cfg(feature = "columns")]
mod written {
    use super::*;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    use std::path::PathBuf;

    /// Rows of the files of a table.
    fn rows(target: &Path, table: &str, run: &str) -> usize {
        let folder = target.join(table).join(run);
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let count = |file: PathBuf| {
            let file = std::fs::File::open(file).unwrap();
            let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
            reader.map(|batch| batch.unwrap().num_rows()).sum::<usize>()
        };
        files.map(count).sum()
    }

    fn documents() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, project) in [("甲", "78.88"), ("乙", "79.89")] {
            let text = format!(
                "示例市{name}局2023年度部门决算公开\n\n支出决算表\n单位：万元\n\
                 科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出\n\
                 \x20| 合计 | 353.15 | 274.27 | {project} | 0 | 0 | 0\n"
            );
            std::fs::write(folder.path().join(format!("{name}.txt")), text).unwrap();
        }
        std::fs::write(folder.path().join("空.txt"), "").unwrap();
        folder
    }

    #[test]
    fn each_run_is_added_and_the_same_documents_give_the_same_bytes() {
        let (folder, out) = (documents(), tempfile::tempdir().unwrap());
        let target = out.path().join("列");
        for (run, more) in [("run=2026-01-05", &[][..]), ("run=2026-01-05-2", &["--resume"])] {
            let (status, said) = check(folder.path(), Some(&target), more);
            assert_eq!(status, Some(3), "{said}"); // one document is empty
            assert_eq!(rows(&target, "documents", run), 3);
            assert_eq!(rows(&target, "findings", run), 1);
            assert!(rows(&target, "checks", run) > 1 && rows(&target, "cells", run) > 6);
        }
        for table in ["documents", "findings", "checks", "figures", "cells", "facts"] {
            let [one, other] = ["run=2026-01-05", "run=2026-01-05-2"]
                .map(|run| std::fs::read(target.join(table).join(run).join("part-00000.parquet")));
            assert!(one.unwrap() == other.unwrap(), "{table}");
        }
        // nothing else stays
        assert_eq!(std::fs::read_dir(&target).unwrap().count(), 6);
    }

    #[test]
    fn columns_want_a_folder() {
        let folder = documents();
        assert_eq!(check(folder.path(), None, &[]).0, Some(2));
    }
}
