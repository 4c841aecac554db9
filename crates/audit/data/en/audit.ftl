# What the audit says: what was found ("…"), and the arithmetic of it ("…-proof"), by rule.
# Read into the templates of the brief, too: a translation has a file of this name.

## Of claims, and of several rules

# Whose number it is, where a report names nobody.
audit-unnamed = an unnamed source

# Where a report does not say whose a number is: the report itself.
audit-report = one report
audit-report-of = a report of { $publisher }

# The words of a claim, or what a row of a table counts.
audit-words = “{ $quote }”
audit-counted = { $number } { $unit ->
    [households] households
    [vehicles] vehicles
   *[people] people
}

# A list, built up from its first two, with commas or, where its members have some, semicolons; a number less others.
audit-list = { $list }, { $next }
audit-list-long = { $list }; { $next }
audit-less = { $number } − { $less }

audit-two-proof = { $first } and { $second }
audit-more-proof = { $number } > { $whole }
audit-sum-proof = { $parts } = { $sum }, not { $whole }

# How one number is a slip of the other, at the end of a sentence.
-audit-slip = { $slip ->
    [digit] : one digit is wrong
    [swapped] : two digits are swapped
    [missing] : a digit is missing
    [extra] : there is a digit too many
   *[none] { "" }
}

# "since …": a day, or this.
audit-since-untold = a day that is not told

## Parts and totals

audit-parts-total = { $who } gives { $whole } in all, and parts that come to { $sum }
audit-parts-total-days = { $who } gives { $whole } for { $days }, and { $sum } for all of its days
audit-parts-total-some-days = { $who } gives { $whole } for { $days }, and { $sum } for { $count } of its days
# $than: "more" where days that are not known could only add to it, else "not".
audit-parts-total-days-proof = { $parts } = { $sum }, { $than ->
    [more] more than
   *[not] not
} { $whole }
# Of many days the first.
audit-parts-total-many-days-proof = { $parts } + … ({ $count } days) = { $sum }, { $than ->
    [more] more than
   *[not] not
} { $whole }
audit-parts-total-periods = { $who } gives { $whole } for { $days }, and { $sum } for the periods that fill it

audit-part-over-whole = { $part } is said to be a part of { $whole }
audit-part-over-whole-day = { $who } gives { $part } for a day, and { $whole } for { $days }, which it is in
audit-part-over-whole-period = { $who } gives { $part } for { $own }, and { $whole } for { $days }, which holds those days

## Crossings and the route

audit-route-total = { $who } gives { $whole } for { $crossings } together, and { $sum } for each by itself
audit-route-total-listed = { $who } gives { $whole } in all, and { $sum } for the crossings it lists

## Misprints

audit-misprint = { $who } prints { $number }; two sums give { $meant }{ -audit-slip }
audit-misprint-proof = { $sum } = { $meant } and { $other } = { $meant }, not { $number }
audit-misprint-part = { $who } prints { $number } for a part of { $whole }; the other parts leave { $meant }{ -audit-slip }
audit-misprint-part-proof = { $parts } = { $sum }, not { $whole }; and { $other } = { $whole }

## Running totals

audit-total-falls = the running total of { $who } falls from { $before } to { $after }
audit-total-falls-proof = { $before } by { $first } > { $after } by { $last }

audit-total-difference = the totals of { $who } for { $first } and { $last } are { $rise } apart; the days between counted { $sum }
audit-total-difference-proof = { $before } + { $days } = { $sum }, not { $after }
audit-total-difference-period = { $who } gives { $number } for { $days }; its totals for the day before and for the last day are { $rise } apart
audit-total-difference-period-proof = { $after } − { $before } = { $rise }, not { $number }

audit-definition-change = { $who } went on from { $parts }, not from its own { $whole }: the one counts { $besides } that the other leaves out
audit-definition-change-proof = { $parts } + { $days } = { $after }, and the parts of { $whole } come to { $parts }

audit-unexplained-jump = the running total of { $who } rises by { $rise } from { $first } to { $last }, and no day explains it
audit-unexplained-jump-proof = { $steep } a day; the fastest of the intervals around is { $usual } a day

audit-total-falls-rounded = the running total of { $who } falls from { $before } to { $after }, unless the first was rounded up

## A running total under another window

# $sure: "is" where it is proved, else "fits".
audit-running-total = { $who } prints { $number } for { $days }; it { $sure ->
    [is] is
   *[fits] fits
} the running total since { $since }
audit-running-total-same-proof = { $number } is also the total from { $since } to { $day }
audit-running-total-next-proof = { $before } + { $day } = { $after }
audit-running-total-rising-proof = { $days } = { $sum } in { $count } days, more than the { $total } since { $since }
audit-running-total-climbing-proof = { $days } only rise, in steps of { $steps }; as running totals that would be { $odds } times as likely as as days
audit-running-total-pace-proof = { $total } by { $day }: as a count of { $days } it needs { $needed } a day after that, as a total { $less }; the busiest so far is { $usual } a day
audit-running-total-goes-on-proof = { $total } since { $since } by { $day }, { $pace } a day on average: { $number } goes on from there
audit-running-total-most-proof = { $number } of the { $total } counted from { $since } to { $day } would be of { $days }
audit-running-total-room-proof = { $before } by { $first } and { $after } by { $last } leave { $room } for the days between, not { $number }

