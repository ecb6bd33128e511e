//! Use cases on both databases.

mod audit;
mod backup;
mod computed;
mod config;
mod config_layouts;
mod define;
mod doors;
mod files;
mod import;
mod import_duplicates;
mod import_links;
mod keys;
mod office;
mod pack;
mod people;
mod redefine;
mod rules;
mod setup;
mod sign_in;
mod stage;
mod trust;
mod upgrade;

use shuke_app::App;
use shuke_app::setup::Init;
use shuke_base::{Locale, Uuid};
use shuke_testkit::TestDb;

/// The password of the administrator that [`company`] makes.
const PASSWORD: &str = "a-long-test-password";

/// A company of the standard pack without sample data; answers its administrator, whose login is `admin`.
async fn company(db: &TestDb) -> Uuid {
    let init = Init {
        login: "admin".to_owned(),
        password: PASSWORD.to_owned(),
        name: None,
        company: None,
        locale: Locale::ZhCn,
        pack: "standard".to_owned(),
        sample: false,
    };
    let app = App::init(db.store.clone(), db.clock.clone(), db.ids.clone(), init).await.expect("a company");
    let credential = db.store.read().await.unwrap().credential_by_login("admin").await.unwrap();
    drop(app);
    credential.expect("the administrator can sign in").user_id
}
