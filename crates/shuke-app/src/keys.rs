//! The keys that sensitive fields and secrets are sealed with: new ones, the work of sealing anew, and what became of it.
//!
//! What is to be gone through stands in `sys_reseal`, part by part; a job works it off page by page, its place moving in
//! the transaction of each page. The same job seals or opens the values of a field that becomes sensitive or ceases to be.

use std::time::Duration;

use futures::FutureExt;
use serde_json::json;
use shuke_base::Fault;
use shuke_meta::{FieldDef, ObjectDef, Schema};
use shuke_store::Tx;
use shuke_store::seal::Master;
use shuke_store::system::key::DATA;
use shuke_store::system::reseal::{HISTORY, RECORDS, SEALED};
use shuke_store::system::{Lock, Part, StoredKey};

use crate::context::Ctx;
use crate::{App, jobs};

/// Jobs that seal anew.
pub(crate) const KIND: &str = "reseal";
/// After so long every process knows a changed definition and has ended what it had begun under the old one.
const SETTLE: Duration = Duration::from_secs(2);

/// Keys and the work on them.
#[derive(Debug)]
pub struct KeysView {
    /// The keys, oldest first.
    pub keys: Vec<StoredKey>,
    /// What is still to be gone through.
    pub parts: Vec<Part>,
}

impl KeysView {
    /// The number of the key that seals.
    #[must_use]
    pub fn current(&self) -> Option<u32> {
        self.keys.iter().filter(|key| key.kind == DATA).map(|key| key.id).max()
    }
}

fn guarded(object: &ObjectDef) -> bool {
    object.fields.iter().any(|field| field.digests)
}

/// Asks for an object's records, and the history, to be gone through.
///
/// # Errors
/// The store's trouble.
pub(crate) async fn ask_object(tx: &mut Tx, app: &App, object: &str) -> Result<(), Fault> {
    tx.ask_part(&format!("{RECORDS}{object}"), app.now()).await?;
    tx.ask_part(HISTORY, app.now()).await?;
    wake(tx, app).await
}

/// Asks for everything to be gone through.
async fn ask_all(tx: &mut Tx, app: &App, schema: &Schema) -> Result<(), Fault> {
    for (table, column) in SEALED {
        tx.ask_part(&format!("{table}.{column}"), app.now()).await?;
    }
    for object in schema.objects().filter(|object| guarded(object)) {
        tx.ask_part(&format!("{RECORDS}{}", object.name), app.now()).await?;
    }
    if schema.objects().any(|object| guarded(object)) {
        tx.ask_part(HISTORY, app.now()).await?;
    }
    wake(tx, app).await
}

/// Puts the job into the queue, unless it is there.
///
/// # Errors
/// The store's trouble.
pub(crate) async fn wake(tx: &mut Tx, app: &App) -> Result<(), Fault> {
    jobs::enqueue(tx, app, KIND, "{}".to_owned(), Some(KIND.to_owned())).await.map(drop)
}

/// Goes through what is asked for, until nothing is left.
///
/// # Errors
/// When the database is away, or something can't be opened.
pub(crate) async fn handle(app: &App) -> Result<(), Fault> {
    loop {
        app.refresh().await?;
        let parts = app.store().read().await?.parts().await?;
        for part in parts {
            app.go_through(part).await?;
        }
        if app.settle_keys().await? {
            return Ok(());
        }
    }
}

/// The fields of the object whose switching is done now.
fn settled(object: &ObjectDef) -> Option<ObjectDef> {
    let mut new = object.clone();
    for field in &mut new.fields {
        field.sealing = false;
    }
    object.fields.iter().any(|field| field.sealing).then_some(new)
}

impl App {
    async fn go_through(&self, part: Part) -> Result<(), Fault> {
        loop {
            let (app, part) = (self.clone(), part.clone());
            let more = self.store.write(move |tx| {
                async move {
                    let company = app.company();
                    tx.reseal(&company.schema, &part).await
                }
                .boxed()
            });
            if !more.await? {
                return Ok(());
            }
        }
    }

