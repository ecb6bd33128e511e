//! Following a record: whoever does is told what others say about it.

use futures::FutureExt;
use serde::Serialize;
use serde_json::Value as Json;
use shuke_access::Action;
use shuke_base::{Code, Fault, FieldFault, Moment, Uuid, limits};
use shuke_store::system::Follower;

use super::Seers;
use crate::App;
use crate::context::Ctx;
use crate::records::sight::permit;
use crate::records::{change, read};

/// A person who follows a record.
#[derive(Debug, Clone, Serialize)]
pub struct FollowerView {
    /// The person, with a name.
    pub user: Json,
    /// Since when.
    pub since: Moment,
}

/// Who follows a record.
#[derive(Debug, Clone, Serialize)]
pub struct FollowersView {
    /// The first ones first.
    pub items: Vec<FollowerView>,
    /// Whether the caller is among them.
    pub following: bool,
}

impl App {
    /// Who follows a record that the caller sees. People who don't see it any more are not told of.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub async fn followers(&self, ctx: &Ctx, object: &str, id: Uuid) -> Result<FollowersView, Fault> {
        let object = ctx.object(object)?;
        let mut conn = self.store.read().await?;
        let record = read::visible(&mut conn, ctx, &object, id).await?;
        let seers = Seers::of(&mut conn, ctx, &object, &record).await?;
        let all = conn.followers(id).await?;
        let seeing: Vec<&Follower> = all.iter().filter(|it| it.following && seers.has(it.user)).collect();
        let view = |it: &&Follower| FollowerView { user: ctx.company.person(Some(it.user)), since: it.since };
        Ok(FollowersView {
            items: seeing.iter().map(view).collect(),
            following: seeing.iter().any(|it| Some(it.user) == ctx.user),
        })
    }

    /// The caller follows a record from now on, or stops to.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::TooManyFollowers`].
    pub async fn follow(
        &self,
        ctx: &Ctx,
        object: &str,
        id: Uuid,
        following: bool,
    ) -> Result<FollowersView, Fault> {
        let found = ctx.object(object)?;
        let user = ctx.user.ok_or_else(|| Fault::new(Code::NotSignedIn))?;
        let ctx_ = ctx.clone();
        self.store
            .write(move |tx| {
                async move {
                    let record = change::locked(tx, &found, id).await?;
                    permit(tx, &ctx_, &found, &record, Action::Read).await?;
                    let all = tx.followers(id).await?;
                    let now = all.iter().any(|it| it.user == user && it.following);
                    if now == following && (now || all.iter().any(|it| it.user == user)) {
                        return Ok(());
                    }
                    let many = all.iter().filter(|it| it.following).count() >= limits::FOLLOWERS;
                    if following && many {
                        let fault = FieldFault::property("followers", Code::TooManyFollowers);
                        return Err(Fault::invalid(vec![fault.with("max", limits::FOLLOWERS)]));
                    }
                    let follower = Follower { user, following, since: ctx_.now };
                    Ok::<_, Fault>(tx.follow(id, &found.name, follower).await?)
                }
                .boxed()
            })
            .await?;
        self.followers(ctx, object, id).await
    }
}
