//! Requests that may be sent twice and are carried out once: their answer is kept under a key of the caller's, in the
//! transaction that did what it tells of.
//!
//! What is refused is not kept: a refused request has done nothing, and its repetition may succeed.

use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};
use shuke_base::{Code, Fault, Uuid, limits};
use shuke_store::Tx;
use shuke_store::system::Answer;

use crate::App;
use crate::context::Ctx;
use crate::records::batch::{self, Done, Operation};
use crate::records::{create, read};
use crate::talk::comment;

/// What tells a repetition from a key used twice.
fn fingerprint(what: &str, object: &str, request: &str) -> String {
    let mut digest = Sha256::new();
    for part in [what, object, request] {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The kept answer, when it is one to this very request.
fn same(answer: Answer, fingerprint: &str) -> Result<Answer, Fault> {
    if answer.fingerprint == fingerprint { Ok(answer) } else { Err(Fault::new(Code::KeyReused)) }
}

impl App {
    /// Creates a record, or answers what the same request was answered before; the body is the record as JSON.
    ///
    /// # Errors
    /// As [`App::create`]; [`Code::KeyReused`] when the key belongs to another request.
    pub async fn create_once(
        &self,
        ctx: &Ctx,
        object: &str,
        values: &Map<String, Json>,
        key: &str,
    ) -> Result<Answer, Fault> {
        let object = ctx.object(object)?;
        let request = serde_json::to_string(values).map_err(|_| Fault::new(Code::Internal))?;
        let print = fingerprint("create", &object.name, &request);
        let (app, ctx_, object_, values) = (self.clone(), ctx.clone(), Arc::clone(&object), values.clone());
        let answer = self.once(ctx, key, print, 201, move |tx| {
            async move {
                let object = object_;
                let row = create::prepare(&ctx_, &object, &values)?;
                let record = create::create_in(tx, &app, &ctx_, &object, row).await?;
                let view = read::view(tx, &ctx_, &object, record, None).await?;
                serde_json::to_string(&view).map_err(|_| Fault::new(Code::Internal))
            }
            .boxed()
        });
        let answer = answer.await?;
        self.people_changed(&object).await;
        Ok(answer)
    }

    /// Adds a comment, or answers what the same request was answered before.
    ///
    /// # Errors
    /// As [`App::add_comment`]; [`Code::KeyReused`] when the key belongs to another request.
    pub async fn add_comment_once(
        &self,
        ctx: &Ctx,
        object: &str,
        id: Uuid,
        given: &Map<String, Json>,
        key: &str,
    ) -> Result<Answer, Fault> {
        let object = ctx.object(object)?;
        let request = serde_json::to_string(given).map_err(|_| Fault::new(Code::Internal))?;
        let print = fingerprint("comment", &format!("{}/{id}", object.name), &request);
        let (app, ctx_, given) = (self.clone(), ctx.clone(), given.clone());
        let answer = self.once(ctx, key, print, 201, move |tx| {
            async move {
                let view = comment::added(tx, &app, &ctx_, &object, id, comment::read(&given)?).await?;
                serde_json::to_string(&view).map_err(|_| Fault::new(Code::Internal))
            }
            .boxed()
        });
        answer.await
    }

    /// Carries out a batch, or answers what the same request was answered before. `request` is the batch as it came,
    /// `write` puts its results into words.
    ///
    /// # Errors
    /// As [`App::batch`]; [`Code::KeyReused`] when the key belongs to another request.
    #[allow(clippy::too_many_arguments, reason = "a batch, its key, and how its answer is written")]
    pub async fn batch_once<W>(
        &self,
        ctx: &Ctx,
        object: &str,
        operations: Vec<Operation>,
        atomic: bool,
        key: &str,
        request: &str,
        write: W,
    ) -> Result<Answer, Fault>
    where
        W: FnOnce(&[Result<Done, Fault>]) -> Result<String, serde_json::Error> + Send + 'static,
    {
        if operations.len() > limits::BATCH_ROWS {
            return Err(Fault::new(Code::BatchTooLarge).with("max", limits::BATCH_ROWS));
        }
        let object = ctx.object(object)?;
        let print = fingerprint("batch", &object.name, request);
        let (app, ctx_, object_) = (self.clone(), ctx.clone(), Arc::clone(&object));
        let answer = self.once(ctx, key, print, 200, move |tx| {
            async move {
                let results = batch::run(tx, app, ctx_, object_, operations, atomic).await?;
                write(&results).map_err(|_| Fault::new(Code::Internal))
            }
            .boxed()
        });
        let answer = answer.await?;
        self.people_changed(&object).await;
        Ok(answer)
    }

    /// Runs `work` unless its answer is known, and keeps what it answers.
    async fn once<W>(
        &self,
        ctx: &Ctx,
        key: &str,
        fingerprint: String,
        status: i64,
        work: W,
    ) -> Result<Answer, Fault>
    where
        W: for<'a> FnOnce(&'a mut Tx) -> BoxFuture<'a, Result<String, Fault>> + Send + 'static,
    {
        let user = ctx.user.unwrap_or(Uuid::nil());
        let (key_, print, now) = (key.to_owned(), fingerprint.clone(), ctx.now);
        let done = self.store.write(move |tx| {
            async move {
                if let Some(kept) = tx.kept_answer(user, &key_).await? {
                    return same(kept, &print);
                }
                let body = work(tx).await?;
                let answer = Answer { fingerprint: print, status, body, created_at: now };
                tx.keep_answer(user, &key_, &answer).await?;
                Ok(answer)
            }
            .boxed()
        });
        match done.await {
            // Another process was faster with this key: what it did is the answer.
            Err(fault) if fault.code == Code::UniqueViolation => {
                match self.store.read().await?.kept_answer(user, key).await? {
                    Some(kept) => same(kept, &fingerprint),
                    None => Err(fault),
                }
            }
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_request_do_not_run_into_each_other() {
        assert_ne!(fingerprint("create", "lead", "s{}"), fingerprint("create", "leads", "{}"));
        assert_eq!(fingerprint("create", "lead", "{}").len(), 64);
    }
}
