//! The way to a PostgreSQL server over TLS, with `sslmode` and its kin as libpq has them (PostgreSQL documentation,
//! "SSL Support" in the chapter on libpq).

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use postgres::config::SslMode;
use postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};
use postgres::{Client, Config, NoTls};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{
    WebPkiSupportedAlgorithms, ring, verify_tls12_signature, verify_tls13_signature,
};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::LedgerError;

/// Where operating systems keep the certificates that they trust.
const SYSTEM: [&str; 4] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
];

/// How sure the connection must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Never encrypted.
    Disable,
    /// Encrypted if the server takes nothing else.
    Allow,
    /// Encrypted if the server can.
    Prefer,
    /// Encrypted, whoever the server is; with certificates given as `VerifyCa`.
    Require,
    /// Encrypted, and the server has a certificate that is trusted.
    VerifyCa,
    /// The same, and the certificate is for this host.
    VerifyFull,
}

impl Mode {
    fn of(word: &str) -> Option<Mode> {
        Some(match word {
            "disable" => Mode::Disable,
            "allow" => Mode::Allow,
            "prefer" => Mode::Prefer,
            "require" => Mode::Require,
            "verify-ca" => Mode::VerifyCa,
            "verify-full" => Mode::VerifyFull,
            _ => return None,
        })
    }
}

/// An address without what is said of TLS, and that.
#[derive(Debug)]
pub(crate) struct Secured {
    /// The rest of the address.
    pub address: String,
    mode: Mode,
    /// Certificates to trust: a file, or `system`.
    root: Option<String>,
    /// The own certificate and its key, files.
    own: Option<(String, String)>,
}

fn bad(detail: impl Into<String>) -> LedgerError {
    LedgerError::BadAddress { detail: detail.into() }
}

/// `%2F` as `/`.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let hex = behind.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match hex.and_then(|two| u8::from_str_radix(two, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

