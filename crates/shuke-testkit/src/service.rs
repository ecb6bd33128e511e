//! The whole service over a test's database, and people who use it.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::{Map, Value as Json, json};
use shuke_app::setup::Init;
use shuke_app::{App, Via};
use shuke_base::{Clock, Locale, Uuid};
use tower::ServiceExt;

use crate::TestDb;

/// Login of the first administrator.
pub const LOGIN: &str = "admin";
/// Password of the first administrator.
pub const PASSWORD: &str = "correct horse";

/// A company with the standard pack and no records, served.
pub struct TestApp {
    /// The database below.
    pub db: TestDb,
    /// The use cases.
    pub app: App,
    /// The service.
    pub router: Router,
}

impl TestApp {
    /// Makes the company.
    ///
    /// # Panics
    /// When that fails, as all functions here do when the unexpected happens.
    pub async fn new(db: TestDb) -> Self {
        let clock: Arc<dyn Clock> = db.clock.clone();
        let init = Init {
            login: LOGIN.to_owned(),
            password: PASSWORD.to_owned(),
            name: None,
            company: None,
            locale: Locale::ZhCn,
            pack: "standard".to_owned(),
            sample: false,
        };
        let app =
            App::init(db.store.clone(), clock, db.ids.clone(), init).await.expect("the company is made");
        let router = shuke_http::router(app.clone(), shuke_http::Options::default());
        Self { db, app, router }
    }

    /// The same with a data folder, where backups go.
    #[must_use]
    pub fn with_data(mut self, data: &std::path::Path) -> Self {
        self.app = self.app.with_data(data);
        self.router = shuke_http::router(self.app.clone(), shuke_http::Options::default());
        self
    }

    /// The same with the application made over.
    #[must_use]
    pub fn over(mut self, change: impl FnOnce(App) -> App) -> Self {
        self.app = change(self.app);
        self.router = shuke_http::router(self.app.clone(), shuke_http::Options::default());
        self
    }

    /// Lets events flow to listeners, as the server does.
    pub fn live(&self) {
        tokio::spawn(self.app.clone().run_events());
    }

    /// Lets jobs run, as the server does.
    pub fn work(&self) {
        tokio::spawn(self.app.clone().run_jobs());
    }

    /// Somebody who has not signed in.
    #[must_use]
    pub fn nobody(&self) -> Actor {
        Actor { router: self.router.clone(), id: Uuid::nil(), heads: Vec::new() }
    }

    /// The first administrator.
    pub async fn admin(&self) -> Actor {
        let company = self.app.company();
        let admin = company.user_roles.iter().find(|(_, roles)| {
            roles.iter().any(|role| company.roles.get(role).is_some_and(|role| role.admin))
        });
        self.actor(*admin.expect("a company has an administrator").0).await
    }

    /// A new salesperson, who sees own records alone.
    pub async fn sales(&self, login: &str) -> Actor {
        self.person(login, &["sales"]).await
    }

    /// A new person with these roles of the pack or of the test.
    pub async fn person(&self, login: &str, roles: &[&str]) -> Actor {
        let admin = self.admin().await;
        let made = admin.post("/records/user", json!({"login": login, "name": login})).await.expect(201);
        let id: Uuid = made["id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
        let company = self.app.company();
        let ids: Vec<Uuid> = company
            .roles
            .values()
            .filter(|role| roles.contains(&role.name.as_str()))
            .map(|role| role.id)
            .collect();
        assert_eq!(ids.len(), roles.len(), "roles {roles:?}");
        admin.patch(&format!("/users/{id}"), json!({"roles": ids})).await.expect(200);
        self.actor(id).await
    }

    /// A person with a token of their own.
    pub async fn actor(&self, id: Uuid) -> Actor {
        self.limited(id, &["all"]).await
    }

    /// A person with a token that may do this alone.
    pub async fn limited(&self, id: Uuid, scopes: &[&str]) -> Actor {
        let ctx = self.app.ctx(id, Locale::En, Via::Api);
        let given: Map<String, Json> =
            Map::from_iter([("name".to_owned(), json!("test")), ("scopes".to_owned(), json!(scopes))]);
        let made = self.app.create_token(&ctx, &given).await.expect("a token is made");
        let made = serde_json::to_value(&made).expect("a token is told");
        let bearer = format!("Bearer {}", made["token"].as_str().expect("the secret"));
        let heads =
            vec![("authorization".to_owned(), bearer), ("accept-language".to_owned(), "en".to_owned())];
        Actor { router: self.router.clone(), id, heads }
    }
}

/// Somebody who uses the service.
#[derive(Clone)]
pub struct Actor {
    router: Router,
    /// The person.
    pub id: Uuid,
    heads: Vec<(String, String)>,
}

impl Actor {
    /// The same person with one more head in every call.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut other = self.clone();
        other.heads.retain(|(known, _)| known != name);
        other.heads.push((name.to_owned(), value.to_owned()));
        other
    }

