//! Where audits are taken in: so many at work, so many waiting, no more. One that goes wrong ends
//! nothing but itself.

use super::body::COME_AGAIN;
use gouji_values::error::Refusal;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{Semaphore, watch};

/// The desk.
pub struct Desk {
    slots: Arc<Semaphore>,
    jobs: usize,
    /// At work or waiting.
    inside: Arc<AtomicUsize>,
    most: usize,
    within: Duration,
    stopping: watch::Receiver<bool>,
}

/// A place at work or in the queue; given back when it is dropped.
pub struct Place(Arc<AtomicUsize>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Desk {
    /// A desk for a number of audits at a time, a number that wait, and a time for each.
    pub fn new(
        jobs: usize,
        queue: usize,
        within: Duration,
        stopping: watch::Receiver<bool>,
    ) -> Self {
        Self {
            slots: Arc::new(Semaphore::new(jobs)),
            jobs,
            inside: Arc::default(),
            most: jobs + queue,
            within,
            stopping,
        }
    }

    /// How many are at work, and how many wait.
    pub fn state(&self) -> (usize, usize) {
        let running = self.jobs.saturating_sub(self.slots.available_permits());
        (running, self.inside.load(Ordering::Acquire).saturating_sub(running))
    }

    /// Ends when the server is being stopped.
    pub async fn stopped(&self) {
        let _ = self.stopping.clone().wait_for(|is| *is).await;
    }

    /// Whether nobody would be let in now.
    pub fn is_full(&self) -> bool {
        self.inside.load(Ordering::Acquire) >= self.most
    }

    /// Takes a place, if there is one.
    pub fn place(&self) -> Result<Place, Refusal> {
        let place = Place(Arc::clone(&self.inside));
        if self.inside.fetch_add(1, Ordering::AcqRel) >= self.most {
            // the place is given back
            return Err(Refusal::Busy { seconds: COME_AGAIN });
        }
        Ok(place)
    }

    /// Does the work of a place on a thread of its own. What takes too long goes on to its end, and
    /// keeps its place so long; only nobody waits for it.
    pub async fn work<T: Send + 'static>(
        &self,
        place: Place,
        work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let busy = Refusal::Busy { seconds: COME_AGAIN };
        let slot = tokio::select! {
            biased;
            () = self.stopped() => return Err(Refusal::Stopping),
            slot = Arc::clone(&self.slots).acquire_owned() => slot.map_err(|_| Refusal::Stopping)?,
            () = tokio::time::sleep(self.within) => return Err(busy),
        };
        let work = tokio::task::spawn_blocking(move || {
            let made = work();
            drop((slot, place));
            made
        });
        match tokio::time::timeout(self.within, work).await {
            Ok(Ok(made)) => made,
            Ok(Err(_)) => Err(Refusal::AuditCrashed),
            Err(_) => Err(Refusal::AuditSlow { seconds: self.within.as_secs() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_values::code::Coded;

    fn desk(jobs: usize, queue: usize, within: Duration) -> (Arc<Desk>, watch::Sender<bool>) {
        let (stop, stopping) = watch::channel(false);
        (Arc::new(Desk::new(jobs, queue, within, stopping)), stop)
    }

    fn run<T>(future: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap()
            .block_on(future)
    }

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn a_panic_ends_nothing_else() {
        run(async {
            let (desk, _stop) = desk(1, 0, LONG);
            for _ in 0..3 {
                let place = desk.place().unwrap();
                let crashed = desk.work(place, || -> Result<(), _> { panic!("a document") }).await;
                assert_eq!(crashed.map_err(|refusal| refusal.id()), Err("audit-crashed"));
                assert_eq!(desk.state(), (0, 0));
            }
            let place = desk.place().unwrap();
            assert_eq!(desk.work(place, || Ok(7)).await, Ok(7));
        });
    }

    #[test]
    fn who_is_too_many_is_sent_away() {
        run(async {
            let (desk, _stop) = desk(1, 1, LONG);
            let (go, wait) = std::sync::mpsc::channel::<()>();
            let one = desk.place().unwrap();
            let two = desk.place().unwrap();
            assert!(desk.is_full() && desk.place().is_err());
            let first = {
                let desk = Arc::clone(&desk);
                let work = move || Ok(wait.recv().is_ok());
                tokio::spawn(async move { desk.work(one, work).await })
            };
            tokio::task::yield_now().await;
            let second = {
                let desk = Arc::clone(&desk);
                tokio::spawn(async move { desk.work(two, || Ok(())).await })
            };
            tokio::task::yield_now().await;
            assert_eq!(desk.state(), (1, 1));
            go.send(()).unwrap();
            assert_eq!(first.await.unwrap(), Ok(true));
            assert_eq!(second.await.unwrap(), Ok(()));
            assert!(!desk.is_full());
        });
    }

    #[test]
    fn what_takes_too_long_keeps_its_place_until_it_ends() {
        run(async {
            let (desk, stop) = desk(1, 1, Duration::from_millis(30));
            let (go, wait) = std::sync::mpsc::channel::<()>();
            let place = desk.place().unwrap();
            let slow = desk.work(place, move || Ok(wait.recv().is_ok())).await;
            assert_eq!(slow.map_err(|refusal| refusal.id()), Err("audit-too-slow"));
            assert_eq!(desk.state(), (1, 0));
            let place = desk.place().unwrap();
            let waited = desk.work(place, || Ok(())).await;
            assert_eq!(waited.map_err(|refusal| refusal.id()), Err("server-busy"));
            stop.send_replace(true);
            let place = desk.place().unwrap();
            let stopped = desk.work(place, || Ok(())).await;
            assert_eq!(stopped.map_err(|refusal| refusal.id()), Err("server-stopping"));
            go.send(()).unwrap();
        });
    }
}
