// Optional, as all scripts here: marks in charts lead to their claims, the day of knowledge slides, and a note says
// when somebody has entered something.
(function () {
  // A mark in a chart is a claim.
  document.addEventListener("click", function (e) {
    var mark = e.target.closest && e.target.closest("svg [data-trail]");
    var id = mark && mark.dataset.trail.split(" ")[0];
    if (id && /^[0-9a-f]{16}$/.test(id)) location.href = "/claims/" + id + "#quote";
  });

  // A slider over the days on which something was published, beside the field that it fills.
  var known = document.querySelector(".known[data-days]");
  var days = known && known.dataset.days ? known.dataset.days.split(" ") : [];
  if (days.length > 1) {
    var field = known.querySelector("input");
    var slider = document.createElement("input");
    slider.type = "range";
    slider.min = 0;
    slider.max = days.length - 1;
    var at = days.length - 1;
    days.forEach(function (day, i) { if (field.value && day <= field.value) at = i; });
    slider.value = at;
    slider.setAttribute("aria-label", "As known on, by the days of publication");
    function say() { slider.setAttribute("aria-valuetext", days[slider.value]); }
    say();
    slider.addEventListener("input", function () { field.value = days[slider.value]; say(); });
    slider.addEventListener("change", function () {
      if (+slider.value === days.length - 1) field.value = "";
      field.form.requestSubmit();
    });
    known.appendChild(slider);
  }

  // A field left empty is no part of the address.
  document.addEventListener("submit", function (e) {
    if (e.target.method !== "get") return;
    Array.prototype.forEach.call(e.target.elements, function (one) {
      if (one.name && !one.value) one.disabled = true;
    });
    setTimeout(function () {
      Array.prototype.forEach.call(e.target.elements, function (one) { one.disabled = false; });
    });
  });

  // What is waited for is asked for again.
  if (document.querySelector("a.again")) setTimeout(function () { location.reload(); }, 3000);

  // What somebody else enters.
  var entry = document.body.dataset.entry;
  if (!entry || !window.EventSource) return;
  var news = document.querySelector(".news"), more = 0;
  var live = new EventSource("/live");
  live.addEventListener("entered", function (e) {
    if (+e.lastEventId <= +entry) return;
    more++;
    news.textContent = more + (more === 1 ? " new entry in the ledger. " : " new entries in the ledger. ");
    var again = document.createElement("a");
    again.href = "";
    again.textContent = "Show";
    news.appendChild(again);
    news.hidden = false;
  });
  window.addEventListener("pagehide", function () { live.close(); });
})();
