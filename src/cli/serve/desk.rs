//! Where audits are taken in: so many at work, so many waiting, no more. One that goes wrong ends
//! nothing but itself.

use super::body::COME_AGAIN;
use gouji_values::error::Refusal;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, watch};

/// The desk.
pub(crate) struct Desk {
    slots: Arc<Semaphore>,
    jobs: usize,
    /// At work or waiting.
    inside: Arc<AtomicUsize>,
    most: usize,
    within: Duration,
    stopping: watch::Receiver<bool>,
    times: Arc<Mutex<WorkTimes>>,
}

/// Since when each audit is at work, and how long one takes.
#[derive(Default)]
struct WorkTimes {
    begun: Vec<Instant>,
    usual: Option<Duration>,
}

impl WorkTimes {
    /// One more is at work.
    fn begin(&mut self, now: Instant) {
        self.begun.push(now);
    }

    /// One that began then is done; the last ones tell most of how long the next takes.
    fn end(&mut self, begun: Instant, now: Instant) {
        if let Some(at) = self.begun.iter().position(|own| *own == begun) {
            self.begun.swap_remove(at);
        }
        let took = now.saturating_duration_since(begun);
        self.usual = Some(self.usual.map_or(took, |usual| (usual + took) / 2));
    }

    /// How long it is until one of them is done, as far as can be told: what took longer than usual
    /// already may take as long again.
    fn until_free(&self, now: Instant) -> Duration {
        let left = self.begun.iter().map(|begun| {
            let gone = now.saturating_duration_since(*begun);
            self.usual.and_then(|usual| usual.checked_sub(gone)).unwrap_or(gone)
        });
        left.min().unwrap_or_default()
    }
}

/// A place at work or in the queue; given back when it is dropped.
pub(crate) struct Place(Arc<AtomicUsize>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Desk {
    /// A desk for a number of audits at a time, a number that wait, and a time for each.
    pub(crate) fn new(
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
            times: Arc::default(),
        }
    }

    /// How many are at work, and how many wait.
    pub(crate) fn state(&self) -> (usize, usize) {
        let running = self.jobs.saturating_sub(self.slots.available_permits());
        (running, self.inside.load(Ordering::Acquire).saturating_sub(running))
    }

    /// Ends when the server is being stopped.
    pub(crate) async fn stopped(&self) {
        let _ = self.stopping.clone().wait_for(|is| *is).await;
    }

    /// Whether nobody would be let in now.
    pub(crate) fn is_full(&self) -> bool {
        self.inside.load(Ordering::Acquire) >= self.most
    }

    /// Takes a place, if there is one.
    pub(crate) fn place(&self) -> Result<Place, Refusal> {
        let place = Place(Arc::clone(&self.inside));
        if self.inside.fetch_add(1, Ordering::AcqRel) >= self.most {
            // the place is given back
            return Err(self.busy());
        }
        Ok(place)
    }

    /// That there is no place, and when there may be one: behind all that wait.
    pub(crate) fn busy(&self) -> Refusal {
        let times = known(&self.times);
        // who is sent away stood in line, too
        let others = self.state().1.saturating_sub(1);
        let waiting = u32::try_from(others / self.jobs.max(1)).unwrap_or(u32::MAX);
        let queue = times.usual.unwrap_or_default().saturating_mul(waiting);
        let wait = times.until_free(Instant::now()).saturating_add(queue).as_secs_f64().ceil();
        let most = self.within.as_secs().max(COME_AGAIN);
        Refusal::Busy { seconds: (wait as u64).clamp(COME_AGAIN, most) }
    }

    /// Does the work of a place on a thread of its own. What takes too long goes on to its end, and
    /// keeps its place so long; only nobody waits for it.
    pub(crate) async fn work<T: Send + 'static>(
        &self,
        place: Place,
        work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let slot = tokio::select! {
            biased;
            () = self.stopped() => return Err(Refusal::Stopping),
            slot = Arc::clone(&self.slots).acquire_owned() => slot.map_err(|_| Refusal::Stopping)?,
            () = tokio::time::sleep(self.within) => return Err(self.busy()),
        };
        let at_work = AtWork::begin(&self.times);
        let work = tokio::task::spawn_blocking(move || {
            let made = work();
            drop((at_work, slot, place));
            made
        });
        match tokio::time::timeout(self.within, work).await {
            Ok(Ok(made)) => made,
            Ok(Err(_)) => Err(Refusal::AuditCrashed),
            Err(_) => Err(Refusal::AuditSlow { seconds: self.within.as_secs() }),
        }
    }
}

/// An audit at work; what crashes ends, too.
struct AtWork {
    times: Arc<Mutex<WorkTimes>>,
    begun: Instant,
}

impl AtWork {
    fn begin(times: &Arc<Mutex<WorkTimes>>) -> Self {
        let begun = Instant::now();
        known(times).begin(begun);
        Self { times: Arc::clone(times), begun }
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        known(&self.times).end(self.begun, Instant::now());
    }
}

fn known(times: &Mutex<WorkTimes>) -> MutexGuard<'_, WorkTimes> {
    times.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_values::code::Coded;

    #[test]
    fn who_is_sent_away_hears_when_to_come_again() {
        let (start, second) = (Instant::now(), Duration::from_secs(1));
        let mut times = WorkTimes::default();
        times.begin(start);
        // nothing is known but how long it is at work
        assert_eq!(times.until_free(start + 9 * second), 9 * second);
        times.end(start, start + 20 * second);
        assert_eq!(times.until_free(start), Duration::ZERO);
        let next = start + 21 * second;
        times.begin(next);
        assert_eq!(times.until_free(next + second), 19 * second);
        assert_eq!(times.until_free(next + 9 * second), 11 * second);
        // longer than usual
        assert_eq!(times.until_free(next + 30 * second), 30 * second);
        // of several the one that is done first
        times.begin(next + 5 * second);
        assert_eq!(times.until_free(next + 9 * second), 11 * second);
        run(async {
            let (desk, _stop) = desk(1, 0, LONG);
            {
                let mut times = known(&desk.times);
                times.usual = Some(25 * second);
                times.begin(Instant::now());
            }
            let _one = desk.place().unwrap();
            let _slot = Arc::clone(&desk.slots).try_acquire_owned().unwrap();
            let told = desk.place().map(|_| ()).unwrap_err();
            assert!(matches!(told, Refusal::Busy { seconds: 20..=25 }), "{told:?}");
        });
    }

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
