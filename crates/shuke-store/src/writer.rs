//! The one lane that all writes of a process go through.
//!
//! Works that wait while another commits share the next transaction, each behind its own savepoint, and the wait for
//! the disk with it ("group commit"). Nobody is told of success before the commit that holds the work is durable.
//! One lane is no loss: SQLite has one writer, and on PostgreSQL the audit chain puts writes in one order anyway.
//! History, audit entries and events wait in the outbox and are written once for the whole group.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures::FutureExt;
use futures::future::BoxFuture;
use tokio::sync::{mpsc, oneshot, watch};
use tracing::Instrument;

use crate::open::Pools;
use crate::seal::Keys;
use crate::system::outbox::Outbox;
use crate::{Conn, StoreError};

/// Works in one transaction, at most.
const GROUP: usize = 64;
/// A transaction takes no more works after this time, so that the first one doesn't wait for long.
const PATIENCE: Duration = Duration::from_millis(10);

/// A writing transaction. Reads see its own writes.
#[derive(Debug)]
pub struct Tx {
    pub(crate) conn: Conn,
    pub(crate) outbox: Outbox,
}

impl std::ops::Deref for Tx {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.conn
    }
}

impl std::ops::DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.conn
    }
}

type Deliver = Box<dyn FnOnce(Result<(), StoreError>) + Send>;
type Act = Box<dyn for<'a> FnOnce(&'a mut Tx) -> BoxFuture<'a, (bool, Deliver)> + Send>;

/// What waits in the lane: to be carried out, or, when there is no connection, to be told so.
struct Work {
    act: Act,
    refuse: Box<dyn FnOnce(StoreError) + Send>,
}

/// Sends works to the lane.
#[derive(Debug, Clone)]
pub(crate) struct Writer {
    lane: mpsc::Sender<Work>,
}

impl Writer {
    /// Starts the lane; `committed` is told of each commit.
    pub(crate) fn start(pools: Pools, committed: watch::Sender<u64>, keys: Arc<Keys>) -> Self {
        let (lane, works) = mpsc::channel(1024);
        tokio::spawn(run(pools, works, committed, keys));
        Self { lane }
    }

    /// Runs `work` in a transaction; when it answers an error, nothing of it stays.
    pub(crate) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'a> FnOnce(&'a mut Tx) -> BoxFuture<'a, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let reply = Arc::new(Mutex::new(Some(reply)));
        let send = move |result: Result<T, E>| {
            // The caller may have gone away; the work is done all the same.
            if let Some(reply) = reply.lock().ok().and_then(|mut reply| reply.take()) {
                let _ = reply.send(result);
            }
        };
        let refuse = send.clone();
        let span = tracing::Span::current();
        let act: Act = Box::new(move |tx| {
            let guarded = async move {
                let result = AssertUnwindSafe(work(tx)).catch_unwind().await;
                let result =
                    result.unwrap_or_else(|_| Err(StoreError::internal("a writing work panicked").into()));
                let done = result.is_ok();
                let deliver: Deliver = Box::new(move |committed| {
                    send(result.and_then(|value| committed.map(|()| value).map_err(E::from)));
                });
                (done, deliver)
            };
            Box::pin(guarded.instrument(span))
        });
        let stopped = || E::from(StoreError::Away("the writer has stopped".to_owned()));
        let work = Work { act, refuse: Box::new(move |error| refuse(Err(error.into()))) };
        self.lane.send(work).await.map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }
}

async fn run(pools: Pools, mut works: mpsc::Receiver<Work>, committed: watch::Sender<u64>, keys: Arc<Keys>) {
    while let Some(first) = works.recv().await {
        match pools.writer().await {
            Ok(conn) => {
                let tx = Tx { conn: conn.with_keys(Arc::clone(&keys)), outbox: Outbox::default() };
                group(tx, first, &mut works, &committed).await;
            }
            Err(error) => {
                tracing::error!(%error, "no connection for writing");
                (first.refuse)(error);
            }
        }
    }
}

async fn group(mut tx: Tx, first: Work, works: &mut mpsc::Receiver<Work>, committed: &watch::Sender<u64>) {
    let mut started = Instant::now();
    let mut waiting: Vec<Deliver> = Vec::new();
    let mut next = Some(first);
    let mut broken = None;
    while let Some(work) = next.take() {
        let alone = waiting.is_empty();
        let opened = if alone { tx.begin().await } else { tx.raw("SAVEPOINT work").await };
        if alone {
            started = Instant::now();
        }
        if let Err(error) = opened {
            (work.refuse)(error.clone());
            broken = Some(error);
            break;
        }
        let mark = tx.outbox.mark();
        let (done, deliver) = (work.act)(&mut tx).await;
        if !done {
            tx.outbox.cut(mark);
            tx.conn.rolled_back();
        }
        let closed = match (done, alone) {
            (true, true) => Ok(()),
            (true, false) => tx.raw("RELEASE SAVEPOINT work").await,
            (false, true) => tx.raw("ROLLBACK").await,
            (false, false) => tx.raw("ROLLBACK TO SAVEPOINT work; RELEASE SAVEPOINT work").await,
        };
        if done {
            waiting.push(deliver);
        } else {
            deliver(Ok(()));
        }
        if let Err(error) = closed {
            broken = Some(error);
            break;
        }
        if waiting.len() < GROUP && started.elapsed() < PATIENCE {
            next = works.try_recv().ok();
        }
    }
    finish(tx, waiting, broken, committed).await;
}

async fn finish(
    mut tx: Tx,
    waiting: Vec<Deliver>,
    broken: Option<StoreError>,
    committed: &watch::Sender<u64>,
) {
    let outcome = match broken {
        Some(error) => Err(error),
        None if waiting.is_empty() => Ok(()),
        None => match tx.flush().await {
            Ok(()) => tx.raw("COMMIT").await,
            Err(error) => Err(error),
        },
    };
    if outcome.is_err() {
        // Whatever state the connection is in, the next transaction starts on a fresh one.
        tx.conn.discard().await;
    } else {
        drop(tx);
        committed.send_modify(|count| *count += 1);
    }
    for deliver in waiting {
        deliver(outcome.clone());
    }
}