    /// A call to be completed. A path without `/api` in front is one of the API.
    #[must_use]
    pub fn call(&self, method: Method, path: &str) -> Call {
        let rooted = path.starts_with("/api/") || path.starts_with("//");
        let path = if rooted { path.replacen("//", "/", 1) } else { format!("/api/v1{path}") };
        Call { router: self.router.clone(), method, path, heads: self.heads.clone(), body: Body::empty() }
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path).send().await
    }

    /// POST.
    pub async fn post(&self, path: &str, body: Json) -> Answer {
        self.call(Method::POST, path).json(&body).send().await
    }

    /// PUT.
    pub async fn put(&self, path: &str, body: Json) -> Answer {
        self.call(Method::PUT, path).json(&body).send().await
    }

    /// PATCH.
    pub async fn patch(&self, path: &str, body: Json) -> Answer {
        self.call(Method::PATCH, path).json(&body).send().await
    }

    /// DELETE.
    pub async fn delete(&self, path: &str) -> Answer {
        self.call(Method::DELETE, path).send().await
    }

    /// Creates a record; answers its id.
    pub async fn create(&self, object: &str, values: Json) -> Uuid {
        let made = self.post(&format!("/records/{object}"), values).await.expect(201);
        made["id"].as_str().and_then(|id| id.parse().ok()).expect("an id")
    }
}

/// One call.
pub struct Call {
    router: Router,
    method: Method,
    path: String,
    heads: Vec<(String, String)>,
    body: Body,
}

impl Call {
    /// One more head.
    #[must_use]
    pub fn head(mut self, name: &str, value: &str) -> Self {
        self.heads.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A body in JSON.
    #[must_use]
    pub fn json(self, body: &Json) -> Self {
        self.head(header::CONTENT_TYPE.as_str(), "application/json").body(body.to_string())
    }

    /// Any body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Body>) -> Self {
        self.body = body.into();
        self
    }

    /// Sends it and answers before the body has come: for streams.
    pub async fn open(self) -> axum::response::Response {
        let mut request = Request::builder().method(self.method).uri(&self.path);
        for (name, value) in &self.heads {
            request = request.header(name, value);
        }
        let request = request.body(self.body).expect("a request");
        self.router.oneshot(request).await.expect("the service never fails")
    }

    /// Sends it.
    pub async fn send(self) -> Answer {
        let what = format!("{} {}", self.method, self.path);
        let (parts, body) = self.open().await.into_parts();
        let body = body.collect().await.expect("the body comes whole").to_bytes();
        Answer { what, status: parts.status, heads: parts.headers, body }
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    what: String,
    /// Status.
    pub status: StatusCode,
    /// Heads.
    pub heads: HeaderMap,
    /// Body as it came.
    pub body: Bytes,
}

impl Answer {
    /// The body, when the status is this one; null when there is no body.
    ///
    /// # Panics
    /// With the body, when it is another.
    #[track_caller]
    pub fn expect(&self, status: u16) -> Json {
        let Self { what, body, .. } = self;
        assert_eq!(self.status.as_u16(), status, "{what}: {}", String::from_utf8_lossy(body));
        self.json()
    }

    /// The code of a refusal with this status.
    ///
    /// # Panics
    /// When it is none.
    #[track_caller]
    #[must_use]
    pub fn refused(&self, status: u16) -> String {
        let problem = self.expect(status);
        assert_eq!(self.head("content-type"), "application/problem+json", "{}", self.what);
        problem["code"].as_str().expect("a code").to_owned()
    }

    /// The body as JSON; null when there is none.
    ///
    /// # Panics
    /// When it is something else.
    #[must_use]
    pub fn json(&self) -> Json {
        if self.body.is_empty() {
            return Json::Null;
        }
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{}: {error}: {}", self.what, String::from_utf8_lossy(&self.body)))
    }

    /// A head, empty when it is missing.
    #[must_use]
    pub fn head(&self, name: &str) -> &str {
        self.heads.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}
