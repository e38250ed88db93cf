// The exit only. Every page works without this file; with it the page is covered at once.
(function () {
  "use strict";

  var form = document.getElementById("exit");
  var NEUTRAL = "/n";
  var PRESSES = 3;
  var WITHIN_MS = 5000;
  var channel = "BroadcastChannel" in window ? new BroadcastChannel("n") : null;

  function cover() {
    document.documentElement.classList.add("gone");
    document.title = "";
  }

  function leave(tellOthers) {
    cover();
    if (tellOthers) {
      if (channel) channel.postMessage("leave");
      // keepalive: the request outlives this page, and nobody has to wait for it.
      fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true, redirect: "manual" }).catch(function () {});
    }
    // replace: the page that was left does not stand behind the calendar.
    window.location.replace(NEUTRAL);
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    leave(true);
  });

  if (channel) {
    channel.addEventListener("message", function () { leave(false); });
  }

  var times = [];
  document.addEventListener("keydown", function (event) {
    if (event.repeat) return;
    if (event.key !== "Shift") { times = []; return; }
    var now = Date.now();
    times = times.filter(function (each) { return now - each < WITHIN_MS; });
    times.push(now);
    if (times.length >= PRESSES) leave(true);
  });

  // A browser may keep a whole page to show it again on "back": ask for it anew instead.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      cover();
      window.location.reload();
    }
  });

  document.querySelectorAll(".script-only").forEach(function (each) { each.hidden = false; });
})();
