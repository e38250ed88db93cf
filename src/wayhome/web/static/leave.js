// Pages of the open record leave the screen when the record locks. Typing counts as use, and what
// was being written is handed over to be kept sealed. Without this file they leave all the same.
(function () {
  "use strict";

  var me = document.currentScript;
  var AFTER_MS = Number(me.dataset.after) * 1000;
  var TELL_EVERY_MS = 20000;
  var exit = document.getElementById("exit");
  var told, deadline, steadyDeadline;
  var written = null;
  var channel = "BroadcastChannel" in window ? new BroadcastChannel("r") : null;
  var left = false;

  // A passphrase is never handed over, and a file can't be.
  function canBeKept(form) {
    return form && form.method === "post" && form.matches(".record-form") &&
      !form.querySelector("input[type=password], input[type=file]");
  }

  // What came back to be mended was typed too, and is saved nowhere.
  var mended = document.getElementById("problem") && document.querySelector(".record-form");
  if (canBeKept(mended)) written = mended;

  function leave() {
    if (left) return;
    left = true;
    if (!written) {
      window.location.replace(me.dataset.to);
      return;
    }
    var mark = document.createElement("input");
    mark.type = "hidden";
    mark.name = me.dataset.mark;
    mark.value = "1";
    written.appendChild(mark);
    // Not requestSubmit: what is half written need not be valid yet.
    HTMLFormElement.prototype.submit.call(written);
  }

  // By both clocks: that of the wall may be set back, the steady one may stop while a computer sleeps.
  function startWaiting(wall, steady) {
    deadline = wall + AFTER_MS;
    steadyDeadline = steady + AFTER_MS;
  }

  function tellUse() {
    var wall = Date.now();
    var steady = told = performance.now();
    fetch(me.dataset.use, { method: "POST", body: new FormData(exit), redirect: "manual" })
      .then(function (answer) { if (!answer.ok) leave(); else startWaiting(wall, steady); })
      // No answer: Wayhome is gone, and with it the open record.
      .catch(leave);
  }

  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (canBeKept(form)) written = form;
    if (performance.now() - told > TELL_EVERY_MS) tellUse();
  });

  document.addEventListener("submit", function (event) {
    if (event.target === written) written = null;
    // Locked in one tab, the record leaves the screen in all of them.
    if (channel && event.target.matches("[action='/r/x']")) channel.postMessage("lock");
  });
  if (channel) channel.addEventListener("message", leave);

  function look() {
    if (Date.now() >= deadline || performance.now() >= steadyDeadline) leave();
  }

  // By the clocks, not by one long timer: a computer that slept wakes up late.
  told = performance.now();
  startWaiting(Date.now(), told);
  window.setInterval(look, 1000);
  document.addEventListener("visibilitychange", look);
})();
