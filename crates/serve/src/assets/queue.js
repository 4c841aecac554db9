// Optional: the keys of the queue press what stands on the page. No key acts in a field, none with a modifier.
(function () {
  function typing(el) {
    return el && (el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName));
  }
  document.addEventListener("keydown", function (e) {
    if (e.key === "Escape" && typing(e.target)) { e.target.blur(); return; }
    if (e.ctrlKey || e.metaKey || e.altKey || e.repeat || e.isComposing || typing(e.target)) return;
    if (!/^[a-z0-9?]$/.test(e.key)) return;
    var digit = /^[0-9]$/.test(e.key);
    var pressed = document.querySelector('[data-key="' + e.key + '"]');
    if (!pressed) return;
    var inside = pressed.closest("details:not([open])");
    // A digit means what one sees: the choices must be open.
    if (digit && inside) return;
    e.preventDefault();
    pressed.click();
    if (e.key === "c") pressed.scrollIntoView({ block: "nearest" });
  });
  // Sent once: a second press of the key is for the next claim.
  document.addEventListener("submit", function (e) {
    if (e.target.dataset.sent) e.preventDefault();
    e.target.dataset.sent = "yes";
  });
  var mark = document.querySelector("mark.current");
  var box = mark && mark.closest(".document");
  if (box) box.scrollTop = Math.max(0, mark.offsetTop - box.offsetTop - box.clientHeight / 3);
})();
