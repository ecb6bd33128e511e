//! Layouts for some roles or types of records: designed as drafts that nobody else sees, published as a whole, taken
//! back to what they were.
//!
//! What is in force stands in the object's definition, so that it reaches every process, backup and comparison with it.
//! A draft is one for each layout, shared by all who design, and saved over the version that was read alone.

mod arrange;
mod draft;
mod load;
pub(super) mod publish;
pub(super) mod read;
mod show;
pub(super) mod view;

pub(super) use load::showing;
pub use show::{
    ChangeView, ContentView, DesignView, DesignsView, DraftView, LayoutState, LayoutVersionView,
    PublishedView,
};
pub use view::{LayoutView, NamedLayoutView, SectionView, TabView};

use shuke_base::{Code, Fault};
use shuke_meta::{Layout, ObjectDef};
use shuke_store::Tx;

fn unknown(name: &str) -> Fault {
    Fault::new(Code::UnknownLayout).with("name", name)
}

/// A layout as it is stored. What it names and the object no longer has is left out.
fn parse(doc: &str, object: &ObjectDef) -> Result<Layout, Fault> {
    let mut layout: Layout = serde_json::from_str(doc).map_err(|error| {
        tracing::error!(object = object.name, %error, "a stored layout can't be read");
        Fault::new(Code::Internal)
    })?;
    layout.retain(|field| object.has(field));
    Ok(layout)
}

fn text(layout: &Layout) -> Result<String, Fault> {
    serde_json::to_string(layout).map_err(|_| Fault::new(Code::Internal))
}

/// Takes a field off every draft of an object; whoever has one open is told at the next save.
pub(super) async fn forget_field(tx: &mut Tx, object: &ObjectDef, field: &str) -> Result<(), Fault> {
    for mut draft in tx.layout_drafts(&object.name).await? {
        let mut layout = parse(&draft.doc, object)?;
        if layout.retain(|name| name != field) {
            let version = draft.version;
            draft.doc = text(&layout)?;
            draft.version += 1;
            tx.put_layout_draft(&draft, Some(version)).await?;
        }
    }
    Ok(())
}
