// Optional: shows the quote beside a number, lets a mark in a chart lead to its quote and back, and
// reads the numbers of a day off the tables beneath the charts. Without it all is still there to read.
(function () {
  function make(tag, name, parent) {
    var el = document.createElement(tag);
    el.className = name;
    if (parent) parent.appendChild(el);
    return el;
  }

  // The quote beside a number.
  var tip = make("div", "tip", document.body);
  tip.setAttribute("role", "tooltip");
  tip.id = "tip";
  tip.hidden = true;
  function at(el) {
    var holder = el.closest && el.closest("a.said, a.quoted, svg [data-trail]");
    if (!holder) return null;
    var id = holder.hash ? holder.hash.slice(7) : holder.dataset.trail.split(" ")[0];
    var mark = document.getElementById("claim-" + id);
    return mark ? { holder: holder, id: id, mark: mark, quote: mark.closest("blockquote"), from: mark.closest("article") } : null;
  }
  function show(e) {
    var it = at(e.target);
    if (!it || !it.quote) { tip.hidden = true; return; }
    var words = it.quote.textContent.trim().slice(0, 320);
    tip.textContent = document.body.dataset.quote.replace("…", function () { return words; }) + " ";
    make("small", "", tip).textContent = it.from.querySelector(".about").textContent;
    tip.hidden = false;
    var box = it.holder.getBoundingClientRect();
    var left = Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 12);
    var top = box.bottom + 8;
    if (top + tip.offsetHeight > window.innerHeight) top = box.top - tip.offsetHeight - 8;
    tip.style.left = Math.max(8, left) + "px";
    tip.style.top = Math.max(8, top) + "px";
  }
  function hide() { tip.hidden = true; }
  document.addEventListener("pointerover", function (e) { if (e.pointerType !== "touch") show(e); });
  document.addEventListener("focusin", show);
  document.addEventListener("keydown", function (e) { if (e.key === "Escape") hide(); });
  window.addEventListener("scroll", hide, { passive: true });

  // To the quote, and back to where one came from.
  var back = make("button", "back");
  back.type = "button";
  back.textContent = document.body.dataset.back;
  var came = null;
  document.addEventListener("click", function (e) {
    var it = at(e.target);
    if (!it) return;
    came = { holder: it.holder, y: window.scrollY };
    if (it.holder.closest("svg")) location.hash = "claim-" + it.id;
    hide();
    it.mark.closest("blockquote").appendChild(back);
  });
  back.addEventListener("click", function () {
    window.scrollTo(0, came.y);
    history.replaceState(null, "", location.pathname + location.search);
    if (came.holder.focus && came.holder.tagName === "A") came.holder.focus({ preventScroll: true });
    back.remove();
  });

  // One day, in all charts at once.
  var DAY = 864e5;
  var charts = [];
  Array.prototype.forEach.call(document.querySelectorAll("figure.chart"), function (figure) {
    var drawings = figure.querySelectorAll("svg[data-from]");
    var table = figure.nextElementSibling && figure.nextElementSibling.querySelector("table");
    if (!drawings.length || !table) return;
    var first = Date.parse(drawings[0].dataset.from), days = +drawings[0].dataset.days;
    var chart = { first: first, days: days, rows: table.querySelectorAll("tr[data-from]"), cursors: [] };
    chart.heads = table.querySelectorAll("thead th");
    Array.prototype.forEach.call(drawings, function (svg) {
      var plot = svg.dataset.plot.split(" ").map(Number);
      var line = document.createElementNS("http://www.w3.org/2000/svg", "line");
      line.setAttribute("class", "cursor");
      line.setAttribute("y1", plot[2]);
      line.setAttribute("y2", plot[3]);
      line.style.display = "none";
      svg.appendChild(line);
      chart.cursors.push({ line: line, plot: plot });
      function move(e) {
        var box = svg.getBoundingClientRect(), width = svg.viewBox.baseVal.width;
        var part = ((e.clientX - box.left) / box.width * width - plot[0]) / (plot[1] - plot[0]);
        if (part >= 0 && part < 1) point(first + Math.floor(part * days) * DAY, chart);
      }
      svg.addEventListener("pointermove", move);
      svg.addEventListener("pointerdown", move);
    });
    var caption = figure.querySelector("figcaption");
    chart.readout = make("p", "readout");
    chart.readout.textContent = document.body.dataset.point;
    figure.insertBefore(chart.readout, caption);
    chart.slider = make("input", "days");
    chart.slider.type = "range";
    chart.slider.min = 0;
    chart.slider.max = days - 1;
    chart.slider.value = days - 1;
    chart.slider.setAttribute("aria-label", figure.dataset.slider);
    chart.slider.addEventListener("input", function () { point(first + chart.slider.value * DAY, chart); });
    figure.insertBefore(chart.slider, chart.readout);
    charts.push(chart);
  });
  function point(time, active) {
    charts.forEach(function (chart) {
      var offset = Math.round((time - chart.first) / DAY);
      var inside = offset >= 0 && offset < chart.days;
      chart.cursors.forEach(function (one) {
        var x = one.plot[0] + (offset + 0.5) / chart.days * (one.plot[1] - one.plot[0]);
        one.line.style.display = inside ? "" : "none";
        one.line.setAttribute("x1", x);
        one.line.setAttribute("x2", x);
      });
      // Only the chart at hand speaks.
      if (chart === active) chart.readout.setAttribute("aria-live", "polite");
      else chart.readout.removeAttribute("aria-live");
      var text = inside ? told(chart, time) : "";
      if (text && chart.readout.textContent !== text) {
        chart.readout.textContent = text;
        chart.slider.setAttribute("aria-valuetext", text);
      }
      if (inside) chart.slider.value = offset;
    });
  }
  function told(chart, time) {
    for (var i = 0; i < chart.rows.length; i++) {
      var row = chart.rows[i];
      if (Date.parse(row.dataset.from) <= time && time <= Date.parse(row.dataset.to)) {
        return row.cells[0].textContent + ": " + Array.prototype.slice.call(row.cells, 1).map(function (cell, k) {
          return chart.heads[k + 1].textContent + " " + cell.textContent.trim();
        }).join("; ");
      }
    }
    return "";
  }
  // A link into the annex opens it, where the browser does not.
  function reveal() {
    var target = document.getElementById(location.hash.slice(1));
    var annex = target && target.closest("details.annex");
    if (annex && !annex.open) { annex.open = true; target.scrollIntoView(); }
  }
  window.addEventListener("hashchange", reveal);
  reveal();
  document.documentElement.classList.add("live");
})();
