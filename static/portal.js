/* Conveniences only: every page does its work without this file. */
(function () {
  "use strict";

  /* After a refused form, go to the summary; a link in it goes to the first control of its field. */
  var summary = document.querySelector("[data-focus]");
  if (summary) {
    summary.focus();
    summary.addEventListener("click", function (event) {
      var link = event.target.closest("a[href^='#']");
      var target = link && document.getElementById(link.getAttribute("href").slice(1));
      if (!target) { return; }
      var control = target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea");
      event.preventDefault();
      target.scrollIntoView({ block: "center" });
      (control || target).focus({ preventScroll: true });
    });
  }

  /* A second press while the first is under way sends nothing; coming back frees the form again. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.hasAttribute("data-once")) { return; }
    if (form.classList.contains("busy")) { event.preventDefault(); return; }
    form.classList.add("busy");
    form.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form.busy").forEach(function (form) {
      form.classList.remove("busy");
      form.removeAttribute("aria-busy");
    });
  });

  /* The phone menu closes on a press elsewhere and on Escape. */
  var menu = document.querySelector(".phone-menu");
  if (menu) {
    document.addEventListener("click", function (event) {
      if (!menu.contains(event.target)) { menu.removeAttribute("open"); }
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
    });
  }

  /* The bar of long work moves without loading the page; when the work is over, the page is loaded. */
  var work = document.querySelector("[data-progress]");
  if (work && window.fetch) {
    window.setInterval(function () {
      window.fetch(work.dataset.progress, { credentials: "same-origin" }).then(function (answer) { return answer.json(); }).then(function (told) {
        if (!told.running) { window.location.reload(); return; }
        work.querySelector("progress").value = told.percent;
        work.querySelector("[data-progress-text]").textContent = told.step + (told.total ? " " + told.done + " / " + told.total : "");
      }).catch(function () { /* the page itself is loaded again in a while */ });
    }, 1000);
  }

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
})();
