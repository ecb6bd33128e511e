//! Everything that an administrator sets, as a folder of readable files: written, compared with a company, and applied to it.
//!
//! A piece (an object, a field, a view, a role …) is the stored definition by its own serialisation, with names in the
//! place of ids. Not in it: records and people, secrets, and what belongs to one machine: tokens, webhooks with their
//! addresses, places of backups. What a folder doesn't name stays as it is, unless one asks for less.

mod apply;
mod cards;
mod compare;
mod files;
mod folder;
mod items;
mod names;
mod pack;
mod plan;
mod text;

use std::net::IpAddr;
use std::path::Path;

use futures::FutureExt;
use serde_json::json;
use shuke_base::{Code, Fault, FieldFault};

use self::files::Folder;
use self::items::State;
use self::plan::Plan;
use crate::App;
use crate::context::{Ctx, Via};

pub use compare::{Change, Comparison, Deed, Difference};
pub use files::{Files, Misplaced, is_ours};
pub use folder::{read_folder, write_folder};
pub use items::Group;

/// The format of a folder.
const FORMAT: i64 = 1;
/// Stands for a number that there is none of.
const NEVER: &str = "never";

/// A folder that was written.
#[derive(Debug, Clone)]
pub struct Exported {
    /// The files.
    pub files: Files,
    /// Views and sharing rules that are not in it, because they name people or records.
    pub left_out: Vec<String>,
}

/// What is wanted of a folder.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Fields, views and sharing rules that are here and not in the folder go, options are retired.
    pub prune: bool,
    /// The changes that the caller has seen, as [`Comparison::state`]; any when absent.
    pub state: Option<String>,
    /// Where the caller comes from, who must not be shut out by networks.
    pub place: Option<IpAddr>,
}

impl App {
    /// Everything that an administrator sets.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], or the store's trouble.
    pub async fn export_config(&self, ctx: &Ctx) -> Result<Exported, Fault> {
        ctx.admin()?;
        let state = self.config_state().await?;
        let (items, left_out) = state.items();
        let files = files::write(&items);
        let entry = ctx.entry("config.exported", None, None, &json!({"files": files.len()}));
        self.store
            .write(move |tx| {
                async move {
                    tx.audit(entry);
                    Ok::<(), Fault>(())
                }
                .boxed()
            })
            .await?;
        Ok(Exported { files, left_out })
    }

    /// The same as a zip.
    ///
    /// # Errors
    /// As [`App::export_config`].
    pub async fn export_config_zip(&self, ctx: &Ctx) -> Result<Vec<u8>, Fault> {
        pack::pack(&self.export_config(ctx).await?.files)
    }

    /// What a folder would change. Writes nothing.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], or everything that is wrong with the folder.
    pub async fn compare_config(
        &self,
        ctx: &Ctx,
        files: &Files,
        wanted: &Wanted,
    ) -> Result<Comparison, Fault> {
        self.plan_config(ctx, files, wanted).await.map(|(_, told)| told)
    }

    /// Makes the company what a folder says, all of it or nothing; answers what was changed.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], [`Code::ConfigChanged`], everything that is wrong with the folder, or what existing records
    /// don't allow, such as [`Code::HasDuplicates`].
    pub async fn apply_config(&self, ctx: &Ctx, files: &Files, wanted: &Wanted) -> Result<Comparison, Fault> {
        let (plan, told) = self.plan_config(ctx, files, wanted).await?;
        if wanted.state.as_ref().is_some_and(|state| *state != told.state) {
            return Err(Fault::new(Code::ConfigChanged));
        }
        if told.is_empty() {
            return Ok(told);
        }
        self.not_oneself(ctx, &plan.target.company.settings.policy).await?;
        let ctx =
            Ctx { company: std::sync::Arc::clone(&plan.current.company), via: Via::Config, ..ctx.clone() };
        let (app, ctx_, told_) = (self.clone(), ctx.clone(), told.clone());
        self.store
            .write(move |tx| async move { apply::apply(tx, &app, &ctx_, &plan, &told_).await }.boxed())
            .await?;
        self.gate.known.forget_all();
        self.defined(&ctx).await?;
        Ok(told)
    }

    /// The files of an uploaded zip.
    ///
    /// # Errors
    /// When it is none, or too much.
    pub async fn unpack_config(&self, ctx: &Ctx, path: &Path) -> Result<Files, Fault> {
        ctx.admin()?;
        let path = path.to_owned();
        let unpacked = tokio::task::spawn_blocking(move || pack::unpack(&path)).await;
        unpacked.map_err(|_| Fault::new(Code::Internal))?
    }

    async fn config_state(&self) -> Result<State, Fault> {
        self.refresh().await?;
        let company = self.company();
        State::read(&mut self.store.read().await?, company).await
    }

    async fn plan_config(
        &self,
        ctx: &Ctx,
        files: &Files,
        wanted: &Wanted,
    ) -> Result<(Plan, Comparison), Fault> {
        ctx.admin()?;
        if !files.contains_key("config.toml") {
            return Err(Fault::new(Code::ConfigMissing));
        }
        let current = self.config_state().await?;
        let ctx = Ctx { company: std::sync::Arc::clone(&current.company), ..ctx.clone() };
        let mut folder = Folder::read(files);
        let plan = plan::plan(self, &ctx, current, &mut folder, wanted.prune, wanted.place);
        if !folder.faults.is_empty() {
            return Err(Fault::invalid(told(folder.faults)));
        }
        let after = plan.target.items().0;
        let comparison = compare::compare(&plan.before, &after, &folder, ctx.locale);
        Ok((plan, comparison))
    }
}

/// Faults with file and line in front of the property, in the order of files and lines.
fn told(mut faults: Vec<Misplaced>) -> Vec<FieldFault> {
    faults.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    faults.dedup();
    let named = |Misplaced { file, line, fault }: Misplaced| {
        let line = line.map(|line| format!(":{line}")).unwrap_or_default();
        let field = if fault.field == file { String::new() } else { format!(" {}", fault.field) };
        FieldFault { field: format!("{file}{line}{field}"), ..fault }
    };
    faults.into_iter().map(named).collect()
}
