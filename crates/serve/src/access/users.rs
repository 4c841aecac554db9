//! The users of a server: a file beside the ledger, with hashes of their passwords and nothing to log in with.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What somebody may do; each what those before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads what may be printed.
    Reader,
    /// Adds documents and decides about claims.
    Analyst,
    /// Decides what is confidential.
    Admin,
}

impl std::str::FromStr for Role {
    type Err = String;

    fn from_str(text: &str) -> Result<Role, String> {
        match text {
            "reader" => Ok(Role::Reader),
            "analyst" => Ok(Role::Analyst),
            "admin" => Ok(Role::Admin),
            _ => Err("expected reader, analyst or admin".to_owned()),
        }
    }
}

impl std::fmt::Display for Role {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Role::Reader => "reader",
            Role::Analyst => "analyst",
            Role::Admin => "admin",
        })
    }
}

/// Why users cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum UsersError {
    /// The file cannot be read or written, or is none of users.
    #[error("{file}: {detail}")]
    File {
        /// Which file.
        file: String,
        /// What is wrong.
        detail: String,
    },
    /// A name or a password that will not do.
    #[error("{0}")]
    Unfit(&'static str),
}

impl UsersError {
    /// What to do.
    pub fn remedy(&self) -> String {
        match self {
            UsersError::File { .. } => {
                "give another file with --users, or put this one right".to_owned()
            }
            UsersError::Unfit(_) => "give another".to_owned(),
        }
    }
}

/// A user.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct User {
    name: String,
    role: Role,
    /// Argon2id, in PHC form.
    password: String,
    /// SHA-256 of the token for programs, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    token: Option<String>,
}

/// All users of a server, and the key that their sessions are signed with.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Users {
    key: String,
    users: Vec<User>,
    #[serde(skip)]
    file: PathBuf,
}

/// So many bytes of the system's randomness.
pub(super) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("a system has randomness");
    bytes
}

/// The first recommendation of RFC 9106 with less memory is OWASP's: 19 MiB, two passes.
fn argon2() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("within its bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Users {
    /// Reads the file; where there is none there are no users.
    ///
    /// # Errors
    /// When the file cannot be read or is something else.
    pub fn open(file: &Path) -> Result<Users, UsersError> {
        let failed = |detail: String| UsersError::File { file: file.display().to_string(), detail };
        match fs::read(file) {
            Ok(bytes) => {
                let users: Users = serde_json::from_slice(&bytes)
                    .map_err(|error| failed(format!("no file of users: {error}")))?;
                Ok(Users { file: file.to_owned(), ..users })
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Users {
                key: STANDARD_NO_PAD.encode(random::<32>()),
                users: Vec::new(),
                file: file.to_owned(),
            }),
            Err(error) => Err(failed(error.to_string())),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.users.is_empty()
    }

    /// Adds a user, or gives one another password and role; returns a token for programs, told only now.
    ///
    /// # Errors
    /// When the name or the password will not do, or the file cannot be written.
    pub fn set(&mut self, name: &str, role: Role, password: &str) -> Result<String, UsersError> {
        let plain = |c: char| c.is_alphanumeric() || " .-_'".contains(c);
        if name.trim() != name || name.is_empty() || name.len() > 80 || !name.chars().all(plain) {
            return Err(UsersError::Unfit(
                "a name is made of letters, digits, spaces, dots and dashes",
            ));
        }
        if password.chars().count() < 10 {
            return Err(UsersError::Unfit("a password has at least ten characters"));
        }
        let salt = SaltString::encode_b64(&random::<16>()).expect("sixteen bytes are a salt");
        let hash =
            argon2().hash_password(password.as_bytes(), &salt).expect("a password can be hashed");
        let token = URL_SAFE_NO_PAD.encode(random::<32>());
        self.users.retain(|user| user.name != name);
        self.users.push(User {
            name: name.to_owned(),
            role,
            password: hash.to_string(),
            token: Some(digest(&token)),
        });
        self.users.sort_by(|a, b| a.name.cmp(&b.name));
        self.save()?;
        Ok(token)
    }

    fn save(&self) -> Result<(), UsersError> {
        let failed = |error: std::io::Error| UsersError::File {
            file: self.file.display().to_string(),
            detail: error.to_string(),
        };
        let mut beside = self.file.clone().into_os_string();
        beside.push(".new");
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&beside).map_err(failed)?;
        let bytes = serde_json::to_vec_pretty(self).expect("plain data");
        file.write_all(&bytes).and_then(|()| file.sync_all()).map_err(failed)?;
        fs::rename(&beside, &self.file).map_err(failed)
    }

    /// The role of whoever knows the password. As long is taken where there is no such user.
    pub(super) fn login(&self, name: &str, password: &str) -> Option<Role> {
        const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let user = self.users.iter().find(|user| user.name == name);
        let hash = PasswordHash::new(user.map_or(NOBODY, |user| &user.password)).ok()?;
        let right = argon2().verify_password(password.as_bytes(), &hash).is_ok();
        user.filter(|_| right).map(|user| user.role)
    }

    /// Who has a token.
    pub(super) fn of_token(&self, token: &str) -> Option<(&str, Role)> {
        let given = digest(token);
        let user = self.users.iter().find(|user| user.token.as_ref() == Some(&given))?;
        Some((&user.name, user.role))
    }

    /// What a session of a user is bound to: it ends when the password, or the role, changes.
    pub(super) fn bound(&self, name: &str) -> Option<(Role, String)> {
        let user = self.users.iter().find(|user| user.name == name)?;
        Some((user.role, digest(&format!("{}{}", user.password, user.role))))
    }

    pub(super) fn key(&self) -> &[u8] {
        self.key.as_bytes()
    }

    pub(super) fn file(&self) -> &Path {
        &self.file
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_logs_in_with_the_password_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("users.json");
        let mut users = Users::open(&file).unwrap();
        assert!(users.is_empty());
        let token = users.set("Noor", Role::Analyst, "a long password").unwrap();
        let users = Users::open(&file).unwrap();
        assert_eq!(users.login("Noor", "a long password"), Some(Role::Analyst));
        assert_eq!(users.login("Noor", "another password"), None);
        assert_eq!(users.login("Nobody", "a long password"), None);
        assert_eq!(users.of_token(&token), Some(("Noor", Role::Analyst)));
        let kept = fs::read_to_string(&file).unwrap();
        assert!(!kept.contains("a long password") && !kept.contains(&token));
    }

    #[test]
    fn a_short_password_or_a_name_of_markup_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut users = Users::open(&folder.path().join("users.json")).unwrap();
        assert!(users.set("Noor", Role::Reader, "short").is_err());
        assert!(users.set("<b>", Role::Reader, "a long password").is_err());
        assert!(users.is_empty());
    }
}
