//! What the engine assumes, each number with where it comes from. A number that decides anything
//! stands here and nowhere else.

/// How many cross from day to day.
pub(crate) mod rhythm {
    /// Level of a way of which nothing is known: logarithm of people a day, and its sd. From
    /// hamlets' paths to the Polish border in March 2022 (140,000 a day).
    pub(crate) const BASE: (f64, f64) = (6.2, 2.5);
    /// Correlation from day to day of whether anybody crosses: the Channel 2018-2022 and Italy
    /// 2019-2023 (without it series by sea are over-covered).
    pub(crate) const PERSISTENCE: f64 = 0.35;
    /// Share of days that deviate much more than the others, and how much more (log): the peaks of
    /// clean series would else be called errors (Italy, the Channel, Poland).
    pub(crate) const HEAVY: (f64, f64) = (0.05, 0.6);
    /// Median and sd of the logarithm of the scatter where somebody crosses every day (land
    /// borders: Poland 0.15, Romania 0.2), and where not (Italy 0.64, the Channel 1.1).
    pub(crate) const CALM: (f64, f64) = (0.22, 1.1);
    pub(crate) const INTERMITTENT: (f64, f64) = (0.75, 0.55);
    /// Whether somebody crosses every day grows with how many cross: slope and people at even odds.
    pub(crate) const ALWAYS: (f64, f64) = (0.8, 300.0);
    /// Median of the level's step of one day and sd of its logarithm, and the steps weighed.
    pub(crate) const STEP: (f64, f64) = (0.08, 0.7);
    pub(crate) const STEPS: [f64; 7] = [0.01, 0.02, 0.04, 0.08, 0.16, 0.3, 0.6];
    /// Patterns of days that are tried for one sum.
    pub(crate) const CANDIDATES: usize = 6;
}

/// What may be wrong with a number.
pub(crate) mod slips {
    /// Chance that a number is something else than it says, and that a digit is missing or too many:
    /// some ten of four thousand numbers in the four series we hold.
    pub(crate) const WRONG: f64 = 0.003;
    /// The same of a number that its text does not say to be of the office to which it is put. A
    /// guess.
    pub(crate) const CARRIED: f64 = 0.025;
    pub(crate) const DIGIT: f64 = 0.002;
    /// Chance that a day's number is the running total: as common as all other slips (Torkham and
    /// Chaman in November 2023, the Channel's yearly totals).
    pub(crate) const TOTAL: f64 = 0.003;
    /// How far numbers of one office may be from adding up before one of them is called wrong: a late
    /// correction, a headcount by another desk (Torkham, 3 November 2023: 12,689 where totals make 12,665).
    pub(crate) const TOLERANCE: f64 = 0.004;
    /// How far a number of few days lies from those around (log) before a slip is looked into, and how
    /// many such numbers are.
    pub(crate) const MISFIT: (f64, usize) = (1.7, 6);
    /// Ways out of contradictions that are kept; contradictions that are taken away one after the other, and
    /// how many ways are followed.
    pub(crate) const WAYS_OUT: usize = 12;
    pub(crate) const EXPANSIONS: (usize, usize) = (40, 5);
    /// A way this much less likely (log) than the best is not told.
    pub(crate) const TELLING: f64 = 7.0;
    /// Numbers of one office whose days are weighed.
    pub(crate) const SETTLED: usize = 24;
}

