//! What a long run shows while it lasts, and how it is broken off.

use super::output;
use std::io::IsTerminal;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

static BROKEN_OFF: AtomicBool = AtomicBool::new(false);

/// Lets Ctrl-C end the run in order: what is being written is finished or taken away. A second one
/// ends it at once.
pub(crate) fn watch_for_interrupt() {
    // without a handler Ctrl-C ends the process, as ever
    let _ = ctrlc::set_handler(|| {
        if BROKEN_OFF.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    });
}

/// Whether Ctrl-C was pressed.
pub(crate) fn is_broken_off() -> bool {
    BROKEN_OFF.load(Ordering::Relaxed)
}

/// A bar on standard error, if that is a terminal.
#[derive(Debug)]
pub(crate) struct Progress {
    total: usize,
    done: AtomicUsize,
    started: Instant,
    /// When the bar was drawn last; `None`: there is none.
    drawn: Option<Mutex<Instant>>,
}

/// How long after the last time the bar is drawn again.
const PAUSE: Duration = Duration::from_millis(100);
/// Columns of the bar.
const WIDTH: usize = 24;

impl Progress {
    /// A bar for a number of documents.
    pub(crate) fn new(total: usize) -> Self {
        let drawn = (std::io::stderr().is_terminal() && output::takes_escapes())
            .then(|| Mutex::new(Instant::now()));
        Self { total, done: AtomicUsize::new(0), started: Instant::now(), drawn }
    }

    /// One more is done.
    pub(crate) fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(drawn) = &self.drawn
            && let Ok(mut last) = drawn.try_lock()
            && last.elapsed() >= PAUSE
        {
            *last = Instant::now();
            output::say(&format!("\r{}\u{1b}[K", line(done, self.total, self.started.elapsed())));
        }
    }

    /// Takes the bar away.
    pub(crate) fn clear(&self) {
        if self.drawn.is_some() {
            output::say("\r\u{1b}[K");
        }
    }
}

/// The bar, the count, the rate and the time left.
fn line(done: usize, total: usize, elapsed: Duration) -> String {
    let filled = (WIDTH * done).checked_div(total).unwrap_or(0).min(WIDTH);
    let millis = usize::try_from(elapsed.as_millis()).unwrap_or(usize::MAX).max(1);
    let rate = done.saturating_mul(1000) / millis;
    // slow ones are not zero
    let rate = if rate > 0 {
        format!("每秒 {rate}")
    } else {
        format!("每分 {}", done.saturating_mul(60_000) / millis)
    };
    let left = (total - done.min(total)).saturating_mul(millis) / done.max(1) / 1000;
    let left = if left >= 60 {
        format!("{} 分 {} 秒", left / 60, left % 60)
    } else {
        format!("{left} 秒")
    };
    format!(
        "{}{} {done}/{total} 份，{rate} 份，还需 {left}",
        "━".repeat(filled),
        "─".repeat(WIDTH - filled)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn count_rate_and_time_left() {
        let text = line(250, 1000, Duration::from_secs(5));
        assert!(text.starts_with("━━━━━━──"), "{text}");
        assert!(text.ends_with("250/1000 份，每秒 50 份，还需 15 秒"), "{text}");
        assert!(line(1, 1000, Duration::from_secs(1)).ends_with("还需 16 分 39 秒"));
        assert!(line(3, 10, Duration::from_secs(6)).contains("3/10 份，每分 30 份，还需 14 秒"));
        assert!(line(0, 0, Duration::ZERO).contains("0/0"));
    }
}
