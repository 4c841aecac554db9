//! PostgreSQL over TLS, against a server with `ssl = on`: `CROSSINGS_TEST_POSTGRES_TLS` is its address with the name that
//! its certificate is for (`postgres://tlsonly@localhost:54321/postgres`), as a user whom it refuses without TLS;
//! `CROSSINGS_TEST_POSTGRES_CA` the file with the certificate that signed it. `.ci/run` makes both.

use std::path::PathBuf;

use ledger::{Ledger, LedgerError};

/// The server's address and its certificate; `None`, said aloud, when there is none.
fn server() -> Option<(String, PathBuf)> {
    let address = std::env::var("CROSSINGS_TEST_POSTGRES_TLS").ok().filter(|a| !a.is_empty());
    let authority = std::env::var_os("CROSSINGS_TEST_POSTGRES_CA").map(PathBuf::from);
    let both = address.zip(authority);
    if both.is_none() {
        eprintln!("skipped over TLS: CROSSINGS_TEST_POSTGRES_TLS is not set");
    }
    both
}

/// Whether the server lets us in: there is no ledger, but that it can tell.
fn is_let_in(address: &str) -> Result<(), String> {
    match Ledger::open(address) {
        Ok(_) | Err(LedgerError::Missing { .. }) => Ok(()),
        Err(error) => Err(error.to_string()),
    }
}

#[test]
fn a_server_is_reached_over_tls_as_its_mode_says() {
    let Some((address, authority)) = server() else { return };
    let trusted = format!("sslrootcert={}", authority.display().to_string().replace('/', "%2F"));
    let by_number = address.replace("localhost", "127.0.0.1");
    for (address, query, fine) in [
        (&address, String::new(), true),
        (&address, "sslmode=disable".into(), false),
        (&address, "sslmode=allow".into(), true),
        (&address, "sslmode=prefer".into(), true),
        (&address, "sslmode=require".into(), true),
        (&address, format!("sslmode=require&{trusted}"), true),
        (&address, format!("sslmode=verify-ca&{trusted}"), true),
        (&address, format!("sslmode=verify-full&{trusted}"), true),
        // The certificate is for the name, not for the number.
        (&by_number, format!("sslmode=verify-ca&{trusted}"), true),
        (&by_number, format!("sslmode=verify-full&{trusted}"), false),
        // Nobody whom the system trusts has signed it.
        (&address, "sslrootcert=system".into(), false),
    ] {
        let joint = if address.contains('?') { '&' } else { '?' };
        let whole = format!("{address}{joint}{query}");
        let came = is_let_in(&whole);
        assert_eq!(came.is_ok(), fine, "{query}: {came:?}");
    }
}
