//! What people arrange for themselves.

use shuke_base::Uuid;
use utoipa::ToSchema;

/// Something that a person keeps at hand.
#[derive(Debug, ToSchema)]
pub struct Favourite {
    /// `record` or `view`.
    pub kind: String,
    /// Api name of its object.
    pub object: String,
    /// Its id.
    pub id: Uuid,
}

/// A group of the navigation.
#[derive(Debug, ToSchema)]
pub struct NavigationGroup {
    /// Its name, such as `sales`.
    pub group: String,
    /// Api names of the objects in it, in order.
    pub objects: Vec<String>,
}

/// A navigation of one's own; objects that it doesn't name stand where they usually do, behind the others.
#[derive(Debug, ToSchema)]
pub struct Navigation {
    /// Groups with their objects.
    pub groups: Vec<NavigationGroup>,
    /// Api names of objects that are left out.
    pub hidden: Vec<String>,
}

/// A card of the workbench.
#[derive(Debug, ToSchema)]
pub struct Card {
    /// `today`, `figures`, `funnel`, `recent`, `view`, `announcements` or `goals`.
    pub kind: String,
    /// Api name of its object, for `funnel` and `view`.
    pub object: Option<String>,
    /// The view, for `view`.
    pub id: Option<Uuid>,
}

/// What the caller has arranged.
#[derive(Debug, ToSchema)]
pub struct Preferences {
    /// What is kept at hand, in order; records and views that are gone or out of sight may be among them.
    pub favourites: Vec<Favourite>,
    /// The own navigation; none where it is as usual.
    #[schema(required)]
    pub navigation: Option<Navigation>,
    /// The cards of the workbench, in order; none where they are as usual.
    #[schema(required)]
    pub workbench: Option<Vec<Card>>,
    /// Kinds of notices that are left out: `assigned`, `mentioned`, `commented`, `import_ended`, `export_ended`,
    /// `announced`.
    pub muted: Vec<String>,
    /// Kinds of notices that are not pushed to browsers.
    pub unpushed: Vec<String>,
    /// What has become of the first steps.
    pub steps: FirstSteps,
}

/// What a person has done with the list of first steps.
#[derive(Debug, ToSchema)]
pub struct FirstSteps {
    /// Steps that are left out.
    pub left: Vec<String>,
    /// The list is put away.
    pub away: bool,
}

/// What is to be arranged; what is absent stays, `null` is as usual.
#[derive(Debug, ToSchema)]
pub struct PreferencesWrite {
    /// What is kept at hand, in order; up to 60.
    pub favourites: Option<Vec<Favourite>>,
    /// The own navigation.
    pub navigation: Option<Navigation>,
    /// The cards of the workbench, in order; up to 24.
    pub workbench: Option<Vec<Card>>,
    /// Kinds of notices that are left out.
    pub muted: Option<Vec<String>>,
    /// Kinds of notices that are not pushed to browsers.
    pub unpushed: Option<Vec<String>>,
    /// What has become of the first steps.
    pub steps: Option<FirstSteps>,
}
