/* A draft is kept on the server while it is being typed; without this file the buttons do the same. */
(function () {
  "use strict";

  var form = document.querySelector("form[data-draft]");
  if (!form || !window.fetch || !window.FormData) { return; }
  var status = form.querySelector("[data-draft-status]");
  var version = form.elements.namedItem("_version");
  var PAUSE = 5000;
  var kept = content(), timer = null, sending = false, leaving = false;

  function content() {
    var data = new FormData(form);
    data.delete("_version");
    return new URLSearchParams(data).toString();
  }

  function tell(text, bad) {
    status.textContent = text;
    status.classList.toggle("bad", !!bad);
  }

  function answered(now, reply) {
    return reply.json().then(function (answer) {
      if (reply.ok) { version.value = answer.version; kept = now; }
      tell(answer.message, !reply.ok);
    });
  }

  /* One request at a time; what was typed meanwhile goes with the next. */
  function keep(last) {
    clearTimeout(timer);
    var now = content();
    if (sending || leaving || now === kept) { return; }
    var data = new FormData(form);
    data.set("go", "draft");
    sending = true;
    fetch(form.action, { method: "POST", body: new URLSearchParams(data), credentials: "same-origin", redirect: "error", keepalive: !!last })
      .then(answered.bind(null, now))
      .catch(function () { tell("未自动保存：网络不通或登录已过期，请点“保存草稿”", true); })
      .then(function () { sending = false; if (content() !== now) { later(); } });
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  }

  form.addEventListener("input", function () { tell("未保存"); later(); });
  form.addEventListener("focusout", function () { keep(); });
  form.addEventListener("change", function () { keep(); });
  form.addEventListener("submit", function () { leaving = true; clearTimeout(timer); });
  document.addEventListener("visibilitychange", function () { if (document.visibilityState === "hidden") { keep(true); } });
  window.addEventListener("pagehide", function () { keep(true); });
  window.addEventListener("pageshow", function () { leaving = false; });

  /* What is asked only when something changed steps aside while it is empty. */
  function fold() {
    var chosen = form.querySelector("input[name='unchanged']:checked");
    var unchanged = chosen && chosen.value === "True";
    form.querySelectorAll("[data-only-if-changed]").forEach(function (part) {
      var field = part.querySelector("textarea");
      part.hidden = !!unchanged && !(field && field.value.trim());
    });
  }
  form.addEventListener("change", fold);
  fold();
})();
