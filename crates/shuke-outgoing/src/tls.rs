//! Encrypted connections: the roots that browsers trust, and those that this machine's owner has added.

use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_rustls::TlsConnector;

/// Where systems keep the certificates that they trust; a company's own authority stands there, too.
const BUNDLES: [&str; 2] = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];

fn roots() -> RootCertStore {
    let mut store = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let given = std::env::var_os("SSL_CERT_FILE").map(PathBuf::from);
    let usual = || BUNDLES.iter().map(PathBuf::from).find(|path| path.exists());
    if let Some(path) = given.or_else(usual)
        && let Ok(certificates) = CertificateDer::pem_file_iter(&path)
    {
        store.add_parsable_certificates(certificates.filter_map(Result::ok));
    }
    store
}

/// Makes encrypted connections. Read once: certificates that are added later count after a restart.
#[must_use]
pub fn connector() -> TlsConnector {
    static CONFIG: LazyLock<Arc<ClientConfig>> = LazyLock::new(|| {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("ring speaks the usual versions of TLS")
            .with_root_certificates(roots())
            .with_no_client_auth();
        Arc::new(config)
    });
    TlsConnector::from(Arc::clone(&CONFIG))
}
