// Optional: shows the quote beside a number, and lets a mark in a chart lead to its quote.
(function () {
  var tip = document.createElement("div");
  tip.className = "tip";
  tip.setAttribute("role", "tooltip");
  tip.id = "tip";
  tip.hidden = true;
  document.body.appendChild(tip);
  function at(el) {
    var holder = el.closest && el.closest("a.said, a.quoted, svg [data-trail]");
    if (!holder) return null;
    var id = holder.dataset.trail ? holder.dataset.trail.split(" ")[0] : holder.hash.slice(7);
    var mark = document.getElementById("claim-" + id);
    return mark ? { holder: holder, id: id, quote: mark.closest("blockquote"), from: mark.closest("article") } : null;
  }
  function show(e) {
    var it = at(e.target);
    if (!it || !it.quote) { tip.hidden = true; return; }
    tip.textContent = "“" + it.quote.textContent.trim().slice(0, 320) + "” ";
    var who = document.createElement("small");
    who.textContent = it.from.querySelector(".about").textContent;
    tip.appendChild(who);
    tip.hidden = false;
    var box = it.holder.getBoundingClientRect();
    var left = Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 12);
    var top = box.bottom + 8;
    if (top + tip.offsetHeight > window.innerHeight) top = box.top - tip.offsetHeight - 8;
    tip.style.left = Math.max(8, left) + "px";
    tip.style.top = Math.max(8, top) + "px";
  }
  function hide() { tip.hidden = true; }
  document.addEventListener("pointerover", show);
  document.addEventListener("focusin", show);
  document.addEventListener("keydown", function (e) { if (e.key === "Escape") hide(); });
  window.addEventListener("scroll", hide, { passive: true });
  document.addEventListener("click", function (e) {
    var it = at(e.target);
    if (it && it.holder.closest("svg")) location.hash = "claim-" + it.id;
  });
  document.documentElement.classList.add("live");
})();