audit-loose-window = { $who } gives { $number } for { $days }; it fits the running total since { $since } as well
audit-loose-window-proof = since { $since }: { $totals }
audit-loose-window-total = { $number } by { $day }
audit-two-starts = { $number } is told since { $start } and since { $first }
audit-two-starts-proof = { $words } since { $start } and { $other } since { $first }

## People and households

audit-household-size = { $who } gives { $size } people to a household
audit-household-size-below-one = { $who } gives more households than people
audit-household-size-proof = { $people } / { $households } = { $size }
audit-household-constant = the people of { $who } are its households times { $factor }: a conversion, not a count
audit-household-constant-proof = { $households } × { $factor } = { $people }
audit-households-for-people = { $who } gives { $number } for households and for people alike
audit-households-for-people-elsewhere = { $who } gives { $people } people where { $other } gives as many households

## Digits, shares and stocks

audit-scale-twice = { $who } gives { $number } people, more than there are: a scale was said twice
audit-scale-same-digits = { $who } prints { $number }, and { $other } { $meant }: the same digits, { $times } times as much
# $slip: "group" where three digits are there twice, "ten", "hundred", "thousand" and "million" for what lies
# between the two, else "extra".
audit-scale-slip = { $who } prints { $number }, and its neighbours are of another size: { $slip ->
    [group] a group of digits was written twice
    [ten] a digit is missing or too many
    [hundred] two digits, as between a lakh and ten million
    [thousand] a thousand times
    [million] a million times
   *[extra] there is a digit too many
}
audit-scale-slip-proof = { $number } beside { $neighbours }
audit-scale-neighbour = { $number } ({ $day })
audit-scale-neighbour-undated = { $number }

audit-share-over-hundred = { $who } gives a share of { $share } percent
audit-share-over-hundred-proof = { $share } > 100
audit-flow-over-stock = { $number } have left, where { $whole } were counted

## The same number, or another

audit-two-figures = { $who } gives { $number } and { $other } for { $days }{ -audit-slip }
audit-two-figures-same = the same
audit-two-figures-proof = { $number } ≠ { $other }

audit-headline-body = the headline says { $headline }, the text { $body }

# $hour: "07:00", or this.
audit-hour-untold = a part of the day
audit-partial-day = { $who } gives { $number } for { $day }; that was the count up to { $hour }
audit-partial-day-proof = { $words } up to { $hour }
audit-partial-day-only = { $who } counts { $number } up to { $hour } only: not the whole of { $day }
audit-partial-day-only-proof = { $words } up to { $hour }, beside { $whole } for a whole day
audit-partial-day-early = { $who } printed { $number } for { $day } before the day was over, and it is far below the days around
audit-partial-day-early-proof = { $number } printed on { $day }; the lowest of { $count } days within a week is { $lowest }

audit-direction-swapped = { $number } is told of both directions
audit-direction-swapped-proof = { $from } to { $to } and { $to } to { $from }

audit-route-as-crossing = { $number } is told of { $crossing } alone and of the whole border
audit-route-as-crossing-all-along = { $who } has as many for { $crossing } as { $other } for the whole border
audit-route-as-crossing-all-along-proof = { $number } for { $crossing } and { $whole } for all crossings, up to { $day }; so in { $times } of { $count } windows

audit-queue-as-crossing = { $who } says that { $number } crossed; another report has as many waiting there
audit-queue-as-crossing-proof = { $words }
audit-crossings-as-people = { $who } has { $number } people who are there; as many crossings were counted into it

audit-stale-figure = { $who } gives { $number } for { $day } and had given it for the day before
audit-stale-figure-proof = { $number } on { $before } and on { $day }
audit-stale-total = the running total of { $who } is the same on { $before } and on { $day }
audit-stale-total-proof = { $number } twice
audit-stale-total-counted-proof = { $number } twice, and { $counted } counted on { $day }

audit-revision = { $who } gave later numbers for { $count ->
    [one] the same days
   *[other] { $count } windows
}: first reports were revised, by a factor of { $times } in the middle
audit-revision-change = { $first } and then { $last } for { $day }
audit-revision-proof = { $first }; { $last }
audit-revision-proof-one = { $change }
audit-readings = { $who } gives { $count } numbers up to { $day } that only rise: readings of one day, of which the last counts, { $last }
audit-readings-proof = { $numbers }
audit-tenfold-day = { $who } gives { $first } for { $before } and { $last } for { $after }: one of the two may have a digit too many, or too few
audit-tenfold-day-proof = { $high } beside { $low }

## Whole series

audit-even-steps = the running total of { $who } rises by the very same number on days that follow each other, { $times ->
    [one] once
   *[other] { $times } times
}: filled in, not counted
audit-even-steps-proof = { $second } − { $first } = { $rise } ({ $before }) and { $third } − { $second } = { $rise } ({ $day })

audit-steady-ratio = { $who } counts { $low } to { $high } times what { $other } counts, all along: another definition, not other people
audit-steady-ratio-one = { $who } counts { $ratio } times what { $other } counts, all along: another definition, not other people
audit-steady-ratio-proof = { $first } and { $last }, { $count } windows in all
audit-steady-ratio-times = { $number } / { $other } = { $ratio }

## Counting changed

audit-method-break = counting changed about { $day }: the step from { $before } to { $after } is not people who moved then
audit-method-break-proof = { $step } a day over the change, { $usual } a day before it; “{ $quote }”
