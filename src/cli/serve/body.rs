//! Bodies of requests: read whole, within a limit, a time, and what all requests may hold together.

use gouji_values::error::Refusal;
use http_body_util::BodyExt;
use hyper::body::{Body, Bytes};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// When to come again where all is taken.
pub(crate) const COME_AGAIN: u64 = 3;
/// How long a body that was refused unread is read past: who still sends would not see the answer.
const PAST: Duration = Duration::from_secs(3);

/// The bytes that all requests and answers hold together.
#[derive(Debug)]
pub(crate) struct Budget {
    limit: usize,
    used: AtomicUsize,
}

impl Budget {
    /// A budget of this many bytes.
    pub(crate) fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self { limit, used: AtomicUsize::new(0) })
    }
}

/// What one request and its answer hold, until the answer is sent.
#[derive(Debug)]
pub(crate) struct Charge {
    budget: Arc<Budget>,
    held: AtomicUsize,
}

impl Charge {
    /// Nothing yet.
    pub(crate) fn on(budget: &Arc<Budget>) -> Self {
        Self { budget: Arc::clone(budget), held: AtomicUsize::new(0) }
    }

    /// Takes more bytes, whether they are left or not: an answer is never thrown away.
    pub(crate) fn take(&self, bytes: usize) {
        self.held.fetch_add(bytes, Ordering::Relaxed);
        self.budget.used.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Takes more bytes if they are left.
    fn grow(&self, bytes: usize) -> Result<(), Refusal> {
        self.take(bytes);
        if self.budget.used.load(Ordering::Relaxed) <= self.budget.limit {
            return Ok(());
        }
        Err(Refusal::Busy { seconds: COME_AGAIN })
    }
}

impl Drop for Charge {
    fn drop(&mut self) {
        self.budget.used.fetch_sub(self.held.load(Ordering::Relaxed), Ordering::Relaxed);
    }
}

/// The whole of a body.
pub(crate) async fn whole<B>(
    mut body: B,
    charge: &Charge,
    limit: usize,
    within: Duration,
) -> Result<Vec<u8>, Refusal>
where
    B: Body<Data = Bytes> + Unpin,
{
    let too_large = || Refusal::BodyTooLarge { limit: format!("{} MB", limit >> 20) };
    let read = async {
        let mut out = Vec::new();
        while let Some(frame) = body.frame().await {
            let frame = frame
                .map_err(|_| Refusal::BodyBroken { why: "没有传完就断开了".to_owned() })?;
            let Ok(data) = frame.into_data() else { continue };
            if out.len() + data.len() > limit {
                return Err(too_large());
            }
            charge.grow(data.len())?;
            out.extend_from_slice(&data);
        }
        Ok(out)
    };
    let slow = Refusal::BodySlow { seconds: within.as_secs() };
    let read = tokio::time::timeout(within, read).await.unwrap_or(Err(slow));
    if matches!(read, Err(Refusal::BodyTooLarge { .. } | Refusal::Busy { .. })) {
        pass(body).await;
    }
    read
}

/// Reads past a body that nobody wants, for a while.
pub(crate) async fn pass<B: Body + Unpin>(mut body: B) {
    let read = async { while let Some(Ok(_)) = body.frame().await {} };
    let _ = tokio::time::timeout(PAST, read).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_is_given_back() {
        let budget = Budget::new(10);
        let one = Charge::on(&budget);
        assert!(one.grow(6).is_ok());
        let other = Charge::on(&budget);
        assert!(other.grow(6).is_err());
        drop(other);
        assert!(one.grow(4).is_ok());
        drop(one);
        assert_eq!(budget.used.load(Ordering::Relaxed), 0);
    }
}