/// How offices count.
pub(crate) mod sources {
    /// How far offices of one border are apart that cover about what they say: sd of the logarithm, and
    /// its weight. Which of them it is the offices' own differences tell; where one counts alone, nothing
    /// does. Counts of the same days by two offices in the series we hold differ by 1 to 3 %, those of
    /// Pakistan's border in 2023 by up to 8 %.
    pub(crate) const RIGHT: [(f64, f64); 4] =
        [(0.01, 0.43), (0.02, 0.47), (0.045, 0.08), (0.09, 0.02)];
    /// Share of offices that are far off, and sd of the logarithm: method changes and doublings
    /// (Rohingya 2017, 164,000 to 270,000).
    pub(crate) const FAR: (f64, f64) = (0.05, 0.5);
    /// The same where an office's way of counting is known to have changed: the count before or the
    /// count after is off.
    pub(crate) const CHANGED: (f64, f64) = (0.5, 0.35);
    /// A long sum of which no parts are printed cannot be checked for days that it misses: sd of the
    /// logarithm for every doubling of its days beyond a week. Offices close their months: calendar months are as
    /// good as days.
    pub(crate) const UNCHECKED: (f64, f64) = (0.022, 7.0);
    /// By how much the leading office is the likelier of two: no more than what decides a tie.
    pub(crate) const TIES: f64 = 1.4;
    /// Offices of one way that are weighed in all combinations.
    pub(crate) const MOST_COMPARED: usize = 9;
    /// Sd by which single numbers of two offices differ beside what they differ throughout.
    pub(crate) const JITTER: f64 = 0.02;
    /// People by which two counts of the same days differ by chance, as variance per person counted: small
    /// counts of the Channel's quiet weeks tell no step.
    pub(crate) const FEW: f64 = 0.5;
    /// Share of the days of a number that the leading office must tell of for the two to be compared.
    pub(crate) const SHARED: f64 = 0.8;
    /// Sd (log) by which days lie within one sum otherwise than the level suggests: surges come within
    /// weeks.
    pub(crate) const WITHIN: f64 = 0.4;
    /// Draws of the leading office's days against which the others' numbers are held.
    pub(crate) const TRIALS: usize = 100;
    /// A step in a ratio: numbers from which one is looked for, by how much it must fit better (twice the
    /// log likelihood), and least size (log).
    pub(crate) const STEPS: (usize, f64, f64) = (5, 14.0, 0.06);
    /// A drift: numbers, by how much it must fit better, and days from the first to the last.
    pub(crate) const DRIFTS: (usize, f64, usize) = (6, 12.0, 30);
    /// How likely it is that an office changes its count unsaid, beside how sharply it is known when one
    /// does not; and least change (log) that is one.
    pub(crate) const MOVED: (f64, f64) = (0.01, 0.05);
    /// A ratio is told when it is so many sds from one, and this large (log); from the last on it is told
    /// as two answers.
    pub(crate) const TELLING: (f64, f64, f64) = (2.0, 0.004, 0.07);
    /// Sd of the logarithm of what a hedged or indirect number covers.
    pub(crate) const LOOSE: f64 = 0.05;
}

/// Which days a number means where its words are loose.
pub(crate) mod readings {
    /// Most rungs of a ladder of starts.
    pub(crate) const LADDER: usize = 10;
    /// A total that gives no start is hardly one of fewer days than this.
    pub(crate) const SHORTEST: i32 = 7;
    /// Weight of other starts where a running total's start is not in its text.
    pub(crate) const OPEN_START: f64 = 0.45;
    /// "The last two weeks": these days, a few more or less, since some day before, or since a day
    /// that others count from (the deputy commissioner's 104,000 of 1 November 2023 was the last).
    pub(crate) const COUNTED_BACK: (f64, f64, f64, f64) = (0.38, 0.3, 0.2, 0.12);
    /// Days by which a start that is counted back is off.
    pub(crate) const NEARBY: [i64; 5] = [-3, -2, -1, 1, 2];
    /// A number without days: of its day, of the week before, or since a day that others count from.
    pub(crate) const NO_DAYS: (f64, f64, f64) = (0.4, 0.15, 0.45);
    /// Days before a report that a rate without days is of.
    pub(crate) const RATE_DAYS: i64 = 4;
}

/// What the words around a number leave open.
pub(crate) mod numbers {
    /// Sd of the logarithm that "about" adds to rounding.
    pub(crate) const ABOUT: f64 = 0.01;
    /// Days by one office from which they are a table of who counts day by day, and by how much (share)
    /// such a number may be rounded at most: 200 of a table is hardly 150.
    pub(crate) const TABLE: usize = 7;
    pub(crate) const ROUNDED: f64 = 0.04;
    /// Least and most that "more than" is usually exceeded by (log).
    pub(crate) const BOUND: (f64, f64) = (0.02, 0.5);
    /// How often "more than" is a number that was passed some time ago, and by how much it then is (sd of
    /// the logarithm). A guess: few texts that say so give the number later on.
    pub(crate) const PASSED: (f64, f64) = (0.18, 0.2);
    /// Share of that, and of what other bounds leave open, which is the habit of whoever says so: five days of "at
    /// least 500" are not five guesses that even each other out. A guess.
    pub(crate) const HABIT: f64 = 0.7;
    /// Least by which "fewer than" is undercut (log). A guess.
    pub(crate) const FEWER: f64 = 0.25;
    /// The same of "up to": most of those days. A guess.
    pub(crate) const UP_TO: f64 = 0.45;
    /// Room (log) on the side that a word closes.
    pub(crate) const CLOSED: f64 = 0.005;
    /// A rate is a habit put in a number ("8,000 a day").
    pub(crate) const RATE: f64 = 0.12;
    /// How far a number of some of the people lies from that of all (log, half-normal).
    pub(crate) const PART: f64 = 0.7;
    /// Sd of the logit of the share of a day that a partial count covers.
    pub(crate) const PARTIAL: f64 = 0.7;
}

