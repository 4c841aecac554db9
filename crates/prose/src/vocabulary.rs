//! The words of all lists by number, so that a text's words are looked up once each and
//! compared as numbers ever after.

use rustc_hash::FxHashMap;

/// A set of word lists: bit `n` is the list made `n`th.
pub(super) type Lists = u128;

/// All words of the lists of one language.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    numbers: FxHashMap<Box<str>, u32>,
    /// For each word the lists that have a phrase beginning with it. Word 0 is every word
    /// that stands in no list.
    starts: Vec<Lists>,
    lists: u32,
}

impl Vocabulary {
    /// Opens another list; returns its bit.
    ///
    /// # Panics
    /// When there are more lists than bits, which the test of the language's lists shows.
    pub fn list(&mut self) -> Lists {
        assert!(self.lists < Lists::BITS, "too many word lists for one set of bits");
        self.lists += 1;
        1 << (self.lists - 1)
    }

    /// The number of a word, given now if it has none.
    pub fn add(&mut self, word: &str) -> u32 {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = self.starts.len() as u32;
        self.numbers.insert(word.into(), number);
        self.starts.push(0);
        number
    }

    /// Notes that a phrase of `list` begins with the word `number`.
    pub fn begins(&mut self, number: u32, list: Lists) {
        self.starts[number as usize] |= list;
    }

    /// The number of a word in lower case, and the lists it can begin a phrase of.
    pub fn find(&self, word: &str) -> (u32, Lists) {
        match self.numbers.get(word) {
            Some(number) => (*number, self.starts[*number as usize]),
            None => (0, 0),
        }
    }
}
