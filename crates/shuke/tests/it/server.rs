//! The real program as a process, and a person signed in to it.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use reqwest::multipart::Form;
use reqwest::{Client, Method, Response};
use serde_json::{Value as Json, json};
use shuke_store::Address;
use shuke_testkit::TestDb;

/// The administrator's password.
pub(crate) const PASSWORD: &str = "a-long-test-password";

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_shuke");

fn address(db: &TestDb) -> String {
    match db.address() {
        Address::Sqlite(path) => format!("sqlite:{}", path.display()),
        Address::Postgres(url) => url.clone(),
    }
}

fn command(db: &TestDb) -> Command {
    let mut command = Command::new(PROGRAM);
    let folder = std::env::temp_dir().join(format!("shuke-it-{}", std::process::id()));
    // The key that the test's database was made with.
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("master.key"), "07".repeat(32)).expect("a key");
    command.env("SHUKE_DATABASE_URL", address(db)).env("SHUKE_DATA", folder).stdin(Stdio::null());
    command
}

/// Runs a command of the program to its good end; answers what it printed.
///
/// # Panics
/// When it fails.
pub(crate) fn run(db: &TestDb, arguments: &[&str]) -> String {
    let done = command(db).args(arguments).output().expect("the program runs");
    let told = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "{arguments:?}: {told}");
    String::from_utf8_lossy(&done.stdout).into_owned()
}

/// Makes a company with the administrator `admin`.
///
/// # Panics
/// When it fails.
pub(crate) fn init(db: &TestDb) {
    use std::io::Write as _;
    let mut child = command(db)
        .args(["init", "--admin-login", "admin", "--password-stdin", "--sample", "none"])
        .stdin(Stdio::piped())
        .spawn()
        .expect("the program runs");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(format!("{PASSWORD}\n").as_bytes())
        .expect("takes a password");
    assert!(child.wait().expect("ends").success());
}

/// A running server; it ends with the test.
pub(crate) struct Server {
    child: Child,
    base: String,
    client: Client,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts the program on a free port and waits until it is ready.
    ///
    /// # Panics
    /// When it does not get ready.
    pub(crate) async fn start(db: &TestDb) -> Self {
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
        let listen = format!("127.0.0.1:{port}");
        let child = command(db).args(["serve", "--listen", &listen]).spawn().expect("the program starts");
        let client = Client::builder().cookie_store(true).no_proxy().build().expect("a client");
        let server = Self { child, base: format!("http://{listen}"), client };
        for _ in 0..600 {
            let ready = server.client.get(format!("{}/readyz", server.base)).send().await;
            if ready.is_ok_and(|answer| answer.status().is_success()) {
                return server;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the program does not get ready");
    }

    /// Ends the process without any warning.
    pub(crate) fn kill(&self) {
        let done = Command::new("kill").args(["-9", &self.child.id().to_string()]).status();
        assert!(done.expect("there is a kill").success());
    }

    /// Sends something while the program may be ended: nothing when no whole answer came. An answer has to be good.
    pub(crate) async fn attempt(&self, method: Method, path: &str, body: &Json) -> Option<Json> {
        let request = self.client.request(method, format!("{}{path}", self.base));
        let answer = request.header("origin", &self.base).json(body).send().await.ok()?;
        let status = answer.status();
        let text = answer.text().await.ok()?;
        assert!(status.is_success(), "{status}: {text}");
        Some(serde_json::from_str(&text).unwrap_or_default())
    }

    /// Ends the process without any warning, and starts it again.
    pub(crate) async fn kill_and_restart(mut self, db: &TestDb) -> Self {
        // It may have ended already.
        let _ = self.child.kill();
        self.child.wait().expect("its end");
        Self::start(db).await
    }

    /// Signs in; the session is kept.
    pub(crate) async fn sign_in(&self, login: &str, password: &str) {
        let answer = self.post("/api/v1/session", &json!({"login": login, "password": password})).await;
        assert_eq!(answer["user"]["login"], login, "{answer:#}");
    }

    /// Reads an answer that has to be good.
    pub(crate) async fn get(&self, path: &str) -> Json {
        self.get_query(path, &[]).await
    }

    /// Reads an answer that has to be good, with parameters.
    pub(crate) async fn get_query(&self, path: &str, query: &[(&str, &str)]) -> Json {
        let request = self.client.get(format!("{}{path}", self.base)).query(query);
        good(request.send().await.expect("an answer")).await
    }

    /// Sends JSON; the answer has to be good.
    pub(crate) async fn post(&self, path: &str, body: &Json) -> Json {
        let request =
            self.client.post(format!("{}{path}", self.base)).header("origin", &self.base).json(body);
        good(request.send().await.expect("an answer")).await
    }

    /// Sends a form with files; the answer has to be good.
    pub(crate) async fn post_form(&self, path: &str, form: Form) -> Json {
        let request =
            self.client.post(format!("{}{path}", self.base)).header("origin", &self.base).multipart(form);
        good(request.send().await.expect("an answer")).await
    }
}

async fn good(answer: Response) -> Json {
    let status = answer.status();
    let text = answer.text().await.expect("a body");
    assert!(status.is_success(), "{status}: {text}");
    serde_json::from_str(&text).unwrap_or_default()
}
