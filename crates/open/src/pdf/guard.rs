//! What a PDF file would unpack to, counted before it is opened: the parser unpacks without a bound.

use std::io::Read;

use flate2::read::ZlibDecoder;

use super::super::limits;
use super::Refusal;

/// Streams in encodings that are not counted are taken when they are no longer than this.
const UNCOUNTED: usize = 1 << 20;

/// How much of what stands before a stream describes it.
const DESCRIPTION: usize = 400;

/// Refuses a file whose streams unpack to more than a report holds.
pub(super) fn unpacks(bytes: &[u8]) -> Result<(), Refusal> {
    let refuse = || {
        (
            format!("a PDF file that unpacks to more than {} MB", limits::PDF_STREAMS >> 20),
            "print it to a new PDF file, or save its text as .txt".to_owned(),
        )
    };
    let mut work = 0usize;
    let mut at = 0;
    while let Some(found) = find(&bytes[at..], b"stream") {
        let keyword = at + found;
        at = keyword + 6;
        if bytes[..keyword].ends_with(b"end") {
            continue;
        }
        let mut start = at;
        if bytes.get(start) == Some(&b'\r') {
            start += 1;
        }
        if bytes.get(start) == Some(&b'\n') {
            start += 1;
        }
        let about = &bytes[keyword.saturating_sub(DESCRIPTION)..keyword];
        let dense =
            [&b"/LZW"[..], b"/RunLength", b"/RL"].iter().any(|name| find(about, name).is_some());
        let data = &bytes[start..];
        if dense {
            let end = find(data, b"endstream").unwrap_or(data.len());
            if end > UNCOUNTED {
                return Err(refuse());
            }
            work += end;
        }
        if is_zlib(data) {
            work += unpacked(data, limits::PDF_STREAM).ok_or_else(refuse)?;
        }
        if work > limits::PDF_STREAMS {
            return Err(refuse());
        }
    }
    Ok(())
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    let first = needle[0];
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| *byte == first) {
        let here = at + found;
        if bytes[here..].starts_with(needle) {
            return Some(here);
        }
        at = here + 1;
    }
    None
}

fn is_zlib(data: &[u8]) -> bool {
    match data {
        [first, second, ..] => {
            first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)).is_multiple_of(31)
        }
        _ => false,
    }
}

/// How much work a stream is to unpack, packed bytes and unpacked ones, one packed in another
/// counted as well; `None` when that is more than `limit`.
fn unpacked(data: &[u8], limit: usize) -> Option<usize> {
    let mut outer = ZlibDecoder::new(data);
    let (size, head) = count(&mut outer, limit)?;
    let mut work = size + outer.total_in() as usize;
    if is_zlib(&head) {
        let mut inner = ZlibDecoder::new(ZlibDecoder::new(data));
        let (size, head) = count(&mut inner, limit)?;
        work += size;
        if is_zlib(&head) {
            let mut innermost = ZlibDecoder::new(ZlibDecoder::new(ZlibDecoder::new(data)));
            work += count(&mut innermost, limit)?.0;
        }
    }
    Some(work)
}

/// How many bytes come out, and the first two of them. Damaged data end where they are damaged.
fn count(reader: &mut impl Read, limit: usize) -> Option<(usize, [u8; 2])> {
    let mut buffer = [0; 16 << 10];
    let mut head = [0; 2];
    let mut total = 0;
    loop {
        match reader.read(&mut buffer) {
            Ok(0) | Err(_) => return Some((total, head)),
            Ok(read) => {
                for index in 0..2 {
                    if (total..total + read).contains(&index) {
                        head[index] = buffer[index - total];
                    }
                }
                total += read;
                if total > limit {
                    return None;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::ZlibEncoder};
    use std::io::Write;

    fn packed(data: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    fn file(data: &[u8]) -> Vec<u8> {
        [b"%PDF-1.7\n1 0 obj<</Filter/FlateDecode>>stream\n", data, b"\nendstream endobj"].concat()
    }

    #[test]
    fn a_bomb_is_refused_also_when_it_is_packed_twice() {
        let zeros = vec![0; limits::PDF_STREAM + 1];
        let once = packed(&zeros);
        assert!(unpacks(&file(&once)).is_err());
        assert!(unpacks(&file(&packed(&once))).is_err());
        assert!(unpacks(&file(&packed(b"BT (text) Tj ET"))).is_ok());
    }
}
