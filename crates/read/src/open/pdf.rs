//! stub
use super::prose::Prose;
pub(super) fn read(_bytes: &[u8]) -> Result<Prose, (String, String)> {
    Err(("a PDF file that cannot be read".into(), "x".into()))
}
