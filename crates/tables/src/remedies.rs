//! What to write in a map where a column is asked about: for each question the words that answer it.

use super::column::Column;
use super::columns::{
    CAME_OR_THERE, COUNTRY_HEAD, FAMILY_UNITS, FRACTIONS, ONE_OF_TWO_DAYS, OTHER_YEARS, TWO_DAYS,
    UNKNOWN_KINDS,
};
use super::countries::ASKED;
use super::grid::letters;
use super::stated;
use super::windows::{self, FISCAL};

/// The answer to the question of a column that could be more than one thing.
pub(super) fn of(column: &Column, why: &str) -> String {
    let at = letters(column.at);
    let lines = match why {
        FISCAL => {
            return "say in a map in which month they begin: `fiscal_start = 10` for October"
                .to_owned();
        }
        TWO_DAYS => {
            return "say which in a map: dates = \"day-month-year\" or dates = \"month-day-year\""
                .to_owned();
        }
        ASKED => {
            "`{} = \"at\"` where they were counted, `{} = \"from\"`, `{} = \"to\"` or `{} = \"nationality\"`"
        }
        COUNTRY_HEAD => {
            "`{} = { kind = \"arrival\", at = \"ISO3\" }` with the country's code where they were counted, or with \
             `from`, `to` or `nationality` in the place of `at`"
        }
        CAME_OR_THERE => {
            "`{} = { kind = \"arrival\" }` of those who came, `{} = { kind = \"refugees\" }` or \
             `{} = { kind = \"population\" }` of those who are there"
        }
        FAMILY_UNITS => {
            "`{} = { kind = \"arrest\", unit = \"people\" }` of the people in them, with `unit = \"households\"` of the families"
        }
        FRACTIONS => {
            "`{} = \"ignore\"` of a rate, `{} = { kind = \"arrival\", scale = 1000 }` of thousands"
        }
        UNKNOWN_KINDS => {
            "`{} = \"ignore\"`, and `kind = \"arrival\"` under [constant] where all rows count the same, or `only` to choose rows"
        }
        windows::WEEKS => {
            "`{} = \"ignore\"`, and `aggregate = true` above it to add up the weeks of a month; or give the first day of each week as `week_start`"
        }
        OTHER_YEARS => {
            "`{} = \"year\"` where it is the year of the counts; else `{} = \"ignore\"`, and `aggregate = true` where its rows add up"
        }
        _ if stated::remedy(why).is_some() => stated::remedy(why).unwrap_or_default(),
        ONE_OF_TWO_DAYS => "`{} = \"date\"` of the one that counts, `{} = \"ignore\"` of the other",
        _ => "`{} = \"ignore\"` or `{} = { kind = \"arrival\" }`",
    };
    format!(
        "say what it is in a map under [columns]: {}; see `crossings read --help`",
        lines.replace("{}", &at)
    )
}
