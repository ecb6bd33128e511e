//! The application over a test's database.

use std::sync::Arc;

use shuke_app::App;
use shuke_base::Clock;

use crate::TestDb;

impl TestDb {
    /// The application over this database, with the test's clock and ids.
    ///
    /// # Panics
    /// When it can't start.
    pub async fn app(&self) -> App {
        let clock: Arc<dyn Clock> = self.clock.clone();
        App::start(self.store.clone(), clock, self.ids.clone()).await.expect("the application starts")
    }
}
