# What stands in and beneath the charts and the map.

chart-flow = { $flow } a day by crossing
chart-flow-caption = Line: median. Dark band: 50 % interval; light band: 90 %. Each panel has its own scale.
chart-flow-marks = Dots and brackets: what reports said of one day, or of several at their mean per day; hollow where the picture does not take the number at its word.
chart-flow-open = Hatched: days that no report covers; not zero.
chart-marks-left-out = Of { $all } such reports { $drawn } are drawn: those most at odds with the estimate, and others spread over the days.
chart-total = Running total of { $flow } since { $day }
chart-total-caption = Line and bands as above. Dots: totals that reports gave since about { $day }, or without saying since when; hollow where the picture does not take them at their word. Totals with another start are among what each report says.

panel-a-day = people a day
panel-a-day-by-week = people a day, mean of each week
panel-since = people since { $day }
mark-about = { $figure }, { $speaker }, { $covers }
mark-label = { $figure } { $speaker }
rule-label = { $day } { $event }

chart-in-words = Line charts with uncertainty bands, { $days }. { $panels }
chart-panel-in-words = { $panel }: highest on { $day }, about { $number }.

data-by-day = People a day: median (90 % interval)
data-by-week = People a week: median (90 % interval)
data-since = People since { $day }: median (90 % interval)
column-day = Day
column-to = To
data-not-observed = { $estimate }<soft> not observed</soft>

map = { $flow } by crossing, { $days }
map-caption = { $days }. The area of a circle is the number of people: line, the median; dark and light, the lower and the upper end of the 90 % interval. Arrows: the way of the crossings counted.
map-not-drawn = Not drawn, for where it lies is not known: { $crossings }.
map-unnamed = Without room for the name in one of the sizes: { $crossings }.
map-crossing = { $crossing } { $estimate }
map-further = { $crossings } of less flow are in the table alone.
map-boundaries = The boundaries and names shown do not imply endorsement; dashed: disputed or not final. Land: Natural Earth.
map-in-words = Map of the border crossings { $route }, each a circle of the size of its flow: { $crossings }. The numbers are in the table “By crossing”.
map-spot = { $crossing }: { $estimate } ({ $range })
map-key = Area: people
map-scale = { $distance } km

# Beneath a drawing in a file of its own.
drawing-title = { $title }: { $drawing }
drawing-finding = { $figure } { $what }
drawing-note = Line: median; dark band: 50 % interval, light band: 90 % · dots and brackets: what reports said of one day or of several, hollow where it is not taken at its word; triangles: above the scale · hatched: days that no report covers, not zero · made with crossings
drawing-note-map = Circle: people who crossed, by its area; ring: upper end of the 90 % interval, which is printed below; arrow: the way they went · the boundaries and names shown do not imply endorsement; dashed: not final · Natural Earth · made with crossings