impl Secured {
    /// Takes an address apart.
    pub fn of(address: &str) -> Result<Secured, LedgerError> {
        let (base, query) = address.split_once('?').unwrap_or((address, ""));
        let (mut mode, mut root, mut certificate, mut key) = (None, None, None, None);
        let mut others = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match name {
                "sslmode" => {
                    mode = Some(Mode::of(&decoded(value)).ok_or_else(|| {
                        bad("sslmode is disable, allow, prefer, require, verify-ca or verify-full")
                    })?);
                }
                "sslrootcert" => root = Some(decoded(value)),
                "sslcert" => certificate = Some(decoded(value)),
                "sslkey" => key = Some(decoded(value)),
                _ => others.push(pair),
            }
        }
        let own = match (certificate, key) {
            (Some(certificate), Some(key)) => Some((certificate, key)),
            (None, None) => None,
            _ => return Err(bad("sslcert and sslkey are given together")),
        };
        let system = root.as_deref() == Some("system");
        let mode = match (mode, &root) {
            // What the system trusts says nothing without the name: so has libpq it.
            (None | Some(Mode::VerifyFull), _) if system => Mode::VerifyFull,
            (Some(_), _) if system => {
                return Err(bad("sslrootcert=system goes with sslmode=verify-full only"));
            }
            (Some(Mode::Require), Some(_)) => Mode::VerifyCa,
            (Some(Mode::VerifyCa | Mode::VerifyFull), None) => {
                return Err(bad(
                    "sslmode=verify-ca and verify-full need certificates to trust: sslrootcert=FILE or sslrootcert=system",
                ));
            }
            (mode, _) => mode.unwrap_or(Mode::Prefer),
        };
        let query =
            if others.is_empty() { String::new() } else { format!("?{}", others.join("&")) };
        Ok(Secured { address: format!("{base}{query}"), mode, root, own })
    }

    /// Connects as the mode asks; `ledger` is the name in messages.
    pub fn connect(&self, config: &Config, ledger: &str) -> Result<Client, LedgerError> {
        let of = |error| LedgerError::from_postgres(ledger, error);
        let plain = || config.clone().ssl_mode(SslMode::Disable).connect(NoTls);
        let encrypted = |mode| -> Result<_, LedgerError> {
            Ok(config.clone().ssl_mode(mode).connect(Connector { config: self.client_config()? }))
        };
        match self.mode {
            Mode::Disable => plain().map_err(of),
            Mode::Allow => match plain() {
                Ok(client) => Ok(client),
                Err(first) => encrypted(SslMode::Require)?.map_err(|_| of(first)),
            },
            Mode::Prefer => match encrypted(SslMode::Prefer)? {
                Ok(client) => Ok(client),
                // Refused by the server, there is no use in asking again without.
                Err(error) if error.as_db_error().is_some() => Err(of(error)),
                Err(error) => plain().map_err(|_| of(error)),
            },
            Mode::Require | Mode::VerifyCa | Mode::VerifyFull => {
                encrypted(SslMode::Require)?.map_err(of)
            }
        }
    }

    fn client_config(&self) -> Result<Arc<ClientConfig>, LedgerError> {
        let provider = Arc::new(ring::default_provider());
        let algorithms = provider.signature_verification_algorithms;
        let trusted = match (&self.root, self.mode) {
            (Some(root), Mode::VerifyCa | Mode::VerifyFull) => Some(certificates(root)?),
            _ => None,
        };
        let verifier = Arc::new(Verifier::new(trusted, self.mode == Mode::VerifyFull, algorithms)?);
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| bad(format!("TLS cannot be used: {error}")))?
            .dangerous()
            .with_custom_certificate_verifier(verifier);
        let config = match &self.own {
            None => builder.with_no_client_auth(),
            Some((certificate, key)) => {
                let chain = certificates(certificate)?;
                let key = PrivateKeyDer::from_pem_file(key)
                    .map_err(|error| bad(format!("sslkey cannot be read: {error}")))?;
                builder
                    .with_client_auth_cert(chain, key)
                    .map_err(|error| bad(format!("sslcert and sslkey cannot be used: {error}")))?
            }
        };
        Ok(Arc::new(config))
    }
}

fn certificates(from: &str) -> Result<Vec<CertificateDer<'static>>, LedgerError> {
    let files: Vec<&str> = if from == "system" { SYSTEM.to_vec() } else { vec![from] };
    let file = files
        .into_iter()
        .find(|file| std::path::Path::new(file).is_file())
        .ok_or_else(|| bad(format!("there are no certificates at {from}")))?;
    let read = CertificateDer::pem_file_iter(file)
        .and_then(|all| all.collect::<Result<Vec<CertificateDer<'static>>, _>>())
        .map_err(|error| bad(format!("the certificates in {file} cannot be read: {error}")))?;
    if read.is_empty() {
        Err(bad(format!("there are no certificates in {file}")))
    } else {
        Ok(read)
    }
}

