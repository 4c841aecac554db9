// Optional: files are sent one after the other, each with what became of it; they may be dropped on the form.
(function () {
  var form = document.querySelector("form.files");
  if (!form || !window.fetch) return;
  var list = form.querySelector(".results"), field = form.querySelector("input[type=file]");
  function item(words, failed) {
    var li = document.createElement("li");
    li.textContent = words;
    if (failed) li.className = "failed";
    list.appendChild(li);
    return li;
  }
  function told(li, file, answer) {
    var items = answer.items || [{ name: file.name, became: "not_kept", problems: [answer.detail + (answer.remedy ? " — " + answer.remedy : "")], notes: [], claims: 0 }];
    li.remove();
    items.forEach(function (one) {
      var words = { added: "added, " + one.claims + (one.claims === 1 ? " claim" : " claims"), known: "was there already", passed_over: "kept; it is about other things than displacement", not_kept: "not kept" };
      var made = item("", one.became === "not_kept");
      var name = document.createElement("strong");
      name.textContent = one.name;
      made.appendChild(name);
      made.appendChild(document.createTextNode(": " + words[one.became]));
      var said = one.problems.concat(one.notes);
      if (!said.length) return;
      var inner = made.appendChild(document.createElement("ul"));
      said.forEach(function (line) { inner.appendChild(document.createElement("li")).textContent = line; });
    });
  }
  async function send(files) {
    list.textContent = "";
    var button = form.querySelector("button");
    button.disabled = true;
    for (var i = 0; i < files.length; i++) {
      var li = item(files[i].name + ": reading, " + (i + 1) + " of " + files.length + " …");
      var data = new FormData(form);
      data.delete("file");
      data.append("file", files[i], files[i].name);
      try {
        var response = await fetch("/api/documents", { method: "POST", body: data });
        told(li, files[i], await response.json());
      } catch (error) {
        told(li, files[i], { detail: "the server did not answer", remedy: "send it again" });
      }
    }
    button.disabled = false;
    var done = item("");
    var link = done.appendChild(document.createElement("a"));
    link.href = "/";
    link.textContent = "See the picture";
    done.appendChild(document.createTextNode(" or "));
    link = done.appendChild(document.createElement("a"));
    link.href = "/queue";
    link.textContent = "review what was read";
    form.dataset.done = "yes";
  }
  form.addEventListener("submit", function (e) { e.preventDefault(); send(Array.from(field.files)); });
  ["dragenter", "dragover"].forEach(function (name) {
    form.addEventListener(name, function (e) { e.preventDefault(); form.classList.add("over"); });
  });
  ["dragleave", "drop"].forEach(function (name) {
    form.addEventListener(name, function () { form.classList.remove("over"); });
  });
  form.addEventListener("drop", function (e) { e.preventDefault(); send(Array.from(e.dataTransfer.files)); });
})();