/// What becomes of first reports.
pub(crate) mod vintages {
    /// Corrections of one age from which those of other ages are not asked.
    pub(crate) const FEW: usize = 8;
    /// Most (log) that a first number is corrected by: first reports have grown by 60 %, and own days
    /// from a quarter (Italy's ministry on the report's own day).
    pub(crate) const CORRECTED: f64 = 1.6;
    /// People of whom a first number tells half of what one of many does: "1, then 3" is noise of single persons.
    pub(crate) const TELLING: f64 = 10.0;
    /// Longest window whose corrections are learned, days.
    pub(crate) const MOST_DAYS: usize = 7;
}

/// What nobody counts.
pub(crate) mod rest {
    /// Most days beyond the first and the last with a number that a way is followed, and no more than
    /// those between them: the 400 of one Thursday are of that Thursday.
    pub(crate) const BEYOND: usize = 14;
    /// How far days beyond those that a crossing has numbers for go with the other crossings of the border
    /// (share, on the log scale), and sd of what they do by themselves beside; days that say how much is
    /// usual there (Torkham and Chaman fell alike after 8 November 2023).
    pub(crate) const TOGETHER: (f64, f64, usize) = (0.45, 0.5, 7);
    /// Share of unnamed ways in what is named, median and sd of the logarithm, where a total tells of
    /// them: all crossings of the border are named, or all its main ones (Angoor Adda and Kharlachi had
    /// 1.7 % of Torkham's in 2023); some are not.
    pub(crate) const ELSEWHERE_KNOWN: (f64, f64) = (0.02, 1.0);
    pub(crate) const ELSEWHERE_OPEN: (f64, f64) = (0.04, 1.3);
    /// Chance that the named crossings are a few of many where main ones are not among them, and how many
    /// times as many people the whole then has at most: one town of Poland's border in March 2022 took in
    /// 12,000 of 1.8 million. A guess, like the next.
    pub(crate) const FEW_OF_MANY: (f64, f64) = (0.1, 1000.0);
    /// The same chance where fewer than half of the border's known crossings are named, and not its main ones. A guess.
    pub(crate) const FEW_NAMED: f64 = 0.6;
    /// The same chance where one way alone is named and the border has others: that one gate was told of says
    /// nothing of how many passed by it. Medyka took in a quarter of those who entered Poland in March 2022,
    /// Palanca half of those who entered Moldova.
    pub(crate) const ONE_OF_MANY: f64 = 0.95;
    /// Chance that ways which nobody names carry more than a small share, and that share: median and sd of
    /// the logarithm. A guess: no series we hold counts such ways.
    pub(crate) const UNHEARD: (f64, f64, f64) = (0.04, 0.4, 0.8);
    /// A crossing without a number against those with one: logarithm and sd of its flow.
    pub(crate) const LEFT_OUT: (f64, f64) = (-1.0, 1.5);
    /// A total of less than this share of its counted parts is none of theirs.
    pub(crate) const LESS: f64 = 0.93;
    /// Chance that a total of what others count part by part is far off: of the totals of Pakistan's border
    /// in November 2023 two of five were.
    pub(crate) const HEARSAY: f64 = 0.15;
    /// The same of one that is a bound, hedged, or does not say since when.
    pub(crate) const UNCOUNTED: f64 = 0.4;
    /// Share of the draws that a total must leave for them to be chosen by it: with fewer, nothing that was
    /// thought of its ways explains it.
    pub(crate) const FEWEST: f64 = 0.001;
    /// Sd (log) of what is left of a total against what was thought of it.
    pub(crate) const MISMATCH: f64 = 0.7;
}

/// How far events shake the flow: sd of the log step of a day, and days around them.
pub(crate) mod events {
    /// Deadlines and operations; closures and openings; announcements and ends.
    pub(crate) const ENFORCED: f64 = 0.4;
    pub(crate) const BORDER: f64 = 0.7;
    pub(crate) const ANNOUNCED: f64 = 0.2;
    pub(crate) const REACH: i64 = 2;
    /// Chance that a closure closes, and logarithm of what it takes.
    pub(crate) const CLOSED: (f64, f64) = (0.9, 6.0);
}

/// What one number of a definition stands for in people.
pub(crate) mod definitions {
    /// People per household where no claim says: median and sd of the logarithm. Surveys of the
    /// displaced have five to eight; Torkham's "families" of 2023 were of 17 to 24.
    pub(crate) const HOUSEHOLD: (f64, f64) = (7.8, 0.72);
}
