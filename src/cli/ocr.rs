//! `--ocr`: pages that are pictures are read by the user's own program for recognising text. It gets
//! a page as PNG on standard input and writes its words with boxes on standard output, as TSV or
//! hOCR. Nothing is downloaded, and without the option nothing is recognised.

use super::progress;
use gouji_read::read::{PageImage, Recogniser};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a program may work on each page.
const EACH: Duration = Duration::from_secs(120);

/// After this many pages that took too long a program is not asked again.
const SLOW: usize = 3;

/// Bytes that a program may write of a page.
const MOST: usize = 16 << 20;

/// Bytes of its complaints that are looked at.
const COMPLAINT: usize = 4 << 10;

/// How often a running program is looked after.
const PAUSE: Duration = Duration::from_millis(10);

/// What it wrote is there soon after its end, unless a program of its own goes on.
const AFTER: Duration = Duration::from_secs(5);

/// What tesseract is told where nothing is said: pictures come and words go by pipes.
const TESSERACT: &[&str] = &["stdin", "stdout", "-l", "chi_sim", "tsv"];

/// What a program said of a page, or why it said nothing.
type OcrAnswer = Result<String, String>;

/// The program of `--ocr`.
#[derive(Debug)]
pub(crate) struct OcrProgram {
    program: PathBuf,
    arguments: Vec<String>,
    limit: Duration,
    /// What was said of pictures: one that comes again is not read again.
    known: Mutex<BTreeMap<[u8; 32], OcrAnswer>>,
    slow: AtomicUsize,
}

impl OcrProgram {
    /// Of a command: a program, and its arguments behind blanks; quotes keep blanks.
    #[must_use]
    pub(crate) fn of(command: &str) -> Arc<Self> {
        let mut words =
            if Path::new(command).is_file() { vec![command.to_owned()] } else { words(command) };
        let program = if words.is_empty() { String::new() } else { words.remove(0) };
        let program = PathBuf::from(program);
        let stem = program.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
        if words.is_empty() && stem == "tesseract" {
            words = TESSERACT.iter().map(|word| (*word).to_owned()).collect();
        }
        Arc::new(Self {
            program,
            arguments: words,
            limit: EACH,
            known: Mutex::default(),
            slow: AtomicUsize::new(0),
        })
    }

    /// Runs the program on a page.
    fn run(&self, png: &[u8]) -> OcrAnswer {
        let too_slow = || format!("{} 秒内没有完成", self.limit.as_secs());
        if self.slow.load(Ordering::Relaxed) >= SLOW {
            return Err(too_slow());
        }
        let mut command = Command::new(&self.program);
        // pages are read side by side
        command.args(&self.arguments).env("OMP_THREAD_LIMIT", "1");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => {
                "没有找到这个程序；请检查是否已安装，或者写出程序的完整路径".to_owned()
            }
            _ => format!("程序运行不了：{error}"),
        })?;
        feed(&mut child, png.to_vec());
        let mut written =
            Written { pipe: child.stdout.take().map(|pipe| taken(pipe, MOST)), bytes: None };
        let complaint = child.stderr.take().map(|pipe| taken(pipe, COMPLAINT));
        let status = self.finished(&mut child, &mut written)?;
        let Some(status) = status else {
            self.slow.fetch_add(1, Ordering::Relaxed);
            return Err(too_slow());
        };
        if !status.success() {
            let complaint = complaint.and_then(|pipe| pipe.recv_timeout(AFTER).ok());
            let complaint = String::from_utf8_lossy(&complaint.unwrap_or_default()).into_owned();
            let first = complaint.lines().map(str::trim).find(|line| !line.is_empty());
            let first: String = first.unwrap_or_default().chars().take(200).collect();
            let why = if first.is_empty() { String::new() } else { format!("：{first}") };
            return Err(format!("程序报告失败（{status}）{why}"));
        }
        if written.is_flood(AFTER) {
            return Err(flood());
        }
        String::from_utf8(written.bytes.unwrap_or_default())
            .map_err(|_| "写出的不是 UTF-8 编码的文字".to_owned())
    }

    /// Waits for the program; `None` where it took too long, or the run was broken off.
    fn finished(
        &self,
        child: &mut Child,
        written: &mut Written,
    ) -> Result<Option<std::process::ExitStatus>, String> {
        let started = Instant::now();
        let end = |child: &mut Child| {
            let _ = child.kill();
            let _ = child.wait();
        };
        loop {
            match child.try_wait() {
                Ok(Some(status)) => return Ok(Some(status)),
                Ok(None) if started.elapsed() < self.limit && !progress::is_broken_off() => {}
                Ok(None) => {
                    end(child);
                    return Ok(None);
                }
                Err(error) => {
                    end(child);
                    return Err(error.to_string());
                }
            }
            // a program that still writes when as much as may be was taken
            if written.is_flood(PAUSE) {
                end(child);
                return Err(flood());
            }
            if written.bytes.is_some() {
                std::thread::sleep(PAUSE);
            }
        }
    }
}