/// Decides whether a server's certificate will do.
#[derive(Debug)]
struct Verifier {
    /// With what it is trusted; nothing: any will do.
    trusted: Option<(RootCertStore, Vec<CertificateDer<'static>>)>,
    /// Whether it must be for the host's name.
    name: bool,
    algorithms: WebPkiSupportedAlgorithms,
}

impl Verifier {
    fn new(
        trusted: Option<Vec<CertificateDer<'static>>>,
        name: bool,
        algorithms: WebPkiSupportedAlgorithms,
    ) -> Result<Verifier, LedgerError> {
        let trusted = trusted.map(|certificates| {
            let mut roots = RootCertStore::empty();
            // What cannot be used of a long list is left out, as elsewhere.
            roots.add_parsable_certificates(certificates.iter().cloned());
            (roots, certificates)
        });
        if trusted.as_ref().is_some_and(|(roots, _)| roots.is_empty()) {
            return Err(bad("none of the certificates in sslrootcert can be used"));
        }
        Ok(Verifier { trusted, name, algorithms })
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server: &ServerName<'_>,
        _ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let Some((roots, certificates)) = &self.trusted else {
            return Ok(ServerCertVerified::assertion());
        };
        let parsed = ParsedCertificate::try_from(end_entity)?;
        let signed = verify_server_cert_signed_by_trust_anchor(
            &parsed,
            roots,
            intermediates,
            now,
            self.algorithms.all,
        );
        // A server that signed its own certificate: trusted by itself, as long as it is valid.
        let itself = certificates.iter().any(|trusted| trusted.as_ref() == end_entity.as_ref());
        match signed {
            Err(rustls::Error::InvalidCertificate(
                error @ (CertificateError::Expired
                | CertificateError::ExpiredContext { .. }
                | CertificateError::NotValidYet
                | CertificateError::NotValidYetContext { .. }),
            )) => return Err(error.into()),
            Err(_) if itself => {}
            result => result?,
        }
        if self.name {
            verify_server_name(&parsed, server)?;
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// Makes the connections of one client.
#[derive(Clone)]
struct Connector {
    config: Arc<ClientConfig>,
}

/// Makes one connection.
struct Connect {
    config: Arc<ClientConfig>,
    server: ServerName<'static>,
}

impl<S> MakeTlsConnect<S> for Connector
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    type Stream = Stream<S>;
    type TlsConnect = Connect;
    type Error = io::Error;

    fn make_tls_connect(&mut self, host: &str) -> Result<Connect, io::Error> {
        let server = ServerName::try_from(host.to_owned())
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        Ok(Connect { config: Arc::clone(&self.config), server })
    }
}

impl<S> TlsConnect<S> for Connect
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    type Stream = Stream<S>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Stream<S>>> + Send>>;

    fn connect(self, stream: S) -> Self::Future {
        let connector = tokio_rustls::TlsConnector::from(self.config);
        Box::pin(async move { Ok(Stream(connector.connect(self.server, stream).await?)) })
    }
}

/// An encrypted stream.
struct Stream<S>(tokio_rustls::client::TlsStream<S>);

impl<S: AsyncRead + AsyncWrite + Unpin> TlsStream for Stream<S> {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for Stream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Stream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(query: &str) -> Result<Mode, String> {
        Secured::of(&format!("postgres://desk@db/x{query}"))
            .map(|s| s.mode)
            .map_err(|e| e.to_string())
    }

    #[test]
    fn modes_are_those_of_libpq() {
        assert_eq!(mode(""), Ok(Mode::Prefer));
        assert_eq!(mode("?sslmode=disable"), Ok(Mode::Disable));
        assert_eq!(mode("?sslmode=require"), Ok(Mode::Require));
        // For the sake of those who rely on it, libpq says.
        assert_eq!(mode("?sslmode=require&sslrootcert=ca.pem"), Ok(Mode::VerifyCa));
        assert_eq!(mode("?sslmode=verify-full&sslrootcert=ca.pem"), Ok(Mode::VerifyFull));
        assert_eq!(mode("?sslrootcert=system"), Ok(Mode::VerifyFull));
        assert!(mode("?sslmode=require&sslrootcert=system").is_err());
        assert!(mode("?sslmode=verify-full").unwrap_err().contains("sslrootcert"));
        assert!(mode("?sslmode=sometimes").unwrap_err().contains("verify-full"));
        assert!(mode("?sslcert=a.pem").is_err());
    }

    #[test]
    fn the_rest_of_the_address_stays() {
        let secured = Secured::of(
            "postgres://d@db/x?sslmode=require&options=-csearch_path%3Db&sslrootcert=a%2Fb.pem",
        );
        let secured = secured.unwrap();
        assert_eq!(secured.address, "postgres://d@db/x?options=-csearch_path%3Db");
        assert_eq!(secured.root.as_deref(), Some("a/b.pem"));
    }
}