    /// When nothing is left: fields that were switched are told to be done, and keys that seal nothing any more are
    /// taken out of use. Answers whether nothing came up meanwhile.
    async fn settle_keys(&self) -> Result<bool, Fault> {
        let company = self.company();
        let switched = |field: &FieldDef| field.sealing;
        if company.schema.objects().any(|object| object.fields.iter().any(switched)) {
            tokio::time::sleep(SETTLE).await;
        }
        self.refresh().await?;
        let mut conn = self.store.read().await?;
        let company = self.company();
        let mut again = Vec::new();
        for object in company.schema.objects() {
            if conn.lies_otherwise(object).await? {
                again.push(object.name.clone());
            }
        }
        let keys = conn.stored_keys().await?;
        let newest = keys.iter().map(|key| key.id).max().unwrap_or_default();
        let older = keys.iter().any(|key| key.kind == DATA && key.id < newest && key.wrapped.is_some());
        let left = older && conn.sealed_with_another(&company.schema, newest).await?;
        drop(conn);
        let app = self.clone();
        let done = self.store.write(move |tx| {
            async move {
                let ctx = app.system();
                if left {
                    ask_all(tx, &app, &ctx.company.schema).await?;
                }
                for object in &again {
                    tx.ask_part(&format!("{RECORDS}{object}"), app.now()).await?;
                }
                if !tx.parts().await?.is_empty() {
                    return Ok(false);
                }
                finish_fields(tx, &ctx).await?;
                if tx.retire_keys(newest, ctx.now).await? > 0 {
                    tx.audit(ctx.entry("keys.retired", None, None, &json!({"before": newest})));
                }
                Ok::<bool, Fault>(true)
            }
            .boxed()
        });
        let done = done.await?;
        self.refresh().await?;
        Ok(done)
    }

    /// Makes a new key, which seals from now on in every process, and asks for everything to be sealed anew. Answers
    /// its number.
    ///
    /// # Errors
    /// The store's trouble.
    pub async fn rotate_keys(&self, ctx: &Ctx) -> Result<u32, Fault> {
        let mut secret = [0; 32];
        self.ids.secret(&mut secret);
        let (app, ctx) = (self.clone(), ctx.clone());
        self.store
            .write(move |tx| {
                async move {
                    let id = tx.rotate_key(secret, ctx.now).await?;
                    ask_all(tx, &app, &ctx.company.schema).await?;
                    tx.audit(ctx.entry("keys.rotated", None, None, &json!({"key": id})));
                    Ok::<u32, Fault>(id)
                }
                .boxed()
            })
            .await
    }

    /// Asks for everything to be sealed that lies in the clear still: after an upgrade.
    ///
    /// # Errors
    /// The store's trouble.
    pub async fn seal_all(&self) -> Result<(), Fault> {
        let app = self.clone();
        self.store
            .write(move |tx| async move { ask_all(tx, &app, &app.company().schema).await }.boxed())
            .await
    }

    /// Seals anew what is asked for, here and now.
    ///
    /// # Errors
    /// When the database is away, or something can't be opened.
    pub async fn reseal(&self) -> Result<(), Fault> {
        handle(self).await
    }

    /// Wraps the keys with another master key; answers how many.
    ///
    /// # Errors
    /// The store's trouble.
    pub async fn rewrap_keys(&self, ctx: &Ctx, new: Master) -> Result<usize, Fault> {
        let ctx = ctx.clone();
        self.store
            .write(move |tx| {
                async move {
                    let count = tx.rewrap_keys(&new).await?;
                    tx.audit(ctx.entry("keys.rewrapped", None, None, &json!({"keys": count})));
                    Ok::<usize, Fault>(count)
                }
                .boxed()
            })
            .await
    }

    /// The keys, and the work on them.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn keys(&self) -> Result<KeysView, Fault> {
        let mut conn = self.store.read().await?;
        Ok(KeysView { keys: conn.stored_keys().await?, parts: conn.parts().await? })
    }
}

/// Says of the fields that were switched that all their values lie as they have to.
async fn finish_fields(tx: &mut Tx, ctx: &Ctx) -> Result<(), Fault> {
    tx.lock(Lock::Meta).await?;
    let schema = tx.load_schema().await?;
    for object in schema.objects() {
        if let Some(new) = settled(object) {
            tx.save_object(&new, Some(object.version)).await?;
            let fields: Vec<&str> =
                object.fields.iter().filter(|it| it.sealing).map(|it| it.name.as_str()).collect();
            tx.audit(ctx.entry("field.sealed", Some(&object.name), None, &json!({"fields": fields})));
        }
    }
    Ok(())
}
