//! XML as a stream of marks, with a bound on its depth. Nothing outside of the text is ever
//! fetched and no entity but those of XML itself and of characters is expanded.

use std::ops::Range;

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::limits;

/// A start or end of an element, or text.
pub(super) enum Mark<'m> {
    /// Name with its prefix, and its attributes.
    Start(&'m str, &'m Attributes<'m>),
    End(&'m str),
    Text(&'m str),
}

/// The attributes of an element, looked up by name without prefix.
pub(super) struct Attributes<'m>(&'m BytesStart<'m>);

impl Attributes<'_> {
    /// The value of an attribute, whatever the prefix of its name.
    pub fn get(&self, name: &str) -> Option<String> {
        self.0.html_attributes().with_checks(false).flatten().find_map(|attribute| {
            let key = attribute.key.local_name();
            (key.as_ref() == name).then(|| {
                match attribute.normalized_value(XmlVersion::Implicit1_0) {
                    Ok(value) => value.into_owned(),
                    Err(_) => attribute.value.as_ref().to_owned(),
                }
            })
        })
    }

    /// Whether a switch such as `<w:vanish/>` is on.
    pub fn is_on(&self) -> bool {
        !matches!(self.get("val").as_deref(), Some("0" | "false" | "off"))
    }
}

/// Walks through `text`, telling each mark and where it stands.
///
/// # Errors
/// When it is not XML, or nested too deep.
pub(super) fn walk(
    text: &str,
    mut visit: impl FnMut(Mark<'_>, Range<usize>),
) -> Result<(), String> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    reader.config_mut().allow_dangling_amp = true;
    let mut depth = 0usize;
    loop {
        let start = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|error| {
            format!("not readable as XML at byte {}: {error}", reader.error_position())
        })?;
        let span = start..reader.buffer_position() as usize;
        match event {
            Event::Start(tag) => {
                depth += 1;
                if depth > limits::XML_DEPTH {
                    return Err(format!("its XML is nested more than {} deep", limits::XML_DEPTH));
                }
                visit(Mark::Start(tag.name().as_ref(), &Attributes(&tag)), span);
            }
            Event::Empty(tag) => {
                let name = tag.name();
                visit(Mark::Start(name.as_ref(), &Attributes(&tag)), span.clone());
                visit(Mark::End(name.as_ref()), span);
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                visit(Mark::End(tag.name().as_ref()), span);
            }
            Event::Text(words) => visit(Mark::Text(&words.xml10_content()), span),
            Event::CData(words) => visit(Mark::Text(&words.xml10_content()), span),
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                match reference.resolve_char_ref() {
                    Ok(Some(c)) => visit(Mark::Text(c.encode_utf8(&mut [0; 4])), span),
                    // An entity that the document defined itself is not expanded.
                    _ => visit(Mark::Text(resolve_xml_entity(&name).unwrap_or(" ")), span),
                }
            }
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// The name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Whether an element has this name, whatever its prefix.
pub(super) fn is(start: &BytesStart<'_>, name: &str) -> bool {
    local(start.name().0) == name
}

/// The value of an attribute, whatever the prefix of its name.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    // Whether a name stands twice is not asked: with many attributes that takes its square.
    start
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| local(attribute.key.0) == name)
        .and_then(|attribute| {
            attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Result<String, String> {
        let mut words = String::new();
        walk(text, |mark, _| {
            if let Mark::Text(text) = mark {
                words.push_str(text);
            }
        })?;
        Ok(words)
    }

    #[test]
    fn entities_are_not_expanded() {
        let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY f SYSTEM \
                    \"file:///etc/passwd\">]><x>&b;&f;&amp;&#65;&lt;</x>";
        assert_eq!(words(bomb).unwrap(), "  &A<");
    }

    #[test]
    fn depth_is_bounded() {
        assert!(words(&"<a>".repeat(limits::XML_DEPTH + 1)).is_err());
        assert!(words(&"<a>b</a>".repeat(10_000)).is_ok());
    }
}
