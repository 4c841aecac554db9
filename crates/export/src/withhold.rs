//! What stays in of the picture, and what an export has instead of words that stay in.

use reconcile::ClaimFit;
use withhold::Instead;

use crate::terms::Terms;

impl Terms {
    /// What the picture has for a claim, in whole ones; `None` where that is a small cell.
    pub(crate) fn fitted(&self, fit: &ClaimFit) -> Option<i64> {
        let whole = fit.fitted?.round() as i64;
        (whole == 0 || whole >= i64::from(self.suppress_below)).then_some(whole)
    }

    /// What stands for words that stay in.
    pub(crate) fn instead(&self, instead: Instead) -> String {
        match instead {
            Instead::Few => format!("[fewer than {}]", self.suppress_below),
            Instead::Beside => "[left out]".to_owned(),
            Instead::Remark => "[note]".to_owned(),
            Instead::Name => "[name]".to_owned(),
            Instead::Contact(sort) => sort.label().to_owned(),
        }
    }
}
