//! Sets a brief as PDF, in a build with the feature `pdf` (docs/decisions/0024): most print the page from
//! a browser.

use brief::Brief;

use crate::failure::Failure;
use crate::talk::Talk;

#[cfg(feature = "pdf")]
pub(crate) struct Press(brief::Fonts);

#[cfg(feature = "pdf")]
impl Press {
    /// What sets pages, with the fonts of this machine.
    ///
    /// # Errors
    /// When the machine has no fonts.
    pub(crate) fn new() -> Result<Press, Failure> {
        let mut fonts = brief::fontdb::Database::new();
        fonts.load_system_fonts();
        brief::Fonts::new(fonts).map(Press).map_err(undone)
    }

    pub(crate) fn print(
        &self,
        brief: &Brief,
        full: bool,
        talk: &mut Talk,
    ) -> Result<Vec<u8>, Failure> {
        let pdf = brief.pdf(&self.0, full).map_err(undone)?;
        if !pdf.for_all {
            talk.note(format_args!(
                "the PDF does not keep all that PDF/UA-1 asks for screen readers: a font of this machine may not be \
                 embedded, or a letter in it has no meaning\n  hint: install fonts-dejavu-core or fonts-noto-core"
            ));
        }
        Ok(pdf.bytes)
    }
}

#[cfg(feature = "pdf")]
fn undone(error: brief::PdfError) -> Failure {
    Failure::undone(error.to_string(), error.remedy())
}

/// Stands where a build writes no PDF, and says so.
#[cfg(not(feature = "pdf"))]
pub(crate) struct Press;

#[cfg(not(feature = "pdf"))]
impl Press {
    /// # Errors
    /// Always.
    pub(crate) fn new() -> Result<Press, Failure> {
        Err(Press::none())
    }

    pub(crate) fn print(&self, _: &Brief, _: bool, _: &mut Talk) -> Result<Vec<u8>, Failure> {
        Err(Press::none())
    }

    fn none() -> Failure {
        Failure::usage(
            "this build writes no PDF",
            "one that does is made by `cargo build --release --features pdf`; or write .html and print that \
             from a browser: it is two pages",
        )
    }
}