/// What a program writes.
struct Written {
    pipe: Option<Receiver<Vec<u8>>>,
    /// All of it, once it is there.
    bytes: Option<Vec<u8>>,
}

impl Written {
    /// Waits for it a while; whether it is more than may be.
    fn is_flood(&mut self, wait: Duration) -> bool {
        if self.bytes.is_none() {
            self.bytes = self.pipe.as_ref().and_then(|pipe| pipe.recv_timeout(wait).ok());
        }
        self.bytes.as_ref().is_some_and(|bytes| bytes.len() > MOST)
    }
}

impl Recogniser for OcrProgram {
    fn name(&self) -> String {
        self.program.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    fn recognise(&self, image: &PageImage) -> OcrAnswer {
        let key: [u8; 32] = Sha256::digest(&image.png).into();
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(said) = known().get(&key) {
            return said.clone();
        }
        let said = self.run(&image.png);
        known().insert(key, said.clone());
        said
    }
}

fn flood() -> String {
    format!("一页写出的内容超过 {} MiB", MOST >> 20)
}

/// Writes a picture to the program's standard input; one that does not read it is not waited for.
fn feed(child: &mut Child, png: Vec<u8>) {
    if let Some(mut pipe) = child.stdin.take() {
        std::thread::spawn(move || {
            let _ = pipe.write_all(&png);
        });
    }
}

/// What comes out of a pipe, up to a number of bytes, and one byte more where there are more.
fn taken(pipe: impl Read + Send + 'static, most: usize) -> Receiver<Vec<u8>> {
    let (send, receive) = channel();
    std::thread::spawn(move || {
        let mut out = Vec::new();
        let mut pipe = pipe.take(most as u64 + 1);
        let _ = pipe.read_to_end(&mut out);
        let is_full = out.len() > most;
        let _ = send.send(out);
        // complaints without end do not stop a program
        if is_full && most == COMPLAINT {
            let _ = std::io::copy(&mut pipe.into_inner(), &mut std::io::sink());
        }
    });
    receive
}

/// The words of a command; quotes keep blanks, and backslashes are those of paths.
fn words(command: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let (mut quote, mut is_open) = (None, false);
    for c in command.chars() {
        match (quote, c) {
            (Some(mark), _) if c == mark => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                if !is_open {
                    out.push(String::new());
                    is_open = true;
                }
            }
            (None, _) if c.is_whitespace() => is_open = false,
            _ => {
                if !is_open {
                    out.push(String::new());
                    is_open = true;
                }
                if let Some(word) = out.last_mut() {
                    word.push(c);
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_parted_at_blanks_outside_quotes() {
        assert_eq!(words(r#"a -l "x y"  'b  c'd """#), ["a", "-l", "x y", "b  cd", ""]);
        assert_eq!(words(r"C:\ocr\run.exe -q"), [r"C:\ocr\run.exe", "-q"]);
        assert!(words("  ").is_empty());
        let known = OcrProgram::of("tesseract");
        assert_eq!(known.arguments, TESSERACT);
        assert!(OcrProgram::of("tesseract -l eng").arguments.len() == 2);
    }

    #[cfg(unix)]
    fn said(script: &str, limit: Duration) -> OcrAnswer {
        let program = OcrProgram {
            program: "/bin/sh".into(),
            arguments: vec!["-c".to_owned(), script.to_owned()],
            limit,
            known: Mutex::default(),
            slow: AtomicUsize::new(0),
        };
        program.run(&[0; 1 << 20])
    }

    #[test]
    #[cfg(unix)]
    fn programs_that_fail_flood_or_never_end_are_told_apart() {
        let soon = Duration::from_secs(20);
        assert_eq!(said("cat > /dev/null; echo ok", soon), Ok("ok\n".to_owned()));
        // one that does not read the picture
        assert_eq!(said("echo ok", soon), Ok("ok\n".to_owned()));
        let why = said("echo '  no data' >&2; exit 3", soon).unwrap_err();
        assert!(why.contains("exit status: 3") && why.contains("no data"), "{why}");
        assert!(said("yes", soon).unwrap_err().contains("16 MiB"));
        assert!(said("yes >&2", Duration::from_millis(200)).unwrap_err().contains("没有完成"));
        assert!(
            said("exec sleep 60", Duration::from_millis(100)).unwrap_err().contains("没有完成")
        );
        assert!(said("printf '\\377'", soon).unwrap_err().contains("UTF-8"));
        let why = OcrProgram::of("/nowhere/at all").run(&[]).unwrap_err();
        assert!(why.contains("没有找到这个程序"), "{why}");
    }
}
